/**
 * Convolutions: ONNX's, quantized ones, and those of onnxruntime that have an activation built in.
 *
 *     X [N, C, H, W], W [M, C/groups, R, S]      ->  groups, C/groups, M/groups
 *     transposed: W [C, M/groups, R, S]; P and Q count places of the input
 *
 * One spatial axis is a picture of height 1.
 */
import { convolutionShape, type HeightAndWidth } from "../../product-shape.ts";
import { elementCount, type NodeView, type Outcome, outcome, typed } from "./operator.ts";
import { paddings, readWindows } from "./windows.ts";

/** The last two of a list as [height, width]; a list of one is a width. */
function heightAndWidth(sizes: readonly number[]): HeightAndWidth {
  return sizes.length === 1 ? [1, sizes[0] ?? 1] : [sizes[0] ?? 1, sizes[1] ?? 1];
}

/** Convolution of the inputs at these places of the node. */
export function convolution(pictureAt: number, weightsAt: number): (node: NodeView) => Outcome {
  return (node) => {
    const picture = node.value(pictureAt);
    const weights = node.value(weightsAt);
    const [batch = 1, channels = 1, ...inputs] = node.shape(pictureAt);
    const [outputs = 1, ownChannels = 1, ...kernel] = node.shape(weightsAt);
    const groups = node.integer("group", 1);
    if (inputs.length === 0) node.fail(`has an input of ${node.shape(pictureAt).length} dimensions`);
    const stated = node.integers("kernel_shape");
    if (stated !== undefined && stated.length > 0 && stated.join() !== kernel.join()) {
      node.fail(`has kernel_shape ${stated.join("x")}, but weights of ${kernel.join("x")}`);
    }
    if (groups < 1 || channels !== ownChannels * groups || outputs % groups !== 0) {
      node.fail(`has ${channels} input channels, ${groups} groups and weights of ${node.shape(weightsAt).join("x")}`);
    }
    const windows = readWindows(node, inputs, kernel);
    const shape = [batch, outputs, ...windows.outputs];
    if (inputs.length > 2) {
      const macs = elementCount(shape) * ownChannels * elementCount(kernel);
      return outcome(
        { kind: "unmodelled", why: `a convolution over ${inputs.length} spatial dimensions`, operations: macs },
        typed(shape, picture),
      );
    }
    return outcome(
      {
        kind: "product",
        shape: convolutionShape({
          groups,
          batch,
          inputChannels: ownChannels,
          outputChannels: outputs / groups,
          places: heightAndWidth(windows.outputs),
          kernel: heightAndWidth(kernel),
          stride: heightAndWidth(windows.stride),
          dilation: heightAndWidth(windows.dilation),
          transposed: false,
        }),
        secondOperand: weights.isConstant ? "weights" : "activations",
      },
      typed(shape, picture),
    );
  };
}

/** out = (in - 1) * stride + output_padding + (kernel - 1) * dilation + 1 - padding */
export function transposedConvolution(node: NodeView): Outcome {
  const picture = node.value(0);
  const weights = node.value(1);
  const [batch = 1, channels = 1, ...inputs] = node.shape(0);
  const [inputChannels = 1, outputsOfGroup = 1, ...kernel] = node.shape(1);
  const groups = node.integer("group", 1);
  const rank = inputs.length;
  if (rank === 0 || kernel.length !== rank) node.fail(`has weights of ${node.shape(1).length} dimensions`);
  if (channels !== inputChannels || groups < 1 || channels % groups !== 0) {
    node.fail(`has ${channels} input channels, ${groups} groups and weights of ${node.shape(1).join("x")}`);
  }
  const ones = inputs.map(() => 1);
  const axes = (name: string, byDefault: readonly number[]): readonly number[] => {
    const given = node.integers(name);
    return given === undefined || given.length !== rank ? byDefault : given;
  };
  const stride = axes("strides", ones);
  const dilation = axes("dilations", ones);
  const extra = axes(
    "output_padding",
    inputs.map(() => 0),
  );
  const pads = paddings(node, rank);
  const autoPad = node.text("auto_pad", "NOTSET");
  const stated = node.integers("output_shape");
  const outputs = inputs.map((size, axis) => {
    const given = stated?.slice(-rank)[axis];
    if (given !== undefined) return given;
    const step = stride[axis] ?? 1;
    if (autoPad.startsWith("SAME")) return size * step;
    const reach = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    const cut = autoPad === "VALID" ? 0 : (pads[axis] ?? 0) + (pads[axis + rank] ?? 0);
    return (size - 1) * step + (extra[axis] ?? 0) + reach - cut;
  });
  if ([...outputs, ...stride, ...dilation].some((size) => !(size >= 1))) {
    node.fail(`would have an output of ${outputs.join("x")}`);
  }
  const shape = [batch, outputsOfGroup * groups, ...outputs];
  if (rank > 2) {
    const macs = batch * channels * elementCount(inputs) * outputsOfGroup * elementCount(kernel);
    return outcome(
      { kind: "unmodelled", why: `a convolution over ${rank} spatial dimensions`, operations: macs },
      typed(shape, picture),
    );
  }
  return outcome(
    {
      kind: "product",
      shape: convolutionShape({
        groups,
        batch,
        inputChannels: channels / groups,
        outputChannels: outputsOfGroup,
        places: heightAndWidth(inputs),
        kernel: heightAndWidth(kernel),
        stride: heightAndWidth(stride),
        dilation: heightAndWidth(dilation),
        transposed: true,
      }),
      secondOperand: weights.isConstant ? "weights" : "activations",
    },
    typed(shape, picture),
  );
}
