/** Architectures, problems and constraints with small mapspaces, for tests of `map` and `verify` through the command line. */
import { fileURLToPath } from "node:url";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const example = (name: string): string => `${examples}${name}`;

/** What makes the row-stationary example a mapspace of some thousand mappings. */
export const TIGHT = `
mapspace_constraints:
  - {target: DRAM, type: temporal, factors: C=1 P=1 Q=1 R=1 S=1}
  - {target: GlobalBuffer, type: temporal, factors: R=1 S=1 C=4, permutation: CPQ}
  - {target: Scratchpad, type: temporal, factors: Q<=4 P=1 C=1}
`;

/** Two axes, blocks of two words, bandwidths, leakage by table, and much that may be bypassed. */
const TWO_AXES = `
architecture:
  version: 0.3
  subtree:
    - name: chip
      local:
        - {name: Main, class: DRAM, attributes: {width: 32, word-bits: 16, block-size: 2, read_bandwidth: 4, write_bandwidth: 4}}
      subtree:
        - name: core
          local:
            - {name: Shared, class: SRAM, attributes: {depth: 256, width: 32, word-bits: 16, block-size: 2, meshX: 1}}
          subtree:
            - name: PE
              local:
                - {name: "Local[0..5]", class: regfile, attributes: {depth: 12, width: 16, word-bits: 16, meshX: 3}}
                - {name: "MAC[0..5]", class: intmac, attributes: {datawidth: 16, meshX: 3}}
`;

const MATRIX = `
problem:
  shape:
    name: product
    dimensions: [M, N, K]
    data-spaces:
      - {name: A, projection: [[[M]], [[K]]]}
      - {name: B, projection: [[[K]], [[N]]]}
      - {name: Z, projection: [[[M]], [[N]]], read-write: true}
  instance: {M: 4, N: 6, K: 8}
`;

const TABLE = `
ERT:
  version: 0.4
  tables:
    - {name: chip.Main, actions: [{name: read, energy: 40}, {name: write, energy: 44}, {name: update, energy: 44}, {name: leak, energy: 0.25}]}
    - {name: chip.core.Shared, actions: [{name: read, energy: 3}, {name: write, energy: 4}, {name: update, energy: 4}, {name: leak, energy: 0}]}
    - {name: "chip.core.PE.Local[0..5]", actions: [{name: read, energy: 0.5}, {name: write, energy: 0.625}, {name: update, energy: 0.625}, {name: leak, energy: 0.0625}]}
    - {name: "chip.core.PE.MAC[0..5]", actions: [{name: compute, energy: 1}]}
`;

export interface Design {
  readonly name: string;
  /** Files, and texts that are to be written as files. */
  readonly files: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  /** Options that both map and model take. */
  readonly options: readonly string[];
}

const ROW_STATIONARY = ["arch", "problem", "ert", "row-stationary.constraints"].map((name) =>
  example(`eyeriss-small/${name}.yaml`),
);

export const DESIGNS: readonly Design[] = [
  { name: "row stationary", files: ROW_STATIONARY, texts: { "tight.yaml": TIGHT }, options: [] },
  {
    name: "row stationary, energies estimated",
    files: ROW_STATIONARY.filter((file) => !file.endsWith("ert.yaml")),
    texts: { "tight.yaml": TIGHT },
    options: [],
  },
  {
    name: "question 1, 0.4",
    files: [example("assignment/q1/arch.yaml"), example("assignment/q1/problem.yaml")],
    texts: {},
    options: ["--energy-table", "assignment"],
  },
  {
    name: "question 1, 0.3, a table of its own",
    files: [example("assignment/q1/arch-0.3.yaml"), example("assignment/q1/problem.yaml")],
    texts: {},
    options: ["--energy-table", example("assignment/q1/ert-45nm.yaml")],
  },
  {
    name: "two axes",
    files: [],
    texts: {
      "two-axes.yaml": TWO_AXES,
      "matrix.yaml": MATRIX,
      "table.yaml": TABLE,
      "keep.yaml":
        "mapspace_constraints:\n  - {target: Local, type: bypass, keep: [Z]}\n  - {target: Shared, type: temporal, factors: N<=3}\n",
    },
    options: [],
  },
];
