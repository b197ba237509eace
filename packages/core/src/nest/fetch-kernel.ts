/**
 * The recursion of nest/closed-form.ts on typed arrays: words that one child fetches over the whole run.
 *
 * Written for search: no allocation after construction. The plain version beside it (nest/closed-form-plain.ts) is its
 * reference; compiled.prop.test.ts holds the two together.
 */

/** Most temporal loops outside a boundary, and most ranks of a data space, that the kernel takes. */
const MAX_STEPS = 48;
export const MAX_RANKS = 8;

// What was fetched last, besides the index of a step whose new part it was.
const WHOLE_TILE = -1;
const NO_WORDS = -2;
// `#sliceRank` of steps whose new part is not one slice.
const WHOLE = -1;
const SEVERAL = -2;

export class FetchKernel {
  /** Movement of each step, `step x MAX_RANKS + rank`. Filled by the caller, innermost first. */
  readonly movement: Float64Array = new Float64Array(MAX_STEPS * MAX_RANKS);
  readonly repeats: Float64Array = new Float64Array(MAX_STEPS);
  steps = 0;
  /** Offsets from a child to its neighbours, `row x MAX_RANKS + rank`, for `#neighbours` rows. */
  #neighbourOffset: Float64Array = new Float64Array(64 * MAX_RANKS);
  #neighbours = 0;
  readonly #new: Float64Array = new Float64Array(MAX_STEPS);
  readonly #hash: Float64Array = new Float64Array(MAX_STEPS);
  readonly #still: Uint8Array = new Uint8Array(MAX_STEPS);
  /** First step with the same movement. */
  readonly #same: Int32Array = new Int32Array(MAX_STEPS);
  readonly #words: Float64Array = new Float64Array(MAX_STEPS * (MAX_STEPS + 1));
  readonly #memory: Int32Array = new Int32Array(MAX_STEPS * (MAX_STEPS + 1));
  readonly #stamp: Int32Array = new Int32Array(MAX_STEPS * (MAX_STEPS + 1));
  /** What a step fetches if its movement is known: WHOLE, SEVERAL boxes, or one slice of the tile along one rank. */
  readonly #sliceRank: Int32Array = new Int32Array(MAX_STEPS);
  readonly #sliceFrom: Float64Array = new Float64Array(MAX_STEPS);
  readonly #sliceTo: Float64Array = new Float64Array(MAX_STEPS);
  #passStamp: Int32Array = new Int32Array(0);
  #passMemory: Int32Array = new Int32Array(0);
  #passFetch: Int32Array = new Int32Array(0);
  #lastFetch = WHOLE_TILE;
  #passed = false;
  #run = 0;
  #whole = 0;
  /** Remembered movement after the last call of `#after`: -1 none, else a step. */
  #last = -1;

  static get maxSteps(): number {
    return MAX_STEPS;
  }

  /**
   * Sets the offsets from a child to its neighbours, from differences of the indices of `loops` spatial loops.
   * @param digits rows of index differences (neighbour-digits.ts)
   * @param moves movement by one iteration of spatial loop `i` along rank `r`, at `from + i * row + r`
   */
  setNeighbours(
    digits: Int32Array,
    loops: number,
    moves: Float64Array,
    from: number,
    row: number,
    ranks: number,
  ): void {
    const neighbours = digits.length / loops;
    if (neighbours * MAX_RANKS > this.#neighbourOffset.length) {
      this.#neighbourOffset = new Float64Array(2 * neighbours * MAX_RANKS);
    }
    for (let n = 0; n < neighbours; n++) {
      for (let r = 0; r < ranks; r++) {
        let offset = 0;
        for (let i = 0; i < loops; i++) {
          offset += (digits[n * loops + i] as number) * (moves[from + i * row + r] as number);
        }
        this.#neighbourOffset[n * MAX_RANKS + r] = offset;
      }
    }
    this.#neighbours = neighbours;
  }

  /** Words fetched for a tile of `extent` (by rank), first tile included; `movement`, `repeats`, `steps` are set. */
  count(extent: Float64Array, extentAt: number, ranks: number): number {
    this.#prepare(extent, extentAt, ranks);
    this.#run++;
    return this.#whole + this.#after(this.steps, -1);
  }

