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
import { bypassed, statsOf } from "./exact-parts.ts";
import { type Footprint, footprint } from "./footprint.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { ReceiverSets } from "./receiver-sets.ts";
import { type Stage, stagesBetween } from "./stages.ts";
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
  /** The way to the children: from the innermost network out to the level's own. */
  readonly crossings: readonly Crossing[];
}

/** One network on the way from a holder to its children, and what crosses it. */
interface Crossing {
  readonly stage: Stage;
  readonly sets: ReceiverSets;
  /** Children in one receiver, in one sender and in one holder. */
  readonly inReceiver: number;
  readonly inSender: number;
  readonly inHolder: number;
  /** Words sent to children or taken from them, by set of receivers (0 where the list has none). */
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
  /** Compute units of each instance of the innermost holder. */
  readonly #unitsServed: number;
  /** Slots of the compute units that ask in a time step. */
  readonly #asking: number[] = [];
  readonly #found = new Map<number, number>();
  readonly #groups = new Map<number, number>();

  constructor(
    workload: Workload,
    nest: LoopNest,
    mapping: Mapping,
    fanouts: readonly Fanout[],
    d: number,
    observer: WalkObserver | undefined,
  ) {
    this.#nest = nest;
    this.#sizes = workload.loopDimensions.map(({ size }) => size);
    this.#d = d;
    this.#words = wordSpace(workload, nest, d);
    this.#readWrite = workload.dataSpaces[d]?.readWrite ?? false;
    this.#observer = observer;
    const levels = mapping.levels.filter((level) => level.keep[d]);
    this.#holders = levels.map(({ level, reuse }, h) => {
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
        crossings: crossings(nest, levels[h - 1]?.level ?? -1, level, fanouts),
      };
    });
    // Each unit asks on its own: list them all.
    const units = positions(nest, -1);
    const { steps } = this.#words;
    this.#operations = footprint(nest, (_, loop) => isSpatial(loop), steps, units.steps, this.#sizes.length);
    this.#unitsServed = units.count / (this.#holders[0]?.instances ?? units.count);
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
    /** Of the words that come up one by one: the part that finds a partial sum, which goes down again to be added to. */
    const late = new Map<number, number>();
    this.#forEachGroup(child.evicted, child.instances / parent.instances, (slot, children) => {
      const requests = parent.noMulticast ? children : 1;
      const first = parent.live[slot] || parent.alwaysRead ? 0 : 1;
      parent.updates += requests;
      parent.reductions += requests - first;
      parent.live[slot] = 1;
      // Taken one by one, all but the very first are added to what is read back; the others were filled with it.
      if (first === 1 && requests > 1) {
        parent.reads += requests - 1;
        late.set(slot, (requests - 1) / requests);
      }
    });
    this.#cross(parent, "asked", child.evicted);
    if (late.size > 0) this.#cross(parent, "resent", child.evicted, late);
    this.#observe("writeback", child, child.evicted);
  }

  #acquire(h: number): void {
    const child = this.#holders[h] as Holder;
    const parent = this.#holders[h + 1];
    if (parent === undefined || child.acquired.length === 0) return;
    if (this.#readWrite) {
      const ratio = child.instances / parent.instances;
      const isThere = (slot: number): boolean => parent.live[this.#outer(slot, ratio)] !== 0;
      child.acquired = child.acquired.filter((slot) => parent.alwaysRead || isThere(slot));
      for (const slot of child.acquired) child.live[slot] = 1;
    }
    child.fills += child.acquired.length;
    parent.reads += this.#cross(parent, this.#readWrite ? "resent" : "asked", child.acquired);
    this.#observe("fetch", child, child.acquired);
  }

  /** The operations of this time step ask the innermost holder. */
  #operate(indices: readonly number[], at: readonly number[]): void {
    const holder = this.#holders[0];
    if (holder === undefined) return;
    const { count, positions: units, words, coordinates } = this.#operations;
    const size = this.#words.size;
    const base = this.#baseWord(indices, () => true);
    if (count === 1) {
      this.#operateAlone(holder, base + (words[0] as number));
      return;
    }
    const slots = this.#asking;
    slots.length = 0;
    for (let e = 0; e < count; e++) {
      if (coordinates !== undefined && !this.#isInside(this.#operations, e, at)) continue;
      slots.push((units[e] as number) * size + base + (words[e] as number));
    }
    const asked = this.#cross(holder, "asked", slots);
    if (!this.#readWrite) {
      holder.reads += asked;
      return;
    }
    const near = holder.crossings[0] as Crossing;
    if (holder.crossings.length === 1 && near.inSender > 1 && !holder.noMulticast) {
      // The holder is the only sender: its words and their receivers have just been found.
      for (const [slot, set] of this.#groups) if (this.#serve(holder, slot, 1) > 0) addTo(near.resent, set, 1);
      return;
    }
    /** By word: the part of its requests that find a partial sum. */
    const found = this.#found;
    found.clear();
    let any = false;
    this.#forEachGroup(slots, this.#unitsServed, (slot, children) => {
      const requests = holder.noMulticast ? children : 1;
      const finds = this.#serve(holder, slot, requests);
      found.set(slot, finds / requests);
      if (finds > 0) any = true;
    });
    if (any) this.#cross(holder, "resent", slots, found);
  }

  /** The same where there is one compute unit in all: set 1 is the only receiver. */
  #operateAlone(holder: Holder, slot: number): void {
    const found = this.#readWrite ? this.#serve(holder, slot, 1) : 0;
    if (!this.#readWrite) holder.reads++;
    for (const { asked, resent } of holder.crossings) {
      addTo(asked, 1, 1);
      if (found > 0) addTo(resent, 1, 1);
    }
  }

  /** Requests for an output word in one time step; says how many found a partial sum. */
  #serve(holder: Holder, slot: number, requests: number): number {
    // Served one by one, every unit but the first finds the partial sum of the one before it.
    const found = requests - (holder.live[slot] || holder.alwaysRead ? 0 : 1);
    holder.live[slot] = 1;
    holder.updates += requests;
    holder.reads += found;
    holder.reductions += found;
    return found;
  }

  /**
   * Words cross all networks between a holder and its children; says how many requests the holder has of them.
   * @param slots of the children @param part of each word's requests that count, by the holder's slot; all if absent
   */
  #cross(
    holder: Holder,
    way: "asked" | "resent",
    slots: readonly number[],
    part?: ReadonlyMap<number, number>,
  ): number {
    const size = this.#words.size;
    let transfers = 0;
    for (const { sets, inReceiver, inSender, inHolder, [way]: into } of holder.crossings) {
      transfers = 0;
      if (holder.noMulticast || inSender === 1) {
        for (const slot of slots) {
          const counts = part === undefined ? 1 : (part.get(this.#outer(slot, inHolder)) as number);
          const child = Math.floor(slot / size);
          addTo(into, sets.add(0, Math.floor((child % inSender) / inReceiver)), counts);
          transfers += counts;
        }
        continue;
      }
      const groups = this.#groups;
      groups.clear();
      for (const slot of slots) {
        if (part?.get(this.#outer(slot, inHolder)) === 0) continue;
        const child = Math.floor(slot / size);
        const sender = Math.floor(child / inSender);
        const word = slot - child * size;
        const key = sender * size + word;
        const receiver = Math.floor((child - sender * inSender) / inReceiver);
        groups.set(key, sets.add(groups.get(key) ?? 0, receiver));
      }
      for (const set of groups.values()) addTo(into, set, 1);
      transfers = groups.size;
    }
    return transfers;
  }

  /** The slot of the same word at the instance outside. @param ratio instances for each one outside */
  #outer(slot: number, ratio: number): number {
    const size = this.#words.size;
    const position = Math.floor(slot / size);
    // Positions count the innermost spatial loop first: dropping the loops between is a division.
    return Math.floor(position / ratio) * size + (slot - position * size);
  }

  /** Groups the children's slots by the parent's slot. @param ratio children of a parent */
  #forEachGroup(slots: readonly number[], ratio: number, visit: (slot: number, children: number) => void): void {
    if (ratio === 1) {
      for (const slot of slots) visit(slot, 1);
      return;
    }
    const groups = this.#groups;
    groups.clear();
    for (const slot of slots) {
      const outer = this.#outer(slot, ratio);
      groups.set(outer, (groups.get(outer) ?? 0) + 1);
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
    const traffic = this.#traffic(level);
    if (holder === undefined) return { ...bypassed(this.#nest, level), ...traffic };
    const instances = this.#working(holder);
    const everHeld = holder.stamps.reduce((n, stamp) => n + (stamp >= 0 ? 1 : 0), 0);
    const parent = this.#holders[h + 1]?.level;
    return {
      ...bypassed(this.#nest, level),
      kept: true,
      tileSize: holder.largestTile,
      partitionSize: everHeld / instances,
      reads: holder.reads / instances,
      fills: holder.fills / instances,
      updates: holder.updates / instances,
      temporalReductions: holder.reductions / instances,
      ...traffic,
      utilizedInstances: instances,
      parent,
    };
  }

  /** What crossed the network below a level, on average over its instances (those at work, if it is a holder). */
  #traffic(level: number): Partial<Pick<DataSpaceCounters, "network" | "resent">> {
    for (const holder of this.#holders) {
      for (const { stage, sets, asked, resent } of holder.crossings) {
        if (stage.level !== level) continue;
        const instances = holder.level === level ? this.#working(holder) : stage.senders;
        return {
          network: statsOf(asked.entries(), sets, holder.noMulticast).averaged(instances),
          resent: statsOf(resent.entries(), sets, holder.noMulticast).averaged(instances),
        };
      }
    }
    return {};
  }

  #working(holder: Holder): number {
    return holder.lastStep.reduce((n, last) => n + (last >= 0 ? 1 : 0), 0);
  }
}

function crossings(nest: LoopNest, child: number, holder: number, fanouts: readonly Fanout[]): Crossing[] {
  const count = positions(nest, child < 0 ? -1 : (nest.boundaries[child] as number)).count;
  const holders = positions(nest, nest.boundaries[holder] as number).count;
  return stagesBetween(nest, child, holder, fanouts).map((stage) => ({
    stage,
    sets: new ReceiverSets(stage.places, stage.mesh),
    inReceiver: count / (stage.senders * stage.receivers),
    inSender: count / stage.senders,
    inHolder: count / holders,
    asked: [],
    resent: [],
  }));
}

function addTo(words: number[], set: number, count: number): void {
  while (words.length <= set) words.push(0);
  words[set] = (words[set] as number) + count;
}
