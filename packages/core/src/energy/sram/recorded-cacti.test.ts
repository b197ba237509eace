/**
 * Figures that CACTI 7 (1ffd8df) printed for SRAMs of our choice under the plug-in's configuration, with the plug-in's
 * scaling: read and write pJ, leakage W, area um², access and cycle ns. Six digits are printed; two nodes add up.
 */
import { describe, expect, it } from "vitest";
import type { SramOrganisation } from "./sram-at-node.ts";
import { estimateSram, type SramRequest } from "./sram-estimate.ts";
import { estimateOf } from "./testing/requests.ts";

type Row = readonly [
  nodeWidthDepthBanksPorts: readonly [number, number, number, number, number],
  figures: readonly number[],
  organisations: readonly (readonly number[])[],
];

const rams: readonly Row[] = [
  [[16, 24, 23, 16, 1], [0.02627357, 0.02888589, 2.278554e-8, 67.32217, 0.444915, 0.249204], [[2, 2, 1, 1, 2, 1]]],
  [[7, 200, 1089, 1, 1], [4.168285, 4.513951, 1.860468e-6, 6905.023, 0.725097, 0.817328], [[2, 2, 4, 8, 1, 1]]],
  [[90, 96, 42, 3, 3], [32.22047, 33.28795, 1.866762e-7, 96212.59, 1.84327, 1.33143], [[2, 2, 1, 1, 2, 1]]],
  [[32, 100, 1024, 4, 2], [17.50556, 19.13916, 1.143035e-6, 82585.1, 0.956292, 0.614431], [[2, 2, 2, 4, 1, 1]]],
  [[90, 128, 278, 8, 1], [40.71391, 41.93333, 9.098245e-7, 196112.2, 1.87908, 1.63208], [[2, 2, 2, 4, 1, 1]]],
  [[45, 16, 64, 4, 1], [0.3266094, 0.4221914, 6.39505e-9, 791.0925, 0.720145, 0.489138], [[2, 2, 1, 2, 1, 1]]],
  [[45, 8, 256, 32, 4], [3.413012, 3.47813, 5.97958e-8, 8379.031, 1.29952, 0.570299], [[2, 2, 1, 1, 2, 1]]],
  [[90, 24, 1024, 6, 2], [18.06288, 20.79157, 6.39585e-7, 134622.0, 1.89281, 1.21525], [[2, 2, 1, 1, 2, 1]]],
  [[45, 24, 1544, 1, 2], [4.715089, 4.34893, 1.668825e-7, 30684.82, 1.02891, 0.907221], [[2, 2, 8, 16, 1, 1]]],
  [[130, 48, 512, 6, 1], [25.99992, 30.38516, 9.012107e-7, 149058.0, 3.62263, 2.651172], [[2, 2, 1, 2, 1, 1]]],
  [[90, 16, 110, 2, 1], [1.969591, 2.778858, 3.896097e-8, 4335.934, 1.53772, 1.15878], [[2, 2, 1, 2, 1, 1]]],
  [[130, 96, 424, 8, 4], [601.0426, 606.7302, 9.34616e-6, 3304639.0, 5.216529, 3.493418], [[2, 2, 2, 4, 1, 1]]],
  [
    [40, 96, 34, 6, 1],
    [1.300651, 1.418291, 2.045489e-8, 2828.933, 0.7933402, 0.5540891],
    [
      [2, 2, 1, 2, 1, 1],
      [2, 2, 1, 2, 1, 1],
    ],
  ],
  [
    [28, 8, 16, 16, 1],
    [0.02362821, 0.02680783, 4.247094e-9, 36.05898, 0.5619366, 0.3248832],
    [
      [2, 2, 1, 1, 2, 1],
      [2, 2, 1, 2, 1, 1],
    ],
  ],
  [
    [70, 96, 4149, 16, 3],
    [301.6542, 309.4176, 3.550224e-5, 2449096.0, 2.801054, 1.333564],
    [
      [2, 2, 2, 4, 1, 1],
      [2, 2, 2, 4, 1, 1],
    ],
  ],
  [
    [55, 16, 256, 8, 4],
    [9.043321, 9.34458, 3.462905e-7, 33239.5, 1.183274, 0.715287],
    [
      [2, 2, 2, 4, 1, 1],
      [2, 2, 1, 1, 2, 1],
    ],
  ],
];

