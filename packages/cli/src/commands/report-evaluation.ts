/** What `model` and `simulate` share: read, evaluate, print, exit code. */
import { renderEvaluation } from "../evaluation-report.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_INVALID_MAPPING, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import type { SharedOptions } from "../options.ts";
import { chooseEnergyTable, readFiles, specFrom } from "../pipeline.ts";
import { diagnosticsOf, printDiagnostics } from "../print-diagnostics.ts";
import { runEvaluation } from "../run-evaluation.ts";
import type { Terminal } from "../terminal.ts";

export interface EvaluationKind {
  readonly method: "closed-form" | "walk";
  /** File for the steps of a walk. */
  readonly trace?: string;
}

export async function reportEvaluation(
  terminal: Terminal,
  files: readonly string[],
  options: SharedOptions & { readonly energyTable?: string },
  kind: EvaluationKind,
): Promise<number> {
  const input = readFiles(files, options.searchPath);
  const energy = chooseEnergyTable(options.energyTable);
  const result =
    energy.choice === undefined
      ? { diagnostics: [...input.diagnostics, ...energy.diagnostics] }
      : specFrom(input, energy.choice);
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
  if (options.json !== true && !silent && result.spec !== undefined) {
    const how = kind.method === "walk" ? "simulated" : "modelled";
    terminal.out(
      renderEvaluation(result.spec, evaluation, { columns: terminal.columns, styles: terminal.styles, how }),
    );
  }
  return EXIT_DONE;
}
