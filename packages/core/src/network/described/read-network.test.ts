/** The language of networks: what layers make of shapes, blocks and names, and mistakes with their places. */
import { describe, expect, test } from "vitest";
import { positionAt } from "../../text/position.ts";
import { readDocuments } from "../../yaml/read-documents.ts";
import type { Network } from "../network.ts";
import { networkMacs } from "../network-reading.ts";
import { type ParameterValues, readNetwork } from "./read-network.ts";

function reading(text: string, parameters?: ParameterValues) {
  const { documents, diagnostics } = readDocuments([{ name: "net.yaml", text }]);
  return readNetwork(documents, { earlier: diagnostics, ...(parameters && { parameters }) });
}

function network(text: string, parameters?: Record<string, number | string | boolean>): Network {
  const { network: found, diagnostics } = reading(text, parameters && new Map(Object.entries(parameters)));
  if (!found) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return found;
}

/** Layers below an input; what each makes. */
function shapes(input: string, ...layers: readonly string[]): Record<string, string> {
  const found = network(`network: {name: n, input: ${input}, layers: [${layers.join(", ")}]}`);
  const names = found.layers.map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, found.tensors.get(name)?.shape.join("x") ?? ""]));
}

describe("windows", () => {
  test.each([
    ["{conv: 8, kernel: 3}", "1x8x9x7"],
    ["{conv: 8, kernel: 3, stride: 2}", "1x8x5x4"],
    ["{conv: 8, kernel: 3, stride: 2, pad: 0}", "1x8x4x3"],
    ["{conv: 8, kernel: 3, pad: 1}", "1x8x9x7"],
    ["{conv: 8, kernel: [1, 3], pad: [0, 1]}", "1x8x9x7"],
    ["{conv: 8, kernel: 3, pad: [0, 0, 2, 1]}", "1x8x9x6"],
    ["{conv: 8, kernel: 3, dilation: 2, pad: 0}", "1x8x5x3"],
    ["{conv: same, kernel: 3, groups: each}", "1x4x9x7"],
    ["{conv_transpose: 8, kernel: 2, stride: 2}", "1x8x18x14"],
    ["{conv-transpose: 8, kernel: 3, stride: 2, pad: 1}", "1x8x17x13"],
    ["{pool: max, kernel: 2}", "1x4x5x4"],
    ["{pool: average, kernel: 2, pad: 0}", "1x4x4x3"],
    ["{global_pool: average}", "1x4"],
    ["{upsample: 2}", "1x4x18x14"],
    ["tokens", "1x63x4"],
    ["flatten", "1x252"],
    ["{reshape: [1, -1, 36]}", "1x7x36"],
    ["{slice: [1, 3]}", "1x2x9x7"],
  ])("%s", (layer, shape) => {
    expect(Object.values(shapes("[1, 4, 9, 7]", layer))).toEqual([shape]);
  });

  test("a depthwise convolution has a group for each channel", () => {
    const found = network("network: {name: n, input: [1, 4, 8, 8], layers: [{conv: same, kernel: 3, groups: each}]}");
    expect(found.layers[0]?.work).toMatchObject({
      shape: { groups: 4, inputChannels: 1, outputChannels: 1, kernelWidth: 3 },
    });
    expect(found.tensors.get("conv1.weight")?.shape).toEqual([4, 1, 3, 3]);
  });
});

