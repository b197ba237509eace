/**
 * Which loops of a level's order may come next, innermost first, so that every order that can matter is tried once:
 *
 *   - none matters any more: one stands for all
 *   - every boundary that still minds is waiting for the first loop that moves it: a loop that moves none of them comes
 *     next (it makes the runs longer and ends none), else one loop for each set of boundaries that it would end
 *   - neighbours may pass words on, or tiles overlap by chance (liveness.ts): all of them
 */
import type { LevelLimits } from "../../mapspace/constraints.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { ALIVE, FIELDS, LEVEL, LINKED, type NestLayout, OPEN, STATUS } from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";

export class NextLoops {
  /** Dimensions found by the last call, `count` of them. */
  readonly found: Int32Array;
  count = 0;
  readonly #space: SearchSpace;
  readonly #keep: KeepChoice;
  readonly #layout: NestLayout;
  readonly #ended: string[] = [];

  constructor(space: SearchSpace, keep: KeepChoice, layout: NestLayout) {
    this.#space = space;
    this.#keep = keep;
    this.#layout = layout;
    this.found = new Int32Array(space.dimensions);
  }

  /** Fills `found`; nothing is found once the level's order is complete. */
  find(nest: Float64Array): void {
    this.#findAllowed(nest);
    if (this.count < 2 || this.#space.isOpaque) return;
    const { boundary } = this.#layout;
    let isAlive = false;
    let isPlain = true;
    for (let w = 0; w < this.#keep.boundaries; w++) {
      const at = boundary + w * FIELDS;
      if (nest[at + ALIVE] === 0) continue;
      isAlive = true;
      if (nest[at + STATUS] !== OPEN || nest[at + LINKED] !== 0) isPlain = false;
    }
    if (!isAlive) this.count = 1;
    else if (isPlain) this.#keepOneOfEachKind(nest);
  }

  /** By the limits: the innermost ones in their order, then the free ones, then the outermost ones in theirs. */
  #findAllowed(nest: Float64Array): void {
    const { temporal } = this.#space.limits.levels[nest[LEVEL] as number] as LevelLimits;
    const { pending } = this.#layout;
    this.count = 0;
    for (const k of temporal.innermost) {
      if ((nest[pending + k] as number) > 1) {
        this.found[this.count++] = k;
        return;
      }
    }
    for (let k = 0; k < this.#space.dimensions; k++) {
      if ((nest[pending + k] as number) > 1 && !temporal.outermost.includes(k)) this.found[this.count++] = k;
    }
    if (this.count > 0) return;
    for (const k of temporal.outermost) {
      if ((nest[pending + k] as number) > 1) {
        this.found[this.count++] = k;
        return;
      }
    }
  }

  #keepOneOfEachKind(nest: Float64Array): void {
    const { found } = this;
    const { dimensions, moves, slides } = this.#space;
    const all = this.count;
    const kinds = this.#ended;
    kinds.length = 0;
    this.count = 0;
    for (let i = 0; i < all; i++) {
      const k = found[i] as number;
      let kind = "";
      let overlaps = false;
      for (let w = 0; w < this.#keep.boundaries; w++) {
        if (nest[this.#layout.boundary + w * FIELDS + ALIVE] === 0) continue;
        const d = this.#keep.dataSpace[w] as number;
        if (moves[d * dimensions + k] === 0) continue;
        kind += `${w},`;
        if (slides[d] === 1) overlaps = true;
      }
      if (kind === "") {
        found[0] = k;
        this.count = 1;
        return;
      }
      // Of loops that overlap, each has a slice of its own.
      if (!overlaps && kinds.includes(kind)) continue;
      kinds.push(kind);
      found[this.count++] = k;
    }
  }
}
