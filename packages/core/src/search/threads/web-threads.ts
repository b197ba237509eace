/**
 * Web workers as threads, in a browser or wherever else there are some. Only the few things that are used of a `Worker` and
 * of a worker's global scope are named here, so that the core needs no types of the DOM.
 *
 *     page     driveSearch(search, { platform: webPlatform(globalThis),
 *                startThread: webThreads(() => new Worker(new URL("./search-worker.js", import.meta.url), { type: "module" })), ... })
 *     worker   serveSearch(webPort(globalThis), webPlatform(globalThis))
 *
 * A worker that closes itself tells nobody; what is heard of is an exception, a script that cannot be loaded and a message
 * that cannot be read.
 */
import type { Platform, StartThread, ThreadPort } from "../../platform.ts";

interface WebEvent {
  readonly data?: unknown;
  readonly message?: string;
  preventDefault?(): void;
}

interface EventSource {
  addEventListener(type: "message" | "error" | "messageerror", listener: (event: WebEvent) => void): void;
}

/** What is used of a `Worker`. */
export interface WebWorker extends EventSource {
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What is used of a worker's own global scope. */
export interface WebWorkerScope extends EventSource {
  postMessage(message: unknown): void;
}

/** What is used of any global scope. */
export interface WebScope {
  readonly performance: { now(): number };
  readonly setTimeout: (run: () => void, ms: number) => unknown;
  readonly MessageChannel: new () => {
    readonly port1: { onmessage: ((event: never) => void) | null; close(): void };
    readonly port2: { postMessage(message: unknown): void };
  };
}

/** A turn for others without the milliseconds that browsers add to nested timers: a message to oneself. */
export function webPlatform({ performance, setTimeout, MessageChannel }: WebScope): Platform {
  const turn = (resolve: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  };
  return {
    now: () => performance.now(),
    wait: (ms) =>
      new Promise((resolve) => {
        if (ms === 0) turn(resolve);
        else setTimeout(resolve, ms);
      }),
  };
}

export function webThreads(create: () => WebWorker): StartThread {
  return (events) => {
    const worker = create();
    worker.addEventListener("message", ({ data }) => events.message(data));
    const die = (event: WebEvent): void => {
      // It is told of elsewhere; the console need not show it once more.
      event.preventDefault?.();
      worker.terminate();
      events.died(event.message ?? "it could not be started, or sent what cannot be read");
    };
    worker.addEventListener("error", die);
    worker.addEventListener("messageerror", die);
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  };
}

export function webPort(scope: WebWorkerScope): ThreadPort {
  return {
    post: (message) => scope.postMessage(message),
    listen: (receive) => scope.addEventListener("message", ({ data }) => receive(data)),
  };
}
