/**
 * Orders of the loops in space. They decide which children are neighbours, and so only matter where neighbours pass words
 * on or a network's hops cost energy; elsewhere one order stands for all.
 *
 * Orders are numbered: along each axis of each level the free loops have n! orders, numbered as permutations are in
 * alphabetical order, and the axes' numbers are the digits of the whole, the last axis fastest. So a walk through them can
 * be left at any time and go on later, elsewhere.
 */
import { networksCost } from "../../compiled/compiled-plan.ts";
import { type MappingCodeLayout, SLOTS_PER_LEVEL, slotLength } from "../../compiled/mapping-code.ts";
import type { LevelLimits } from "../../mapspace/constraints.ts";
import type { SearchSpace } from "./search-space.ts";

type Pair = readonly [dimension: number, bound: number];

/** An axis of a level along which several loops are spread. */
interface Axis {
  /** Where it stands in the code. */
  readonly at: number;
  readonly inner: readonly Pair[];
  readonly free: readonly Pair[];
  readonly outer: readonly Pair[];
  readonly orders: number;
}

export class SpatialOrders {
  readonly #space: SearchSpace;
  readonly #layout: MappingCodeLayout;
  readonly #networksCost: boolean;
  #axes: readonly Axis[] = [];

  constructor(space: SearchSpace, layout: MappingCodeLayout) {
    this.#space = space;
    this.#layout = layout;
    this.#networksCost = networksCost(space.spec);
  }

  /**
   * Looks at a complete nest; says how many orders of it matter.
   * @param linked by level: 1 if its children may pass words on
   */
  open(code: Int32Array, linked: Uint8Array): number {
    const axes: Axis[] = [];
    let orders = 1;
    for (let axis = 0; axis < 2 * this.#space.levels; axis++) {
      const level = axis >> 1;
      const at = (level * SLOTS_PER_LEVEL + (axis & 1)) * slotLength(this.#layout.dimensions);
      const count = code[at] as number;
      if (count < 2) continue;
      const { innermost, outermost } = (this.#space.limits.levels[level] as LevelLimits).spatial;
      const pairs = Array.from(
        { length: count },
        (_, i): Pair => [code[at + 1 + 2 * i] as number, code[at + 2 + 2 * i] as number],
      );
      const among = (order: readonly number[]): Pair[] => order.flatMap((k) => pairs.filter((pair) => pair[0] === k));
      const free = pairs.filter(([k]) => !innermost.includes(k) && !outermost.includes(k)).sort(([a], [b]) => a - b);
      const own = this.#matters(level, linked) ? factorial(free.length) : 1;
      axes.push({ at, inner: among(innermost), free, outer: among(outermost), orders: own });
      orders *= own;
    }
    this.#axes = axes;
    return orders;
  }

  /** Rearranges the code of the nest last opened, in place, into the order of that number. */
  arrange(code: Int32Array, order: number): void {
    let rest = order;
    for (let i = this.#axes.length - 1; i >= 0; i--) {
      const { at, inner, free, outer, orders } = this.#axes[i] as Axis;
      [...inner, ...permutation(free, rest % orders), ...outer].forEach(([k, bound], position) => {
        code[at + 1 + 2 * position] = k;
        code[at + 2 + 2 * position] = bound;
      });
      rest = Math.floor(rest / orders);
    }
  }

  #matters(level: number, linked: Uint8Array): boolean {
    return this.#networksCost || level === 0 || this.#space.isOpaque || linked[level] === 1;
  }
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** The permutation of that number: its first item is the quotient by (n - 1)!, and so on. */
function permutation<T>(items: readonly T[], number: number): T[] {
  const left = [...items];
  let rest = number;
  return items.map((_, i) => {
    const weight = factorial(items.length - 1 - i);
    const [item] = left.splice(Math.floor(rest / weight), 1);
    rest %= weight;
    return item as T;
  });
}
