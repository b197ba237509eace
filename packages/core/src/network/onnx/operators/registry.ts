/**
 * Which function models which operator. ONNX's own by name, others as `domain:name`; docs/reference/networks.md has the same
 * table for people, and a test compares them.
 */
import { type ElementType, FLOAT } from "../model.ts";
import { attention, groupQueryAttention, multiHeadAttention, projectedAttention } from "./attention.ts";
import { convolution, transposedConvolution } from "./convolution.ts";
import { cast, clip, ELEMENT_WISE, elementWise, perWord, spreadShape, where } from "./element-wise.ts";
import {
  constant,
  constantOfShape,
  eyeLike,
  gather,
  gatherElements,
  gatherMany,
  gridSample,
  oneHot,
  range,
  resize,
  scatter,
  shapeOfInput,
  sizeOfInput,
} from "./gathering.ts";
import {
  einsum,
  fusedMatrixProduct,
  generalProduct,
  matrixProduct,
  packedProduct,
  recurrent,
} from "./matrix-product.ts";
import {
  batchNormalisation,
  dynamicQuantisation,
  extremePlace,
  layerStatistics,
  passOver,
  reduction,
  skipNormalisation,
  topK,
} from "./normalisation.ts";
import { elementCount, type NodeView, type Operator, outcome, typed } from "./operator.ts";
import { globalPooling, pooling } from "./pooling.ts";
import {
  concat,
  depthAndSpace,
  dropout,
  expand,
  flatten,
  identity,
  joined,
  pad,
  reshape,
  slice,
  split,
  squeeze,
  tile,
  transpose,
  triangle,
  unsqueeze,
} from "./rearranging.ts";

/** onnxruntime's operators. */
const MICROSOFT = "com.microsoft";

function zeroPointType(node: NodeView): ElementType | undefined {
  return node.optional(2)?.type ?? 2;
}

function scaleType(node: NodeView): ElementType | undefined {
  return node.optional(1)?.type ?? FLOAT;
}

/** Sum or product of two quantized tensors, each with scale and zero point behind it. */
const quantizedPair: Operator = (node) => {
  const shape = spreadShape(node, [node.value(0), node.value(3)]);
  return outcome({ kind: "element-wise", operations: elementCount(shape) }, typed(shape, node.value(0)));
};

/** Scale and zero point of the result, then tensor, scale and zero point of each operand. */
const quantizedConcat: Operator = (node) =>
  joined(
    node,
    node.values().filter((_, index) => index >= 2 && (index - 2) % 3 === 0),
  );

/** Three tables' rows for each token, added up and normalised. */
const embedding: Operator = (node) => {
  const [batch = 1, tokens = 1] = node.shape(0);
  const width = node.shape(2).at(-1) ?? 1;
  const shape = [batch, tokens, width];
  const words = elementCount(shape);
  const results = [typed(shape, node.value(2)), { shape: [batch] }, typed(shape, node.value(2))];
  return {
    results: results.slice(0, Math.max(1, node.outputCount)),
    parts: [{ kind: "traffic", operations: 9 * words, readWords: 3 * words + 2 * batch * tokens }],
  };
};

