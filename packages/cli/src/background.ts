/**
 * Long evaluations in a worker thread, so that this thread can draw progress and answer Ctrl-C at once. The worker
 * is this same program file, started again with a job; short evaluations, and runs from sources, stay in this thread.
 */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Spec, SpecResult } from "@tilewright/core";
import { type EvaluationTask, runTask, type TaskOutcome } from "./evaluation-task.ts";
import { watchInterruption } from "./interruption.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export type EvaluationOutcome = ({ readonly interrupted: false } & TaskOutcome) | { readonly interrupted: true };

interface Job {
  readonly kind: "tilewright-evaluation";
  readonly result: SpecResult;
  readonly task: EvaluationTask;
}

type Message =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "done"; readonly outcome: TaskOutcome };

/** Walks of fewer iterations are over before a worker has started. */
const BACKGROUND_ITERATIONS = 200_000;

function iterationsOf(spec: Spec | undefined): number {
  return spec === undefined ? 0 : spec.workload.dimensions.reduce((product, dimension) => product * dimension.size, 1);
}

function isJob(data: unknown): data is Job {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "tilewright-evaluation";
}

/** In a worker that was started for a job: does it and returns true. In the main thread: false. */
export function runAsWorker(): boolean {
  if (isMainThread || !isJob(workerData)) return false;
  const tell = (message: Message): void => parentPort?.postMessage(message);
  const outcome = runTask(workerData.result, workerData.task, (done, total) => tell({ kind: "progress", done, total }));
  tell({ kind: "done", outcome });
  return true;
}

/** Evaluates here or, where that would take long, aside with progress and an answer to Ctrl-C. */
export async function runEvaluation(
  terminal: Terminal,
  result: SpecResult,
  task: EvaluationTask,
): Promise<EvaluationOutcome> {
  const isBundle = import.meta.url.endsWith(".mjs");
  if (!isBundle || task.method !== "walk" || iterationsOf(result.spec) < BACKGROUND_ITERATIONS) {
    return { interrupted: false, ...runTask(result, task) };
  }
  const job: Job = { kind: "tilewright-evaluation", result, task };
  const worker = new Worker(new URL(import.meta.url), { workerData: job });
  const progress = startProgress(terminal, "simulate");
  let latest: { done: number; total: number } | undefined;
  const clock = setInterval(() => progress.update(latest?.done ?? 0, latest?.total), 100);
  return await new Promise<EvaluationOutcome>((resolve, reject) => {
    const end = (): void => {
      clearInterval(clock);
      progress.finish();
      interruption.release();
    };
    const interruption = watchInterruption(() => {
      end();
      terminal.error("interrupted\n");
      void worker.terminate();
      resolve({ interrupted: true });
    });
    worker.on("message", (message: Message) => {
      if (message.kind === "progress") latest = message;
      else {
        end();
        resolve({ interrupted: false, ...message.outcome });
      }
    });
    worker.on("error", (error) => {
      end();
      reject(error);
    });
  });
}
