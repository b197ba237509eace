/** For tests: question 1's machine, its problem, and a spatial relative of it. */
import type { Spec } from "../../spec/spec.ts";
import { readTexts } from "../../spec/testing/read-texts.ts";

const ARCHITECTURE = `architecture:
  version: 0.4
  nodes:
  - !Container
    name: System
  - !Component
    name: MainMemory
    class: SRAM
    attributes: {width: 8, depth: 32768, datawidth: 8}
  - !Component
    name: Buffer
    class: regfile
    attributes: {width: 8, depth: 64, datawidth: 8}
  - !Component
    name: MACC
    class: intmac
    attributes: {datawidth: 8}
`;

/** Four cells in a row, each with registers. */
const ROW = `architecture:
  version: 0.4
  nodes:
  - !Container
    name: System
  - !Component
    name: MainMemory
    class: SRAM
    attributes: {width: 8, depth: 32768, datawidth: 8}
  - !Component
    name: Buffer
    class: SRAM
    attributes: {width: 8, depth: 512, datawidth: 8}
  - !Container
    name: Cell
    spatial: {meshX: 4}
  - !Component
    name: Registers
    class: regfile
    attributes: {width: 8, depth: 16, datawidth: 8}
  - !Component
    name: MACC
    class: intmac
    attributes: {datawidth: 8}
`;

const PROBLEM = `problem:
  version: 0.4
  shape:
    name: Conv1D
    dimensions: [M, R, P]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[R]]]}
    - {name: Inputs, projection: [[[R], [P]]]}
    - {name: Outputs, projection: [[[M]], [[P]]], read_write: True}
  instance: {M: 32, R: 3, P: 16}
`;

const WEIGHT_STATIONARY = `mapping:
- {target: MainMemory, type: temporal, factors: M=16 R=3 P=1, permutation: RMP}
- {target: Buffer, type: temporal, factors: M=2 R=1 P=16, permutation: PMR}
`;

/** Four cells work on neighbouring outputs; the inputs slide through them. */
const SPATIAL = `mapping:
- {target: MainMemory, type: temporal, factors: M=4 R=1 P=1, permutation: MRP}
- {target: Buffer, type: temporal, factors: M=8 R=3 P=4, permutation: RPM}
- {target: Cell, type: spatial, factors: M=1 R=1 P=4, permutation: PRM, split: 3}
- {target: Registers, type: temporal, factors: M=1 R=1 P=1, permutation: PRM}
`;

/** An 8-bit accumulator is all that a cell has: nothing about this machine is large enough. */
const TOO_LARGE = `mapping:
- {target: MainMemory, type: temporal, factors: M=1 R=1 P=1, permutation: RMP}
- {target: Buffer, type: temporal, factors: M=32 R=3 P=16, permutation: PMR}
`;

function specOf(architecture: string, mapping: string): Spec {
  const { spec, diagnostics } = readTexts({
    "architecture.yaml": architecture,
    "problem.yaml": PROBLEM,
    "mapping.yaml": mapping,
  });
  if (spec === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return spec;
}

export const weightStationary = (): Spec => specOf(ARCHITECTURE, WEIGHT_STATIONARY);
export const spatialRow = (mapping: string = SPATIAL): Spec => specOf(ROW, mapping);
export const tooLarge = (mapping: string = TOO_LARGE): Spec => specOf(ARCHITECTURE, mapping);
