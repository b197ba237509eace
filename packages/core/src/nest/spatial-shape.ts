/** Static facts about the spatial loops of a nest: fan-out shapes and how many instances work. */
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";

/** The fan-out that a mapping uses under one storage level. */
export interface SpatialShape {
  readonly isSpatial: boolean;
  readonly x: number;
  readonly y: number;
  readonly fanout: number;
}

export function spatialShape(nest: LoopNest, level: number): SpatialShape {
  let x = 1;
  let y = 1;
  let spatial = false;
  const end = nest.boundaries[level] as number;
  for (let l = nest.blockStarts[level] as number; l <= end; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) break;
    spatial = true;
    if (loop.kind === "spatialX") x *= loop.bound;
    else y *= loop.bound;
  }
  return { isSpatial: spatial, x, y, fanout: x * y };
}

/**
 * Instances at work inside loop `l` (product of the spatial loops outside it; `-1` for the compute units). A spatial
 * loop with a shorter last iteration counts with its average over the iterations of its dimension outside.
 */
export function utilizedInstances(nest: LoopNest, l: number): number {
  let instances = 1;
  for (let i = nest.loops.length - 1; i > l; i--) {
    const loop = nest.loops[i] as NestLoop;
    if (!isSpatial(loop)) continue;
    if (loop.residual === loop.bound) {
      instances *= loop.bound;
      continue;
    }
    let outer = 1;
    for (let j = nest.loops.length - 1; j > i; j--) {
      const outside = nest.loops[j] as NestLoop;
      if (outside.dimension === loop.dimension) outer = outside.residual + outside.bound * (outer - 1);
    }
    instances *= (loop.residual + loop.bound * (outer - 1)) / outer;
  }
  return instances;
}
