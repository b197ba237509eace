/**
 * How many ways there are to fill the slots from some slot outwards, given what is left of each dimension:
 *
 *     count(s, left) = sum over factor vectors P of slot s of arrangements(s, loops of P) * count(s + 1, ceil(left / P))
 *
 * One table a slot over all vectors `left` (for perfect factors: vectors of divisors). In a temporal slot arrangements
 * depend on the number k of free loops only, so that dimensions are summed over one at a time, with a plane for each k:
 * work grows with the sum, not the product, of the dimensions' choices. Spatial slots, whose loops are few, are summed
 * over directly.
 *
 * Numbers beyond 2^53 are kept as limbs of 32 bits in doubles, which additions do not overflow, with one pass of carries
 * after each dimension: ResNet-32's 16x16x3x3x32x32 layer on six levels with nothing constrained (10^15 nests, 3600
 * vectors, eight slots) takes 0.1 s, VGG-16's conv4_2 (14 400 vectors) 1 s (npm run bench -- mapspace).
 */
import type { DimensionFactors } from "./dimension-factors.ts";
import { arrangementsOf, factorial } from "./orders.ts";
import type { Slot } from "./slots.ts";

const LIMB = 2 ** 32;
/** Vectors of what is left; more of them are not counted. */
const MAX_VECTORS = 400_000;

export class NestCounts {
  readonly #slots: readonly Slot[];
  readonly #dimensions: readonly DimensionFactors[];
  /** By dimension: what may be left, ascending, and the place of each value. */
  readonly #values: readonly (readonly number[])[];
  readonly #places: readonly ReadonlyMap<number, number>[];
  readonly #strides: readonly number[];
  readonly #vectors: number;
  readonly #limbs: number;
  /** By slot, one more than there are slots. */
  readonly #tables: readonly Float64Array[];

  /** Undefined where there are too many vectors to count. */
  static create(slots: readonly Slot[], dimensions: readonly DimensionFactors[]): NestCounts | undefined {
    const values = dimensions.map((dimension) => [...new Set(dimension.reachable().flat())].sort((a, b) => a - b));
    const vectors = values.reduce((product, list) => product * list.length, 1);
    return vectors > MAX_VECTORS ? undefined : new NestCounts(slots, dimensions, values);
  }

