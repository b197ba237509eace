/**
 * Node's worker threads for searches (core's search/threads says how they are used). Node's own rather than a pool: the one
 * file of the command line is its own worker.
 *
 * A thread's heap is limited, so that a search which needs more takes down one thread and not the process.
 */
import { parentPort, Worker } from "node:worker_threads";
import { type Platform, type StartThread, serveSearch } from "@tilewright/core";

export const nodePlatform: Platform = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms))),
};

const MAX_HEAP_MIB = 512;
/** What a thread takes before it has done anything, measured: its own heap and the program once more. */
const THREAD_BYTES: number = 32 * 2 ** 20;
/** What is left to the search's own tables: half of a small budget, enough of a large one. */
const MOST_TABLES_BYTES: number = 96 * 2 ** 20;

/** How many threads of those wanted a budget has room for; one at least, the one that asks. */
export function threadsWithin(memoryBytes: number, wanted: number): number {
  const room = memoryBytes - Math.min(memoryBytes / 2, MOST_TABLES_BYTES);
  return Math.max(1, Math.min(wanted, Math.floor(room / THREAD_BYTES)));
}

/** @param script a module that calls `serveSearchThread` in a worker thread */
export function nodeThreads(script: URL, maxHeapMib: number = MAX_HEAP_MIB): StartThread {
  return (events) => {
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: maxHeapMib } });
    let hasEnded = false;
    const die = (reason: string): void => {
      if (hasEnded) return;
      hasEnded = true;
      events.died(reason);
    };
    worker.on("message", (message: unknown) => {
      if (!hasEnded) events.message(message);
    });
    worker.on("error", (error) => die(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => die(`it ended with exit code ${code}`));
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => {
        hasEnded = true;
        void worker.terminate();
      },
    };
  };
}

/** In a worker thread: does the tasks that it is sent. */
export function serveSearchThread(): void {
  const port = parentPort;
  if (port === null) return;
  serveSearch(
    { post: (message) => port.postMessage(message), listen: (receive) => void port.on("message", receive) },
    nodePlatform,
  );
}
