/** Whole graphs: shapes that follow from shapes, dimensions bound, what is fused, what is told of. */
import { describe, expect, test } from "vitest";
import { networkMacs } from "../network-reading.ts";
import { readOnnx } from "./read-onnx.ts";
import { bytesField, join, node, numberField, numbers, onnxModel, textField } from "./testing/onnx-writer.ts";
import { brief, codesOf, read } from "./testing/read.ts";

const image = { x: [1, 3, 8, 8] };

describe("what a network is made of", () => {
  test("layers, tensors, kinds", () => {
    const { network } = read({
      nodes: [
        node("Conv", "x w b", "c", { pads: [1, 1, 1, 1] }, { name: "conv1" }),
        node("Relu", "c", "r", {}, { name: "relu1" }),
        node("MaxPool", "r", "p", { kernel_shape: [2, 2], strides: [2, 2] }, { name: "pool1" }),
        node("Flatten", "p", "f", {}, { name: "flat" }),
        node("Gemm", "f v", "y", { transB: 1 }, { name: "fc" }),
      ],
      inputs: image,
      outputs: ["y"],
      tensors: { w: [4, 3, 3, 3], b: [4], v: [10, 64] },
    });
    expect(network.name).toBe("test");
    expect(network.layers.map(({ name, work }) => [name, work.kind])).toEqual([
      ["conv1", "product"],
      ["relu1", "fused"],
      ["pool1", "traffic"],
      ["flat", "fused"],
      ["fc", "product"],
    ]);
    expect(network.layers[0]).toMatchObject({ inputs: ["x", "w", "b"], outputs: ["c"] });
    expect(network.layers[1]?.work).toEqual({ kind: "fused", into: "conv1", operations: 4 * 64 });
    expect(network.layers[2]?.work).toEqual({ kind: "traffic", readWords: 256, writtenWords: 64, operations: 256 });
    expect(network.layers[3]?.work).toEqual({ kind: "fused", operations: 0 });
    const kinds = Object.fromEntries([...network.tensors].map(([name, { kind, words }]) => [name, `${kind} ${words}`]));
    expect(kinds).toEqual({
      x: "input 192",
      w: "weight 108",
      b: "weight 4",
      v: "weight 640",
      c: "activation 256",
      r: "activation 256",
      p: "activation 64",
      f: "activation 64",
      y: "output 10",
    });
    expect(networkMacs(network)).toBe(4 * 27 * 64 + 640);
  });

  test("nodes without a name are called by what they make, and names are unique", () => {
    const { network } = read({
      nodes: [
        node("Relu", "x", "a"),
        node("Relu", "a", "b", {}, { name: "n" }),
        node("Relu", "b", "y", {}, { name: "n" }),
      ],
      inputs: image,
      outputs: ["y"],
    });
    expect(network.layers.map(({ name }) => name)).toEqual(["Relu_a", "n", "n_2"]);
  });

  test("weights may lie in another file", () => {
    const { product } = read({
      nodes: [node("Conv", "x w", "y", {}, { name: "c" })],
      inputs: image,
      outputs: ["y"],
      tensors: { w: { shape: [5, 3, 1, 1] } },
    });
    expect(product("c").outputChannels).toBe(5);
  });

  test("nodes out of order are put in order", () => {
    const { network, codes } = read({
      nodes: [node("Relu", "b", "y"), node("Relu", "a", "b"), node("Relu", "x", "a")],
      inputs: image,
      outputs: ["y"],
    });
    expect(network.layers.map(({ outputs }) => outputs[0])).toEqual(["a", "b", "y"]);
    expect(codes).toEqual([]);
  });
});

