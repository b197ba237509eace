/**
 * Ways to keep or bypass, the most promising first, without ever listing them all: with six levels and three data spaces
 * there are 2^18, and each is the root of a tree.
 *
 * What lies at the boundaries of one data space depends on that data space's levels alone. So for each data space there is
 * a short list of ways to keep it, with a lower bound e of what it moves, sorted; and a choice for all of them costs at least
 *
 *     energy  >=  base + e0[i] + e1[j] + e2[k]          cycles  >=  max(base, c0[i], c1[j], c2[k])
 *
 * with the operations and the leakage of the fastest nest in the base. The sums are walked through in bands, (from, to],
 * each 1/64 wide: nested loops over the sorted lists that skip what is below and break off above. The least sum that was
 * broken off at is where the next band begins. That takes no memory but the lists, and can be left at any time.
 *
 * A sum is always added up in the same order. Rounding never makes a sum of larger numbers smaller then, so that each
 * choice falls in one band and what is broken off at is the least of what follows.
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import { LowerBound } from "./bound.ts";
import { type KeepChoice, keepChoiceOf } from "./keep-choice.ts";
import { NestBuilder } from "./nest-builder.ts";
import type { SearchSpace } from "./search-space.ts";

/** A choice with bounds of every nest that makes it. */
export interface BoundedChoice {
  readonly choice: KeepChoice;
  readonly energyPj: number;
  readonly cycles: number;
}

/** Ways to keep one data space, by rising energy. */
interface KeepList {
  /** By level: 1 kept, 0 bypassed, where a way says nothing else. */
  readonly keep: Uint8Array;
  /** Levels that are free to bypass, and of each way those that it does, as bits. */
  readonly free: readonly number[];
  readonly bypassed: Int32Array;
  readonly energyPj: Float64Array;
  readonly cycles: Float64Array;
}

const BAND = 1 + 1 / 64;
/** Loop steps between pauses. */
const STEPS = 2000;
const BYTES_A_WAY = 160;

/** Room that the lists take. */
export function keepOrderBytes(limits: MapspaceLimits): number {
  const dataSpaces = limits.levels[0]?.keep.length ?? 0;
  let ways = 0;
  for (let d = 0; d < dataSpaces; d++) {
    ways += 2 ** limits.levels.filter(({ keep }) => keep[d] === undefined).length;
  }
  return ways * BYTES_A_WAY;
}

export class KeepOrder {
  /** Bounds of every choice that has not been given out; infinite when all have been. */
  energyPj: number;
  cycles: number;
  readonly #space: SearchSpace;
  readonly #matters: readonly boolean[];
  readonly #basePj: number;
  readonly #baseCycles: number;
  readonly #lists: KeepList[] = [];
  readonly #walk: Iterator<BoundedChoice | undefined, void>;
  readonly #keep: Uint8Array;
  #steps = 0;

