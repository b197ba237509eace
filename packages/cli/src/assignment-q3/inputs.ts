/**
 * The chip of question 3 as the command has it with it: the texts of examples/assignment/q3, word for word (a test
 * compares them).
 */
import type { Source } from "@tilewright/core";

const ARCHITECTURE = `# The row-stationary chip of question 3: 14 columns of 12 processing elements, a scratchpad for each operand in every one of
# them, one shared buffer for inputs and outputs, and DRAM. Words have 16 bits. (Y.-H. Chen et al., "Eyeriss", JSSC 2016.)
architecture:
  version: 0.3
  subtree:
    - name: board
      local:
        - {name: DRAM, class: DRAM, attributes: {type: LPDDR4, width: 64, word_bits: 16, block_size: 4}}
      subtree:
        - name: chip
          attributes: {technology: 45nm}
          local:
            # 128 KiB in 32 banks; four words a row.
            - name: shared_glb
              class: smartbuffer_SRAM
              attributes:
                depth: 16384
                width: 64
                n_banks: 32
                word_bits: 16
                block_size: 4
                read_bandwidth: 16
                write_bandwidth: 16
            # Nothing is kept here: it stands for a column, so that loops can be spread over columns and inside of them.
            - {name: "column[0..13]", class: regfile, attributes: {depth: 16, width: 16, word_bits: 16, block_size: 1, meshX: 14}}
          subtree:
            - name: PE[0..167]
              local:
                - name: ifmap_spad
                  class: smartbuffer_RF
                  attributes: &scratchpad
                    depth: 12
                    width: 16
                    word_bits: 16
                    block_size: 1
                    meshX: 14
                    read_bandwidth: 2
                    write_bandwidth: 2
                - name: weights_spad
                  class: smartbuffer_RF
                  attributes: {<<: *scratchpad, depth: 192}
                - name: psum_spad
                  class: smartbuffer_RF
                  attributes: {<<: *scratchpad, depth: 16, update_fifo_depth: 2}
                - {name: mac, class: intmac, attributes: {datawidth: 16, meshX: 14}}
`;

const COMPONENTS = `# Storage with two address generators: of an access one counts on, and the other one idles.
compound_components:
  version: 0.3
  classes:
    - name: smartbuffer_SRAM
      attributes: &attributes {technology: 45nm, depth: 12, width: 16, n_rdwr_ports: 2, n_banks: 1}
      subcomponents:
        - name: words
          class: SRAM
          attributes: &words
            technology: technology
            depth: depth
            width: width
            n_rdwr_ports: n_rdwr_ports
            n_banks: n_banks
        - &addresses
          name: addresses[0..1]
          class: intadder
          # The natural logarithm, as the assignment has it: address bits would be log2(depth).
          attributes: {technology: technology, width: log(depth)}
      actions: &actions
        - name: read
          arguments: &deltas {data_delta: 0..1, address_delta: 0..n_banks}
          subcomponents:
            - {name: words, actions: [{name: read, arguments: &given {data_delta: data_delta, address_delta: address_delta}}]}
            - {name: "addresses[1]", actions: [{name: add}]}
            - {name: "addresses[0]", actions: [{name: idle}]}
        - name: write
          arguments: *deltas
          subcomponents:
            - {name: words, actions: [{name: write, arguments: *given}]}
            - {name: "addresses[0]", actions: [{name: add}]}
            - {name: "addresses[1]", actions: [{name: idle}]}
        - name: idle
          subcomponents:
            - {name: words, actions: [{name: idle}]}
            - {name: "addresses[0..1]", actions: [{name: idle}]}

    - name: smartbuffer_RF
      attributes: *attributes
      subcomponents:
        - {name: words, class: regfile, attributes: *words}
        - *addresses
      actions: *actions
`;

const CONSTRAINTS = `# What the dataflow fixes: each element slides one row of a filter over one row of inputs, rows of a filter stand one above the
# other in a column, rows of outputs side by side.
architecture_constraints:
  targets:
    # Which words each level is for.
    - {target: shared_glb, type: bypass, keep: [Inputs, Outputs], bypass: [Weights]}
    - {target: column, type: bypass, bypass: [Weights, Inputs, Outputs]}
    - {target: ifmap_spad, type: bypass, keep: [Inputs], bypass: [Weights, Outputs]}
    - {target: weights_spad, type: bypass, keep: [Weights], bypass: [Inputs, Outputs]}
    - {target: psum_spad, type: bypass, keep: [Outputs], bypass: [Weights, Inputs]}
    # Columns differ in rows and channels of outputs; in a column all rows of a filter (S=0), and channels.
    - {target: shared_glb, type: spatial, factors: N=1 C=1 P=1 R=1 S=1, permutation: NCPRSQM, split: 7}
    - {target: column, type: spatial, factors: N=1 P=1 Q=1 R=1 S=0, permutation: NPQRSCM, split: 4}
    - {target: column, type: temporal, factors: N=1 M=1 C=1 P=1 Q=1 R=1 S=1, permutation: NMCPQRS}
    # An element runs along a whole row of the filter (R=0), for some channels in and out.
    - {target: ifmap_spad, type: temporal, factors: N=1 M=1 C=1 P=1 Q=1 R=1 S=1, permutation: NMCPQRS}
    - {target: weights_spad, type: temporal, factors: N=1 M=1 P=1 Q=1 S=1 R=0, permutation: NMPQSCR}
    - {target: psum_spad, type: temporal, factors: N=1 C=1 R=1 S=1 P=1 Q=1, permutation: NCPQRSM}
# Not the chip's doing: these keep the mapspace small. A row of outputs (P=0) is finished before the next one begins.
mapspace_constraints:
  targets:
    - {target: shared_glb, type: temporal, factors: Q=1 R=1 S=1 P=0, permutation: QRSCPNM}
    - {target: DRAM, type: temporal, factors: R=1 S=1 P=1, permutation: RSPCMNQ}
`;

const MAPPER = `# The fastest mappings, and of these the one that needs the least energy. No algorithm is named: tilewright then proves its
# result. The rest bounds Timeloop's search.
mapper:
  optimization_metrics: [delay, energy]
  num_threads: 8
  timeout: 15000
  victory_condition: 500
  max_permutations_per_if_visit: 16
  live_status: false
`;

/** Named as the files are. */
export const QUESTION_3_INPUTS: readonly Source[] = [
  { name: "arch.yaml", text: ARCHITECTURE },
  { name: "components.yaml", text: COMPONENTS },
  { name: "constraints.yaml", text: CONSTRAINTS },
  { name: "mapper.yaml", text: MAPPER },
];
