/** Layers that multiply nothing: sums, normalisations, activations, lookups, and other names for the same words. */

import { convolutionShape } from "../product-shape.ts";
import { describeShape } from "../shape-text.ts";
import type { LayerReader } from "./layer-reader.ts";
import { elementCount, type Value } from "./network-builder.ts";

/** Scalar operations a word; see docs/reference/networks.md. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: "Relu",
  relu6: "Clip",
  leaky_relu: "LeakyRelu",
  gelu: "Gelu",
  silu: "Swish",
  hard_swish: "HardSwish",
  sigmoid: "Sigmoid",
  hard_sigmoid: "HardSigmoid",
  tanh: "Tanh",
};

/** What may stand behind `then`, and as a layer of its own. */
export const ELEMENT_WISE_WORDS: readonly string[] = ["batchnorm", ...Object.keys(ACTIVATIONS)];

/** Element-wise work named `word` on `input`: on the way out of what made it, where nobody else reads that. */
export function elementWiseWord(layer: LayerReader, word: string, name: string, input: Value): Value {
  const words = elementCount(input.shape);
  const isNorm = word === "batchnorm";
  const channels = input.shape.length > 2 && input.shape.length < 4 ? (input.shape.at(-1) ?? 1) : (input.shape[1] ?? 1);
  const weights = isNorm
    ? [layer.builder.weight(`${name}.scale`, [channels]), layer.builder.weight(`${name}.shift`, [channels])]
    : [];
  return layer.builder.layer({
    name,
    operator: isNorm ? "BatchNormalization" : (ACTIVATIONS[word] ?? word),
    work: { kind: "element-wise", operations: (isNorm ? 2 : 1) * words },
    inputs: [input, ...weights],
    shape: input.shape,
    span: layer.span,
  });
}

export function elementWiseLayer(layer: LayerReader): Value {
  return elementWiseWord(layer, layer.kind, layer.name, layer.input);
}

/** Shape of operands that are spread to one another; only sizes of 1 are. */
function spread(layer: LayerReader, values: readonly Value[]): readonly number[] {
  const [first] = values;
  if (first === undefined || values.length < 2) layer.fail("needs two results", `write ${layer.kind}: [first, second]`);
  const rank = Math.max(...values.map(({ shape }) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = values.map(({ shape }) => shape[axis - rank + shape.length] ?? 1);
    const size = Math.max(...sizes);
    if (sizes.every((each) => each === size || each === 1)) return size;
    return layer.fail(
      `has operands of ${values.map(({ shape }) => describeShape(shape)).join(" and ")}`,
      layer.kind === "add"
        ? "fit: projection makes the second fit by a 1x1 convolution, fit: pad by leaving out places and adding zeros"
        : "they must have one size",
    );
  });
}

export function addLayer(layer: LayerReader): Value {
  const values = layer.values("add", true);
  const [first, ...others] = values;
  const fitted =
    layer.has("fit") && first ? [first, ...others.map((other, index) => fit(layer, first, other, index))] : values;
  return combine(layer, "Add", fitted);
}

export function multiplyLayer(layer: LayerReader): Value {
  return combine(layer, "Mul", layer.values("multiply", true));
}

function combine(layer: LayerReader, operator: string, values: readonly Value[]): Value {
  const shape = spread(layer, values);
  return layer.builder.layer({
    name: layer.name,
    operator,
    work: { kind: "element-wise", operations: (values.length - 1) * elementCount(shape) },
    inputs: values,
    shape,
    span: layer.span,
  });
}

/**
 * Shortcuts of residual networks where the size changes (He et al., CVPR 2016, section 3.3): B projects by a 1x1 convolution
 * with batch normalisation; A takes every second place and adds channels of zeros, which moves no word.
 */
function fit(layer: LayerReader, main: Value, other: Value, index: number): Value {
  const how = layer.word("fit", ["projection", "pad"]);
  if (main.shape.join() === other.shape.join()) return other;
  const [batch = 1, channels = 1, height = 1, width = 1] = main.shape;
  const [ownBatch = 1, ownChannels = 1, ownHeight = 1, ownWidth = 1] = other.shape;
  const stride = [Math.ceil(ownHeight / height), Math.ceil(ownWidth / width)] as const;
  const isPossible = main.shape.length === 4 && other.shape.length === 4 && batch === ownBatch;
  if (!isPossible || Math.ceil(ownHeight / stride[0]) !== height || Math.ceil(ownWidth / stride[1]) !== width) {
    layer.fail(
      `cannot fit ${describeShape(other.shape)} to ${describeShape(main.shape)}`,
      "the size must change by a stride",
    );
  }
  const name = `${layer.name}.${how}${index === 0 ? "" : index + 1}`;
  if (how === "pad") {
    return layer.builder.layer({
      name,
      operator: "Pad",
      work: { kind: "rename" },
      inputs: [other],
      shape: main.shape,
      span: layer.span,
    });
  }
  const projected = layer.builder.layer({
    name,
    operator: "Conv",
    work: {
      kind: "product",
      shape: convolutionShape({
        groups: 1,
        batch,
        inputChannels: ownChannels,
        outputChannels: channels,
        places: [height, width],
        kernel: [1, 1],
        stride,
        dilation: [1, 1],
        transposed: false,
      }),
      secondOperand: "weights",
    },
    inputs: [other, layer.builder.weight(`${name}.weight`, [channels, ownChannels, 1, 1])],
    shape: main.shape,
    span: layer.span,
  });
  return elementWiseWord(layer, "batchnorm", `${name}.batchnorm`, projected);
}

