/** Shapes and loop bounds of each family of operators, by figures that can be checked by hand. */
import { describe, expect, test } from "vitest";
import { macsOf } from "../../network.ts";
import { type AttributeSource, node, numbers, type TensorSource } from "../testing/onnx-writer.ts";
import { brief, read } from "../testing/read.ts";

interface Case {
  readonly operator: string;
  /** Shapes of activations. */
  readonly on: readonly (readonly number[])[];
  readonly weights?: readonly (TensorSource | readonly number[])[];
  readonly attributes?: Readonly<Record<string, AttributeSource>>;
  readonly domain?: string;
  readonly opset?: number;
  /** Order of inputs where weights come first: `w0 x0`. */
  readonly inputs?: string;
  readonly outputs?: string;
}

function run({ operator, on, weights = [], attributes, domain, opset, inputs, outputs = "y" }: Case) {
  const xs = on.map((_, index) => `x${index}`);
  const ws = weights.map((_, index) => `w${index}`);
  const result = read({
    nodes: [
      node(operator, inputs ?? [...xs, ...ws].join(" "), outputs, attributes ?? {}, {
        name: "n",
        ...(domain && { domain }),
      }),
    ],
    inputs: Object.fromEntries(xs.map((name, index) => [name, on[index] ?? []])),
    tensors: Object.fromEntries(ws.map((name, index) => [name, weights[index] ?? []])),
    outputs: outputs.split(" "),
    ...(opset !== undefined && { opset }),
  });
  return { ...result, y: outputs.split(" ").map((name) => result.shape(name)?.join("x")) };
}

