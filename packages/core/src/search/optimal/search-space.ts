/**
 * What the search needs to know of an architecture, a workload and limits, worked out once, as flat tables.
 *
 *   factors    slot 2 * level for loops in space, 2 * level + 1 for loops in time; of each dimension the divisors that a
 *              slot may take so that the slots further out can still make the rest
 *   words      which dimension moves which data space along which ranks; fewest different words of each data space
 *   prices     of one word read, written and updated at each level (all instances together)
 */
import type { StorageLevel } from "../../architecture/architecture.ts";
import { LevelFigures, networksCost } from "../../compiled/compiled-plan.ts";
import type { FactorLimits, LevelLimits, MapspaceLimits } from "../../mapspace/constraints.ts";
import { MAX_RANKS } from "../../nest/fetch-kernel.ts";
import { canOverlap } from "../../nest/overlap.ts";
import { type ProjectionTable, projectionTable } from "../../nest/projection-table.ts";
import type { Spec } from "../../spec/spec.ts";
import type { DataSpace } from "../../workload/workload.ts";
import { distinctWordsAtLeast } from "./distinct-words.ts";

/** Of one word read, filled and updated, all instances of the level together: `level x data spaces + data space`. */
export interface WordPrices {
  readonly readPj: Float64Array;
  readonly fillPj: Float64Array;
  readonly updatePj: Float64Array;
}

export class SearchSpace {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  readonly figures: LevelFigures;
  readonly levels: number;
  readonly dimensions: number;
  readonly dataSpaces: number;
  readonly sizes: Float64Array;
  readonly operations: number;
  /** `slot x dimensions + dimension` -> what is left of a dimension -> factors that may be taken of it. */
  readonly factors: readonly ReadonlyMap<number, readonly number[]>[];
  /** Largest factor of a dimension over the spatial slots of levels `from`..`to`: `(from x levels + to) x dimensions + dimension`. */
  readonly spatialReach: Float64Array;
  readonly ranks: Int32Array;
  /** `(data space x dimensions + dimension) x MAX_RANKS + rank`. */
  readonly coefficient: Float64Array;
  readonly reach: Float64Array;
  /** Ranks that a dimension moves, as bits: `data space x dimensions + dimension`. */
  readonly moves: Int32Array;
  readonly slides: Uint8Array;
  /** Whether some coefficient is negative. */
  readonly isSigned: Uint8Array;
  /** Dimension in a rank that is a sum, or in several ranks: `data space x dimensions + dimension`. */
  readonly isSummed: Uint8Array;
  /** Whether some dimension moves several ranks. */
  readonly isEntangled: Uint8Array;
  readonly words: Float64Array;
  readonly wholeSize: Float64Array;
  readonly readWrite: Uint8Array;
  readonly prices: WordPrices;
  readonly instances: Float64Array;
  readonly computeInstances: number;
  /**
   * Nothing is known beyond operations and cycles: every mapping is evaluated that those bounds let pass. So for
   * flattened dimensions, options that switch reuse off, and more ranks than the tables hold.
   */
  readonly isOpaque: boolean;
  readonly usesReuseOptions: boolean;
  /** Whether equal counts of what lies inside mean equal costs, whatever lies outside (dominance.ts). */
  readonly isSettling: boolean;
  readonly #accessPrices: WordPrices[] = [];

