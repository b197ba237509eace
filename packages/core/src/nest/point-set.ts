/**
 * Sets of points of a data space as disjoint axis-aligned boxes, the representation that Timeloop reasons with.
 * A box is a flat array `[min0, max0, min1, max1, ...]` with exclusive maxima.
 */

export type Box = readonly number[];
/** Disjoint boxes; the empty list is the empty set. */
export type PointSet = readonly Box[];

export function boxSize(box: Box): number {
  let size = 1;
  for (let i = 0; i < box.length; i += 2) size *= (box[i + 1] as number) - (box[i] as number);
  return size;
}

export function pointSetSize(set: PointSet): number {
  let size = 0;
  for (const box of set) size += boxSize(box);
  return size;
}

/** The parts of `a` outside `b`, cut rank by rank: first the slice below, then the slice above, then the next rank. */
function subtractBox(a: Box, b: Box): Box[] {
  for (let i = 0; i < a.length; i += 2) {
    if ((a[i + 1] as number) <= (b[i] as number) || (b[i + 1] as number) <= (a[i] as number)) return [a];
  }
  const pieces: Box[] = [];
  const middle = [...a];
  for (let i = 0; i < a.length; i += 2) {
    const low = b[i] as number;
    const high = b[i + 1] as number;
    if ((middle[i] as number) < low) {
      const below = [...middle];
      below[i + 1] = low;
      pieces.push(below);
      middle[i] = low;
    }
    if (high < (middle[i + 1] as number)) {
      const above = [...middle];
      above[i] = high;
      pieces.push(above);
      middle[i + 1] = high;
    }
  }
  return pieces;
}

/** `a` without `b`, as disjoint boxes. */
export function subtractPointSets(a: PointSet, b: PointSet): PointSet {
  let rest: Box[] = [...a];
  for (const box of b) {
    const next: Box[] = [];
    for (const piece of rest) next.push(...subtractBox(piece, box));
    rest = next;
  }
  return rest;
}

/** Union as disjoint boxes: what `b` adds goes in whole, `a` keeps what `b` lacks. */
export function unitePointSets(a: PointSet, b: PointSet): PointSet {
  return [...subtractPointSets(a, b), ...b.filter((box) => boxSize(box) > 0)];
}

export function translatePointSet(set: PointSet, vector: readonly number[]): PointSet {
  return set.map((box) => box.map((value, i) => value + (vector[i >> 1] as number)));
}

/**
 * Movement of the centre of mass from `a` to `b`, rounded to whole words, halves away from zero (C++ `round`).
 * Zero where either is empty.
 */
export function centroidTranslation(a: PointSet, b: PointSet, rank: number): number[] {
  const from = centroid(a, rank);
  const to = centroid(b, rank);
  if (from === undefined || to === undefined) return new Array<number>(rank).fill(0);
  return to.map((value, r) => roundHalfAway(value - (from[r] as number)));
}

function centroid(set: PointSet, rank: number): number[] | undefined {
  const sum = new Array<number>(rank).fill(0);
  let total = 0;
  for (const box of set) {
    const size = boxSize(box);
    for (let r = 0; r < rank; r++) {
      const min = box[2 * r] as number;
      const max = box[2 * r + 1] as number;
      sum[r] = (sum[r] as number) + (min + (max - 1 - min) / 2) * size;
    }
    total += size;
  }
  return total === 0 ? undefined : sum.map((value) => value / total);
}

/** C++ `round`: halves go away from zero; the sign of zero is dropped. */
export function roundHalfAway(value: number): number {
  const rounded = value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5);
  return rounded === 0 ? 0 : rounded;
}
