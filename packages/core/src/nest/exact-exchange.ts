/**
 * The exact counts for imperfect factors, without walking every step: what exact-walk.ts finds. One parent level and its children here;
 * exact-imperfect.ts puts the levels together.
 *
 * At the edge of the problem tiles are cut and instances idle, so steps are not all alike. But what the loops inside a
 * point do depends on three things only: which loop, how much of each dimension is left from here (as far as the loops
 * inside can reach), and which tiles the children hold, seen relative to here. Few combinations occur; each is worked out
 * once, word by word, and remembered. An idle child keeps its tile, and gives it back later than its siblings: so what
 * arrives and what leaves are counted apart.
 *
 *     visit(loop, left, held) = sum over the iterations i of visit(loop inside, left - i * stride, held moved by -i)
 *     at the child's boundary: every child with something left takes its new tile and gives back the rest of its old one
 *
 * First visits of output words are as in exact-closed-form.ts; the same restriction holds (a word, one index tuple).
 */
import type { Workload } from "../workload/workload.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { rankGroups } from "./rank-groups.ts";
import { unitSteps, wordImage } from "./word-image.ts";
import { wordSpace } from "./word-space.ts";

/** What one parent level and its children exchange over the whole run, over all instances. */
export interface Exchange {
  /** Words taken by children, by how many take the word in one step. */
  readonly taken: ReadonlyMap<number, number>;
  /** Words given back, likewise. */
  readonly given: ReadonlyMap<number, number>;
  /** First visits of words by a parent instance, by how many children meet the word then (outputs). */
  readonly firstVisits: ReadonlyMap<number, number>;
  /** Words of the largest tile of a child. */
  readonly largestTile: number;
  /** Words of the largest tile of a parent. */
  readonly ownTile: number;
  /** Parent instances that ever work. */
  readonly parents: number;
  /** Words that parent instances ever hold. */
  readonly distinct: number;
}

interface Held {
  /** Number of the tile's first word, relative to here. */
  readonly at: number;
  /** Index into the list of extents. */
  readonly extent: number;
}

type HeldByChild = readonly (Held | undefined)[];

interface Outcome {
  readonly taken: ReadonlyMap<number, number>;
  readonly given: ReadonlyMap<number, number>;
  readonly largestTile: number;
  readonly held: HeldByChild;
}

interface Child {
  /** Offset in the loop dimensions, and as a word's number. */
  readonly offset: readonly number[];
  readonly word: number;
}

/**
 * Counts between the instances inside `parentBoundary` and their children inside `childBoundary` (-1: compute units).
 * @param forgets children keep nothing from step to step
 */
export function countExchange(
  workload: Workload,
  nest: LoopNest,
  dataSpace: number,
  childBoundary: number,
  parentBoundary: number,
  forgets: boolean,
): Exchange {
  return new ExchangeCount(workload, nest, dataSpace, childBoundary, parentBoundary, forgets).run();
}

class ExchangeCount {
  readonly #nest: LoopNest;
  readonly #sizes: readonly number[];
  readonly #relevant: readonly boolean[];
  readonly #childBoundary: number;
  readonly #parentBoundary: number;
  readonly #forgets: boolean;
  /** By loop: movement of the word's number by one iteration. */
  readonly #steps: readonly number[];
  /** By dimension: movement of the word's number by one; for all ranks together, and for each group of ranks alone. */
  readonly #units: readonly number[];
  readonly #groupUnits: readonly (readonly number[])[];
  readonly #children: readonly Child[];
  /** Full extents of a child's tile. */
  readonly #extent: readonly number[];
  /** By loop: how far the loops inside it and the children can reach, in each dimension. */
  readonly #reaches: readonly (readonly number[])[];
  readonly #memo = new Map<string, Outcome>();
  readonly #extentIndex = new Map<string, number>();
  /** Words of a tile of each extent met so far, relative to its first word. */
  readonly #tiles: Int32Array[] = [];
  readonly #tileSets: Set<number>[] = [];

