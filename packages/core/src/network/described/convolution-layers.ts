/**
 * Layers with windows: `conv`, `conv_transpose`, `pool`, `global_pool`.
 *
 * `pad: same` (the default) gives ceil(size / stride) places, as many as a kernel of odd size has with its half around;
 * a number pads each side by so much: floor((size + 2 pad - (kernel - 1) dilation - 1) / stride) + 1.
 */
import { elementCount } from "../draft.ts";
import { convolutionShape, type HeightAndWidth } from "../product-shape.ts";
import { describeShape } from "../shape-text.ts";
import type { LayerReader } from "./layer-reader.ts";
import type { Value } from "./network-builder.ts";

interface Picture {
  readonly batch: number;
  readonly channels: number;
  readonly size: HeightAndWidth;
}

function pictureOf(layer: LayerReader): Picture {
  const { shape } = layer.input;
  const [batch, channels, height, width] = shape;
  if (
    batch === undefined ||
    channels === undefined ||
    height === undefined ||
    width === undefined ||
    shape.length > 4
  ) {
    return layer.fail(
      `needs a picture [batch, channels, height, width], not ${describeShape(shape)}`,
      "reshape it before",
    );
  }
  return { batch, channels, size: [height, width] };
}

interface Windows {
  readonly kernel: HeightAndWidth;
  readonly stride: HeightAndWidth;
  readonly dilation: HeightAndWidth;
}

const ONES: HeightAndWidth = [1, 1];

/** Padding before and after along each axis; undefined for `same`. */
function paddingOf(layer: LayerReader): readonly HeightAndWidth[] | undefined {
  const node = layer.node("pad");
  if (node === undefined || layer.isWord("pad", "same")) return undefined;
  if (node.kind === "list" && node.items.length === 4) {
    const [top = 0, left = 0, bottom = 0, right = 0] = layer.numbers("pad", 4, 0);
    return [
      [top, bottom],
      [left, right],
    ];
  }
  const [height, width] = layer.pair("pad", [0, 0], 0);
  return [
    [height, height],
    [width, width],
  ];
}

function placesOf(layer: LayerReader, size: HeightAndWidth, { kernel, stride, dilation }: Windows): HeightAndWidth {
  const padding = paddingOf(layer);
  const [height = 1, width = 1] = size.map((words, axis) => {
    const step = stride[axis] ?? 1;
    const pads = padding?.[axis];
    if (pads === undefined) return Math.ceil(words / step);
    const padded = words + pads[0] + pads[1];
    const reach = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    if (reach > padded)
      layer.fail(`has a window of ${reach} over ${padded} words`, "pad more, or take a smaller kernel");
    return Math.floor((padded - reach) / step) + 1;
  });
  return [height, width];
}

/** Groups: a number, or `each` for one group to each input channel. */
function groupsOf(layer: LayerReader, channels: number, outputs: number): number {
  const groups = layer.isWord("groups", "each") ? channels : layer.count("groups", 1);
  if (channels % groups !== 0 || outputs % groups !== 0) {
    layer.fail(
      `divides ${channels} channels in and ${outputs} out by ${groups} groups`,
      "groups divide both",
      layer.node("groups")?.span,
    );
  }
  return groups;
}

function convolve(layer: LayerReader, transposed: boolean): Value {
  const { batch, channels, size } = pictureOf(layer);
  const outputs = layer.isWord(layer.kind, "same") ? channels : layer.count(layer.kind);
  const groups = groupsOf(layer, channels, outputs);
  const kernel = layer.pair("kernel", ONES);
  const stride = layer.pair("stride", ONES);
  const dilation = layer.pair("dilation", ONES);
  const places = transposed
    ? spreadOf(layer, size, { kernel, stride, dilation })
    : placesOf(layer, size, { kernel, stride, dilation });
  const weights = layer.weight(
    "weight",
    transposed ? [channels, outputs / groups, ...kernel] : [outputs, channels / groups, ...kernel],
  );
  const bias = layer.flag("bias") ? [layer.weight("bias", [outputs])] : [];
  return layer.builder.layer({
    name: layer.name,
    operator: transposed ? "ConvTranspose" : "Conv",
    work: {
      kind: "product",
      shape: convolutionShape({
        groups,
        batch,
        inputChannels: channels / groups,
        outputChannels: outputs / groups,
        places: transposed ? size : places,
        kernel,
        stride,
        dilation,
        transposed,
      }),
      secondOperand: "weights",
    },
    inputs: [layer.input, weights, ...bias],
    shape: [batch, outputs, ...places],
    span: layer.span,
  });
}

/** Size of the output of a transposed convolution: `same` gives size * stride. */
function spreadOf(layer: LayerReader, size: HeightAndWidth, { kernel, stride, dilation }: Windows): HeightAndWidth {
  const padding = paddingOf(layer);
  const [height = 1, width = 1] = size.map((words, axis) => {
    const step = stride[axis] ?? 1;
    const pads = padding?.[axis];
    if (pads === undefined) return words * step;
    const spread = (words - 1) * step + ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1 - pads[0] - pads[1];
    return spread >= 1 ? spread : layer.fail(`would have ${spread} words along an axis`, "pad less");
  });
  return [height, width];
}

export function convolutionLayer(layer: LayerReader): Value {
  return convolve(layer, false);
}

export function transposedLayer(layer: LayerReader): Value {
  return convolve(layer, true);
}

const POOLS = { max: "MaxPool", average: "AveragePool" } as const;

export function poolLayer(layer: LayerReader): Value {
  const { batch, channels, size } = pictureOf(layer);
  const operator = POOLS[layer.word("pool", ["max", "average"])];
  if (!layer.has("kernel")) layer.fail("needs a kernel", "write kernel: 2, or global_pool for the whole picture");
  const kernel = layer.pair("kernel", ONES);
  const stride = layer.pair("stride", kernel);
  const shape = [batch, channels, ...placesOf(layer, size, { kernel, stride, dilation: ONES })];
  const work = { kind: "traffic", operations: elementCount(shape) * elementCount(kernel) } as const;
  return layer.builder.layer({ name: layer.name, operator, work, inputs: [layer.input], shape, span: layer.span });
}

/** One number for each channel: [batch, channels]. */
export function globalPoolLayer(layer: LayerReader): Value {
  const { batch, channels } = pictureOf(layer);
  const operator = `Global${POOLS[layer.word("global_pool", ["max", "average"])]}`;
  const work = { kind: "traffic", operations: elementCount(layer.input.shape) } as const;
  return layer.builder.layer({
    name: layer.name,
    operator,
    work,
    inputs: [layer.input],
    shape: [batch, channels],
    span: layer.span,
  });
}
