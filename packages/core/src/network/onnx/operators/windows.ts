/**
 * Windows that slide over a picture: what convolutions and pooling have in common.
 *
 *     out = floor((in + before + after - ((kernel - 1) * dilation + 1)) / stride) + 1       (ceil where ceil_mode says so)
 *     auto_pad SAME_UPPER, SAME_LOWER: out = ceil(in / stride)      VALID: no padding
 *
 * Source: ONNX operator specifications of Conv and MaxPool.
 */
import type { NodeView } from "./operator.ts";

export interface Windows {
  /** Of the spatial axes only, outermost first. */
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly outputs: readonly number[];
}

function perAxis(node: NodeView, attribute: string, rank: number): readonly number[] {
  const given = node.integers(attribute);
  if (given === undefined || given.length === 0) return Array.from({ length: rank }, () => 1);
  if (given.length !== rank || given.some((size) => size < 1)) {
    node.fail(`has ${attribute} ${given.join(",")} for ${rank} spatial dimensions`);
  }
  return given;
}

/** Paddings before each axis, then after each. */
export function paddings(node: NodeView, rank: number): readonly number[] {
  const given = node.integers("pads");
  if (given === undefined || given.length === 0) return Array.from({ length: 2 * rank }, () => 0);
  if (given.length !== 2 * rank) node.fail(`has ${given.length} pads for ${rank} spatial dimensions`);
  return given;
}

/** @param inputs sizes of the spatial axes */
export function readWindows(node: NodeView, inputs: readonly number[], kernel: readonly number[]): Windows {
  const rank = inputs.length;
  if (kernel.length !== rank || kernel.some((size) => size < 1)) {
    node.fail(`has a kernel of ${kernel.length} dimensions for ${rank} spatial dimensions`);
  }
  const stride = perAxis(node, "strides", rank);
  const dilation = perAxis(node, "dilations", rank);
  const pads = paddings(node, rank);
  const autoPad = node.text("auto_pad", "NOTSET");
  const round = node.integer("ceil_mode", 0) === 1 ? Math.ceil : Math.floor;
  const outputs = inputs.map((size, axis) => {
    const reach = ((kernel[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    const step = stride[axis] ?? 1;
    if (autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER") return Math.ceil(size / step);
    const padded = autoPad === "VALID" ? size : size + (pads[axis] ?? 0) + (pads[axis + rank] ?? 0);
    if (padded < reach) node.fail(`has a window of ${reach} over ${padded} words, padding among them`);
    const count = round((padded - reach) / step) + 1;
    // A window rounded up to must begin within the picture or the padding before it.
    const isBeyond = round === Math.ceil && (count - 1) * step >= size + (pads[axis] ?? 0);
    return isBeyond ? count - 1 : count;
  });
  return { kernel, stride, dilation, outputs };
}
