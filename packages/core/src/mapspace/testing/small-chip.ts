/** A small chip and a matrix product in YAML, for tests of constraints: 4 x 2 units, a buffer, main memory. */
import { readTexts } from "../../spec/testing/read-texts.ts";

export const CHIP = `
architecture:
  version: 0.3
  subtree:
    - name: system
      local:
        - {name: Main, class: DRAM, attributes: {width: 8, word-bits: 8}}
        - {name: Buffer, class: SRAM, attributes: {depth: 64, width: 8, word-bits: 8, block-size: 1}}
      subtree:
        - name: PE[0..7]
          local:
            - {name: Register, class: regfile, attributes: {depth: 8, width: 8, word-bits: 8, block-size: 1, meshX: 4}}
            - {name: MAC, class: intmac, attributes: {datawidth: 8, meshX: 4}}
`;

export const PROBLEM = `
problem:
  shape:
    name: product
    dimensions: [M, N, K]
    data_spaces:
      - {name: A, projection: [[[M]], [[K]]]}
      - {name: B, projection: [[[K]], [[N]]]}
      - {name: C, projection: [[[M]], [[N]]], read_write: true}
  instance: {M: 8, N: 12, K: 6}
`;

/** The chip with `constraints` as a file of its own; `§` marks the place where a diagnostic is expected. */
export function readChip(constraints: string, chip: string = CHIP): ReturnType<typeof readTexts> {
  return readTexts({ "chip.yaml": chip, "problem.yaml": PROBLEM, "constraints.yaml": constraints });
}
