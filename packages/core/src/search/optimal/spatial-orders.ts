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
  #linked: Uint8Array = new Uint8Array(0);

  constructor(space: SearchSpace, layout: MappingCodeLayout) {
    this.#space = space;
    this.#layout = layout;
    this.#networksCost = networksCost(space.spec);
  }

  /**
   * Calls back with the code rearranged in place, once for each order that matters.
   * @param linked by level: 1 if its children may pass words on
   */
  forEach(code: Int32Array, linked: Uint8Array, visit: () => void): void {
    this.#linked = linked;
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
    const orders = this.#matters(level) ? permutations(free) : [free];
    for (const order of orders) {
      [...among(innermost), ...order, ...among(outermost)].forEach(([k, bound], i) => {
        code[at + 1 + 2 * i] = k;
        code[at + 2 + 2 * i] = bound;
      });
      next();
    }
  }

  #matters(level: number): boolean {
    return this.#networksCost || level === 0 || this.#space.isOpaque || this.#linked[level] === 1;
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
