/**
 * How one fetch pattern spreads over the children of a fan-out, for perfect factors: every child's fetch is the first
 * child's, moved by the child's offset. So which children share a fetch, how far it travels and which child could take
 * it from a neighbour depend on offsets alone, not on what is fetched.
 *
 *   multicast   children with equal offsets fetch the same words
 *   link        a child finds its words at a direct neighbour if the neighbour fetched them one step earlier: if the
 *               fetch has moved since then by exactly (offset of the neighbour - offset of the child)
 */
import type { Workload } from "../workload/workload.ts";
import { type Fanout, placeHops } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { projectStep } from "./working-set.ts";

/** For one word fetched by every child: transfers by how many children one reaches. */
export interface Signature {
  readonly parts: readonly { readonly multicast: number; readonly scatter: number; readonly hops: number; readonly unicastHops: number }[];
  /** Fetches from the parent for one word fetched by every child. */
  readonly transfers: number;
  /** Children served by a neighbour. */
  readonly linked: number;
}

export interface FanoutSignatures {
  /** Everything comes from the parent. */
  readonly plain: Signature;
  /** By movement of the fetch since the step before (as `vectorKey`): what neighbours can save; absent if nothing. */
  readonly linked: ReadonlyMap<string, Signature>;
}

export function vectorKey(vector: readonly number[]): string {
  return vector.join(",");
}

/** @param mesh children's mesh, the larger of what is there and what the mapping uses */
export function fanoutSignatures(
  workload: Workload,
  nest: LoopNest,
  level: number,
  dataSpace: number,
  mesh: Fanout,
  options: { readonly noMulticast: boolean; readonly noLinkTransfer: boolean },
): FanoutSignatures {
  const offsets = childOffsets(workload, nest, level, dataSpace);
  const plain = signature(offsets, mesh, options.noMulticast, undefined);
  if (options.noLinkTransfer || offsets.length === 1) return { plain, linked: new Map() };
  const receivers = new Map<string, Set<number>>();
  offsets.forEach((offset, child) => {
    const x = child % mesh.x;
    const y = Math.floor(child / mesh.x);
    if (y >= mesh.y) return;
    const neighbours: [number, number][] = [
      [x, y - 1],
      [x, y + 1],
      [x - 1, y],
      [x + 1, y],
    ];
    for (const [nx, ny] of neighbours) {
      if (nx < 0 || ny < 0 || nx >= mesh.x || ny >= mesh.y) continue;
      const neighbour = offsets[ny * mesh.x + nx];
      if (neighbour === undefined) continue;
      const key = vectorKey(neighbour.map((value, r) => value - (offset[r] as number)));
      const set = receivers.get(key);
      if (set === undefined) receivers.set(key, new Set([child]));
      else set.add(child);
    }
  });
  const linked = new Map<string, Signature>();
  for (const [key, children] of receivers) {
    const rest = signature(offsets, mesh, options.noMulticast, children);
    if (rest.transfers < plain.transfers) linked.set(key, rest);
  }
  return { plain, linked };
}

/** Offset of every child's words from the first child's, children numbered with the innermost loop fastest. */
function childOffsets(workload: Workload, nest: LoopNest, level: number, dataSpace: number): number[][] {
  const ranks = workload.dataSpaces[dataSpace]?.ranks.length ?? 0;
  let offsets: number[][] = [new Array<number>(ranks).fill(0)];
  const end = nest.boundaries[level] as number;
  for (let l = nest.blockStarts[level] as number; l <= end; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) break;
    const step = projectStep(workload, loop.dimension, loop.stride)[dataSpace] as number[];
    const next: number[][] = [];
    for (let i = 0; i < loop.bound; i++) {
      for (const offset of offsets) next.push(offset.map((value, r) => value + i * (step[r] as number)));
    }
    offsets = next;
  }
  return offsets;
}

function signature(
  offsets: readonly (readonly number[])[],
  mesh: Fanout,
  noMulticast: boolean,
  except: ReadonlySet<number> | undefined,
): Signature {
  const groups = new Map<string, number[]>();
  offsets.forEach((offset, child) => {
    if (except?.has(child)) return;
    const key = noMulticast ? `${child}` : vectorKey(offset);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [child]);
    else group.push(child);
  });
  const parts = new Map<number, { multicast: number; scatter: number; hops: number; unicastHops: number }>();
  for (const children of groups.values()) {
    const { hops, unicastHops } = placeHops(children, mesh);
    const part = parts.get(children.length) ?? { multicast: children.length, scatter: 0, hops: 0, unicastHops: 0 };
    part.scatter++;
    part.hops += hops;
    part.unicastHops += unicastHops;
    parts.set(children.length, part);
  }
  return { parts: [...parts.values()], transfers: groups.size, linked: except?.size ?? 0 };
}