describe("shapes that the network computes", () => {
  test("view(x.size(0), -1), as PyTorch exports it", () => {
    const { shape, network, codes } = read({
      nodes: [
        node("Shape", "x", "s"),
        node("Constant", "", "i", { value: { tensor: { shape: [], values: [0] } } }),
        node("Gather", "s i", "n", { axis: 0 }),
        node("Unsqueeze", "n axes", "n1"),
        node("Concat", "n1 rest", "target", { axis: 0 }),
        node("Reshape", "x target", "y"),
      ],
      inputs: { x: [2, 3, 4, 4] },
      outputs: ["y"],
      tensors: { axes: numbers(0), rest: numbers(-1) },
    });
    expect(shape("y")).toEqual([2, 48]);
    expect(codes).toEqual([]);
    // Shape arithmetic is listed, but works on nothing; constants are no layers.
    expect(network.layers.map(({ operator, inputs }) => [operator, inputs.length])).toEqual([
      ["Shape", 0],
      ["Gather", 0],
      ["Unsqueeze", 0],
      ["Concat", 0],
      ["Reshape", 1],
    ]);
  });

  test("arithmetic on sizes: half the width, twice the height, floor of a division", () => {
    const { shape } = read({
      nodes: [
        node("Shape", "x", "s"),
        node("Slice", "s from to", "hw"),
        node("Cast", "hw", "hwf", { to: 1 }),
        node("Mul", "hwf scale", "big"),
        node("Floor", "big", "whole"),
        node("Cast", "whole", "sizes", { to: 7 }),
        node("Slice", "s zero two", "nc"),
        node("Concat", "nc sizes", "all", { axis: 0 }),
        node("Resize", "x - - all", "y", { mode: "nearest" }),
      ],
      inputs: { x: [1, 3, 5, 7] },
      outputs: ["y"],
      tensors: {
        from: numbers(2),
        to: numbers(2n ** 63n - 1n),
        zero: numbers(0),
        two: numbers(2),
        scale: { shape: [2], floats: [2, 0.5] },
      },
    });
    expect(shape("y")).toEqual([1, 3, 10, 3]);
  });

  test("padding by torch.nn.functional.pad: a matrix of sizes, turned and reversed", () => {
    const { shape } = read({
      nodes: [
        node("ConstantOfShape", "four", "zeros", { value: { tensor: { shape: [1], values: [0] } } }),
        node("Concat", "own zeros", "flat", { axis: 0 }),
        node("Reshape", "flat pairs", "matrix"),
        node("Slice", "matrix last first zero back", "reversed"),
        node("Transpose", "reversed", "turned", { perm: [1, 0] }),
        node("Reshape", "turned all", "pads"),
        node("Pad", "x pads", "y"),
      ],
      inputs: { x: [1, 2, 5, 6] },
      outputs: ["y"],
      tensors: {
        own: numbers(1, 2, 3, 4),
        four: numbers(4),
        pairs: numbers(-1, 2),
        last: numbers(-1),
        first: numbers(-(2n ** 63n)),
        zero: numbers(0),
        back: numbers(-1),
        all: numbers(-1),
      },
    });
    // Pairs from the last axis on: 1 and 2 words around the width, 3 and 4 around the height.
    expect(shape("y")).toEqual([1, 2, 12, 9]);
  });

  test("an If whose condition is known stands for its branch", () => {
    const branch = (operator: string, inputs: string, out: string) => ({
      graph: { nodes: [node(operator, inputs, out, {}, { name: operator })], outputs: [out] },
    });
    const { shape, network, codes } = read({
      nodes: [
        node("Shape", "x", "s"),
        node("Gather", "s two", "size"),
        node("Equal", "size one", "isOne"),
        node("If", "isOne", "y", {
          then_branch: branch("Squeeze", "x two", "a"),
          else_branch: branch("Identity", "x", "b"),
        }),
      ],
      inputs: { x: [4, 3, 1] },
      outputs: ["y"],
      tensors: { two: numbers(2), one: { shape: [], values: [1] } },
    });
    expect(shape("y")).toEqual([4, 3]);
    expect(network.layers.some(({ operator }) => operator === "Squeeze")).toBe(true);
    expect(network.layers.some(({ operator }) => operator === "Identity")).toBe(false);
    expect(codes).toEqual([]);
  });

  test("weights that weights are computed from are weights", () => {
    const { work, network } = read({
      nodes: [
        node("DequantizeLinear", "w scale zero", "wf", {}, { name: "dq" }),
        node("Transpose", "wf", "wt", { perm: [1, 0] }, { name: "t" }),
        node("MatMul", "x wt", "y", {}, { name: "mm" }),
      ],
      inputs: { x: [1, 6] },
      outputs: ["y"],
      tensors: { w: [4, 6], scale: [1], zero: [1] },
    });
    expect(work("mm")).toMatchObject({ kind: "product", secondOperand: "weights" });
    expect(network.tensors.get("wt")).toMatchObject({ kind: "weight", shape: [6, 4] });
    // Counted once: what it was computed from is not read when the network runs.
    expect(network.tensors.has("w")).toBe(false);
  });
});

