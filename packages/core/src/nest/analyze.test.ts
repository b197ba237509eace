/** Which method answers a question under exact semantics. */
import { describe, expect, it } from "vitest";
import type { LevelMapping } from "../mapping/mapping.ts";
import { allReuse } from "../mapping/reuse-options.ts";
import type { Workload } from "../workload/workload.ts";
import { startNestAnalysis } from "./analyze.ts";
import { buildLoopNest } from "./loop-nest.ts";

/** X: A by C, Y: C by B, Z: A by B or, of `shared`, along A + B. */
function workloadOf(sizes: readonly number[], shared: boolean): Workload {
  const dimensions = sizes.map((size, d) => ({ name: "ABC"[d] as string, size }));
  const term = (dimension: number) => ({ dimension, coefficient: 1 });
  return {
    name: "product",
    dimensions,
    loopDimensions: dimensions.map(({ name, size }, d) => ({ name, size, parts: [d] })),
    usesFlattening: false,
    coefficients: {},
    dataSpaces: [
      { name: "X", ranks: [[term(0)], [term(2)]], readWrite: false },
      { name: "Y", ranks: [[term(2)], [term(1)]], readWrite: false },
      { name: "Z", ranks: shared ? [[term(0), term(1)]] : [[term(0)], [term(1)]], readWrite: true },
    ],
  };
}

/** A buffer of tiles of 16 x 16 x 16 in front of a memory with the rest, whatever it is. */
function tiled(sizes: readonly number[], shared = false): ReturnType<typeof startNestAnalysis> {
  const level = (index: number, factors: readonly (readonly [number, number])[]): LevelMapping => ({
    level: index,
    temporal: factors.map(([bound, residual], dimension) => ({ dimension, bound, residual })),
    spatialX: [],
    spatialY: [],
    keep: [true, true, true],
    reuse: allReuse(3),
  });
  const mapping = {
    levels: [
      level(
        0,
        sizes.map((size) => [16, ((size - 1) % 16) + 1] as const),
      ),
      level(
        1,
        sizes.map((size) => [Math.ceil(size / 16), Math.ceil(size / 16)] as const),
      ),
    ],
  };
  const workload = workloadOf(sizes, shared);
  const nest = buildLoopNest(mapping, workload);
  const one = { x: 1, y: 1 };
  return startNestAnalysis({
    workload,
    nest,
    mapping,
    fanouts: [one, one],
    semantics: "exact",
    method: "closed-form",
  });
}

function finished(run: ReturnType<typeof startNestAnalysis>) {
  if ("code" in run) throw new Error(run.message);
  run.advance(Number.POSITIVE_INFINITY);
  return run.analysis();
}

describe("exact semantics", () => {
  it("counts imperfect factors without a walk, however large the nest", () => {
    const sizes = [1000, 1001, 10_003];
    const { counters, compute, notes } = finished(tiled(sizes));
    expect(notes).toEqual([]);
    expect(compute.operationsPerInstance).toBe(1000 * 1001 * 10_003);
    // The memory's loops run A innermost, C outermost: X comes for every tile of B, Y once, and a Z tile leaves with every
    // step and comes back for every tile of C but the first.
    expect(counters[0]?.map(({ fills }) => fills)).toEqual([
      Math.ceil(1001 / 16) * 1000 * 10_003,
      1001 * 10_003,
      (Math.ceil(10_003 / 16) - 1) * 1000 * 1001,
    ]);
  });

  it("walks outputs that share words, and says so", () => {
    const { notes } = finished(tiled([20, 20, 4], true));
    expect(notes.map(({ code }) => code)).toEqual(["walked-instead"]);
  });
});