  constructor(spec: Spec, limits: MapspaceLimits) {
    const { architecture, workload } = spec;
    this.spec = spec;
    this.limits = limits;
    this.figures = new LevelFigures(spec);
    this.levels = architecture.storage.length;
    this.dimensions = workload.loopDimensions.length;
    this.dataSpaces = workload.dataSpaces.length;
    this.sizes = Float64Array.from(workload.loopDimensions, ({ size }) => size);
    this.operations = this.sizes.reduce((product, size) => product * size, 1);
    this.usesReuseOptions = limits.levels.some(({ reuse }) => Object.values(reuse).some((f) => f.includes(true)));
    const table = workload.usesFlattening ? undefined : projectionTable(workload);
    this.isOpaque = table === undefined || this.usesReuseOptions || repeatsDimension(workload.dataSpaces);
    this.factors = completableFactors(this.sizes, limits);
    this.spatialReach = this.#spatialReach();
    const { dimensions, dataSpaces } = this;
    const cells = dataSpaces * dimensions * MAX_RANKS;
    const blank: ProjectionTable = {
      ranks: new Int32Array(dataSpaces),
      coefficient: new Float64Array(cells),
      reach: new Float64Array(cells),
    };
    const { ranks, coefficient, reach } = this.isOpaque || table === undefined ? blank : table;
    this.ranks = ranks;
    this.coefficient = coefficient;
    this.reach = reach;
    this.moves = new Int32Array(dataSpaces * dimensions);
    this.isSummed = new Uint8Array(dataSpaces * dimensions);
    for (let d = 0; d < dataSpaces; d++) {
      const dataSpace = workload.dataSpaces[d] as DataSpace;
      for (let k = 0; k < dimensions; k++) {
        const cell = d * dimensions + k;
        let bits = 0;
        for (let r = 0; r < (ranks[d] as number); r++) if (coefficient[cell * MAX_RANKS + r] !== 0) bits |= 1 << r;
        this.moves[cell] = bits;
        const used = dataSpace.ranks.filter((rank) => rank.some(({ dimension }) => dimension === k));
        this.isSummed[cell] = used.length > 1 || used.some((rank) => rank.length > 1) ? 1 : 0;
      }
    }
    // First visits of outputs are counted by tiles, rounded down: plain ones divide without a rest.
    const hasPlainOutputs = workload.dataSpaces.every(
      (dataSpace) =>
        !dataSpace.readWrite ||
        (!canOverlap(dataSpace) &&
          new Set(dataSpace.ranks.flat().map(({ dimension }) => dimension)).size === dataSpace.ranks.flat().length &&
          dataSpace.ranks.flat().every(({ coefficient: factor }) => Math.abs(factor) === 1)),
    );
    this.isSettling =
      hasPlainOutputs &&
      !this.isOpaque &&
      !networksCost(spec) &&
      this.figures.leastWords.every((words) => words === 0) &&
      workload.dataSpaces.every(({ ranks: sums }) => sums.flat().every(({ coefficient: factor }) => factor > 0));
    this.isEntangled = Uint8Array.from(workload.dataSpaces, (dataSpace) =>
      workload.dimensions.some((_, k) => {
        const used = dataSpace.ranks.filter((rank) => rank.some(({ dimension }) => dimension === k));
        return used.length > 1;
      })
        ? 1
        : 0,
    );
    this.slides = Uint8Array.from(workload.dataSpaces, (dataSpace) => (canOverlap(dataSpace) ? 1 : 0));
    this.isSigned = Uint8Array.from(workload.dataSpaces, (dataSpace) =>
      dataSpace.ranks.some((rank) => rank.some((term) => term.coefficient < 0)) ? 1 : 0,
    );
    this.readWrite = Uint8Array.from(workload.dataSpaces, ({ readWrite }) => (readWrite ? 1 : 0));
    this.words = Float64Array.from(workload.dataSpaces, (dataSpace) =>
      this.isOpaque
        ? 0
        : distinctWordsAtLeast(
            dataSpace,
            (k) => this.sizes[k] as number,
            () => 1,
          ),
    );
    this.wholeSize = Float64Array.from(workload.dataSpaces, (_, d) => this.tileSize(d, this.sizes));
    this.instances = Float64Array.from(architecture.storage, ({ instances }) => instances);
    this.computeInstances = architecture.compute.instances;
    const { figures } = this;
    const price = (actionPj: Float64Array, addresses: boolean, ofOutputs: boolean): Float64Array =>
      Float64Array.from({ length: this.levels * dataSpaces }, (_, cell) => {
        const level = Math.floor(cell / dataSpaces);
        if (this.isOpaque) return 0;
        // Instances of a cluster share an access: at most so much of the sum is saved.
        const { instances } = architecture.storage[level] as StorageLevel;
        const share = Math.min(1, (figures.clusters[level] as number) / instances);
        const address = addresses && this.readWrite[cell % dataSpaces] === (ofOutputs ? 1 : 0);
        const words = (actionPj[level] as number) / (figures.wordsPerVector[cell] as number);
        return (words + (address ? (figures.addressPj[level] as number) : 0)) * share;
      });
    // Every fill of either kind is addressed.
    const fills = price(figures.fillPj, true, false);
    const outputFills = price(figures.fillPj, true, true);
    this.prices = {
      readPj: price(figures.readPj, true, false),
      updatePj: price(figures.updatePj, true, true),
      fillPj: fills.map((pj, cell) => Math.max(pj, outputFills[cell] as number)),
    };
  }

