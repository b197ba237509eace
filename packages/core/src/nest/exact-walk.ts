/**
 * The truth, walked: every iteration, every instance, every word that some operation uses.
 *
 * Time runs through the temporal loops of all levels; in one time step every instance works. An instance of a storage
 * level holds the words that its operations touch while the temporal loops *outside* its boundary stand still; when
 * one of these advances, it keeps what it still needs, gives back the rest, and asks its parent (the next outer level
 * that keeps the data space) for what is new:
 *
 *   read-only word    the parent reads it once for all its children that ask in this step (multicast), each fills it
 *   output word       its partial sum is read and filled only if there is one already; what a child gives back is an
 *                     update, added to the parent's partial sum if that has one (temporal reduction); several children
 *                     that give the same word back in one step add up on the way (spatial reduction)
 *
 * The compute units keep nothing: they ask the innermost holder in every step. A level that holds a data space with no
 * holder outside is its home: nothing is filled from anywhere. An instance with nothing to do in a step (imperfect
 * factors) keeps its words. A partial sum that several children continue is delivered to each of them (one adds it).
 *
 * Nothing here is clever on purpose: this is the oracle for everything else. One data space each: data-space-walk.ts.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { DataSpaceWalk } from "./data-space-walk.ts";
import { type Footprint, footprint } from "./footprint.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import type { ComputeAccesses } from "./tile-accesses.ts";
import type { WalkObserver } from "./walk-observer.ts";
import { wordSpace } from "./word-space.ts";

export interface ExactCounts {
  /** By storage level, then data space. */
  readonly counters: readonly (readonly DataSpaceCounters[])[];
  readonly compute: ComputeAccesses;
}

/** Bytes that a walk needs at most: tables of instances x words, and the footprints of tiles. */
export function exactWalkBytes(workload: Workload, nest: LoopNest, mapping: Mapping): number {
  let bytes = 0;
  workload.dataSpaces.forEach((dataSpace, d) => {
    const { size } = wordSpace(workload, nest, d);
    mapping.levels.forEach(({ level, keep }) => {
      if (!keep[d]) return;
      const boundary = nest.boundaries[level] as number;
      const { count } = positions(nest, boundary);
      bytes += count * size * (dataSpace.readWrite ? 5 : 4);
      let points = 1;
      nest.loops.forEach((loop, l) => {
        if (l <= boundary || isSpatial(loop)) points *= loop.bound;
      });
      bytes += nest.imperfect ? points * 4 * (2 + workload.loopDimensions.length) : Math.min(points, count * size) * 8;
    });
  });
  return bytes;
}

/** Walks a nest without flattening, whole. */
export function walkExactly(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  observer?: WalkObserver,
): ExactCounts {
  const walk = new ExactWalk(workload, nest, mapping, fanouts, observer);
  walk.advance(Number.POSITIVE_INFINITY);
  return walk.counts();
}

/** A walk that can pause: `advance` some time steps at a time, then ask for the counts. */
export class ExactWalk {
  /** Time steps in all, idle ones included. */
  readonly totalSteps: number;
  stepsDone = 0;
  readonly #nest: LoopNest;
  readonly #walks: readonly DataSpaceWalk[];
  readonly #sizes: readonly number[];
  readonly #temporal: readonly { readonly loop: NestLoop; readonly l: number }[];
  readonly #units: Footprint;
  readonly #active: Uint8Array;
  readonly #indices: number[];
  /** Coordinates of the temporal loops. */
  readonly #at: number[];
  readonly #observer: WalkObserver | undefined;
  #operations = 0;
  #cycles = 0;
  /** Outermost loop that has moved since the last time step in which anything worked. */
  #changed: number;

  constructor(
    workload: Workload,
    nest: LoopNest,
    mapping: Mapping,
    fanouts: readonly Fanout[],
    observer?: WalkObserver,
  ) {
    this.#nest = nest;
    this.#observer = observer;
    this.#walks = workload.dataSpaces.map((_, d) => new DataSpaceWalk(workload, nest, mapping, fanouts, d, observer));
    this.#sizes = workload.loopDimensions.map(({ size }) => size);
    this.#temporal = nest.loops.map((loop, l) => ({ loop, l })).filter(({ loop }) => !isSpatial(loop));
    this.totalSteps = this.#temporal.reduce((n, { loop }) => n * loop.bound, 1);
    const { steps, count } = positions(nest, -1);
    const none = nest.loops.map(() => 0);
    this.#units = footprint(nest, (_, loop) => isSpatial(loop), none, steps, this.#sizes.length);
    this.#active = new Uint8Array(count);
    this.#indices = new Array<number>(nest.loops.length).fill(0);
    this.#at = new Array<number>(this.#sizes.length).fill(0);
    this.#changed = nest.loops.length;
  }

  /** Walks up to `steps` time steps; true when the walk is complete. */
  advance(steps: number): boolean {
    const end = Math.min(this.totalSteps, this.stepsDone + steps);
    if (this.stepsDone === this.totalSteps) return true;
    while (this.stepsDone < end) {
      this.#timeStep();
      this.stepsDone++;
      this.#tick();
    }
    if (this.stepsDone < this.totalSteps) return false;
    for (const walk of this.#walks) walk.finish();
    return true;
  }

  counts(): ExactCounts {
    const instances = this.#active.reduce((n, flag) => n + flag, 0);
    return {
      counters: this.#nest.boundaries.map((_, level) => this.#walks.map((walk) => walk.counters(level))),
      compute: {
        operationsPerInstance: this.#operations / instances,
        utilizedInstances: instances,
        temporalIterations: this.#cycles,
      },
    };
  }

  #timeStep(): void {
    const working = this.#countWorking();
    if (working === 0) return;
    this.#operations += working;
    this.#observer?.timeStep?.(this.#cycles, this.#indices);
    for (const walk of this.#walks) walk.advance(this.#indices, this.#at, this.#changed);
    this.#cycles++;
    this.#changed = -1;
  }

  /** The odometer of time. */
  #tick(): void {
    for (const { loop, l } of this.#temporal) {
      const index = this.#indices[l] as number;
      const at = this.#at[loop.dimension] as number;
      if (index + 1 < loop.bound) {
        this.#indices[l] = index + 1;
        this.#at[loop.dimension] = at + loop.stride;
        if (l > this.#changed) this.#changed = l;
        return;
      }
      this.#at[loop.dimension] = at - index * loop.stride;
      this.#indices[l] = 0;
    }
  }

  /** Units with work now; marks them. */
  #countWorking(): number {
    const { coordinates, count, positions: units } = this.#units;
    if (coordinates === undefined) {
      if (this.#cycles === 0) this.#active.fill(1);
      return count;
    }
    const dimensions = this.#sizes.length;
    let working = 0;
    for (let e = 0; e < count; e++) {
      let inside = true;
      for (let d = 0; d < dimensions && inside; d++) {
        inside = (this.#at[d] as number) + (coordinates[e * dimensions + d] as number) < (this.#sizes[d] as number);
      }
      if (!inside) continue;
      this.#active[units[e] as number] = 1;
      working++;
    }
    return working;
  }
}