/** A pass over the words: read, worked on, written. */
function pass(layer: LayerReader, operator: string, operations: number, weights: readonly Value[]): Value {
  const { shape } = layer.input;
  const work = { kind: "traffic", operations: operations * elementCount(shape) } as const;
  return layer.builder.layer({
    name: layer.name,
    operator,
    work,
    inputs: [layer.input, ...weights],
    shape,
    span: layer.span,
  });
}

export function softmaxLayer(layer: LayerReader): Value {
  return pass(layer, "Softmax", 5, []);
}

export function layerNormLayer(layer: LayerReader): Value {
  const width = layer.input.shape.at(-1) ?? 1;
  return pass(layer, "LayerNormalization", 7, [layer.weight("scale", [width]), layer.weight("shift", [width])]);
}

export function rmsNormLayer(layer: LayerReader): Value {
  return pass(layer, "RMSNormalization", 4, [layer.weight("scale", [layer.input.shape.at(-1) ?? 1])]);
}

/** Local response normalisation over `lrn` channels (Krizhevsky et al., 2012): squares, sums, a power, a quotient. */
export function responseNormLayer(layer: LayerReader): Value {
  return pass(layer, "LRN", 2 * layer.count("lrn") + 2, []);
}

function renamed(layer: LayerReader, operator: string, inputs: readonly Value[], shape: readonly number[]): Value {
  return layer.builder.layer({ name: layer.name, operator, work: { kind: "rename" }, inputs, shape, span: layer.span });
}

/** [batch, all the rest] */
export function flattenLayer(layer: LayerReader): Value {
  const [batch = 1, ...rest] = layer.input.shape;
  return renamed(layer, "Flatten", [layer.input], [batch, elementCount(rest)]);
}

/** A picture as a row of places: [batch, channels, height, width] -> [batch, height x width, channels]. */
export function tokensLayer(layer: LayerReader): Value {
  const [batch = 1, channels = 1, ...size] = layer.input.shape;
  return renamed(layer, "Reshape", [layer.input], [batch, elementCount(size), channels]);
}

export function reshapeLayer(layer: LayerReader): Value {
  const target = layer.numbers("reshape", undefined, -1);
  const words = elementCount(layer.input.shape);
  const known = elementCount(target.filter((size) => size !== -1));
  const shape = target.map((size) => (size === -1 ? words / known : size));
  if (elementCount(shape) !== words || shape.some((size) => !(Number.isInteger(size) && size >= 1))) {
    layer.fail(
      `cannot give ${describeShape(layer.input.shape)} the shape ${target.join(", ")}`,
      "the number of words stays",
    );
  }
  return renamed(layer, "Reshape", [layer.input], shape);
}

function axisOf(layer: LayerReader, rank: number): number {
  const axis = layer.count("axis", 1, 0);
  if (axis >= rank)
    layer.fail(`has axis ${axis} for ${rank} dimensions`, "axes are counted from 0", layer.node("axis")?.span);
  return axis;
}

export function concatLayer(layer: LayerReader): Value {
  // Inputs without words (a cache that is still empty) add nothing.
  const values = layer.values("concat", true).filter(({ shape }) => elementCount(shape) > 0);
  const [first = layer.input] = values;
  const axis = axisOf(layer, first.shape.length);
  const fits = values.every(
    ({ shape }) =>
      shape.length === first.shape.length && shape.every((size, at) => at === axis || size === first.shape[at]),
  );
  if (!fits) {
    layer.fail(
      `joins ${values.map(({ shape }) => describeShape(shape)).join(", ")} along axis ${axis}`,
      "other axes must agree",
    );
  }
  const whole = values.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
  return renamed(
    layer,
    "Concat",
    values,
    first.shape.map((size, at) => (at === axis ? whole : size)),
  );
}

/** Words [from, to) along an axis. */
export function sliceLayer(layer: LayerReader): Value {
  const [from = 0, to = 0] = layer.numbers("slice", 2, 0);
  const { shape } = layer.input;
  const axis = axisOf(layer, shape.length);
  if (!(from < to && to <= (shape[axis] ?? 0))) {
    layer.fail(
      `takes ${from} to ${to} of ${shape[axis]} words`,
      "write slice: [first, behind the last]",
      layer.node("slice")?.span,
    );
  }
  return renamed(
    layer,
    "Slice",
    [layer.input],
    shape.map((size, at) => (at === axis ? to - from : size)),
  );
}

/** Each place becomes so many by so many. */
export function upsampleLayer(layer: LayerReader): Value {
  const [batch, channels, height, width] = layer.input.shape;
  const factor = layer.count("upsample");
  if (height === undefined || width === undefined) layer.fail("needs a picture", "reshape it before");
  const shape = [batch ?? 1, channels ?? 1, height * factor, width * factor];
  const work = { kind: "traffic", operations: 0 } as const;
  return layer.builder.layer({
    name: layer.name,
    operator: "Resize",
    work,
    inputs: [layer.input],
    shape,
    span: layer.span,
  });
}

/** A row of a table of weights for each number of the input: reads only these rows. */
export function embeddingLayer(layer: LayerReader): Value {
  const width = layer.count("embedding");
  const table = layer.weight("weight", [layer.count("rows"), width]);
  const shape = [...layer.input.shape, width];
  const work = {
    kind: "traffic",
    operations: 0,
    readWords: elementCount(shape) + elementCount(layer.input.shape),
  } as const;
  return layer.builder.layer({
    name: layer.name,
    operator: "Gather",
    work,
    inputs: [table, layer.input],
    shape,
    span: layer.span,
  });
}

/** A tensor of weights that other layers read: class tokens, positions. */
export function weightLayer(layer: LayerReader): Value {
  return layer.builder.weight(layer.name, layer.numbers("weight", undefined));
}
