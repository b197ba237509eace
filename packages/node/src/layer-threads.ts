/**
 * Searches for whole layers, on this thread or on worker threads. A layer is searched by one thread alone, so that what
 * is found does not depend on how many there are. A thread tells what it has found when it is done, out of time, or
 * asked to stop; one that dies loses its layer only, and its place is taken by another when there is more to do.
 *
 *     main -> thread   {plan, seconds}, {stop}          thread -> main   result
 */
import { parentPort, Worker } from "node:worker_threads";
import { type LayerPlan, LayerSearch, type LayerSearchResult } from "@tilewright/core";

/** `workerData` of these threads. */
export const LAYER_THREAD = "layers";

interface ThreadTask {
  readonly plan?: LayerPlan;
  readonly seconds?: number;
  readonly stop?: boolean;
}

/** A search that has come to its end, or was stopped. */
export interface LayerRun {
  /** Absent where the thread died. */
  readonly result?: LayerSearchResult;
  readonly seconds: number;
  /** What the thread said as it died. */
  readonly died?: string;
}

/** A thread that searches for one layer after another. */
export interface LayerThread {
  /** @param seconds infinite for no limit */
  run(plan: LayerPlan, seconds: number): Promise<LayerRun>;
  /** Ends the present search with what it has. */
  stop(): void;
  close(): Promise<void>;
}

/**
 * A thread of its own, which starts with its first search.
 * @param script a module that calls `serveLayers` in a worker thread
 */
export function layerThread(script: URL): LayerThread {
  let worker: Worker | undefined;
  let finish: ((outcome: { readonly result?: LayerSearchResult; readonly died?: string }) => void) | undefined;
  const start = (): Worker => {
    const thread = new Worker(script, { workerData: LAYER_THREAD });
    thread.on("message", (result: LayerSearchResult) => finish?.({ result }));
    thread.on("error", (error) => {
      worker = undefined;
      finish?.({ died: error instanceof Error ? error.message : String(error) });
    });
    return thread;
  };
  return {
    async run(plan, seconds) {
      const started = performance.now();
      worker ??= start();
      worker.postMessage({ plan, seconds } satisfies ThreadTask);
      const outcome = await new Promise<{ readonly result?: LayerSearchResult; readonly died?: string }>((resolve) => {
        finish = resolve;
      });
      return { ...outcome, seconds: (performance.now() - started) / 1000 };
    },
    stop: () => worker?.postMessage({ stop: true } satisfies ThreadTask),
    close: async () => {
      await worker?.terminate();
    },
  };
}

/**
 * Searches on this thread, giving way to others between slices.
 * @param isStopped asked between slices
 */
export async function runLayer(plan: LayerPlan, seconds: number, isStopped: () => boolean): Promise<LayerRun> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const search = new LayerSearch(plan);
  while (!search.advance() && elapsed() < seconds && !isStopped()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { result: search.result(), seconds: elapsed() };
}

/** In a worker thread: searches for the layers that it is sent, one after another. */
export function serveLayers(): void {
  const port = parentPort;
  if (!port) return;
  let stopped = false;
  port.on("message", ({ plan, seconds = Number.POSITIVE_INFINITY, stop }: ThreadTask) => {
    if (stop) stopped = true;
    if (!plan) return;
    runLayer(plan, seconds, () => stopped).then(
      ({ result }) => port.postMessage(result),
      // What goes wrong in a search is a bug: it ends the thread, as it would end the program.
      (error: unknown) =>
        setImmediate(() => {
          throw error;
        }),
    );
  });
}
