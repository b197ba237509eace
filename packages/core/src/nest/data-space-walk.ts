/**
 * One data space under the exact walk: which words each instance of each holding level has, and what moves.
 * The rules are in exact-walk.ts. A *slot* is instance x words + word.
 *
 * Written with flat arrays and without allocation per step, since it runs for every iteration (10^7 in seconds); each
 * method still does one sentence of the rules.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { bypassed } from "./exact-parts.ts";
import { type Footprint, footprint } from "./footprint.ts";
import { isSpatial, type LoopNest } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { spatialShape } from "./spatial-shape.ts";
import { AccessStats } from "./tile-accesses.ts";
import type { WalkObserver } from "./walk-observer.ts";
import { type WordSpace, wordSpace } from "./word-space.ts";

/** A storage level that keeps the data space. */
interface Holder {
  readonly level: number;
  /** Index of its outermost loop inside: temporal loops above it are its steps. */
  readonly boundary: number;
  readonly instances: number;
  readonly noReuse: boolean;
  readonly noMulticast: boolean;
  readonly alwaysRead: boolean;
  /** What one step touches, over all instances. */
  readonly tile: Footprint;
  /** By slot: the step in which the word was last needed, -1 for never. */
  readonly stamps: Int32Array;
  /** By slot: whether an output word has had a partial sum here (an idle child may give its part back late). */
  readonly live: Uint8Array;
  /** By instance: its last step with work. */
  readonly lastStep: Int32Array;
  /** Slots held now. */
  held: number[];
  acquired: number[];
  evicted: number[];
  step: number;
  reads: number;
  fills: number;
  updates: number;
  reductions: number;
  largestTile: number;
  /** Words sent to children or taken from them, by how many children took part in one transfer. */
  readonly asked: number[];
  /** Partial sums sent back down, likewise. */
  readonly resent: number[];
}

export class DataSpaceWalk {
  readonly #nest: LoopNest;
  readonly #sizes: readonly number[];
  readonly #d: number;
  readonly #words: WordSpace;
  readonly #readWrite: boolean;
  readonly #observer: WalkObserver | undefined;
  /** Innermost first. */
  readonly #holders: readonly Holder[];
  /** What the operations of one time step touch. */
  readonly #operations: Footprint;
  readonly #groups = new Map<number, number>();

  constructor(workload: Workload, nest: LoopNest, mapping: Mapping, d: number, observer: WalkObserver | undefined) {
    this.#nest = nest;
    this.#sizes = workload.loopDimensions.map(({ size }) => size);
    this.#d = d;
    this.#words = wordSpace(workload, nest, d);
    this.#readWrite = workload.dataSpaces[d]?.readWrite ?? false;
    this.#observer = observer;
    const levels = mapping.levels.filter((level) => level.keep[d]);
    this.#holders = levels.map(({ level, reuse }) => {
      const boundary = nest.boundaries[level] as number;
      const { steps, count } = positions(nest, boundary);
      const slots = count * this.#words.size;
      return {
        level,
        boundary,
        instances: count,
        noReuse: reuse.noTemporalReuse[d] ?? false,
        noMulticast: reuse.noMulticast[d] ?? false,
        alwaysRead: reuse.rmwFirstUpdate[d] ?? false,
        tile: footprint(
          nest,
          (l, loop) => l <= boundary || isSpatial(loop),
          this.#words.steps,
          steps,
          this.#sizes.length,
        ),
        stamps: new Int32Array(slots).fill(-1),
        live: new Uint8Array(this.#readWrite ? slots : 0),
        lastStep: new Int32Array(count).fill(-1),
        held: [],
        acquired: [],
        evicted: [],
        step: -1,
        reads: 0,
        fills: 0,
        updates: 0,
        reductions: 0,
        largestTile: 0,
        asked: [],
        resent: [],
      };
    });
    const innermost = positions(nest, this.#holders[0]?.boundary ?? nest.loops.length);
    const units = positions(nest, -1);
    // Each unit asks on its own: list them all, by the innermost holder's instance that serves them.
    this.#operations = unitFootprint(nest, this.#words.steps, innermost.steps, units.count, this.#sizes.length);
  }

  /** One time step. @param at coordinates of the temporal loops @param changed outermost temporal loop that moved */
  advance(indices: readonly number[], at: readonly number[], changed: number): void {
    const holders = this.#holders;
    let moved = 0;
    while (moved < holders.length && (holders[moved] as Holder).boundary < changed) moved++;
    for (let h = 0; h < moved; h++) this.#moveTile(holders[h] as Holder, indices, at);
    // Words leave from the inside outwards, then arrive from the outside inwards.
    for (let h = 0; h < moved; h++) this.#giveBack(h);
    for (let h = moved - 1; h >= 0; h--) this.#acquire(h);
    this.#operate(indices, at);
  }

  /** At the end everything goes home. */
  finish(): void {
    for (let h = 0; h < this.#holders.length - 1; h++) {
      const holder = this.#holders[h] as Holder;
      holder.evicted = holder.held;
      this.#giveBack(h);
    }
  }

