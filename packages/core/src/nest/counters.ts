/**
 * From tile accesses to the counters of Timeloop: partition sizes, bypassing, peers, and the split into reads, fills,
 * updates and temporal reductions. Works on one data space at a time, level 0 innermost.
 *
 *   content     what the children of a level ask of it (words per instance)
 *   share       what a level asks of its parent (words per instance): content of the parent x multicast / fan-out
 *   partition   words of the tensor that one instance ever holds; an output word's first visit needs no read, so
 *               reads = content - partition, fills = share - partition (nothing at the level that holds everything)
 *   bypass      a bypassed level is taken out: its parent serves the level inside as often as the bypassed one did
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/loop-analysis/tiling.cpp, with its default switches, restated.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import { roundHalfAway } from "./point-set.ts";
import { AccessStats, type NestAccesses } from "./tile-accesses.ts";

/** Counters of one data space at one storage level, in words per utilized instance. */
export interface DataSpaceCounters {
  readonly kept: boolean;
  /** Words of the largest tile; 0 where bypassed. */
  readonly tileSize: number;
  readonly partitionSize: number;
  readonly reads: number;
  readonly fills: number;
  readonly updates: number;
  readonly temporalReductions: number;
  /** Traffic of the network below this level. */
  readonly network: AccessStats;
  /** Partial sums sent down again, where they were counted one by one (exact semantics). */
  readonly resent: AccessStats | undefined;
  readonly linkTransfers: number;
  readonly fanout: number;
  readonly utilizedInstances: number;
  /** Next outer level that keeps the data space. */
  readonly parent: number | undefined;
}

interface Tile {
  size: number;
  partition: number;
  content: number;
  share: number;
  stats: AccessStats;
  links: number;
  fanout: number;
  peerAccesses: number;
  peerFills: number;
  utilizedInstances: number;
}

/** Counters by storage level (innermost first), then data space. */
export function countAccesses(
  accesses: NestAccesses,
  mapping: Mapping,
  workload: Workload,
): (readonly DataSpaceCounters[])[] {
  const byDataSpace = workload.dataSpaces.map((_, d) => countDataSpace(accesses, mapping, workload, d));
  return accesses.levels.map((_, level) => byDataSpace.map((levels) => levels[level] as DataSpaceCounters));
}

function countDataSpace(accesses: NestAccesses, mapping: Mapping, workload: Workload, d: number): DataSpaceCounters[] {
  const tiles = accesses.levels.map((level): Tile => {
    const { size, stats, linkTransfers } = level.dataSpaces[d] as (typeof level.dataSpaces)[number];
    return {
      size,
      partition: 0,
      content: stats.total(),
      share: 0,
      stats,
      links: linkTransfers,
      fanout: level.fanout,
      peerAccesses: 0,
      peerFills: 0,
      // Whole instances: Timeloop cuts the average over time down.
      utilizedInstances: Math.floor(level.utilizedInstances),
    };
  });
  const levels = mapping.levels;
  const keep = tiles.map((_, level) => levels[level]?.keep[d] ?? true);
  const noCoalesce = tiles.map((_, level) => levels[level]?.reuse.noCoalesce[d] ?? false);

  setPartitions(tiles, accesses, d);
  setParentShares(tiles);
  takeOutBypassed(tiles, keep, noCoalesce);
  clearOutermostBypassed(tiles, keep, noCoalesce);
  setPeers(tiles);

  const readWrite = workload.dataSpaces[d]?.readWrite ?? false;
  return tiles.map((tile, level): DataSpaceCounters => {
    const parent = tile.size === 0 ? undefined : outerHolder(tiles, level);
    const asked = tile.content + tile.peerAccesses;
    const received = tile.share + tile.peerFills;
    let reads = 0;
    let fills = 0;
    let updates = 0;
    if (tile.size > 0 && !readWrite) {
      reads = roundHalfAway(asked);
      fills = Math.trunc(received);
    } else if (tile.size > 0) {
      updates = roundHalfAway(tile.content);
      // The first visit of a word needs no read, unless the level always reads before it writes.
      const elided = levels[level]?.reuse.rmwFirstUpdate[d] ? 0 : tile.partition;
      reads = roundHalfAway(noCoalesce[level] ? asked : asked - elided);
      if (noCoalesce[level]) fills = reads;
      else fills = roundHalfAway(parent === undefined ? received : received - elided);
    }
    return {
      kept: keep[level] as boolean,
      tileSize: tile.size,
      partitionSize: tile.partition,
      reads,
      fills,
      updates,
      temporalReductions: readWrite ? reads : 0,
      network: tile.stats,
      resent: undefined,
      linkTransfers: tile.links,
      fanout: tile.fanout,
      utilizedInstances: tile.utilizedInstances,
      parent,
    };
  });
}

