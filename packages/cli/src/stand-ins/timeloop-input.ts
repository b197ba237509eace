/**
 * Input files as Timeloop takes them: one text after the other makes one document, so that of a section that comes twice
 * the first counts, and sections that Timeloop does not know are nobody's concern. Here both are told of. What Timeloop
 * would model and tilewright does not is refused, since its figures would be wrong without a word in the output files.
 */
import type { Diagnostic, LocatedEntry, LocatedNode } from "@tilewright/core";
import { standInUnsupported } from "../errors.ts";
import { type Input, readFiles } from "../pipeline.ts";

/** Sections of Timeloop, of Accelergy and of the front end. */
const KNOWN = [
  "architecture",
  "problem",
  "shape",
  "mapping",
  "mapper",
  "mapspace",
  "constraints",
  "variables",
  "ERT",
  "ART",
  "ERT_summary",
  "ART_summary",
  "components",
  "compound_components",
  "action_counts",
  "energy_estimation",
  "flattened_architecture",
  "globals",
  "version",
  "dumped_by_timeloop_front_end",
];
/** Sections whose lists add up. */
const REPEATED = ["shape", "components", "compound_components"];

export interface TimeloopInput {
  readonly input: Input;
  /** Lines to tell of what was left out. */
  readonly warnings: readonly string[];
  /** How the files of Accelergy are called: `out_prefix` of the program's own section, `model` or `mapper`. */
  readonly prefix: string;
}

/** Reads `files` for the program `tool`. */
export function readTimeloopInput(files: readonly string[], tool: string): TimeloopInput {
  const read = readFiles(files);
  const warnings: string[] = [];
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const seen = new Map<string, LocatedEntry>();
  let prefix = tool;
  const keep = (entry: LocatedEntry): LocatedEntry[] => {
    const written = entry.key.replaceAll("-", "_");
    const key = written === "arch" ? "architecture" : written;
    const unsupported = refusal(key, entry);
    if (unsupported) diagnostics.push(unsupported);
    if (tool === `timeloop-${key}`) prefix = prefixOf(entry.value) ?? prefix;
    if (key === "model" || key === "layout" || key === "sparse_optimizations") return [];
    if (!KNOWN.includes(key) && !key.includes("constraints")) {
      if (!key.includes("ignore")) warnings.push(`section "${entry.key}" of ${place(entry)} is not read`);
      return [];
    }
    const first = seen.get(key);
    if (first !== undefined && !REPEATED.includes(key)) {
      warnings.push(`section "${entry.key}" of ${place(entry)} is left out: ${place(first)} has it already`);
      return [];
    }
    seen.set(key, entry);
    return [{ ...entry, key }];
  };
  const documents = read.documents.map(
    (document): LocatedNode =>
      document.kind === "map" ? { ...document, entries: document.entries.flatMap(keep) } : document,
  );
  return { input: { ...read, documents, diagnostics }, warnings, prefix };
}

function place({ keySpan }: LocatedEntry): string {
  return keySpan.source.name;
}

function refusal(key: string, { value, keySpan }: LocatedEntry): Diagnostic | undefined {
  if (key === "layout" && !isEmpty(value)) {
    return standInUnsupported(keySpan, "layouts of data in memory are not modelled", "leave the section out");
  }
  if (key !== "sparse_optimizations" || isEmpty(value)) return undefined;
  const targets = value.kind === "map" ? value.entries.find((entry) => entry.key === "targets")?.value : value;
  if (targets !== undefined && isEmpty(targets)) return undefined;
  return standInUnsupported(
    keySpan,
    "sparse optimizations are not modelled",
    "leave the section out for the figures of a dense chip",
  );
}

function isEmpty(node: LocatedNode): boolean {
  if (node.kind === "scalar") return node.value === null;
  return node.kind === "list" ? node.items.length === 0 : node.entries.length === 0;
}

function prefixOf(section: LocatedNode): string | undefined {
  const node = section.kind === "map" ? section.entries.find(({ key }) => key === "out_prefix")?.value : undefined;
  return node?.kind === "scalar" && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}

/** The documents without some of their sections. */
export function withoutSections(documents: readonly LocatedNode[], keys: readonly string[]): readonly LocatedNode[] {
  return documents.map((document) =>
    document.kind === "map"
      ? { ...document, entries: document.entries.filter(({ key }) => !keys.includes(key)) }
      : document,
  );
}

/** Whether any document has the section. */
export function hasSection(documents: readonly LocatedNode[], section: string): boolean {
  return documents.some(
    (document) => document.kind === "map" && document.entries.some(({ key }) => key.replaceAll("-", "_") === section),
  );
}
