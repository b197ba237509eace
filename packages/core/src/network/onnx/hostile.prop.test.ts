/** Files with bytes changed, cut, doubled: whatever they hold, reading ends with a network or with an error that says why. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { macsOf } from "../network.ts";
import { readOnnx } from "./read-onnx.ts";
import { node, numbers, onnxModel } from "./testing/onnx-writer.ts";

/** Small graphs that reach most of the reader: windows, products, shape arithmetic, graphs in nodes, open dimensions. */
const models = [
  onnxModel({
    nodes: [
      node("Conv", "x w", "a", { strides: [2, 2], pads: [1, 1, 1, 1], group: 1 }, { name: "conv" }),
      node("Relu", "a", "b"),
      node("MaxPool", "b", "c", { kernel_shape: [2, 2] }),
      node("ConvTranspose", "c v", "d", { strides: [2, 2] }),
      node("Split", "d", "e f", { axis: 1 }),
      node("Concat", "e f", "g", { axis: 1 }),
      node("Flatten", "g", "h"),
      node("Gemm", "h u", "y", { transB: 1 }),
    ],
    inputs: { x: ["batch", 3, 8, 8] },
    outputs: ["y"],
    tensors: { w: [4, 3, 3, 3], v: [4, 2, 2, 2], u: [10, 72] },
  }),
  onnxModel({
    nodes: [
      node("Shape", "x", "s"),
      node("Gather", "s zero", "n"),
      node("Unsqueeze", "step zero", "n1"),
      node("Range", "start end step", "r"),
      node("Concat", "n rest", "t", { axis: 0 }),
      node("Reshape", "x t", "a"),
      node("MatMul", "a w", "b"),
      node("Einsum", "b b", "c", { equation: "bij,bkj->bik" }),
      node("Slice", "c zero rest", "d"),
      node("Expand", "d big", "e"),
      node("If", "yes", "y", {
        then_branch: { graph: { nodes: [node("Softmax", "e", "p")], outputs: ["p"] } },
        else_branch: { graph: { nodes: [node("Tile", "e t", "q")], outputs: ["q"] } },
      }),
      node("ConstantOfShape", "t2", "z", { value: { tensor: { shape: [1], values: [7] } } }),
      node("Loop", "end - e", "l", {
        body: { graph: { nodes: [node("Relu", "v", "v2")], inputs: { i: [], c: [], v: [2] }, outputs: ["c", "v2"] } },
      }),
    ],
    inputs: { x: [2, 4, 6] },
    outputs: ["y"],
    tensors: {
      zero: numbers(0),
      rest: numbers(4, 6),
      w: [6, 5],
      big: numbers(1, 1, 1),
      t2: numbers(3, 3),
      yes: { shape: [1], values: [1] },
      start: { shape: [], values: [0] },
      end: { shape: [], values: [9] },
      step: { shape: [], values: [2] },
    },
  }),
];

type Change = (bytes: Uint8Array) => Uint8Array;

function replaced(bytes: Uint8Array, at: number, taken: number, put: readonly number[]): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + taken)]);
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(255)).map(
    ([at, value]): Change =>
      (bytes) =>
        replaced(bytes, at % bytes.length, 1, [value]),
  ),
  fc.tuple(fc.nat(), fc.nat(7)).map(
    ([at, bit]): Change =>
      (bytes) => {
        const index = at % bytes.length;
        return replaced(bytes, index, 1, [(bytes[index] ?? 0) ^ (1 << bit)]);
      },
  ),
  fc.nat().map(
    (length): Change =>
      (bytes) =>
        bytes.subarray(0, length % (bytes.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat(40)).map(
    ([at, count]): Change =>
      (bytes) =>
        replaced(bytes, at % bytes.length, count, []),
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.nat(60)).map(
    ([from, to, count]): Change =>
      (bytes) => {
        const start = from % bytes.length;
        return replaced(bytes, to % bytes.length, 0, [...bytes.subarray(start, start + count)]);
      },
  ),
  // Large numbers in the place of small ones, so that lengths, sizes and counts go wild.
  fc.tuple(fc.nat(), fc.constantFrom([255, 255, 255, 255, 7], [255, 255, 255, 255, 255, 255, 255, 127])).map(
    ([at, put]): Change =>
      (bytes) =>
        replaced(bytes, at % bytes.length, 1, put),
  ),
);

function check(bytes: Uint8Array): void {
  const { network, diagnostics } = readOnnx(bytes, "hostile.onnx");
  const isWrong = diagnostics.some(({ severity }) => severity === "error");
  expect(isWrong).toBe(network === undefined);
  if (network === undefined) return;
  for (const { shape, words } of network.tensors.values()) {
    expect(Number.isSafeInteger(words) && words > 0).toBe(true);
    expect(shape.every((size) => Number.isSafeInteger(size) && size > 0)).toBe(true);
  }
  for (const { work, inputs, outputs } of network.layers) {
    if (work.kind === "product") {
      expect(
        Object.values(work.shape).every(
          (size) => typeof size === "boolean" || (Number.isSafeInteger(size) && size > 0),
        ),
      ).toBe(true);
      expect(Number.isSafeInteger(macsOf(work.shape))).toBe(true);
    } else expect(work.operations >= 0).toBe(true);
    for (const name of [...inputs, ...outputs]) expect(network.tensors.has(name)).toBe(true);
  }
}

describe("changed files", () => {
  test("are as they should be before", () => {
    for (const bytes of models) {
      expect(readOnnx(bytes, "m.onnx").diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      check(bytes);
    }
  });

  test.each(models.map((bytes, index) => [index, bytes] as const))("model %d", (_, bytes) => {
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (list) => check(list.reduce((sum, each) => (sum.length === 0 ? sum : each(sum)), bytes))),
    );
  });

  test("noise", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check));
  });
});
