/**
 * Two partial nests that differ only in what is already settled have the same completions: the one whose settled counts are
 * no larger is at least as good, whatever follows, and the other can be dropped.
 *
 *     key      where the nest stands, extents, fan-outs, and of every boundary that is not settled all that later loops
 *              can turn into counts
 *     counts   of every settled boundary (its run has ended, nothing further out can change it, the level that serves it
 *              is complete) the words asked and filled
 *
 * Energies and cycles grow with each count, roundings to whole vectors included; so smaller counts decide exactly. Where
 * settled counts would depend on more (neighbours that pass words on, hops that cost energy) nothing is dropped.
 *
 * Nests are kept in a table of fixed size. When it is full no more are entered: that costs time, never the proof.
 */
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
  LINKED,
  MOVED,
  NEW,
  type NestLayout,
  NOT_YET,
  OUTER_COPIES,
  OUTSIDE,
  RATIO,
  RUN,
  STAGE,
  STATUS,
  STEP,
  SUM,
  TILE,
} from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";

/** Values before an entry's own: their number and the hash. */
const HEADER = 2;
const OPEN_FIELDS = [TILE, BOUND, NEW, FIRST, MOVED] as const;
const MAX_TRIES = 32;
const FIRST_SLOTS = 1 << 8;
/** Values for each slot, on average. */
const VALUES = 64;
const BYTES_A_SLOT: number = 4 + 8 * VALUES;

/** Partial nests seen so far; one table serves all trees, one after another. */
export class SeenNests {
  readonly #mostSlots: number;
  #values: Float64Array = new Float64Array(0);
  /** Of each slot: where its entry starts, plus one; 0 for an empty one. */
  #slots: Int32Array = new Int32Array(0);
  #used = 0;
  #entries = 0;
  #row: Float64Array = new Float64Array(0);
  #length = 0;
  #counts = 0;

  /** @param budgetBytes of memory that the table may grow to */
  constructor(budgetBytes: number) {
    this.#mostSlots = 2 ** Math.floor(Math.log2(Math.max(1, budgetBytes / BYTES_A_SLOT)));
    this.clear();
  }

