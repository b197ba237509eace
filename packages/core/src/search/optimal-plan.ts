/**
 * When the optimal search can be asked, and what it says in the words of the other searches: costs in the units of
 * objective.ts, an outcome with the full model's evaluation, and the proof.
 */
import type { Mapspace } from "../mapspace/mapspace.ts";
import { figuresOf } from "./objective.ts";
import type { BestMapping } from "./optimal/incumbent.ts";
import { keepOrderBytes } from "./optimal/keep-order.ts";
import { DEFAULT_MEMORY_BYTES, type OptimalSearch, unsupportedLimits } from "./optimal/optimal-search.ts";
import { type FoundMapping, NO_COUNTS, type SearchOutcome } from "./search-result.ts";

/** Part of the memory that lists of ways to keep data spaces may take. */
const KEEP_PART = 1 / 4;

/**
 * Why the optimal search cannot be asked; undefined where it can.
 * @param memoryBytes room for what it remembers
 */
export function optimalObstacle(mapspace: Mapspace, memoryBytes: number = DEFAULT_MEMORY_BYTES): string | undefined {
  if (mapspace.spec.workload.usesFlattening) return "it does not search flattened dimensions";
  const limits = unsupportedLimits(mapspace.limits);
  if (limits === "overbooking") return "it does not search mappings that overbook a level";
  if (limits === "imperfect-factors" || !mapspace.isPerfect) return "it searches perfect factors only";
  const listMb = keepOrderBytes(mapspace.limits) / 2 ** 20;
  if (listMb > KEEP_PART * (memoryBytes / 2 ** 20)) {
    const needed = Math.ceil(listMb / KEEP_PART);
    return `levels are free to keep or bypass data spaces in more ways than it has room for (it needs ${needed} MB)`;
  }
  return undefined;
}

/** What the search has shown so far. */
export interface Proof {
  /** Of the first metric, as a cost (objective.ts): no mapping of the mapspace is below. */
  readonly lowerBound: number;
  /** The same of each metric of a Pareto front. */
  readonly lowerBounds: readonly number[];
  /**
   * 1 - lower bound / best: the part by which the best may be improved at most; null without any mapping. Of a front: by
   * which any of its mappings may be improved in all metrics at once.
   */
  readonly gap: number | null;
  readonly isClosed: boolean;
  /** Partial nests that were bounded. */
  readonly nodes: number;
  readonly pruned: { readonly capacity: number; readonly bound: number; readonly dominated: number };
}

export function proofOf(search: OptimalSearch): Proof {
  const isClosed = search.status !== "running";
  const gap = search.best === undefined ? null : isClosed ? 0 : 1 - 1 / (1 + search.gap);
  const { lowerBounds } = search;
  const { capacity, bound, dominated } = search.pruned;
  return {
    lowerBound: lowerBounds[0] as number,
    lowerBounds,
    gap,
    isClosed,
    nodes: search.nodes,
    pruned: { capacity, bound, dominated },
  };
}

export function optimalOutcome(search: OptimalSearch): SearchOutcome {
  const { best, front, evaluated, status, pruned } = search;
  const found = (one: BestMapping): FoundMapping => ({ ...one, figures: figuresOf(one.evaluation) });
  return {
    best: best && found(best),
    front: front.map(found),
    counts: { ...NO_COUNTS, visited: evaluated, valid: evaluated, capacity: pruned.capacity },
    ends: [],
    complete: status !== "running",
  };
}