describe("convolutions", () => {
  test.each<[string, Case, string, object]>([
    [
      "plain",
      { operator: "Conv", on: [[1, 3, 9, 7]], weights: [[8, 3, 3, 3]] },
      "1x8x7x5",
      { inputChannels: 3, outputChannels: 8, width: 5, height: 7, kernelWidth: 3, kernelHeight: 3 },
    ],
    [
      "a kernel that is not square",
      { operator: "Conv", on: [[2, 3, 9, 9]], weights: [[8, 3, 1, 5]] },
      "2x8x9x5",
      { batch: 2, inputChannels: 3, outputChannels: 8, width: 5, height: 9, kernelWidth: 5 },
    ],
    [
      "grouped (AlexNet's second)",
      {
        operator: "Conv",
        on: [[1, 96, 27, 27]],
        weights: [[256, 48, 5, 5]],
        attributes: { group: 2, pads: [2, 2, 2, 2] },
      },
      "1x256x27x27",
      { groups: 2, inputChannels: 48, outputChannels: 128, width: 27, height: 27, kernelWidth: 5, kernelHeight: 5 },
    ],
    [
      "depthwise",
      {
        operator: "Conv",
        on: [[1, 32, 6, 6]],
        weights: [[32, 1, 3, 3]],
        attributes: { group: 32, pads: [1, 1, 1, 1], strides: [2, 2] },
      },
      "1x32x3x3",
      { groups: 32, width: 3, height: 3, kernelWidth: 3, kernelHeight: 3, widthStride: 2, heightStride: 2 },
    ],
    [
      "dilated",
      { operator: "Conv", on: [[1, 1, 10, 10]], weights: [[1, 1, 3, 3]], attributes: { dilations: [2, 3] } },
      "1x1x6x4",
      { width: 4, height: 6, kernelWidth: 3, kernelHeight: 3, widthDilation: 3, heightDilation: 2 },
    ],
    [
      "SAME_UPPER",
      {
        operator: "Conv",
        on: [[1, 1, 7, 8]],
        weights: [[1, 1, 3, 3]],
        attributes: { auto_pad: "SAME_UPPER", strides: [2, 2] },
      },
      "1x1x4x4",
      { width: 4, height: 4, kernelWidth: 3, kernelHeight: 3, widthStride: 2, heightStride: 2 },
    ],
    [
      "VALID leaves pads aside",
      { operator: "Conv", on: [[1, 1, 7, 8]], weights: [[1, 1, 3, 3]], attributes: { auto_pad: "VALID" } },
      "1x1x5x6",
      { width: 6, height: 5, kernelWidth: 3, kernelHeight: 3 },
    ],
    [
      "different padding on each side",
      { operator: "Conv", on: [[1, 1, 5, 5]], weights: [[1, 1, 2, 2]], attributes: { pads: [0, 1, 1, 2] } },
      "1x1x5x7",
      { width: 7, height: 5, kernelWidth: 2, kernelHeight: 2 },
    ],
    [
      "one spatial axis lies along the width",
      { operator: "Conv", on: [[1, 4, 20]], weights: [[6, 4, 5]], attributes: { strides: [3] } },
      "1x6x6",
      { inputChannels: 4, outputChannels: 6, width: 6, kernelWidth: 5, widthStride: 3 },
    ],
    [
      "quantized",
      { operator: "QLinearConv", on: [[1, 3, 4, 4]], weights: [[], [], [5, 3, 1, 1], [5], [5], [], []] },
      "1x5x4x4",
      { inputChannels: 3, outputChannels: 5, width: 4, height: 4 },
    ],
    [
      "ConvInteger",
      { operator: "ConvInteger", on: [[1, 3, 4, 4]], weights: [[5, 3, 1, 1], [], []] },
      "1x5x4x4",
      { inputChannels: 3, outputChannels: 5, width: 4, height: 4 },
    ],
    [
      "with an activation built in",
      {
        operator: "FusedConv",
        domain: "com.microsoft",
        on: [[1, 3, 4, 4]],
        weights: [[5, 3, 1, 1]],
        attributes: { activation: "Relu" },
      },
      "1x5x4x4",
      { inputChannels: 3, outputChannels: 5, width: 4, height: 4 },
    ],
    [
      "transposed",
      {
        operator: "ConvTranspose",
        on: [[1, 3, 4, 5]],
        weights: [[3, 2, 3, 3]],
        attributes: { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] },
      },
      "1x2x8x10",
      {
        inputChannels: 3,
        outputChannels: 2,
        width: 5,
        height: 4,
        kernelWidth: 3,
        kernelHeight: 3,
        widthStride: 2,
        heightStride: 2,
        transposed: true,
      },
    ],
    [
      "transposed, grouped, with a given output",
      {
        operator: "ConvTranspose",
        on: [[1, 4, 3, 3]],
        weights: [[4, 1, 3, 3]],
        attributes: { strides: [3, 2], group: 2, output_shape: [10, 8] },
      },
      "1x2x10x8",
      {
        groups: 2,
        inputChannels: 2,
        width: 3,
        height: 3,
        kernelWidth: 3,
        kernelHeight: 3,
        widthStride: 2,
        heightStride: 3,
        transposed: true,
      },
    ],
  ])("%s", (_, given, shape, expected) => {
    const { y, product, work } = run(given);
    expect(y).toEqual([shape]);
    expect(brief(product("n"))).toEqual(expected);
    expect(work("n")).toMatchObject({ secondOperand: "weights" });
  });

  test("weights that are computed", () => {
    expect(
      run({
        operator: "Conv",
        on: [
          [1, 3, 4, 4],
          [5, 3, 1, 1],
        ],
      }).work("n"),
    ).toMatchObject({ secondOperand: "activations" });
  });
});

