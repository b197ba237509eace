/**
 * What the core has to be given, since it knows neither Node nor a browser: a clock, and threads. One adapter for each
 * world: packages/node, and for browsers search/threads/web-threads.ts, which needs none of their types.
 */

export interface Platform {
  /** A clock in milliseconds. */
  now(): number;
  /** Lets messages, signals and drawing have their turn; after so many milliseconds it is the caller's again. */
  wait(ms: number): Promise<void>;
}

/** What happens to a thread, as its starter hears of it. */
export interface ThreadEvents {
  message(message: unknown): void;
  /** It is gone, or of no use any more. */
  died(reason: string): void;
}

/** A thread, as its starter holds it. Messages are plain data. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it at once; nothing is heard of it any more. */
  terminate(): void;
}

export type StartThread = (events: ThreadEvents) => Thread;

/** The way back to its starter, as a thread holds it. */
export interface ThreadPort {
  post(message: unknown): void;
  listen(receive: (message: unknown) => void): void;
}
