/**
 * One evaluation, in slices short enough that progress is drawn and Ctrl-C answered in between. Only the exact walk
 * takes more than one slice. Its steps go to a trace file where one is asked for.
 */
import type { Diagnostic, Evaluation, SpecResult } from "@tilewright/core";
import { describeWriteFailure } from "@tilewright/node";
import { type EvaluationRequest, startInput } from "./pipeline.ts";
import type { Terminal } from "./terminal.ts";
import { openTrace, type Trace } from "./trace.ts";
import { watchRun } from "./watch-run.ts";

export interface EvaluationTask extends EvaluationRequest {
  /** File for the steps of an exact walk; `-` is standard output. */
  readonly trace?: string;
}

export type EvaluationOutcome =
  /** `failure` where the trace could not be written. */
  | { readonly interrupted: false; readonly evaluation: Evaluation; readonly failure?: Diagnostic }
  | { readonly interrupted: true };

const FIRST_SLICE_STEPS = 1000;
const SLICE_MS = 30;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Evaluates to the end, or until `isStopped`; then undefined. */
async function evaluateInSlices(
  result: SpecResult,
  request: EvaluationRequest,
  onProgress: (share: number) => void,
  isStopped: () => boolean,
): Promise<Evaluation | undefined> {
  const run = startInput(result, request);
  let steps = FIRST_SLICE_STEPS;
  for (;;) {
    const started = performance.now();
    if (run.advance(steps)) return run.result();
    const elapsed = performance.now() - started;
    steps = Math.max(1, Math.ceil(steps * Math.min(2, SLICE_MS / Math.max(elapsed, 1))));
    onProgress(run.progress());
    await nextTurn();
    if (isStopped()) return undefined;
  }
}

/** Evaluates with progress; writes the trace of valid mappings on the way, or after it where counting needs no walk. */
export async function runEvaluation(
  terminal: Terminal,
  result: SpecResult,
  task: EvaluationTask,
): Promise<EvaluationOutcome> {
  const { trace: path, ...request } = task;
  const watch = watchRun(terminal, request.method === "walk" ? "simulate" : "model");
  const inSlices = (asked: EvaluationRequest): Promise<Evaluation | undefined> =>
    evaluateInSlices(
      result,
      asked,
      (share) => watch.tell(() => ({ done: share, total: 1 })),
      () => watch.isOver,
    );
  const trace: Trace | undefined =
    path === undefined || result.spec === undefined ? undefined : openTrace(result.spec, path);
  try {
    const tracesWhileCounting = trace !== undefined && request.semantics === "exact" && request.method === "walk";
    const evaluation = await inSlices(tracesWhileCounting ? { ...request, observer: trace.observer } : request);
    if (evaluation === undefined) return { interrupted: true };
    // A trace shows what really moves, so it is the exact walk, whatever is counted.
    if (evaluation.valid && trace !== undefined && !tracesWhileCounting) {
      const walked = await inSlices({ semantics: "exact", method: "walk", observer: trace.observer });
      if (walked === undefined) return { interrupted: true };
    }
    trace?.end();
    return { interrupted: false, evaluation };
  } catch (error) {
    if (trace === undefined || path === undefined || error !== trace.failure) throw error;
    // Whoever reads standard output may stop reading (`| head`): that is no failure.
    const evaluation = await inSlices(request);
    if (evaluation === undefined) return { interrupted: true };
    const readerGone = path === "-" && error instanceof Error && "code" in error && error.code === "EPIPE";
    return { interrupted: false, evaluation, ...(readerGone ? {} : { failure: describeWriteFailure(path, error) }) };
  } finally {
    trace?.close();
    watch.end();
  }
}
