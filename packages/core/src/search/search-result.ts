/** What a search found, and what it looked at. */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Figures } from "./objective.ts";

/** A mapping with its costs, one for each metric of the objective. */
export interface Candidate {
  readonly costs: readonly number[];
  readonly mapping: Mapping;
}

/** How many candidates were looked at, and why some were not evaluated. */
export interface SearchCounts {
  /** Candidates visited, valid or not. */
  readonly visited: number;
  readonly valid: number;
  /** Spatial loops beyond the fan-out, or too few of them for the least parallelism. */
  readonly fanout: number;
  /** Tiles beyond (or below) what a level holds. */
  readonly capacity: number;
  /** Whatever else the model refuses. */
  readonly other: number;
}

export const NO_COUNTS: SearchCounts = { visited: 0, valid: 0, fanout: 0, capacity: 0, other: 0 };

export function addCounts(a: SearchCounts, b: SearchCounts): SearchCounts {
  return {
    visited: a.visited + b.visited,
    valid: a.valid + b.valid,
    fanout: a.fanout + b.fanout,
    capacity: a.capacity + b.capacity,
    other: a.other + b.other,
  };
}

/** Why a lane came to its end. */
export type LaneEnd = "exhausted" | "victory" | "timeout" | "search-size";

/** What one lane of a search found: plain data, to be sent between threads. */
export interface LaneResult {
  readonly lane: number;
  readonly counts: SearchCounts;
  /** Undefined while the lane is under way. */
  readonly end: LaneEnd | undefined;
  readonly best: Candidate | undefined;
  /** Candidates of which none is better than another in every metric; of a search for a Pareto front only. */
  readonly front: readonly Candidate[];
}

/** One mapping of the result, evaluated by the full model. */
export interface FoundMapping {
  readonly mapping: Mapping;
  readonly evaluation: ValidEvaluation;
  readonly figures: Figures;
}

export interface SearchOutcome {
  readonly best: FoundMapping | undefined;
  /** By the first metric, the best first. */
  readonly front: readonly FoundMapping[];
  readonly counts: SearchCounts;
  readonly ends: readonly (LaneEnd | undefined)[];
  /** Whether every mapping of the mapspace was looked at or left out for a reason that holds for it. */
  readonly complete: boolean;
}
