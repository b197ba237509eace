/**
 * The steps by which a partial nest grows (partial-nest.ts): a spatial factor, a temporal factor, the next loop of a
 * level's order, and what each level's end means for the boundaries. Every step changes a copy in place.
 */
import type { LevelFigures } from "../../compiled/compiled-plan.ts";
import { MAX_RANKS } from "../../nest/fetch-kernel.ts";
import { distinctWordsAtLeast } from "./distinct-words.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { updateLiveness } from "./liveness.ts";
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
  nestLayout,
  OFFSETS,
  OPEN,
  OUTER_COPIES,
  OUTSIDE,
  PARALLEL,
  RATIO,
  REACH,
  RUN,
  SPARE,
  STAGE,
  STATUS,
  STEP,
  SUM,
  TILE,
} from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";

export class NestBuilder {
  readonly space: SearchSpace;
  readonly keep: KeepChoice;
  readonly layout: NestLayout;
  readonly #figures: LevelFigures;
  readonly #sizes: Float64Array;

  constructor(space: SearchSpace, keep: KeepChoice) {
    this.space = space;
    this.keep = keep;
    this.layout = nestLayout(space.dimensions, space.levels, keep.boundaries);
    this.#figures = space.figures;
    this.#sizes = new Float64Array(space.dataSpaces);
  }

  /** The nest without any loop. */
  start(nest: Float64Array): void {
    const { layout, space } = this;
    nest.fill(0);
    nest[PARALLEL] = 1;
    nest[SPARE] = space.computeInstances;
    for (let k = 0; k < space.dimensions; k++) {
      nest[layout.extent + k] = 1;
      nest[layout.rest + k] = space.sizes[k] as number;
      nest[layout.spatial + k] = 1;
    }
    nest.fill(1, layout.spanX, layout.boundary);
    this.#startBoundaries(nest, -1);
  }

  /**
   * The nest right after `level` is complete, if nothing is known of it but what it covers: every nest that covers the same
   * has no fewer instances in use. False if the tiles do not fit.
   *
   * @param extents covered, by dimension
   */
  startAfter(nest: Float64Array, level: number, extents: Float64Array): boolean {
    const { layout, space } = this;
    nest.fill(0);
    nest.fill(1, layout.spanX, layout.boundary);
    nest[LEVEL] = level;
    nest[PARALLEL] = 1;
    nest[SPARE] = space.instances[level] as number;
    for (let k = 0; k < space.dimensions; k++) {
      nest[layout.extent + k] = extents[k] as number;
      nest[layout.rest + k] = (space.sizes[k] as number) / (extents[k] as number);
    }
    if (!this.fitsCapacity(nest, level)) return false;
    this.closeLevel(nest);
    return true;
  }

  /** Spreads `factor` iterations along X (axis 1) or Y (axis 2); false if they do not fit. */
  takeSpatial(nest: Float64Array, k: number, factor: number, axis: number): boolean {
    nest[STEP] = k + 1;
    if (factor === 1) return true;
    const { layout, space } = this;
    const level = nest[LEVEL] as number;
    const span = (axis === 1 ? layout.spanX : layout.spanY) + level;
    nest[span] = (nest[span] as number) * factor;
    // A level spreads its loops over its own children: each axis has so many.
    const { fanoutX, fanoutY } = space.figures;
    if ((nest[span] as number) > ((axis === 1 ? fanoutX : fanoutY)[level] as number)) return false;
    nest[PARALLEL] = (nest[PARALLEL] as number) * factor;
    nest[layout.spatial + k] = factor;
    nest[layout.extent + k] = (nest[layout.extent + k] as number) * factor;
    nest[layout.rest + k] = (nest[layout.rest + k] as number) / factor;
    // Instances of every component inside must suffice for the fan-outs from it to here.
    const { compute, storage } = space.spec.architecture;
    let x = 1;
    let y = 1;
    let spare = Number.POSITIVE_INFINITY;
    for (let inner = level; inner >= 0; inner--) {
      const component = inner === 0 ? compute : storage[inner - 1];
      if (component === undefined) return false;
      x *= nest[layout.spanX + inner] as number;
      y *= nest[layout.spanY + inner] as number;
      if (x * y > component.instances || x > component.meshX || y > component.meshY) return false;
      spare = Math.min(spare, Math.floor(component.instances / (x * y)));
    }
    nest[SPARE] = spare;
    return this.fitsCapacity(nest);
  }

  /** All spatial factors of the level are chosen: fan-outs are known. */
  closeSpatial(nest: Float64Array): void {
    const { keep, layout, space } = this;
    const level = nest[LEVEL] as number;
    for (let w = 0; w < keep.boundaries; w++) {
      const at = layout.boundary + w * FIELDS;
      if (nest[at + STATUS] !== 0) this.#passFanout(nest, w, at, level);
    }
    nest[STAGE] = 1;
    nest[STEP] = 0;
    const spare = Math.min(nest[SPARE] as number, space.instances[level] as number);
    nest[SPARE] = spare;
  }