describe("matrix products", () => {
  test.each<[string, Case, string, object]>([
    [
      "Gemm",
      { operator: "Gemm", on: [[2, 7]], weights: [[5, 7], [5]], attributes: { transB: 1 } },
      "2x5",
      { batch: 2, inputChannels: 7, outputChannels: 5 },
    ],
    [
      "Gemm, both transposed",
      { operator: "Gemm", on: [[7, 2]], weights: [[5, 7]], attributes: { transA: 1, transB: 1 } },
      "2x5",
      { batch: 2, inputChannels: 7, outputChannels: 5 },
    ],
    [
      "tokens lie along the width",
      { operator: "MatMul", on: [[2, 9, 7]], weights: [[7, 5]] },
      "2x9x5",
      { batch: 2, width: 9, inputChannels: 7, outputChannels: 5 },
    ],
    ["a vector", { operator: "MatMul", on: [[7]], weights: [[7, 5]] }, "5", { inputChannels: 7, outputChannels: 5 }],
    [
      "weights in front",
      { operator: "MatMul", on: [[7, 9]], weights: [[5, 7]], inputs: "w0 x0" },
      "5x9",
      { batch: 9, inputChannels: 7, outputChannels: 5 },
    ],
    [
      "heads are groups",
      {
        operator: "MatMul",
        on: [
          [2, 4, 9, 6],
          [2, 4, 6, 8],
        ],
      },
      "2x4x9x8",
      { groups: 8, width: 9, inputChannels: 6, outputChannels: 8 },
    ],
    [
      "keys that queries share",
      {
        operator: "MatMul",
        on: [
          [2, 4, 9, 6],
          [2, 1, 6, 8],
        ],
      },
      "2x4x9x8",
      { groups: 2, batch: 4, width: 9, inputChannels: 6, outputChannels: 8 },
    ],
    [
      "one first operand for many second ones",
      {
        operator: "MatMul",
        on: [
          [1, 9, 6],
          [3, 6, 8],
        ],
      },
      "3x9x8",
      { batch: 1, width: 9, inputChannels: 6, outputChannels: 24 },
    ],
    [
      "weights of their own for each group",
      { operator: "MatMul", on: [[3, 9, 6]], weights: [[3, 6, 8]] },
      "3x9x8",
      { groups: 3, width: 9, inputChannels: 6, outputChannels: 8 },
    ],
    [
      "quantized",
      { operator: "QLinearMatMul", on: [[2, 7]], weights: [[], [], [7, 5], [], [], [], []] },
      "2x5",
      { batch: 2, inputChannels: 7, outputChannels: 5 },
    ],
    [
      "MatMulInteger",
      { operator: "MatMulInteger", on: [[2, 7]], weights: [[7, 5]] },
      "2x5",
      { batch: 2, inputChannels: 7, outputChannels: 5 },
    ],
    [
      "weights of four bits",
      {
        operator: "MatMulNBits",
        domain: "com.microsoft",
        on: [[1, 9, 64]],
        weights: [[32, 2, 16], [64]],
        attributes: { K: 64, N: 32, bits: 4, block_size: 32 },
      },
      "1x9x32",
      { width: 9, inputChannels: 64, outputChannels: 32 },
    ],
    [
      "transposed while it multiplies",
      {
        operator: "FusedMatMul",
        domain: "com.microsoft",
        on: [
          [2, 9, 6],
          [2, 8, 6],
        ],
        attributes: { transB: 1 },
      },
      "2x9x8",
      { groups: 2, width: 9, inputChannels: 6, outputChannels: 8 },
    ],
    [
      "Einsum of heads",
      {
        operator: "Einsum",
        on: [
          [2, 9, 4, 6],
          [2, 7, 4, 6],
        ],
        attributes: { equation: "bqhd,bkhd->bhqk" },
      },
      "2x4x9x7",
      { groups: 8, width: 9, inputChannels: 6, outputChannels: 7 },
    ],
    [
      "Einsum with weights",
      { operator: "Einsum", on: [[2, 9, 6]], weights: [[6, 4, 8]], attributes: { equation: "btd,dhk->bthk" } },
      "2x9x4x8",
      { batch: 2, width: 9, inputChannels: 6, outputChannels: 32 },
    ],
    [
      "Einsum with dots and no arrow",
      {
        operator: "Einsum",
        on: [
          [3, 9, 6],
          [3, 6, 8],
        ],
        attributes: { equation: "...ij,...jk" },
      },
      "3x9x8",
      { groups: 3, width: 9, inputChannels: 6, outputChannels: 8 },
    ],
  ])("%s", (_, given, shape, expected) => {
    const { y, product, network } = run(given);
    expect(y).toEqual([shape]);
    expect(brief(product("n"))).toEqual(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== 1)),
    );
    expect(network.layers).toHaveLength(1);
  });

  test("Einsum that only renames, adds up, or is none of these", () => {
    expect(run({ operator: "Einsum", on: [[2, 3]], attributes: { equation: "ij->ji" } }).work("n").kind).toBe("fused");
    expect(run({ operator: "Einsum", on: [[2, 3]], attributes: { equation: "ij->i" } }).work("n")).toMatchObject({
      kind: "traffic",
      operations: 6,
    });
    expect(run({ operator: "Einsum", on: [[3, 3], [3]], attributes: { equation: "ii,i->i" } }).work("n").kind).toBe(
      "unmodelled",
    );
    expect(
      run({
        operator: "Einsum",
        on: [
          [2, 3],
          [3, 4],
          [4, 5],
        ],
        attributes: { equation: "ij,jk,kl->il" },
      }).work("n"),
    ).toMatchObject({ kind: "unmodelled", operations: 240 });
  });
});