describe("open dimensions", () => {
  const source = {
    nodes: [node("Conv", "x w", "y", {}, { name: "c" })],
    inputs: { x: ["batch", 3, "height", "width"] },
    outputs: ["y"],
    tensors: { w: [4, 3, 1, 1] },
  };
  const shapes = (given: Record<string, number[]>) => ({ shapes: new Map(Object.entries(given)) });

  test("the first is 1, with a note; others must be given", () => {
    expect(codesOf(source)).toEqual(["onnx-dimension-unbound"]);
    const { shape, codes } = read(source, shapes({ height: [5], width: [6] }));
    expect(shape("y")).toEqual([1, 4, 5, 6]);
    expect(codes).toEqual(["onnx-batch-default"]);
  });

  test("by the whole shape of the input, or each by name", () => {
    expect(read(source, shapes({ x: [2, 3, 5, 6] })).shape("y")).toEqual([2, 4, 5, 6]);
    const { shape, codes } = read(source, shapes({ batch: [2], height: [5], width: [6] }));
    expect(shape("y")).toEqual([2, 4, 5, 6]);
    expect(codes).toEqual([]);
  });

  test("what does not fit is told of", () => {
    expect(codesOf(source, shapes({ x: [2, 3, 5] }))).toEqual(["onnx-shape-mismatch"]);
    expect(codesOf(source, shapes({ heigth: [5], width: [5] }))).toContain("onnx-shape-unused");
    expect(codesOf(source, shapes({ batch: [2], x: [1, 3, 5, 6] }))).toEqual(["onnx-shape-mismatch"]);
    expect(codesOf(source, shapes({ x: [1, 4, 5, 6] }))).toEqual(["onnx-node-invalid"]);
  });

  test("a size that the file states can be given anew; what it states in between then does not hold", () => {
    const fixed = { ...source, inputs: { x: [1, 3, 8, 8] }, stated: { y: [1, 4, 8, 8] } };
    const { shape, codes } = read(fixed, shapes({ x: [1, 3, 4, 4] }));
    expect(shape("y")).toEqual([1, 4, 4, 4]);
    expect(codes).toEqual([]);
  });

  test("a dimension named by an expression", () => {
    const past = {
      nodes: [node("Relu", "x", "y"), node("Relu", "z", "zy")],
      inputs: { x: [1, "past"], z: [1, "past + 1"] },
      outputs: ["y", "zy"],
    };
    expect(read(past, shapes({ past: [7] })).shape("z")).toEqual([1, 8]);
  });

  test("a stated shape that contradicts the inferred one", () => {
    const wrong = { ...source, inputs: { x: [1, 3, 8, 8] }, stated: { y: [1, 4, 9, 9] } };
    const { shape, codes } = read(wrong);
    expect(shape("y")).toEqual([1, 4, 8, 8]);
    expect(codes).toEqual(["onnx-shape-conflict"]);
  });
});

