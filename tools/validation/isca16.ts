/**
 * Figure 10 of Eyeriss's first paper (Chen, Emer, Sze, ISCA 2016): energy of AlexNet's layers, batch 16, on 256 elements
 * with register files of 512 bytes and a buffer of 128 kB, in multiply-accumulates. The digits are those of nn_dataflow's
 * test `test_eyeriss_isca16` (Stanford), in 10^9.
 *
 * What the paper's own formulas say of the register file (section V): each operation reads a weight and an input there,
 * reads a partial sum and writes it back, 4 accesses of cost 1. The model adds the words that are filled in.
 */
import { evaluate, type Mapping, OptimalSearch, readConstraints, type Spec } from "@tilewright/core";
import { alexnetLayer, LAYER_NAMES, type LayerName } from "./alexnet.ts";
import { readExample } from "./read-example.ts";

/** Energy by level, in 10^9 multiply-accumulates. */
export interface EnergySplit {
  readonly alu: number;
  readonly registerFile: number;
  readonly dram: number;
}

export interface EnergyRow {
  readonly layer: LayerName;
  readonly ours: EnergySplit;
  readonly published: EnergySplit;
  /** What the best mapping may still be above the optimum; 0 where it is proven. */
  readonly gap: number;
  /** Words that cross DRAM over those that must, each tensor once. */
  readonly dramRatio: number;
  readonly publishedDramRatio: number;
}

const BATCH = 16;
const DRAM_COST = 200;

const PUBLISHED: Readonly<Record<LayerName, readonly [alu: number, dram: number, registerFile: number]>> = {
  conv1: [1.69, 2.46, 6.75],
  conv2: [3.58, 2.27, 14.33],
  conv3: [2.39, 2.02, 9.57],
  conv4: [1.79, 1.57, 7.18],
  conv5: [1.2, 1.05, 4.78],
  fc1: [0.6, 7.78, 2.42],
  fc2: [0.27, 3.39, 1.07],
  fc3: [0.07, 0.84, 0.26],
};

/**
 * Least energy of each layer on the paper's design.
 * @param nodes partial nests that the search of a layer looks at
 */
export function isca16Rows(nodes: number): EnergyRow[] {
  return LAYER_NAMES.map((layer) => energyRow(layer, nodes));
}

function energyRow(layer: LayerName, nodes: number): EnergyRow {
  const spec = readExample("eyeriss-isca16", alexnetLayer(layer, BATCH));
  const { mapping, lowerBoundPj } = leastEnergy(spec, nodes);
  const evaluation = evaluate({ ...spec, mapping });
  if (!evaluation.valid) throw new Error(`${layer}: ${evaluation.reason}`);
  const energyOf = (name: string): number => {
    return (evaluation.levels.find((level) => level.name === name)?.energyPj ?? Number.NaN) / 1e9;
  };
  const [alu, dram, registerFile] = PUBLISHED[layer];
  const least = tensorWords(spec);
  return {
    layer,
    ours: { alu: energyOf("mac"), registerFile: energyOf("RegisterFile"), dram: energyOf("DRAM") },
    published: { alu, registerFile, dram },
    gap: Math.max(0, 1 - lowerBoundPj / evaluation.energyPj),
    dramRatio: (energyOf("DRAM") * 1e9) / DRAM_COST / least,
    publishedDramRatio: (dram * 1e9) / DRAM_COST / least,
  };
}

function leastEnergy(spec: Spec, nodes: number): { readonly mapping: Mapping; readonly lowerBoundPj: number } {
  const { limits, diagnostics } = readConstraints(spec);
  if (limits === undefined) throw new Error(JSON.stringify(diagnostics));
  const search = new OptimalSearch(spec, limits, { objective: ["energy"] });
  while (search.nodes < nodes && search.advance(1000) === "running");
  if (search.best === undefined) throw new Error("no mapping");
  return { mapping: search.best.mapping, lowerBoundPj: search.lowerBound };
}

/** Words of all tensors, padding of inputs included. */
function tensorWords({ workload }: Spec): number {
  const { dataSpaces, dimensions } = workload;
  const extent = (terms: (typeof dataSpaces)[number]["ranks"][number]): number =>
    1 +
    terms.reduce((sum, { dimension, coefficient }) => sum + coefficient * ((dimensions[dimension]?.size ?? 1) - 1), 0);
  return dataSpaces.reduce((sum, { ranks }) => sum + ranks.reduce((product, terms) => product * extent(terms), 1), 0);
}
