/**
 * Tasks that are dealt out together, and what has come of them. Each task has one result: a task that is given back is
 * taken again, a second result of it is left alone.
 */
import type { OptimalResult, OptimalTask } from "./optimal-task.ts";

const NOTHING_DONE: Pick<OptimalResult, "found" | "nodes" | "evaluated" | "pruned"> = {
  found: [],
  nodes: 0,
  evaluated: 0,
  pruned: { capacity: 0, bound: 0, dominated: 0 },
};

export class Round {
  readonly tasks: readonly OptimalTask[];
  readonly #results: (OptimalResult | undefined)[] = [];
  /** The next one last. */
  readonly #waiting: OptimalTask[];

  constructor(tasks: readonly OptimalTask[]) {
    this.tasks = tasks;
    this.#waiting = tasks.toReversed();
  }

  /** Tasks that nobody has taken. */
  get waiting(): number {
    return this.#waiting.length;
  }

  take(): OptimalTask | undefined {
    return this.#waiting.pop();
  }

  /** A task that was taken and will not be done. */
  giveBack(task: OptimalTask): void {
    if (this.#isMissing(task)) this.#waiting.push(task);
  }

  give(task: OptimalTask, result: OptimalResult): void {
    if (this.#isMissing(task)) this.#results[task.number] = result;
  }

  /** Of all tasks, in their order; undefined as long as one is missing. */
  get results(): readonly OptimalResult[] | undefined {
    const results = this.tasks.flatMap(({ number }) => this.#results[number] ?? []);
    return results.length === this.tasks.length ? results : undefined;
  }

  /** The same, before all are there: tasks without one are open as they were. */
  get resultsSoFar(): readonly OptimalResult[] {
    return this.tasks.map(({ number, parts: rest }) => this.#results[number] ?? { number, rest, ...NOTHING_DONE });
  }

  /** Whether it is a task of this round, and has no result. */
  #isMissing(task: OptimalTask): boolean {
    return this.tasks[task.number] === task && this.#results[task.number] === undefined;
  }
}
