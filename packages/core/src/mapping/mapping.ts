/**
 * A mapping: for each storage level the temporal loops over its children's tiles, the spatial loops that spread
 * them over the level's fan-out, and which data spaces the level keeps.
 *
 *     DRAM  for m in 16            temporal loops of level 1
 *           for-spatial p in 4     spatial loops of level 1: over 4 instances of level 0
 *     RF    for r in 3             temporal loops of level 0
 */
import type { Span } from "../text/source.ts";
import type { DimensionId } from "../workload/workload.ts";

/** Index into `Architecture.storage`, 0 innermost. */
export type LevelId = number;

/** One loop. All but the last global iteration run `bound` times, the last one `residual` times (`R=3,2`). */
export interface Loop {
  /** Index into `Workload.loopDimensions`. */
  readonly dimension: DimensionId;
  readonly bound: number;
  /** Equal to `bound` for a perfect factor. */
  readonly residual: number;
  readonly span?: Span;
}

/** Data-space flags that switch reuse off at a level; each has one entry for each data space. */
export interface ReuseOptions {
  readonly noTemporalReuse: readonly boolean[];
  readonly noMulticast: readonly boolean[];
  readonly noLinkTransfer: readonly boolean[];
  readonly rmwFirstUpdate: readonly boolean[];
  readonly noCoalesce: readonly boolean[];
}

export interface LevelMapping {
  readonly level: LevelId;
  /** Innermost loop first; every loop dimension exactly once, bounds of 1 included. */
  readonly temporal: readonly Loop[];
  /** Loops over the X axis of the fan-out to the next inner level, innermost first; empty without fan-out. */
  readonly spatialX: readonly Loop[];
  readonly spatialY: readonly Loop[];
  /** By data space: whether this level keeps it (true) or is bypassed. */
  readonly keep: readonly boolean[];
  readonly reuse: ReuseOptions;
  readonly span?: Span;
}

export interface Mapping {
  /** Innermost level first, one for each storage level. */
  readonly levels: readonly LevelMapping[];
  readonly name?: string;
  readonly span?: Span;
}
