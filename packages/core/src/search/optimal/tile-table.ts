/**
 * What a level's capacity costs: the least energy of the words that all data spaces fetch into a level together, over
 * every tile that fits it.
 *
 * Let v be the extents of all dimensions covered when a level is complete. They alone decide its tiles, whether these fit,
 * and what is left outside. bound.ts says what the boundaries of the level then cost at least, whatever the loops inside
 * and outside: call it cost(v), infinite where v does not fit or cannot be completed. A nest that covers x so far ends the
 * level with a multiple of x. So it pays at least
 *
 *     least(x) = min of cost(v) over the v that x divides, factor by factor
 *              = min of cost(x) and of least(x with one prime more)
 *
 * which fills the lattice of divisors from its top down, once for each level. Without this a level that is not reached yet
 * would ask for every word once, as if all tensors could stay there.
 */
import type { KeepChoice } from "./keep-choice.ts";
import type { NestBuilder } from "./nest-builder.ts";
import type { NestLayout } from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";

/** Cells of one table; larger lattices have none, and the bound is what it is without. */
const MAX_CELLS: number = 1 << 20;
const MAX_SIZE: number = 1 << 20;

/** Least energy in pJ of the boundaries of a level that is complete in a nest. */
export type BoundaryCost = (nest: Float64Array, level: number) => number;

/** Tables by level; undefined where nothing is counted, or the level holds whatever there is. */
export type TileTables = readonly (Float64Array | undefined)[];

/** Makes tables and remembers them: most ways to keep or bypass have all but one or two levels in common. */
export class TileTableMaker {
  readonly #space: SearchSpace;
  readonly #lattice: Lattice | undefined;
  readonly #mostCells: number;
  readonly #made = new Map<string, Float64Array>();

  /** @param mostCells of all tables that are held at a time: 8 bytes each */
  constructor(space: SearchSpace, mostCells: number) {
    this.#space = space;
    this.#mostCells = mostCells;
    this.#lattice = space.isOpaque ? undefined : latticeOf(space, Math.min(MAX_CELLS, mostCells));
  }

  /** Whether there is any table to be had. */
  get isUseful(): boolean {
    return this.#lattice !== undefined;
  }