  /** @param matters by level: whether its words cost anything in the objective */
  constructor(space: SearchSpace, matters: readonly boolean[]) {
    this.#space = space;
    this.#matters = matters;
    this.#keep = new Uint8Array(space.levels * space.dataSpaces);
    const nowhere = new Int32Array(0);
    const nothing = { keep: this.#keep, boundaries: 0, dataSpace: nowhere, level: nowhere, outer: nowhere };
    const { energyPj, cycles } = this.#measure(nothing);
    this.#basePj = energyPj;
    this.#baseCycles = cycles;
    this.energyPj = energyPj;
    this.cycles = cycles;
    this.#walk = this.#choices();
  }

  get isExhausted(): boolean {
    return this.energyPj === Number.POSITIVE_INFINITY;
  }

  /** Works for a moment; gives the next choice if it comes upon one. */
  next(): BoundedChoice | undefined {
    const { value, done } = this.#walk.next();
    if (done !== true) return value;
    this.end();
    return undefined;
  }

  /** No more is wanted. */
  end(): void {
    this.energyPj = Number.POSITIVE_INFINITY;
    this.cycles = Number.POSITIVE_INFINITY;
    this.#lists.length = 0;
  }

  *#choices(): Generator<BoundedChoice | undefined, void> {
    for (let d = 0; d < this.#space.dataSpaces; d++) yield* this.#list(d);
    let from = Number.NEGATIVE_INFINITY;
    let least = this.#leastBeyond(0, this.#basePj);
    while (least < Number.POSITIVE_INFINITY) {
      this.energyPj = least;
      const to = Math.max(least, least * BAND);
      least = yield* this.#band(0, this.#basePj, this.#baseCycles, from, to);
      from = to;
    }
  }

  /** Fills the list of one data space, a way at a time. */
  *#list(d: number): Generator<undefined, void> {
    const { levels, dataSpaces, limits } = this.#space;
    const fixed = limits.levels.map(({ keep }) => keep[d]);
    const keep = Uint8Array.from(fixed, (each) => (each === false ? 0 : 1));
    const free = fixed.flatMap((each, level) => (each === undefined ? [level] : []));
    const ways: { readonly bypassed: number; readonly energyPj: number; readonly cycles: number }[] = [];
    for (let bypassed = 0; bypassed < 2 ** free.length; bypassed++) {
      this.#choose(d, keep, free, bypassed);
      const choice = keepChoiceOf(this.#keep, levels, dataSpaces, this.#matters, d);
      if (choice !== undefined) {
        const { transferPj, cycles } = this.#measure(choice);
        ways.push({ bypassed, energyPj: transferPj, cycles });
      }
      yield undefined;
    }
    ways.sort((a, b) => a.energyPj - b.energyPj);
    this.#lists.push({
      keep,
      free,
      bypassed: Int32Array.from(ways, ({ bypassed }) => bypassed),
      energyPj: Float64Array.from(ways, ({ energyPj }) => energyPj),
      cycles: Float64Array.from(ways, ({ cycles }) => cycles),
    });
  }

  /** Writes a way to keep data space `d` into the choice at hand. */
  #choose(d: number, keep: Uint8Array, free: readonly number[], bypassed: number): void {
    const { dataSpaces } = this.#space;
    for (const [level, kept] of keep.entries()) this.#keep[level * dataSpaces + d] = kept;
    for (const [bit, level] of free.entries()) {
      if ((bypassed & (1 << bit)) !== 0) this.#keep[level * dataSpaces + d] = 0;
    }
  }

  #measure(choice: KeepChoice): LowerBound {
    const builder = new NestBuilder(this.#space, choice);
    const bound = new LowerBound(this.#space, choice, builder.layout, (level) => builder.possibleChildren(level));
    const nest = new Float64Array(builder.layout.length);
    builder.start(nest);
    bound.measure(nest);
    return bound;
  }

  /** The least sum that begins with `sum` and takes a way for every data space from `d` on. */
  #leastBeyond(d: number, sum: number): number {
    let least = sum;
    for (let i = d; i < this.#lists.length; i++) {
      least += (this.#lists[i] as KeepList).energyPj[0] ?? Number.POSITIVE_INFINITY;
    }
    return least;
  }

  /** The greatest one. */
  #mostBeyond(d: number, sum: number): number {
    let most = sum;
    for (let i = d; i < this.#lists.length; i++) most += (this.#lists[i] as KeepList).energyPj.at(-1) as number;
    return most;
  }

  /** Gives every choice whose sum lies in (from, to]; returns the least sum beyond. */
  *#band(
    d: number,
    sum: number,
    cycles: number,
    from: number,
    to: number,
  ): Generator<BoundedChoice | undefined, number> {
    if (d === this.#lists.length) {
      const { levels, dataSpaces } = this.#space;
      const choice = keepChoiceOf(this.#keep.slice(), levels, dataSpaces, this.#matters);
      if (choice !== undefined) yield { choice, energyPj: sum, cycles };
      return Number.POSITIVE_INFINITY;
    }
    const list = this.#lists[d] as KeepList;
    let beyond = Number.POSITIVE_INFINITY;
    for (let i = 0; i < list.bypassed.length; i++) {
      if (++this.#steps % STEPS === 0) yield undefined;
      const own = sum + (list.energyPj[i] as number);
      const least = this.#leastBeyond(d + 1, own);
      // Sums rise from here on.
      if (least > to) return Math.min(beyond, least);
      if (this.#mostBeyond(d + 1, own) <= from) continue;
      this.#choose(d, list.keep, list.free, list.bypassed[i] as number);
      const slowest = Math.max(cycles, list.cycles[i] as number);
      beyond = Math.min(beyond, yield* this.#band(d + 1, own, slowest, from, to));
    }
    return beyond;
  }
}
