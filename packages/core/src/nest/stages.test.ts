import { describe, expect, it } from "vitest";
import type { LevelMapping, Mapping } from "../mapping/mapping.ts";
import { allReuse } from "../mapping/reuse-options.ts";
import type { Workload } from "../workload/workload.ts";
import { countExactly } from "./exact-closed-form.ts";
import { walkExactly } from "./exact-walk.ts";
import { buildLoopNest } from "./loop-nest.ts";
import { ReceiverSets } from "./receiver-sets.ts";
import { stageBelow } from "./stages.ts";

const SIZES = [3, 4, 2];
const one = (dimension: number): { dimension: number; coefficient: number }[] => [{ dimension, coefficient: 1 }];

/** X[a, c] x Y[c, b] = Z[a, b] with A = 3, B = 4, C = 2. */
const MATRIX_PRODUCT: Workload = {
  name: "matrix product",
  dimensions: ["A", "B", "C"].map((name, d) => ({ name, size: SIZES[d] as number })),
  loopDimensions: ["A", "B", "C"].map((name, d) => ({ name, size: SIZES[d] as number, parts: [d] })),
  usesFlattening: false,
  coefficients: {},
  dataSpaces: [
    { name: "X", ranks: [one(0), one(2)], readWrite: false },
    { name: "Y", ranks: [one(2), one(1)], readWrite: false },
    { name: "Z", ranks: [one(0), one(1)], readWrite: true },
  ],
};

const loop = (dimension: number, bound: number): { dimension: number; bound: number; residual: number } => ({
  dimension,
  bound,
  residual: bound,
});

function level(n: number, keeps: boolean, loops: Partial<LevelMapping>): LevelMapping {
  return {
    level: n,
    temporal: [],
    spatialX: [],
    spatialY: [],
    keep: [keeps, keeps, keeps],
    reuse: allReuse(3),
    ...loops,
  };
}

/**
 * A buffer, a column of 2 clusters (c) that keep nothing, each with a row of 4 registers (b); a runs in time outside.
 *
 *     buffer --c (y)--> 2 clusters --b (x)--> 4 registers each
 */
const MAPPING: Mapping = {
  levels: [
    level(0, true, {}),
    level(1, false, { spatialX: [loop(1, 4)] }),
    level(2, true, { spatialY: [loop(2, 2)], temporal: [loop(0, 3)] }),
  ],
};
const NEST = buildLoopNest(MAPPING, MATRIX_PRODUCT);
const FANOUTS = [
  { x: 1, y: 1 },
  { x: 4, y: 1 },
  { x: 1, y: 2 },
];

describe.each([
  ["closed form", countExactly],
  ["walk", walkExactly],
] as const)("networks past a level that keeps nothing, by %s", (_, count) => {
  const { counters } = count(MATRIX_PRODUCT, NEST, MAPPING, FANOUTS);
  const traffic = (storage: number, d: number): unknown =>
    counters[storage]?.[d]?.network
      .records()
      .map(({ multicast, accesses, hops }) => ({ multicast, accesses, hopsEach: hops / accesses }));

  it("splits a multicast up where its receivers part", () => {
    // X[a, c] goes to one cluster (half a hop up or down), and there to all 4 registers (3 hops).
    expect(traffic(2, 0)).toEqual([{ multicast: 1, accesses: 6, hopsEach: 0.5 }]);
    expect(traffic(1, 0)).toEqual([{ multicast: 4, accesses: 3, hopsEach: 3 }]);
  });

  it("sends words that differ one by one", () => {
    // Y[c, b] stays in its register for good; on average a register is 1.5 hops away.
    expect(traffic(2, 1)).toEqual([{ multicast: 1, accesses: 8, hopsEach: 0.5 }]);
    expect(traffic(1, 1)).toEqual([{ multicast: 1, accesses: 4, hopsEach: 1.5 }]);
  });

  it("adds partial sums up where they meet", () => {
    // Z[a, b]: the registers of a row hold different words, the two clusters' are added up on the way to the buffer.
    expect(traffic(1, 2)).toEqual([{ multicast: 1, accesses: 12, hopsEach: 1.5 }]);
    expect(traffic(2, 2)).toEqual([{ multicast: 2, accesses: 12, hopsEach: 1 }]);
    expect(counters[2]?.[2]).toMatchObject({ updates: 12, reads: 0, temporalReductions: 0 });
  });
});

describe("receivers", () => {
  it("stand in the physical mesh, in rows and columns of the loops", () => {
    const nest = buildLoopNest(
      { levels: [level(0, true, { spatialX: [loop(0, 3)], spatialY: [loop(2, 2)], temporal: [loop(1, 4)] })] },
      MATRIX_PRODUCT,
    );
    expect(stageBelow(nest, 0, { x: 5, y: 4 }).places).toEqual([0, 1, 2, 5, 6, 7]);
    expect(stageBelow(nest, 0, undefined).places).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("are sets that are made once", () => {
    const sets = new ReceiverSets([0, 1, 2, 3], { x: 2, y: 2 });
    const both = sets.add(sets.add(0, 1), 3);
    expect(sets.add(sets.add(0, 1), 3)).toBe(both);
    expect(sets.add(both, 3)).toBe(both);
    expect(sets.size(both)).toBe(2);
    // Places 1 and 3: column 1, half a row up and half a row down.
    expect(sets.hops(both)).toEqual({ hops: 2, unicastHops: 3 });
  });
});
