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
import { evaluate } from "../evaluation/evaluate.ts";
import { computeCosts, storageCosts } from "../evaluation/level-costs.ts";
import { wordBitsOf } from "../evaluation/word-widths.ts";
import { numberAttribute } from "../evaluation/attribute-value.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import { FetchKernel, MAX_RANKS } from "../nest/fetch-kernel.ts";
import { decodeMapping, encodeMapping, type MappingCodeLayout, mappingCodeLayout } from "./mapping-code.ts";
import { NeighbourDigits } from "../nest/neighbour-digits.ts";

/** Why a mapping is invalid, as `Evaluation.reason`; `valid` otherwise. */
export type CompiledStatus = "valid" | "capacity" | "fanout" | "factors" | "spec";

const DISTINCT_TABLE = 8192;

export class CompiledPlan {
  readonly layout: MappingCodeLayout;
  /** Of the last valid mapping. */
  energyPj = 0;
  cycles = 0;
  /** Whether the last mapping was evaluated by the full model. */
  usedFullModel = false;
  readonly #spec: Spec;
  readonly #architecture: Architecture;
  readonly #levels: number;
  readonly #dimensions: number;
  readonly #dataSpaces: number;
  readonly #sizes: Float64Array;
  readonly #readWrite: Uint8Array;
  readonly #ranks: Int32Array;
  /** Coefficients, `(data space x MAX_RANKS + rank) x dimensions + dimension`. */
  readonly #coefficients: Float64Array;
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
  readonly #loopSpatial: Uint8Array;
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
    this.#sizes = Float64Array.from(workload.loopDimensions, ({ size }) => size);
    this.#readWrite = Uint8Array.from(workload.dataSpaces, ({ readWrite }) => (readWrite ? 1 : 0));
    this.#ranks = Int32Array.from(workload.dataSpaces, ({ ranks }) => ranks.length);
    this.#coefficients = new Float64Array(dataSpaces * MAX_RANKS * dimensions);
    this.#places = new Float64Array(dataSpaces * MAX_RANKS);
    let tooManyRanks = false;
    workload.dataSpaces.forEach(({ ranks }, d) => {
      if (ranks.length > MAX_RANKS) tooManyRanks = true;
      let place = 1;
      ranks.slice(0, MAX_RANKS).forEach((rank, r) => {
        let span = 1;
        for (const { dimension, coefficient } of rank) {
          const at = (d * MAX_RANKS + r) * dimensions + dimension;
          this.#coefficients[at] = (this.#coefficients[at] as number) + coefficient;
          span += Math.abs(coefficient) * ((workload.dimensions[dimension]?.size ?? 1) - 1);
        }
        this.#places[d * MAX_RANKS + r] = place;
        place *= 2 * span;
      });
    });
    this.#alwaysFullModel = tooManyRanks || workload.usesFlattening || networksCost(spec);
    this.#figures = new LevelFigures(spec);
    const loops = levels * 3 * dimensions;
    const cells = levels * dataSpaces;
    this.#loopDimension = new Int32Array(loops);
    this.#loopBound = new Float64Array(loops);
    this.#loopStride = new Float64Array(loops);
    this.#loopSpatial = new Uint8Array(loops);
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

