/**
 * The least energy and cycles that any completion of a partial nest can have. Every part is a lower bound by itself:
 *
 *   fetched     for a boundary whose first moving loop is known, (T + (b - 1) n) / b * Z / run: exact, but for loops
 *               further out that may save a whole tile (their product goes into b)
 *   first loop  whatever loop k comes next, it ends the run of every boundary that it moves. So the rest costs at least
 *                   min over k of  ( sum of boundaries that k moves, ended now + sum of the others, at their best )
 *   at best     all loops that leave the data space in place come first: of the present level if one of its loops must
 *               end the run, else of all levels
 *   asked       fetched * ratio of distinct children, further fan-outs multicast all they could; never less than every
 *               different word once for each copy of the level that serves it (a union bound: each fetch brings at most
 *               what is new)
 *   capacity    levels that are not complete hold tiles that fit, not whole tensors: tile-table.ts
 *   accesses    of a level: the same, at a price of one a word there and of none elsewhere
 *   cycles      operations / most compute units that can still be at work; words asked / bandwidth
 *
 * The proofs are in docs/explanation/optimal-search.md.
 */
import { MAX_RANKS } from "../../nest/fetch-kernel.ts";
import type { KeepChoice } from "./keep-choice.ts";
import {
  ALIVE,
  BOUND,
  CLOSED,
  COPIES,
  EXTENT,
  FIELDS,
  FIRST,
  FREE,
  LEVEL,
  LINK_CHILDREN,
  LINK_DISTINCT,
  LINKED,
  MOVED,
  NEW,
  type NestLayout,
  NOT_YET,
  OUTER_COPIES,
  OUTSIDE,
  PARALLEL,
  RATIO,
  RUN,
  SPARE,
  STAGE,
  STATUS,
  TILE,
} from "./partial-nest.ts";
import type { SearchSpace, WordPrices } from "./search-space.ts";

/** Least energy in pJ of the boundaries of a level that is not complete in a nest, since its tiles have to fit. */
export type CapacityCost = (nest: Float64Array, level: number) => number;

export class LowerBound {
  energyPj = 0;
  cycles = 0;
  /** Of the energy, what moving words takes. */
  transferPj = 0;
  /** Most compute units that can be at work. */
  mostParallel = 0;
  readonly #space: SearchSpace;
  readonly #keep: KeepChoice;
  readonly #layout: NestLayout;
  readonly #reads: Float64Array;
  readonly #writes: Float64Array;
  readonly #endedPj: Float64Array;
  readonly #unlinkedChildren: (level: number) => number;
  /** Boundaries of each data space. */
  readonly #boundaries: readonly Int32Array[];
  /** What capacities cost, where it is known (tile-table.ts). */
  tiles: CapacityCost | undefined;
  /** Boundaries of levels that are not complete, at best. */
  readonly #unreached: Float64Array;
  /** The level whose boundaries alone are charged. */
  #only: number | undefined;
  #nest: Float64Array = new Float64Array(0);
  #prices: WordPrices;
  /** First level whose spatial factors are not all chosen. */
  #from = 0;
  /** A loop of the present level is known to run, and moves the data space at hand. */
  #mustEnd = false;
  #spare = 1;
  /** Of the words of the last fetch, those that no neighbour can have ready. */
  #alone = 0;