  /** @param cost by the rules of `keep` */
  tablesOf(keep: KeepChoice, builder: NestBuilder, cost: BoundaryCost): TileTables {
    const lattice = this.#lattice;
    if (lattice === undefined) return [];
    return Array.from({ length: this.#space.levels - 1 }, (_, level) => {
      if (!isLimited(this.#space, keep, level)) return undefined;
      const { dataSpaces } = this.#space;
      const kept = keep.keep.subarray(level * dataSpaces, (level + 1) * dataSpaces);
      const key = `${level} ${kept.join("")} ${servedBy(keep, level)}`;
      let table = this.#made.get(key);
      if (table === undefined) {
        table = fillTable(this.#space, builder, cost, lattice, level);
        if ((this.#made.size + 1) * lattice.cells > this.#mostCells) this.#made.clear();
        this.#made.set(key, table);
      }
      return table;
    });
  }

  /** Least energy in pJ of the boundaries of `level`, which is not complete in `nest`; 0 where nothing is known. */
  least(tables: TileTables, layout: NestLayout, nest: Float64Array, level: number): number {
    const table = tables[level];
    if (table === undefined || this.#lattice === undefined) return 0;
    const { cellOf } = this.#lattice;
    const { dimensions, extent, pending } = layout;
    let cell = 0;
    for (let k = 0; k < dimensions; k++) {
      const covered = (nest[extent + k] as number) * Math.max(1, nest[pending + k] as number);
      cell += (cellOf[k] as Float64Array)[covered] as number;
    }
    return table[cell] as number;
  }
}

/** Whether the level keeps what it is charged for, and cannot keep everything. */
function isLimited({ figures, dataSpaces, wholeSize }: SearchSpace, keep: KeepChoice, level: number): boolean {
  const limit = figures.capacity[level] as number;
  if (limit < 0) return false;
  let bits = 0;
  for (let d = 0; d < dataSpaces; d++) {
    const cell = level * dataSpaces + d;
    if (keep.keep[cell] === 1) bits += (wholeSize[d] as number) * (figures.wordBits[cell] as number);
  }
  return servedBy(keep, level) !== "" && bits > limit * (figures.levelWordBits[level] as number);
}

/** What the boundaries of a level are: who serves which data space. */
function servedBy(keep: KeepChoice, level: number): string {
  let key = "";
  for (let w = 0; w < keep.boundaries; w++) {
    if (keep.level[w] === level && keep.outer[w] !== -1) key += `${keep.dataSpace[w]}:${keep.outer[w]} `;
  }
  return key;
}

interface Lattice {
  readonly cells: number;
  readonly divisors: readonly (readonly number[])[];
  /** Cells from one divisor of a dimension to the next larger one. */
  readonly strides: readonly number[];
  /** Extent of a dimension -> cells that it stands for; 0 at the extent 1. */
  readonly cellOf: readonly Float64Array[];
  /** Of each divisor, those that have one prime more. */
  readonly above: readonly (readonly (readonly number[])[])[];
  /** `level x dimensions + dimension`: whether a divisor can be what a level ends with, by the limits. */
  readonly isReachable: readonly (readonly boolean[])[];
}

function latticeOf(space: SearchSpace, mostCells: number): Lattice | undefined {
  const { sizes } = space;
  if (sizes.some((size) => size > MAX_SIZE)) return undefined;
  const divisors = Array.from(sizes, (size) => {
    const found: number[] = [];
    for (let i = 1; i <= size; i++) if (size % i === 0) found.push(i);
    return found;
  });
  const strides: number[] = [];
  let cells = 1;
  for (const { length } of divisors) {
    strides.push(cells);
    cells *= length;
  }
  if (cells > mostCells) return undefined;
  const cellOf = divisors.map((own, k) => {
    const table = new Float64Array((sizes[k] as number) + 1);
    own.forEach((divisor, i) => {
      table[divisor] = i * (strides[k] as number);
    });
    return table;
  });
  const above = divisors.map((own) =>
    own.map((divisor) => own.flatMap((other, i) => (other % divisor === 0 && isPrime(other / divisor) ? [i] : []))),
  );
  return { cells, divisors, strides, cellOf, above, isReachable: reachable(space, divisors) };
}

function isPrime(value: number): boolean {
  for (let i = 2; i * i <= value; i++) if (value % i === 0) return false;
  return value > 1;
}

/** By the factors that the slots so far can make, and those further out can complete. */
function reachable(space: SearchSpace, divisors: readonly (readonly number[])[]): boolean[][] {
  const { levels, dimensions } = space;
  const table = new Array<boolean[]>(levels * dimensions);
  divisors.forEach((own, k) => {
    const size = space.sizes[k] as number;
    let covered = new Set([1]);
    for (let slot = 0; slot < 2 * levels; slot++) {
      const next = new Set<number>();
      for (const extent of covered) {
        for (const factor of space.factorsOf(slot, k, size / extent)) next.add(extent * factor);
      }
      covered = next;
      if (slot % 2 === 1) table[(slot >> 1) * dimensions + k] = own.map((divisor) => covered.has(divisor));
    }
  });
  return table;
}

function fillTable(
  space: SearchSpace,
  builder: NestBuilder,
  cost: BoundaryCost,
  { cells, divisors, strides, above, isReachable }: Lattice,
  level: number,
): Float64Array {
  const { dimensions } = space;
  const table = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
  const nest = new Float64Array(builder.layout.length);
  const extents = new Float64Array(dimensions);
  for (let cell = cells - 1; cell >= 0; cell--) {
    let least = Number.POSITIVE_INFINITY;
    let isPossible = true;
    for (let k = 0, left = cell; k < dimensions; k++) {
      const own = divisors[k] as readonly number[];
      const digit = left % own.length;
      left = (left - digit) / own.length;
      extents[k] = own[digit] as number;
      for (const other of (above[k] as readonly (readonly number[])[])[digit] as readonly number[]) {
        least = Math.min(least, table[cell + (other - digit) * (strides[k] as number)] as number);
      }
      if (!(isReachable[level * dimensions + k] as readonly boolean[])[digit]) isPossible = false;
    }
    if (isPossible && builder.startAfter(nest, level, extents)) least = Math.min(least, cost(nest, level));
    table[cell] = least;
  }
  return table;
}
