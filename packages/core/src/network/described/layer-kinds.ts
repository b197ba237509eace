/** The kinds of layers of a description: the word that names each, the keys that it may have, what it builds. */
import { convolutionLayer, globalPoolLayer, poolLayer, transposedLayer } from "./convolution-layers.ts";
import type { LayerReader } from "./layer-reader.ts";
import { linearLayer, matmulLayer } from "./matrix-layers.ts";
import type { Value } from "./network-builder.ts";
import {
  addLayer,
  concatLayer,
  ELEMENT_WISE_WORDS,
  elementWiseLayer,
  embeddingLayer,
  flattenLayer,
  layerNormLayer,
  multiplyLayer,
  reshapeLayer,
  responseNormLayer,
  rmsNormLayer,
  sliceLayer,
  softmaxLayer,
  tokensLayer,
  upsampleLayer,
  weightLayer,
} from "./other-layers.ts";

export interface LayerKind {
  /** Besides those that every layer may have. */
  readonly keys: readonly string[];
  readonly build: (layer: LayerReader) => Value;
  /** May be written as a bare word. */
  readonly isBare?: boolean;
}

/** Keys of every layer. */
export const COMMON_KEYS: readonly string[] = ["name", "from", "then", "repeat", "when"];

const WINDOW_KEYS = ["kernel", "stride", "pad"];
const CONVOLUTION_KEYS = [...WINDOW_KEYS, "dilation", "groups", "bias"];

/** By the word that names it; `block` is read elsewhere. */
export const LAYER_KINDS: ReadonlyMap<string, LayerKind> = new Map<string, LayerKind>([
  ["conv", { keys: CONVOLUTION_KEYS, build: convolutionLayer }],
  ["conv_transpose", { keys: CONVOLUTION_KEYS, build: transposedLayer }],
  ["linear", { keys: ["bias"], build: linearLayer }],
  ["matmul", { keys: ["transpose", "heads", "kv_heads"], build: matmulLayer }],
  ["pool", { keys: WINDOW_KEYS, build: poolLayer }],
  ["global_pool", { keys: [], build: globalPoolLayer }],
  ["add", { keys: ["fit"], build: addLayer }],
  ["multiply", { keys: [], build: multiplyLayer }],
  ["softmax", { keys: [], build: softmaxLayer, isBare: true }],
  ["layernorm", { keys: [], build: layerNormLayer, isBare: true }],
  ["lrn", { keys: [], build: responseNormLayer }],
  ["rmsnorm", { keys: [], build: rmsNormLayer, isBare: true }],
  ...ELEMENT_WISE_WORDS.map((word): [string, LayerKind] => [word, { keys: [], build: elementWiseLayer, isBare: true }]),
  ["concat", { keys: ["axis"], build: concatLayer }],
  ["slice", { keys: ["axis"], build: sliceLayer }],
  ["flatten", { keys: [], build: flattenLayer, isBare: true }],
  ["tokens", { keys: [], build: tokensLayer, isBare: true }],
  ["reshape", { keys: [], build: reshapeLayer }],
  ["upsample", { keys: [], build: upsampleLayer }],
  ["embedding", { keys: ["rows"], build: embeddingLayer }],
  ["weight", { keys: [], build: weightLayer }],
]);

export const BLOCK_WORD = "block";

export function layerWords(): readonly string[] {
  return [...LAYER_KINDS.keys(), BLOCK_WORD];
}