  constructor(space: SearchSpace, keep: KeepChoice, layout: NestLayout, possibleChildren: (level: number) => number) {
    this.#space = space;
    this.#keep = keep;
    this.#layout = layout;
    this.#prices = space.prices;
    this.#reads = new Float64Array(space.levels);
    this.#writes = new Float64Array(space.levels);
    this.#endedPj = new Float64Array(space.dimensions);
    this.#unreached = new Float64Array(space.levels);
    this.#unlinkedChildren = possibleChildren;
    this.#boundaries = Array.from({ length: space.dataSpaces }, (_, d) =>
      Int32Array.from(
        Array.from({ length: keep.boundaries }, (_, w) => w).filter(
          (w) => keep.dataSpace[w] === d && keep.outer[w] !== -1,
        ),
      ),
    );
  }

  /** Works out `energyPj`, `cycles` and `mostParallel` for a partial nest. */
  measure(nest: Float64Array): void {
    const space = this.#space;
    const { figures } = space;
    this.#nest = nest;
    this.#spare = nest[SPARE] as number;
    const level = nest[LEVEL] as number;
    this.#from = nest[STAGE] === 0 ? level : level + 1;
    const parallel = nest[PARALLEL] as number;
    this.mostParallel = parallel * this.#possibleSpread(-1, false, space.levels - 1);
    const computeCycles = (space.operations / this.mostParallel) * figures.cyclesPerOperation;
    this.#reads.fill(0);
    this.#writes.fill(0);
    this.#prices = space.prices;
    this.transferPj = this.#charge(this.tiles);
    this.cycles = this.#throttledCycles(computeCycles) + figures.latencyCycles;
    const leakagePj = this.#leakagePj(this.cycles - figures.latencyCycles);
    this.energyPj = space.operations * figures.computePj + this.transferPj + leakagePj;
  }

  /** Least accesses of a level, of the nest that was measured last. */
  accesses(level: number): number {
    this.#prices = this.#space.accessPrices(level);
    return this.#charge(undefined);
  }

  /** Least energy in pJ of the boundaries of `level`, the last one that is complete in `nest`. Voids what was measured. */
  boundaryCost(nest: Float64Array, level: number): number {
    this.#nest = nest;
    this.#spare = nest[SPARE] as number;
    this.#from = level + 1;
    this.#prices = this.#space.prices;
    this.#only = level;
    const pj = this.#charge(undefined);
    this.#only = undefined;
    return pj;
  }

  /**
   * What the words that move cost at least, at the present prices.
   * @param tiles what the capacities of levels that are not complete make of it
   */
  #charge(tiles: CapacityCost | undefined): number {
    const { dataSpaces, dimensions, levels } = this.#space;
    this.#endedPj.fill(0);
    this.#unreached.fill(0);
    let pj = 0;
    for (let d = 0; d < dataSpaces; d++) pj += this.#chargeDataSpace(d);
    pj += this.#leastEndedPj(dimensions);
    for (let level = this.#nest[LEVEL] as number; level < levels - 1; level++) {
      const atBestPj = this.#unreached[level] as number;
      pj += tiles === undefined ? atBestPj : Math.max(atBestPj, tiles(this.#nest, level));
    }
    return pj;
  }

  /** Cost of a data space at its best; into `#endedPj` what each next loop adds to that. */
  #chargeDataSpace(d: number): number {
    const { dimensions, moves } = this.#space;
    const { pending, rest } = this.#layout;
    const nest = this.#nest;
    this.#mustEnd = false;
    for (let k = 0; k < dimensions; k++) {
      if ((nest[pending + k] as number) > 1 && moves[d * dimensions + k] !== 0) this.#mustEnd = true;
    }
    let stay = 1;
    for (let k = 0; k < dimensions; k++) {
      if (moves[d * dimensions + k] !== 0) continue;
      const chosen = nest[pending + k] as number;
      stay *= this.#mustEnd && chosen > 0 ? chosen : (nest[rest + k] as number);
    }
    let bestPj = 0;
    let endedPj = 0;
    const slides = this.#space.slides[d] === 1;
    const boundaries = this.#boundaries[d] as Int32Array;
    for (let i = 0; i < boundaries.length; i++) {
      const w = boundaries[i] as number;
      const at = this.#layout.boundary + w * FIELDS;
      const level = this.#keep.level[w] as number;
      if (this.#only !== undefined && level !== this.#only) continue;
      const status = nest[at + STATUS];
      if (status === NOT_YET) {
        this.#unreached[level] = (this.#unreached[level] as number) + this.#cost(w, at, 0, true, true);
      } else if (status === CLOSED) bestPj += this.#cost(w, at, this.#closedFetch(d, at), true, true);
      else {
        const outside = (nest[at + OUTSIDE] as number) / (nest[at + RUN] as number);
        const best = this.#openFetch(d, at, outside / stay, slides);
        this.#alone = 0;
        let openPj = this.#cost(w, at, best, true, true);
        // Neighbours help only if the run ends at once: that is a matter of the loop that comes next.
        if (nest[at + LINKED] !== 0 && this.#keep.level[w] !== -1) openPj = this.#cost(w, at, best, false, false);
        bestPj += openPj;
        endedPj -= openPj;
        if (!slides) endedPj += this.#cost(w, at, (nest[at + TILE] as number) * outside, false, true);
        else {
          for (let k = 0; k < dimensions; k++) {
            if ((nest[rest + k] as number) === 1 || moves[d * dimensions + k] === 0) continue;
            const pj = this.#cost(w, at, this.#endedFetch(d, at, outside, k), false, true);
            this.#endedPj[k] = (this.#endedPj[k] as number) + pj;
          }
        }
      }
    }
    for (let k = 0; k < dimensions; k++) {
      if (moves[d * dimensions + k] !== 0) this.#endedPj[k] = (this.#endedPj[k] as number) + endedPj;
    }
    return bestPj;
  }

  /** Whatever comes next costs at least this beyond every data space's best. */
  #leastEndedPj(dimensions: number): number {
    const nest = this.#nest;
    const { pending, rest } = this.#layout;
    let isHere = false;
    for (let k = 0; k < dimensions; k++) if ((nest[pending + k] as number) > 1) isHere = true;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < dimensions; k++) {
      const chosen = nest[pending + k] as number;
      const isNext = chosen > 1 || ((!isHere || chosen === 0) && (nest[rest + k] as number) > 1);
      if (isNext) least = Math.min(least, this.#endedPj[k] as number);
    }
    return least === Number.POSITIVE_INFINITY ? 0 : least;
  }

  /** Words fetched across a boundary whose run has ended. */
  #closedFetch(d: number, at: number): number {
    const nest = this.#nest;
    const { dimensions, moves } = this.#space;
    const { rest } = this.#layout;
    const tile = nest[at + TILE] as number;
    const fresh = nest[at + NEW] as number;
    const bound = nest[at + BOUND] as number;
    const outside = (nest[at + OUTSIDE] as number) / (nest[at + RUN] as number);
    const regular = ((tile + (bound - 1) * fresh) / bound) * outside;
    if (fresh === tile && this.#space.slides[d] === 0) return regular;
    this.#alone = 0;
    const first = nest[at + FIRST] as number;
    if (first < 0) return regular;
    if (this.#space.isSigned[d] === 1) return 0;
    let free = nest[at + FREE] as number;
    if (nest[at + ALIVE] === 0 && free === 1) {
      if (fresh < tile) this.#alone = ((tile + fresh) / bound) * outside;
      return regular;
    }
    const moved = nest[at + MOVED] as number;
    if (nest[at + ALIVE] === 1) {
      for (let k = 0; k < dimensions; k++) {
        if (k === first || (moved & ~(moves[d * dimensions + k] as number)) !== 0) continue;
        free *= nest[rest + k] as number;
      }
      if ((moved & ~(moves[d * dimensions + first] as number)) === 0) {
        const same = nest[rest + first] as number;
        if (free === 1 && bound === 2) return this.#slices(outside, tile, fresh, bound * same);
        if (free > 1) free *= same;
      }
    }
    return (outside / (bound * free)) * (tile + free * (bound - 1) * fresh);
  }

  #slices(outside: number, tile: number, fresh: number, bound: number): number {
    // A whole tile and the slice right after it find nothing at a neighbour; later slices may.
    if (fresh < tile) this.#alone = (outside / bound) * (tile + fresh);
    return (outside / bound) * (tile + (bound - 1) * fresh);
  }

  /** Words fetched if a loop over `k` ends the run now. */
  #endedFetch(d: number, at: number, outside: number, k: number): number {
    const nest = this.#nest;
    const space = this.#space;
    const { dimensions, moves } = space;
    const { extent, pending, rest } = this.#layout;
    this.#alone = 0;
    if (space.isSigned[d] === 1) return 0;
    const own = moves[d * dimensions + k] as number;
    let overlap = 1;
    for (let r = 0; r < (space.ranks[d] as number); r++) {
      const step = (space.coefficient[(d * dimensions + k) * MAX_RANKS + r] as number) * (nest[extent + k] as number);
      overlap *= Math.max(0, (nest[at + EXTENT + r] as number) - step);
    }
    const tile = nest[at + TILE] as number;
    const fresh = tile - overlap;
    let others = 1;
    for (let other = 0; other < dimensions; other++) {
      if (other === k || (own & ~(moves[d * dimensions + other] as number)) !== 0) continue;
      others *= nest[rest + other] as number;
    }
    const left = nest[rest + k] as number;
    if (others > 1) {
      const all = others * left;
      return (outside / all) * (tile + (all / 2) * fresh);
    }
    const chosen = nest[pending + k] as number;
    return this.#slices(outside, tile, fresh, chosen > 2 ? chosen : left);
  }

  /** Words fetched at best if the run has not ended; `outside` without the loops that may stay in it. */
  #openFetch(d: number, at: number, outside: number, slides: boolean): number {
    const nest = this.#nest;
    const tile = nest[at + TILE] as number;
    if (!slides) return tile * outside;
    const { dimensions, moves } = this.#space;
    const { pending, rest } = this.#layout;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < dimensions; k++) {
      if (moves[d * dimensions + k] === 0 || nest[rest + k] === 1) continue;
      if (this.#mustEnd && nest[pending + k] === 1) continue;
      least = Math.min(least, this.#endedFetch(d, at, outside, k));
    }
    return least === Number.POSITIVE_INFINITY ? tile * outside : least;
  }

  /**
   * Energy of what is fetched across a boundary, at both of its sides; optionally counted for bandwidth, and with what
   * neighbours may pass on.
   */
  #cost(w: number, at: number, fetched: number, counts: boolean, mayLink: boolean): number {
    const space = this.#space;
    const nest = this.#nest;
    const { dataSpaces } = space;
    const d = this.#keep.dataSpace[w] as number;
    const inner = this.#keep.level[w] as number;
    const outer = this.#keep.outer[w] as number;
    const isKnown = nest[at + STATUS] !== NOT_YET;
    const words = space.words[d] as number;
    let asked: number;
    let filled: number;
    if (!isKnown) {
      const children = space.slides[d] === 1 ? this.#unlinkedChildren(inner + 1) : 1;
      asked = words / children;
      filled = asked;
    } else {
      const linked = mayLink && nest[at + LINKED] !== 0;
      const alone = linked ? Math.min(fetched, this.#alone) : 0;
      const children = linked ? (nest[at + LINK_CHILDREN] as number) : 1;
      const distinct = linked ? (nest[at + LINK_DISTINCT] as number) : 1;
      const once = (words * (nest[at + OUTER_COPIES] as number)) / distinct;
      if (inner === -1 && children > 1) asked = once;
      else {
        const share = this.#from <= outer ? this.#possibleSpread(d, space.slides[d] === 1, outer) : 1;
        const sent = alone + (fetched - alone) / distinct;
        asked = Math.max(once, (sent * (nest[at + RATIO] as number)) / share);
      }
      filled = Math.max(asked, alone + (fetched - alone) / children);
    }
    const cell = outer * dataSpaces + d;
    const innerCell = inner * dataSpaces + d;
    if (space.readWrite[d] === 0) {
      if (counts) this.#load(cell, innerCell, inner, outer, asked, filled, 0);
      const pj = asked * (this.#prices.readPj[cell] as number);
      return inner < 0 ? pj : pj + filled * (this.#prices.fillPj[innerCell] as number);
    }
    // The first visit of an output needs no read; each copy of a level has its own.
    let reads = 0;
    let fills = 0;
    if (isKnown && space.slides[d] === 0) {
      const first = (space.wholeSize[d] as number) * this.#possibleSpread(d, false, space.levels - 1);
      reads = Math.max(0, asked - first * (nest[at + OUTER_COPIES] as number));
      fills = Math.max(0, filled - first * (nest[at + COPIES] as number));
    }
    if (counts) this.#load(cell, innerCell, inner, outer, reads, fills, asked);
    const pj = asked * (this.#prices.updatePj[cell] as number) + reads * (this.#prices.readPj[cell] as number);
    return inner < 0 ? pj : pj + fills * (this.#prices.fillPj[innerCell] as number);
  }

  #load(
    cell: number,
    innerCell: number,
    inner: number,
    outer: number,
    reads: number,
    fills: number,
    updates: number,
  ): void {
    const { bandwidthScale, wordShare } = this.#space.figures;
    const share = (bandwidthScale[cell] as number) * (wordShare[cell] as number);
    this.#reads[outer] = (this.#reads[outer] as number) + reads * share;
    this.#writes[outer] = (this.#writes[outer] as number) + updates * share;
    if (inner < 0) return;
    const innerShare = (bandwidthScale[innerCell] as number) * (wordShare[innerCell] as number);
    this.#writes[inner] = (this.#writes[inner] as number) + fills * innerShare;
  }

  /**
   * Most iterations that the fan-outs still to come, up to level `to`, can spread: of all dimensions (`d` -1 or `all`), or
   * of those that leave data space `d` in place.
   */
  #possibleSpread(d: number, all: boolean, to: number): number {
    const space = this.#space;
    const { dimensions, levels, spatialReach } = space;
    if (this.#from > to) return 1;
    const row = (this.#from * levels + to) * dimensions;
    let spread = 1;
    // Spatial factors of the present level are part of the fan-out only when all of them are chosen.
    let chosen = 1;
    for (let k = 0; k < dimensions; k++) {
      if (!all && d >= 0 && space.moves[d * dimensions + k] !== 0) continue;
      spread *= Math.min(this.#nest[this.#layout.rest + k] as number, spatialReach[row + k] as number);
      if (d >= 0 && this.#nest[STAGE] === 0) chosen *= this.#nest[this.#layout.spatial + k] as number;
    }
    return chosen * Math.min(spread, this.#spare);
  }

  #throttledCycles(computeCycles: number): number {
    const space = this.#space;
    const { figures } = space;
    if (space.isOpaque) return computeCycles;
    let cycles = computeCycles;
    const spread = this.#possibleSpread(-1, false, space.levels - 1);
    let instances = spread;
    for (let level = space.levels - 1; level >= 0; level--) {
      const most = Math.min(instances, space.instances[level] as number);
      const reads = (this.#reads[level] as number) / most;
      const writes = (this.#writes[level] as number) / most;
      cycles = Math.max(
        cycles,
        reads / (figures.readBandwidth[level] as number),
        writes / (figures.writeBandwidth[level] as number),
        (reads + writes) / (figures.sharedBandwidth[level] as number),
      );
      instances *= this.#span(level);
    }
    return cycles;
  }

  #leakagePj(cycles: number): number {
    const space = this.#space;
    const { figures } = space;
    let pj = 0;
    let instances = 1;
    for (let level = space.levels - 1; level >= 0; level--) {
      const leak = figures.leakPj[level] as number;
      if (leak !== 0) {
        const sharing = figures.gateSharing[level] as number;
        pj += leak * cycles * (sharing > 1 ? sharing : instances);
      }
      instances *= this.#span(level);
    }
    return pj;
  }

  #span(level: number): number {
    const { spanX, spanY } = this.#layout;
    return (this.#nest[spanX + level] as number) * (this.#nest[spanY + level] as number);
  }
}