describe("fusing", () => {
  const fusedInto = (nodes: Parameters<typeof read>[0]["nodes"], tensors = {}) => {
    const { network } = read({
      nodes,
      inputs: image,
      outputs: ["y"],
      tensors: { w: [3, 3, 1, 1], c3: [1, 3, 1, 1], ...tensors },
    });
    return Object.fromEntries(
      network.layers.map(({ name, work }) => [name, work.kind === "fused" ? (work.into ?? "rename") : work.kind]),
    );
  };
  const conv = (from: string, to: string, name: string) => node("Conv", `${from} w`, to, {}, { name });

  test("batch normalisation, bias and ReLU after a convolution", () => {
    expect(
      fusedInto(
        [
          conv("x", "a", "conv"),
          node("BatchNormalization", "a g g g g", "b", {}, { name: "bn" }),
          node("Add", "b c3", "c", {}, { name: "bias" }),
          node("Relu", "c", "y", {}, { name: "relu" }),
        ],
        { g: [3] },
      ),
    ).toEqual({ conv: "product", bn: "conv", bias: "conv", relu: "conv" });
  });

  test("a value that is needed twice leaves the chip", () => {
    expect(
      fusedInto([
        conv("x", "a", "conv1"),
        node("Relu", "a", "b", {}, { name: "relu" }),
        conv("b", "c", "conv2"),
        node("Add", "c a", "d", {}, { name: "add" }),
        node("Relu", "d", "y", {}, { name: "relu2" }),
      ]),
    ).toEqual({ conv1: "product", relu: "traffic", conv2: "product", add: "traffic", relu2: "add" });
  });

  test("swish in two pieces is fused as a whole", () => {
    expect(
      fusedInto([
        conv("x", "a", "conv"),
        node("Sigmoid", "a", "s", {}, { name: "sigmoid" }),
        node("Mul", "a s", "y", {}, { name: "mul" }),
      ]),
    ).toEqual({ conv: "product", sigmoid: "conv", mul: "conv" });
  });

  test("not across a pass over the tensor, and not with a second tensor", () => {
    expect(
      fusedInto([
        conv("x", "a", "conv"),
        node("Softmax", "a", "s", {}, { name: "softmax" }),
        node("Mul", "a s", "y", {}, { name: "mul" }),
      ]),
    ).toEqual({ conv: "product", softmax: "traffic", mul: "traffic" });
  });

  test("a graph's output is needed outside", () => {
    const { work } = read({
      nodes: [conv("x", "a", "conv"), node("Relu", "a", "y", {}, { name: "relu" })],
      inputs: image,
      outputs: ["a", "y"],
      tensors: { w: [3, 3, 1, 1] },
    });
    expect(work("relu").kind).toBe("traffic");
  });
});

