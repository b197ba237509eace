/**
 * Where a set of loops reaches from one point: every (instance, word) that they touch, relative to that point.
 * Computed once, then laid over every step of the loops that are not in the set.
 *
 * With perfect factors every step reaches the same pattern, and each (instance, word) is listed once. With imperfect
 * factors a step near the edge of the problem reaches less: all points are listed, with their coordinates, and those
 * outside the problem are left out step by step.
 */
import type { LoopNest, NestLoop } from "./loop-nest.ts";

export interface Footprint {
  readonly count: number;
  readonly positions: Int32Array;
  readonly words: Int32Array;
  /** Coordinates in the loop dimensions, `count x dimensions`; absent where every step reaches everything. */
  readonly coordinates?: Int32Array;
}

/**
 * @param runs which loops are in the set
 * @param wordSteps by loop: how one iteration moves the word
 * @param positionSteps by loop: how one iteration moves the instance
 */
export function footprint(
  nest: LoopNest,
  runs: (l: number, loop: NestLoop) => boolean,
  wordSteps: readonly number[],
  positionSteps: readonly number[],
  dimensions: number,
): Footprint {
  let positions: number[] = [0];
  let words: number[] = [0];
  let coordinates: number[][] = [new Array<number>(dimensions).fill(0)];
  nest.loops.forEach((loop, l) => {
    if (!runs(l, loop) || loop.bound === 1) return;
    const nextPositions: number[] = [];
    const nextWords: number[] = [];
    const nextCoordinates: number[][] = [];
    const seen = new Set<string>();
    for (let i = 0; i < loop.bound; i++) {
      for (let e = 0; e < positions.length; e++) {
        const position = (positions[e] as number) + i * (positionSteps[l] as number);
        const word = (words[e] as number) + i * (wordSteps[l] as number);
        if (!nest.imperfect) {
          const key = `${position}/${word}`;
          if (seen.has(key)) continue;
          seen.add(key);
        } else {
          const coordinate = [...(coordinates[e] as number[])];
          coordinate[loop.dimension] = (coordinate[loop.dimension] as number) + i * loop.stride;
          nextCoordinates.push(coordinate);
        }
        nextPositions.push(position);
        nextWords.push(word);
      }
    }
    positions = nextPositions;
    words = nextWords;
    coordinates = nextCoordinates;
  });
  return {
    count: positions.length,
    positions: Int32Array.from(positions),
    words: Int32Array.from(words),
    ...(nest.imperfect ? { coordinates: Int32Array.from(coordinates.flat()) } : {}),
  };
}
