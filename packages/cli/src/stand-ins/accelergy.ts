/**
 * `accelergy`: energies and areas of an architecture, and of a run from its action counts.
 *
 * Exit codes are Accelergy's: 0 done, or nothing to do; 1 a component that nobody can estimate; 2 a wrong command line;
 * 255 wrong input.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type ChipEstimate,
  countedEnergy,
  type Diagnostic,
  DiagnosticBag,
  estimateChip,
  type LocatedNode,
  type PricedComponent,
  readActionCounts,
  readEnergyEntries,
  renderDiagnostic,
  standardEstimators,
  writeAccelergyFile,
  writeEnergyEstimation,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import { EXIT_DONE } from "../exit-codes.ts";
import { readFiles } from "../pipeline.ts";
import type { Terminal } from "../terminal.ts";
import {
  ACCELERGY_USAGE,
  type AccelergyArguments,
  type AccelergyOutput,
  readAccelergyArguments,
} from "./accelergy-arguments.ts";
import type { StandInOptions } from "./timeloop-run.ts";

const EXIT_NOT_ESTIMATED = 1;
const EXIT_WRONG_COMMAND_LINE = 2;
const EXIT_WRONG_ACCELERGY_INPUT = 255;

/** Of components that nobody can estimate. */
const ESTIMATE_ERRORS: readonly string[] = ["not-estimated", "estimate-invalid", "unknown-estimator-class"];

/** Sections that Accelergy reads; those of Timeloop in the same files are not its concern. */
const SECTIONS = ["architecture", "compound_components", "components", "action_counts", "ERT", "variables"];

export function runAccelergy(terminal: Terminal, args: readonly string[], { compat }: StandInOptions): number {
  const read = readAccelergyArguments(args);
  if (typeof read === "string") {
    terminal.error(`${ACCELERGY_USAGE}accelergy: error: ${read}\n`);
    return EXIT_WRONG_COMMAND_LINE;
  }
  if (read.asksHelp) {
    terminal.out(ACCELERGY_USAGE);
    return EXIT_DONE;
  }
  if (read.plugIns.length > 0) {
    const how = "describe the components in a table or a program: tilewright energy --table, --estimator";
    terminal.error(`ERROR       plug-ins written in Python cannot be run (-e ${read.plugIns.join(" ")}): ${how}\n`);
    return EXIT_NOT_ESTIMATED;
  }
  if (read.listsComponents) return listComponents(terminal, compat);
  if (read.inputs.length === 0) {
    terminal.error("INFO        no input is provided, exiting...\n");
    return EXIT_DONE;
  }
  const missing = read.inputs.find((path) => filesOf(path) === undefined);
  if (missing !== undefined) {
    terminal.error(`ERROR       cannot recognize input path: ${missing} (a file that ends in .yaml, or a folder)\n`);
    return EXIT_WRONG_ACCELERGY_INPUT;
  }
  const input = readFiles(read.inputs.flatMap((path) => filesOf(path) ?? []));
  const documents = input.documents.map((document) => ownSections(document));
  return answer(terminal, read, documents, input.diagnostics, compat);
}

/** The YAML files that a path of the command line stands for; undefined where it stands for none. */
function filesOf(path: string): readonly string[] | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory() !== true) return status !== undefined && path.endsWith(".yaml") ? [path] : undefined;
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".yaml")).map((name) => join(path, name));
}

function ownSections(document: LocatedNode): LocatedNode {
  if (document.kind !== "map") return document;
  return { ...document, entries: document.entries.filter(({ key }) => SECTIONS.includes(key.replaceAll("-", "_"))) };
}

function sectionsNamed(documents: readonly LocatedNode[], name: string): readonly LocatedNode[] {
  return documents.flatMap((document) =>
    document.kind === "map" ? document.entries.filter(({ key }) => key === name).map(({ value }) => value) : [],
  );
}

function answer(
  terminal: Terminal,
  request: AccelergyArguments,
  documents: readonly LocatedNode[],
  earlier: readonly Diagnostic[],
  compat: boolean,
): number {
  const bag = new DiagnosticBag();
  const counts = sectionsNamed(documents, "action_counts").flatMap((node) => readActionCounts(node, bag.report));
  const [ert] = sectionsNamed(documents, "ERT");
  // With a table and without an architecture there still is a run to be counted.
  const onlyCounts = ert !== undefined && request.outputs.every((output) => output === "energy_estimation");
  const chip = onlyCounts ? undefined : estimateInto(bag, documents, earlier, compat);
  const table: readonly PricedComponent[] =
    onlyCounts && ert !== undefined ? readEnergyEntries(ert, bag.report) : (chip?.components ?? []);
  const estimation = bag.hasErrors ? undefined : countedEnergy(counts, table, bag.report);
  const diagnostics = bag.list();
  for (const each of diagnostics)
    terminal.error(`${renderDiagnostic(each, { color: terminal.errorColor }).trimEnd()}\n`);
  if (bag.hasErrors) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return errors.every(({ code }) => ESTIMATE_ERRORS.includes(code)) ? EXIT_NOT_ESTIMATED : EXIT_WRONG_ACCELERGY_INPUT;
  }
  for (const output of request.outputs) {
    const file =
      output === "energy_estimation"
        ? counts.length > 0 && estimation !== undefined
          ? { name: "energy_estimation.yaml", text: writeEnergyEstimation(estimation) }
          : undefined
        : chip && writeAccelergyFile(output, chip, request);
    if (file === undefined) {
      terminal.error(`WARNING     ${reasonWithout(output)}\n`);
      continue;
    }
    const path = join(request.outputDir, `${request.prefix}${file.name}`);
    const failure = writeTextFile(path, file.text);
    if (failure !== undefined) {
      terminal.error(`${renderDiagnostic(failure, { color: terminal.errorColor }).trimEnd()}\n`);
      return EXIT_WRONG_ACCELERGY_INPUT;
    }
    terminal.error(`INFO        ${output} is saved to: ${path}\n`);
  }
  return EXIT_DONE;
}

function estimateInto(
  bag: DiagnosticBag,
  documents: readonly LocatedNode[],
  earlier: readonly Diagnostic[],
  compat: boolean,
): ChipEstimate | undefined {
  const { chip, diagnostics } = estimateChip(documents, { compat, earlier });
  for (const each of diagnostics) bag.report(each);
  return chip;
}

function reasonWithout(output: AccelergyOutput): string {
  return output === "energy_estimation"
    ? "no action_counts: energy_estimation.yaml is not written"
    : `no architecture: ${output} is not written`;
}

/** `-l`: classes with their actions. */
function listComponents(terminal: Terminal, compat: boolean): number {
  terminal.out("Supported Components:\n");
  for (const { name: estimator, knownClasses } of standardEstimators({ compat })) {
    for (const { name, actions, attributes } of knownClasses) {
      terminal.out(`\t${name}(${attributes.join(", ")}) <${estimator}>\n`);
      for (const action of actions) terminal.out(`\t\t${name}.${action}\n`);
    }
  }
  return EXIT_DONE;
}