  /** All instances of a holder go on to their next tile: what they must acquire, what they may evict. */
  #moveTile(holder: Holder, indices: readonly number[], at: readonly number[]): void {
    const { stamps, lastStep, tile } = holder;
    const size = this.#words.size;
    const step = ++holder.step;
    const base = this.#baseWord(indices, (l) => l > holder.boundary);
    const from = tile.coordinates === undefined ? undefined : this.#outside(at, indices, holder.boundary);
    const previous = holder.held;
    const held: number[] = [];
    holder.acquired.length = 0;
    holder.evicted.length = 0;
    for (let e = 0; e < tile.count; e++) {
      if (from !== undefined && !this.#isInside(tile, e, from)) continue;
      const position = tile.positions[e] as number;
      const slot = position * size + base + (tile.words[e] as number);
      const stamp = stamps[slot] as number;
      if (stamp === step) continue;
      stamps[slot] = step;
      held.push(slot);
      // The position's last step is still the one before: it is set when the tile is complete.
      if (holder.noReuse || stamp === -1 || stamp !== lastStep[position]) holder.acquired.push(slot);
    }
    const works = tile.coordinates === undefined ? undefined : new Set(held.map((slot) => Math.floor(slot / size)));
    for (const slot of previous) {
      if (works !== undefined && !works.has(Math.floor(slot / size))) held.push(slot);
      else if (holder.noReuse || stamps[slot] !== step) holder.evicted.push(slot);
    }
    if (works === undefined) lastStep.fill(step);
    else for (const position of works) lastStep[position] = step;
    holder.held = held;
    holder.largestTile = Math.max(holder.largestTile, this.#largestTile(holder));
  }

  #largestTile(holder: Holder): number {
    if (holder.tile.coordinates === undefined) return holder.held.length / holder.instances;
    const words = new Map<number, number>();
    for (const slot of holder.held) {
      const position = Math.floor(slot / this.#words.size);
      words.set(position, (words.get(position) ?? 0) + 1);
    }
    return Math.max(0, ...words.values());
  }

  #giveBack(h: number): void {
    const child = this.#holders[h] as Holder;
    const parent = this.#holders[h + 1];
    if (!this.#readWrite || parent === undefined) return;
    // A level that forgets has nothing to give back of a word whose partial sum is still further inside.
    if (child.noReuse) child.evicted = child.evicted.filter((slot) => child.live[slot] !== 0);
    if (child.evicted.length === 0) return;
    this.#forEachGroup(child, parent, child.evicted, (slot, children) => {
      const requests = parent.noMulticast ? children : 1;
      const first = parent.live[slot] || parent.alwaysRead ? 0 : 1;
      parent.updates += requests;
      parent.reductions += requests - first;
      parent.live[slot] = 1;
      this.#ask(parent, parent.asked, children);
      // Taken one by one, all but the very first are added to what is read back; the others were filled with it.
      if (first === 1 && requests > 1) {
        parent.reads += requests - 1;
        this.#ask(parent, parent.resent, requests - 1);
      }
    });
    this.#observe("writeback", child, child.evicted);
  }

  #acquire(h: number): void {
    const child = this.#holders[h] as Holder;
    const parent = this.#holders[h + 1];
    if (parent === undefined || child.acquired.length === 0) return;
    const size = this.#words.size;
    if (this.#readWrite) {
      const ratio = child.instances / parent.instances;
      const isThere = (slot: number): boolean => {
        const position = Math.floor(slot / size);
        return parent.live[Math.floor(position / ratio) * size + (slot - position * size)] !== 0;
      };
      child.acquired = child.acquired.filter((slot) => parent.alwaysRead || isThere(slot));
      for (const slot of child.acquired) child.live[slot] = 1;
    }
    child.fills += child.acquired.length;
    this.#forEachGroup(child, parent, child.acquired, (_, children) => {
      parent.reads += parent.noMulticast ? children : 1;
      this.#ask(parent, this.#readWrite ? parent.resent : parent.asked, children);
    });
    this.#observe("fetch", child, child.acquired);
  }

  /** The operations of this time step ask the innermost holder. */
  #operate(indices: readonly number[], at: readonly number[]): void {
    const holder = this.#holders[0];
    if (holder === undefined) return;
    const units = this.#operations;
    const size = this.#words.size;
    const base = this.#baseWord(indices, () => true);
    const slotOf = (e: number): number => (units.positions[e] as number) * size + base + (units.words[e] as number);
    if (units.count === 1) {
      this.#serve(holder, slotOf(0), 1);
      return;
    }
    const groups = this.#groups;
    groups.clear();
    for (let e = 0; e < units.count; e++) {
      if (units.coordinates !== undefined && !this.#isInside(units, e, at)) continue;
      const slot = slotOf(e);
      groups.set(slot, (groups.get(slot) ?? 0) + 1);
    }
    for (const [slot, count] of groups) this.#serve(holder, slot, count);
  }

  /** `units` operations need the word of `slot` in one time step. */
  #serve(holder: Holder, slot: number, units: number): void {
    const requests = holder.noMulticast ? units : 1;
    this.#ask(holder, holder.asked, units);
    if (!this.#readWrite) {
      holder.reads += requests;
      return;
    }
    // Served one by one, every unit but the first finds the partial sum of the one before it.
    const found = requests - (holder.live[slot] || holder.alwaysRead ? 0 : 1);
    holder.live[slot] = 1;
    holder.updates += requests;
    holder.reads += found;
    holder.reductions += found;
    if (found > 0) this.#ask(holder, holder.resent, holder.noMulticast ? found : units);
  }

  #ask(holder: Holder, transfers: number[], children: number): void {
    const multicast = holder.noMulticast ? 1 : children;
    transfers[multicast] = (transfers[multicast] ?? 0) + (holder.noMulticast ? children : 1);
  }

  /** Groups the children's slots by the parent's slot. */
  #forEachGroup(
    child: Holder,
    parent: Holder,
    slots: readonly number[],
    visit: (slot: number, children: number) => void,
  ): void {
    if (child.instances === parent.instances) {
      for (const slot of slots) visit(slot, 1);
      return;
    }
    // Positions count the innermost spatial loop first: dropping the loops between is a division.
    const ratio = child.instances / parent.instances;
    const size = this.#words.size;
    const groups = this.#groups;
    groups.clear();
    for (const slot of slots) {
      const position = Math.floor(slot / size);
      const parentSlot = Math.floor(position / ratio) * size + (slot - position * size);
      groups.set(parentSlot, (groups.get(parentSlot) ?? 0) + 1);
    }
    for (const [slot, children] of groups) visit(slot, children);
  }

  /** The word at the present indices of the temporal loops that `counts`. */
  #baseWord(indices: readonly number[], counts: (l: number) => boolean): number {
    let word = this.#words.origin;
    const { loops } = this.#nest;
    for (let l = 0; l < loops.length; l++) {
      if (counts(l)) word += (this.#words.steps[l] as number) * (indices[l] as number);
    }
    return word;
  }

  /** Coordinates of the loops outside a boundary alone. */
  #outside(at: readonly number[], indices: readonly number[], boundary: number): number[] {
    const outside = [...at];
    for (let l = 0; l <= boundary; l++) {
      const loop = this.#nest.loops[l];
      if (loop === undefined) continue;
      outside[loop.dimension] = (outside[loop.dimension] as number) - loop.stride * (indices[l] as number);
    }
    return outside;
  }

  #isInside(points: Footprint, e: number, from: readonly number[]): boolean {
    const dimensions = this.#sizes.length;
    const coordinates = points.coordinates as Int32Array;
    for (let d = 0; d < dimensions; d++) {
      if ((from[d] as number) + (coordinates[e * dimensions + d] as number) >= (this.#sizes[d] as number)) return false;
    }
    return true;
  }

  #observe(kind: "fetch" | "writeback", holder: Holder, slots: readonly number[]): void {
    if (this.#observer?.transfer === undefined || slots.length === 0) return;
    const size = this.#words.size;
    const words = slots.map((slot) => {
      const instance = Math.floor(slot / size);
      return { instance, word: this.#words.coordinates(slot - instance * size) };
    });
    this.#observer.transfer({ kind, level: holder.level, dataSpace: this.#d, words });
  }

  counters(level: number): DataSpaceCounters {
    const h = this.#holders.findIndex((candidate) => candidate.level === level);
    const holder = this.#holders[h];
    if (holder === undefined) return bypassed(this.#nest, level);
    const instances = holder.lastStep.reduce((n, last) => n + (last >= 0 ? 1 : 0), 0);
    const everHeld = holder.stamps.reduce((n, stamp) => n + (stamp >= 0 ? 1 : 0), 0);
    const parent = this.#holders[h + 1]?.level;
    return {
      kept: true,
      tileSize: holder.largestTile,
      partitionSize: everHeld / instances,
      reads: holder.reads / instances,
      fills: holder.fills / instances,
      updates: holder.updates / instances,
      temporalReductions: holder.reductions / instances,
      network: statsOf(holder.asked, instances),
      resent: statsOf(holder.resent, instances),
      linkTransfers: 0,
      fanout: spatialShape(this.#nest, level).fanout,
      utilizedInstances: instances,
      parent,
    };
  }
}

/** One entry for each compute unit, even where several touch the same word at the same instance. */
function unitFootprint(
  nest: LoopNest,
  wordSteps: readonly number[],
  positionSteps: readonly number[],
  units: number,
  dimensions: number,
): Footprint {
  const distinct = positions(nest, -1).steps;
  const points = footprint(nest, (_, loop) => isSpatial(loop), wordSteps, distinct, dimensions);
  // The unit's own position tells entries apart; what is wanted is the position of the instance that serves it.
  const innermost = positionSteps.findIndex((step) => step > 0);
  const ratio = innermost < 0 ? units : (distinct[innermost] as number);
  return { ...points, positions: points.positions.map((position) => Math.floor(position / ratio)) };
}

function statsOf(transfers: readonly number[], instances: number): AccessStats {
  const stats = new AccessStats();
  transfers.forEach((count, multicast) => {
    stats.add(multicast, 1, count / instances, 0, 0);
  });
  return stats;
}
