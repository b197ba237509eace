/** What the exact walk and both exact closed forms put their counters together from. */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import type { LoopNest } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { rankGroups } from "./rank-groups.ts";
import type { ReceiverSets } from "./receiver-sets.ts";
import { spatialShape } from "./spatial-shape.ts";
import { AccessStats } from "./tile-accesses.ts";
import { unitSteps, wordImage } from "./word-image.ts";

export interface ReuseFlags {
  readonly noMulticast: boolean;
  readonly rmwFirstUpdate: boolean;
  readonly noTemporalReuse: boolean;
}

export function reuseFlags(mapping: Mapping, level: number, d: number): ReuseFlags {
  const reuse = mapping.levels[level]?.reuse;
  return {
    noMulticast: reuse?.noMulticast[d] ?? false,
    rmwFirstUpdate: reuse?.rmwFirstUpdate[d] ?? false,
    noTemporalReuse: reuse?.noTemporalReuse[d] ?? false,
  };
}

/** Whether a level forgets output words that a level inside it still keeps: partial sums that overtake each other. */
export function forgetsOutside(mapping: Mapping, d: number): boolean {
  const holders = mapping.levels.filter((level) => level.keep[d]);
  return holders.slice(1).some(({ reuse }) => reuse.noTemporalReuse[d] ?? false);
}

/** Whether an output word stands for one tuple of indices. */
export function isOneTupleAWord(workload: Workload, nest: LoopNest, d: number): boolean {
  const own = new Set((workload.dataSpaces[d]?.ranks ?? []).flat().map(({ dimension }) => dimension));
  const sizes = workload.dimensions.map(({ size }, k) => (own.has(k) ? size : 1));
  const coordinates = sizes.map((size) => Array.from({ length: size }, (_, x) => x));
  const words = rankGroups(workload, nest, d).reduce(
    (n, { steps }) => n * wordImage(coordinates, unitSteps(nest, steps, sizes.length)).size,
    1,
  );
  return words === sizes.reduce((n, size) => n * size, 1);
}

/** Counters of a level that does not keep the data space, and whose network no word crosses. */
export function bypassed(nest: LoopNest, level: number): DataSpaceCounters {
  return {
    kept: false,
    tileSize: 0,
    partitionSize: 0,
    reads: 0,
    fills: 0,
    updates: 0,
    temporalReductions: 0,
    network: new AccessStats(),
    resent: new AccessStats(),
    parent: undefined,
    linkTransfers: 0,
    fanout: spatialShape(nest, level).fanout,
    utilizedInstances: positions(nest, nest.boundaries[level] as number).count,
  };
}

/**
 * Transfers as records.
 * @param words by the set of receivers they go to @param oneByOne each receiver is served on its own
 */
export function statsOf(
  words: Iterable<readonly [number, number]>,
  sets: ReceiverSets,
  oneByOne: boolean,
): AccessStats {
  const stats = new AccessStats();
  for (const [set, count] of words) {
    if (count === 0) continue;
    const { hops, unicastHops } = sets.hops(set);
    if (oneByOne) stats.add(1, 1, count * sets.size(set), count * unicastHops, count * unicastHops);
    else stats.add(sets.size(set), 1, count, count * hops, count * unicastHops);
  }
  return stats;
}
