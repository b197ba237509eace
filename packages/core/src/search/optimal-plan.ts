/**
 * When the optimal search can be asked, and what it says in the words of the other searches: costs in the units of
 * objective.ts, an outcome with the full model's evaluation, and the proof.
 */
import type { Mapspace } from "../mapspace/mapspace.ts";
import { figuresOf, type Metric } from "./objective.ts";
import { keepOrderBytes } from "./optimal/keep-order.ts";
import type { ObjectiveKey } from "./optimal/objective.ts";
import { DEFAULT_MEMORY_BYTES, type OptimalSearch, unsupportedLimits } from "./optimal/optimal-search.ts";
import { NO_COUNTS, type SearchOutcome } from "./search-result.ts";

/** Part of the memory that lists of ways to keep data spaces may take. */
const KEEP_PART = 1 / 4;

const PROVABLE: readonly Metric[] = ["energy", "delay", "edp", "ed2p"];

/**
 * Why the optimal search cannot be asked; undefined where it can.
 * @param memoryBytes room for what it remembers
 */
export function optimalObstacle(
  mapspace: Mapspace,
  objective: readonly Metric[],
  pareto: boolean,
  memoryBytes: number = DEFAULT_MEMORY_BYTES,
): string | undefined {
  if (pareto) return "it finds one mapping, not a Pareto front";
  const other = objective.find((metric) => !PROVABLE.includes(metric));
  if (other !== undefined) return `it makes ${PROVABLE.join(", ")} least, not ${other}`;
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

/** Of an objective without obstacle. */
export function provableObjective(objective: readonly Metric[]): readonly ObjectiveKey[] {
  return objective.filter((metric): metric is ObjectiveKey => PROVABLE.includes(metric));
}

/** What the search has shown so far. */
export interface Proof {
  /** Of the first metric, in its unit: no mapping of the mapspace is better. */
  readonly lowerBound: number;
  /** 1 - lower bound / best: the part by which the best may be improved at most; null without any mapping. */
  readonly gap: number | null;
  readonly isClosed: boolean;
  /** Partial nests that were bounded. */
  readonly nodes: number;
  readonly pruned: { readonly capacity: number; readonly bound: number; readonly dominated: number };
}

export function proofOf(search: OptimalSearch, objective: readonly Metric[]): Proof {
  const [metric] = objective;
  const lowerBound = search.lowerBound * (metric === "edp" || metric === "ed2p" ? 1e-12 : 1);
  const isClosed = search.status !== "running";
  const value = search.best === undefined ? undefined : 1 + search.gap;
  const gap = value === undefined ? null : isClosed || value <= 0 ? 0 : Math.max(0, 1 - 1 / value);
  const { capacity, bound, dominated } = search.pruned;
  return { lowerBound, gap, isClosed, nodes: search.nodes, pruned: { capacity, bound, dominated } };
}

export function optimalOutcome(search: OptimalSearch): SearchOutcome {
  const { best, evaluated, status, pruned } = search;
  return {
    best: best && { ...best, figures: figuresOf(best.evaluation) },
    front: [],
    counts: { ...NO_COUNTS, visited: evaluated, valid: evaluated, capacity: pruned.capacity },
    ends: [],
    complete: status !== "running",
  };
}
