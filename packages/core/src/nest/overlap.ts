/**
 * Whether two tiles of a data space can share some words but not all.
 *
 * Let every rank follow one dimension, and E be what a tile (with its siblings under the fan-out) spans of it. Loops
 * further out step by E, by bound * E, ...: multiples of E, each at least twice the one inside it. A step of loop k that
 * throws the loops inside back by one iteration each moves by v(k) - v(k-1) - ... - v(1); all v are multiples of E, and
 * v(k) exceeds the sum of the others, so the tile moves by a multiple of E: not at all (no loop so far moves the rank), or
 * by E at least, clear of where it was and of where its siblings were. So
 *
 *   - every step from the innermost loop that moves the data space outwards brings a whole new tile: what is fetched is
 *     tile x product of the bounds from that loop outwards, whatever is remembered
 *   - a neighbour never has what an instance needs next
 *
 * Only sums over several dimensions (sliding windows) need more thought.
 */
import type { DataSpace } from "../workload/workload.ts";

export function canOverlap(dataSpace: DataSpace): boolean {
  return dataSpace.ranks.some((rank) => rank.length > 1);
}
