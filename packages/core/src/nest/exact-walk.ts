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
 * Nothing here is clever on purpose: this is the oracle for everything else. One file a data space: data-space-walk.ts.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { DataSpaceWalk } from "./data-space-walk.ts";
import { footprint } from "./footprint.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import type { ComputeAccesses } from "./tile-accesses.ts";
import type { WalkObserver } from "./walk-observer.ts";

export interface ExactCounts {
  /** By storage level, then data space. */
  readonly counters: readonly (readonly DataSpaceCounters[])[];
  readonly compute: ComputeAccesses;
}

/** Walks a nest without flattening. @param observer told of every movement, for traces and progress */
export function walkExactly(workload: Workload, nest: LoopNest, mapping: Mapping, observer?: WalkObserver): ExactCounts {
  const walks = workload.dataSpaces.map((_, d) => new DataSpaceWalk(workload, nest, mapping, d, observer));
  const sizes = workload.loopDimensions.map(({ size }) => size);
  const temporal = nest.loops.map((loop, l) => ({ loop, l })).filter(({ loop }) => !isSpatial(loop));
  const { steps, count: unitCount } = positions(nest, -1);
  const none = nest.loops.map(() => 0);
  const units = footprint(nest, (_, loop) => isSpatial(loop), none, steps, sizes.length);
  const active = new Uint8Array(unitCount);
  const indices = new Array<number>(nest.loops.length).fill(0);
  const at = new Array<number>(sizes.length).fill(0);
  let operations = 0;
  let cycles = 0;
  // Outermost loop that has moved since the last time step in which anything worked.
  let changed = nest.loops.length;

  for (;;) {
    const working = countWorking(units, at, sizes, active);
    if (working > 0) {
      operations += working;
      observer?.timeStep?.(cycles, indices);
      for (const walk of walks) walk.advance(indices, at, changed);
      cycles++;
      changed = -1;
    }
    // The odometer of time.
    let i = 0;
    for (; i < temporal.length; i++) {
      const { loop, l } = temporal[i] as { loop: NestLoop; l: number };
      const index = indices[l] as number;
      if (index + 1 < loop.bound) {
        indices[l] = index + 1;
        at[loop.dimension] = (at[loop.dimension] as number) + loop.stride;
        if (l > changed) changed = l;
        break;
      }
      at[loop.dimension] = (at[loop.dimension] as number) - index * loop.stride;
      indices[l] = 0;
    }
    if (i === temporal.length) break;
  }
  for (const walk of walks) walk.finish();
  const instances = active.reduce((n, flag) => n + flag, 0);
  return {
    counters: nest.boundaries.map((_, level) => walks.map((walk) => walk.counters(level))),
    compute: { operationsPerInstance: operations / instances, utilizedInstances: instances, temporalIterations: cycles },
  };
}

/** Units with work at `at`; marks them. */
function countWorking(
  units: ReturnType<typeof footprint>,
  at: readonly number[],
  sizes: readonly number[],
  active: Uint8Array,
): number {
  const { coordinates } = units;
  if (coordinates === undefined) {
    active.fill(1);
    return units.count;
  }
  const dimensions = sizes.length;
  let working = 0;
  for (let e = 0; e < units.count; e++) {
    let inside = true;
    for (let d = 0; d < dimensions && inside; d++) {
      inside = (at[d] as number) + (coordinates[e * dimensions + d] as number) < (sizes[d] as number);
    }
    if (!inside) continue;
    active[units.positions[e] as number] = 1;
    working++;
  }
  return working;
}
