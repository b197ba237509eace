/**
 * Carries a search through: on this thread at first, and for good if it is to be the only one; on several threads once it
 * has lasted so long that starting them is worth it. Until a thread is ready, and when all have died, this one works itself.
 * None of that changes the result, only when it is there.
 */
import type { Platform, StartThread } from "../../platform.ts";
import type { DividedSearch } from "./divided-search.ts";
import { type DeadThread, ThreadCrew } from "./thread-crew.ts";

export interface DriveOptions {
  readonly platform: Platform;
  /** Absent where there are no threads to be had. */
  readonly startThread?: StartThread | undefined;
  /** How many threads work on the search; with 1 it is this one. */
  readonly threads: number;
  /** Asked often: whether the search has to end before its end. */
  readonly isOver: () => boolean;
  /** Called often: the search has come further. */
  readonly onProgress?: () => void;
}

export interface DriveReport {
  /** Threads that died on the way; what they were at was done again. */
  readonly died: readonly DeadThread[];
}

/** Search time before threads are started; a thread takes about as long to come up. */
const THREADS_AFTER_MS = 150;
/** Work on this thread between two looks at messages and signals. */
const TURN_MS = 15;
/** How long nothing is looked at while others work, and how long they have to stop. */
const POLL_MS = 50;
const STOP_MS = 3000;

export async function driveSearch<Task, Result>(
  search: DividedSearch<Task, Result>,
  { platform, startThread, threads, isOver, onProgress }: DriveOptions,
): Promise<DriveReport> {
  const began = platform.now();
  let wake = (): void => {};
  let crew: ThreadCrew<Task, Result> | undefined;
  const nextEvent = (): Promise<void> => {
    const event = new Promise<void>((resolve) => {
      wake = resolve;
    });
    return Promise.race([event, platform.wait(POLL_MS)]);
  };
  const workHere = (): void => {
    const from = platform.now();
    do search.advance();
    while (platform.now() - from < TURN_MS && !search.isDone && (crew === undefined || search.needsOwner));
  };
  try {
    while (!search.isDone && !isOver()) {
      onProgress?.();
      if (crew === undefined && threads > 1 && startThread !== undefined) {
        const isLong = platform.now() - began >= THREADS_AFTER_MS;
        if (isLong && search.expectsTasks) crew = new ThreadCrew(search, startThread, threads, () => wake());
      }
      crew?.handOut();
      if (search.needsOwner || (crew?.isReady !== true && search.waitingTasks > 0)) {
        workHere();
        await platform.wait(0);
      } else await nextEvent();
    }
    if (crew !== undefined) {
      crew.stop();
      const asked = platform.now();
      while (crew.isBusy && platform.now() - asked < STOP_MS) await nextEvent();
    }
  } finally {
    const unfinished = crew?.end() ?? [];
    if (!search.isDone) search.leave(unfinished);
  }
  return { died: crew?.died ?? [] };
}