describe("what cannot be modelled is listed with its share", () => {
  test("unknown operators, by the words that they make", () => {
    const { work, diagnostics } = read({
      nodes: [
        node("Conv", "x w", "a", {}, { name: "conv" }),
        node("Mystery", "a", "b", {}, { name: "m", domain: "org.example" }),
        node("Relu", "b", "y"),
      ],
      inputs: image,
      outputs: ["y"],
      tensors: { w: [3, 3, 1, 1] },
      stated: { b: [1, 3, 8, 8] },
    });
    expect(work("m")).toEqual({
      kind: "unmodelled",
      why: "operator org.example.Mystery is not known",
      operations: 192,
    });
    const warning = diagnostics.find(({ code }) => code === "onnx-unmodelled");
    // 192 of 576 MACs, 192 for the unknown one, 192 for the ReLU.
    expect(warning?.message).toContain("20.0 %");
    expect(warning?.path).toMatch(/^test\.onnx: Mystery "m" \(byte \d+\)$/);
  });

  test("loops, by the graph that they run", () => {
    const body = {
      graph: {
        nodes: [node("MatMul", "v w", "v2"), node("Identity", "c", "c2")],
        inputs: { i: [], c: [], v: [4, 4] },
        outputs: ["c2", "v2"],
      },
    };
    const { work } = read({
      nodes: [node("Loop", "trips - x", "y", { body }, { name: "loop" })],
      inputs: { x: [4, 4] },
      outputs: ["y"],
      tensors: { w: [4, 4], trips: { shape: [], values: [10] } },
    });
    expect(work("loop")).toMatchObject({ kind: "unmodelled", operations: 640 });
  });

  test("functions of the file, recurrent nodes, convolutions over volumes", () => {
    const { codes, work } = read({
      nodes: [
        node("Mine", "x", "a", {}, { name: "f" }),
        node("LSTM", "s w r", "l", { hidden_size: 5 }, { name: "lstm" }),
        node("Conv", "v k", "y", {}, { name: "volume" }),
      ],
      inputs: { ...image, s: [7, 1, 3], v: [1, 2, 4, 4, 4] },
      outputs: ["a", "l", "y"],
      tensors: { w: [1, 20, 3], r: [1, 20, 5], k: [3, 2, 2, 2, 2] },
      functions: ["Mine"],
    });
    expect(codes).toEqual(["onnx-unmodelled", "onnx-unmodelled", "onnx-unmodelled"]);
    expect(work("f")).toMatchObject({ why: "Mine is a function that the file defines" });
    expect(work("lstm")).toMatchObject({ operations: 7 * 20 * (3 + 5) });
    expect(work("volume")).toMatchObject({ operations: 3 * 27 * 2 * 8 });
  });

  test("a shape that nobody knows: told once for all that follow from it", () => {
    const { codes, work, diagnostics } = read({
      nodes: [
        node("NonZero", "x", "i", {}, { name: "nz" }),
        node("Relu", "i", "r", {}, { name: "r" }),
        node("Conv", "r w", "c", {}, { name: "c" }),
        node("Softmax", "c", "y", {}, { name: "s" }),
      ],
      inputs: image,
      outputs: ["y"],
      tensors: { w: [3, 3, 1, 1] },
    });
    expect(codes).toEqual(["onnx-unmodelled", "onnx-unmodelled"]);
    expect(diagnostics[1]?.message).toContain("and 2 more");
    expect(work("r")).toMatchObject({ kind: "unmodelled", operations: 0 });
  });
});

