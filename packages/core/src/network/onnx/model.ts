/**
 * An ONNX file as it stands: graph, nodes, shapes. Tensors are known by shape and by where their bytes lie; the bytes are
 * looked at only where shapes depend on them (`tensorValues`).
 */
import type { ByteRange } from "./wire.ts";

/** Number of an element type in ONNX's `TensorProto.DataType`. */
export type ElementType = number;

export const FLOAT: ElementType = 1;
export const UINT8: ElementType = 2;
export const INT8: ElementType = 3;
export const INT32: ElementType = 6;
export const INT64: ElementType = 7;
export const BOOL: ElementType = 9;
export const DOUBLE: ElementType = 11;

/** FLOAT, FLOAT16, DOUBLE, BFLOAT16. */
export function isFloat(type: ElementType | undefined): boolean {
  return type === FLOAT || type === 10 || type === DOUBLE || type === 16;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** Kept in a file beside the model, which is not opened. */
  readonly isExternal: boolean;
  readonly bytes: Uint8Array;
  /** Where its message lies in `bytes`. */
  readonly range: ByteRange;
}

/** A dimension is a number, a name for one, or nothing at all. */
export type OnnxDimension = number | string | undefined;

/** What a file says of a value. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly type?: ElementType;
  /** Absent where the rank is not said. */
  readonly shape?: readonly OnnxDimension[];
  /** Sequences, maps and optionals have no shape. */
  readonly isTensor: boolean;
  readonly offset: number;
}

/** The value of an attribute; only what its type says is there. */
export interface OnnxAttribute {
  readonly name: string;
  readonly float?: number;
  readonly integer?: number;
  readonly text?: string;
  readonly tensor?: OnnxTensor;
  readonly graph?: OnnxGraph;
  readonly floats: readonly number[];
  readonly integers: readonly number[];
  /** More numbers than are kept. */
  readonly isCut: boolean;
}

export interface OnnxNode {
  /** As the file has it; may be empty. */
  readonly name: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** Names of values; an empty name is an input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** Where the node begins in the file. */
  readonly offset: number;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  /** What the file says of values in between. */
  readonly values: readonly OnnxValueInfo[];
}

export interface OnnxModel {
  /** Version of the operators by domain; ONNX's own domain is empty. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly graph: OnnxGraph;
  /** `domain:name` of the functions that the file defines. */
  readonly functions: ReadonlySet<string>;
}

/** A node as messages name it. */
export function describeOnnxNode(node: OnnxNode): string {
  const name = node.name !== "" ? node.name : (node.outputs[0] ?? "");
  return `${node.operator} "${name}"`;
}
