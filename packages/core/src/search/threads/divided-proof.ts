/** The optimal search with its rounds as tasks, done when it has come near enough to the optimum. */

import type { OptimalSearch } from "../optimal/optimal-search.ts";
import type { OptimalResult, OptimalTask } from "../optimal/optimal-task.ts";
import { proofOf } from "../optimal-plan.ts";
import type { DividedSearch, SearchSetup } from "./divided-search.ts";

const SLICE_WORK = 500;

export class DividedProof implements DividedSearch<OptimalTask, OptimalResult> {
  readonly setup: SearchSetup;
  readonly search: OptimalSearch;
  readonly #gap: number;
  readonly #mostNodes: number;

  /**
   * @param gap as `Proof.gap`: the part by which the best may be improved at most; 0 for a proof
   * @param mostNodes partial nests after which it is done whatever it has found
   */
  constructor(search: OptimalSearch, gap = 0, mostNodes: number = Number.POSITIVE_INFINITY) {
    this.setup = { kind: "optimal", setup: search.setup };
    this.search = search;
    this.#gap = gap;
    this.#mostNodes = mostNodes;
  }

  get isDone(): boolean {
    return this.search.status !== "running" || this.isNear || this.isSpent;
  }

  /** Whether it has looked at as many partial nests as it may. */
  get isSpent(): boolean {
    return this.search.nodes >= this.#mostNodes;
  }

  /** Whether the best is near enough, proven to be the optimum or not. */
  get isNear(): boolean {
    if (this.#gap === 0) return false;
    const { gap } = proofOf(this.search);
    return gap !== null && gap <= this.#gap;
  }

  get needsOwner(): boolean {
    return this.search.needsOwner;
  }

  get expectsTasks(): boolean {
    return this.search.expectsTasks;
  }

  get waitingTasks(): number {
    return this.search.waitingTasks;
  }

  advance(): void {
    this.search.advance(SLICE_WORK);
  }

  takeTask(): OptimalTask | undefined {
    return this.search.takeTask();
  }

  giveResult(task: OptimalTask, result: OptimalResult): void {
    this.search.giveResult(task, result);
  }

  /** A task's result counts as a whole: in the middle of a round nothing is taken in. */
  giveNews(): void {}

  giveBack(task: OptimalTask): void {
    this.search.giveBack(task);
  }

  leave(unfinished: readonly (readonly [task: OptimalTask, result: OptimalResult])[]): void {
    this.search.leaveRound(unfinished);
  }
}
