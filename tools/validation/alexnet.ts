/**
 * AlexNet as Eyeriss's papers run it: two groups in conv2, conv4 and conv5, the first fully connected layer as a product
 * over 6 x 6 places. Sizes of inputs include their padding.
 *
 * Source: Chen, Emer, Sze, ISCA 2016, table II; Chen, Krishna, Emer, Sze, JSSC 2017, table V.
 */
import type { ProductShape } from "@tilewright/core";

export const LAYER_NAMES = ["conv1", "conv2", "conv3", "conv4", "conv5", "fc1", "fc2", "fc3"] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

interface LayerSizes {
  readonly groups: number;
  /** Of one group. */
  readonly channels: number;
  readonly filters: number;
  readonly places: number;
  readonly kernel: number;
  readonly stride: number;
}

function sizes(
  groups: number,
  channels: number,
  filters: number,
  places: number,
  kernel: number,
  stride = 1,
): LayerSizes {
  return { groups, channels, filters, places, kernel, stride };
}

const ALEXNET: Readonly<Record<LayerName, LayerSizes>> = {
  conv1: sizes(1, 3, 96, 55, 11, 4),
  conv2: sizes(2, 48, 128, 27, 5),
  conv3: sizes(1, 256, 384, 13, 3),
  conv4: sizes(2, 192, 192, 13, 3),
  conv5: sizes(2, 192, 128, 13, 3),
  fc1: sizes(1, 256, 4096, 1, 6),
  fc2: sizes(1, 4096, 4096, 1, 1),
  fc3: sizes(1, 4096, 1000, 1, 1),
};

export function alexnetLayer(name: LayerName, batch: number): ProductShape {
  const { groups, channels, filters, places, kernel, stride } = ALEXNET[name];
  return {
    groups,
    batch,
    inputChannels: channels,
    outputChannels: filters,
    width: places,
    height: places,
    kernelWidth: kernel,
    kernelHeight: kernel,
    widthStride: stride,
    heightStride: stride,
    widthDilation: 1,
    heightDilation: 1,
    transposed: false,
  };
}
