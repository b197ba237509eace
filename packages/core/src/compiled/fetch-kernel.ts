/**
 * The recursion of nest/closed-form.ts on typed arrays: words that one child fetches over the whole run.
 *
 * Written for search: no allocation after construction. The plain version beside it (nest/closed-form.ts) is its
 * reference; compiled.prop.test.ts holds the two together.
 */

/** Most temporal loops outside a boundary, and most ranks of a data space, that the kernel takes. */
const MAX_STEPS = 48;
export const MAX_RANKS = 8;

export class FetchKernel {
  /** Movement of each step, `step x MAX_RANKS + rank`. Filled by the caller, innermost first. */
  readonly movement: Float64Array = new Float64Array(MAX_STEPS * MAX_RANKS);
  readonly repeats: Float64Array = new Float64Array(MAX_STEPS);
  steps = 0;
  readonly #new: Float64Array = new Float64Array(MAX_STEPS);
  readonly #still: Uint8Array = new Uint8Array(MAX_STEPS);
  /** First step with the same movement. */
  readonly #same: Int32Array = new Int32Array(MAX_STEPS);
  readonly #words: Float64Array = new Float64Array(MAX_STEPS * (MAX_STEPS + 1));
  readonly #memory: Int32Array = new Int32Array(MAX_STEPS * (MAX_STEPS + 1));
  readonly #stamp: Int32Array = new Int32Array(MAX_STEPS * (MAX_STEPS + 1));
  #run = 0;
  #whole = 0;
  /** Remembered movement after the last call of `#after`: -1 none, else a step. */
  #last = -1;

  static get maxSteps(): number {
    return MAX_STEPS;
  }

  /** Words fetched for a tile of `extent` (by rank), first tile included; `movement`, `repeats`, `steps` are set. */
  count(extent: Float64Array, extentAt: number, ranks: number): number {
    let whole = 1;
    for (let r = 0; r < ranks; r++) whole *= extent[extentAt + r] as number;
    this.#whole = whole;
    for (let k = 0; k < this.steps; k++) {
      const at = k * MAX_RANKS;
      let overlap = 1;
      let still = 1;
      for (let r = 0; r < ranks; r++) {
        const moved = Math.abs(this.movement[at + r] as number);
        if (moved !== 0) still = 0;
        const kept = (extent[extentAt + r] as number) - moved;
        overlap *= kept > 0 ? kept : 0;
      }
      this.#new[k] = whole - overlap;
      this.#still[k] = still;
      let same = k;
      for (let j = 0; j < k; j++) {
        if (this.#same[j] !== j || !this.#equal(j, k, ranks)) continue;
        same = j;
        break;
      }
      this.#same[k] = same;
    }
    this.#run++;
    return whole + this.#after(this.steps, -1);
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
}
