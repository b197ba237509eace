/** Loop bounds written from the usual description of a layer: picture, kernel and stride as [height, width], or a matrix. */
import type { ProductShape } from "./network.ts";

export type HeightAndWidth = readonly [height: number, width: number];

export interface ConvolutionSizes {
  readonly groups: number;
  readonly batch: number;
  /** Of one group. */
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** Of the output; where `transposed`, of the input. */
  readonly places: HeightAndWidth;
  readonly kernel: HeightAndWidth;
  readonly stride: HeightAndWidth;
  readonly dilation: HeightAndWidth;
  readonly transposed: boolean;
}

export function convolutionShape(sizes: ConvolutionSizes): ProductShape {
  const { groups, batch, inputChannels, outputChannels, places, kernel, stride, dilation, transposed } = sizes;
  return {
    groups,
    batch,
    inputChannels,
    outputChannels,
    width: places[1],
    height: places[0],
    kernelWidth: kernel[1],
    kernelHeight: kernel[0],
    widthStride: stride[1],
    heightStride: stride[0],
    widthDilation: dilation[1],
    heightDilation: dilation[0],
    transposed,
  };
}

/** A product of plain matrices: rows x inputs times inputs x outputs, `groups` of them; rows lie along the width. */
export function matrixShape(sizes: {
  readonly groups?: number;
  readonly batch?: number;
  readonly rows?: number;
  readonly inputs: number;
  readonly outputs: number;
}): ProductShape {
  return convolutionShape({
    groups: sizes.groups ?? 1,
    batch: sizes.batch ?? 1,
    inputChannels: sizes.inputs,
    outputChannels: sizes.outputs,
    places: [1, sizes.rows ?? 1],
    kernel: [1, 1],
    stride: [1, 1],
    dilation: [1, 1],
    transposed: false,
  });
}
