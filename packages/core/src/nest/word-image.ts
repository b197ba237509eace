/** Which words a product of coordinate lists touches: a projection is linear, so dimension after dimension. */
import type { LoopNest } from "./loop-nest.ts";

/** By dimension: how far one step along it moves a word's number. @param steps by loop of the nest, one iteration's */
export function unitSteps(nest: LoopNest, steps: readonly number[], dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, dimension) => {
    const l = nest.loops.findIndex((loop) => loop.dimension === dimension);
    const loop = nest.loops[l];
    return loop === undefined ? 0 : (steps[l] as number) / loop.stride;
  });
}

/** Numbers of the words touched, relative to that of coordinate 0. @param coordinates by dimension */
export function wordImage(coordinates: readonly (readonly number[])[], units: readonly number[]): Set<number> {
  let words = new Set([0]);
  coordinates.forEach((list, k) => {
    const unit = units[k] as number;
    if (unit === 0) return;
    const next = new Set<number>();
    for (const x of list) for (const word of words) next.add(word + x * unit);
    words = next;
  });
  return words;
}
