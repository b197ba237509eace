/**
 * The evaluator for searches: everything that does not depend on the mapping is worked out once, and a mapping (as a
 * flat code, mapping-code.ts) is then evaluated without allocating anything, to the same figures as `evaluate`.
 *
 *   1 loops       the nest from the code; extents of every tile
 *   2 validity    factors, fan-out, capacity
 *   3 fetches     what one child of each level fetches (fetch-kernel.ts)
 *   4 counters    reads, fills, updates as nest/counters.ts, data space by data space
 *   5 figures     energy, throttling, cycles as evaluation/storage-result.ts
 *
 * Only one number is needed of a fan-out: of `f` children that fetch the same pattern at different offsets, those with
 * equal offsets share a transfer, so the parent is asked `t` times with t = number of distinct offsets; what they
 * receive together is f times the pattern, whatever the sharing. So
 *
 *   asked(l) = t(l) * fetched by one child,      a bypassed level in between:  asked(l) = t(l) * asked(l - 1)
 *
 * What the fast way does not cover (neighbours that could pass words on, networks that cost energy, more loops or ranks
 * than the tables hold) is evaluated by the full model: slower, same figures.
 *
 * Measured on ResNet-32's 3x3 layer and the Eyeriss-like example: see docs/explanation/speed.md.
 */
import type { Architecture, StorageLevel } from "../architecture/architecture.ts";
import { fanoutsOf } from "../architecture/mesh.ts";
import { numberAttribute } from "../evaluation/attribute-value.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { levelAccesses } from "../evaluation/level-accesses.ts";
import { computeCosts, storageCosts } from "../evaluation/level-costs.ts";
import { residentWordsOf, roomBitsOf, wordBitsOf } from "../evaluation/word-widths.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { FetchKernel, MAX_RANKS } from "../nest/fetch-kernel.ts";
import { NeighbourDigits } from "../nest/neighbour-digits.ts";
import { canOverlap } from "../nest/overlap.ts";
import type { Spec } from "../spec/spec.ts";
import { assertInvariant } from "../text/invariant.ts";
import {
  decodeMapping,
  encodeMapping,
  type MappingCodeLayout,
  mappingCodeLayout,
  SLOTS_PER_LEVEL,
  slotLength,
} from "./mapping-code.ts";

/** Why a mapping is invalid, as `Evaluation.reason`; `valid` otherwise. */
export type CompiledStatus = "valid" | "capacity" | "fanout" | "factors" | "spec";

const DISTINCT_TABLE = 8192;

export class CompiledPlan {
  readonly layout: MappingCodeLayout;
  /** Of the last valid mapping. */
  energyPj = 0;
  cycles = 0;
  /** Of the last valid mapping: reads, fills and updates by level, all instances and data spaces together. */
  readonly accesses: Float64Array;
  /** Whether the last mapping was evaluated by the full model. */
  usedFullModel = false;
  readonly #spec: Spec;
  readonly #architecture: Architecture;
  readonly #levels: number;
  readonly #dimensions: number;
  readonly #dataSpaces: number;
  readonly #sizes: Float64Array;
  readonly #slotLength: number;
  readonly #readWrite: Uint8Array;
  readonly #ranks: Int32Array;
  /** Whether some rank is a sum over several dimensions, so that tiles can overlap. */
  readonly #slides: Uint8Array;
  // Projections, once by rank and once by dimension: terms of rank `d x MAX_RANKS + r`, uses of dimension `k`.
  readonly #termStart: Int32Array;
  readonly #termDimension: Int32Array;
  readonly #termReach: Float64Array;
  readonly #useStart: Int32Array;
  readonly #useRank: Int32Array;
  readonly #useCoefficient: Float64Array;
  /** Whether a dimension moves a data space, `dimension x data spaces + data space`. */
  readonly #relevant: Uint8Array;
  /** Place value of each rank, to write offsets as one number. */
  readonly #places: Float64Array;
  readonly #alwaysFullModel: boolean;
  readonly #figures: LevelFigures;
  readonly #kernel: FetchKernel = new FetchKernel();
  readonly #neighbours: NeighbourDigits = new NeighbourDigits();
  // The nest of the present mapping, innermost loop first.
  readonly #loopDimension: Int32Array;
  readonly #loopBound: Float64Array;
  readonly #loopStride: Float64Array;
  /** Movement of one iteration, `(loop x data spaces + data space) x MAX_RANKS + rank`. */
  readonly #loopMove: Float64Array;
  /** The same as a movement of the word's number, `loop x data spaces + data space`. */
  readonly #loopNumber: Float64Array;
  /** Temporal loops, innermost first, and the first of them from each level's block outwards. */
  readonly #temporal: Int32Array;
  readonly #temporalStart: Int32Array;
  #temporalLoops = 0;
  /** Temporal iterations in all. */
  #iterations = 1;
  #loops = 0;
  readonly #blockStart: Int32Array;
  readonly #spatialEnd: Int32Array;
  readonly #extent: Float64Array;
  readonly #tileExtent: Float64Array;
  readonly #togetherExtent: Float64Array;
  readonly #tileSize: Float64Array;
  readonly #togetherSize: Float64Array;
  /** Extents by rank of each level's tile, `(level x data spaces + data space) x MAX_RANKS + rank`. */
  readonly #rankExtent: Float64Array;
  readonly #spanX: Float64Array;
  readonly #spanY: Float64Array;
  readonly #expansionX: Float64Array;
  readonly #expansionY: Float64Array;
  readonly #spatialBounds: Int32Array = new Int32Array(64);
  readonly #spatialSteps: Float64Array = new Float64Array(128);
  readonly #back: Float64Array = new Float64Array(MAX_RANKS);
  readonly #asked: Float64Array;
  readonly #share: Float64Array;
  readonly #partition: Float64Array;
  readonly #reads: Float64Array;
  readonly #fills: Float64Array;
  readonly #updates: Float64Array;
  readonly #distinctKeys: Float64Array = new Float64Array(DISTINCT_TABLE);
  readonly #distinctStamp: Int32Array = new Int32Array(DISTINCT_TABLE);
  #distinctRun = 0;