  private constructor(
    slots: readonly Slot[],
    dimensions: readonly DimensionFactors[],
    values: readonly (readonly number[])[],
  ) {
    this.#slots = slots;
    this.#dimensions = dimensions;
    this.#values = values;
    this.#places = values.map((list) => new Map(list.map((value, place) => [value, place])));
    const strides: number[] = [];
    let vectors = 1;
    for (const list of values) {
      strides.push(vectors);
      vectors *= list.length;
    }
    this.#strides = strides;
    this.#vectors = vectors;
    this.#limbs = Math.ceil((this.#bits() + 3) / 32);
    const tables: Float64Array[] = [];
    let outside = new Float64Array(vectors * this.#limbs);
    const done = values.reduce((at, list, d) => at + list.indexOf(1) * (strides[d] as number), 0);
    if (values.every((list) => list.includes(1))) outside[done * this.#limbs] = 1;
    tables.push(outside);
    for (let s = slots.length - 1; s >= 0; s--) {
      outside = this.#countSlot(s, outside);
      tables.push(outside);
    }
    this.#tables = tables.reverse();
  }

  /** Ways to fill `slot` and those outside it where `left` is to be covered. */
  count(slot: number, left: readonly number[]): bigint {
    let at = 0;
    for (const [d, value] of left.entries()) {
      const place = this.#places[d]?.get(value);
      if (place === undefined) return 0n;
      at += place * (this.#strides[d] as number);
    }
    const table = this.#tables[slot] as Float64Array;
    let count = 0n;
    for (let i = this.#limbs - 1; i >= 0; i--) count = (count << 32n) + BigInt(table[at * this.#limbs + i] as number);
    return count;
  }

  /** Every vector of factors of `slot`, with what it leaves; the last dimension changes fastest. */
  forEachChoice(
    slot: number,
    left: readonly number[],
    visit: (factors: readonly number[], after: readonly number[]) => boolean | undefined,
  ): void {
    const { fanout } = this.#slots[slot] as Slot;
    const limit = fanout ? fanout.x * fanout.y : Number.POSITIVE_INFINITY;
    const factors = left.map(() => 1);
    const after = [...left];
    const walk = (d: number, room: number): boolean => {
      if (d === left.length) return visit(factors, after) === true;
      for (const choice of this.#dimensions[d]?.choices(slot, left[d] as number) ?? []) {
        if (choice.factor > room) break;
        factors[d] = choice.factor;
        after[d] = choice.left;
        if (walk(d + 1, Math.floor(room / choice.factor))) return true;
      }
      return false;
    };
    walk(0, limit);
  }

  /** Upper bound of the bits of any count. */
  #bits(): number {
    let bits = 0;
    for (const { count } of this.#dimensions) bits += Math.log2(Math.max(count, 1));
    for (const { free, ordered } of this.#slots) {
      bits += Math.log2((ordered ? factorial(free.length) : 1) * (this.#dimensions.length + 1));
    }
    return bits;
  }

  #countSlot(s: number, outside: Float64Array): Float64Array<ArrayBuffer> {
    return (this.#slots[s] as Slot).kind === "temporal"
      ? this.#countTemporal(s, outside)
      : this.#countSpatial(s, outside);
  }

  #countTemporal(s: number, outside: Float64Array): Float64Array<ArrayBuffer> {
    const slot = this.#slots[s] as Slot;
    const length = this.#vectors * this.#limbs;
    const countsFree = (d: number): boolean => slot.ordered && slot.free.includes(d);
    const most = this.#dimensions.filter((_, d) => countsFree(d)).length;
    // Plane k: nests with k free loops among the dimensions seen so far.
    const planes = Array.from({ length: most + 1 }, () => new Float64Array(length));
    planes[0]?.set(outside);
    let seenFree = 0;
    for (let d = 0; d < this.#dimensions.length; d++) {
      const isFree = countsFree(d);
      if (isFree) seenFree++;
      for (let k = seenFree; k >= 0; k--) {
        const plane = planes[k];
        if (plane) this.#addDimension(s, d, plane, isFree ? planes[k - 1] : plane);
      }
    }
    const total = new Float64Array(length);
    for (const [k, plane] of planes.entries()) {
      const orders = slot.ordered ? factorial(k) : 1;
      for (let i = 0; i < length; i++) total[i] = (total[i] as number) + orders * (plane[i] as number);
    }
    this.#carry(total);
    return total;
  }

  /**
   * Replaces values of what is left after this slot by values before it, along dimension `d`. Loops of one iteration
   * stay in the plane, others come from `from`. Values descend, so that none is read after it was written.
   */
  #addDimension(s: number, d: number, plane: Float64Array, from: Float64Array | undefined): void {
    const values = this.#values[d] as readonly number[];
    const places = this.#places[d] as ReadonlyMap<number, number>;
    const limbs = this.#limbs;
    const stride = (this.#strides[d] as number) * limbs;
    const block = stride * values.length;
    for (let j = values.length - 1; j >= 0; j--) {
      const choices = this.#dimensions[d]?.choices(s, values[j] as number) ?? [];
      const keeps = choices.some(({ factor }) => factor === 1);
      const sources = choices
        .filter(({ factor }) => factor > 1)
        .map(({ left }) => (places.get(left) as number) * stride);
      for (let base = 0; base < plane.length; base += block) {
        for (let i = 0; i < stride; i++) {
          const at = base + j * stride + i;
          let sum = keeps ? (plane[at] as number) : 0;
          if (from) for (const source of sources) sum += from[base + source + i] as number;
          plane[at] = sum;
        }
      }
    }
    this.#carry(plane);
  }

  #countSpatial(s: number, outside: Float64Array): Float64Array<ArrayBuffer> {
    const slot = this.#slots[s] as Slot;
    const limbs = this.#limbs;
    const total = new Float64Array(this.#vectors * limbs);
    const left = this.#values.map((list) => list[0] as number);
    const weights = new Map<number, number>();
    for (let v = 0; v < this.#vectors; v++) {
      let rest = v;
      for (const [d, list] of this.#values.entries()) {
        left[d] = list[rest % list.length] as number;
        rest = Math.floor(rest / list.length);
      }
      this.forEachChoice(s, left, (factors, after) => {
        let mask = 0;
        let source = 0;
        for (let d = 0; d < factors.length; d++) {
          if ((factors[d] as number) > 1) mask += 2 ** d;
          source += (this.#places[d]?.get(after[d] as number) as number) * (this.#strides[d] as number);
        }
        let weight = weights.get(mask);
        if (weight === undefined) {
          const { orders, cuts } = arrangementsOf(slot, (d) => (factors[d] as number) > 1);
          weight = orders * cuts;
          weights.set(mask, weight);
        }
        for (let i = 0; i < limbs; i++) {
          total[v * limbs + i] = (total[v * limbs + i] as number) + weight * (outside[source * limbs + i] as number);
        }
        return undefined;
      });
      this.#carry(total, v, v + 1);
    }
    return total;
  }

  /** Brings limbs of vectors `[from, to)` below 2^32 again. */
  #carry(table: Float64Array, from = 0, to: number = this.#vectors): void {
    const limbs = this.#limbs;
    for (let at = from * limbs; at < to * limbs; at += limbs) {
      let carry = 0;
      for (let i = at; i < at + limbs; i++) {
        const value = (table[i] as number) + carry;
        if (value < LIMB) {
          table[i] = value;
          carry = 0;
        } else {
          carry = Math.floor(value / LIMB);
          table[i] = value - carry * LIMB;
        }
      }
    }
  }
}
