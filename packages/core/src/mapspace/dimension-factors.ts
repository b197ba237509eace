/**
 * The factorizations of one dimension over all slots, numbered:
 *
 *     count(slot, left) = sum over factors P of slot of count(slot + 1, ceil(left / P)),   count(end, 1) = 1
 *
 * Numbers run with the innermost slot as the most significant digit, smaller factors first.
 */
import type { DimensionId } from "../workload/workload.ts";
import { factorChoices, givenFactorsFallShort, leftAfter, type Slot } from "./slots.ts";

/** A factor and what it leaves. */
export interface FactorChoice {
  readonly factor: number;
  readonly left: number;
}

export class DimensionFactors {
  readonly size: number;
  /** Number of factorizations. */
  readonly count: number;
  /** Whether every factor of every factorization divides what is left. */
  readonly isPerfect: boolean;
  readonly #slots: readonly Slot[];
  readonly #short: boolean;
  readonly #dimension: DimensionId;
  readonly #counts: readonly Map<number, number>[];
  readonly #choices: readonly Map<number, readonly FactorChoice[]>[];

  constructor(slots: readonly Slot[], dimension: DimensionId, size: number) {
    this.#slots = slots;
    this.#dimension = dimension;
    this.size = size;
    this.#short = givenFactorsFallShort(slots, dimension, size);
    this.isPerfect = !this.#short && slots.every(({ maxRemainder }) => maxRemainder <= 1);
    this.#counts = slots.map(() => new Map());
    this.#choices = slots.map(() => new Map());
    this.count = this.countFrom(0, size);
  }

  /** Factorizations of `left` over `slot` and those outside it. */
  countFrom(slot: number, left: number): number {
    const counts = this.#counts[slot];
    if (!counts) return left === 1 ? 1 : 0;
    const known = counts.get(left);
    if (known !== undefined) return known;
    let count = 0;
    for (const choice of this.#allChoices(slot, left)) count += this.countFrom(slot + 1, choice.left);
    counts.set(left, count);
    return count;
  }

  /** Factors of `slot` that can be completed outside. */
  choices(slot: number, left: number): readonly FactorChoice[] {
    const choices = this.#choices[slot];
    const known = choices?.get(left);
    if (known) return known;
    const found = this.#allChoices(slot, left).filter((choice) => this.countFrom(slot + 1, choice.left) > 0);
    choices?.set(left, found);
    return found;
  }

  /** The factorization of number `index`, one factor for each slot. */
  factorsAt(index: number, factors: Int32Array, stride: number, offset: number): void {
    let rest = index;
    let left = this.size;
    for (let slot = 0; slot < this.#slots.length; slot++) {
      for (const choice of this.choices(slot, left)) {
        const count = this.countFrom(slot + 1, choice.left);
        if (rest >= count) {
          rest -= count;
          continue;
        }
        factors[slot * stride + offset] = choice.factor;
        left = choice.left;
        break;
      }
    }
  }

  /** What may be left before each slot, ascending. */
  reachable(): readonly (readonly number[])[] {
    const layers: number[][] = [[this.size]];
    for (let slot = 0; slot < this.#slots.length; slot++) {
      const next = new Set<number>();
      for (const left of layers[slot] ?? []) for (const choice of this.choices(slot, left)) next.add(choice.left);
      layers.push([...next].sort((a, b) => a - b));
    }
    return layers;
  }

  #allChoices(slot: number, left: number): readonly FactorChoice[] {
    const place = this.#slots[slot];
    if (!place) return [];
    const factors = factorChoices(place, this.#dimension, left, this.#short);
    return factors.map((factor) => ({ factor, left: leftAfter(left, factor) }));
  }
}
