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
 * @param dimensions number of loop dimensions
 */
export function footprint(
  nest: LoopNest,
  runs: (l: number, loop: NestLoop) => boolean,
  wordSteps: readonly number[],
  positionSteps: readonly number[],
  dimensions: number,
): Footprint {
  const loops = nest.loops
    .map((loop, l) => ({ loop, word: wordSteps[l] as number, position: positionSteps[l] as number, l }))
    .filter(({ loop, l }) => loop.bound > 1 && runs(l, loop));
  return nest.imperfect ? allPoints(loops, dimensions) : distinctPoints(loops);
}

interface Step {
  readonly loop: NestLoop;
  readonly word: number;
  readonly position: number;
}

/** Each (instance, word) once: grown loop by loop, so that the list never exceeds what is distinct times one bound. */
function distinctPoints(loops: readonly Step[]): Footprint {
  let positions: number[] = [0];
  let words: number[] = [0];
  for (const { loop, word, position } of loops) {
    // A loop that moves neither reaches nothing new; one that moves the instance always does.
    if (word === 0 && position === 0) continue;
    const nextPositions: number[] = [];
    const nextWords: number[] = [];
    const seen = new Map<number, Set<number>>();
    for (let i = 0; i < loop.bound; i++) {
      for (let e = 0; e < positions.length; e++) {
        const p = (positions[e] as number) + i * position;
        const w = (words[e] as number) + i * word;
        if (position === 0) {
          let known = seen.get(p);
          if (known === undefined) {
            known = new Set();
            seen.set(p, known);
          }
          if (known.has(w)) continue;
          known.add(w);
        }
        nextPositions.push(p);
        nextWords.push(w);
      }
    }
    positions = nextPositions;
    words = nextWords;
  }
  return { count: positions.length, positions: Int32Array.from(positions), words: Int32Array.from(words) };
}

function allPoints(loops: readonly Step[], dimensions: number): Footprint {
  const total = loops.reduce((n, { loop }) => n * loop.bound, 1);
  const positions = new Int32Array(total);
  const words = new Int32Array(total);
  const coordinates = new Int32Array(total * dimensions);
  let count = 1;
  for (const { loop, word, position } of loops) {
    for (let i = 1; i < loop.bound; i++) {
      for (let e = 0; e < count; e++) {
        const to = i * count + e;
        positions[to] = (positions[e] as number) + i * position;
        words[to] = (words[e] as number) + i * word;
        for (let d = 0; d < dimensions; d++) {
          coordinates[to * dimensions + d] = coordinates[e * dimensions + d] as number;
        }
        const own = to * dimensions + loop.dimension;
        coordinates[own] = (coordinates[own] as number) + i * loop.stride;
      }
    }
    count *= loop.bound;
  }
  return { count, positions, words, coordinates };
}