type CacheRow = readonly [
  nodeWidthDepthBanksPortsWaysTag: readonly [number, number, number, number, number, number, number],
  figures: readonly number[],
  dataAndTags: readonly (readonly number[])[],
];

const caches: readonly CacheRow[] = [
  [
    [45, 128, 28, 1, 1, 2, 20],
    [5.065187, 6.168427, 2.151503e-8, 4283.768, 0.712187, 0.714275],
    [[2, 2, 1, 2, 1, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [65, 100, 1374, 4, 1, 8, 16],
    [1656.305, 1669.764, 1.672859e-5, 1858770.0, 3.42962, 4.12878],
    [[2, 2, 1, 1, 1, 2, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [90, 128, 512, 3, 2, 2, 20],
    [297.856, 317.642, 2.262534e-6, 1000640.0, 2.277, 1.6641],
    [[2, 2, 1, 1, 2, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [32, 48, 100, 8, 2, 2, 8],
    [4.462506, 4.620599, 1.567582e-7, 10282.98, 0.749004, 0.447167],
    [[2, 2, 1, 1, 2, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [32, 48, 64, 16, 1, 2, 30],
    [1.134006, 1.273757, 7.489943e-8, 2415.952, 0.768126, 0.450651],
    [[2, 2, 1, 1, 2, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [90, 100, 256, 32, 1, 2, 8],
    [38.40261, 39.49196, 1.455888e-6, 161450.7, 2.33197, 1.53805],
    [[2, 2, 1, 2, 1, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
  [
    [45, 128, 1024, 4, 2, 8, 16],
    [2704.962, 2712.677, 6.3765e-6, 3402960.0, 3.67896, 3.86183],
    [[2, 2, 1, 1, 2, 1, 2, 2, 0.5, 1, 1, 1]],
  ],
];

function cuts(organisation: SramOrganisation | undefined): readonly number[] {
  if (organisation === undefined) return [];
  const { ndwl, ndbl, nspd, bitLineMux, senseAmpMux1, senseAmpMux2 } = organisation;
  return [ndwl, ndbl, nspd, bitLineMux, senseAmpMux1, senseAmpMux2];
}

function expectFigures(change: Partial<SramRequest>, figures: readonly number[]): void {
  const ours = estimateOf(change);
  const all = [ours.readPj, ours.writePj, ours.leakageWatts, ours.areaUm2, ours.accessTimeNs, ours.randomCycleTimeNs];
  for (const [index, figure] of figures.entries()) expect((all[index] ?? 0) / figure).toBeCloseTo(1, 4.8);
}

describe("a RAM is CACTI's", () => {
  it.each(rams)("%j", ([technologyNm, widthBits, depth, banks, readWritePorts], figures, organisations) => {
    const change = { technologyNm, widthBits, depth, banks, readWritePorts };
    expectFigures(change, figures);
    expect(estimateOf(change).nodes.map(({ organisation }) => cuts(organisation))).toEqual(organisations);
  });

  it("with exclusive ports", () => {
    const separate = { technologyNm: 45, widthBits: 64, depth: 2048, readWritePorts: 0, readPorts: 1, writePorts: 1 };
    expectFigures(separate, [14.6055, 13.4993, 5.80684e-7, 102164, 1.27443, 1.24974]);
    const many = {
      technologyNm: 32,
      widthBits: 32,
      depth: 2048,
      banks: 2,
      readWritePorts: 1,
      readPorts: 2,
      writePorts: 1,
    };
    expectFigures(many, [6.71298, 6.34895, 2 * 3.90846e-7, 80752.8, 0.939134, 0.758165]);
  });
});

describe("a cache is CACTI's", () => {
  it.each(caches)(
    "%j",
    ([technologyNm, widthBits, depth, banks, readWritePorts, associativity, tagBits], figures, organisations) => {
      const change = { technologyNm, widthBits, depth, banks, readWritePorts, associativity, tagBits };
      expectFigures({ ...change, kind: "cache" }, figures);
      const { nodes } = estimateOf({ ...change, kind: "cache" });
      expect(nodes.map((node) => [...cuts(node.organisation), ...cuts(node.tagOrganisation)])).toEqual(organisations);
    },
  );

  it("and refused where no tags are within its limits", () => {
    const result = estimateSram({
      technologyNm: 65,
      widthBits: 64,
      depth: 1024,
      banks: 1,
      readWritePorts: 1,
      kind: "cache",
      associativity: 4,
      tagBits: 20,
    });
    expect(result.kind).toBe("refusal");
  });
});
