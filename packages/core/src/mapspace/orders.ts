/**
 * Arrangements of the loops of one slot. Only loops that run more than once count: those with a given place stand at
 * the ends, the free ones between them in any order, and in a spatial slot the first `inX` of them lie along X:
 *
 *     innermost loops | free loops in one of n! orders | outermost loops          X: the first `inX` loops
 *
 * An arrangement has the number `order * cuts + cut`; orders are numbered by Lehmer's code over the free dimensions as
 * declared.
 */
import type { DimensionId } from "../workload/workload.ts";
import type { Slot } from "./slots.ts";

/** The loops of a slot, innermost first, and how many of them lie along X. */
export interface Arrangement {
  readonly loops: readonly DimensionId[];
  readonly inX: number;
}

/** The arrangements that some set of loops has. */
export interface Arrangements {
  readonly innermost: readonly DimensionId[];
  readonly free: readonly DimensionId[];
  readonly outermost: readonly DimensionId[];
  /** Number of orders: n! of the free loops, or 1 where their order says nothing. */
  readonly orders: number;
  /** `inX` runs from here on, over `cuts` values; no value at all where a split contradicts the fan-out. */
  readonly firstCut: number;
  readonly cuts: number;
}

export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** The arrangements of the dimensions for which `runs` is true. */
export function arrangementsOf(slot: Slot, runs: (dimension: DimensionId) => boolean): Arrangements {
  const innermost = slot.innermost.filter(runs);
  const free = slot.free.filter(runs);
  const outermost = slot.outermost.filter(runs);
  const [firstCut, lastCut] = cutRange(slot, innermost, free.length, outermost);
  const cuts = Math.max(0, lastCut - firstCut + 1);
  return { innermost, free, outermost, orders: slot.ordered ? factorial(free.length) : 1, firstCut, cuts };
}

/** Least and most loops along X. */
function cutRange(
  slot: Slot,
  innermost: readonly DimensionId[],
  free: number,
  outermost: readonly DimensionId[],
): readonly [number, number] {
  const all = innermost.length + free + outermost.length;
  const { axes, fanout } = slot;
  if (!axes || !fanout || axes.kind === "only-y") return [0, 0];
  if (axes.kind === "only-x") return [all, all];
  if (axes.kind === "free") return [0, all];
  // Positions count dimensions without a loop as well; free ones may stand anywhere among the free positions.
  const { split } = axes;
  const between = slot.innermost.length + slot.free.length;
  const fixed =
    innermost.filter((id) => slot.innermost.indexOf(id) < split).length +
    outermost.filter((id) => between + slot.outermost.indexOf(id) < split).length;
  const places = Math.min(Math.max(split - slot.innermost.length, 0), slot.free.length);
  const least = fixed + Math.max(0, free - (slot.free.length - places));
  const most = fixed + Math.min(free, places);
  // A fan-out along one axis takes all loops or none.
  if (fanout.y === 1) return [Math.max(least, all), most];
  if (fanout.x === 1) return [least, Math.min(most, 0)];
  return [least, most];
}

/** The arrangement with number `index`. */
export function arrangementAt(arrangements: Arrangements, index: number): Arrangement {
  const { innermost, free, outermost, firstCut, cuts } = arrangements;
  const order = permutationAt(free, Math.floor(index / cuts));
  return { loops: [...innermost, ...order, ...outermost], inX: firstCut + (index % cuts) };
}

/** The number of an arrangement, or undefined where it is none of these. */
export function indexOfArrangement(
  slot: Slot,
  arrangements: Arrangements,
  { loops, inX }: Arrangement,
): number | undefined {
  const { innermost, free, outermost, firstCut, cuts } = arrangements;
  const cut = inX - firstCut;
  if (loops.length !== innermost.length + free.length + outermost.length || cut < 0 || cut >= cuts) return undefined;
  const middle = loops.slice(innermost.length, innermost.length + free.length);
  // Where orders say nothing, any order is the declared one.
  if (!slot.ordered)
    return [...loops].sort().join() === [...innermost, ...free, ...outermost].sort().join() ? cut : undefined;
  const ends = [...loops.slice(0, innermost.length), ...loops.slice(innermost.length + free.length)];
  if (ends.join() !== [...innermost, ...outermost].join()) return undefined;
  const order = indexOfPermutation(free, middle);
  return order === undefined ? undefined : order * cuts + cut;
}

export function permutationAt<T>(items: readonly T[], index: number): readonly T[] {
  if (index === 0) return items;
  const rest = [...items];
  let left = index;
  return items.map((_, i) => {
    const block = factorial(items.length - 1 - i);
    const at = Math.floor(left / block);
    left %= block;
    return rest.splice(at, 1)[0] as T;
  });
}

function indexOfPermutation<T>(items: readonly T[], permuted: readonly T[]): number | undefined {
  const rest = [...items];
  let index = 0;
  for (const item of permuted) {
    const at = rest.indexOf(item);
    if (at < 0) return undefined;
    rest.splice(at, 1);
    index += at * factorial(rest.length);
  }
  return index;
}
