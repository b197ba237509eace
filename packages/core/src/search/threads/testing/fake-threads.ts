/** Threads that are none: they run in turns with their owner, messages are copied as between real ones. Test support. */
import type { Platform, StartThread, ThreadPort } from "../../../platform.ts";
import { serveSearch } from "../serve-search.ts";
import { webPlatform } from "../web-threads.ts";

/** A clock so fast that threads are started at once and long tasks are told of. */
export const hastyPlatform: Platform = { ...webPlatform(globalThis), now: () => 50 * performance.now() };

/** How a thread comes to its end: after so many messages to its owner, with these words. */
export interface Fate {
  readonly after: number;
  readonly reason: string;
}

/** @param fates by thread, in the order in which they are started; the others live on */
export function fakeThreads(fates: readonly (Fate | undefined)[] = []): StartThread {
  let started = 0;
  return (events) => {
    const fate = fates[started++];
    let left = fate?.after ?? Number.POSITIVE_INFINITY;
    let isAlive = true;
    let receive = (_message: unknown): void => {};
    const later = (run: () => void): void => {
      setTimeout(() => {
        if (isAlive) run();
      }, 0);
    };
    const port: ThreadPort = {
      post: (message) => {
        if (!isAlive) return;
        if (left-- <= 0) {
          isAlive = false;
          setTimeout(() => events.died(fate?.reason ?? ""), 0);
          return;
        }
        const copy = structuredClone(message);
        later(() => events.message(copy));
      },
      listen: (listener) => {
        receive = listener;
      },
    };
    serveSearch(port, hastyPlatform);
    return {
      post: (message) => {
        const copy = structuredClone(message);
        later(() => receive(copy));
      },
      terminate: () => {
        isAlive = false;
      },
    };
  };
}