describe("broken files", () => {
  test.each<[string, Parameters<typeof read>[0], string]>([
    [
      "a cycle",
      { nodes: [node("Add", "x b", "a"), node("Relu", "a", "b")], inputs: image, outputs: ["a"] },
      "onnx-cycle",
    ],
    ["a node that feeds itself", { nodes: [node("Relu", "a", "a")], inputs: image, outputs: ["a"] }, "onnx-cycle"],
    [
      "a value from nowhere",
      { nodes: [node("Relu", "xx", "y")], inputs: image, outputs: ["y"] },
      "onnx-undefined-value",
    ],
    [
      "an output from nowhere",
      { nodes: [node("Relu", "x", "y")], inputs: image, outputs: ["z"] },
      "onnx-undefined-value",
    ],
    [
      "a value made twice",
      { nodes: [node("Relu", "x", "y"), node("Tanh", "x", "y")], inputs: image, outputs: ["y"] },
      "onnx-duplicate-value",
    ],
    [
      "channels that do not fit",
      { nodes: [node("Conv", "x w", "y")], inputs: image, outputs: ["y"], tensors: { w: [4, 5, 1, 1] } },
      "onnx-node-invalid",
    ],
    [
      "a reshape that loses words",
      { nodes: [node("Reshape", "x t", "y")], inputs: image, outputs: ["y"], tensors: { t: numbers(7, -1) } },
      "onnx-node-invalid",
    ],
    [
      "tensors beyond 2^53",
      {
        nodes: [node("Expand", "x t", "y")],
        inputs: { x: [1] },
        outputs: ["y"],
        tensors: { t: numbers(2 ** 40, 2 ** 40) },
      },
      "onnx-node-invalid",
    ],
    [
      "an input without a size",
      { nodes: [node("Relu", "x", "y")], inputs: { x: [1, undefined] }, outputs: ["y"] },
      "onnx-dimension-unbound",
    ],
  ])("%s", (_, source, code) => {
    expect(codesOf(source)).toEqual([code]);
  });

  test("a cycle is named by its nodes only", () => {
    const { diagnostics } = readOnnx(
      onnxModel({
        nodes: [
          node("Relu", "x", "start", {}, { name: "before" }),
          node("Add", "start c", "a", {}, { name: "one" }),
          node("Relu", "a", "c", {}, { name: "two" }),
          node("Relu", "c", "y", {}, { name: "after" }),
        ],
        inputs: image,
        outputs: ["y"],
      }),
      "m.onnx",
    );
    expect(diagnostics[0]?.message).toContain('"one"');
    expect(diagnostics[0]?.message).toContain('"two"');
    expect(diagnostics[0]?.message).not.toMatch(/before|after/);
  });

  const model = onnxModel({ nodes: [node("Relu", "x", "y")], inputs: image, outputs: ["y"] });
  const codes = (bytes: Uint8Array) => readOnnx(bytes, "m.onnx").diagnostics.map(({ code }) => code);

  test("cut short", () => {
    expect(codes(model.subarray(0, model.length - 3))).toEqual(["onnx-malformed"]);
    expect(readOnnx(model.subarray(0, model.length - 3), "m.onnx").diagnostics[0]?.path).toMatch(/byte \d+/);
  });

  test("other files", () => {
    const text = (content: string) => codes(new TextEncoder().encode(content));
    expect(codes(new Uint8Array())).toEqual(["onnx-not-a-model"]);
    expect(text("version https://git-lfs\noid")).toEqual(["onnx-not-a-model"]);
    expect(text("PK\u0003\u0004 data")).toEqual(["onnx-not-a-model"]);
    expect(codes(join(numberField(1, 8), textField(2, "nobody")))).toEqual(["onnx-not-a-model"]);
  });

  test("graphs in graphs without end", () => {
    let inner = join(textField(2, "core"));
    for (let depth = 0; depth < 100; depth++) {
      inner = join(
        bytesField(1, join(textField(4, "If"), bytesField(5, join(textField(1, "g"), bytesField(6, inner))))),
      );
    }
    expect(codes(join(bytesField(7, inner)))).toEqual(["onnx-too-large"]);
  });

  test("more nodes than are kept", () => {
    const nodes = new Uint8Array(2 * 200_000);
    for (let at = 0; at < nodes.length; at += 2) nodes[at] = 10;
    expect(codes(join(bytesField(7, nodes)))).toEqual(["onnx-too-large"]);
  });
});

test("attention's products as groups", () => {
  const { product, work } = readAttention();
  expect(brief(product("scores"))).toEqual({ groups: 4, width: 5, inputChannels: 6, outputChannels: 7 });
  expect(work("scale")).toMatchObject({ kind: "fused", into: "scores" });
  expect(brief(product("values"))).toEqual({ groups: 4, width: 5, inputChannels: 7, outputChannels: 6 });
});

function readAttention() {
  return read({
    nodes: [
      node("Reshape", "q heads", "q4"),
      node("Transpose", "q4", "qt", { perm: [0, 2, 1, 3] }),
      node("Reshape", "k heads", "k4"),
      node("Transpose", "k4", "kt", { perm: [0, 2, 3, 1] }),
      node("Transpose", "k4", "vt", { perm: [0, 2, 1, 3] }),
      node("MatMul", "qt kt", "scores", {}, { name: "scores" }),
      node("Div", "scores root", "scaled", {}, { name: "scale" }),
      node("Softmax", "scaled", "p", {}, { name: "softmax" }),
      node("MatMul", "p vt", "y", {}, { name: "values" }),
    ],
    inputs: { q: [1, 5, 24], k: [1, 7, 24] },
    outputs: ["y"],
    tensors: { heads: numbers(0, 0, 4, -1), root: { shape: [], floats: [2.4] } },
  });
}
