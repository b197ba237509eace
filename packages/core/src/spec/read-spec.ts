/**
 * Documents -> Spec: the only way from files to what the analyses see.
 *
 *     1 sections      top-level keys of all documents           sections.ts
 *     2 variables     names for every expression                variables.ts
 *     3 architecture  -> levels, with constraints of its nodes  ../architecture/
 *     4 problem       -> dimensions and data spaces             ../workload/
 *     5 mapping       needs both                                ../mapping/
 *     6 tables        ERT and ART, against the levels' names    ../energy/
 *
 * Every phase reports what it finds and the next ones go on where they can, so that one run shows many mistakes.
 */
import { type ArchitectureReading, readArchitecture } from "../architecture/read-architecture.ts";
import { readAreaTable, readEnergyTable, type TableNames } from "../energy/read-reference-table.ts";
import type { EnergyReferenceTable } from "../energy/reference-table.ts";
import { type MappingReading, readMapping } from "../mapping/read-mapping.ts";
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { readProblem } from "../workload/read-problem.ts";
import type { Workload } from "../workload/workload.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { checkDataSpaceNames } from "./check-data-spaces.ts";
import { energyTableOverrides, missingSection } from "./errors.ts";
import { EMPTY_SCOPE } from "./expressions.ts";
import { startOf } from "./fields.ts";
import { collectSections, reportNoted, type Sections } from "./sections.ts";
import type { Spec, SpecResult } from "./spec.ts";
import { readVariables } from "./variables.ts";

/** What a run needs besides the documents. */
export interface ReadSpecOptions {
  /** A named table, used instead of an ERT of the input. */
  readonly energyTable?: EnergyReferenceTable;
  /**
   * What reading the documents found (`ReadResult.diagnostics`): comes first in the result, and an error there means
   * that there is no spec, and that a missing section may stand in a document that could not be read.
   */
  readonly earlier?: readonly Diagnostic[];
  readonly require?: {
    /** Whether a missing mapping is an error; default false. */
    readonly mapping?: boolean;
    /** Whether a missing problem is an error; default true. */
    readonly problem?: boolean;
  };
}

/** The specification that `documents` make together. */
export function readSpec(documents: readonly LocatedNode[], options: ReadSpecOptions = {}): SpecResult {
  const bag = new DiagnosticBag();
  const report = bag.report;
  for (const diagnostic of options.earlier ?? []) report(diagnostic);
  const allRead = !bag.hasErrors;
  const sections = collectSections(documents, report);
  const variables = readVariables(sections.read.get("variables")?.value, report);

  const architecture = sections.read.get("architecture");
  const problem = sections.read.get("problem");
  // Timeloop's front end writes an empty list where there is no mapping.
  const mappingEntry = sections.read.get("mapping");
  const empty = mappingEntry?.value.kind === "list" && mappingEntry.value.items.length === 0;
  const mapping = empty ? undefined : mappingEntry;
  const place = documents[0] && startOf(documents[0].span);
  const missing = (key: string): void => {
    if (allRead) report(missingSection(key, place));
  };
  if (!architecture) missing("architecture");
  const problemGiven = problem !== undefined || sections.shapes.length > 0;
  if (!problem && options.require?.problem !== false) missing("problem");
  if (!mapping && options.require?.mapping) missing("mapping");

  const reading = architecture && readArchitecture(architecture.value, variables.scope, variables.attributes, report);
  const workload = problem && readProblem(problem.value, variables.scope, report, sections.shapes);
  checkDataSpaceNames(reading?.architecture, workload, report);

  const tables = readTables(sections, reading, options, report);
  // Whether anything but factors is wrong must be known before the mapping is read.
  const soundSoFar = !bag.hasErrors;
  let mapped: MappingReading | undefined;
  if (mapping && reading && workload) {
    mapped = readMapping(mapping.value, reading, workload, report);
    reportNoted(sections, report);
  }
  const diagnostics = bag.list();
  if (!bag.hasErrors && reading && (workload || !problemGiven)) {
    const spec: Spec = {
      architecture: reading.architecture,
      workload: workload ?? EMPTY_WORKLOAD,
      ...(mapped?.mapping && { mapping: mapped.mapping }),
      ...tables,
      nodeConstraints: reading.nodeConstraints,
      parallelGroups: reading.parallelGroups,
      containers: reading.containers,
      components: sections.components,
      raw: Object.fromEntries(sections.raw),
    };
    return { spec, diagnostics };
  }
  if (soundSoFar && mapped?.onlyFactorsWrong) return { diagnostics, invalidReason: "factors" };
  return { diagnostics };
}

/**
 * The same chip with another problem: what `chip` says besides its problem and mapping, read once for many problems.
 * @param documents with a problem that uses no variables
 */
export function readProblemOf(chip: Spec, documents: readonly LocatedNode[]): SpecResult {
  const bag = new DiagnosticBag();
  const sections = collectSections(documents, bag.report);
  const problem = sections.read.get("problem");
  if (!problem) bag.report(missingSection("problem", documents[0] && startOf(documents[0].span)));
  const workload = problem && readProblem(problem.value, EMPTY_SCOPE, bag.report, sections.shapes);
  checkDataSpaceNames(chip.architecture, workload, bag.report);
  const { mapping: _, ...rest } = chip;
  const diagnostics = bag.list();
  return bag.hasErrors || !workload ? { diagnostics } : { spec: { ...rest, workload }, diagnostics };
}

/** Stands in where a run needs no problem (`energy`). */
const EMPTY_WORKLOAD: Workload = {
  name: "",
  dimensions: [],
  loopDimensions: [],
  usesFlattening: false,
  coefficients: {},
  dataSpaces: [],
};

function readTables(
  sections: Sections,
  reading: ArchitectureReading | undefined,
  options: ReadSpecOptions,
  report: Report,
): Pick<Spec, "ert" | "art"> {
  const names = reading && tableNames(reading);
  const ertEntry = sections.read.get("ERT");
  const artEntry = sections.read.get("ART");
  if (options.energyTable && ertEntry) report(energyTableOverrides(ertEntry.keySpan, options.energyTable.source));
  const ert = options.energyTable ?? (ertEntry && readEnergyTable(ertEntry.value, report, names));
  const art = artEntry && readAreaTable(artEntry.value, report, names);
  return { ...(ert && { ert }), ...(art && { art }) };
}

function tableNames({ architecture }: ArchitectureReading): TableNames {
  const levels = architecture.storage.filter(({ virtual }) => !virtual);
  const others = architecture.storage.filter(({ virtual }) => virtual);
  return {
    needed: [architecture.compute, ...levels].map(({ name }) => name),
    allowed: [...others, ...architecture.networks].map(({ name }) => name),
  };
}
