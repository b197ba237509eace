/**
 * ResNet-32 for images of 32 x 32 (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2),
 * with 1x1 projections where the size changes: 34 layers that multiply, in 9 shapes. Stands in until networks are read
 * and known by name.
 */
import type { Network, NetworkLayer, NetworkTensor, ProductShape } from "./network.ts";

/** A network under construction: tensors get their sizes as layers are added. */
export class NetworkBuilder {
  readonly #layers: NetworkLayer[] = [];
  readonly #tensors = new Map<string, NetworkTensor>();

  /** Adds a tensor and gives its name. */
  tensor(name: string, shape: readonly number[], kind: NetworkTensor["kind"] = "activation"): string {
    this.#tensors.set(name, { name, shape, words: shape.reduce((product, size) => product * size, 1), kind });
    return name;
  }

  words(name: string): number {
    return this.#tensors.get(name)?.words ?? 0;
  }

  /** A convolution that keeps the size but for its stride; gives its output. */
  convolution(name: string, input: string, channels: number, kernel: number, stride: number): string {
    const [, inputChannels = 1, height = 1, width = 1] = this.#tensors.get(input)?.shape ?? [];
    const weights = this.tensor(`${name}.weight`, [channels, inputChannels, kernel, kernel], "weight");
    const output = this.tensor(`${name}.out`, [1, channels, height / stride, width / stride]);
    const shape = productShape({
      inputChannels,
      outputChannels: channels,
      width: width / stride,
      height: height / stride,
      kernelWidth: kernel,
      kernelHeight: kernel,
      widthStride: stride,
      heightStride: stride,
    });
    this.add(name, "Conv", { kind: "product", shape, secondOperand: "weights" }, [input, weights], [output]);
    return output;
  }

  /** Something done on the way out of the layer `into`; gives its output. */
  fused(name: string, operator: string, into: string, input: string): string {
    const shape = this.#tensors.get(input)?.shape ?? [];
    const output = this.tensor(`${name}.out`, shape);
    this.add(name, operator, { kind: "fused", into, operations: this.words(input) }, [input], [output]);
    return output;
  }

  /** A sum of tensors of one size; gives its output. */
  sum(name: string, inputs: readonly string[]): string {
    const output = this.tensor(`${name}.out`, this.#tensors.get(inputs[0] ?? "")?.shape ?? []);
    const words = this.words(output);
    const work = { kind: "traffic", readWords: inputs.length * words, writtenWords: words, operations: words } as const;
    this.add(name, "Add", work, inputs, [output]);
    return output;
  }

  add(
    name: string,
    operator: string,
    work: NetworkLayer["work"],
    inputs: readonly string[],
    outputs: readonly string[],
  ): void {
    this.#layers.push({ name, operator, work, inputs, outputs });
  }

  build(name: string): Network {
    return { name, layers: this.#layers, tensors: this.#tensors };
  }
}

/** A shape of ones but for what is given. */
export function productShape(given: Partial<ProductShape>): ProductShape {
  return {
    groups: 1,
    batch: 1,
    inputChannels: 1,
    outputChannels: 1,
    width: 1,
    height: 1,
    kernelWidth: 1,
    kernelHeight: 1,
    widthStride: 1,
    heightStride: 1,
    widthDilation: 1,
    heightDilation: 1,
    transposed: false,
    ...given,
  };
}

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
