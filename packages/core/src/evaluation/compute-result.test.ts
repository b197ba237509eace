/** Figures of Timeloop (4cf6d4c) for the same nests. */
import { expect, it } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import { computeResult, wholeComputeInstances } from "./compute-result.ts";
import { smallChip } from "./testing/small-chip.ts";

const { workload, mapping, architecture } = smallChip();

/** The chip's nest with a shorter last iteration of the spatial loop over R (2 cells, then 1), outside or inside R 3. */
function nestWith(spatialLevel: number): ReturnType<typeof buildLoopNest> {
  const none = { spatialX: [], spatialY: [] };
  const levels = (mapping?.levels ?? []).map((level, i): Mapping["levels"][number] => {
    const temporal = i === 0 ? [{ dimension: 2, bound: 4, residual: 4 }] : [];
    if (i === 1) temporal.push({ dimension: 1, bound: 3, residual: 3 });
    if (i !== spatialLevel) return { ...level, ...none, temporal };
    return { ...level, ...none, temporal, spatialX: [{ dimension: 1, bound: 2, residual: 1 }] };
  });
  return buildLoopNest({ levels }, workload);
}

it("a fan-out right above the compute units counts at its full width", () => {
  expect(wholeComputeInstances(nestWith(0))).toBe(2);
});

it("one further out counts with the whole part of its average", () => {
  // 2, 2 and 1 cells: 5/3 on average.
  expect(wholeComputeInstances(nestWith(1))).toBe(1);
});

it("operations take their cycles, or the full iterations where asked to", () => {
  const accesses = { operationsPerInstance: 2.5, utilizedInstances: 2, temporalIterations: 4 };
  const level = { ...architecture.compute, cyclesPerOperation: 3 };
  const energies = { computePj: 0.5, leakPj: 0 };
  const result = computeResult(level, accesses, { x: 2, y: 1 }, energies, false, 10);
  expect(result).toMatchObject({ computes: 5, cycles: 9, energyPj: 2.5, utilizedInstances: 2, areaUm2: 40 });
  expect(computeResult(level, accesses, { x: 2, y: 1 }, energies, true, 10).cycles).toBe(12);
});
