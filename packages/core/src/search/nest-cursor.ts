/**
 * One mapping of a mapspace at a time, by coordinates, written into the flat code that the compiled evaluator reads:
 *
 *     factorization   one number for each dimension       `setFactors`
 *     orders, cuts    one number for each slot            `setOrder`, `setCut`
 *     keep            one number                          `setKeep`
 *
 * Searches move in this space millions of times: only what changes is written again, arrangements are kept by slot and
 * set of loops, and nothing is allocated once they are known.
 */
import { type MappingCodeLayout, mappingCodeLayout, SLOTS_PER_LEVEL, slotLength } from "../compiled/mapping-code.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { FilledSlot, Mapspace } from "../mapspace/mapspace.ts";
import { type Arrangements, arrangementsOf, permutationAt } from "../mapspace/orders.ts";
import { leftAfter } from "../mapspace/slots.ts";

const SLOT_X = 0;
const SLOT_Y = 1;
const SLOT_TEMPORAL = 2;

/** Arrangements of one set of loops, with orders as they are asked for. */
interface KnownArrangements extends Arrangements {
  readonly byOrder: (readonly number[] | undefined)[];
}

export class NestCursor {
  readonly code: Int32Array;
  /** Orders and cuts of each slot under the present factors. */
  readonly orders: Float64Array;
  readonly cuts: Int32Array;
  readonly slots: number;
  /** Whether every factor divides what is left: only then the code says all. */
  isPerfect = true;
  readonly #mapspace: Mapspace;
  readonly #layout: MappingCodeLayout;
  readonly #dimensions: number;
  /** By slot and dimension. */
  readonly #factors: Int32Array;
  /** By dimension: the factorization that stands in `#factors`, and whether all its factors divide. */
  readonly #written: Float64Array;
  readonly #divides: Uint8Array;
  readonly #order: Float64Array;
  readonly #cut: Int32Array;
  #keep = 0;
  readonly #fits: Uint8Array;
  #unfit = 0;
  readonly #known: readonly Map<number, KnownArrangements>[];
  readonly #present: KnownArrangements[] = [];
  readonly #keepCodes = new Map<number, Int32Array>();

