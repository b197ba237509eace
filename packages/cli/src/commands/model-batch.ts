/** `tilewright model --batch`: cases in, one a line; results out, one a line, in the same order, as they come. */
import { readLines } from "@tilewright/node";
import { type BatchLineOptions, type BatchResult, evaluateLine, unreadableLine } from "../batch-line.ts";
import { EXIT_DONE, EXIT_INTERRUPTED, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { formatCount, formatPlural } from "../format-number.ts";
import { watchInterruption } from "../interruption.ts";
import type { SharedOptions, TemplateOptions } from "../options.ts";
import { chooseEnergyTable } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { startProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines } from "../text-layout.ts";

/** How long cases are worked on before signals and output get their turn. */
const TURN_MS = 25;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The exit code: 0 when every line got its answer, whatever the answers say. */
export async function runBatch(
  terminal: Terminal,
  path: string,
  options: SharedOptions & TemplateOptions & { readonly energyTable?: string },
): Promise<number> {
  const energy = chooseEnergyTable(options.energyTable);
  const { lines, totalBytes, diagnostics } = readLines(path);
  printDiagnostics(terminal, [...energy.diagnostics, ...diagnostics]);
  if (lines === undefined || energy.choice === undefined) return EXIT_WRONG_INPUT;
  const request: BatchLineOptions = {
    semantics: options.semantics,
    method: "closed-form",
    searchPaths: options.searchPath ?? [],
    variables: options.define ?? {},
    energy: energy.choice,
  };
  const name = path === "-" ? "<stdin>" : path;
  const progress = startProgress(terminal, "model --batch");
  const tally = { done: 0, invalid: 0, wrong: 0, bytes: 0 };
  let stopWaiting = (): void => {};
  // A line may be long in coming (someone types it): an interruption does not wait for it.
  const stopped = new Promise<undefined>((resolve) => {
    stopWaiting = () => resolve(undefined);
  });
  const interruption = watchInterruption(() => {
    progress.finish();
    stopWaiting();
  });
  const answer = (result: BatchResult): void => {
    tally.done += 1;
    if (!result.valid) tally[result.reason === "spec" ? "wrong" : "invalid"] += 1;
    terminal.out(`${JSON.stringify(result)}\n`);
  };
  let turnStarted = performance.now();
  for (;;) {
    const next = await Promise.race([lines.next(), stopped]);
    if (next === undefined || next.done === true || interruption.requested) break;
    const line = next.value;
    tally.bytes += (line.text?.length ?? 0) + 1;
    if (line.diagnostic !== undefined) answer(unreadableLine(line.diagnostic, name, line.number));
    else if ((line.text ?? "").trim() !== "") answer(evaluateLine(line.text ?? "", name, line.number, request));
    if (performance.now() - turnStarted > TURN_MS) {
      progress.update(tally.bytes, totalBytes, formatPlural(tally.done, "case"));
      await nextTurn();
      turnStarted = performance.now();
    }
  }
  progress.finish();
  const interrupted = interruption.requested;
  interruption.release();
  const summary = [
    formatPlural(tally.done, "case"),
    ...(tally.invalid > 0 ? [`${formatCount(tally.invalid)} with an invalid mapping`] : []),
    ...(tally.wrong > 0 ? [`${formatCount(tally.wrong)} with wrong input`] : []),
  ].join(", ");
  terminal.error(
    joinLines([interrupted ? `interrupted after ${summary}: the results so far are whole lines` : summary]),
  );
  return interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}
