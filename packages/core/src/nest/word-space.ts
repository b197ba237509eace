/**
 * Words of a data space as whole numbers: the coordinates inside the tensor's bounding box, written as one
 * mixed-radix number. A projection is linear, so one iteration of a loop moves the number by a constant.
 */
import type { Workload } from "../workload/workload.ts";
import type { LoopNest } from "./loop-nest.ts";

export interface WordSpace {
  /** Numbers run from 0 to `size - 1`. */
  readonly size: number;
  /** Number of the word that index 0 of every loop touches. */
  readonly origin: number;
  /** By loop of the nest: how far one iteration moves the number. */
  readonly steps: readonly number[];
  /** Coordinates of a word. */
  readonly coordinates: (word: number) => number[];
}

/** Without flattening only: a flattened dimension does not move words linearly. */
export function wordSpace(workload: Workload, nest: LoopNest, dataSpace: number): WordSpace {
  const ranks = workload.dataSpaces[dataSpace]?.ranks ?? [];
  const steps = new Array<number>(nest.loops.length).fill(0);
  const mins: number[] = [];
  const places: number[] = [];
  let size = 1;
  for (const rank of ranks) {
    let min = 0;
    let max = 0;
    for (const { dimension, coefficient } of rank) {
      const reach = coefficient * ((workload.dimensions[dimension]?.size ?? 1) - 1);
      min += Math.min(0, reach);
      max += Math.max(0, reach);
      nest.loops.forEach((loop, l) => {
        if (loop.dimension === dimension) steps[l] = (steps[l] as number) + coefficient * loop.stride * size;
      });
    }
    mins.push(min);
    places.push(size);
    size *= max - min + 1;
  }
  const origin = ranks.reduce((sum, _, r) => sum - (mins[r] as number) * (places[r] as number), 0);
  const coordinates = (word: number): number[] => {
    let rest = word;
    const result = new Array<number>(ranks.length).fill(0);
    for (let r = ranks.length - 1; r >= 0; r--) {
      const digit = Math.floor(rest / (places[r] as number));
      rest -= digit * (places[r] as number);
      result[r] = digit + (mins[r] as number);
    }
    return result;
  };
  return { size, origin, steps, coordinates };
}
