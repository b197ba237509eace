/**
 * The loop nest of a mapping, flattened: one list of loops, innermost first, cut into blocks at storage levels.
 *
 *     index   ... [ spatial of level 0 | temporal of level 0 ] [ spatial of level 1 | temporal of level 1 ] ...
 *                   innermost                        ^ boundary of level 0: what lies inside (and on it) is
 *                                                      the tile that level 0 holds
 *
 * Loops that run once are left out, except that a block without a temporal loop keeps one trivial one, so that every
 * boundary is a temporal loop. The strides say by how much one iteration moves each loop dimension.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";

export type LoopKind = "temporal" | "spatialX" | "spatialY";

export interface NestLoop {
  /** Index into `Workload.loopDimensions`. */
  readonly dimension: number;
  readonly bound: number;
  /** Iterations in the last global iteration of the dimension; equal to `bound` for perfect factors. */
  readonly residual: number;
  readonly kind: LoopKind;
  /** Storage level to whose block the loop belongs. */
  readonly level: number;
  /** Distance in the loop dimension between two iterations: product of the bounds inside. */
  readonly stride: number;
}

export interface LoopNest {
  /** Innermost first. */
  readonly loops: readonly NestLoop[];
  /** For each storage level the index of the outermost loop of its block. */
  readonly boundaries: readonly number[];
  /** For each storage level the index of the innermost loop of its block. */
  readonly blockStarts: readonly number[];
  readonly imperfect: boolean;
  /**
   * Sizes of the box walked by the loops up to and including each index, by loop dimension: in a full iteration and
   * in the last global one.
   */
  readonly extents: readonly (readonly number[])[];
  readonly residualExtents: readonly (readonly number[])[];
}

/** Builds the nest of a mapping whose factors fit the workload (the reader has checked that). */
export function buildLoopNest(mapping: Mapping, workload: Workload): LoopNest {
  const dimensionCount = workload.loopDimensions.length;
  const extent = new Array<number>(dimensionCount).fill(1);
  const residualExtent = new Array<number>(dimensionCount).fill(1);
  const loops: NestLoop[] = [];
  const boundaries: number[] = [];
  const blockStarts: number[] = [];
  const extents: number[][] = [];
  const residualExtents: number[][] = [];
  let imperfect = false;

  const push = (dimension: number, bound: number, residual: number, kind: LoopKind, level: number): void => {
    const stride = extent[dimension] ?? 1;
    loops.push({ dimension, bound, residual, kind, level, stride });
    residualExtent[dimension] = (residualExtent[dimension] ?? 1) + stride * (residual - 1);
    extent[dimension] = stride * bound;
    extents.push([...extent]);
    residualExtents.push([...residualExtent]);
    if (residual !== bound) imperfect = true;
  };

  mapping.levels.forEach((levelMapping, level) => {
    blockStarts.push(loops.length);
    for (const loop of levelMapping.spatialX) {
      if (loop.bound > 1) push(loop.dimension, loop.bound, loop.residual, "spatialX", level);
    }
    for (const loop of levelMapping.spatialY) {
      if (loop.bound > 1) push(loop.dimension, loop.bound, loop.residual, "spatialY", level);
    }
    let temporalLoops = 0;
    for (const loop of levelMapping.temporal) {
      if (loop.bound > 1) {
        push(loop.dimension, loop.bound, loop.residual, "temporal", level);
        temporalLoops++;
      }
    }
    if (temporalLoops === 0) push(dimensionCount - 1, 1, 1, "temporal", level);
    boundaries.push(loops.length - 1);
  });
  return { loops, boundaries, blockStarts, imperfect, extents, residualExtents };
}

/** Whether the loop spreads its iterations over instances. */
export function isSpatial(loop: NestLoop): boolean {
  return loop.kind !== "temporal";
}
