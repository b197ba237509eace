/** Products on main memory, buffer and 16 x 16 elements, all kept unless asked for otherwise, nothing else constrained. */
import { type MapspaceLimits, readConstraints, type Spec } from "@tilewright/core";
import { readAll } from "./eyeriss.ts";

const CHIP = `
architecture:
  version: 0.3
  subtree:
    - name: system
      local:
        - {name: DRAM, class: DRAM, attributes: {width: 64, block-size: 4, word-bits: 16}}
        - {name: Buffer, class: SRAM, attributes: {depth: 16384, width: 64, block-size: 4, word-bits: 16}}
      subtree:
        - name: PE[0..255]
          local:
            - {name: Pad, class: regfile, attributes: {depth: 64, width: 16, block-size: 1, word-bits: 16, meshX: 16}}
            - {name: MAC, class: intmac, attributes: {datawidth: 16, meshX: 16}}
`;

const KEEPS = `
constraints:
  - {target: DRAM, type: bypass, keep: [A, B, Z]}
  - {target: Buffer, type: bypass, keep: [A, B, Z]}
  - {target: Pad, type: bypass, keep: [A, B, Z]}
`;

function product(size: number): string {
  return `
problem:
  shape:
    name: product
    dimensions: [M, N, K]
    data_spaces:
      - {name: A, projection: [[[M]], [[K]]]}
      - {name: B, projection: [[[K]], [[N]]]}
      - {name: Z, projection: [[[M]], [[N]]], read_write: true}
  instance: {M: ${size}, N: ${size}, K: ${size}}
`;
}

const ENERGIES = `
ERT:
  version: 0.4
  tables:
    - {name: system.DRAM, actions: [{name: read, energy: 512}, {name: write, energy: 512}, {name: update, energy: 512}, {name: leak, energy: 0}]}
    - {name: system.Buffer, actions: [{name: read, energy: 20}, {name: write, energy: 18}, {name: update, energy: 18}, {name: leak, energy: 0.01}]}
    - {name: "system.PE[0..255].Pad", actions: [{name: read, energy: 0.2}, {name: write, energy: 0.2}, {name: update, energy: 0.2}, {name: leak, energy: 0.0001}]}
    - {name: "system.PE[0..255].MAC", actions: [{name: compute, energy: 2.2}, {name: leak, energy: 0}]}
`;

/** @param isFree whether levels may keep or bypass what they like */
export function largeProduct(size = 1024, isFree = false): { readonly spec: Spec; readonly limits: MapspaceLimits } {
  const { architecture, workload, ert, ...rest } = readAll([CHIP, product(size), ...(isFree ? [] : [KEEPS]), ENERGIES]);
  const { limits } = readConstraints({ architecture, workload, ...rest });
  if (limits === undefined || ert === undefined) throw new Error("the product's constraints cannot be read");
  return { spec: { architecture, workload, ert }, limits };
}
