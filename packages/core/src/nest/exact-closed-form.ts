/**
 * The exact counts in closed form, for perfect factors: what exact-walk.ts finds, without walking.
 *
 * All instances of a level do the same, moved; all tiles of a level are one set T of words, moved. A step in which
 * temporal loop k outside the boundary advances (and those inside it fall back from their last iteration to 0) moves
 * the tile by one vector s(k), and happens (bound(k) - 1) x product of the bounds outside k times. So a level's whole
 * life is one first tile and n kinds of steps; what each of them sends is in exact-transfers.ts.
 *
 *   giving back              T and the offsets are symmetric (sums of runs 0..n), so what leaves in a step goes to as
 *                            many as what arrives; the last tile leaves at the end.
 *   first visits             an output word belongs to one instance (or to all those that reduce it together, in the
 *                            same steps): each instance meets each of its words once without a partial sum to fetch.
 *
 * The last point needs outputs whose words stand for one index tuple each; others are walked.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { bypassed, forgetsOutside, isOneTupleAWord, reuseFlags } from "./exact-parts.ts";
import { transfers } from "./exact-transfers.ts";
import type { ExactCounts } from "./exact-walk.ts";
import { type Fanout, placeHops } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { type RankGroup, rankGroups, reach } from "./rank-groups.ts";
import { spatialShape } from "./spatial-shape.ts";
import { type Stage, stagesBetween } from "./stages.ts";
import { AccessStats } from "./tile-accesses.ts";

/** Whether the closed form covers the case: perfect factors, no flattening, each output word one index tuple. */
export function hasExactClosedForm(workload: Workload, nest: LoopNest, mapping: Mapping): boolean {
  if (nest.imperfect || workload.usesFlattening) return false;
  return workload.dataSpaces.every(
    ({ readWrite }, d) => !readWrite || (!forgetsOutside(mapping, d) && isOneTupleAWord(workload, nest, d)),
  );
}

/** Counts as `walkExactly` does, where `hasExactClosedForm`. */
export function countExactly(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): ExactCounts {
  let cycles = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) cycles *= loop.bound;
  const byDataSpace = workload.dataSpaces.map((_, d) => countDataSpace(workload, nest, mapping, fanouts, d));
  return {
    counters: nest.boundaries.map((_, level) => byDataSpace.map((levels) => levels[level] as DataSpaceCounters)),
    compute: {
      operationsPerInstance: cycles,
      utilizedInstances: positions(nest, -1).count,
      temporalIterations: cycles,
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
  const groups = rankGroups(workload, nest, d);
  const holders = mapping.levels.filter((level) => level.keep[d]).map(({ level }) => level);
  const results = new Map<number, DataSpaceCounters>();
  /** Words that one instance inside a boundary ever meets. */
  const wordsInside = (boundary: number): number =>
    product(groups, (group) => reach(nest, group, (l) => l <= boundary || !isSpatial(at(nest, l))).length);
  /** Whether a level finds a partial sum even when it first meets a word. */
  let firstFilled = false;
  // From the outside inwards: what a level's children ask, and what the level itself was filled with.
  for (let h = holders.length - 1; h >= 0; h--) {
    const level = holders[h] as number;
    const boundary = nest.boundaries[level] as number;
    const child = holders[h - 1] ?? -1;
    const childBoundary = child < 0 ? -1 : (nest.boundaries[child] as number);
    const { noMulticast, rmwFirstUpdate, noTemporalReuse } = reuseFlags(mapping, level, d);
    const childForgets = child < 0 || reuseFlags(mapping, child, d).noTemporalReuse;
    const stages = stagesBetween(nest, child, level, fanouts);
    /** What all children together ask of one instance. */
    const way = { senderBoundary: boundary, receiverBoundary: childBoundary };
    const demand = transfers(nest, groups, childBoundary, way, childForgets);
    const requests = noMulticast ? demand.delivered() : demand.total();
    const distinct = wordsInside(boundary);
    const firstVisits = firstFilled || rmwFirstUpdate ? 0 : distinct;
    const reads = readWrite ? requests - firstVisits : requests;
    const traffic = new Map(
      stages.map((stage) => {
        const network = noMulticast
          ? oneByOne(stage, (requests * positions(nest, boundary).count) / stage.senders)
          : transfers(nest, groups, childBoundary, stage, childForgets, stage);
        // Of output words a part goes down again: all but first visits, which every sender of a word has at one time.
        const first = firstVisits === 0 ? 0 : wordsInside(stage.senderBoundary);
        const unfilled = noMulticast ? (network.total() * firstVisits) / requests : first;
        return [stage.level, { network, resent: readWrite ? less(network, unfilled) : new AccessStats() }] as const;
      }),
    );
    for (const stage of stages.slice(0, -1)) {
      results.set(stage.level, { ...bypassed(nest, stage.level), ...traffic.get(stage.level) });
    }
    const parent = holders[h + 1];
    const itself = { senderBoundary: boundary, receiverBoundary: boundary };
    const acquired = parent === undefined ? 0 : transfers(nest, groups, boundary, itself, noTemporalReuse).total();
    const unfilled = readWrite && parent !== undefined && !firstFilled ? distinct : 0;
    results.set(level, {
      kept: true,
      tileSize: product(groups, (group) => reach(nest, group, (l) => l <= boundary).length),
      partitionSize: distinct,
      reads,
      fills: acquired - unfilled,
      updates: readWrite ? requests : 0,
      temporalReductions: readWrite ? reads : 0,
      network: new AccessStats(),
      resent: new AccessStats(),
      ...traffic.get(level),
      linkTransfers: 0,
      fanout: spatialShape(nest, level).fanout,
      utilizedInstances: positions(nest, boundary).count,
      parent,
    });
    firstFilled = firstFilled || (readWrite && rmwFirstUpdate);
  }
  return nest.boundaries.map((_, level) => results.get(level) ?? bypassed(nest, level));
}

/** Every child served on its own: as many transfers to each receiver. @param words that one sender sends */
function oneByOne({ places, mesh }: Stage, words: number): AccessStats {
  const stats = new AccessStats();
  let hops = 0;
  for (const place of places) hops += placeHops([place], mesh).hops;
  const total = (words * hops) / places.length;
  if (words > 0) stats.add(1, 1, words, total, total);
  return stats;
}

/** Transfers of output words, all of one multicast factor, without some that go as far as the others on average. */
function less(network: AccessStats, words: number): AccessStats {
  const rest = new AccessStats();
  for (const { multicast, accesses, hops, unicastHops } of network.records()) {
    const left = accesses - words;
    if (left > 0) rest.add(multicast, 1, left, (hops * left) / accesses, (unicastHops * left) / accesses);
  }
  return rest;
}

function product(groups: readonly RankGroup[], size: (group: RankGroup) => number): number {
  return groups.reduce((n, group) => n * size(group), 1);
}

function at(nest: LoopNest, l: number): NestLoop {
  return nest.loops[l] as NestLoop;
}
