/**
 * The exact counts for imperfect factors in closed form: the exchanges of exact-exchange.ts put together as
 * exact-walk.ts puts its steps together.
 *
 *     of one pair, parent and children:   taken, given      groups of children that take or give a word in one step
 *                                         firstVisits       groups that meet a word with no partial sum yet
 *     read-only   reads = taken           fills of the child = what every child of a group takes
 *     output      updates = given         reads = taken - firstVisits         reductions = given - firstVisits
 *
 * A word's first visit lies where every loop over other dimensions is at 0. An instance idle there is idle in every
 * later iteration of these loops too, so nobody comes later to an output word that has no partial sum yet.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { countExchange } from "./exact-exchange.ts";
import { bypassed, forgetsOutside, isOneTupleAWord, reuseFlags, statsOf } from "./exact-parts.ts";
import type { ExactCounts } from "./exact-walk.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest } from "./loop-nest.ts";
import { spatialShape } from "./spatial-shape.ts";
import { stagesBetween } from "./stages.ts";
import { AccessStats } from "./tile-accesses.ts";

/** Whether this form covers the case: no flattening, outputs of one index tuple a word and served by multicast. */
export function hasImperfectForm(workload: Workload, nest: LoopNest, mapping: Mapping): boolean {
  if (workload.usesFlattening) return false;
  return workload.dataSpaces.every(({ readWrite }, d) => {
    if (!readWrite) return true;
    const multicast = mapping.levels.every(({ level }) => !reuseFlags(mapping, level, d).noMulticast);
    return multicast && !forgetsOutside(mapping, d) && isOneTupleAWord(workload, nest, d);
  });
}

/** Counts as `walkExactly` does, where `hasImperfectForm`. */
export function countExactlyImperfect(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): ExactCounts {
  const byDataSpace = workload.dataSpaces.map((_, d) => countDataSpace(workload, nest, mapping, fanouts, d));
  const operations = workload.loopDimensions.reduce((n, { size }) => n * size, 1);
  const instances = inside(workload, nest, isSpatialAt(nest));
  return {
    counters: nest.boundaries.map((_, level) => byDataSpace.map((levels) => levels[level] as DataSpaceCounters)),
    compute: {
      operationsPerInstance: operations / instances,
      utilizedInstances: instances,
      temporalIterations: inside(workload, nest, (l) => !isSpatialAt(nest)(l)),
    },
  };
}

function countDataSpace(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  d: number,
): DataSpaceCounters[] {
  const readWrite = workload.dataSpaces[d]?.readWrite ?? false;
  const holders = mapping.levels.filter((level) => level.keep[d]).map(({ level }) => level);
  const results = new Map<number, DataSpaceCounters>();
  /** Whether a level finds a partial sum even when it first meets a word. */
  let firstFilled = false;
  /** Words that the parent sends this level, over all instances, and this level's largest tile. */
  let filled = 0;
  let tileSize: number | undefined;
  for (let h = holders.length - 1; h >= 0; h--) {
    const level = holders[h] as number;
    const child = holders[h - 1] ?? -1;
    const childBoundary = child < 0 ? -1 : (nest.boundaries[child] as number);
    const { noMulticast, rmwFirstUpdate } = reuseFlags(mapping, level, d);
    const forgets = child < 0 || reuseFlags(mapping, child, d).noTemporalReuse;
    const isFilled = firstFilled || rmwFirstUpdate;
    let delivered = 0;
    for (const stage of stagesBetween(nest, child, level, fanouts)) {
      const isOwn = stage.level === level;
      const exchange = countExchange({
        workload,
        nest,
        dataSpace: d,
        childBoundary,
        stage,
        forgets,
        byChild: noMulticast,
      });
      const { sets, taken, senders, firstVisits } = exchange;
      // What the compute units take they update at once; what a level gives back may come later than it was taken.
      const given = child < 0 ? taken : exchange.given;
      const down = statsOf(taken, sets, noMulticast);
      const up = statsOf(given, sets, noMulticast);
      const again = isFilled ? down : without(down, statsOf(firstVisits, sets, noMulticast));
      const instances = isOwn ? senders : stage.senders;
      const traffic = {
        network: (readWrite ? up : down).averaged(instances),
        resent: readWrite ? again.averaged(instances) : new AccessStats(),
      };
      // The innermost stage delivers to the children themselves.
      if (stage.level === child + 1) delivered = (readWrite ? again : down).delivered();
      if (!isOwn) {
        results.set(stage.level, { ...bypassed(nest, stage.level), ...traffic });
        continue;
      }
      results.set(level, {
        kept: true,
        tileSize: tileSize ?? exchange.ownTile,
        partitionSize: exchange.distinct / senders,
        reads: (readWrite ? again : down).total() / senders,
        fills: filled / senders,
        updates: readWrite ? up.total() / senders : 0,
        temporalReductions: readWrite ? (up.total() - (down.total() - again.total())) / senders : 0,
        ...traffic,
        linkTransfers: 0,
        fanout: spatialShape(nest, level).fanout,
        utilizedInstances: senders,
        parent: holders[h + 1],
      });
      tileSize = exchange.largestTile;
    }
    filled = delivered;
    firstFilled = firstFilled || (readWrite && rmwFirstUpdate);
  }
  return nest.boundaries.map((_, level) => results.get(level) ?? bypassed(nest, level));
}

function without(all: AccessStats, some: AccessStats): AccessStats {
  const rest = all.scaled(1);
  rest.accumulate(some.scaled(-1));
  return rest;
}

function isSpatialAt(nest: LoopNest): (l: number) => boolean {
  return (l) => {
    const loop = nest.loops[l];
    return loop !== undefined && isSpatial(loop);
  };
}

/** Iterations of some loops, the others at 0, that lie inside the problem. */
function inside(workload: Workload, nest: LoopNest, includes: (l: number) => boolean): number {
  return workload.loopDimensions.reduce((n, { size }, k) => {
    let values = [0];
    nest.loops.forEach((loop, l) => {
      if (loop.dimension !== k || !includes(l)) return;
      values = values.flatMap((value) => Array.from({ length: loop.bound }, (_, i) => value + i * loop.stride));
      values = values.filter((value) => value < size);
    });
    return n * values.length;
  }, 1);
}
