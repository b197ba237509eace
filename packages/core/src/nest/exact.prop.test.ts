import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { countExactly, hasExactClosedForm } from "./exact-closed-form.ts";
import { countExactlyImperfect, hasImperfectForm } from "./exact-imperfect.ts";
import { walkExactly } from "./exact-walk.ts";
import { isSpatial, type LoopNest } from "./loop-nest.ts";
import { type NestCase, nestCase } from "./testing/nest-arbitrary.ts";
import type { AccessStats } from "./tile-accesses.ts";

function plain(counters: readonly (readonly DataSpaceCounters[])[]): unknown {
  return counters.map((level) =>
    level.map(({ network, resent, ...rest }) => ({
      ...rest,
      network: traffic(network),
      resent: traffic(resent),
    })),
  );
}

/** Averages over instances need not be whole numbers, and are not added up in the same order. */
function traffic(stats: AccessStats | undefined): unknown {
  const rounded = (value: number): number => Number(value.toPrecision(12));
  return (stats?.records() ?? [])
    .map(({ multicast, accesses, hops, unicastHops }) => ({
      multicast,
      accesses: rounded(accesses),
      hops: rounded(hops),
      unicastHops: rounded(unicastHops),
    }))
    .filter(({ accesses }) => accesses > 0);
}

function agree({ workload, nest, mapping, fanouts }: NestCase): void {
  fc.pre(hasExactClosedForm(workload, nest, mapping));
  const walked = walkExactly(workload, nest, mapping, fanouts);
  const closed = countExactly(workload, nest, mapping, fanouts);
  expect(plain(closed.counters)).toEqual(plain(walked.counters));
  expect(closed.compute).toEqual(walked.compute);
}

function agreeImperfect({ workload, nest, mapping, fanouts }: NestCase): void {
  fc.pre(hasImperfectForm(workload, nest, mapping));
  const walked = walkExactly(workload, nest, mapping, fanouts);
  const closed = countExactlyImperfect(workload, nest, mapping, fanouts);
  expect(plain(closed.counters)).toEqual(plain(walked.counters));
  expect(closed.compute).toEqual(walked.compute);
}

describe("exact semantics: the closed form equals the walk", () => {
  it("on temporal nests with bypass", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: false, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agree));
  });
  it("on nests with fan-out and reuse switched off here and there", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: false, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agree));
  });
  it("on temporal nests with imperfect factors", () => {
    const options = { levels: { min: 1, max: 4 }, spatial: false, imperfect: true, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agreeImperfect));
  });
  it("on nests with fan-out, imperfect factors and reuse switched off here and there", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: true, reuseOptions: true };
    fc.assert(fc.property(nestCase({ ...options, operations: 2000 }), agreeImperfect));
  });
});

/**
 * A second opinion in a dozen lines of sets: what the innermost holder of a read-only data space fetches on a temporal
 * nest, from the operations alone.
 */
function fetchesBySets(workload: Workload, nest: LoopNest, level: number, d: number): number {
  const boundary = nest.boundaries[level] as number;
  const tiles: Set<string>[] = [];
  const indices = nest.loops.map(() => 0);
  const visit = (l: number): void => {
    if (l === boundary) tiles.push(new Set());
    if (l < 0) {
      const point = workload.loopDimensions.map(() => 0);
      nest.loops.forEach((loop, i) => {
        point[loop.dimension] = (point[loop.dimension] as number) + loop.stride * (indices[i] as number);
      });
      if (point.some((value, k) => value >= (workload.loopDimensions[k]?.size ?? 0))) return;
      const word = workload.dataSpaces[d]?.ranks.map((rank) =>
        rank.reduce((sum, { dimension, coefficient }) => sum + coefficient * (point[dimension] as number), 0),
      );
      tiles[tiles.length - 1]?.add(String(word));
      return;
    }
    for (let i = 0; i < (nest.loops[l]?.bound ?? 1); i++) {
      indices[l] = i;
      visit(l - 1);
    }
  };
  visit(nest.loops.length - 1);
  let fetches = 0;
  let held = new Set<string>();
  for (const tile of tiles.filter((words) => words.size > 0)) {
    for (const word of tile) if (!held.has(word)) fetches++;
    held = tile;
  }
  return fetches;
}

describe("exact semantics: the walk", () => {
  it("fetches what sets of words say, imperfect factors included", () => {
    const options = { levels: { min: 2, max: 3 }, spatial: false, imperfect: true, reuseOptions: false };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 600 }), ({ workload, nest, mapping, fanouts }) => {
        const { counters } = walkExactly(workload, nest, mapping, fanouts);
        workload.dataSpaces.forEach((dataSpace, d) => {
          if (dataSpace.readWrite) return;
          mapping.levels.slice(0, -1).forEach(({ level, keep }) => {
            if (keep[d]) expect(counters[level]?.[d]?.fills).toBe(fetchesBySets(workload, nest, level, d));
          });
        });
      }),
    );
  });

  it("conserves words: reads of a level serve fills inside, every operation updates, sizes add up", () => {
    const options = { levels: { min: 1, max: 3 }, spatial: true, imperfect: true, reuseOptions: false };
    fc.assert(
      fc.property(nestCase({ ...options, operations: 600 }), ({ workload, nest, mapping, fanouts }) => {
        const { counters, compute } = walkExactly(workload, nest, mapping, fanouts);
        const operations = workload.loopDimensions.reduce((n, { size }) => n * size, 1);
        expect(Math.round(compute.operationsPerInstance * compute.utilizedInstances)).toBe(operations);
        workload.dataSpaces.forEach((dataSpace, d) => {
          const levels = counters.map((level) => level[d] as DataSpaceCounters);
          const home = levels.map(({ kept }) => kept).lastIndexOf(true);
          levels.slice(0, home + 1).forEach((own, level) => {
            const inside = levels[level - 1];
            const across = (
              stats: AccessStats | undefined,
              side: "total" | "delivered",
              of: DataSpaceCounters,
            ): number => Math.round((stats?.[side]() ?? 0) * of.utilizedInstances);
            if (inside === undefined) {
              if (!dataSpace.readWrite) expect(across(own.network, "delivered", own)).toBe(operations);
            } else if (inside.kept) {
              const down = dataSpace.readWrite ? own.resent : own.network;
              expect(across(down, "delivered", own)).toBe(Math.round(inside.fills * inside.utilizedInstances));
            } else {
              // Past a level that keeps nothing: what leaves one network enters the next.
              expect(across(own.network, "delivered", own)).toBe(across(inside.network, "total", inside));
              expect(across(own.resent, "delivered", own)).toBe(across(inside.resent, "total", inside));
            }
          });
        });
        expect(nest.loops.every((loop) => isSpatial(loop) || loop.bound >= 1)).toBe(true);
      }),
    );
  });
});
