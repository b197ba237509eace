/**
 * Table V of Eyeriss's second paper (Chen, Krishna, Emer, Sze, JSSC 2017): processing elements at work in AlexNet's
 * convolutions, batch 4, and the traffic with DRAM that its abstract gives.
 *
 * The mapping of each layer is the paper's own (its table of mapping parameters):
 *
 *   m, n   filters and images whose partial sums stay in the buffer     e      rows of outputs side by side
 *   p, q   filters and channels in one element                          r, t   sets of elements that differ in channels, in
 *                                                                              filters
 *
 * so a layer with filters of S rows uses S * e * r * t elements. In the buffer's block a weight stays for all images. Where e does not divide the rows of outputs, the last
 * strip has fewer (`Q=7,6`).
 */
import { evaluate, macsOf, type ValidEvaluation } from "@tilewright/core";
import { alexnetLayer, type LayerName } from "./alexnet.ts";
import { readExample } from "./read-example.ts";

export interface ActivityRow {
  readonly layer: LayerName;
  /** Elements at work while all strips are full, as the paper counts. */
  readonly mapped: number;
  readonly published: number;
  /** Average of the model over all cycles. */
  readonly average: number;
  readonly macs: number;
  /** Words read from and written to DRAM. */
  readonly dramWords: number;
}

const BATCH = 4;
const ELEMENTS = 168;

/** DRAM accesses of 16 bits for each multiply-accumulate, all five layers together: the paper's abstract. */
export const PUBLISHED_ACCESSES_PER_MAC = 0.0029;

interface Parameters {
  readonly m: number;
  readonly n: number;
  readonly e: number;
  readonly p: number;
  readonly q: number;
  readonly r: number;
  readonly t: number;
  readonly active: number;
}

const PUBLISHED: readonly (readonly [LayerName, Parameters])[] = [
  ["conv1", { m: 96, n: 1, e: 7, p: 16, q: 1, r: 1, t: 2, active: 154 }],
  ["conv2", { m: 64, n: 1, e: 27, p: 16, q: 2, r: 1, t: 1, active: 135 }],
  ["conv3", { m: 64, n: 4, e: 13, p: 16, q: 4, r: 1, t: 4, active: 156 }],
  ["conv4", { m: 64, n: 4, e: 13, p: 16, q: 3, r: 2, t: 2, active: 156 }],
  ["conv5", { m: 64, n: 4, e: 13, p: 16, q: 3, r: 2, t: 2, active: 156 }],
];

export function jssc17Rows(): ActivityRow[] {
  return PUBLISHED.map(([layer, parameters]) => {
    const shape = alexnetLayer(layer, BATCH);
    const { height, kernelHeight } = shape;
    const { e, r, t, active } = parameters;
    const evaluation = evaluateMapping(layer, parameters);
    const dram = evaluation.levels.find(({ name }) => name === "DRAM");
    if (dram?.kind !== "storage") throw new Error("no DRAM");
    const words = Object.values(dram.dataSpaces).reduce(
      (sum, { reads, fills, updates }) => sum + reads + fills + updates,
      0,
    );
    return {
      layer,
      mapped: kernelHeight * Math.min(e, height) * r * t,
      published: active,
      average: evaluation.utilization * ELEMENTS,
      macs: macsOf(shape),
      dramWords: words,
    };
  });
}

function evaluateMapping(layer: LayerName, parameters: Parameters): ValidEvaluation {
  const spec = readExample("eyeriss-jssc17", alexnetLayer(layer, BATCH), mappingText(layer, parameters));
  if (spec.mapping === undefined) throw new Error("no mapping");
  const evaluation = evaluate({ ...spec, mapping: spec.mapping });
  if (!evaluation.valid) throw new Error(`${layer}: ${evaluation.reason} ${JSON.stringify(evaluation.diagnostics)}`);
  return evaluation;
}

function mappingText(layer: LayerName, { m, n, e, p, q, r, t }: Parameters): string {
  const { groups, batch, inputChannels, outputChannels, width, height, kernelWidth, kernelHeight } = alexnetLayer(
    layer,
    BATCH,
  );
  const strips = Math.ceil(height / e);
  const last = height - (strips - 1) * e;
  const ones = "G=1 N=1 C=1 M=1 P=1 Q=1 R=1 S=1";
  const factors = (changed: Readonly<Record<string, number | string>>): string => {
    const all = ones.split(" ").map((word) => {
      const name = word.slice(0, 1);
      return `${name}=${changed[name] ?? 1}`;
    });
    return all.filter((word) => groups > 1 || !word.startsWith("G")).join(" ");
  };
  const order = (letters: string): string => (groups > 1 ? letters : letters.replace("G", ""));
  const rows = strips === 1 ? e : `${e},${last}`;
  const dram = { G: groups, N: batch / n, M: outputChannels / m, C: inputChannels / (q * r), Q: strips };
  const lines = [
    `{target: DRAM, type: temporal, factors: "${factors(dram)}", permutation: ${order("CQNMGPRS")}}`,
    `{target: GlobalBuffer, type: temporal, factors: "${factors({ N: n, M: m / (p * t), P: width })}", permutation: ${order("PNMCQGRS")}}`,
    `{target: PE, type: spatial, factors: "${factors({ Q: rows, M: t, C: r, S: kernelHeight })}", permutation: ${order("SQMCNPGR")}, split: ${groups > 1 ? 8 : 7}}`,
    `{target: InputScratchpad, type: temporal, factors: "${factors({})}"}`,
    `{target: WeightScratchpad, type: temporal, factors: "${factors({ C: q, R: kernelWidth })}", permutation: ${order("RCNMPQSG")}}`,
    `{target: PsumScratchpad, type: temporal, factors: "${factors({ M: p })}"}`,
    "{target: PsumScratchpad, type: dataspace, keep: [Outputs], bypass: [Weights, Inputs]}",
    "{target: WeightScratchpad, type: dataspace, keep: [Weights], bypass: [Inputs, Outputs]}",
    "{target: InputScratchpad, type: dataspace, keep: [Inputs], bypass: [Weights, Outputs]}",
    "{target: GlobalBuffer, type: dataspace, keep: [Inputs, Outputs], bypass: [Weights]}",
  ];
  return ["mapping:", ...lines.map((line) => `  - ${line}`), ""].join("\n");
}