  /** Prices that make a cost of the accesses of one level: one for each of its words. */
  accessPrices(level: number): WordPrices {
    let prices = this.#accessPrices[level];
    if (prices === undefined) {
      const { dataSpaces } = this;
      const ones = new Float64Array(this.levels * dataSpaces);
      if (!this.isOpaque) ones.fill(1, level * dataSpaces, (level + 1) * dataSpaces);
      prices = { readPj: ones, fillPj: ones, updatePj: ones };
      this.#accessPrices[level] = prices;
    }
    return prices;
  }

  /** Words of the box that a data space's tile spans. @param extent by dimension */
  tileSize(d: number, extent: Float64Array): number {
    let size = 1;
    for (let r = 0; r < (this.ranks[d] as number); r++) size *= this.rankExtent(d, r, extent, 0);
    return size;
  }

  rankExtent(d: number, r: number, extent: Float64Array, at: number): number {
    let sum = 1;
    for (let k = 0; k < this.dimensions; k++) {
      sum += (this.reach[(d * this.dimensions + k) * MAX_RANKS + r] as number) * ((extent[at + k] as number) - 1);
    }
    return sum;
  }

  /** Factors that the slot may take of a dimension of which `rest` is left. */
  factorsOf(slot: number, k: number, rest: number): readonly number[] {
    return this.factors[slot * this.dimensions + k]?.get(rest) ?? [];
  }

  #spatialReach(): Float64Array {
    const { levels, dimensions, limits } = this;
    const table = new Float64Array(levels * levels * dimensions).fill(1);
    for (let from = 0; from < levels; from++) {
      for (let to = from; to < levels; to++) {
        for (let k = 0; k < dimensions; k++) {
          const inside = to === from ? 1 : (table[(from * levels + to - 1) * dimensions + k] as number);
          const own = (limits.levels[to] as LevelLimits).spatial.factors[k] as FactorLimits;
          table[(from * levels + to) * dimensions + k] = Math.min(this.sizes[k] as number, inside * own.max);
        }
      }
    }
    return table;
  }
}

function repeatsDimension(dataSpaces: readonly DataSpace[]): boolean {
  return dataSpaces.some(({ ranks }) =>
    ranks.some((rank) => new Set(rank.map(({ dimension }) => dimension)).size < rank.length),
  );
}

function completableFactors(sizes: Float64Array, limits: MapspaceLimits): ReadonlyMap<number, readonly number[]>[] {
  const dimensions = sizes.length;
  const slots = 2 * limits.levels.length;
  const table = new Array<ReadonlyMap<number, readonly number[]>>(slots * dimensions);
  sizes.forEach((size, k) => {
    const divisors: number[] = [];
    for (let i = 1; i <= size; i++) if (size % i === 0) divisors.push(i);
    // What the slots from here outwards can make.
    let makeable = new Set([1]);
    for (let slot = slots - 1; slot >= 0; slot--) {
      const { temporal, spatial } = limits.levels[slot >> 1] as LevelLimits;
      const { min, max } = (slot % 2 === 0 ? spatial : temporal).factors[k] as FactorLimits;
      const choices = new Map<number, readonly number[]>();
      for (const rest of divisors) {
        const factors = divisors.filter((f) => rest % f === 0 && f >= min && f <= max && makeable.has(rest / f));
        if (factors.length > 0) choices.set(rest, factors);
      }
      table[slot * dimensions + k] = choices;
      makeable = new Set(choices.keys());
    }
  });
  return table;
}
