/**
 * The assignment's way of writing layers: P and Q are the width and height of the layer's *input*, whatever its stride,
 * as the generator that comes with the assignment fills them in. A layer of stride 2 then has four times the operations
 * that it has. For comparing figures with those of that script; nothing else should use it.
 */
import type { Network, NetworkLayer } from "../network.ts";

/** The network with each convolution's places counted on its input; other layers stay as they are. */
export function withInputSizes(network: Network): Network {
  return { ...network, layers: network.layers.map((layer) => widened(layer, network)) };
}

function widened(layer: NetworkLayer, { tensors }: Network): NetworkLayer {
  const { work } = layer;
  if (work.kind !== "product" || work.shape.transposed) return layer;
  const input = layer.inputs.map((name) => tensors.get(name)).find((tensor) => tensor?.kind !== "weight");
  const [, channels, height, width, ...more] = input?.shape ?? [];
  const isImage = channels === work.shape.groups * work.shape.inputChannels && more.length === 0;
  if (height === undefined || width === undefined || !isImage) return layer;
  return { ...layer, work: { ...work, shape: { ...work.shape, width, height } } };
}