const REDUCTIONS = "L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare";

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  // What multiplies.
  ["Conv", convolution(0, 1)],
  ["ConvInteger", convolution(0, 1)],
  ["QLinearConv", convolution(0, 3)],
  ["ConvTranspose", transposedConvolution],
  ["Gemm", generalProduct(0, 1)],
  ["MatMul", matrixProduct(0, 1)],
  ["MatMulInteger", matrixProduct(0, 1)],
  ["QLinearMatMul", matrixProduct(0, 3)],
  ["Einsum", einsum],
  ["Attention", attention],
  [`${MICROSOFT}:FusedConv`, convolution(0, 1)],
  [`${MICROSOFT}:QLinearConv`, convolution(0, 3)],
  [`${MICROSOFT}:FusedGemm`, generalProduct(0, 1)],
  [`${MICROSOFT}:QGemm`, generalProduct(0, 3)],
  [`${MICROSOFT}:FusedMatMul`, fusedMatrixProduct],
  [`${MICROSOFT}:TransposeMatMul`, fusedMatrixProduct],
  [`${MICROSOFT}:DynamicQuantizeMatMul`, matrixProduct(0, 1)],
  [`${MICROSOFT}:MatMulIntegerToFloat`, matrixProduct(0, 1)],
  [`${MICROSOFT}:MatMulNBits`, packedProduct],
  [`${MICROSOFT}:Attention`, projectedAttention(4)],
  [`${MICROSOFT}:QAttention`, projectedAttention(8)],
  [`${MICROSOFT}:MultiHeadAttention`, multiHeadAttention],
  [`${MICROSOFT}:GroupQueryAttention`, groupQueryAttention],

  // Windows and passes over tensors.
  ...["MaxPool", "AveragePool", "LpPool", `${MICROSOFT}:QLinearAveragePool`].map((name): [string, Operator] => [
    name,
    pooling,
  ]),
  ...["GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool", `${MICROSOFT}:QLinearGlobalAveragePool`].map(
    (name): [string, Operator] => [name, globalPooling],
  ),
  ...["Softmax", "LogSoftmax", "Hardmax"].map((name): [string, Operator] => [name, passOver(5)]),
  ["LayerNormalization", passOver(7, layerStatistics)],
  ["InstanceNormalization", passOver(7)],
  ["GroupNormalization", passOver(7)],
  ["MeanVarianceNormalization", passOver(5)],
  ["LpNormalization", passOver(3)],
  ["RMSNormalization", passOver(4, layerStatistics)],
  ["SimplifiedLayerNormalization", passOver(4, layerStatistics)],
  [`${MICROSOFT}:SimplifiedLayerNormalization`, passOver(4, layerStatistics)],
  [`${MICROSOFT}:SkipLayerNormalization`, skipNormalisation(7)],
  [`${MICROSOFT}:SkipSimplifiedLayerNormalization`, skipNormalisation(4)],
  [`${MICROSOFT}:EmbedLayerNormalization`, embedding],
  ["LRN", (node) => passOver(2 * node.integer("size", 1) + 2)(node)],
  ["CumSum", passOver(1)],
  ["CumProd", passOver(1)],
  ["ReverseSequence", passOver(0)],
  ["GridSample", gridSample],
  ["DynamicQuantizeLinear", dynamicQuantisation],
  ...REDUCTIONS.split(" ").map((name): [string, Operator] => [`Reduce${name}`, reduction]),
  ["ArgMax", extremePlace],
  ["ArgMin", extremePlace],
  ["TopK", topK],
  ["Resize", resize],
  ["Upsample", resize],
  ["Gather", gather],
  ["GatherElements", gatherElements],
  ["GatherND", gatherMany],
  ["Scatter", scatter],
  ["ScatterElements", scatter],
  ["ScatterND", scatter],
  ["OneHot", oneHot],
  ["RotaryEmbedding", passOver(3)],
  [`${MICROSOFT}:RotaryEmbedding`, passOver(3)],

  // A word for a word.
  ...[...ELEMENT_WISE.keys()].map((name): [string, Operator] => [name, elementWise]),
  ...["Gelu", "FastGelu", "QuickGelu", "BiasGelu"].map((name): [string, Operator] => [
    `${MICROSOFT}:${name}`,
    elementWise,
  ]),
  ["BatchNormalization", batchNormalisation],
  ["Cast", cast],
  ["CastLike", cast],
  ["Clip", clip],
  ["Where", where],
  ["QuantizeLinear", perWord(2, zeroPointType)],
  ["DequantizeLinear", perWord(2, scaleType)],
  [`${MICROSOFT}:QuantizeLinear`, perWord(2, zeroPointType)],
  [`${MICROSOFT}:DequantizeLinear`, perWord(2, scaleType)],
  [`${MICROSOFT}:QLinearAdd`, quantizedPair],
  [`${MICROSOFT}:QLinearMul`, quantizedPair],
  [`${MICROSOFT}:QLinearSigmoid`, perWord(1)],
  [`${MICROSOFT}:QLinearLeakyRelu`, perWord(1)],

  // Other names for the same words.
  ["Identity", identity],
  ["Dropout", dropout],
  ["Reshape", reshape],
  ["Flatten", flatten],
  ["Transpose", transpose],
  ["Squeeze", squeeze],
  ["Unsqueeze", unsqueeze],
  ["Concat", concat],
  ["Split", split],
  ["Slice", slice],
  ["Pad", pad],
  ["Trilu", triangle],
  ["Expand", expand],
  ["Tile", tile],
  ["DepthToSpace", depthAndSpace("space")],
  ["SpaceToDepth", depthAndSpace("depth")],
  [`${MICROSOFT}:QLinearConcat`, quantizedConcat],

  // Known beforehand.
  ["Constant", constant],
  ["ConstantOfShape", constantOfShape],
  ["Shape", shapeOfInput],
  ["Size", sizeOfInput],
  ["Range", range],
  ["EyeLike", eyeLike],

  // Listed with an estimate.
  ["LSTM", recurrent],
  ["GRU", recurrent],
  ["RNN", recurrent],
]);

export function operatorFor(domain: string, name: string): Operator | undefined {
  return OPERATORS.get(domain === "" ? name : `${domain}:${name}`);
}

/** Every operator that is modelled or estimated, as the table of the documentation names it. */
export function onnxOperators(): readonly string[] {
  return [...OPERATORS.keys()];
}
