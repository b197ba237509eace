/**
 * A data space cut into independent factors: ranks that share no dimension can be counted one by one and multiplied.
 * Within a group words are numbered as in word-space.ts, over the group's ranks alone.
 */
import type { Workload } from "../workload/workload.ts";
import type { LoopNest } from "./loop-nest.ts";

export interface RankGroup {
  /** Words are numbered `0 .. size - 1`. */
  readonly size: number;
  readonly origin: number;
  /** By loop of the nest: how far one iteration moves the number. */
  readonly steps: readonly number[];
}

/** Groups of one data space; none for a data space without ranks. */
export function rankGroups(workload: Workload, nest: LoopNest, dataSpace: number): RankGroup[] {
  const ranks = workload.dataSpaces[dataSpace]?.ranks ?? [];
  const groupOf = ranks.map((_, r) => r);
  const owner = new Map<number, number>();
  ranks.forEach((rank, r) => {
    for (const { dimension } of rank) {
      const other = owner.get(dimension);
      if (other === undefined) owner.set(dimension, r);
      else {
        const from = groupOf[r] as number;
        const to = groupOf[other] as number;
        groupOf.forEach((group, i) => {
          if (group === from) groupOf[i] = to;
        });
      }
    }
  });
  return [...new Set(groupOf)].map((group) => {
    const steps = new Array<number>(nest.loops.length).fill(0);
    let size = 1;
    let origin = 0;
    ranks.forEach((rank, r) => {
      if (groupOf[r] !== group) return;
      let min = 0;
      let max = 0;
      for (const { dimension, coefficient } of rank) {
        const reach = coefficient * ((workload.dimensions[dimension]?.size ?? 1) - 1);
        min += Math.min(0, reach);
        max += Math.max(0, reach);
        nest.loops.forEach((loop, l) => {
          if (loop.dimension === dimension) steps[l] = (steps[l] as number) + coefficient * loop.stride * size;
        });
      }
      origin -= min * size;
      size *= max - min + 1;
    });
    return { size, origin, steps };
  });
}

/** Numbers that the loops chosen by `runs` reach from 0, each once, ascending order not promised. */
export function reach(nest: LoopNest, group: RankGroup, runs: (l: number) => boolean): number[] {
  let numbers = [0];
  nest.loops.forEach((loop, l) => {
    const step = group.steps[l] as number;
    if (step === 0 || loop.bound === 1 || !runs(l)) return;
    const next = new Set<number>();
    for (let i = 0; i < loop.bound; i++) for (const n of numbers) next.add(n + i * step);
    numbers = [...next];
  });
  return numbers;
}

/** Like `reach`, but each number as often as it is reached. */
export function reachAll(nest: LoopNest, group: RankGroup, runs: (l: number) => boolean): number[] {
  let numbers = [0];
  nest.loops.forEach((loop, l) => {
    const step = group.steps[l] as number;
    if (step === 0 || loop.bound === 1 || !runs(l)) return;
    const next: number[] = [];
    for (let i = 0; i < loop.bound; i++) for (const n of numbers) next.push(n + i * step);
    numbers = next;
  });
  return numbers;
}
