/**
 * What a search may choose, and what is fixed: the mapspace's limits, level by level, after all of Timeloop's ways of
 * writing them have been read. A level that nothing limits has `anything` of every kind.
 */
import type { LevelId, ReuseOptions } from "../mapping/mapping.ts";
import type { Span } from "../text/source.ts";
import type { DimensionId } from "../workload/workload.ts";

/** Bounds of one dimension's factor at one level; equal for a fixed one. `R=0` is fixed at the whole dimension. */
export interface FactorLimits {
  readonly min: number;
  /** Infinity where nothing limits it. */
  readonly max: number;
  readonly span?: Span;
}

/** Loops of one level in time or in space. */
export interface LoopLimits {
  /** By loop dimension. */
  readonly factors: readonly FactorLimits[];
  /** Dimensions that stand innermost, innermost first; and outermost, the outermost one last. */
  readonly innermost: readonly DimensionId[];
  readonly outermost: readonly DimensionId[];
  /**
   * 0: factors divide what is left. From 2 on: factors are at most this, and the last iteration of each may be shorter
   * (Timeloop's `remainders`).
   */
  readonly maxRemainder: number;
  /** Where the order is given. */
  readonly orderSpan?: Span;
}

export interface LevelLimits {
  readonly level: LevelId;
  readonly temporal: LoopLimits;
  readonly spatial: LoopLimits & {
    /** How many dimensions of the order, from the innermost, lie along X; undefined where that is free. */
    readonly split: number | undefined;
    readonly splitSpan?: Span;
  };
  /** By data space: kept, bypassed, or free to choose. */
  readonly keep: readonly (boolean | undefined)[];
  /** Where each of these is said. */
  readonly keepSpans?: readonly (Span | undefined)[];
  readonly reuse: ReuseOptions;
  /** Part of the capacity by which tiles may exceed it on average; 0 unless told. */
  readonly maxOverbookedProportion: number;
}

export interface MapspaceLimits {
  /** Innermost level first, one for each storage level. */
  readonly levels: readonly LevelLimits[];
  /** Least part of the compute units at work, 0 to 1. */
  readonly minParallelism: number;
  readonly minParallelismSpan?: Span;
}
