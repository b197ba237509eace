/**
 * Lanes of a mapping search on worker threads. A thread takes one lane after the other, tells now and then what it has
 * found, and stops between two slices when it is asked to; so nothing is lost when the user stops the search, or when a
 * thread dies: what it last told is kept. Lanes know nothing of each other, so results are the same on any number of
 * threads.
 *
 *     main -> thread   {plan} once, {lane}, {stop}          thread -> main   {result, done}
 *
 * Node's own threads rather than a pool: the one file of the command line is its own worker, and a pool's cancel would
 * end the thread with all that it found.
 */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { type LaneResult, openLane, type SearchPlan } from "@tilewright/core";

const SLICE_CANDIDATES = 2000;
const TELL_EVERY_MS = 200;

interface ThreadTask {
  readonly lane?: number;
  readonly stop?: boolean;
}

interface ThreadReport {
  readonly result: LaneResult;
  readonly done: boolean;
}

/** Threads at work. */
export interface LaneThreads {
  /** What all lanes have found so far, by lane; lanes that have not begun are absent. */
  readonly results: () => readonly LaneResult[];
  /** Settles when all lanes are done or stopped; says which threads died. */
  readonly finished: Promise<{ readonly died: readonly string[] }>;
  readonly stop: () => void;
}

/** Runs all lanes of `plan` on `threads` threads. @param script a module that calls `serveLanes` in a worker thread */
export function startLaneThreads(script: URL, plan: SearchPlan, threads: number): LaneThreads {
  const found = new Map<number, LaneResult>();
  const waiting = plan.lanes.map((_, lane) => lane);
  const died: string[] = [];
  let stopped = false;
  const workers = Array.from(
    { length: Math.min(threads, waiting.length) },
    () => new Worker(script, { workerData: plan }),
  );
  const send = (worker: Worker, task: ThreadTask): void => worker.postMessage(task);
  const ends = workers.map(
    (worker) =>
      new Promise<void>((resolve) => {
        const next = (): void => {
          const lane = stopped ? undefined : waiting.shift();
          if (lane !== undefined) send(worker, { lane });
          else void worker.terminate();
        };
        worker.on("message", ({ result, done }: ThreadReport) => {
          found.set(result.lane, result);
          if (done) next();
        });
        worker.on("error", (error) => died.push(error instanceof Error ? error.message : String(error)));
        worker.on("exit", () => resolve());
        next();
      }),
  );
  return {
    results: () => [...found.values()],
    finished: Promise.all(ends).then(() => ({ died })),
    stop: () => {
      stopped = true;
      for (const worker of workers) send(worker, { stop: true });
    },
  };
}

/** In a worker thread: runs the lanes that it is sent. */
export function serveLanes(): void {
  const port = parentPort;
  if (!port) return;
  const plan = workerData as SearchPlan;
  let stopped = false;
  const run = (lane: number): void => {
    const open = openLane(plan, lane);
    let told = performance.now();
    const slice = (): void => {
      if (!stopped) open.advance(SLICE_CANDIDATES);
      const done = stopped || open.ended;
      const now = performance.now();
      if (done || now - told > TELL_EVERY_MS) {
        told = now;
        port.postMessage({ result: open.result(), done } satisfies ThreadReport);
      }
      if (!done) setImmediate(slice);
    };
    slice();
  };
  port.on("message", ({ lane, stop }: ThreadTask) => {
    if (stop) stopped = true;
    else if (lane !== undefined) run(lane);
  });
}
