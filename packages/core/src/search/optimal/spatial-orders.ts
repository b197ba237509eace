/**
 * Orders of the loops in space. They decide which children are neighbours, and so only matter where neighbours pass words
 * on or a network's hops cost energy; elsewhere one order stands for all.
 */
import { networksCost } from "../../compiled/compiled-plan.ts";
import { type MappingCodeLayout, SLOTS_PER_LEVEL, slotLength } from "../../compiled/mapping-code.ts";
import type { LevelLimits } from "../../mapspace/constraints.ts";
import type { SearchSpace } from "./search-space.ts";

export class SpatialOrders {
  readonly #space: SearchSpace;
  readonly #layout: MappingCodeLayout;
  readonly #networksCost: boolean;

  constructor(space: SearchSpace, layout: MappingCodeLayout) {
    this.#space = space;
    this.#layout = layout;
    this.#networksCost = networksCost(space.spec);
  }

  /** Calls back with the code rearranged in place, once for each order that matters. */
  forEach(code: Int32Array, visit: () => void): void {
    this.#arrange(code, 0, visit);
  }

  #arrange(code: Int32Array, axis: number, visit: () => void): void {
    if (axis === 2 * this.#space.levels) {
      visit();
      return;
    }
    const level = axis >> 1;
    const at = (level * SLOTS_PER_LEVEL + (axis & 1)) * slotLength(this.#layout.dimensions);
    const count = code[at] as number;
    const next = (): void => this.#arrange(code, axis + 1, visit);
    if (count < 2) {
      next();
      return;
    }
    const { innermost, outermost } = (this.#space.limits.levels[level] as LevelLimits).spatial;
    const pairs = Array.from({ length: count }, (_, i): readonly [number, number] => [
      code[at + 1 + 2 * i] as number,
      code[at + 2 + 2 * i] as number,
    ]);
    const among = (order: readonly number[]): (readonly [number, number])[] =>
      order.flatMap((k) => pairs.filter((pair) => pair[0] === k));
    const free = pairs.filter(([k]) => !innermost.includes(k) && !outermost.includes(k)).sort(([a], [b]) => a - b);
    const orders = this.#matters(code, level) ? permutations(free) : [free];
    for (const order of orders) {
      [...among(innermost), ...order, ...among(outermost)].forEach(([k, bound], i) => {
        code[at + 1 + 2 * i] = k;
        code[at + 2 + 2 * i] = bound;
      });
      next();
    }
  }

  #matters(code: Int32Array, level: number): boolean {
    const space = this.#space;
    if (this.#networksCost || level === 0 || space.isOpaque) return true;
    for (let axis = 0; axis < 2; axis++) {
      const at = (level * SLOTS_PER_LEVEL + axis) * slotLength(this.#layout.dimensions);
      for (let i = 0; i < (code[at] as number); i++) {
        const k = code[at + 1 + 2 * i] as number;
        for (let d = 0; d < space.dataSpaces; d++) if (space.isSummed[d * space.dimensions + k] === 1) return true;
      }
    }
    return false;
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
