/** Instances as numbers: one for each combination of the spatial loops outside a boundary, innermost loop fastest. */
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";

export interface Positions {
  /** By loop of the nest: how one iteration moves the position; 0 for temporal loops and loops inside the boundary. */
  readonly steps: readonly number[];
  readonly count: number;
}

/** @param boundary index of a level's outermost loop, -1 for the compute units */
export function positions(nest: LoopNest, boundary: number): Positions {
  const steps = new Array<number>(nest.loops.length).fill(0);
  let count = 1;
  for (let l = boundary + 1; l < nest.loops.length; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) continue;
    steps[l] = count;
    count *= loop.bound;
  }
  return { steps, count };
}
