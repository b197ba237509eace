/** Networks put together in code, layer by layer. */
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
