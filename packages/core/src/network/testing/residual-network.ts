/**
 * ResNet-32 for images of 32 x 32 (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2), with
 * 1x1 projections where the size changes: 34 layers that multiply, in 9 shapes.
 */
import type { Network } from "../network.ts";
import { NetworkBuilder, productShape } from "../network-builder.ts";

/** @param blocks of each of the three stages; 5 for ResNet-32 */
export function residualNetwork(blocks = 5): Network {
  const net = new NetworkBuilder();
  const relu = (layer: string, input: string): string => net.fused(`${layer}.relu`, "Relu", layer, input);
  let x = relu("conv1", net.convolution("conv1", net.tensor("image", [1, 3, 32, 32], "input"), 16, 3, 1));
  for (const [stage, channels] of [16, 32, 64].entries()) {
    for (let block = 0; block < blocks; block++) {
      const name = `layer${stage + 1}.${block}`;
      const shrinks = stage > 0 && block === 0;
      const stride = shrinks ? 2 : 1;
      const inner = relu(`${name}.conv1`, net.convolution(`${name}.conv1`, x, channels, 3, stride));
      const outer = net.convolution(`${name}.conv2`, inner, channels, 3, 1);
      const shortcut = shrinks ? net.convolution(`${name}.shortcut`, x, channels, 1, stride) : x;
      x = relu(`${name}.add`, net.sum(`${name}.add`, [outer, shortcut]));
    }
  }
  const pooled = net.tensor("pool.out", [1, 64, 1, 1]);
  const words = net.words(x);
  net.add(
    "pool",
    "GlobalAveragePool",
    { kind: "traffic", readWords: words, writtenWords: 64, operations: words },
    [x],
    [pooled],
  );
  const flat = net.tensor("flatten.out", [1, 64]);
  net.add("flatten", "Flatten", { kind: "fused", operations: 0 }, [pooled], [flat]);
  const shape = productShape({ inputChannels: 64, outputChannels: 10 });
  const weights = net.tensor("fc.weight", [10, 64], "weight");
  const scores = net.tensor("scores", [1, 10], "output");
  net.add("fc", "Gemm", { kind: "product", shape, secondOperand: "weights" }, [flat, weights], [scores]);
  return net.build("resnet32-cifar10");
}
