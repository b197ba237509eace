/** How the fetches of all children of one instance in one step are served: by multicasts, and by neighbours. */
import { type Fanout, placeHops } from "./hops.ts";
import { type PointSet, pointSetSize } from "./point-set.ts";
import { AccessStats } from "./tile-accesses.ts";

/** Fetch of one data space by child, children numbered with the innermost spatial loop fastest. */
export type ChildFetches = ReadonlyMap<number, PointSet>;

export interface ServedFetches {
  readonly stats: AccessStats;
  /** Words that neighbours pass on. */
  readonly linkTransfers: number;
}

/**
 * Serves one step: from the parent, or, where that saves fetches, partly from neighbours that fetched the same words
 * one step earlier.
 */
export function serveFetches(
  fetches: ChildFetches,
  before: ChildFetches,
  mesh: Fanout,
  options: { readonly noMulticast: boolean; readonly noLinkTransfer: boolean },
): ServedFetches {
  const whole = multicasts(fetches, mesh, options.noMulticast, undefined);
  if (options.noLinkTransfer) return { stats: whole, linkTransfers: 0 };
  const linked = linkedChildren(fetches, before, mesh);
  if (linked.size === 0) return { stats: whole, linkTransfers: 0 };
  const rest = multicasts(fetches, mesh, options.noMulticast, linked);
  if (rest.total() >= whole.total()) return { stats: whole, linkTransfers: 0 };
  let words = 0;
  for (const child of linked) words += pointSetSize(fetches.get(child) as PointSet);
  return { stats: rest, linkTransfers: words };
}

/** Children whose fetch is equal share one transfer. */
function multicasts(
  fetches: ChildFetches,
  mesh: Fanout,
  noMulticast: boolean,
  except: ReadonlySet<number> | undefined,
): AccessStats {
  const groups = new Map<string, { size: number; children: number[] }>();
  for (const [child, points] of fetches) {
    if (except?.has(child)) continue;
    const size = pointSetSize(points);
    if (size === 0) continue;
    const key = noMulticast ? `${child}` : pointSetKey(points);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { size, children: [child] });
    else group.children.push(child);
  }
  const byMulticast = new Map<number, { accesses: number; scatter: number; hops: number; unicastHops: number }>();
  for (const { size, children } of groups.values()) {
    const { hops, unicastHops } = placeHops(children, mesh);
    const entry = byMulticast.get(children.length) ?? { accesses: 0, scatter: 0, hops: 0, unicastHops: 0 };
    entry.accesses += size;
    entry.scatter++;
    entry.hops += hops;
    entry.unicastHops += unicastHops;
    byMulticast.set(children.length, entry);
  }
  const stats = new AccessStats();
  for (const [multicast, { accesses, scatter, hops, unicastHops }] of byMulticast) {
    stats.add(multicast, scatter, accesses, (hops * accesses) / scatter, (unicastHops * accesses) / scatter);
  }
  return stats;
}

function linkedChildren(fetches: ChildFetches, before: ChildFetches, mesh: Fanout): Set<number> {
  const linked = new Set<number>();
  for (const [child, points] of fetches) {
    if (pointSetSize(points) === 0) continue;
    const x = child % mesh.x;
    const y = Math.floor(child / mesh.x);
    if (y >= mesh.y) continue;
    const key = pointSetKey(points);
    const isPassedOn = directNeighbours(x, y, mesh).some((neighbour) => {
      const other = before.get(neighbour);
      return other !== undefined && pointSetKey(other) === key;
    });
    if (isPassedOn) linked.add(child);
  }
  return linked;
}

/** Linear positions of the children above, below, left and right. */
export function directNeighbours(x: number, y: number, mesh: Fanout): number[] {
  const neighbours: number[] = [];
  if (y > 0) neighbours.push((y - 1) * mesh.x + x);
  if (y + 1 < mesh.y) neighbours.push((y + 1) * mesh.x + x);
  if (x > 0) neighbours.push(y * mesh.x + x - 1);
  if (x + 1 < mesh.x) neighbours.push(y * mesh.x + x + 1);
  return neighbours;
}

/** Equal for sets of equal boxes, in whatever order the boxes stand. */
export function pointSetKey(points: PointSet): string {
  // Brackets tell the one word of a data space without ranks from no word at all.
  if (points.length === 1) return `[${(points[0] as readonly number[]).join(",")}]`;
  return points
    .map((box) => `[${box.join(",")}]`)
    .sort()
    .join("");
}