  /** What each step fetches in either case, and which steps move alike. */
  #prepare(extent: Float64Array, extentAt: number, ranks: number): void {
    const movement = this.movement;
    const hashes = this.#hash;
    const sames = this.#same;
    let whole = 1;
    for (let r = 0; r < ranks; r++) whole *= extent[extentAt + r] as number;
    this.#whole = whole;
    for (let k = 0; k < this.steps; k++) {
      const at = k * MAX_RANKS;
      let overlap = 1;
      let still = 1;
      let hash = 0;
      for (let r = 0; r < ranks; r++) {
        const moved = movement[at + r] as number;
        if (moved !== 0) still = 0;
        hash = hash * 31 + moved;
        const kept = (extent[extentAt + r] as number) - (moved < 0 ? -moved : moved);
        overlap = kept > 0 ? overlap * kept : 0;
      }
      this.#new[k] = whole - overlap;
      this.#still[k] = still;
      hashes[k] = hash;
      let same = k;
      for (let j = 0; j < k; j++) {
        if (hashes[j] !== hash || sames[j] !== j || !this.#equal(j, k, ranks)) continue;
        same = j;
        break;
      }
      sames[k] = same;
    }
  }

  #equal(j: number, k: number, ranks: number): boolean {
    for (let r = 0; r < ranks; r++) {
      if (this.movement[j * MAX_RANKS + r] !== this.movement[k * MAX_RANKS + r]) return false;
    }
    return true;
  }

  /** F(k, p) of closed-form.ts; leaves the memory in `#last`. */
  #after(k: number, memory: number): number {
    if (k === 0) {
      this.#last = memory;
      return 0;
    }
    const slot = (k - 1) * (MAX_STEPS + 1) + memory + 1;
    if (this.#stamp[slot] === this.#run) {
      this.#last = this.#memory[slot] as number;
      return this.#words[slot] as number;
    }
    const step = k - 1;
    const before = this.#after(step, memory);
    let taken = 0;
    let next = this.#last;
    if (this.#still[step] === 0) {
      const same = this.#same[step] as number;
      if (next === -1 || next === same) {
        taken = this.#new[step] as number;
        next = same;
      } else {
        taken = this.#whole;
        next = -1;
      }
    }
    const words = before + (this.repeats[step] as number) * (taken + this.#after(step, next));
    this.#stamp[slot] = this.#run;
    this.#words[slot] = words;
    this.#memory[slot] = this.#last;
    return words;
  }

  /** Whether step `k` moves a tile exactly to where a neighbour's tile was. */
  movesLikeNeighbour(k: number, ranks: number): boolean {
    for (let row = 0; row < this.#neighbours; row++) {
      let same = true;
      for (let r = 0; r < ranks && same; r++) {
        same = this.movement[k * MAX_RANKS + r] === this.#neighbourOffset[row * MAX_RANKS + r];
      }
      if (same) return true;
    }
    return false;
  }

  /**
   * Whether some fetch equals what a neighbour fetched one step before; the neighbours are set too. May say yes where
   * the new part of a tile falls into several boxes: then only the full model tells.
   */
  mayPassOn(extent: Float64Array, extentAt: number, ranks: number): boolean {
    let near = false;
    for (let k = 0; k < this.steps && !near; k++) near = this.#isNear(k, extent, extentAt, ranks);
    if (!near) return false;
    this.#prepare(extent, extentAt, ranks);
    for (let k = 0; k < this.steps; k++) this.#slice(k, extent, extentAt, ranks);
    if (this.#passStamp.length === 0) {
      const slots = MAX_STEPS * (MAX_STEPS + 1) * (MAX_STEPS + 2);
      this.#passStamp = new Int32Array(slots);
      this.#passMemory = new Int32Array(slots);
      this.#passFetch = new Int32Array(slots);
    }
    this.#run++;
    this.#passed = false;
    this.#pass(this.steps, -1, WHOLE_TILE, ranks);
    return this.#passed;
  }

  /** A fetch stands somewhere in its tile: it can only move by a neighbour's offset if the tile moves by about that. */
  #isNear(k: number, extent: Float64Array, extentAt: number, ranks: number): boolean {
    for (let row = 0; row < this.#neighbours; row++) {
      let near = true;
      for (let r = 0; r < ranks && near; r++) {
        const apart =
          (this.movement[k * MAX_RANKS + r] as number) - (this.#neighbourOffset[row * MAX_RANKS + r] as number);
        near = Math.abs(apart) < (extent[extentAt + r] as number);
      }
      if (near) return true;
    }
    return false;
  }

  /** What is new after step `k`: the tile without the tile moved back. */
  #slice(k: number, extent: Float64Array, extentAt: number, ranks: number): void {
    let rank = WHOLE;
    this.#sliceRank[k] = WHOLE;
    for (let r = 0; r < ranks; r++) {
      const moved = this.movement[k * MAX_RANKS + r] as number;
      const size = extent[extentAt + r] as number;
      if (moved === 0) continue;
      if (Math.abs(moved) >= size) {
        this.#sliceRank[k] = WHOLE;
        return;
      }
      rank = rank === WHOLE ? r : SEVERAL;
      this.#sliceFrom[k] = moved > 0 ? size - moved : 0;
      this.#sliceTo[k] = moved > 0 ? size : -moved;
    }
    this.#sliceRank[k] = rank;
  }

  /** The recursion of `#after`, for what was fetched last; `#last` and `#lastFetch` are left behind. */
  #pass(k: number, memory: number, fetch: number, ranks: number): void {
    if (this.#passed) return;
    if (k === 0) {
      this.#last = memory;
      this.#lastFetch = fetch;
      return;
    }
    const slot = ((k - 1) * (MAX_STEPS + 1) + memory + 1) * (MAX_STEPS + 2) + fetch + 2;
    if (this.#passStamp[slot] === this.#run) {
      this.#last = this.#passMemory[slot] as number;
      this.#lastFetch = this.#passFetch[slot] as number;
      return;
    }
    const step = k - 1;
    this.#pass(step, memory, fetch, ranks);
    let next = this.#last;
    let taken = NO_WORDS;
    if (this.#still[step] === 0) {
      const same = this.#same[step] as number;
      const isKnown = next === -1 || next === same;
      next = isKnown ? same : -1;
      taken = isKnown && this.#sliceRank[same] !== WHOLE ? same : WHOLE_TILE;
      if (this.#lastFetch !== NO_WORDS && this.#comesFromNeighbour(step, this.#lastFetch, taken, ranks)) {
        this.#passed = true;
        return;
      }
    }
    this.#pass(step, next, taken, ranks);
    this.#passStamp[slot] = this.#run;
    this.#passMemory[slot] = this.#last;
    this.#passFetch[slot] = this.#lastFetch;
  }

  #comesFromNeighbour(step: number, before: number, now: number, ranks: number): boolean {
    const rankBefore = before === WHOLE_TILE ? WHOLE : (this.#sliceRank[before] as number);
    const rankNow = now === WHOLE_TILE ? WHOLE : (this.#sliceRank[now] as number);
    const isUnclear = rankBefore === SEVERAL || rankNow === SEVERAL;
    // Slices along different ranks, or slice and whole, are of different shape (a slice is never the whole).
    if (!isUnclear) {
      if (rankBefore !== rankNow) return false;
      if (rankNow !== WHOLE && this.#thickness(before) !== this.#thickness(now)) return false;
    }
    for (let row = 0; row < this.#neighbours; row++) {
      let same = true;
      for (let r = 0; r < ranks && same; r++) {
        let moved = this.movement[step * MAX_RANKS + r] as number;
        if (!isUnclear && r === rankNow)
          moved += (this.#sliceFrom[now] as number) - (this.#sliceFrom[before] as number);
        const apart = Math.abs(moved - (this.#neighbourOffset[row * MAX_RANKS + r] as number));
        same = isUnclear ? apart < Number.MAX_SAFE_INTEGER : apart === 0;
      }
      if (same) return true;
    }
    return false;
  }

  #thickness(step: number): number {
    return (this.#sliceTo[step] as number) - (this.#sliceFrom[step] as number);
  }
}