  /** @param spec without its mapping; architecture, workload and tables count */
  constructor(spec: Spec) {
    const { architecture, workload } = spec;
    this.#spec = spec;
    this.#architecture = architecture;
    const levels = architecture.storage.length;
    const dimensions = workload.loopDimensions.length;
    const dataSpaces = workload.dataSpaces.length;
    this.#levels = levels;
    this.#dimensions = dimensions;
    this.#dataSpaces = dataSpaces;
    this.layout = mappingCodeLayout(levels, dimensions, dataSpaces);
    this.#slotLength = slotLength(dimensions);
    this.#sizes = Float64Array.from(workload.loopDimensions, ({ size }) => size);
    this.#readWrite = Uint8Array.from(workload.dataSpaces, ({ readWrite }) => (readWrite ? 1 : 0));
    this.#ranks = Int32Array.from(workload.dataSpaces, ({ ranks }) => ranks.length);
    this.#slides = Uint8Array.from(workload.dataSpaces, (dataSpace) => (canOverlap(dataSpace) ? 1 : 0));
    this.#places = new Float64Array(dataSpaces * MAX_RANKS);
    this.#relevant = new Uint8Array(dimensions * dataSpaces);
    const tooManyRanks = workload.dataSpaces.some(({ ranks }) => ranks.length > MAX_RANKS);
    const terms: { rank: number; dimension: number; coefficient: number }[] = [];
    workload.dataSpaces.forEach(({ ranks }, d) => {
      let place = 1;
      ranks.slice(0, MAX_RANKS).forEach((rank, r) => {
        // A dimension that appears twice in a sum counts with the sum of its coefficients.
        const sums = new Map<number, number>();
        for (const { dimension, coefficient } of rank) sums.set(dimension, (sums.get(dimension) ?? 0) + coefficient);
        let span = 1;
        for (const { dimension, coefficient } of rank) {
          span += Math.abs(coefficient) * ((workload.dimensions[dimension]?.size ?? 1) - 1);
        }
        for (const [dimension, coefficient] of sums) {
          if (coefficient === 0) continue;
          terms.push({ rank: d * MAX_RANKS + r, dimension, coefficient });
          this.#relevant[dimension * dataSpaces + d] = 1;
        }
        this.#places[d * MAX_RANKS + r] = place;
        place *= 2 * span;
      });
    });
    const twice = workload.dataSpaces.some(({ ranks }) =>
      ranks.some((rank) => new Set(rank.map(({ dimension }) => dimension)).size < rank.length),
    );
    const starts = (count: number, key: (term: (typeof terms)[number]) => number): Int32Array => {
      const start = new Int32Array(count + 1);
      for (const term of terms) start[key(term) + 1] = (start[key(term) + 1] as number) + 1;
      for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
      return start;
    };
    this.#termStart = starts(dataSpaces * MAX_RANKS, ({ rank }) => rank);
    this.#termDimension = Int32Array.from(terms, ({ dimension }) => dimension);
    this.#termReach = Float64Array.from(terms, ({ coefficient }) => Math.abs(coefficient));
    const byDimension = [...terms].sort((a, b) => a.dimension - b.dimension);
    this.#useStart = starts(dimensions, ({ dimension }) => dimension);
    this.#useRank = Int32Array.from(byDimension, ({ rank }) => rank);
    this.#useCoefficient = Float64Array.from(byDimension, ({ coefficient }) => coefficient);
    this.#alwaysFullModel = tooManyRanks || twice || workload.usesFlattening || networksCost(spec);
    this.#figures = new LevelFigures(spec);
    const loops = levels * 3 * dimensions;
    const cells = levels * dataSpaces;
    this.#loopDimension = new Int32Array(loops);
    this.#loopBound = new Float64Array(loops);
    this.#loopStride = new Float64Array(loops);
    this.#loopMove = new Float64Array(loops * dataSpaces * MAX_RANKS);
    this.#loopNumber = new Float64Array(loops * dataSpaces);
    this.#temporal = new Int32Array(loops);
    this.#temporalStart = new Int32Array(levels);
    this.#blockStart = new Int32Array(levels + 1);
    this.#spatialEnd = new Int32Array(levels);
    this.#extent = new Float64Array(dimensions);
    this.#tileExtent = new Float64Array(levels * dimensions);
    this.#togetherExtent = new Float64Array(levels * dimensions);
    this.#tileSize = new Float64Array(cells);
    this.#togetherSize = new Float64Array(cells);
    this.#rankExtent = new Float64Array(cells * MAX_RANKS);
    this.#spanX = new Float64Array(levels);
    this.#spanY = new Float64Array(levels);
    this.#expansionX = new Float64Array(levels + 1);
    this.#expansionY = new Float64Array(levels + 1);
    this.#asked = new Float64Array(levels);
    this.#share = new Float64Array(levels);
    this.#partition = new Float64Array(levels);
    this.#reads = new Float64Array(cells);
    this.#fills = new Float64Array(cells);
    this.#updates = new Float64Array(cells);
    this.accesses = new Float64Array(levels);
  }