  #passFanout(nest: Float64Array, w: number, at: number, level: number): void {
    const { keep, layout, space } = this;
    const d = keep.dataSpace[w] as number;
    const isDirect = keep.level[w] === level - 1;
    let children = 1;
    let copies = 1;
    let summed = 1;
    for (let k = 0; k < space.dimensions; k++) {
      const factor = nest[layout.spatial + k] as number;
      if (factor === 1) continue;
      const cell = d * space.dimensions + k;
      children *= factor;
      if (space.moves[cell] === 0) copies *= factor;
      else if (space.isSummed[cell] === 1) summed *= factor;
    }
    const distinct = summed === 1 ? children / copies : this.#distinctOffsets(nest, d);
    const mayPassOn = summed > 1;
    if (isDirect) this.#meetFanout(nest, w, at, children, distinct, mayPassOn);
    const outer = keep.outer[w] as number;
    if (outer >= level) {
      const isBypassed = level > 0 && space.slides[d] === 1 && keep.keep[(level - 1) * space.dataSpaces + d] === 0;
      // Where neighbours pass words on below a bypassed level, all may come in multicasts of the largest size.
      const least = isBypassed && mayPassOn ? this.#widestLines(nest, d) : distinct;
      nest[at + RATIO] = ((nest[at + RATIO] as number) * least) / children;
    } else if (outer >= 0) nest[at + OUTER_COPIES] = (nest[at + OUTER_COPIES] as number) * copies;
    nest[at + COPIES] = (nest[at + COPIES] as number) * copies;
  }

  /** The fan-out right outside a boundary decides whether its children can pass words on. */
  #meetFanout(nest: Float64Array, w: number, at: number, children: number, distinct: number, mayPassOn: boolean): void {
    const { keep, layout, space } = this;
    const d = keep.dataSpace[w] as number;
    const isCompute = keep.level[w] === -1;
    const isLinked = mayPassOn || (isCompute && space.slides[d] === 1 && children > 1);
    nest[at + LINKED] = isLinked ? 1 : 0;
    nest[at + LINK_CHILDREN] = isLinked ? children : 1;
    nest[at + LINK_DISTINCT] = isLinked ? distinct : 1;
    if (isCompute && children === 1) this.#close(nest, at, 1, 1, -1, 0);
    else if (isCompute || keep.outer[w] !== -1 || isLinked) nest[at + ALIVE] = 1;
    for (let r = 0; r < (space.ranks[d] as number); r++) {
      let reach = 0;
      let spread = 1;
      for (let k = 0; k < space.dimensions; k++) {
        const factor = nest[layout.spatial + k] as number;
        if (factor === 1) continue;
        const step = ((nest[layout.extent + k] as number) / factor) * this.#coefficient(d, k, r);
        reach += Math.abs(step) * (factor - 1);
        if (step !== 0) spread *= factor;
      }
      nest[at + REACH + r] = reach;
      // At most: fewer where sums coincide.
      nest[at + OFFSETS + r] = spread;
    }
    if (isLinked && !isCompute) this.#narrowLinks(nest, d, at, -1);
    updateLiveness(this.space, this.keep, this.layout, nest, w);
  }

  #coefficient(d: number, k: number, r: number): number {
    return this.space.coefficient[(d * this.space.dimensions + k) * MAX_RANKS + r] as number;
  }

  #distinctOffsets(nest: Float64Array, d: number): number {
    const { layout, space } = this;
    return distinctWordsAtLeast(
      space.spec.workload.dataSpaces[d] as (typeof space.spec.workload.dataSpaces)[number],
      (k) => nest[layout.spatial + k] as number,
      (k) => (nest[layout.extent + k] as number) / (nest[layout.spatial + k] as number),
    );
  }

  /** At least so many children stand at different offsets in any group of children that share none. */
  #widestLines(nest: Float64Array, d: number): number {
    const { layout, space } = this;
    let widest = 1;
    for (let k = 0; k < space.dimensions; k++) {
      if (space.moves[d * space.dimensions + k] !== 0) {
        widest = Math.max(widest, nest[layout.spatial + k] as number);
      }
    }
    return widest;
  }

  /** Chooses a temporal factor; false if the tile cannot fit any more. */
  takeTemporal(nest: Float64Array, k: number, factor: number): boolean {
    nest[this.layout.pending + k] = factor;
    nest[STEP] = k + 1;
    return factor === 1 || this.fitsCapacity(nest);
  }

  /**
   * Whether what is chosen so far fits the present level and those further out, whose tiles are no smaller.
   * @param outermost last level that is asked
   */
  fitsCapacity(nest: Float64Array, outermost: number = this.space.levels - 1): boolean {
    const { keep, layout, space } = this;
    if (space.isOpaque) return true;
    const sizes = this.#sizes;
    for (let d = 0; d < space.dataSpaces; d++) {
      let size = 1;
      for (let r = 0; r < (space.ranks[d] as number); r++) {
        let extent = 1;
        for (let k = 0; k < space.dimensions; k++) {
          const reach = space.reach[(d * space.dimensions + k) * MAX_RANKS + r] as number;
          if (reach === 0) continue;
          const covered = (nest[layout.extent + k] as number) * Math.max(1, nest[layout.pending + k] as number);
          extent += reach * (covered - 1);
        }
        size *= extent;
      }
      sizes[d] = size;
    }
    const { capacity, levelWordBits, wordBits } = this.#figures;
    for (let level = nest[LEVEL] as number; level <= outermost; level++) {
      const limit = capacity[level] as number;
      if (limit < 0) continue;
      let bits = 0;
      for (let d = 0; d < space.dataSpaces; d++) {
        const cell = level * space.dataSpaces + d;
        if (keep.keep[cell] === 1) bits += (sizes[d] as number) * (wordBits[cell] as number);
      }
      if (bits > limit * (levelWordBits[level] as number)) return false;
    }
    return true;
  }

  /** All temporal factors of the level are chosen. */
  closeTemporal(nest: Float64Array): void {
    nest[STAGE] = 2;
    nest[STEP] = 0;
    this.#updateAll(nest);
  }

  /** Puts the pending loop over `k` right outside the loops so far. */
  place(nest: Float64Array, k: number): void {
    const { keep, layout, space } = this;
    const bound = nest[layout.pending + k] as number;
    const extent = nest[layout.extent + k] as number;
    for (let w = 0; w < keep.boundaries; w++) {
      const at = layout.boundary + w * FIELDS;
      const status = nest[at + STATUS] as number;
      if (status === 0) continue;
      const d = keep.dataSpace[w] as number;
      const moves = space.moves[d * space.dimensions + k] as number;
      if (status === OPEN && moves === 0) {
        nest[at + RUN] = (nest[at + RUN] as number) * bound;
        // Every fetch now comes after a step that fetches nothing: no neighbour has it ready.
        if (keep.level[w] !== -1) nest[at + LINKED] = 0;
      } else if (status === OPEN) this.#closeBy(nest, w, at, k, bound, extent, moves);
      else if (nest[at + ALIVE] === 1) this.#passMoving(nest, at, k, bound, moves);
      if (moves === 0) continue;
      for (let r = 0; r < (space.ranks[d] as number); r++) {
        nest[at + SUM + r] = (nest[at + SUM + r] as number) + this.#coefficient(d, k, r) * extent;
      }
    }
    nest[layout.extent + k] = extent * bound;
    nest[layout.rest + k] = (nest[layout.rest + k] as number) / bound;
    nest[layout.pending + k] = 1;
    nest[STEP] = (nest[STEP] as number) + 1;
    this.#updateAll(nest);
  }

  /** The first loop that moves the tile: what is new after one step of it. */
  #closeBy(nest: Float64Array, w: number, at: number, k: number, bound: number, extent: number, moves: number): void {
    const { keep, space } = this;
    const d = keep.dataSpace[w] as number;
    const tile = nest[at + TILE] as number;
    let overlap = 1;
    let isNear = true;
    for (let r = 0; r < (space.ranks[d] as number); r++) {
      const moved = Math.abs(this.#coefficient(d, k, r) * extent);
      overlap *= Math.max(0, (nest[at + EXTENT + r] as number) - moved);
      if (moved > (nest[at + REACH + r] as number)) isNear = false;
    }
    // Only slices move by a neighbour's distance in every step; whole tiles may do so by other loops as well.
    if (keep.level[w] !== -1 && nest[at + LINKED] === 1) {
      if (isNear && overlap > 0) this.#narrowLinks(nest, d, at, moves);
      else if (!isNear) nest[at + LINKED] = overlap > 0 ? 0 : 2;
    }
    this.#close(nest, at, bound, keep.level[w] === -1 ? tile : tile - overlap, k, moves);
  }

  /**
   * A neighbour at another place along a rank has what a child needs next: then of each line of children along that rank
   * one at least has no such neighbour. So at most as many as a line is long share one transfer.
   *
   * @param moves ranks along which a fetch moves, as bits
   */
  #narrowLinks(nest: Float64Array, d: number, at: number, moves: number): void {
    const { space } = this;
    if (space.isEntangled[d] === 1) return;
    let line = 1;
    for (let r = 0; r < (space.ranks[d] as number); r++) {
      if ((moves & (1 << r)) !== 0) line = Math.max(line, nest[at + OFFSETS + r] as number);
    }
    const distinct = nest[at + LINK_DISTINCT] as number;
    const lines = Math.max(1, distinct / line);
    nest[at + LINK_DISTINCT] = distinct / lines;
    nest[at + LINK_CHILDREN] = (nest[at + LINK_CHILDREN] as number) / lines;
  }

  #close(nest: Float64Array, at: number, bound: number, fresh: number, first: number, moves: number): void {
    nest[at + STATUS] = CLOSED;
    nest[at + BOUND] = bound;
    nest[at + NEW] = fresh;
    nest[at + FIRST] = first;
    nest[at + MOVED] = moves;
  }

  /** A loop further out may save the whole tile if it moves all that has moved so far. */
  #passMoving(nest: Float64Array, at: number, k: number, bound: number, moves: number): void {
    // A loop has come that may have been the one.
    if (nest[at + LINKED] === 2) nest[at + LINKED] = 1;
    const moved = nest[at + MOVED] as number;
    const maySave = (moved & ~moves) === 0;
    const isSame = k === nest[at + FIRST];
    if (maySave && (!isSame || nest[at + BOUND] === 2 || (nest[at + FREE] as number) > 1)) {
      nest[at + FREE] = (nest[at + FREE] as number) * bound;
    }
    nest[at + MOVED] = moved | moves;
  }

  #updateAll(nest: Float64Array): void {
    const { keep, layout, space } = this;
    for (let w = 0; w < keep.boundaries; w++) {
      const at = layout.boundary + w * FIELDS;
      if (nest[at + ALIVE] === 1) updateLiveness(space, keep, layout, nest, w);
      if (nest[at + LINKED] === 2 && nest[at + ALIVE] === 0) nest[at + LINKED] = 0;
    }
  }

  /** The level is complete: its tiles are known. */
  closeLevel(nest: Float64Array): void {
    const { layout, space } = this;
    const level = nest[LEVEL] as number;
    nest[LEVEL] = level + 1;
    nest[STAGE] = 0;
    nest[STEP] = 0;
    for (let k = 0; k < space.dimensions; k++) {
      nest[layout.pending + k] = 0;
      nest[layout.spatial + k] = 1;
    }
    if (level + 1 < space.levels) this.#startBoundaries(nest, level);
  }

  #startBoundaries(nest: Float64Array, level: number): void {
    const { keep, layout, space } = this;
    let outside = 1;
    for (let k = 0; k < space.dimensions; k++) outside *= nest[layout.rest + k] as number;
    for (let w = 0; w < keep.boundaries; w++) {
      if (keep.level[w] !== level) continue;
      const at = layout.boundary + w * FIELDS;
      const d = keep.dataSpace[w] as number;
      let tile = 1;
      for (let r = 0; r < (space.ranks[d] as number); r++) {
        let extent = 1;
        for (let k = 0; k < space.dimensions; k++) {
          const reach = space.reach[(d * space.dimensions + k) * MAX_RANKS + r] as number;
          extent += reach * ((nest[layout.extent + k] as number) - 1);
        }
        nest[at + EXTENT + r] = extent;
        tile *= extent;
      }
      nest[at + STATUS] = OPEN;
      nest[at + TILE] = tile;
      nest[at + OUTSIDE] = outside;
      for (const field of [RUN, FREE, RATIO, COPIES, OUTER_COPIES]) nest[at + field] = 1;
      // The fan-out right outside is not chosen yet: as much as it could be.
      const possible = space.slides[d] === 1 ? this.possibleChildren(level + 1) : 1;
      nest[at + LINK_CHILDREN] = possible;
      nest[at + LINK_DISTINCT] = possible;
      nest[at + LINKED] = possible > 1 ? 1 : 0;
    }
  }

  /** Marks the levels whose children may pass words on to each other in this nest. */
  findLinked(nest: Float64Array, levels: Uint8Array): void {
    levels.fill(0);
    for (let w = 0; w < this.keep.boundaries; w++) {
      if (nest[this.layout.boundary + w * FIELDS + LINKED] !== 0) levels[(this.keep.level[w] as number) + 1] = 1;
    }
  }

  /** Most children that loops in space can make under a level. */
  possibleChildren(level: number): number {
    const { space } = this;
    const { levels, dimensions } = space;
    let children = 1;
    for (let k = 0; k < dimensions; k++) {
      children *= space.spatialReach[(level * levels + level) * dimensions + k] as number;
    }
    const instances = level === 0 ? space.computeInstances : (space.instances[level - 1] as number);
    return Math.min(children, instances);
  }
}
