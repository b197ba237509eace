/**
 * A search that can be done in pieces, by whoever has time for them. The pieces and what comes of them are plain data, and
 * a piece gives the same result whoever does it: so pieces can be lost with a thread and done again, and the result of the
 * whole is the same on any number of threads.
 */
import { Mapspace } from "../../mapspace/mapspace.ts";
import { openLane, type SearchPlan } from "../mapping-search.ts";
import { type OptimalResult, OptimalRunner, type OptimalSetup, type OptimalTask } from "../optimal/optimal-task.ts";
import type { SearchLane } from "../search-lane.ts";
import type { LaneResult } from "../search-result.ts";

/** What a thread has to know before it can do tasks of a search. */
export type SearchSetup =
  | { readonly kind: "lanes"; readonly plan: SearchPlan }
  | { readonly kind: "optimal"; readonly setup: OptimalSetup };

export interface DividedSearch<Task, Result> {
  readonly setup: SearchSetup;
  readonly isDone: boolean;
  /** Whether the search cannot go on until its owner has called `advance`. */
  readonly needsOwner: boolean;
  /** Whether there are tasks for threads, or will be by the time that threads have come up. */
  readonly expectsTasks: boolean;
  /** Tasks that nobody has taken. */
  readonly waitingTasks: number;
  /** A slice of work on the owner's thread: what only it can do, else some of a task. */
  advance(): void;
  takeTask(): Task | undefined;
  /** The task's result. */
  giveResult(task: Task, result: Result): void;
  /** How a task stands that goes on. */
  giveNews(task: Task, result: Result): void;
  /** The task will not be done by who has taken it. */
  giveBack(task: Task): void;
  /** The search is left before its end, with what came of tasks that were not done to their end. */
  leave(unfinished: readonly (readonly [task: Task, result: Result])[]): void;
}

/** Does tasks of one search, one after the other. */
export interface TaskRunner {
  readonly isDone: boolean;
  /** Whether how a task stands is worth telling before its end. */
  readonly tellsNews: boolean;
  start(task: unknown): void;
  /** Some milliseconds of work. */
  advance(): void;
  result(): unknown;
}

const SLICE_WORK = 500;
const SLICE_CANDIDATES = 500;

export function openRunner(search: SearchSetup): TaskRunner {
  return search.kind === "lanes" ? laneRunner(search.plan) : optimalRunner(search.setup);
}

function optimalRunner(setup: OptimalSetup): TaskRunner {
  const runner = new OptimalRunner(setup);
  return {
    get isDone() {
      return runner.isDone;
    },
    tellsNews: false,
    start: (task) => runner.start(task as OptimalTask),
    advance: () => void runner.advance(SLICE_WORK),
    result: (): OptimalResult => runner.finish(),
  };
}

function laneRunner(plan: SearchPlan): TaskRunner {
  const mapspace = new Mapspace(plan.spec, plan.limits);
  let lane: SearchLane | undefined;
  return {
    get isDone() {
      return lane?.ended ?? true;
    },
    tellsNews: true,
    start: (task) => {
      lane = openLane(plan, task as number, mapspace);
    },
    advance: () => lane?.advance(SLICE_CANDIDATES),
    result: (): LaneResult | undefined => lane?.result(),
  };
}
