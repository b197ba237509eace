/**
 * A network as its accelerator sees it: layers in the order in which they run, and the tensors that pass between them.
 *
 * Whatever multiplies is one `ProductShape`: convolutions (grouped, dilated, strided, transposed), fully connected layers
 * and matrix products. Dimensions are those of the field's CNN layer; attention's heads are groups, tokens lie along the
 * width:
 *
 *     Outputs[N, G, M, Q, P] += Weights[G, C, M, R, S] * Inputs[N, G, C, S*Hdilation + Q*Hstride, R*Wdilation + P*Wstride]
 *
 *     transposed: Outputs[.., S*Hdilation + Q*Hstride, R*Wdilation + P*Wstride] += Weights * Inputs[.., Q, P],
 *     so that P and Q count places of the input
 *
 * Layers that multiply nothing move words. What a producer can do on the way to its own result (a ReLU after a
 * convolution) is fused into it and moves none. What cannot be modelled says why and how many operations it stands for.
 */
import type { Span } from "../text/source.ts";

/** Name of a tensor within its network. */
export type TensorName = string;

export interface NetworkTensor {
  readonly name: TensorName;
  /** As the source gives it (ONNX: N, C, H, W); all positive whole numbers. */
  readonly shape: readonly number[];
  readonly words: number;
  /** `weight`: known before the network runs; `input` and `output`: at its edge. */
  readonly kind: "input" | "activation" | "weight" | "output";
}

/** Loop bounds and coefficients of a layer that multiplies. All positive whole numbers. */
export interface ProductShape {
  /** G: products side by side with weights of their own. */
  readonly groups: number;
  /** N */
  readonly batch: number;
  /** C and M, of one group. */
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** P and Q; where `transposed`, of the input. */
  readonly width: number;
  readonly height: number;
  /** R and S */
  readonly kernelWidth: number;
  readonly kernelHeight: number;
  readonly widthStride: number;
  readonly heightStride: number;
  readonly widthDilation: number;
  readonly heightDilation: number;
  readonly transposed: boolean;
}

export type LayerWork =
  | {
      readonly kind: "product";
      readonly shape: ProductShape;
      /** Whether the second operand is known beforehand (a weight) or computed (attention's products). */
      readonly secondOperand: "weights" | "activations";
    }
  /** Words moved without a multiplication: pooling, sums, softmax, normalisation. */
  | {
      readonly kind: "traffic";
      readonly readWords: number;
      readonly writtenWords: number;
      /** Additions, comparisons, exponentials: scalar operations that are not MACs. */
      readonly operations: number;
    }
  /** Done on the way out of the layer named, or by naming words anew (a reshape): moves nothing. */
  | { readonly kind: "fused"; readonly into?: string; readonly operations: number }
  | { readonly kind: "unmodelled"; readonly why: string; readonly operations: number };

export interface NetworkLayer {
  /** Unique in its network. */
  readonly name: string;
  /** What the source calls it: `Conv`, `MaxPool`, `Gemm`. */
  readonly operator: string;
  readonly work: LayerWork;
  /** Tensors read and written, weights among them. */
  readonly inputs: readonly TensorName[];
  readonly outputs: readonly TensorName[];
  readonly span?: Span;
}

export interface Network {
  readonly name: string;
  /** In an order in which they can run. */
  readonly layers: readonly NetworkLayer[];
  readonly tensors: ReadonlyMap<TensorName, NetworkTensor>;
}

/** Multiply-accumulates of a product. */
export function macsOf(shape: ProductShape): number {
  const { groups, batch, inputChannels, outputChannels, width, height, kernelWidth, kernelHeight } = shape;
  return groups * batch * inputChannels * outputChannels * width * height * kernelWidth * kernelHeight;
}
