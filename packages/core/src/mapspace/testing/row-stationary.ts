/**
 * An accelerator in the manner of Eyeriss with the constraints of its dataflow, in the 0.3 form (constraints of their
 * own) and in the 0.4 form (constraints at nodes), and a 3x3 layer of ResNet-32. Test support.
 */
const spad = (name: string, depth: number): string =>
  `{name: ${name}, class: regfile, attributes: {depth: ${depth}, width: 16, block-size: 1, word-bits: 16, meshX: 14}}`;

export const ROW_STATIONARY_03 = `
architecture:
  version: 0.3
  subtree:
    - name: system
      local: [{name: DRAM, class: DRAM, attributes: {type: LPDDR4, width: 64, block-size: 4, word-bits: 16}}]
      subtree:
        - name: chip
          local:
            - {name: shared_glb, class: SRAM, attributes: {depth: 16384, width: 64, block-size: 4, word-bits: 16}}
            - {name: "columns[0..13]", class: regfile, attributes: {depth: 16, width: 16, word-bits: 16, block-size: 1, meshX: 14}}
          subtree:
            - name: PE[0..167]
              local:
                - ${spad("ifmap_spad", 12)}
                - ${spad("weights_spad", 192)}
                - ${spad("psum_spad", 16)}
                - {name: mac, class: intmac, attributes: {datawidth: 16, meshX: 14}}
`;

export const DATAFLOW_03 = `
architecture_constraints:
  targets:
    - {target: psum_spad, type: bypass, bypass: [Inputs, Weights], keep: [Outputs]}
    - {target: weights_spad, type: bypass, bypass: [Inputs, Outputs], keep: [Weights]}
    - {target: ifmap_spad, type: bypass, bypass: [Weights, Outputs], keep: [Inputs]}
    - {target: columns, type: bypass, bypass: [Inputs, Outputs, Weights]}
    - {target: shared_glb, type: bypass, bypass: [Weights], keep: [Inputs, Outputs]}
    - {target: columns, type: spatial, split: 4, permutation: NPQR SCM, factors: N=1 P=1 Q=1 R=1 S=0}
    - {target: shared_glb, type: spatial, split: 7, permutation: NCPRSQM, factors: N=1 C=1 P=1 R=1 S=1}
    - {target: psum_spad, type: temporal, permutation: NCPQRS M, factors: N=1 C=1 R=1 S=1 P=1 Q=1}
    - {target: weights_spad, type: temporal, permutation: NMPQS CR, factors: N=1 M=1 P=1 Q=1 S=1 R=0}
    - {target: ifmap_spad, type: temporal, permutation: NMCPQRS, factors: N=1 M=1 C=1 P=1 Q=1 R=1 S=1}
    - {target: columns, type: temporal, factors: N=1 M=1 C=1 P=1 Q=1 R=1 S=1}
`;

/** These shorten the search. */
export const SHORTCUTS_03 = `
mapspace_constraints:
  targets:
    - {target: columns, type: temporal, permutation: NMCPQRS}
    - {target: shared_glb, type: temporal, permutation: QRSC PNM, factors: Q=1 R=1 S=1 P=0}
    - {target: DRAM, type: temporal, permutation: RSP CMNQ, factors: R=1 S=1 P=1}
`;

export const ROW_STATIONARY_04 = `
architecture:
  version: 0.4
  nodes:
    - !Container {name: system}
    - !Component {name: DRAM, class: DRAM, attributes: {width: 64, datawidth: 8}}
    - !Container {name: chip}
    - !Component
      name: shared_glb
      class: SRAM
      attributes: {depth: 16384, width: 64, datawidth: 8}
      constraints: {dataspace: {keep: [Inputs, Outputs], bypass: [Weights]}}
    - !Container
      name: PE_column
      spatial: {meshX: 14}
      constraints: {spatial: {permutation: [N, C, P, R, S, Q, M], factors: [N=1, C=1, P=1, R=1, S=1], split: 7}}
    - !Container
      name: PE
      spatial: {meshY: 12}
      constraints: {spatial: {split: 4, permutation: [N, P, Q, R, S, C, M], factors: [N=1, P=1, Q=1, R=1]}}
    - !Parallel
      nodes:
        - !Component
          name: ifmap_spad
          class: regfile
          attributes: {depth: 12, width: 16, datawidth: 8}
          constraints:
            dataspace: {keep: [Inputs]}
            temporal: {permutation: [N, M, C, P, Q, R, S], factors: [N=1, M=1, C=1, P=1, Q=1, R=1, S=1]}
        - !Component
          name: weights_spad
          class: regfile
          attributes: {depth: 192, width: 16, datawidth: 8}
          constraints:
            dataspace: {keep: [Weights]}
            temporal: {permutation: [N, M, P, Q, S, C, R], factors: [N=1, M=1, P=1, Q=1, S=1]}
        - !Component
          name: psum_spad
          class: regfile
          attributes: {depth: 16, width: 16, datawidth: 16}
          constraints:
            dataspace: {keep: [Outputs]}
            temporal: {permutation: [N, C, P, Q, R, S, M], factors: [N=1, C=1, R=1, S=1, P=1, Q=1]}
    - !Component {name: mac, class: intmac, attributes: {width: 8}}
`;

export const RESNET_LAYER = `
problem:
  shape:
    name: layer
    dimensions: [C, M, R, S, N, P, Q]
    data_spaces:
      - {name: Weights, projection: [[[C]], [[M]], [[R]], [[S]]]}
      - {name: Inputs, projection: [[[N]], [[C]], [[R], [P]], [[S], [Q]]]}
      - {name: Outputs, projection: [[[N]], [[M]], [[Q]], [[P]]], read_write: true}
  instance: {C: 16, M: 16, R: 3, S: 3, N: 1, P: 32, Q: 32}
`;
