/** For tests: one small architecture in both forms, a problem and a mapping for it. */

/** A main memory, a buffer, four cells with a register file each. */
export const NODES_ARCHITECTURE = `architecture:
  version: 0.4
  nodes:
  - !Container
    name: System
    attributes:
      technology: "45nm"
      global_cycle_seconds: 1e-9
  - !Component
    name: MainMemory
    class: DRAM
    attributes:
      width: 64
      datawidth: 8
  - !Component
    name: Buffer
    class: SRAM
    attributes:
      depth: 1024
      width: 32
      datawidth: 8
      read_bandwidth: 4
  - !Container
    name: Cell
    spatial: {meshX: 2, meshY: 2}
  - !Component
    name: Registers
    class: regfile
    attributes:
      depth: 64
      width: 8
      datawidth: 8
  - !Component
    name: Mac
    class: intmac
    attributes:
      datawidth: 8
`;

/** The same chip as Timeloop's front end hands it on. */
export const SUBTREE_ARCHITECTURE = `architecture:
  version: 0.3
  subtree:
  - name: System
    attributes:
      technology: 45nm
      global-cycle-seconds: 1e-9
    local:
    - name: MainMemory
      class: DRAM
      attributes:
        width: 64
        word-bits: 8
        block-size: 8
    - name: Buffer
      class: SRAM
      attributes:
        memory_depth: 1024
        memory_width: 32
        word_bits: 8
        read_bandwidth: 4
    - name: inter_Cell_spatial[1..1]
      class: dummy_storage
      attributes: {width: 1, depth: 1, datawidth: 1, meshX: 1, meshY: 1}
    subtree:
    - name: Cell[0..3]
      local:
      - name: Registers
        class: regfile
        attributes:
          depth: 32 * 2
          width: 8
          datawidth: 8
          meshX: 2
      - name: Mac
        class: intmac
        attributes:
          datawidth: 8
          meshX: 2
          meshY: 2
`;

export const PROBLEM = `problem:
  version: 0.4
  shape:
    name: Conv1D
    dimensions: [M, R, P]
    coefficients:
    - name: Stride
      default: 1
    data_spaces:
    - name: Weights
      projection:
      - [[M]]
      - [[R]]
    - name: Inputs
      projection:
      - [[R], [P, Stride]]
    - name: Outputs
      projection:
      - [[M]]
      - [[P]]
      read_write: True
  instance:
    M: 32
    R: 3
    P: 16
`;

export const MAPPING = `mapping:
- target: MainMemory
  type: temporal
  factors: R=3 P=1 M=8
  permutation: RMP
- target: Buffer
  type: temporal
  factors: R=1 P=8 M=1
  permutation: PMR
- target: Cell
  type: spatial
  factors: R=1 P=2 M=2
  permutation: RPM
  split: 2
- target: Registers
  type: temporal
  factors: R=1 P=1 M=2
  permutation: [P, M, R]
- target: Buffer
  type: dataspace
  keep: [Inputs, Outputs]
  bypass: [Weights]
`;

export const ERT = `ERT:
  version: 0.4
  tables:
  - name: System_top_level.MainMemory[1..1]
    actions:
    - {name: read, energy: 512.0, arguments: {}}
    - {name: write, energy: 512.0}
  - name: System_top_level.Buffer[1..1]
    actions:
    - {name: read, energy: 1.5}
    - {name: write, energy: 1.25}
  - name: System_top_level.Registers[1..4]
    actions:
    - {name: read, energy: 0.25}
    - {name: read, energy: 0.5}
    - {name: write, energy: 0.25}
  - name: System_top_level.Mac[1..4]
    actions:
    - {name: compute, energy: 0.56}
`;