describe("attention in one node is the layers that it is made of", () => {
  test.each<[string, Case, readonly (readonly [string, number])[]]>([
    [
      "ONNX, flat, keys shared by two heads each",
      {
        operator: "Attention",
        on: [
          [1, 5, 32],
          [1, 7, 16],
          [1, 7, 16],
        ],
        attributes: { q_num_heads: 4, kv_num_heads: 2 },
        opset: 23,
      },
      [
        ["n.scores", 4 * 5 * 7 * 8],
        ["n.values", 4 * 5 * 7 * 8],
      ],
    ],
    [
      "ONNX, by heads, with past",
      {
        operator: "Attention",
        on: [
          [1, 4, 5, 8],
          [1, 4, 5, 8],
          [1, 4, 5, 8],
          [1, 4, 3, 8],
          [1, 4, 3, 8],
        ],
        inputs: "x0 x1 x2 - x3 x4",
        opset: 23,
      },
      [
        ["n.scores", 4 * 5 * 8 * 8],
        ["n.values", 4 * 5 * 8 * 8],
      ],
    ],
    [
      "onnxruntime, with the projection",
      {
        operator: "Attention",
        domain: "com.microsoft",
        on: [[1, 5, 32]],
        weights: [[32, 96], [96]],
        attributes: { num_heads: 4 },
      },
      [
        ["n.projection", 5 * 32 * 96],
        ["n.scores", 4 * 5 * 5 * 8],
        ["n.values", 4 * 5 * 5 * 8],
      ],
    ],
    [
      "onnxruntime, after the projection",
      {
        operator: "MultiHeadAttention",
        domain: "com.microsoft",
        on: [
          [1, 5, 32],
          [1, 7, 32],
          [1, 7, 32],
        ],
        attributes: { num_heads: 4 },
      },
      [
        ["n.scores", 4 * 5 * 7 * 8],
        ["n.values", 4 * 5 * 7 * 8],
      ],
    ],
    [
      "onnxruntime's decoder",
      {
        operator: "GroupQueryAttention",
        domain: "com.microsoft",
        on: [
          [1, 1, 32],
          [1, 1, 16],
          [1, 1, 16],
          [1, 2, 9, 8],
          [1, 2, 9, 8],
        ],
        attributes: { num_heads: 4, kv_num_heads: 2 },
      },
      [
        ["n.scores", 4 * 10 * 8],
        ["n.values", 4 * 10 * 8],
      ],
    ],
  ])("%s", (_, given, expected) => {
    const { network } = run(given);
    const products = network.layers.flatMap(({ name, work }) =>
      work.kind === "product" ? [[name, macsOf(work.shape)]] : [],
    );
    expect(products).toEqual(expected);
    const softmax = network.layers.find(({ operator }) => operator === "Softmax");
    expect(softmax?.work.kind).toBe("traffic");
    expect(network.tensors.get("n.scores")?.kind).toBe("activation");
  });
});

