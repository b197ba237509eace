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
import { bypassed, forgetsOutside, isOneTupleAWord, reuseFlags, statsOf, total } from "./exact-parts.ts";
import type { ExactCounts } from "./exact-walk.ts";
import { isSpatial, type LoopNest } from "./loop-nest.ts";
import { spatialShape } from "./spatial-shape.ts";

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
export function countExactlyImperfect(workload: Workload, nest: LoopNest, mapping: Mapping): ExactCounts {
  const byDataSpace = workload.dataSpaces.map((_, d) => countDataSpace(workload, nest, mapping, d));
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

function countDataSpace(workload: Workload, nest: LoopNest, mapping: Mapping, d: number): DataSpaceCounters[] {
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
    const boundary = nest.boundaries[level] as number;
    const child = holders[h - 1];
    const childBoundary = child === undefined ? -1 : (nest.boundaries[child] as number);
    const { noMulticast, rmwFirstUpdate } = reuseFlags(mapping, level, d);
    const childForgets = child === undefined || reuseFlags(mapping, child, d).noTemporalReuse;
    const exchange = countExchange(workload, nest, d, childBoundary, boundary, childForgets);
    const { taken, parents, distinct } = exchange;
    const unfilled = firstFilled || rmwFirstUpdate ? new Map<number, number>() : exchange.firstVisits;
    // What the compute units take they update at once; what a level gives back may come later than it was taken.
    const given = child === undefined ? taken : exchange.given;
    const resent = readWrite ? without(taken, unfilled) : new Map<number, number>();
    const requests = (count: number, multicast: number): number => (noMulticast ? count * multicast : count);
    results.set(level, {
      kept: true,
      tileSize: tileSize ?? exchange.ownTile,
      partitionSize: distinct / parents,
      reads: total(readWrite ? resent : taken, requests) / parents,
      fills: filled / parents,
      updates: readWrite ? total(given) / parents : 0,
      temporalReductions: readWrite ? (total(given) - total(unfilled)) / parents : 0,
      network: statsOf(readWrite ? given : taken, noMulticast, parents),
      resent: statsOf(resent, noMulticast, parents),
      linkTransfers: 0,
      fanout: spatialShape(nest, level).fanout,
      utilizedInstances: parents,
      parent: holders[h + 1],
    });
    filled = total(readWrite ? resent : taken, (count, multicast) => count * multicast);
    tileSize = exchange.largestTile;
    firstFilled = firstFilled || rmwFirstUpdate;
  }
  return nest.boundaries.map((_, level) => results.get(level) ?? bypassed(nest, level));
}

function without(all: ReadonlyMap<number, number>, some: ReadonlyMap<number, number>): Map<number, number> {
  const rest = new Map(all);
  for (const [multicast, count] of some) rest.set(multicast, (rest.get(multicast) ?? 0) - count);
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
