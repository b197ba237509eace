/**
 * The exact counts for imperfect factors, without walking every step: what exact-walk.ts finds. One stage (stages.ts) on
 * the way from a parent to its children here; exact-imperfect.ts puts stages and levels together.
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
import { ReceiverSets } from "./receiver-sets.ts";
import type { Stage } from "./stages.ts";
import { unitSteps, wordImage } from "./word-image.ts";
import { wordSpace } from "./word-space.ts";

/** What crosses a stage over the whole run, over all senders. */
export interface Exchange {
  /** The sets of receivers that the other figures speak of. */
  readonly sets: ReceiverSets;
  /** Words taken, by the set of receivers that take the word in one step. */
  readonly taken: ReadonlyMap<number, number>;
  /** Words given back, likewise. */
  readonly given: ReadonlyMap<number, number>;
  /** First visits of words by a sender, by the set of receivers that meet the word then (outputs only). */
  readonly firstVisits: ReadonlyMap<number, number>;
  /** Words of the largest tile of a child. */
  readonly largestTile: number;
  /** Words of the largest tile of a sender. */
  readonly ownTile: number;
  /** Senders that ever work. */
  readonly senders: number;
  /** Words that senders ever hold or pass on. */
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

export interface ExchangeQuestion {
  readonly workload: Workload;
  readonly nest: LoopNest;
  readonly dataSpace: number;
  /** Boundary of the level that takes and keeps the words; -1 for the compute units. */
  readonly childBoundary: number;
  readonly stage: Stage;
  /** Children keep nothing from step to step. */
  readonly forgets: boolean;
  /** Tell the children apart instead of the receivers that they are in. */
  readonly byChild: boolean;
}

export function countExchange(question: ExchangeQuestion): Exchange {
  return new ExchangeCount(question).run();
}

class ExchangeCount {
  readonly #nest: LoopNest;
  readonly #sizes: readonly number[];
  readonly #relevant: readonly boolean[];
  readonly #childBoundary: number;
  readonly #senderBoundary: number;
  readonly #forgets: boolean;
  /** By loop: movement of the word's number by one iteration. */
  readonly #steps: readonly number[];
  /** By dimension: movement of the word's number by one; for all ranks together, and for each group of ranks alone. */
  readonly #units: readonly number[];
  readonly #groupUnits: readonly (readonly number[])[];
  readonly #readWrite: boolean;
  readonly #children: readonly Child[];
  /** By child: the receiver that it is, or is in. */
  readonly #receivers: readonly number[];
  readonly #sets: ReceiverSets;
  /** Full extents of a child's tile. */
  readonly #extent: readonly number[];
  /** By loop: how far the loops inside it and the children can reach, in each dimension. */
  readonly #reaches: readonly (readonly number[])[];
  readonly #memo = new Map<string, Outcome>();
  readonly #extentIndex = new Map<string, number>();
  /** Words of a tile of each extent met so far, relative to its first word. */
  readonly #tiles: Int32Array[] = [];
  readonly #tileSets: Set<number>[] = [];

  constructor({ workload, nest, dataSpace: d, childBoundary, stage, forgets, byChild }: ExchangeQuestion) {
    this.#nest = nest;
    this.#sizes = workload.loopDimensions.map(({ size }) => size);
    const dimensions = new Set(
      (workload.dataSpaces[d]?.ranks ?? []).flatMap((rank) => rank.map((term) => term.dimension)),
    );
    this.#relevant = workload.loopDimensions.map((_, k) => dimensions.has(k));
    this.#childBoundary = childBoundary;
    this.#senderBoundary = stage.senderBoundary;
    this.#readWrite = workload.dataSpaces[d]?.readWrite ?? false;
    this.#forgets = forgets;
    this.#steps = wordSpace(workload, nest, d).steps;
    this.#units = unitSteps(nest, this.#steps, this.#sizes.length);
    this.#groupUnits = rankGroups(workload, nest, d).map(({ steps }) => unitSteps(nest, steps, this.#sizes.length));
    this.#extent = nest.extents[childBoundary] ?? this.#sizes.map(() => 1);
    const isChildLoop = (l: number): boolean => l > childBoundary && l <= stage.senderBoundary;
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
    // Children are numbered innermost loop fastest: those in one receiver follow each other.
    const each = this.#children.length / stage.receivers;
    const places = this.#children.map((_, c) => stage.places[Math.floor(c / each)] as number);
    this.#receivers = this.#children.map((_, c) => (byChild ? c : Math.floor(c / each)));
    this.#sets = new ReceiverSets(byChild ? places : stage.places, stage.mesh);
  }

