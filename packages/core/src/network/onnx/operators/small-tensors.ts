/**
 * The numbers of small tensors under operators that move words about: exporters compute paddings and shapes by slicing and
 * turning matrices of a few numbers.
 */
import { MAX_VALUES } from "../tensor-values.ts";
import { elementCount, type Value } from "./operator.ts";

/** The flat place of `index` in a tensor of `shape`. */
export function placeOf(index: readonly number[], shape: readonly number[]): number {
  return shape.reduce((place, size, axis) => place * size + (index[axis] ?? 0), 0);
}

/**
 * A tensor of `shape` whose numbers are fetched from `value`: `from` gives for an index of the result the index in `value`.
 * Undefined where the numbers are many or not known.
 */
export function fetchNumbers(
  value: Value,
  shape: readonly number[],
  from: (index: readonly number[]) => readonly number[],
): readonly number[] | undefined {
  const { values, shape: own } = value;
  const size = elementCount(shape);
  if (values === undefined || own === undefined || !(size <= MAX_VALUES)) return undefined;
  return Array.from({ length: size }, (_, flat) => values[placeOf(from(indexOf(flat, shape)), own)] ?? 0);
}

function indexOf(flat: number, shape: readonly number[]): readonly number[] {
  const index: number[] = [];
  let rest = flat;
  for (const size of [...shape].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