  /** Forgets everything: another tree, or another part of one, begins. */
  clear(): void {
    const slots = Math.min(FIRST_SLOTS, this.#mostSlots);
    if (this.#slots.length === slots) this.#slots.fill(0);
    else {
      this.#slots = new Int32Array(slots);
      this.#values = new Float64Array(slots * VALUES);
    }
    this.#used = 0;
    this.#entries = 0;
  }

  /** Whether a nest at least as good as this one has been seen; if not, it is kept. */
  isDominated(space: SearchSpace, keep: KeepChoice, layout: NestLayout, nest: Float64Array): boolean {
    if (!this.#describe(space, keep, layout, nest)) return false;
    const row = this.#row;
    const keyLength = this.#length - this.#counts;
    let hash = 17;
    for (let i = 0; i < keyLength; i++) {
      const value = row[i] as number;
      hash = Math.imul(hash ^ (value | 0), 0x9e3779b1) ^ Math.imul((value * 1048576) | 0, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let tries = 0; tries < MAX_TRIES; tries++, slot = (slot + 1) & mask) {
      const at = this.#slots[slot] as number;
      if (at === 0) {
        this.#enter(slot, hash);
        return false;
      }
      if (this.#values[at] !== hash) continue;
      const relation = this.#compare(at - 1, keyLength);
      if (relation === 1) {
        return true;
      }
      if (relation === -1) {
        // The new one is no worse in any count: it takes the place.
        this.#values.set(row.subarray(0, this.#length), at - 1 + HEADER);
        return false;
      }
    }
    return false;
  }

  #enter(slot: number, hash: number): void {
    const needed = this.#used + this.#length + HEADER;
    if (2 * this.#entries > this.#slots.length || needed > this.#values.length) {
      // The nest at hand stays out; the next ones find more room.
      this.#grow();
      return;
    }
    this.#slots[slot] = this.#used + 1;
    this.#values[this.#used] = this.#length;
    this.#values[this.#used + 1] = hash;
    this.#values.set(this.#row.subarray(0, this.#length), this.#used + HEADER);
    this.#used = needed;
    this.#entries++;
  }

  #grow(): void {
    const slots = 4 * this.#slots.length;
    if (slots > this.#mostSlots) return;
    const values = new Float64Array(slots * VALUES);
    values.set(this.#values.subarray(0, this.#used));
    this.#values = values;
    this.#slots = new Int32Array(slots);
    for (let at = 0; at < this.#used; at += HEADER + (values[at] as number)) {
      let slot = (values[at + 1] as number) & (slots - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (slots - 1);
      this.#slots[slot] = at + 1;
    }
  }

  /** 1 if the entry is at least as good, -1 if it is worse throughout, 0 if it is another nest or neither. */
  #compare(at: number, keyLength: number): number {
    const row = this.#row;
    const values = this.#values;
    if (values[at] !== this.#length) return 0;
    for (let i = 0; i < keyLength; i++) if (values[at + HEADER + i] !== row[i]) return 0;
    let isGood = true;
    let isBad = true;
    for (let i = keyLength; i < this.#length; i++) {
      const entry = values[at + HEADER + i] as number;
      const own = row[i] as number;
      if (entry > own) isGood = false;
      if (entry < own) isBad = false;
    }
    if (isGood) return 1;
    return isBad ? -1 : 0;
  }

  /** Writes key and counts; false where counts depend on more than the key says. */
  #describe(space: SearchSpace, keep: KeepChoice, layout: NestLayout, nest: Float64Array): boolean {
    const level = nest[LEVEL] as number;
    if (!space.isSettling) return false;
    // Units under one level share words in ways that depend on their order.
    if ((nest[layout.spanX] as number) * (nest[layout.spanY] as number) > 1) return false;
    const most = layout.length + 2 * keep.boundaries;
    if (this.#row.length < most) this.#row = new Float64Array(most);
    const row = this.#row;
    let n = 0;
    row[n++] = level;
    row[n++] = nest[STAGE] as number;
    row[n++] = nest[STEP] as number;
    // Extents, pending and spatial factors, spans.
    for (let i = layout.extent; i < layout.boundary; i++) row[n++] = nest[i] as number;
    let counts = 0;
    for (let w = 0; w < keep.boundaries; w++) {
      const at = layout.boundary + w * FIELDS;
      const status = nest[at + STATUS] as number;
      if (status === NOT_YET) continue;
      const isMet = (keep.level[w] as number) + 1 < level || (nest[STAGE] !== 0 && keep.level[w] === level - 1);
      if (isMet && nest[at + LINKED] !== 0) return false;
      const outer = keep.outer[w] as number;
      // A bypassed level's boundary counts for nothing if nothing can be passed on there.
      if (outer === -1 && (isMet || space.slides[keep.dataSpace[w] as number] === 0)) continue;
      // Whole tiles may have been saved by chance: the counts are not known here.
      if (nest[at + FREE] !== 1) return false;
      row[n++] = w;
      row[n++] = nest[at + COPIES] as number;
      row[n++] = nest[at + OUTER_COPIES] as number;
      if (status === CLOSED && nest[at + ALIVE] === 0 && outer < level) {
        counts++;
        continue;
      }
      n = this.#describeOpen(space, keep, nest, w, at, n);
    }
    this.#counts = 2 * counts;
    this.#length = n + 2 * counts;
    for (let w = 0; w < keep.boundaries && counts > 0; w++) {
      const at = layout.boundary + w * FIELDS;
      if (nest[at + STATUS] !== CLOSED || nest[at + ALIVE] === 1) continue;
      const outer = keep.outer[w] as number;
      if (outer === -1 || outer >= level) continue;
      const fetched = fetchedAcross(nest, at);
      row[n++] = fetched * (nest[at + RATIO] as number);
      row[n++] = fetched;
    }
    return true;
  }

  #describeOpen(
    space: SearchSpace,
    keep: KeepChoice,
    nest: Float64Array,
    w: number,
    at: number,
    start: number,
  ): number {
    const row = this.#row;
    let n = start;
    const d = keep.dataSpace[w] as number;
    const status = nest[at + STATUS] as number;
    row[n++] = status;
    row[n++] = nest[at + ALIVE] as number;
    row[n++] = nest[at + RATIO] as number;
    if (space.slides[d] === 0 || (status === CLOSED && nest[at + ALIVE] === 0)) {
      row[n++] = fetchedAcross(nest, at);
      return n;
    }
    row[n++] = (nest[at + OUTSIDE] as number) / (nest[at + RUN] as number);
    for (const field of OPEN_FIELDS) row[n++] = nest[at + field] as number;
    for (let r = 0; r < (space.ranks[d] as number); r++) {
      row[n++] = nest[at + EXTENT + r] as number;
      row[n++] = nest[at + SUM + r] as number;
    }
    return n;
  }
}

/** Words fetched across a boundary; where its run has not ended, if it ended now with a whole tile each time. */
function fetchedAcross(nest: Float64Array, at: number): number {
  const outside = (nest[at + OUTSIDE] as number) / (nest[at + RUN] as number);
  const tile = nest[at + TILE] as number;
  if (nest[at + STATUS] !== CLOSED) return tile * outside;
  const bound = nest[at + BOUND] as number;
  return (outside / bound) * (tile + (bound - 1) * (nest[at + NEW] as number));
}
