/**
 * Counts that are known from elsewhere: Timeloop's for question 1 of the assignment (five mappings), and two nests on
 * which its counting and the truth part ways in either direction.
 */
import { describe, expect, it } from "vitest";
import type { LevelMapping, Mapping } from "../mapping/mapping.ts";
import { allReuse } from "../mapping/reuse-options.ts";
import type { Workload } from "../workload/workload.ts";
import { startNestAnalysis } from "./analyze.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { buildLoopNest } from "./loop-nest.ts";

const M = 0;
const R = 1;
const P = 2;
const WEIGHTS = 0;
const INPUTS = 1;
const OUTPUTS = 2;

function conv1d(m: number, r: number, p: number): Workload {
  const sizes = { M: m, R: r, P: p };
  const dimensions = Object.entries(sizes).map(([name, size]) => ({ name, size }));
  const term = (dimension: number) => ({ dimension, coefficient: 1 });
  return {
    name: "conv1d",
    dimensions,
    loopDimensions: dimensions.map(({ name, size }, d) => ({ name, size, parts: [d] })),
    usesFlattening: false,
    coefficients: {},
    dataSpaces: [
      { name: "Weights", ranks: [[term(M)], [term(R)]], readWrite: false },
      { name: "Inputs", ranks: [[term(R), term(P)]], readWrite: false },
      { name: "Outputs", ranks: [[term(M)], [term(P)]], readWrite: true },
    ],
  };
}

/** Levels innermost first; loops of a level innermost first, as `P16 M2`. */
function temporal(...levels: string[]): Mapping {
  return {
    levels: levels.map((text, level): LevelMapping => {
      const loops = [...text.matchAll(/([MRP])(\d+)/g)].map(([, name, bound]) => ({
        dimension: "MRP".indexOf(name as string),
        bound: Number(bound),
        residual: Number(bound),
      }));
      return {
        level,
        temporal: loops,
        spatialX: [],
        spatialY: [],
        keep: [true, true, true],
        reuse: allReuse(3),
      };
    }),
  };
}

function count(
  workload: Workload,
  mapping: Mapping,
  semantics: "timeloop" | "exact",
  method: "closed-form" | "walk",
): (level: number, dataSpace: number) => DataSpaceCounters {
  const nest = buildLoopNest(mapping, workload);
  const fanouts = mapping.levels.map(() => ({ x: 1, y: 1 }));
  const run = startNestAnalysis({ workload, nest, mapping, fanouts, semantics, method });
  if ("code" in run) throw new Error(run.message);
  run.advance(Number.POSITIVE_INFINITY);
  const { counters } = run.analysis();
  return (level, dataSpace) => counters[level]?.[dataSpace] as DataSpaceCounters;
}

describe.each(["closed-form", "walk"] as const)("by %s", (method) => {
  it.each([
    ["ws", temporal("P16 M2", "R3 M16"), 96, 288, 78],
    ["os-untiled.map", temporal("R3", "P16 M32"), 96, 576, 576],
    ["os-untiled.map2", temporal("R3", "M32 P16"), 1536, 18, 18],
    ["os-tiled.map", temporal("R3 M8", "P16 M4"), 96, 72, 72],
    ["os-tiled.map2", temporal("R3 P8", "M32 P2"), 192, 18, 18],
  ])("question 1, %s", (_, mapping, weights, inputs, inputsExactly) => {
    const workload = conv1d(32, 3, 16);
    const timeloop = count(workload, mapping, "timeloop", method);
    expect(timeloop(1, WEIGHTS).reads).toBe(weights);
    expect(timeloop(0, WEIGHTS).fills).toBe(weights);
    expect(timeloop(1, INPUTS).reads).toBe(inputs);
    expect(timeloop(0, INPUTS).fills).toBe(inputs);
    expect(timeloop(0, WEIGHTS).reads).toBe(1536);
    expect(timeloop(0, INPUTS).reads).toBe(1536);
    expect(timeloop(0, OUTPUTS)).toMatchObject({ reads: 1024, updates: 1536, fills: 0 });
    expect(timeloop(1, OUTPUTS)).toMatchObject({ reads: 0, updates: 512, fills: 0 });
    const exact = count(workload, mapping, "exact", method);
    expect(exact(0, INPUTS).fills).toBe(inputsExactly);
    expect(exact(0, WEIGHTS).fills).toBe(weights);
    expect(exact(0, OUTPUTS)).toMatchObject({ reads: 1024, updates: 1536, fills: 0 });
  });

  it("a wrapped step that seems not to move: Timeloop counts less than the truth", () => {
    const workload = conv1d(32, 5, 16);
    const mapping = temporal("M4", "M8 P8 R5", "P2");
    expect(count(workload, mapping, "timeloop", method)(0, INPUTS).fills).toBe(72);
    expect(count(workload, mapping, "exact", method)(0, INPUTS).fills).toBe(80);
  });

  it("holes that a stride leaves are fetched by Timeloop's boxes only", () => {
    const workload = conv1d(1, 1, 8);
    const strided: Workload = {
      ...workload,
      dataSpaces: workload.dataSpaces.map((dataSpace, d) =>
        d === INPUTS
          ? {
              ...dataSpace,
              ranks: [
                [
                  { dimension: R, coefficient: 1 },
                  { dimension: P, coefficient: 2 },
                ],
              ],
            }
          : dataSpace,
      ),
    };
    const mapping = temporal("P4", "P2");
    // Four positions two apart: seven words as a box, four that are used.
    expect(count(strided, mapping, "timeloop", method)(0, INPUTS).tileSize).toBe(7);
    expect(count(strided, mapping, "timeloop", method)(0, INPUTS).fills).toBe(14);
    expect(count(strided, mapping, "exact", method)(0, INPUTS).tileSize).toBe(4);
    expect(count(strided, mapping, "exact", method)(0, INPUTS).fills).toBe(8);
  });
});