  constructor(
    workload: Workload,
    nest: LoopNest,
    d: number,
    childBoundary: number,
    parentBoundary: number,
    forgets: boolean,
  ) {
    this.#nest = nest;
    this.#sizes = workload.loopDimensions.map(({ size }) => size);
    const dimensions = new Set(
      (workload.dataSpaces[d]?.ranks ?? []).flatMap((rank) => rank.map((term) => term.dimension)),
    );
    this.#relevant = workload.loopDimensions.map((_, k) => dimensions.has(k));
    this.#childBoundary = childBoundary;
    this.#parentBoundary = parentBoundary;
    this.#forgets = forgets;
    this.#steps = wordSpace(workload, nest, d).steps;
    this.#units = unitSteps(nest, this.#steps, this.#sizes.length);
    this.#groupUnits = rankGroups(workload, nest, d).map(({ steps }) => unitSteps(nest, steps, this.#sizes.length));
    this.#extent = nest.extents[childBoundary] ?? this.#sizes.map(() => 1);
    const isChildLoop = (l: number): boolean => l > childBoundary && l <= parentBoundary;
    this.#reaches = nest.loops.map((_, l) =>
      nest.loops.reduce(
        (reach, loop, outer) => {
          const beside = outer > l && isSpatial(loop) && isChildLoop(outer);
          return beside ? reach.map((n, k) => (k === loop.dimension ? n + (loop.bound - 1) * loop.stride : n)) : reach;
        },
        nest.extents[l] as readonly number[],
      ),
    );
    this.#children = this.#positions(isChildLoop);
  }

  run(): Exchange {
    const taken = new Map<number, number>();
    const given = new Map<number, number>();
    const firstVisits = new Map<number, number>();
    let largestTile = 0;
    let parents = 0;
    let distinct = 0;
    for (const parent of this.#positions((l) => l > this.#parentBoundary)) {
      const left = this.#sizes.map((size, k) => size - (parent.offset[k] as number));
      if (left.some((rest) => rest <= 0)) continue;
      parents++;
      const nothing = this.#children.map(() => undefined);
      const outcome = this.#visit(this.#nest.loops.length - 1, left, nothing);
      addAll(taken, outcome.taken);
      addAll(given, outcome.given);
      addAll(given, this.#giveBack(outcome.held));
      largestTile = Math.max(largestTile, outcome.largestTile);
      const words = this.#wordsOfParent(left);
      distinct += words;
      addTo(firstVisits, this.#childrenAtFirst(left), words);
    }
    return { taken, given, firstVisits, largestTile, ownTile: this.#ownTile(), parents, distinct };
  }

  #visit(l: number, left: readonly number[], held: HeldByChild): Outcome {
    if (l === this.#childBoundary) return this.#step(left, held);
    const loop = this.#nest.loops[l] as NestLoop;
    // Instances beside this one, and children: they are in the offsets.
    if (isSpatial(loop)) return this.#visit(l - 1, left, held);
    const reach = this.#reaches[l] as readonly number[];
    const key = `${l}|${left.map((rest, k) => Math.min(rest, reach[k] as number)).join()}|${heldKey(held)}`;
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    const taken = new Map<number, number>();
    const given = new Map<number, number>();
    let largestTile = 0;
    let now = held;
    const move = this.#steps[l] as number;
    const here = [...left];
    for (let i = 0; i < loop.bound && (here[loop.dimension] as number) > 0; i++) {
      const inside = this.#visit(l - 1, here, i === 0 ? now : shifted(now, -i * move));
      addAll(taken, inside.taken);
      addAll(given, inside.given);
      largestTile = Math.max(largestTile, inside.largestTile);
      now = i === 0 ? inside.held : shifted(inside.held, i * move);
      here[loop.dimension] = (here[loop.dimension] as number) - loop.stride;
    }
    const outcome = { taken, given, largestTile, held: now };
    this.#memo.set(key, outcome);
    return outcome;
  }

  /** Every child with something left takes its next tile. */
  #step(left: readonly number[], held: HeldByChild): Outcome {
    const takenBy = new Map<number, number>();
    const givenBy = new Map<number, number>();
    let largestTile = 0;
    const next = this.#children.map((child, c): Held | undefined => {
      const before = held[c];
      const rest = this.#extent.map((full, k) => Math.min(full, (left[k] as number) - (child.offset[k] as number)));
      if (rest.some((value) => value <= 0)) return before;
      const now: Held = { at: child.word, extent: this.#tileOf(rest) };
      const tile = this.#tiles[now.extent] as Int32Array;
      largestTile = Math.max(largestTile, tile.length);
      if (before === undefined) {
        for (const word of tile) addTo(takenBy, now.at + word, 1);
        return now;
      }
      if (!this.#forgets && before.at === now.at && before.extent === now.extent) return now;
      const old = this.#tileSets[before.extent] as Set<number>;
      const fresh = this.#tileSets[now.extent] as Set<number>;
      const moved = now.at - before.at;
      for (const word of tile) if (this.#forgets || !old.has(word + moved)) addTo(takenBy, now.at + word, 1);
      for (const word of old) if (this.#forgets || !fresh.has(word - moved)) addTo(givenBy, before.at + word, 1);
      return now;
    });
    return { taken: byCount(takenBy), given: byCount(givenBy), largestTile, held: next };
  }

  /** At the end everything held goes home. */
  #giveBack(held: HeldByChild): Map<number, number> {
    const givenBy = new Map<number, number>();
    for (const tile of held) {
      if (tile === undefined) continue;
      for (const word of this.#tiles[tile.extent] as Int32Array) addTo(givenBy, tile.at + word, 1);
    }
    return byCount(givenBy);
  }

  /** Index of the tile of an extent; its words are worked out when it is first met. */
  #tileOf(extent: readonly number[]): number {
    const key = extent.map((value, k) => (this.#relevant[k] ? value : 1)).join();
    const known = this.#extentIndex.get(key);
    if (known !== undefined) return known;
    const words = wordImage(extent.map(range), this.#units);
    this.#tiles.push(Int32Array.from(words));
    this.#tileSets.push(words);
    this.#extentIndex.set(key, this.#tiles.length - 1);
    return this.#tiles.length - 1;
  }

  /** Words that the product of coordinate lists touches: ranks that share no dimension multiply. */
  #countWords(coordinates: readonly (readonly number[])[]): number {
    return this.#groupUnits.reduce((n, units) => n * wordImage(coordinates, units).size, 1);
  }

  /** The first instance's first tile: no other is cut less. */
  #ownTile(): number {
    const extent = this.#nest.extents[this.#parentBoundary] ?? this.#sizes;
    return this.#countWords(extent.map((full, k) => range(Math.min(full, this.#sizes[k] as number))));
  }

  /** Distinct words that a parent instance ever holds. @param left of each dimension from its own position */
  #wordsOfParent(left: readonly number[]): number {
    const coordinates = left.map((rest, k) => {
      let values = [0];
      this.#nest.loops.forEach((loop, l) => {
        if (loop.dimension !== k || (l > this.#parentBoundary && isSpatial(loop))) return;
        const next: number[] = [];
        for (let i = 0; i < loop.bound; i++) for (const value of values) next.push(value + i * loop.stride);
        values = next;
      });
      return values.filter((value) => value < rest);
    });
    return this.#countWords(coordinates);
  }

  /** How many children meet an output word when it first comes: those that differ in other dimensions only. */
  #childrenAtFirst(left: readonly number[]): number {
    return this.#children.filter(({ offset }) =>
      offset.every((value, k) => (this.#relevant[k] ? value === 0 : value < (left[k] as number))),
    ).length;
  }

  #positions(includes: (l: number) => boolean): Child[] {
    let positions: Child[] = [{ offset: this.#sizes.map(() => 0), word: 0 }];
    this.#nest.loops.forEach((loop, l) => {
      if (!isSpatial(loop) || !includes(l)) return;
      const next: Child[] = [];
      for (let i = 0; i < loop.bound; i++) {
        for (const { offset, word } of positions) {
          const moved = offset.map((value, k) => (k === loop.dimension ? value + i * loop.stride : value));
          next.push({ offset: moved, word: word + i * (this.#steps[l] as number) });
        }
      }
      positions = next;
    });
    return positions;
  }
}

function shifted(held: HeldByChild, by: number): HeldByChild {
  return by === 0
    ? held
    : held.map((tile) => (tile === undefined ? undefined : { at: tile.at + by, extent: tile.extent }));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function heldKey(held: HeldByChild): string {
  return held.map((tile) => (tile === undefined ? "" : `${tile.at}:${tile.extent}`)).join(";");
}

function addTo(map: Map<number, number>, key: number, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}

function addAll(into: Map<number, number>, from: ReadonlyMap<number, number>): void {
  for (const [key, count] of from) addTo(into, key, count);
}

/** How many words have each count. */
function byCount(counts: ReadonlyMap<number, number>): Map<number, number> {
  const result = new Map<number, number>();
  for (const count of counts.values()) addTo(result, count, 1);
  return result;
}
