/**
 * Working sets: which words of each data space a box of loop indices touches, as boxes.
 *
 * Each rank of a data space is a sum of `coefficient * index`, so a box of indices projects to a box of coordinates
 * (holes left by strides are counted, as Timeloop does). With flattened loop dimensions an interval of the flattened
 * index is first cut into boxes of the dimensions it stands for.
 */
import type { Workload } from "../workload/workload.ts";
import { type Box, type PointSet, unitePointSets } from "./point-set.ts";

/** The words of every data space that the loop indices `low[d] .. low[d] + extent[d] - 1` touch. */
export function workingSets(workload: Workload, low: readonly number[], extent: readonly number[]): PointSet[] {
  const boxes = workload.usesFlattening ? unflatten(workload, low, extent) : [indexBox(low, extent)];
  return workload.dataSpaces.map((dataSpace) => {
    let set: PointSet = [];
    for (const box of boxes) {
      const projected: number[] = [];
      for (const rank of dataSpace.ranks) {
        let min = 0;
        let max = 0;
        for (const { dimension, coefficient } of rank) {
          const first = coefficient * (box[2 * dimension] as number);
          const last = coefficient * ((box[2 * dimension + 1] as number) - 1);
          min += Math.min(first, last);
          max += Math.max(first, last);
        }
        projected.push(min, max + 1);
      }
      set = boxes.length === 1 ? [projected] : unitePointSets(set, [projected]);
    }
    return set;
  });
}

/** Movement of every data space's coordinates when one loop dimension advances by `distance`. */
export function projectStep(workload: Workload, dimension: number, distance: number): number[][] {
  return workload.dataSpaces.map((dataSpace) =>
    dataSpace.ranks.map((rank) =>
      rank.reduce((sum, term) => sum + (term.dimension === dimension ? term.coefficient * distance : 0), 0),
    ),
  );
}

function indexBox(low: readonly number[], extent: readonly number[]): Box {
  const box: number[] = [];
  for (let d = 0; d < low.length; d++) box.push(low[d] as number, (low[d] as number) + (extent[d] as number));
  return box;
}

/** Boxes of the dimensions' indices that the flattened intervals stand for: the product of each interval's cuts. */
function unflatten(workload: Workload, low: readonly number[], extent: readonly number[]): Box[] {
  let boxes: number[][] = [new Array<number>(2 * workload.dimensions.length).fill(0)];
  workload.loopDimensions.forEach((loopDimension, d) => {
    const sizes = loopDimension.parts.map((part) => workload.dimensions[part]?.size ?? 1);
    const cuts = cutInterval(low[d] as number, (low[d] as number) + (extent[d] as number) - 1, sizes);
    const next: number[][] = [];
    // The first loop dimension varies fastest, as in Timeloop's Cartesian counter.
    for (const cut of cuts) {
      for (const box of boxes) {
        const copy = [...box];
        loopDimension.parts.forEach((part, i) => {
          copy[2 * part] = cut.low[i] as number;
          copy[2 * part + 1] = (cut.high[i] as number) + 1;
        });
        next.push(copy);
      }
    }
    boxes = next;
  });
  return boxes;
}

interface Cut {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Cuts the interval `first..last` of a mixed-radix number (least significant digit first) into boxes of digits:
 * from below up to the next round number, digit by digit, from above down likewise, and the round middle.
 */
function cutInterval(first: number, last: number, sizes: readonly number[]): Cut[] {
  const top = sizes.length - 1;
  if (top < 0) return [];
  const place = placeValues(sizes);
  const topPlace = place[top] as number;
  const topFirst = Math.floor(first / topPlace);
  const topLast = Math.floor(last / topPlace);
  if (topFirst === topLast) {
    if (top === 0) return [{ low: [topFirst], high: [topLast] }];
    const inner = cutInterval(first % topPlace, last % topPlace, sizes.slice(0, top));
    return inner.map((cut) => ({ low: [...cut.low, topFirst], high: [...cut.high, topLast] }));
  }
  const cuts: Cut[] = [];
  let low = first;
  let high = last;
  for (let digit = 0; digit < top; digit++) {
    const next = place[digit + 1] as number;
    if (low % next !== 0) {
      const end = low - (low % next) + next - 1;
      cuts.push({ low: digitsOf(low, sizes), high: digitsOf(end, sizes) });
      low = end + 1;
    }
  }
  for (let digit = 0; digit < top; digit++) {
    const next = place[digit + 1] as number;
    if ((high + 1) % next !== 0) {
      const start = high - (high % next);
      cuts.push({ low: digitsOf(start, sizes), high: digitsOf(high, sizes) });
      high = start - 1;
    }
  }
  if (low <= high) cuts.push({ low: digitsOf(low, sizes), high: digitsOf(high, sizes) });
  return cuts;
}

function placeValues(sizes: readonly number[]): number[] {
  const place = [1];
  for (const size of sizes) place.push((place[place.length - 1] as number) * size);
  return place;
}

function digitsOf(value: number, sizes: readonly number[]): number[] {
  const digits: number[] = [];
  let rest = value;
  sizes.forEach((size, i) => {
    if (i === sizes.length - 1) digits.push(rest);
    else {
      digits.push(rest % size);
      rest = Math.floor(rest / size);
    }
  });
  return digits;
}