describe("passes over tensors read words and write words", () => {
  test.each<[string, Case, string, object]>([
    [
      "pooling",
      { operator: "MaxPool", on: [[1, 2, 7, 7]], attributes: { kernel_shape: [3, 3], strides: [2, 2] } },
      "1x2x3x3",
      { readWords: 98, writtenWords: 18, operations: 162 },
    ],
    [
      "pooling that rounds up",
      { operator: "MaxPool", on: [[1, 1, 6, 6]], attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } },
      "1x1x3x3",
      { operations: 81 },
    ],
    [
      "rounds up, but never to a window in the padding",
      {
        operator: "AveragePool",
        on: [[1, 1, 4, 4]],
        attributes: { kernel_shape: [2, 2], strides: [3, 3], ceil_mode: 1, pads: [1, 1, 1, 1] },
      },
      "1x1x2x2",
      {},
    ],
    [
      "global pooling",
      { operator: "GlobalAveragePool", on: [[1, 8, 7, 7]] },
      "1x8x1x1",
      { readWords: 392, writtenWords: 8, operations: 392 },
    ],
    ["softmax", { operator: "Softmax", on: [[2, 10]] }, "2x10", { readWords: 20, writtenWords: 20, operations: 100 }],
    [
      "layer normalisation",
      { operator: "LayerNormalization", on: [[2, 10]], weights: [[10], [10]] },
      "2x10",
      { readWords: 40, operations: 140 },
    ],
    [
      "a sum over an axis given as input",
      { operator: "ReduceSum", on: [[2, 3, 4]], weights: [numbers(1)] },
      "2x1x4",
      { operations: 24, writtenWords: 8 },
    ],
    [
      "a mean over axes of an attribute",
      { operator: "ReduceMean", on: [[2, 3, 4]], attributes: { axes: [-1, 1], keepdims: 0 } },
      "2",
      { operations: 24 },
    ],
    [
      "an embedding reads the rows that it fetches",
      { operator: "Gather", on: [[1, 6]], weights: [[1000, 16]], inputs: "w0 x0" },
      "1x6x16",
      { readWords: 6 * 16 + 6, writtenWords: 96, operations: 0 },
    ],
    [
      "resize by scales",
      {
        operator: "Resize",
        on: [[1, 2, 4, 4]],
        weights: [{ shape: [4], floats: [1, 1, 2, 2] }],
        inputs: "x0 - w0",
        attributes: { mode: "linear" },
      },
      "1x2x8x8",
      { readWords: 32, writtenWords: 128, operations: 512 },
    ],
    [
      "Upsample as it was",
      { operator: "Upsample", on: [[1, 2, 4, 4]], weights: [{ shape: [4], floats: [1, 1, 2, 2] }], opset: 9 },
      "1x2x8x8",
      { operations: 0 },
    ],
    [
      "the place of the largest",
      { operator: "ArgMax", on: [[2, 10]], attributes: { axis: 1, keepdims: 0 } },
      "2",
      { operations: 20 },
    ],
    [
      "the ten best",
      { operator: "TopK", on: [[2, 100]], weights: [numbers(10)], outputs: "y i" },
      "2x10",
      { operations: 1400 },
    ],
    [
      "a sum of two tensors",
      {
        operator: "Add",
        on: [
          [2, 3],
          [2, 3],
        ],
      },
      "2x3",
      { readWords: 12, writtenWords: 6, operations: 6 },
    ],
  ])("%s", (_, given, shape, expected) => {
    const { y, work } = run(given);
    expect(y[0]).toBe(shape);
    expect(work("n")).toMatchObject({ kind: "traffic", ...expected });
  });
});

