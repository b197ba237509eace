/** What the exact walk and both exact closed forms put their counters together from. */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import type { LoopNest } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { rankGroups } from "./rank-groups.ts";
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

/** Counters of a level that does not keep the data space. */
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
    resent: undefined,
    parent: undefined,
    linkTransfers: 0,
    fanout: spatialShape(nest, level).fanout,
    utilizedInstances: positions(nest, nest.boundaries[level] as number).count,
  };
}

/**
 * Transfers as records.
 * @param transfers words by how many children take part @param instances over which they are averaged
 */
export function statsOf(transfers: ReadonlyMap<number, number>, noMulticast: boolean, instances = 1): AccessStats {
  const stats = new AccessStats();
  if (noMulticast) {
    const requests = total(transfers, (count, multicast) => count * multicast);
    if (requests > 0) stats.add(1, 1, requests / instances, 0, 0);
    return stats;
  }
  for (const [multicast, count] of transfers) if (count > 0) stats.add(multicast, 1, count / instances, 0, 0);
  return stats;
}

/** Sum of the transfers, each weighed. */
export function total(
  transfers: ReadonlyMap<number, number>,
  weigh: (count: number, multicast: number) => number = (count) => count,
): number {
  let sum = 0;
  for (const [multicast, count] of transfers) sum += weigh(count, multicast);
  return sum;
}