  run(): Exchange {
    const taken = new Map<number, number>();
    const given = new Map<number, number>();
    const firstVisits = new Map<number, number>();
    let largestTile = 0;
    let senders = 0;
    let distinct = 0;
    for (const sender of this.#positions((l) => l > this.#senderBoundary)) {
      const left = this.#sizes.map((size, k) => size - (sender.offset[k] as number));
      if (left.some((rest) => rest <= 0)) continue;
      senders++;
      const nothing = this.#children.map(() => undefined);
      const outcome = this.#visit(this.#nest.loops.length - 1, left, nothing);
      addAll(taken, outcome.taken);
      addAll(given, outcome.given);
      addAll(given, this.#giveBack(outcome.held));
      largestTile = Math.max(largestTile, outcome.largestTile);
      distinct += this.#wordsInside(left, (loop, l) => l <= this.#senderBoundary || !isSpatial(loop));
      if (this.#readWrite) addAll(firstVisits, this.#firstVisits(left));
    }
    const ownTile = this.#ownTile();
    return { sets: this.#sets, taken, given, firstVisits, largestTile, ownTile, senders, distinct };
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
        for (const word of tile) this.#include(takenBy, now.at + word, c);
        return now;
      }
      if (!this.#forgets && before.at === now.at && before.extent === now.extent) return now;
      const old = this.#tileSets[before.extent] as Set<number>;
      const fresh = this.#tileSets[now.extent] as Set<number>;
      const moved = now.at - before.at;
      for (const word of tile) if (this.#forgets || !old.has(word + moved)) this.#include(takenBy, now.at + word, c);
      for (const word of old)
        if (this.#forgets || !fresh.has(word - moved)) this.#include(givenBy, before.at + word, c);
      return now;
    });
    return { taken: wordsBySet(takenBy), given: wordsBySet(givenBy), largestTile, held: next };
  }

  /** At the end everything held goes home. */
  #giveBack(held: HeldByChild): Map<number, number> {
    const givenBy = new Map<number, number>();
    held.forEach((tile, c) => {
      if (tile === undefined) return;
      for (const word of this.#tiles[tile.extent] as Int32Array) this.#include(givenBy, tile.at + word, c);
    });
    return wordsBySet(givenBy);
  }

  /** Adds a child's receiver to those of a word. */
  #include(receiversOf: Map<number, number>, word: number, child: number): void {
    receiversOf.set(word, this.#sets.add(receiversOf.get(word) ?? 0, this.#receivers[child] as number));
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
    const extent = this.#nest.extents[this.#senderBoundary] ?? this.#sizes;
    return this.#countWords(extent.map((full, k) => range(Math.min(full, this.#sizes[k] as number))));
  }

  /** Distinct words that the chosen loops reach. @param left of each dimension from here */
  #wordsInside(left: readonly number[], includes: (loop: NestLoop, l: number) => boolean): number {
    const coordinates = left.map((rest, k) => {
      let values = [0];
      this.#nest.loops.forEach((loop, l) => {
        if (loop.dimension !== k || !includes(loop, l)) return;
        const next: number[] = [];
        for (let i = 0; i < loop.bound; i++) for (const value of values) next.push(value + i * loop.stride);
        values = next;
      });
      return values.filter((value) => value < rest);
    });
    return this.#countWords(coordinates);
  }

  /**
   * First visits of one sender's output words: a word belongs to the children at one place in its own dimensions, and
   * those of them that differ in other dimensions meet it together.
   */
  #firstVisits(left: readonly number[]): Map<number, number> {
    const places = new Map<string, { readonly from: readonly number[]; set: number }>();
    this.#children.forEach(({ offset }, c) => {
      const from = left.map((rest, k) => rest - (offset[k] as number));
      if (from.some((rest) => rest <= 0)) return;
      const key = offset.map((value, k) => (this.#relevant[k] ? value : 0)).join();
      const receiver = this.#receivers[c] as number;
      const place = places.get(key);
      if (place === undefined) places.set(key, { from, set: this.#sets.add(0, receiver) });
      else place.set = this.#sets.add(place.set, receiver);
    });
    const visits = new Map<number, number>();
    for (const { from, set } of places.values()) {
      addTo(
        visits,
        set,
        this.#wordsInside(from, (loop, l) => l <= this.#childBoundary || !isSpatial(loop)),
      );
    }
    return visits;
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

/** Words by the set that each has. */
function wordsBySet(sets: ReadonlyMap<number, number>): Map<number, number> {
  const result = new Map<number, number>();
  for (const set of sets.values()) addTo(result, set, 1);
  return result;
}
