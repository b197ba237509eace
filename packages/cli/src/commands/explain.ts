/** `tilewright explain FILES`: where a count comes from, or why a mapping is not valid. */
import {
  createExplainer,
  type Diagnostic,
  diagnosticToJson,
  explainInvalid,
  explainMain,
  type Spec,
  type SpecResult,
} from "@tilewright/core";
import type { Command } from "commander";
import { EXIT_DONE, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { type CheckedQuestion, checkQuestion } from "../explain-question.ts";
import { renderInvalidReport, renderMainReport, renderQuestionReport } from "../explain-report.ts";
import {
  addSharedOptions,
  addTemplateOption,
  energyTableNames,
  type SharedOptions,
  type TemplateOptions,
} from "../options.ts";
import { chooseEnergyTable, pricedSpecFrom, readFiles, specFrom } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";

interface ExplainOptions extends SharedOptions, TemplateOptions {
  readonly energyTable?: string;
  readonly level?: string;
  readonly dataSpace?: string;
  readonly counter?: string;
}

const SCHEMA = "tilewright/explanation/1";
/** How many counts are explained where nobody asks for any in particular. */
const MAIN_COUNTS = 6;

export function addExplainCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("explain")
    .summary("where a count comes from, or why a mapping is not valid")
    .description(
      "Explains one count of one mapping: the tile that moves, what each loop does to it, and the equation with its\n" +
        "numbers. Without --level, --data-space and --counter, the counts that cost most, in short. For an invalid\n" +
        "mapping: what does not fit, by how much, and the smallest change of factors that would.",
    )
    .argument("<files...>", "YAML files with an architecture, a problem and a mapping")
    .option("--level <name>", "storage level")
    .option("--data-space <name>", "data space")
    .option(
      "--counter <name>",
      "reads, fills, updates, temporalReductions, addressGenerations, energy; of the network below the level: " +
        "ingresses, linkTransfers, spatialReductions",
    )
    .option("--energy-table <name|file>", `energies: a file with an ERT, or by name (${energyTableNames()})`);
  addTemplateOption(addSharedOptions(command)).action((files: readonly string[], options: ExplainOptions) => {
    exit(explain(terminal, files, options));
  });
}

function explain(terminal: Terminal, files: readonly string[], options: ExplainOptions): number {
  const input = readFiles(files, options.searchPath, options.define);
  const energy = chooseEnergyTable(options.energyTable);
  // Words need no energies.
  const read = options.counter === undefined || options.counter === "energy" ? pricedSpecFrom : specFrom;
  const result: SpecResult =
    energy.choice === undefined
      ? { diagnostics: [...input.diagnostics, ...energy.diagnostics] }
      : read(input, energy.choice);
  const { spec, diagnostics } = result;
  if (spec === undefined || diagnostics.some(({ severity }) => severity === "error")) {
    const reason = result.invalidReason ?? "spec";
    printDiagnostics(terminal, diagnostics);
    printRefusal(terminal, options, { reason, diagnostics: diagnostics.map(diagnosticToJson) });
    return reason === "spec" ? EXIT_WRONG_INPUT : EXIT_INVALID_MAPPING;
  }
  const question = checkQuestion(spec, options);
  if ("code" in question) return refuse(terminal, options, [...diagnostics, question]);
  const invalid = explainInvalid(spec);
  if (invalid === undefined) return explainValid(terminal, spec, options, question, diagnostics);
  printDiagnostics(terminal, diagnostics);
  if (options.json === true) terminal.out(`${JSON.stringify(invalid, undefined, 2)}\n`);
  else terminal.out(renderInvalidReport(invalid, terminal));
  return invalid.reason === "spec" ? EXIT_WRONG_INPUT : EXIT_INVALID_MAPPING;
}

function explainValid(
  terminal: Terminal,
  spec: Spec,
  options: ExplainOptions,
  question: CheckedQuestion,
  diagnostics: readonly Diagnostic[],
): number {
  const explainer = createExplainer(spec, options.semantics);
  if ("code" in explainer) return refuse(terminal, options, [...diagnostics, explainer]);
  printDiagnostics(terminal, diagnostics);
  const { level, dataSpace, counter, isComplete } = question;
  if (isComplete) {
    const explanation = explainer.explain(level, dataSpace, counter);
    if ("code" in explanation) return refuse(terminal, options, [explanation]);
    if (options.json === true) printJson(terminal, { explanations: [explanation] });
    else terminal.out(renderQuestionReport(explanation, terminal));
    return EXIT_DONE;
  }
  const asked = level !== undefined || dataSpace !== undefined || counter !== undefined;
  const main = explainMain(spec, explainer, {
    ...(level === undefined ? {} : { level }),
    ...(dataSpace === undefined ? {} : { dataSpace }),
    ...(counter === undefined ? {} : { counter }),
    ...(asked ? {} : { limit: MAIN_COUNTS }),
  });
  if (options.json === true) {
    printJson(terminal, {
      explanations: main.map(({ explanation, share, shareOf }) => ({ ...explanation, share, shareOf })),
    });
  } else terminal.out(renderMainReport(main, terminal));
  return EXIT_DONE;
}

function printJson(terminal: Terminal, content: object): void {
  terminal.out(`${JSON.stringify({ schema: SCHEMA, valid: true, ...content }, undefined, 2)}\n`);
}

function refuse(terminal: Terminal, options: ExplainOptions, diagnostics: readonly Diagnostic[]): number {
  printDiagnostics(terminal, diagnostics);
  printRefusal(terminal, options, { reason: "spec", diagnostics: diagnostics.map(diagnosticToJson) });
  return EXIT_WRONG_INPUT;
}

function printRefusal(terminal: Terminal, options: ExplainOptions, content: object): void {
  if (options.json !== true) return;
  terminal.out(`${JSON.stringify({ schema: SCHEMA, valid: false, ...content }, undefined, 2)}\n`);
}
