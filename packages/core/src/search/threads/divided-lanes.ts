/** Lanes of a search as tasks. What was found of a lane is kept as far as it has come, here or elsewhere. */
import type { Mapspace } from "../../mapspace/mapspace.ts";
import { MappingSearch, type SearchPlan } from "../mapping-search.ts";
import type { LaneResult } from "../search-result.ts";
import type { DividedSearch, SearchSetup } from "./divided-search.ts";

const SLICE_CANDIDATES = 1000;

export class DividedLanes implements DividedSearch<number, LaneResult> {
  readonly setup: SearchSetup;
  readonly needsOwner = false;
  readonly expectsTasks = true;
  readonly #search: MappingSearch;
  readonly #found = new Map<number, LaneResult>();
  /** Lanes that are taken or done: nothing is left to do of them here. */
  readonly #elsewhere = new Set<number>();

  constructor(mapspace: Mapspace, plan: SearchPlan) {
    this.setup = { kind: "lanes", plan };
    this.#search = new MappingSearch(mapspace, plan);
  }

  get isDone(): boolean {
    return this.results().every(({ end }) => end !== undefined);
  }

  get waitingTasks(): number {
    return this.#search.openLanes(this.#elsewhere).length;
  }

  advance(): void {
    this.#search.advance(SLICE_CANDIDATES, this.#elsewhere);
  }

  takeTask(): number | undefined {
    const [lane] = this.#search.openLanes(this.#elsewhere);
    if (lane !== undefined) this.#elsewhere.add(lane);
    return lane;
  }

  giveResult(lane: number, result: LaneResult): void {
    this.giveNews(lane, result);
    if (result.end === undefined) this.giveBack(lane);
  }

  /** A lane visits the same candidates wherever it runs: who has come further knows all that the other knows. */
  giveNews(lane: number, result: LaneResult): void {
    const known = this.#found.get(lane);
    if (known === undefined || known.counts.visited <= result.counts.visited) this.#found.set(lane, result);
  }

  giveBack(lane: number): void {
    this.#elsewhere.delete(lane);
  }

  leave(unfinished: readonly (readonly [lane: number, result: LaneResult])[]): void {
    for (const [lane, result] of unfinished) this.giveNews(lane, result);
  }

  /** What was found so far, by lane. */
  results(): readonly LaneResult[] {
    return this.#search.results().map((own) => {
      const found = this.#found.get(own.lane);
      return found !== undefined && own.end === undefined && found.counts.visited >= own.counts.visited ? found : own;
    });
  }
}
