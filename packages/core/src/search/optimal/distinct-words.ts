/**
 * How many different words a data space has at least where its dimensions run through given ranges.
 *
 * Along one rank the coordinates are sums of arithmetic progressions, counted by marking them. Ranks that share no
 * dimension multiply; of ranks that do, only the largest counts, which is a lower bound.
 */
import type { DataSpace } from "../../workload/workload.ts";

const MAX_SPAN = 1 << 20;

/** @param bounds iterations by dimension @param steps movement by dimension: scales each coefficient */
export function distinctWordsAtLeast(
  dataSpace: DataSpace,
  bounds: (dimension: number) => number,
  steps: (dimension: number) => number,
): number {
  const ranks = dataSpace.ranks
    .map((rank) => ({
      dimensions: rank.map(({ dimension }) => dimension).filter((dimension) => bounds(dimension) > 1),
      count: distinctSums(
        rank.map(({ dimension, coefficient }) => ({
          bound: bounds(dimension),
          step: Math.abs(coefficient) * steps(dimension),
        })),
      ),
    }))
    .sort((a, b) => b.count - a.count);
  const taken = new Set<number>();
  let words = 1;
  for (const { dimensions, count } of ranks) {
    if (dimensions.some((dimension) => taken.has(dimension))) continue;
    for (const dimension of dimensions) taken.add(dimension);
    words *= count;
  }
  return words;
}

function distinctSums(terms: readonly { readonly bound: number; readonly step: number }[]): number {
  const moving = terms.filter(({ bound, step }) => bound > 1 && step > 0);
  const first = moving[0];
  if (first === undefined) return 1;
  if (moving.length === 1) return first.bound;
  const span = moving.reduce((sum, { bound, step }) => sum + (bound - 1) * step, 1);
  if (span > MAX_SPAN) return Math.max(...moving.map(({ bound }) => bound));
  let marks = new Uint8Array(span);
  marks[0] = 1;
  for (const { bound, step } of moving) {
    const next = new Uint8Array(span);
    for (let at = 0; at < span; at++) {
      if (marks[at] === 1) for (let i = 0; i < bound && at + i * step < span; i++) next[at + i * step] = 1;
    }
    marks = next;
  }
  return marks.reduce((sum, mark) => sum + mark, 0);
}
