/**
 * A row-stationary accelerator in the manner of Eyeriss (14 x 12 processing elements, three scratchpads each) and
 * ResNet-32's 3x3 layer of its first stage, with random mappings that keep the dataflow's constraints.
 */
import { allReuse, type Mapping, readDocuments, readSpec, type Spec } from "@tilewright/core";

const ARCHITECTURE = `
architecture:
  version: 0.3
  subtree:
    - name: system
      local:
        - name: DRAM
          class: DRAM
          attributes: {type: LPDDR4, width: 64, block-size: 4, word-bits: 16}
      subtree:
        - name: chip
          attributes: {technology: 45nm}
          local:
            - name: shared_glb
              class: SRAM
              attributes: {depth: 16384, width: 64, n_banks: 32, block-size: 4, word-bits: 16, read_bandwidth: 16, write_bandwidth: 16}
            - name: column[0..13]
              class: regfile
              attributes: {depth: 16, width: 16, word-bits: 16, block-size: 1, meshX: 14}
          subtree:
            - name: PE[0..167]
              local:
                - name: ifmap_spad
                  class: regfile
                  attributes: {depth: 12, width: 16, block-size: 1, word-bits: 16, meshX: 14, read_bandwidth: 2, write_bandwidth: 2}
                - name: weights_spad
                  class: regfile
                  attributes: {depth: 192, width: 16, block-size: 1, word-bits: 16, meshX: 14, read_bandwidth: 2, write_bandwidth: 2}
                - name: psum_spad
                  class: regfile
                  attributes: {depth: 16, width: 16, block-size: 1, word-bits: 16, meshX: 14, read_bandwidth: 2, write_bandwidth: 2}
                - name: mac
                  class: intmac
                  attributes: {datawidth: 16, meshX: 14}
`;

const problem = (channels: number, size: number): string => `
problem:
  shape:
    name: layer
    dimensions: [C, M, R, S, N, P, Q]
    data_spaces:
      - name: Weights
        projection: [[[C]], [[M]], [[R]], [[S]]]
      - name: Inputs
        projection: [[[N]], [[C]], [[R], [P]], [[S], [Q]]]
      - name: Outputs
        projection: [[[N]], [[M]], [[Q]], [[P]]]
        read_write: true
  instance: {C: ${channels}, M: ${channels}, R: 3, S: 3, N: 1, P: ${size}, Q: ${size}}
`;

const ENERGIES = `
ERT:
  version: 0.4
  tables:
    - {name: system.DRAM, actions: [{name: read, energy: 512}, {name: write, energy: 512}, {name: update, energy: 512}, {name: leak, energy: 0}]}
    - {name: system.chip.shared_glb, actions: [{name: read, energy: 20}, {name: write, energy: 18}, {name: update, energy: 18}, {name: leak, energy: 0.01}]}
    - {name: "system.chip.column[0..13]", actions: [{name: read, energy: 0}, {name: write, energy: 0}, {name: leak, energy: 0}]}
    - {name: "system.chip.PE[0..167].ifmap_spad", actions: [{name: read, energy: 0.2}, {name: write, energy: 0.2}, {name: leak, energy: 0.0001}]}
    - {name: "system.chip.PE[0..167].weights_spad", actions: [{name: read, energy: 1}, {name: write, energy: 1}, {name: leak, energy: 0.001}]}
    - {name: "system.chip.PE[0..167].psum_spad", actions: [{name: read, energy: 0.25}, {name: write, energy: 0.25}, {name: leak, energy: 0.0001}]}
    - {name: "system.chip.PE[0..167].mac", actions: [{name: compute, energy: 2.2}, {name: leak, energy: 0}]}
`;

/** The architecture and a layer of `channels` in and out, `size` x `size` positions. */
export function eyerissSpec(channels = 16, size = 32): Spec {
  return readAll([ARCHITECTURE, problem(channels, size), ENERGIES]);
}

/** Reads texts into a spec; a diagnostic that is an error is a bug of the benchmark. */
export function readAll(texts: readonly string[]): Spec {
  const { documents, diagnostics } = readDocuments(texts.map((text, i) => ({ name: `bench-${i}.yaml`, text })));
  const result = readSpec(documents, { require: { mapping: false } });
  if (result.spec === undefined) throw new Error(JSON.stringify([...diagnostics, ...result.diagnostics].slice(0, 3)));
  return result.spec;
}

const C = 0;
const M = 1;
const R = 2;
const S = 3;
const P = 5;
const Q = 6;
const PSUM = 0;
const WEIGHTS = 1;
const COLUMN = 3;
const GLB = 4;
const DRAM = 5;

/** A linear congruential generator: the same mappings on every machine. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick(random: (below: number) => number, limit: number, of: number): number {
  const divisors: number[] = [];
  for (let i = 1; i <= Math.min(limit, of); i++) if (of % i === 0) divisors.push(i);
  return divisors[random(divisors.length)] as number;
}

/** A random row-stationary mapping; it may be invalid for lack of capacity. */
export function randomMapping(spec: Spec, random: (below: number) => number): Mapping {
  const sizes = spec.workload.loopDimensions.map(({ size }) => size);
  const rest = [...sizes];
  const factors = new Map<string, number>();
  const take = (slot: string, dimension: number, bound: number): void => {
    factors.set(`${slot}/${dimension}`, bound);
    rest[dimension] = (rest[dimension] as number) / bound;
  };
  const left = (dimension: number): number => rest[dimension] as number;
  take(`t${WEIGHTS}`, R, left(R));
  take(`y${COLUMN}`, S, left(S));
  take(`y${COLUMN}`, C, pick(random, 4, left(C)));
  take(`y${COLUMN}`, M, pick(random, Math.floor(4 / (factors.get(`y${COLUMN}/${C}`) as number)), left(M)));
  take(`x${GLB}`, Q, pick(random, 14, left(Q)));
  take(`x${GLB}`, M, pick(random, Math.floor(14 / (factors.get(`x${GLB}/${Q}`) as number)), left(M)));
  take(`t${PSUM}`, M, pick(random, 16, left(M)));
  take(`t${WEIGHTS}`, C, pick(random, 4, left(C)));
  take(`t${GLB}`, P, left(P));
  take(`t${GLB}`, M, pick(random, left(M), left(M)));
  take(`t${GLB}`, C, pick(random, left(C), left(C)));
  for (const dimension of [C, M, Q]) take(`t${DRAM}`, dimension, left(dimension));
  const shuffled = (): number[] => {
    const order = [...sizes.keys()];
    for (let i = order.length - 1; i > 0; i--) {
      const j = random(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  };
  const keeps = [
    [false, false, true],
    [true, false, false],
    [false, true, false],
    [false, false, false],
    [false, true, true],
    [true, true, true],
  ];
  return {
    levels: keeps.map((keep, level) => {
      const loops = (slot: string) =>
        shuffled().map((dimension) => {
          const bound = factors.get(`${slot}${level}/${dimension}`) ?? 1;
          return { dimension, bound, residual: bound };
        });
      return {
        level,
        temporal: loops("t"),
        spatialX: loops("x"),
        spatialY: loops("y"),
        keep,
        reuse: allReuse(3),
      };
    }),
  };
}
