/** How many instances along X and Y the spatial loops of a mapping need at each level. */
import { isSpatial, type LoopNest, type NestLoop } from "../nest/loop-nest.ts";

export interface SpatialExpansion {
  readonly x: number;
  readonly y: number;
}

/** Instances of storage level `level` needed, or of the compute level for `-1`: the product of the bounds outside. */
export function spatialExpansion(nest: LoopNest, level: number): SpatialExpansion {
  const boundary = level < 0 ? -1 : (nest.boundaries[level] as number);
  let x = 1;
  let y = 1;
  for (let l = nest.loops.length - 1; l > boundary; l--) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) continue;
    if (loop.kind === "spatialX") x *= loop.bound;
    else y *= loop.bound;
  }
  return { x, y };
}