describe("other names for the same words move nothing", () => {
  test.each<[string, Case, readonly string[]]>([
    ["reshape with 0 and -1", { operator: "Reshape", on: [[2, 3, 4]], weights: [numbers(0, -1)] }, ["2x12"]],
    [
      "reshape before operator set 5",
      { operator: "Reshape", on: [[2, 3, 4]], attributes: { shape: [6, 4] }, opset: 1 },
      ["6x4"],
    ],
    ["flatten", { operator: "Flatten", on: [[2, 3, 4]], attributes: { axis: 2 } }, ["6x4"]],
    ["transpose", { operator: "Transpose", on: [[2, 3, 4]], attributes: { perm: [2, 0, 1] } }, ["4x2x3"]],
    ["transpose without order", { operator: "Transpose", on: [[2, 3, 4]] }, ["4x3x2"]],
    ["squeeze by attribute", { operator: "Squeeze", on: [[1, 3, 1]], attributes: { axes: [0] }, opset: 11 }, ["3x1"]],
    ["squeeze by input", { operator: "Squeeze", on: [[1, 3, 1]], weights: [numbers(-1)] }, ["1x3"]],
    ["squeeze all", { operator: "Squeeze", on: [[1, 3, 1]] }, ["3"]],
    ["unsqueeze", { operator: "Unsqueeze", on: [[3, 4]], weights: [numbers(0, -1)] }, ["1x3x4x1"]],
    [
      "concat",
      {
        operator: "Concat",
        on: [
          [1, 3, 4],
          [1, 5, 4],
        ],
        attributes: { axis: 1 },
      },
      ["1x8x4"],
    ],
    ["split evenly", { operator: "Split", on: [[1, 6]], attributes: { axis: 1 }, outputs: "y z" }, ["1x3", "1x3"]],
    [
      "split by input",
      { operator: "Split", on: [[1, 6]], weights: [numbers(2, 4)], attributes: { axis: 1 }, outputs: "y z" },
      ["1x2", "1x4"],
    ],
    [
      "split by attribute",
      { operator: "Split", on: [[1, 6]], attributes: { axis: 1, split: [1, 5] }, opset: 11, outputs: "y z" },
      ["1x1", "1x5"],
    ],
    [
      "slice",
      { operator: "Slice", on: [[1, 10]], weights: [numbers(-3), numbers(2n ** 63n - 1n), numbers(1)] },
      ["1x3"],
    ],
    [
      "slice backwards",
      { operator: "Slice", on: [[10]], weights: [numbers(-1), numbers(-(2n ** 63n)), numbers(0), numbers(-2)] },
      ["5"],
    ],
    [
      "slice by attributes",
      { operator: "Slice", on: [[1, 10]], attributes: { starts: [2], ends: [9], axes: [1] }, opset: 9 },
      ["1x7"],
    ],
    ["pad", { operator: "Pad", on: [[1, 2, 4, 4]], weights: [numbers(0, 0, 1, 1, 0, 0, 1, 2)] }, ["1x2x6x7"]],
    ["expand", { operator: "Expand", on: [[3, 1]], weights: [numbers(2, 1, 4)] }, ["2x3x4"]],
    ["tile", { operator: "Tile", on: [[2, 3]], weights: [numbers(2, 1)] }, ["4x3"]],
    ["depth to space", { operator: "DepthToSpace", on: [[1, 8, 3, 3]], attributes: { blocksize: 2 } }, ["1x2x6x6"]],
    ["known indices", { operator: "Gather", on: [[5, 4]], weights: [numbers(1, 3)] }, ["2x4"]],
    ["dropout in inference", { operator: "Dropout", on: [[5, 4]], outputs: "y mask" }, ["5x4", "5x4"]],
  ])("%s", (_, given, shapes) => {
    const { y, work } = run(given);
    expect(y).toEqual(shapes);
    expect(work("n")).toEqual({ kind: "fused", operations: 0 });
  });
});