describe("matrices", () => {
  test("heads", () => {
    const found = shapes(
      "[1, 5, 24]",
      "{linear: 24, name: q}",
      "{linear: 12, from: input, name: k}",
      "{linear: 12, from: input, name: v}",
      "{matmul: [q, k], heads: 4, kv_heads: 2, transpose: true, name: scores}",
      "softmax",
      "{matmul: v, heads: 4, kv-heads: 2, name: values}",
    );
    expect(found).toEqual({
      q: "1x5x24",
      k: "1x5x12",
      v: "1x5x12",
      scores: "1x4x5x5",
      softmax1: "1x4x5x5",
      values: "1x5x24",
    });
  });

  test("plain products", () => {
    const text = (second: string, more: string) =>
      `network: {name: n, inputs: {a: [2, 5, 6], b: ${second}}, layers: [{matmul: b${more}}]}`;
    expect(network(text("[2, 6, 7]", "")).tensors.get("matmul1")?.shape).toEqual([2, 5, 7]);
    expect(network(text("[2, 7, 6]", ", transpose: true")).tensors.get("matmul1")?.shape).toEqual([2, 5, 7]);
    expect(network(text("[2, 6, 7]", "")).layers[0]?.work).toMatchObject({
      secondOperand: "activations",
      shape: { groups: 2, width: 5, inputChannels: 6, outputChannels: 7 },
    });
  });

  test("a fully connected layer on a row of features, and on tokens", () => {
    const found = network("network: {name: n, input: [3, 6], layers: [{linear: 4, bias: true}]}");
    expect(found.layers[0]).toMatchObject({
      inputs: ["input", "linear1.weight", "linear1.bias"],
      work: { shape: { batch: 3, width: 1, inputChannels: 6, outputChannels: 4 } },
    });
    const tokens = network("network: {name: n, input: [3, 9, 6], layers: [{linear: 4}]}");
    expect(tokens.layers[0]?.work).toMatchObject({ shape: { batch: 3, width: 9 } });
  });
});

describe("blocks and names", () => {
  const text = `network:
  name: n
  parameters: {depth: 2, how: projection}
  input: [1, 8, 8, 8]
  blocks:
    basic:
      - {conv: out, kernel: 3, stride: stride, then: [batchnorm, relu]}
      - {conv: out, kernel: 3}
      - {add: input, fit: how, then: relu}
  layers:
    - {block: basic, name: stage, out: 16, stride: [2, 1], repeat: depth}
    - {block: basic, out: 16, stride: 1, when: depth > 2}
    - {conv: 4, kernel: 1, repeat: 2}
    - {add: [., stage], fit: pad}
`;

  test("layers of a block bear its name; a list gives each repetition its value", () => {
    const found = network(text);
    expect(found.layers.map(({ name }) => name)).toEqual([
      "stage.1.conv1",
      "stage.1.conv1.batchnorm",
      "stage.1.conv1.relu",
      "stage.1.conv2",
      "stage.1.add1.projection",
      "stage.1.add1.projection.batchnorm",
      "stage.1.add1",
      "stage.1.add1.relu",
      "stage.2.conv1",
      "stage.2.conv1.batchnorm",
      "stage.2.conv1.relu",
      "stage.2.conv2",
      "stage.2.add1",
      "stage.2.add1.relu",
      "conv1.1",
      "conv1.2",
      "add1.pad",
      "add1",
    ]);
    expect(found.tensors.get("stage.1.conv1")?.shape).toEqual([1, 16, 4, 4]);
    expect(found.tensors.get("stage.2.conv1")?.shape).toEqual([1, 16, 4, 4]);
    expect(found.layers.find(({ name }) => name === "stage.2.conv1")?.span?.source.name).toBe("net.yaml");
  });

  test("parameters are changed from outside, words too", () => {
    expect(network(text, { depth: 3, how: "pad" }).layers.filter(({ operator }) => operator === "Conv")).toHaveLength(
      10,
    );
  });

  test("a name may be given once in a list, and a given one is left out of the counting", () => {
    const found = shapes("[1, 4, 8, 8]", "{conv: 4, name: conv1}", "{conv: 4}");
    expect(Object.keys(found)).toEqual(["conv1", "conv2"]);
  });

  test("a cache without words", () => {
    const found = network(
      "network: {name: n, parameters: {past: 0}, inputs: {x: [1, 2, 6], p: [1, past, 6]}, layers: [{concat: [p, x]}, {linear: 3}]}",
    );
    expect(found.tensors.has("p")).toBe(false);
    expect(networkMacs(found)).toBe(36);
  });
});