  /** Evaluates a code; on `valid` the figures are in `energyPj`, `cycles`, `edpJouleCycles`. */
  evaluate(code: Int32Array): CompiledStatus {
    this.usedFullModel = false;
    if (!this.#readLoops(code)) return "factors";
    if (!this.#fitsFanout()) return "fanout";
    this.#measureTiles();
    const problem = this.#findCapacityProblem(code);
    if (problem !== "valid") return problem;
    if (this.#alwaysFullModel || this.#loops > FetchKernel.maxSteps) return this.#fullModel(this.decode(code));
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
    return "valid";
  }

  // 1 loops

  #readLoops(code: Int32Array): boolean {
    const dimensions = this.#dimensions;
    const extent = this.#extent;
    extent.fill(1);
    let n = 0;
    let at = 0;
    for (let level = 0; level < this.#levels; level++) {
      this.#blockStart[level] = n;
      this.#spanX[level] = 1;
      this.#spanY[level] = 1;
      for (let slot = 0; slot < 3; slot++) {
        for (let i = 0; i < dimensions; i++, at += 2) {
          const bound = code[at + 1] as number;
          if (bound === 1) continue;
          const dimension = code[at] as number;
          this.#loopDimension[n] = dimension;
          this.#loopBound[n] = bound;
          this.#loopStride[n] = extent[dimension] as number;
          this.#loopSpatial[n] = slot === 2 ? 0 : 1;
          extent[dimension] = (extent[dimension] as number) * bound;
          if (slot === 0) this.#spanX[level] = (this.#spanX[level] as number) * bound;
          else if (slot === 1) this.#spanY[level] = (this.#spanY[level] as number) * bound;
          n++;
        }
        if (slot === 1) {
          this.#spatialEnd[level] = n;
          for (let d = 0; d < dimensions; d++) this.#togetherExtent[level * dimensions + d] = extent[d] as number;
        }
      }
      for (let d = 0; d < dimensions; d++) this.#tileExtent[level * dimensions + d] = extent[d] as number;
    }
    this.#blockStart[this.#levels] = n;
    this.#loops = n;
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

  #measureTiles(): void {
    const dimensions = this.#dimensions;
    for (let level = 0; level < this.#levels; level++) {
      for (let d = 0; d < this.#dataSpaces; d++) {
        const cell = level * this.#dataSpaces + d;
        let size = 1;
        let together = 1;
        for (let r = 0; r < (this.#ranks[d] as number); r++) {
          const row = (d * MAX_RANKS + r) * dimensions;
          let extent = 1;
          let wide = 1;
          for (let k = 0; k < dimensions; k++) {
            const coefficient = Math.abs(this.#coefficients[row + k] as number);
            if (coefficient === 0) continue;
            extent += coefficient * ((this.#tileExtent[level * dimensions + k] as number) - 1);
            wide += coefficient * ((this.#togetherExtent[level * dimensions + k] as number) - 1);
          }
          this.#rankExtent[cell * MAX_RANKS + r] = extent;
          size *= extent;
          together *= wide;
        }
        this.#tileSize[cell] = size;
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
        if (code[keepStart + cell] === 1) bits += (this.#tileSize[cell] as number) * (this.#figures.wordBits[cell] as number);
      }
      const words = bits / (this.#figures.levelWordBits[level] as number);
      if (words > limit || words < (this.#figures.leastWords[level] as number)) return "capacity";
    }
    return "valid";
  }

  // 3 fetches, 4 counters

  /** Counters of one data space; false where only the full model can tell. */
  #count(code: Int32Array, d: number): boolean {
    const { keepStart } = this.layout;
    const dataSpaces = this.#dataSpaces;
    const levels = this.#levels;
    const kept = (level: number): boolean => code[keepStart + level * dataSpaces + d] === 1;
    let outermost = levels - 1;
    while (!kept(outermost)) outermost--;
    // Partitions, from the whole downwards.
    this.#partition[levels - 1] = this.#tileSize[(levels - 1) * dataSpaces + d] as number;
    for (let level = levels - 2; level >= 0; level--) {
      const size = this.#tileSize[level * dataSpaces + d] as number;
      const outer = level + 1;
      const hasFanout = (this.#spatialEnd[outer] as number) > (this.#blockStart[outer] as number);
      const together = hasFanout ? (this.#togetherSize[outer * dataSpaces + d] as number) : size;
      this.#partition[level] = Math.floor(((this.#partition[outer] as number) * size) / together);
    }
    for (let level = 0; level <= outermost; level++) {
      const transfers = this.#distinctOffsets(level, d);
      this.#loadSteps(level, d);
      if (level === 0) {
        const asked = this.#askedByCompute(d, transfers);
        if (asked < 0) return false;
        this.#asked[0] = asked;
        continue;
      }
      const extentAt = ((level - 1) * dataSpaces + d) * MAX_RANKS;
      const fetched = this.#kernel.count(this.#rankExtent, extentAt, this.#ranks[d] as number);
      if (this.#loadNeighbours(level, d) && this.#kernel.mayPassOn(this.#rankExtent, extentAt, this.#ranks[d] as number)) {
        return false;
      }
      this.#asked[level] = transfers * (kept(level - 1) ? fetched : (this.#asked[level - 1] as number));
      this.#share[level - 1] = fetched;
    }
    const readWrite = this.#readWrite[d] === 1;
    for (let level = 0; level <= outermost; level++) {
      const cell = level * dataSpaces + d;
      if (!kept(level)) continue;
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

  #temporalIterations(): number {
    let iterations = 1;
    for (let l = 0; l < this.#loops; l++) if (this.#loopSpatial[l] === 0) iterations *= this.#loopBound[l] as number;
    return iterations;
  }

  /** Movement of one iteration of loop `l` along rank `r`. */
  #move(l: number, d: number, r: number): number {
    const row = (d * MAX_RANKS + r) * this.#dimensions;
    return (this.#coefficients[row + (this.#loopDimension[l] as number)] as number) * (this.#loopStride[l] as number);
  }

  /** Steps of the temporal loops from a level's block outwards; innermost ones that move nothing are left out. */
  #loadSteps(level: number, d: number): void {
    const kernel = this.#kernel;
    const ranks = this.#ranks[d] as number;
    const back = this.#back;
    for (let r = 0; r < ranks; r++) back[r] = 0;
    let k = 0;
    let moving = false;
    for (let l = this.#blockStart[level] as number; l < this.#loops; l++) {
      if (this.#loopSpatial[l] === 1) continue;
      const at = k * MAX_RANKS;
      for (let r = 0; r < ranks; r++) {
        const own = this.#move(l, d, r);
        if (own !== 0) moving = true;
        kernel.movement[at + r] = own - (back[r] as number);
        back[r] = (back[r] as number) + own;
      }
      if (!moving && level > 0) continue;
      kernel.repeats[k] = (this.#loopBound[l] as number) - 1;
      k++;
    }
    kernel.steps = k;
  }

  /** Number of distinct offsets of a level's children in a data space. */
  #distinctOffsets(level: number, d: number): number {
    const start = this.#blockStart[level] as number;
    const end = this.#spatialEnd[level] as number;
    if (start === end) return 1;
    const ranks = this.#ranks[d] as number;
    // Offsets as numbers: if each loop steps further than all before it reach, no two coincide.
    let reach = 0;
    let distinct = 1;
    let increasing = true;
    for (let l = start; l < end; l++) {
      let step = 0;
      for (let r = 0; r < ranks; r++) step += this.#move(l, d, r) * (this.#places[d * MAX_RANKS + r] as number);
      if (step === 0) continue;
      const bound = this.#loopBound[l] as number;
      if (Math.abs(step) <= reach) increasing = false;
      reach += Math.abs(step) * (bound - 1);
      distinct *= bound;
    }
    return increasing ? distinct : this.#countDistinct(start, end, d, ranks);
  }

  #countDistinct(start: number, end: number, d: number, ranks: number): number {
    this.#distinctRun++;
    let distinct = 0;
    const add = (value: number): void => {
      let slot = Math.abs(value * 2654435761) % DISTINCT_TABLE | 0;
      while (this.#distinctStamp[slot] === this.#distinctRun) {
        if (this.#distinctKeys[slot] === value) return;
        slot = (slot + 1) % DISTINCT_TABLE;
      }
      this.#distinctStamp[slot] = this.#distinctRun;
      this.#distinctKeys[slot] = value;
      distinct++;
    };
    const walk = (l: number, offset: number): void => {
      if (l < start) {
        add(offset);
        return;
      }
      let step = 0;
      for (let r = 0; r < ranks; r++) step += this.#move(l, d, r) * (this.#places[d * MAX_RANKS + r] as number);
      if (step === 0) {
        walk(l - 1, offset);
        return;
      }
      for (let i = 0; i < (this.#loopBound[l] as number); i++) walk(l - 1, offset + i * step);
    };
    walk(end - 1, 0);
    return distinct;
  }

  /**
   * What the compute units ask of the innermost level: each its word in every step, those with equal offsets together.
   * In a step in which nothing moves, units that all need the same word pass it on among themselves. -1 where
   * neighbours at different offsets could do so as well: the full model tells.
   */
  #askedByCompute(d: number, transfers: number): number {
    const iterations = this.#temporalIterations();
    if (!this.#loadNeighbours(0, d)) return transfers * iterations;
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

  /** Gives the kernel the offsets between a child and its neighbours; false where there are no neighbours. */
  #loadNeighbours(level: number, d: number): boolean {
    const start = this.#blockStart[level] as number;
    const count = (this.#spatialEnd[level] as number) - start;
    if (count === 0) return false;
    for (let i = 0; i < count; i++) this.#spatialBounds[i] = this.#loopBound[start + i] as number;
    const meshX = Math.max(this.#figures.fanoutX[level] as number, this.#spanX[level] as number);
    const meshY = Math.max(this.#figures.fanoutY[level] as number, this.#spanY[level] as number);
    const digits = this.#neighbours.lookUp(this.#spatialBounds, count, meshX, meshY);
    const ranks = this.#ranks[d] as number;
    const kernel = this.#kernel;
    kernel.neighbours = digits.length / count;
    if (kernel.neighbours * MAX_RANKS > kernel.neighbourOffset.length) {
      kernel.neighbourOffset = new Float64Array(2 * kernel.neighbours * MAX_RANKS);
    }
    for (let row = 0; row < kernel.neighbours; row++) {
      for (let r = 0; r < ranks; r++) {
        let offset = 0;
        for (let i = 0; i < count; i++) offset += (digits[row * count + i] as number) * this.#move(start + i, d, r);
        kernel.neighbourOffset[row * MAX_RANKS + r] = offset;
      }
    }
    return kernel.neighbours > 0;
  }

  // 5 figures

  #finish(code: Int32Array): void {
    const { keepStart } = this.layout;
    const figures = this.#figures;
    const dataSpaces = this.#dataSpaces;
    const iterations = this.#temporalIterations();
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
      for (let d = 0; d < dataSpaces; d++) {
        const cell = level * dataSpaces + d;
        if (code[keepStart + cell] !== 1) continue;
        const reads = this.#reads[cell] as number;
        const fills = this.#fills[cell] as number;
        const updates = this.#updates[cell] as number;
        const perVector = figures.wordsPerVector[cell] as number;
        const clusterPj =
          Math.ceil(reads / perVector) * (figures.readPj[level] as number) +
          Math.ceil(fills / perVector) * (figures.fillPj[level] as number) +
          Math.ceil(updates / perVector) * (figures.updatePj[level] as number);
        const addresses = this.#readWrite[d] === 1 ? updates + fills : reads + fills;
        levelPj += (clusterPj / (needed / clusters)) * needed + (figures.addressPj[level] as number) * addresses * clusters;
      }
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

/** Figures of the levels that no mapping changes, as arrays by level or by level x data space. */
class LevelFigures {
  readonly capacity: Float64Array;
  readonly leastWords: Float64Array;
  readonly levelWordBits: Float64Array;
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
    const byLevel = (pick: (level: StorageLevel, i: number) => number): Float64Array => Float64Array.from(storage, pick);
    const byCell = (pick: (level: StorageLevel, name: string) => number): Float64Array =>
      Float64Array.from(storage.flatMap((level) => dataSpaces.map(({ name }) => pick(level, name))));
    const none = Number.POSITIVE_INFINITY;
    this.capacity = byLevel((level) => (level.allowOverbooking ? -1 : (level.effectiveSizeWords ?? -1)));
    this.leastWords = byLevel((level) => (level.effectiveSizeWords ?? 0) * level.minUtilization);
    this.levelWordBits = byLevel((level) => level.wordBits);
    this.wordBits = byCell((level, name) => wordBitsOf(level, name));
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
    this.gateSharing = byLevel((level, i) => level.instances / Math.max(1, storage[gates[i] as number]?.instances ?? 1));
    this.fanoutX = byLevel((level, i) => Math.floor((i === 0 ? compute : (storage[i - 1] as StorageLevel)).meshX / level.meshX));
    this.fanoutY = byLevel((level, i) => Math.floor((i === 0 ? compute : (storage[i - 1] as StorageLevel)).meshY / level.meshY));
    this.computePj = computeCosts(compute, spec.ert).computePj;
    this.cyclesPerOperation = compute.cyclesPerOperation;
    this.latencyCycles = storage.reduce((sum, level) => sum + level.networkFillLatency + level.networkDrainLatency, 0);
  }
}

/** Whether any network of the architecture may cost energy or has a model of its own. */
function networksCost(spec: Spec): boolean {
  const { architecture, ert } = spec;
  const costs = ["wire_energy", "energy_per_hop", "router_energy", "energy_per_ingress"];
  return (
    architecture.networks.length > 0 ||
    (ert?.components.some(({ component }) => component.toLowerCase() === "wire") ?? false) ||
    architecture.storage.some((level) => costs.some((key) => (numberAttribute(level, key) ?? 0) !== 0))
  );
}
