/**
 * Random numbers for searches: xoroshiro128+ (Blackman and Vigna 2018), seeded. Every lane of a search has a stream of
 * its own, 2^64 numbers away from the one before, so that results do not depend on who computes which lane.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Name of the generator, for results: `algorithm` and `seed` make them again. */
export const RANDOM_ALGORITHM = "xoroshiro128+";

/** A whole number from 0 to `below`, exclusive; `below` is at most 2^53. */
export type Random = (below: number) => number;

export function randomStream(seed: number, lane: number): Random {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < lane; i++) generator.jump();
  return (below) => (below <= 1 ? 0 : uniformInt(generator, 0, below - 1));
}
