/**
 * A nest that is being built from the inside outwards: what its loops so far mean for every boundary. Numbers only, in one
 * array, so that a step of the search copies its parent and changes the copy.
 *
 * For a boundary with tile T (words), let Z be the iterations of all loops outside it, in space and time. Then all its
 * instances together fetch
 *
 *     (T + (b - 1) n) / b * Z / run
 *
 *   run   product of the innermost temporal loops that leave the data space where it is
 *   b     bound of the next loop, the first that moves it; n the words that are new after a step of it (n = T if tiles do
 *         not overlap)
 *
 * since every iteration further out begins with a whole tile: closed-form.ts remembers the first moving loop's movement
 * and only that. (A loop further out that happens to move the tile by exactly as much, or not at all, saves a whole tile:
 * bound.ts and liveness.ts look after those.) The next holder outwards is asked for each word once for all children at
 * equal offsets: times `ratio`, the product of (distinct offsets / children) of the fan-outs in between.
 */
import { MAX_RANKS } from "../../nest/fetch-kernel.ts";

/** Fields of the whole nest. */
export const LEVEL = 0;
/** 0 choosing spatial factors, 1 temporal factors, 2 the temporal order. */
export const STAGE = 1;
/** Dimension that is chosen next, or the number of loops placed. */
export const STEP = 2;
/** Product of all spatial loops so far. */
export const PARALLEL = 3;
/** Instances that the fan-outs further out may still use together. */
export const SPARE = 4;
const HEADER = 5;

/** Fields of one boundary. */
export const STATUS = 0;
export const TILE = 1;
export const OUTSIDE = 2;
export const RUN = 3;
export const BOUND = 4;
export const NEW = 5;
export const FIRST = 6;
/** Ranks that have moved, as bits. */
export const MOVED = 7;
/** Product of loops further out that may have been free of the whole tile. */
export const FREE = 8;
export const RATIO = 9;
/** Of the children right outside, and of their distinct offsets, how many may be served by one transfer; 1 without links. */
export const LINK_CHILDREN = 10;
export const LINK_DISTINCT = 11;
/** Irrelevant spatial loops outside the boundary, and outside the level that serves it. */
export const COPIES = 12;
export const OUTER_COPIES = 13;
/** Whether the order of the loops further out still matters to it. */
export const ALIVE = 14;
/** Whether children may pass words on to each other: 0 no, 1 yes, 2 only if a loop further out moves the tile fittingly. */
export const LINKED = 15;
export const SUM = 16;
export const EXTENT: number = SUM + MAX_RANKS;
export const REACH: number = EXTENT + MAX_RANKS;
/** Distinct offsets of the children right outside, rank by rank. */
export const OFFSETS: number = REACH + MAX_RANKS;
export const FIELDS: number = OFFSETS + MAX_RANKS;

export const NOT_YET = 0;
export const OPEN = 1;
export const CLOSED = 2;

/** Where things stand in a partial nest. */
export interface NestLayout {
  readonly dimensions: number;
  /** Extent covered by the loops so far, by dimension. */
  readonly extent: number;
  /** What is left of each dimension. */
  readonly rest: number;
  /** Temporal factors of the present level that are chosen but not placed; 0 where not chosen. */
  readonly pending: number;
  /** Spatial factors of the present level. */
  readonly spatial: number;
  /** Product of a level's spatial loops along X and along Y. */
  readonly spanX: number;
  readonly spanY: number;
  /** `FIELDS` for each boundary. */
  readonly boundary: number;
  readonly length: number;
}

export function nestLayout(dimensions: number, levels: number, boundaries: number): NestLayout {
  const extent = HEADER;
  const rest = extent + dimensions;
  const pending = rest + dimensions;
  const spatial = pending + dimensions;
  const spanX = spatial + dimensions;
  const spanY = spanX + levels;
  const boundary = spanY + levels;
  return { dimensions, extent, rest, pending, spatial, spanX, spanY, boundary, length: boundary + boundaries * FIELDS };
}
