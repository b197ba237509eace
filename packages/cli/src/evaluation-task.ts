/** One evaluation with its watchers (progress, trace), wherever it runs: in this thread or in a worker. */
import type { Diagnostic, Evaluation, Spec, SpecResult, WalkObserver } from "@tilewright/core";
import { createTextSink, describeWriteFailure } from "@tilewright/node";
import { type EvaluationRequest, evaluateInput } from "./pipeline.ts";
import { traceWalk } from "./trace.ts";

export interface EvaluationTask extends EvaluationRequest {
  /** File for the steps of an exact walk. */
  readonly trace?: string;
}

/** `failure` where the trace could not be written. */
export interface TaskOutcome {
  readonly evaluation: Evaluation;
  readonly failure?: Diagnostic;
}

export type OnProgress = (done: number, total: number) => void;

/** Steps between two looks at the clock. */
const STEPS_PER_LOOK = 1024;
const REPORT_EVERY_MS = 100;

/** Time steps of the mapping: the product of its temporal bounds (a little less where factors are imperfect). */
function timeSteps(spec: Spec | undefined): number {
  const loops = spec?.mapping?.levels.flatMap((level) => level.temporal) ?? [];
  return loops.reduce((product, loop) => product * loop.bound, 1);
}

function progressObserver(total: number, onProgress: OnProgress): WalkObserver {
  let reported = performance.now();
  return {
    timeStep(cycle) {
      if (cycle % STEPS_PER_LOOK !== 0) return;
      const now = performance.now();
      if (now - reported < REPORT_EVERY_MS) return;
      reported = now;
      onProgress(cycle, total);
    },
  };
}

function both(first: WalkObserver, second: WalkObserver): WalkObserver {
  return {
    timeStep(cycle, indices) {
      first.timeStep?.(cycle, indices);
      second.timeStep?.(cycle, indices);
    },
    // Telling of transfers costs the walk time: it is asked for only by those who listen.
    ...(second.transfer === undefined ? {} : { transfer: second.transfer }),
  };
}

/** Evaluates, and writes the trace where one is asked for and the mapping is valid. */
export function runTask(result: SpecResult, task: EvaluationTask, onProgress: OnProgress = () => {}): TaskOutcome {
  const { trace, ...request } = task;
  const progress = progressObserver(timeSteps(result.spec), onProgress);
  const evaluation = evaluateInput(result, { ...request, observer: progress });
  if (trace === undefined || !evaluation.valid || result.spec === undefined) return { evaluation };
  const { sink, diagnostic } = createTextSink(trace);
  if (sink === undefined) return diagnostic === undefined ? { evaluation } : { evaluation, failure: diagnostic };
  try {
    // A trace shows what really moves, so it is always the exact walk, whatever is counted.
    const { observer, end } = traceWalk(result.spec, sink);
    evaluateInput(result, { semantics: "exact", method: "walk", observer: both(progress, observer) });
    end();
    sink.close();
    return { evaluation };
  } catch (error) {
    // Whoever reads standard output may stop reading (`| head`): that is no failure.
    if (trace === "-" && error instanceof Error && "code" in error && error.code === "EPIPE") return { evaluation };
    return { evaluation, failure: describeWriteFailure(trace, error) };
  }
}
