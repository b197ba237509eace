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
import { directNeighbours } from "./spatial-fetches.ts";

export interface SignaturePart {
  readonly multicast: number;
  readonly scatter: number;
  readonly hops: number;
  readonly unicastHops: number;
}

/** For one word fetched by every child: transfers by how many children one reaches. */
export interface Signature {
  readonly parts: readonly SignaturePart[];
  /** Fetches from the parent for one word fetched by every child. */
  readonly transfers: number;
  /** Children served by a neighbour. */
  readonly linked: number;
}

/** One child, right at its parent. */
export const SINGLE_CHILD: Signature = {
  parts: [{ multicast: 1, scatter: 1, hops: 0, unicastHops: 0 }],
  transfers: 1,
  linked: 0,
};

export function vectorKey(vector: readonly number[]): string {
  return vector.join(",");
}

/** Offset of every child's words from the first child's, children numbered with the innermost loop fastest. */
export function childOffsets(workload: Workload, nest: LoopNest, level: number, dataSpace: number): number[][] {
  const ranks = workload.dataSpaces[dataSpace]?.ranks ?? [];
  let offsets: number[][] = [new Array<number>(ranks.length).fill(0)];
  const end = nest.boundaries[level] as number;
  for (let l = nest.blockStarts[level] as number; l <= end; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (!isSpatial(loop)) break;
    const step = loopMovement(workload, loop, dataSpace);
    const next: number[][] = [];
    for (let i = 0; i < loop.bound; i++) {
      for (const offset of offsets) next.push(offset.map((value, r) => value + i * (step[r] as number)));
    }
    offsets = next;
  }
  return offsets;
}

/** Movement of a data space's coordinates by one iteration of a loop. */
export function loopMovement(workload: Workload, loop: NestLoop, dataSpace: number): number[] {
  const ranks = workload.dataSpaces[dataSpace]?.ranks ?? [];
  return ranks.map((rank) => {
    let moved = 0;
    for (const term of rank) if (term.dimension === loop.dimension) moved += term.coefficient * loop.stride;
    return moved;
  });
}

/** Offsets written as one number each: equal numbers for equal offsets, and differences for differences. */
export function offsetNumbers(offsets: readonly (readonly number[])[]): Float64Array {
  const ranks = offsets[0]?.length ?? 0;
  const places = new Array<number>(ranks).fill(1);
  for (let r = 1; r < ranks; r++) {
    let min = 0;
    let max = 0;
    for (const offset of offsets) {
      min = Math.min(min, offset[r - 1] as number);
      max = Math.max(max, offset[r - 1] as number);
    }
    // Twice the width: room for differences of either sign.
    places[r] = (places[r - 1] as number) * (2 * (max - min) + 1);
  }
  return Float64Array.from(offsets, (offset) => {
    let number = 0;
    for (let r = 0; r < ranks; r++) number += (offset[r] as number) * (places[r] as number);
    return number;
  });
}

/** Everything comes from the parent. @param mesh children's mesh, the larger of what is there and what is used */
export function plainSignature(offsets: readonly (readonly number[])[], mesh: Fanout, noMulticast: boolean): Signature {
  return signature(offsets, mesh, noMulticast, undefined);
}

/** By movement of the fetch since the step before (as `vectorKey`): what neighbours save; movements that save nothing are absent. */
export function linkedSignatures(
  offsets: readonly (readonly number[])[],
  mesh: Fanout,
  noMulticast: boolean,
  plain: Signature,
): ReadonlyMap<string, Signature> {
  const receivers = new Map<string, Set<number>>();
  offsets.forEach((offset, child) => {
    const y = Math.floor(child / mesh.x);
    if (y >= mesh.y) return;
    for (const position of directNeighbours(child % mesh.x, y, mesh)) {
      const neighbour = offsets[position];
      if (neighbour === undefined) continue;
      const key = vectorKey(neighbour.map((value, r) => value - (offset[r] as number)));
      const set = receivers.get(key);
      if (set === undefined) receivers.set(key, new Set([child]));
      else set.add(child);
    }
  });
  const linked = new Map<string, Signature>();
  for (const [key, children] of receivers) {
    const rest = signature(offsets, mesh, noMulticast, children);
    if (rest.transfers < plain.transfers) linked.set(key, rest);
  }
  return linked;
}

function signature(
  offsets: readonly (readonly number[])[],
  mesh: Fanout,
  noMulticast: boolean,
  except: ReadonlySet<number> | undefined,
): Signature {
  const numbers = offsetNumbers(offsets);
  const groups = new Map<number, number[]>();
  offsets.forEach((_, child) => {
    if (except?.has(child)) return;
    const key = noMulticast ? child : (numbers[child] as number);
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
