/** Question 1 of the assignment as a Spec made by hand, so that reports are tested without the readers. */
import {
  type Architecture,
  allReuse,
  type DataSpace,
  type LevelMapping,
  type Mapping,
  type Spec,
  type StorageLevel,
  type Workload,
} from "@tilewright/core";

const M = 0;
const R = 1;
const P = 2;

function storage(name: string, componentClass: string, sizeWords: number): StorageLevel {
  return {
    kind: "storage",
    name,
    path: `System.${name}`,
    componentClass,
    instances: 1,
    meshX: 1,
    meshY: 1,
    attributes: {},
    virtual: false,
    technologyKind: "SRAM",
    wordBits: 8,
    blockSize: 1,
    clusterSize: 1,
    sizeWords,
    multipleBuffering: 1,
    effectiveSizeWords: sizeWords,
    minUtilization: 0,
    bandwidthConsumptionScale: {},
    banks: 2,
    ports: 2,
    reductionSupported: true,
    allowOverbooking: false,
    networkFillLatency: 0,
    networkDrainLatency: 0,
    networks: {},
    dataSpaceWordBits: {},
  };
}

const ARCHITECTURE: Architecture = {
  version: "0.4",
  compute: {
    kind: "compute",
    name: "MACC",
    path: "System.MACC",
    componentClass: "intmac",
    instances: 1,
    meshX: 1,
    meshY: 1,
    attributes: {},
    wordBits: 8,
    cyclesPerOperation: 1,
  },
  storage: [storage("Buffer", "regfile", 64), storage("MainMemory", "SRAM", 32768)],
  networks: [],
  systemAttributes: {},
};

function dataSpace(name: string, ranks: readonly (readonly number[])[], readWrite: boolean): DataSpace {
  const terms = ranks.map((rank) => rank.map((dimension) => ({ dimension, coefficient: 1 })));
  return { name, ranks: terms, readWrite };
}

function workload(sizes: readonly [number, number, number]): Workload {
  const dimensions = ["M", "R", "P"].map((name, index) => ({ name, size: sizes[index] ?? 1 }));
  return {
    name: "Conv1D_OC",
    dimensions,
    loopDimensions: dimensions.map((dimension, index) => ({ ...dimension, parts: [index] })),
    usesFlattening: false,
    coefficients: {},
    dataSpaces: [
      dataSpace("Weights", [[M], [R]], false),
      dataSpace("Inputs", [[R, P]], false),
      dataSpace("Outputs", [[M], [P]], true),
    ],
  };
}

/** Loops of one level, innermost first: `[["R", 3], ["M", 16]]`; dimensions left out run once. */
export type Loops = readonly (readonly ["M" | "R" | "P", number])[];

function level(index: number, loops: Loops): LevelMapping {
  const dimensions = { M, R, P };
  const named = loops.map(([name, bound]) => ({ dimension: dimensions[name], bound, residual: bound }));
  const missing = [M, R, P].filter((dimension) => !named.some((loop) => loop.dimension === dimension));
  return {
    level: index,
    temporal: [...named, ...missing.map((dimension) => ({ dimension, bound: 1, residual: 1 }))],
    spatialX: [],
    spatialY: [],
    keep: [true, true, true],
    reuse: allReuse(3),
  };
}

/** The spec with a mapping given by its loops at main memory and at the buffer. */
export function questionOne(mainMemory: Loops, buffer: Loops): Spec {
  const sizes = (["M", "R", "P"] as const).map((name) =>
    [...mainMemory, ...buffer].reduce((product, [other, bound]) => (other === name ? product * bound : product), 1),
  );
  const [m = 1, r = 1, p = 1] = sizes;
  const mapping: Mapping = { levels: [level(0, buffer), level(1, mainMemory)] };
  const storageActions = (read: number, write: number): Record<string, number> => ({
    read,
    write,
    update: write,
    leak: 0,
  });
  return {
    architecture: ARCHITECTURE,
    workload: workload([m, r, p]),
    mapping,
    ert: {
      source: "assignment",
      components: [
        { component: "MainMemory", actionsPj: storageActions(7.95, 5.45) },
        { component: "Buffer", actionsPj: storageActions(0.42, 0.42) },
        { component: "MACC", actionsPj: { compute: 0.56, leak: 0 } },
      ],
    },
  };
}

/** The five mappings of question 1. */
export const QUESTION_ONE = {
  ws: questionOne(
    [
      ["R", 3],
      ["M", 16],
    ],
    [
      ["P", 16],
      ["M", 2],
    ],
  ),
  osUntiled1: questionOne(
    [
      ["P", 16],
      ["M", 32],
    ],
    [["R", 3]],
  ),
  osUntiled2: questionOne(
    [
      ["M", 32],
      ["P", 16],
    ],
    [["R", 3]],
  ),
  osTiled1: questionOne(
    [
      ["P", 16],
      ["M", 4],
    ],
    [
      ["R", 3],
      ["M", 8],
    ],
  ),
  osTiled2: questionOne(
    [
      ["M", 32],
      ["P", 2],
    ],
    [
      ["R", 3],
      ["P", 8],
    ],
  ),
} as const satisfies Record<string, Spec>;
