/** Reading models that tests write. */
import type { Diagnostic } from "../../../text/diagnostic.ts";
import type { LayerWork, Network, ProductShape } from "../../network.ts";
import { type OnnxOptions, readOnnx } from "../read-onnx.ts";
import { type ModelSource, onnxModel } from "./onnx-writer.ts";

export interface Read {
  readonly network: Network;
  readonly diagnostics: readonly Diagnostic[];
  readonly codes: readonly string[];
  work(layer: string): LayerWork;
  product(layer: string): ProductShape;
  shape(tensor: string): readonly number[] | undefined;
}

export function codesOf(source: ModelSource, options: OnnxOptions = {}): readonly string[] {
  return readOnnx(onnxModel(source), "test.onnx", options).diagnostics.map(({ code }) => code);
}

/** Fails where there is no network. */
export function read(source: ModelSource, options: OnnxOptions = {}): Read {
  const { network, diagnostics } = readOnnx(onnxModel(source), "test.onnx", options);
  if (!network) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const work = (layer: string): LayerWork => {
    const found = network.layers.find(({ name }) => name === layer);
    if (!found) throw new Error(`no layer ${layer} among ${network.layers.map(({ name }) => name).join(", ")}`);
    return found.work;
  };
  return {
    network,
    diagnostics,
    codes: diagnostics.map(({ code }) => code),
    work,
    product: (layer) => {
      const found = work(layer);
      if (found.kind !== "product") throw new Error(`${layer} is ${found.kind}`);
      return found.shape;
    },
    shape: (tensor) => network.tensors.get(tensor)?.shape,
  };
}

/** What differs from a product of one group, batch, place and kernel. */
export function brief(shape: ProductShape): Partial<ProductShape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== 1 && value !== false));
}