function outerHolder(tiles: readonly Tile[], level: number): number | undefined {
  for (let outer = level + 1; outer < tiles.length; outer++) if ((tiles[outer] as Tile).size > 0) return outer;
  return undefined;
}

/** Each level's part of the tensor, from the whole downwards: split in the ratio of its tile to all siblings' tiles. */
function setPartitions(tiles: Tile[], accesses: NestAccesses, d: number): void {
  const last = tiles.length - 1;
  let partition = (tiles[last] as Tile).size;
  (tiles[last] as Tile).partition = partition;
  for (let level = last - 1; level >= 0; level--) {
    const tile = tiles[level] as Tile;
    const together = accesses.levels[level + 1]?.dataSpaces[d]?.spatialSize ?? tile.size;
    if (together !== 0) partition = Math.floor((partition * tile.size) / together);
    tile.partition = partition;
  }
}

function setParentShares(tiles: Tile[]): void {
  tiles.forEach((tile, level) => {
    if (tile.size === 0) return;
    const outer = outerHolder(tiles, level);
    if (outer === undefined) return;
    const parent = tiles[outer] as Tile;
    for (const { accesses, multicast } of parent.stats.records()) tile.share += (accesses * multicast) / parent.fanout;
  });
}

function takeOutBypassed(tiles: Tile[], keep: readonly boolean[], noCoalesce: readonly boolean[]): void {
  tiles.forEach((tile, level) => {
    if (tile.size === 0 || (keep[level] && !noCoalesce[level])) return;
    const outer = outerHolder(tiles, level);
    if (outer !== undefined) {
      const parent = tiles[outer] as Tile;
      const delivered = parent.stats.delivered();
      const asked = tile.content * parent.fanout;
      const stats = new AccessStats();
      for (const r of parent.stats.records()) {
        // Hops stay as they were counted; only the number of accesses grows.
        stats.add(
          r.multicast,
          r.scatter,
          r.accesses === 0 ? 0 : (r.accesses * asked) / delivered,
          r.hops,
          r.unicastHops,
        );
        if (r.accesses !== 0) parent.links = 0;
      }
      parent.stats = stats;
      parent.content = stats.total();
    }
    if (outer === undefined || !keep[level]) {
      tile.size = 0;
      tile.partition = 0;
      tile.content = 0;
      tile.share = 0;
    }
  });
}

/** Outermost levels that hold nothing have no network traffic either; the outermost holder has no parent to ask. */
function clearOutermostBypassed(tiles: Tile[], keep: readonly boolean[], noCoalesce: readonly boolean[]): void {
  for (let level = tiles.length - 1; level >= 0; level--) {
    const tile = tiles[level] as Tile;
    if (keep[level] && !noCoalesce[level]) {
      tile.share = 0;
      break;
    }
    tile.size = 0;
    tile.partition = 0;
    tile.content = 0;
    tile.share = 0;
    tile.stats = new AccessStats();
    tile.links = 0;
    tile.fanout = 0;
  }
}

/** What neighbours pass on is read at one instance and filled at the other. */
function setPeers(tiles: Tile[]): void {
  for (let level = tiles.length - 1; level > 0; level--) {
    const tile = tiles[level] as Tile;
    const child = tiles[level - 1] as Tile;
    if (tile.links === 0) continue;
    child.peerAccesses += tile.links / child.utilizedInstances;
    child.peerFills += tile.links / child.utilizedInstances;
  }
}