describe("mistakes are placed", () => {
  const around = (layers: string, more = ""): string =>
    `network:\n  name: n\n  input: [1, 4, 8, 8]\n${more}  layers:\n${layers}`;
  test.each<[string, string, string, string]>([
    ["a misspelt layer", around("    - {cnov: 8, kernel: 3}"), "model-layer-unknown", "5:8"],
    ["a misspelt bare word", around("    - flaten"), "model-layer-unknown", "5:7"],
    ["a bare word that needs a number", around("    - conv"), "wrong-type", "5:7"],
    ["two layers in one", around("    - {conv: 8, pool: max}"), "model-layer-kind", "5:7"],
    ["no layer at all", around("    - {name: x}"), "model-layer-kind", "5:7"],
    ["a key of another layer", around("    - {conv: 8, rows: 3}"), "unknown-key", "5:17"],
    ["a name that nobody has", around("    - {conv: 8, from: con1}"), "model-value-unknown", "5:23"],
    ["a later layer", around("    - {conv: 8, from: b}\n    - {conv: 8, name: b}"), "model-value-unknown", "5:23"],
    ["a name twice", around("    - {conv: 8, name: b}\n    - {conv: 8, name: b}"), "duplicate-name", "6:23"],
    ["sizes that do not go together", around("    - {conv: 8}\n    - {add: input}"), "model-shape", "6:7"],
    ["a picture for linear", around("    - {linear: 8}"), "model-shape", "5:7"],
    ["a row for conv", around("    - flatten\n    - {conv: 8}"), "model-shape", "6:7"],
    ["groups that do not divide", around("    - {conv: 8, groups: 3}"), "model-shape", "5:25"],
    ["a kernel beyond the picture", around("    - {conv: 8, kernel: 9, pad: 0}"), "model-shape", "5:7"],
    ["no kernel for a pool", around("    - {pool: max}"), "model-shape", "5:7"],
    ["a kind of pool", around("    - {pool: maximum, kernel: 2}"), "model-word-unknown", "5:14"],
    ["an activation", around("    - {conv: 8, then: rleu}"), "model-word-unknown", "5:23"],
    ["a number below 1", around("    - {conv: 0}"), "number-out-of-range", "5:14"],
    ["a name in an expression", around("    - {conv: 2 * widht}"), "unknown-name", "5:18"],
    [
      "a block that is not there",
      around("    - {block: basik}", "  blocks: {basic: [flatten]}\n"),
      "model-block-unknown",
      "6:15",
    ],
    [
      "a block within itself",
      around("    - {block: b}", "  blocks: {b: [{block: b}]}\n"),
      "model-block-recursive",
      "4:24",
    ],
    [
      "an argument that a block does not use",
      around("    - {block: b, in: 3}", "  blocks: {b: [flatten]}\n"),
      "unknown-key",
      "6:18",
    ],
    ["no layers", "network: {name: n, input: [1]}", "missing-key", "1:10"],
    ["no input", "network: {name: n, layers: []}", "missing-key", "1:10"],
    ["another section", "network: {name: n, input: [1], layers: []}\nproblem: {}", "unknown-section", "2:1"],
    ["no network", "problem: {}", "missing-section", "1:1"],
    ["a key of the network", "network: {name: n, input: [1], layer: [], layers: []}", "unknown-key", "1:32"],
    [
      "counts beyond 2^53",
      around("    - {conv: 1000000000000, kernel: 3}\n    - {conv: 1000000000000}"),
      "model-shape",
      "6:7",
    ],
    ["more layers than are read", around("    - {conv: 4, repeat: 60000}"), "model-too-large", "5:7"],
    [
      "blocks that multiply",
      around("    - {block: a, repeat: 9999}", "  blocks: {a: [{block: b, repeat: 9999}], b: [{weight: [1]}]}\n"),
      "model-too-large",
      "4:47",
    ],
  ])("%s", (_, text, code, place) => {
    const { network: found, diagnostics } = reading(text);
    expect(found).toBeUndefined();
    const [first] = diagnostics;
    const position = first?.span && positionAt(first.span.source, first.span.from);
    expect([first?.code, `${position?.line}:${position?.column}`]).toEqual([code, place]);
    expect(first?.hint).toBeTruthy();
  });

  test("the nearest word is offered", () => {
    expect(reading(around("    - {conv: 8, name: stem}\n    - {conv: 8, from: stm}")).diagnostics[0]?.hint).toContain(
      '"stem"',
    );
  });
});