  /** Energy x delay of the last valid mapping, in J x cycles. */
  get edpJouleCycles(): number {
    return (this.cycles * this.energyPj) / 1e12;
  }

  /** Evaluates a mapping in whatever form; imperfect factors and reuse options go through the full model. */
  evaluateMapping(mapping: Mapping): CompiledStatus {
    const code = encodeMapping(this.layout, mapping);
    return code === undefined ? this.#fullModel(mapping) : this.evaluate(code);
  }

  /** Evaluates a code; on `valid` the figures are in `energyPj`, `cycles`, `edpJouleCycles`, `accesses`. */
  evaluate(code: Int32Array): CompiledStatus {
    this.usedFullModel = false;
    if (!this.#readLoops(code)) return "factors";
    if (!this.#fitsFanout()) return "fanout";
    this.#measureTiles(code);
    const problem = this.#findCapacityProblem(code);
    if (problem !== "valid") return problem;
    if (this.#alwaysFullModel || this.#loops > FetchKernel.maxSteps || this.#hasWideFanout())
      return this.#fullModel(this.decode(code));
    this.#moveLoops();
    for (let d = 0; d < this.#dataSpaces; d++) {
      if (!this.#count(code, d)) return this.#fullModel(this.decode(code));
    }
    this.#finish(code);
    return "valid";
  }

  decode(code: Int32Array): Mapping {
    return decodeMapping(this.layout, code);
  }

  #fullModel(mapping: Mapping): CompiledStatus {
    this.usedFullModel = true;
    const evaluation = evaluate({ ...this.#spec, mapping });
    if (!evaluation.valid) return evaluation.reason;
    this.energyPj = evaluation.energyPj;
    this.cycles = evaluation.cycles;
    this.accesses.set(levelAccesses(evaluation));
    return "valid";
  }

  // 1 loops

  #readLoops(code: Int32Array): boolean {
    const dimensions = this.#dimensions;
    const extent = this.#extent;
    const loopDimension = this.#loopDimension;
    const loopBound = this.#loopBound;
    const loopStride = this.#loopStride;
    const temporal = this.#temporal;
    let temporalLoops = 0;
    let iterations = 1;
    extent.fill(1);
    let n = 0;
    let at = 0;
    const tileExtent = this.#tileExtent;
    for (let level = 0; level < this.#levels; level++) {
      this.#blockStart[level] = n;
      this.#temporalStart[level] = temporalLoops;
      let spanX = 1;
      let spanY = 1;
      for (let slot = 0; slot < SLOTS_PER_LEVEL; slot++, at += this.#slotLength) {
        const end = at + 1 + 2 * (code[at] as number);
        for (let i = at + 1; i < end; i += 2) {
          const dimension = code[i] as number;
          const bound = code[i + 1] as number;
          const stride = extent[dimension] as number;
          loopDimension[n] = dimension;
          loopBound[n] = bound;
          loopStride[n] = stride;
          extent[dimension] = stride * bound;
          if (slot === 0) spanX *= bound;
          else if (slot === 1) spanY *= bound;
          else {
            temporal[temporalLoops++] = n;
            iterations *= bound;
          }
          n++;
        }
        if (slot === 1) {
          this.#spatialEnd[level] = n;
          if (spanX * spanY > 1) this.#togetherExtent.set(extent, level * dimensions);
        }
      }
      this.#spanX[level] = spanX;
      this.#spanY[level] = spanY;
      for (let d = 0; d < dimensions; d++) tileExtent[level * dimensions + d] = extent[d] as number;
    }
    this.#blockStart[this.#levels] = n;
    this.#loops = n;
    this.#temporalLoops = temporalLoops;
    this.#iterations = iterations;
    for (let d = 0; d < dimensions; d++) if (extent[d] !== this.#sizes[d]) return false;
    return true;
  }

  // 2 validity

  /** Instances needed of each level; entry 0 is the compute level. */
  #fitsFanout(): boolean {
    const levels = this.#levels;
    this.#expansionX[levels] = 1;
    this.#expansionY[levels] = 1;
    for (let level = levels - 1; level >= 0; level--) {
      this.#expansionX[level] = (this.#expansionX[level + 1] as number) * (this.#spanX[level] as number);
      this.#expansionY[level] = (this.#expansionY[level + 1] as number) * (this.#spanY[level] as number);
    }
    for (let i = 0; i <= levels; i++) {
      const component = i === 0 ? this.#architecture.compute : (this.#architecture.storage[i - 1] as StorageLevel);
      const x = this.#expansionX[i] as number;
      const y = this.#expansionY[i] as number;
      if (x * y > component.instances || x > component.meshX || y > component.meshY) return false;
    }
    return true;
  }

  /**
   * Extents of tiles, where something asks: the level keeps the data space, an output's partition goes through it, or a
   * fan-out above spreads it; together with siblings only for partitions of outputs under a fan-out.
   */
  #measureTiles(code: Int32Array): void {
    const dimensions = this.#dimensions;
    const dataSpaces = this.#dataSpaces;
    const termStart = this.#termStart;
    const termDimension = this.#termDimension;
    const termReach = this.#termReach;
    const tileExtent = this.#tileExtent;
    const togetherExtent = this.#togetherExtent;
    const rankExtent = this.#rankExtent;
    for (let level = 0; level < this.#levels; level++) {
      const base = level * dimensions;
      const hasFanout = (this.#spatialEnd[level] as number) > (this.#blockStart[level] as number);
      const above = level + 1;
      const fansOutAbove =
        above < this.#levels && (this.#spatialEnd[above] as number) > (this.#blockStart[above] as number);
      for (let d = 0; d < dataSpaces; d++) {
        const cell = level * dataSpaces + d;
        const isAsked = this.#readWrite[d] === 1 || fansOutAbove || code[this.layout.keepStart + cell] === 1;
        if (!isAsked) continue;
        const ranks = this.#ranks[d] as number;
        let size = 1;
        for (let r = 0; r < ranks; r++) {
          const rank = d * MAX_RANKS + r;
          const end = termStart[rank + 1] as number;
          let extent = 1;
          for (let t = termStart[rank] as number; t < end; t++) {
            extent += (termReach[t] as number) * ((tileExtent[base + (termDimension[t] as number)] as number) - 1);
          }
          rankExtent[cell * MAX_RANKS + r] = extent;
          size *= extent;
        }
        this.#tileSize[cell] = size;
        if (!hasFanout || this.#readWrite[d] === 0) continue;
        let together = 1;
        for (let r = 0; r < ranks; r++) {
          const rank = d * MAX_RANKS + r;
          let wide = 1;
          for (let t = termStart[rank] as number; t < (termStart[rank + 1] as number); t++) {
            wide += (termReach[t] as number) * ((togetherExtent[base + (termDimension[t] as number)] as number) - 1);
          }
          together *= wide;
        }
        this.#togetherSize[cell] = together;
      }
    }
  }

  #findCapacityProblem(code: Int32Array): CompiledStatus {
    const { keepStart } = this.layout;
    const dataSpaces = this.#dataSpaces;
    for (let d = 0; d < dataSpaces; d++) {
      let held = 0;
      for (let level = 0; level < this.#levels; level++) held += code[keepStart + level * dataSpaces + d] as number;
      if (held === 0) return "spec";
    }
    for (let level = 0; level < this.#levels; level++) {
      const limit = this.#figures.capacity[level] as number;
      if (limit < 0) continue;
      let bits = 0;
      for (let d = 0; d < dataSpaces; d++) {
        const cell = level * dataSpaces + d;
        if (code[keepStart + cell] === 1)
          bits += (this.#tileSize[cell] as number) * (this.#figures.wordBits[cell] as number);
      }
      const words = bits / (this.#figures.levelWordBits[level] as number);
      if (words > limit || words < (this.#figures.leastWords[level] as number)) return "capacity";
    }
    return "valid";
  }

  /** More children under one level than the table of offsets takes. */
  #hasWideFanout(): boolean {
    for (let level = 0; level < this.#levels; level++) {
      if ((this.#spanX[level] as number) * (this.#spanY[level] as number) > DISTINCT_TABLE / 2) return true;
    }
    return false;
  }

  // 3 fetches, 4 counters

  /** Counters of one data space; false where only the full model can tell. */
  #count(code: Int32Array, d: number): boolean {
    const { keepStart } = this.layout;
    const dataSpaces = this.#dataSpaces;
    const levels = this.#levels;
    const keep = keepStart + d;
    const readWrite = this.#readWrite[d] === 1;
    let outermost = levels - 1;
    while (code[keep + outermost * dataSpaces] === 0) outermost--;
    // Partitions of outputs, from the whole downwards.
    this.#partition[levels - 1] = this.#tileSize[(levels - 1) * dataSpaces + d] as number;
    for (let level = levels - 2; readWrite && level >= 0; level--) {
      const size = this.#tileSize[level * dataSpaces + d] as number;
      const outer = level + 1;
      const hasFanout = (this.#spatialEnd[outer] as number) > (this.#blockStart[outer] as number);
      const together = hasFanout ? (this.#togetherSize[outer * dataSpaces + d] as number) : size;
      this.#partition[level] = Math.floor(((this.#partition[outer] as number) * size) / together);
    }
    for (let level = 0; level <= outermost; level++) {
      const hasFanout = (this.#spatialEnd[level] as number) > (this.#blockStart[level] as number);
      const holdsInside = level > 0 && code[keep + (level - 1) * dataSpaces] === 1;
      if (level > 0 && !hasFanout && !holdsInside) {
        this.#asked[level] = this.#asked[level - 1] as number;
        continue;
      }
      const transfers = hasFanout ? this.#distinctOffsets(level, d) : 1;
      if (level === 0) {
        const asked = hasFanout ? this.#askedByCompute(d, transfers) : this.#iterations;
        if (asked < 0) return false;
        this.#asked[0] = asked;
        continue;
      }
      const isSliding = this.#slides[d] === 1;
      const extentAt = ((level - 1) * dataSpaces + d) * MAX_RANKS;
      const ranks = this.#ranks[d] as number;
      if (isSliding && (hasFanout || holdsInside)) {
        this.#loadSteps(level, d);
        if (
          hasFanout &&
          this.#isNearNeighbours(level, d, extentAt) &&
          this.#loadNeighbours(level, d) &&
          this.#kernel.mayPassOn(this.#rankExtent, extentAt, ranks)
        ) {
          return false;
        }
      }
      if (holdsInside) {
        const fetched = isSliding
          ? this.#kernel.count(this.#rankExtent, extentAt, ranks)
          : (this.#tileSize[(level - 1) * dataSpaces + d] as number) * this.#movingIterations(level, d);
        this.#share[level - 1] = fetched;
        this.#asked[level] = transfers * fetched;
      } else this.#asked[level] = transfers * (this.#asked[level - 1] as number);
    }
    for (let level = 0; level <= outermost; level++) {
      const cell = level * dataSpaces + d;
      if (code[keepStart + cell] !== 1) continue;
      const asked = this.#asked[level] as number;
      const received = level === outermost ? 0 : (this.#share[level] as number);
      if (readWrite) {
        const partition = this.#partition[level] as number;
        this.#updates[cell] = asked;
        this.#reads[cell] = asked - partition;
        this.#fills[cell] = level === outermost ? 0 : received - partition;
      } else {
        this.#updates[cell] = 0;
        this.#reads[cell] = asked;
        this.#fills[cell] = received;
      }
    }
    return true;
  }

  /**
   * Tiles that children of a level see one after another if tiles never overlap: from the innermost temporal loop
   * outside that moves the data space, every iteration brings another one (nest/overlap.ts).
   */
  #movingIterations(level: number, d: number): number {
    const dataSpaces = this.#dataSpaces;
    const temporal = this.#temporal;
    const end = this.#temporalLoops;
    let t = this.#temporalStart[level] as number;
    while (t < end && this.#relevant[(this.#loopDimension[temporal[t] as number] as number) * dataSpaces + d] === 0) {
      t++;
    }
    let iterations = 1;
    for (; t < end; t++) iterations *= this.#loopBound[temporal[t] as number] as number;
    return iterations;
  }

  /** Movements of all loops in all data spaces. */
  #moveLoops(): void {
    const dataSpaces = this.#dataSpaces;
    const row = dataSpaces * MAX_RANKS;
    const loopMove = this.#loopMove;
    const loopNumber = this.#loopNumber;
    const useStart = this.#useStart;
    const useRank = this.#useRank;
    const useCoefficient = this.#useCoefficient;
    loopMove.fill(0, 0, this.#loops * row);
    loopNumber.fill(0, 0, this.#loops * dataSpaces);
    for (let l = 0; l < this.#loops; l++) {
      const dimension = this.#loopDimension[l] as number;
      const stride = this.#loopStride[l] as number;
      const end = useStart[dimension + 1] as number;
      for (let u = useStart[dimension] as number; u < end; u++) {
        const rank = useRank[u] as number;
        const move = (useCoefficient[u] as number) * stride;
        loopMove[l * row + rank] = move;
        const number = l * dataSpaces + Math.floor(rank / MAX_RANKS);
        loopNumber[number] = (loopNumber[number] as number) + move * (this.#places[rank] as number);
      }
    }
  }

  /** Steps of the temporal loops from a level's block outwards; innermost ones that move nothing are left out. */
  #loadSteps(level: number, d: number): void {
    const kernel = this.#kernel;
    const { movement, repeats } = kernel;
    const ranks = this.#ranks[d] as number;
    const dataSpaces = this.#dataSpaces;
    const back = this.#back;
    const temporal = this.#temporal;
    const loopDimension = this.#loopDimension;
    const loopBound = this.#loopBound;
    const loopMove = this.#loopMove;
    const relevant = this.#relevant;
    const end = this.#temporalLoops;
    let t = this.#temporalStart[level] as number;
    if (level > 0) {
      while (t < end && relevant[(loopDimension[temporal[t] as number] as number) * dataSpaces + d] === 0) t++;
    }
    for (let r = 0; r < ranks; r++) back[r] = 0;
    let k = 0;
    for (; t < end; t++, k++) {
      const l = temporal[t] as number;
      const from = (l * dataSpaces + d) * MAX_RANKS;
      const at = k * MAX_RANKS;
      for (let r = 0; r < ranks; r++) {
        const own = loopMove[from + r] as number;
        const fallBack = back[r] as number;
        movement[at + r] = own - fallBack;
        back[r] = fallBack + own;
      }
      repeats[k] = (loopBound[l] as number) - 1;
    }
    kernel.steps = k;
  }

  /** Number of distinct offsets of a level's children in a data space. */
  #distinctOffsets(level: number, d: number): number {
    const start = this.#blockStart[level] as number;
    const end = this.#spatialEnd[level] as number;
    // Loops that move the word, by the size of their step: `step, bound` pairs, kept sorted.
    const steps = this.#spatialSteps;
    let loops = 0;
    let distinct = 1;
    for (let l = start; l < end; l++) {
      const step = this.#loopNumber[l * this.#dataSpaces + d] as number;
      if (step === 0) continue;
      const bound = this.#loopBound[l] as number;
      distinct *= bound;
      let i = loops++;
      for (; i > 0 && Math.abs(steps[2 * i - 2] as number) > Math.abs(step); i--) {
        steps[2 * i] = steps[2 * i - 2] as number;
        steps[2 * i + 1] = steps[2 * i - 1] as number;
      }
      steps[2 * i] = step;
      steps[2 * i + 1] = bound;
    }
    // If each loop steps further than all smaller ones reach together, no two offsets coincide.
    let reach = 0;
    for (let i = 0; i < loops; i++) {
      const step = Math.abs(steps[2 * i] as number);
      if (step <= reach) return this.#countDistinct(loops);
      reach += step * ((steps[2 * i + 1] as number) - 1);
    }
    return distinct;
  }

  /** Walks the offsets one by one, each loop as a digit, and puts them into a table of their numbers. */
  #countDistinct(loops: number): number {
    this.#distinctRun++;
    const steps = this.#spatialSteps;
    const digits = this.#spatialBounds;
    for (let i = 0; i < loops; i++) digits[i] = 0;
    let distinct = 0;
    let offset = 0;
    for (;;) {
      distinct += this.#isNewNumber(offset) ? 1 : 0;
      let i = 0;
      for (; i < loops; i++) {
        const step = steps[2 * i] as number;
        const digit = (digits[i] as number) + 1;
        if (digit < (steps[2 * i + 1] as number)) {
          digits[i] = digit;
          offset += step;
          break;
        }
        offset -= (digit - 1) * step;
        digits[i] = 0;
      }
      if (i === loops) return distinct;
    }
  }

  #isNewNumber(value: number): boolean {
    let slot = Math.abs(value % 1048573) & (DISTINCT_TABLE - 1);
    while (this.#distinctStamp[slot] === this.#distinctRun) {
      if (this.#distinctKeys[slot] === value) return false;
      slot = (slot + 1) & (DISTINCT_TABLE - 1);
    }
    this.#distinctStamp[slot] = this.#distinctRun;
    this.#distinctKeys[slot] = value;
    return true;
  }

  /**
   * What the compute units ask of the innermost level: each its word in every step, those with equal offsets together.
   * In a step in which nothing moves, units that all need the same word pass it on among themselves. -1 where
   * neighbours at different offsets could do so as well: the full model tells.
   */
  #askedByCompute(d: number, transfers: number): number {
    const iterations = this.#iterations;
    if (!this.#loadNeighbours(0, d)) return transfers * iterations;
    this.#loadSteps(0, d);
    const kernel = this.#kernel;
    const ranks = this.#ranks[d] as number;
    let outside = iterations;
    let passedOn = 0;
    for (let k = 0; k < kernel.steps; k++) {
      const repeats = kernel.repeats[k] as number;
      outside /= repeats + 1;
      if (!kernel.movesLikeNeighbour(k, ranks)) continue;
      if (transfers !== 1) return -1;
      passedOn += repeats * outside;
    }
    return transfers * (iterations - passedOn);
  }

  /** Whether any step of the kernel moves a tile so little that it could come to lie where a neighbour's was. */
  #isNearNeighbours(level: number, d: number, extentAt: number): boolean {
    const ranks = this.#ranks[d] as number;
    const reach = this.#back;
    const loopMove = this.#loopMove;
    const end = this.#spatialEnd[level] as number;
    for (let r = 0; r < ranks; r++) reach[r] = this.#rankExtent[extentAt + r] as number;
    for (let l = this.#blockStart[level] as number; l < end; l++) {
      const from = (l * this.#dataSpaces + d) * MAX_RANKS;
      const last = (this.#loopBound[l] as number) - 1;
      for (let r = 0; r < ranks; r++) {
        const move = loopMove[from + r] as number;
        reach[r] = (reach[r] as number) + (move < 0 ? -move : move) * last;
      }
    }
    const { movement, steps } = this.#kernel;
    for (let k = 0; k < steps; k++) {
      let near = true;
      for (let r = 0; r < ranks && near; r++) {
        const moved = movement[k * MAX_RANKS + r] as number;
        near = (moved < 0 ? -moved : moved) < (reach[r] as number);
      }
      if (near) return true;
    }
    return false;
  }

  /** Gives the kernel the offsets between a child and its neighbours; false where there are no neighbours. */
  #loadNeighbours(level: number, d: number): boolean {
    const start = this.#blockStart[level] as number;
    const count = (this.#spatialEnd[level] as number) - start;
    if (count === 0) return false;
    for (let i = 0; i < count; i++) this.#spatialBounds[i] = this.#loopBound[start + i] as number;
    const meshX = Math.max(this.#figures.fanoutX[level] as number, this.#spanX[level] as number);
    const meshY = Math.max(this.#figures.fanoutY[level] as number, this.#spanY[level] as number);
    const digits = this.#neighbours.lookUp(this.#spatialBounds, count, meshX, meshY);
    const from = (start * this.#dataSpaces + d) * MAX_RANKS;
    const row = this.#dataSpaces * MAX_RANKS;
    this.#kernel.setNeighbours(digits, count, this.#loopMove, from, row, this.#ranks[d] as number);
    return digits.length > 0;
  }

  // 5 figures

  #finish(code: Int32Array): void {
    const { keepStart } = this.layout;
    const figures = this.#figures;
    const dataSpaces = this.#dataSpaces;
    const iterations = this.#iterations;
    const computeCycles = iterations * figures.cyclesPerOperation;
    let levelCycles = computeCycles;
    for (let level = 0; level < this.#levels; level++) {
      let reads = 0;
      let writes = 0;
      for (let d = 0; d < dataSpaces; d++) {
        const cell = level * dataSpaces + d;
        if (code[keepStart + cell] !== 1) continue;
        const scale = figures.bandwidthScale[cell] as number;
        const share = figures.wordShare[cell] as number;
        reads += ((this.#reads[cell] as number) / computeCycles) * scale * share;
        writes += (((this.#fills[cell] as number) + (this.#updates[cell] as number)) / computeCycles) * scale * share;
      }
      let throttling = 1;
      const read = figures.readBandwidth[level] as number;
      const write = figures.writeBandwidth[level] as number;
      const shared = figures.sharedBandwidth[level] as number;
      if (read < reads) throttling = Math.min(throttling, read / reads);
      if (write < writes) throttling = Math.min(throttling, write / writes);
      if (shared < reads + writes) throttling = Math.min(throttling, shared / (reads + writes));
      levelCycles = Math.max(levelCycles, Math.ceil(computeCycles / throttling));
    }
    const computes = iterations * (this.#expansionX[0] as number) * (this.#expansionY[0] as number);
    let energyPj = computes * figures.computePj;
    for (let level = 0; level < this.#levels; level++) {
      const needed = (this.#expansionX[level + 1] as number) * (this.#expansionY[level + 1] as number);
      const clusters = Math.min(needed, figures.clusters[level] as number);
      let levelPj = 0;
      let accesses = 0;
      for (let d = 0; d < dataSpaces; d++) {
        const cell = level * dataSpaces + d;
        if (code[keepStart + cell] !== 1) continue;
        const reads = this.#reads[cell] as number;
        const fills = this.#fills[cell] as number;
        const updates = this.#updates[cell] as number;
        accesses += reads + fills + updates;
        const perVector = figures.wordsPerVector[cell] as number;
        const clusterPj =
          Math.ceil(reads / perVector) * (figures.readPj[level] as number) +
          Math.ceil(fills / perVector) * (figures.fillPj[level] as number) +
          Math.ceil(updates / perVector) * (figures.updatePj[level] as number);
        const addresses = this.#readWrite[d] === 1 ? updates + fills : reads + fills;
        levelPj +=
          (clusterPj / (needed / clusters)) * needed + (figures.addressPj[level] as number) * addresses * clusters;
      }
      this.accesses[level] = accesses * needed;
      const leakPj = figures.leakPj[level] as number;
      if (leakPj !== 0) {
        const gate = figures.gateLevel[level] as number;
        const sharing = figures.gateSharing[level] as number;
        const gateNeeded = (this.#expansionX[gate + 1] as number) * (this.#expansionY[gate + 1] as number);
        levelPj += leakPj * levelCycles * (sharing > 1 ? sharing * gateNeeded : needed);
      }
      energyPj += levelPj;
    }
    this.energyPj = energyPj;
    this.cycles = levelCycles + figures.latencyCycles;
  }
}

/** Words of a level with a limit that are left for tiles. */
function roomForTiles(level: StorageLevel): number {
  const words = (level.effectiveSizeWords ?? 0) - residentWordsOf(level);
  assertInvariant(words >= 0, `more stays in ${level.name} than it holds`);
  return words;
}

/** Figures of the levels that no mapping changes, as arrays by level or by level x data space. */
export class LevelFigures {
  /** Words for tiles; -1 for any number. */
  readonly capacity: Float64Array;
  readonly leastWords: Float64Array;
  readonly levelWordBits: Float64Array;
  /** Bits of room that a word takes. */
  readonly wordBits: Float64Array;
  readonly wordShare: Float64Array;
  readonly wordsPerVector: Float64Array;
  readonly bandwidthScale: Float64Array;
  readonly readBandwidth: Float64Array;
  readonly writeBandwidth: Float64Array;
  readonly sharedBandwidth: Float64Array;
  readonly clusters: Float64Array;
  readonly readPj: Float64Array;
  readonly fillPj: Float64Array;
  readonly updatePj: Float64Array;
  readonly leakPj: Float64Array;
  readonly addressPj: Float64Array;
  readonly gateLevel: Int32Array;
  readonly gateSharing: Float64Array;
  readonly fanoutX: Float64Array;
  readonly fanoutY: Float64Array;
  readonly computePj: number;
  readonly cyclesPerOperation: number;
  readonly latencyCycles: number;

  constructor(spec: Spec) {
    const { storage, compute } = spec.architecture;
    const { dataSpaces } = spec.workload;
    const byLevel = (pick: (level: StorageLevel, i: number) => number): Float64Array =>
      Float64Array.from(storage, pick);
    const byCell = (pick: (level: StorageLevel, name: string) => number): Float64Array =>
      Float64Array.from(storage.flatMap((level) => dataSpaces.map(({ name }) => pick(level, name))));
    const none = Number.POSITIVE_INFINITY;
    this.capacity = byLevel((level) =>
      level.allowOverbooking || level.effectiveSizeWords === undefined ? -1 : roomForTiles(level),
    );
    this.leastWords = byLevel(
      (level) => (level.effectiveSizeWords ?? 0) * level.minUtilization - residentWordsOf(level),
    );
    this.levelWordBits = byLevel((level) => level.wordBits);
    this.wordBits = byCell((level, name) => roomBitsOf(level, name));
    this.wordShare = byCell((level, name) => wordBitsOf(level, name) / level.wordBits);
    this.wordsPerVector = byCell((level, name) => (level.wordBits * level.blockSize) / wordBitsOf(level, name));
    this.bandwidthScale = byCell((level, name) =>
      Object.hasOwn(level.bandwidthConsumptionScale, name) ? (level.bandwidthConsumptionScale[name] ?? 1) : 1,
    );
    this.readBandwidth = byLevel((level) => level.readBandwidth ?? none);
    this.writeBandwidth = byLevel((level) => level.writeBandwidth ?? none);
    this.sharedBandwidth = byLevel((level) => level.sharedBandwidth ?? none);
    this.clusters = byLevel((level) => Math.floor(level.instances / level.clusterSize));
    const costs = storage.map((level) => storageCosts(level, spec.ert).actions);
    this.readPj = byLevel((_, i) => costs[i]?.readPj ?? 0);
    this.fillPj = byLevel((_, i) => costs[i]?.fillPj ?? 0);
    this.updatePj = byLevel((_, i) => costs[i]?.updatePj ?? 0);
    this.leakPj = byLevel((_, i) => costs[i]?.leakPj ?? 0);
    this.addressPj = byLevel((level) => Math.max(0, numberAttribute(level, "addr_gen_energy") ?? 0));
    const gates = storage.map((level, i) => {
      const gate = storage.findIndex(({ name }) => name === level.powerGatedAt);
      return gate < 0 ? i : gate;
    });
    this.gateLevel = Int32Array.from(gates);
    this.gateSharing = byLevel(
      (level, i) => level.instances / Math.max(1, storage[gates[i] as number]?.instances ?? 1),
    );
    const fanouts = fanoutsOf(spec.architecture);
    this.fanoutX = Float64Array.from(fanouts, ({ x }) => x);
    this.fanoutY = Float64Array.from(fanouts, ({ y }) => y);
    this.computePj = computeCosts(compute, spec.ert).computePj;
    this.cyclesPerOperation = compute.cyclesPerOperation;
    this.latencyCycles = storage.reduce((sum, level) => sum + level.networkFillLatency + level.networkDrainLatency, 0);
  }
}

/** Whether any network of the architecture may cost energy or has a model of its own. */
export function networksCost(spec: Spec): boolean {
  const { architecture, ert } = spec;
  const costs = ["wire_energy", "energy_per_hop", "router_energy", "energy_per_ingress"];
  return (
    architecture.networks.length > 0 ||
    (ert?.components.some(({ component }) => component.toLowerCase() === "wire") ?? false) ||
    architecture.storage.some((level) => costs.some((key) => (numberAttribute(level, key) ?? 0) !== 0))
  );
}
