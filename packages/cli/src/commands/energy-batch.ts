/** `tilewright energy --batch`: components in, one a line; figures out, one a line, in the same order. */
import { type Diagnostic, diagnosticToJson, readComponentContext, standardEstimators } from "@tilewright/core";
import { type InputLine, readLines } from "@tilewright/node";
import { estimateWithPrograms, readTables } from "../energy-estimators.ts";
import { answerEnergyLine } from "../energy-line.ts";
import { choiceOf, type EnergyOptions } from "../energy-options.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { formatCount, formatPlural } from "../format-number.ts";
import { watchInterruption } from "../interruption.ts";
import { readFiles } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines } from "../text-layout.ts";

type Answer = Readonly<Record<string, unknown>>;

/** The exit code: 0 when every line got its answer, whatever the answers say. */
export async function runEnergyBatch(
  terminal: Terminal,
  path: string,
  files: readonly string[],
  options: EnergyOptions,
): Promise<number> {
  const { documents, diagnostics: read } = readFiles(files, options.searchPath, options.define);
  const context = readComponentContext(documents);
  const choice = choiceOf(options);
  const tables = readTables(choice);
  const { lines, diagnostics } = readLines(path);
  const found: readonly Diagnostic[] = [...read, ...context.diagnostics, ...tables.diagnostics, ...diagnostics];
  printDiagnostics(terminal, found);
  if (lines === undefined || found.some(({ severity }) => severity === "error")) return EXIT_WRONG_INPUT;
  let stopWaiting = (): void => {};
  const stopped = new Promise<undefined>((resolve) => {
    stopWaiting = () => resolve(undefined);
  });
  const interruption = watchInterruption(() => stopWaiting());
  const tally = { done: 0, refused: 0 };
  const write = (answer: Answer): void => {
    tally.done += 1;
    if ("error" in answer) tally.refused += 1;
    terminal.out(`${JSON.stringify(answer)}\n`);
  };
  const answering = (own: typeof tables.estimators): ((line: InputLine) => Answer) => {
    const estimators = standardEstimators({ compat: choice.compat, own });
    return ({ text, diagnostic }) =>
      diagnostic === undefined
        ? answerEnergyLine(text ?? "", { estimators, compat: choice.compat, context })
        : { error: { diagnostics: [diagnosticToJson(diagnostic)] } };
  };
  const kept: InputLine[] = [];
  const answerLine = answering(tables.estimators);
  for (;;) {
    const next = await Promise.race([lines.next(), stopped]);
    if (next === undefined || next.done === true || interruption.requested) break;
    const line = next.value;
    if (line.diagnostic === undefined && (line.text ?? "").trim() === "") continue;
    // Outside programs are asked once, about everything.
    if (choice.programs.length > 0) kept.push(line);
    else write(answerLine(line));
  }
  const interrupted = interruption.requested;
  interruption.release();
  if (choice.programs.length > 0 && !interrupted) {
    const { result, diagnostics: outside } = estimateWithPrograms(choice, tables.estimators, (own) =>
      kept.map(answering(own)),
    );
    printDiagnostics(terminal, outside);
    if (outside.length > 0) return EXIT_WRONG_INPUT;
    for (const answer of result) write(answer);
  }
  const summary = [
    formatPlural(tally.done, "component"),
    ...(tally.refused > 0 ? [`${formatCount(tally.refused)} not estimated`] : []),
  ].join(", ");
  terminal.error(joinLines([interrupted ? `interrupted after ${summary}` : summary]));
  return interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}