  constructor(mapspace: Mapspace) {
    const { architecture, workload } = mapspace.spec;
    this.#mapspace = mapspace;
    this.slots = mapspace.slots.length;
    this.#dimensions = workload.loopDimensions.length;
    this.#layout = mappingCodeLayout(architecture.storage.length, this.#dimensions, workload.dataSpaces.length);
    this.code = new Int32Array(this.#layout.length);
    this.#factors = new Int32Array(this.slots * this.#dimensions);
    this.#written = new Float64Array(this.#dimensions).fill(-1);
    this.#divides = new Uint8Array(this.#dimensions);
    this.orders = new Float64Array(this.slots);
    this.cuts = new Int32Array(this.slots);
    this.#order = new Float64Array(this.slots);
    this.#cut = new Int32Array(this.slots);
    this.#fits = new Uint8Array(this.slots);
    this.#known = mapspace.slots.map(() => new Map());
    this.setKeep(0);
  }

  /**
   * Takes factorization `indices[d]` of each dimension, and the first order and cut of each slot.
   * @returns false where a level's spatial loops exceed its fan-out or no split suits it: no mapping has these factors
   */
  setFactors(indices: readonly number[]): boolean {
    const dimensions = this.#dimensions;
    const factors = this.#factors;
    this.isPerfect = true;
    for (let d = 0; d < dimensions; d++) {
      const index = indices[d] as number;
      if (this.#written[d] !== index) this.#writeFactors(d, index);
      if (this.#divides[d] === 0) this.isPerfect = false;
    }
    for (let s = 0; s < this.slots; s++) {
      const { fanout } = this.#mapspace.slots[s] ?? {};
      let mask = 0;
      let product = 1;
      for (let d = 0; d < dimensions; d++) {
        const factor = factors[s * dimensions + d] as number;
        if (factor > 1) mask += 2 ** d;
        product *= factor;
      }
      if (fanout && product > fanout.x * fanout.y) return false;
      const present = this.#arrangements(s, mask);
      if (present.cuts === 0) return false;
      this.#present[s] = present;
      this.orders[s] = present.orders;
      this.cuts[s] = present.cuts;
      this.#order[s] = 0;
      this.#cut[s] = 0;
    }
    this.#fits.fill(1);
    this.#unfit = 0;
    for (let s = 0; s < this.slots; s++) this.#writeSlot(s);
    return true;
  }

  setOrder(slot: number, order: number): void {
    this.#order[slot] = order;
    this.#writeSlot(slot);
  }

  setCut(slot: number, cut: number): void {
    this.#cut[slot] = cut;
    this.#writeSlot(slot);
  }

  setKeep(keep: number): void {
    this.#keep = keep;
    let flags = this.#keepCodes.get(keep);
    if (!flags) {
      flags = Int32Array.from(this.#mapspace.keeps.keepsAt(keep).flat(), (kept) => (kept ? 1 : 0));
      if (this.#keepCodes.size < 65536) this.#keepCodes.set(keep, flags);
    }
    this.code.set(flags, this.#layout.keepStart);
  }

  /** Whether each level's spatial loops fit its fan-out along X and along Y. */
  get fitsAxes(): boolean {
    return this.#unfit === 0;
  }

  /** Part of all fan-outs that the spatial loops use, 0 to 1: Timeloop's parallelism. */
  get parallelism(): number {
    let part = 1;
    for (const [s, { fanout }] of this.#mapspace.slots.entries()) {
      if (!fanout) continue;
      for (let d = 0; d < this.#dimensions; d++) part *= this.#factors[s * this.#dimensions + d] as number;
      part /= fanout.x * fanout.y;
    }
    return part;
  }

  /** The present mapping. */
  mapping(): Mapping {
    const dimensions = this.#dimensions;
    const filled = this.#mapspace.slots.map((_, s): FilledSlot => {
      const present = this.#present[s] as KnownArrangements;
      return {
        factors: Array.from(this.#factors.subarray(s * dimensions, (s + 1) * dimensions)),
        loops: this.#loops(s),
        inX: present.firstCut + (this.#cut[s] as number),
      };
    });
    return this.#mapspace.mappingOf(filled, this.#keep);
  }

  #writeFactors(d: number, index: number): void {
    const dimension = this.#mapspace.dimensions[d];
    dimension?.factorsAt(index, this.#factors, this.#dimensions, d);
    this.#written[d] = index;
    let left = dimension?.size ?? 1;
    let divides = 1;
    for (let s = 0; s < this.slots; s++) {
      const factor = this.#factors[s * this.#dimensions + d] as number;
      if (left % factor !== 0) divides = 0;
      left = leftAfter(left, factor);
    }
    this.#divides[d] = divides;
  }

  #arrangements(slot: number, mask: number): KnownArrangements {
    const known = this.#known[slot]?.get(mask);
    if (known) return known;
    const place = this.#mapspace.slots[slot];
    const found = arrangementsOf(place as NonNullable<typeof place>, (d) => Math.floor(mask / 2 ** d) % 2 === 1);
    const arrangements = { ...found, byOrder: [] };
    this.#known[slot]?.set(mask, arrangements);
    return arrangements;
  }

  #loops(slot: number): readonly number[] {
    const present = this.#present[slot] as KnownArrangements;
    const order = this.#order[slot] as number;
    const known = present.byOrder[order];
    if (known) return known;
    const loops = [...present.innermost, ...permutationAt(present.free, order), ...present.outermost];
    present.byOrder[order] = loops;
    return loops;
  }

  #writeSlot(s: number): void {
    const slot = this.#mapspace.slots[s];
    if (!slot) return;
    const loops = this.#loops(s);
    const length = slotLength(this.#dimensions);
    const start = slot.level * SLOTS_PER_LEVEL * length;
    const factors = s * this.#dimensions;
    if (slot.kind === "temporal") {
      this.#writeLoops(start + SLOT_TEMPORAL * length, loops, 0, loops.length, factors);
      return;
    }
    const inX = (this.#present[s] as KnownArrangements).firstCut + (this.#cut[s] as number);
    const x = this.#writeLoops(start + SLOT_X * length, loops, 0, inX, factors);
    const y = this.#writeLoops(start + SLOT_Y * length, loops, inX, loops.length, factors);
    const fits = x <= (slot.fanout?.x ?? 1) && y <= (slot.fanout?.y ?? 1) ? 1 : 0;
    this.#unfit += (this.#fits[s] as number) - fits;
    this.#fits[s] = fits;
  }

  /** Writes loops `[from, to)` and returns the product of their bounds. */
  #writeLoops(at: number, loops: readonly number[], from: number, to: number, factors: number): number {
    const code = this.code;
    code[at] = to - from;
    let product = 1;
    let next = at + 1;
    for (let i = from; i < to; i++) {
      const dimension = loops[i] as number;
      const bound = this.#factors[factors + dimension] as number;
      code[next++] = dimension;
      code[next++] = bound;
      product *= bound;
    }
    return product;
  }
}
