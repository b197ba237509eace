/**
 * A network while it is read: layers before element-wise work is fused into producers, and what is known of their tensors.
 * Every source of networks ends in drafts; `buildNetwork` makes the network of them.
 */
import type { Span } from "../text/source.ts";
import type { ProductShape } from "./network.ts";
import { macsOf } from "./network.ts";

export type DraftWork =
  | { readonly kind: "product"; readonly shape: ProductShape; readonly secondOperand: "weights" | "activations" }
  /** Words are those of the tensors, unless said otherwise. */
  | { readonly kind: "traffic"; readonly operations: number; readonly readWords?: number }
  /** One word out for one word in: can be done on the way out of what made its input; else traffic. */
  | { readonly kind: "element-wise"; readonly operations: number }
  /** Other names for the same words: moves nothing. */
  | { readonly kind: "rename" }
  | { readonly kind: "unmodelled"; readonly why: string; readonly operations: number };

export interface Draft {
  readonly name: string;
  readonly operator: string;
  readonly work: DraftWork;
  /** Tensors by name; those known beforehand among the inputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly span?: Span;
}

/** A tensor as far as it is known. */
export interface DraftTensor {
  readonly shape?: readonly number[];
  /** Known before the network runs. */
  readonly isConstant: boolean;
}

export interface DraftNetwork {
  readonly name: string;
  readonly drafts: readonly Draft[];
  /** Names of tensors that come from outside, and of those that are given out. */
  readonly inputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  tensor(name: string): DraftTensor | undefined;
}

/** Scalar operations of a draft; a MAC counts one. */
export function operationsOf(work: DraftWork): number {
  if (work.kind === "product") return macsOf(work.shape);
  return work.kind === "rename" ? 0 : work.operations;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
