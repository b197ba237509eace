/** What `model` and `simulate` share: read, evaluate, print, exit code. */
import { assertInvariant } from "@tilewright/core";
import { renderEvaluation } from "../evaluation-report.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import type { SharedOptions, TemplateOptions } from "../options.ts";
import { chooseEnergyTable, pricedSpecFrom, readFiles } from "../pipeline.ts";
import { diagnosticsOf, printDiagnostics } from "../print-diagnostics.ts";
import { runEvaluation } from "../run-evaluation.ts";
import type { Terminal } from "../terminal.ts";
import { type OutputOptions, writeTimeloopOutput } from "../timeloop-output.ts";

export interface EvaluationKind {
  readonly method: "closed-form" | "walk";
  /** File for the steps of a walk. */
  readonly trace?: string;
}

export async function reportEvaluation(
  terminal: Terminal,
  files: readonly string[],
  options: SharedOptions & TemplateOptions & OutputOptions & { readonly energyTable?: string },
  kind: EvaluationKind,
): Promise<number> {
  const input = readFiles(files, options.searchPath, options.define);
  const energy = chooseEnergyTable(options.energyTable);
  const result =
    energy.choice === undefined
      ? { diagnostics: [...input.diagnostics, ...energy.diagnostics] }
      : pricedSpecFrom(input, energy.choice);
  const outcome = await runEvaluation(terminal, result, {
    semantics: options.semantics,
    method: kind.method,
    ...(kind.trace === undefined ? {} : { trace: kind.trace }),
  });
  if (outcome.interrupted) return EXIT_INTERRUPTED;
  const { evaluation, failure } = outcome;
  const sources = energy.choice?.kind === "file" ? [...input.sources, ...energy.choice.input.sources] : input.sources;
  printDiagnostics(terminal, [
    ...diagnosticsOf(result, evaluation, sources),
    ...(failure === undefined ? [] : [failure]),
  ]);
  // A trace on standard output has it for itself.
  const silent = kind.trace === "-" && evaluation.valid;
  if (options.json === true && !silent) terminal.out(`${JSON.stringify(evaluation, undefined, 2)}\n`);
  if (!evaluation.valid) return evaluation.reason === "spec" ? EXIT_WRONG_INPUT : EXIT_INVALID_MAPPING;
  if (failure !== undefined) return EXIT_WRONG_INPUT;
  const { spec } = result;
  assertInvariant(spec !== undefined, "a valid evaluation without a spec");
  if (options.json !== true && !silent) {
    const how = kind.method === "walk" ? "simulated" : "modelled";
    terminal.out(renderEvaluation(spec, evaluation, { columns: terminal.columns, styles: terminal.styles, how }));
  }
  if (options.outputDir === undefined) return EXIT_DONE;
  const unwritten = writeTimeloopOutput(terminal, options.outputDir, spec, evaluation, "timeloop-model");
  if (unwritten === undefined) return EXIT_DONE;
  printDiagnostics(terminal, [unwritten]);
  return EXIT_WRONG_INPUT;
}
