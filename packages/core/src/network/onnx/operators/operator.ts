/**
 * What a file of `operators/` says of one kind of node: from the shapes (and the small known numbers) of its inputs, the
 * shapes of its outputs, and what the node does with words.
 *
 *     product        multiplies and adds up: a `ProductShape`
 *     traffic        reads words and writes words
 *     element-wise   one word out for one word in: can be done on the way out of what made its input; else traffic
 *     rename         other names for the same words: moves nothing
 *     unmodelled     its shapes are known, its work is only estimated
 *
 * Operators throw: `NodeFault` where the file contradicts itself, `Unmodelled` where there is no model. Both are caught in
 * the one place that walks over nodes.
 */

import { type DraftWork, elementCount } from "../../draft.ts";
import type { ElementType, OnnxNode, OnnxTensor } from "../model.ts";

/** What is known of a value when a node that reads it is reached. */
export interface Value {
  readonly name: string;
  /** Absent where nothing says it. */
  readonly shape?: readonly number[];
  readonly type?: ElementType;
  /** Known before the network runs: a weight, or computed from weights and shapes alone. */
  readonly isConstant: boolean;
  /** The numbers in it, where they are few and known: shapes, axes, scales. */
  readonly values?: readonly number[];
}

/** One output of a node. */
export interface Result {
  readonly shape: readonly number[];
  readonly type?: ElementType;
  readonly values?: readonly number[];
  /** Known beforehand whatever the inputs are (the shape of an activation). */
  readonly isConstant?: boolean;
}

/** The tensors of a part by name; of the node as a whole where absent. */
interface PartEnds {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Appended to the node's name where a node has several parts. */
  readonly suffix?: string;
  /** In place of the node's operator. */
  readonly operator?: string;
}

export type Part = DraftWork & PartEnds;

export interface Outcome {
  readonly results: readonly Result[];
  readonly parts: readonly Part[];
  /** Tensors that pass between the parts of the node. */
  readonly inner?: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

export type Operator = (node: NodeView) => Outcome;

/** The file contradicts itself. */
export class NodeFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NodeFault";
  }
}

/** There is no model of what the node does; its outputs have the shapes that the file states. */
export class Unmodelled extends Error {
  readonly operations: number | undefined;
  /** It is the shape of an input that is missing: the reason lies before this node. */
  readonly isConsequence: boolean;

  constructor(why: string, operations?: number, isConsequence = false) {
    super(why);
    this.name = "Unmodelled";
    this.operations = operations;
    this.isConsequence = isConsequence;
  }
}

/** A node with the values that it reads. */
export class NodeView {
  readonly node: OnnxNode;
  /** Version of the node's operator set. */
  readonly opset: number;
  readonly #inputs: readonly (Value | undefined)[];

  constructor(node: OnnxNode, opset: number, inputs: readonly (Value | undefined)[]) {
    this.node = node;
    this.opset = opset;
    this.#inputs = inputs;
  }

  get inputCount(): number {
    return this.#inputs.length;
  }

  get outputCount(): number {
    return this.node.outputs.length;
  }

  /** Undefined for an input left out. */
  optional(index: number): Value | undefined {
    return this.#inputs[index];
  }

  value(index: number): Value {
    return this.#inputs[index] ?? this.fail(`has no input ${index}`);
  }

  /** Inputs that are there. */
  values(): readonly Value[] {
    return this.#inputs.filter((value) => value !== undefined);
  }

  shape(index: number): readonly number[] {
    return shapeOf(this.value(index));
  }

  /** The numbers of an input that decides over shapes. */
  numbers(index: number, what: string): readonly number[] {
    const { values, name } = this.value(index);
    if (values === undefined) throw new Unmodelled(`${what} ("${name}") is computed while the network runs`);
    return values;
  }

  has(attribute: string): boolean {
    return this.node.attributes.has(attribute);
  }

  integer(name: string, byDefault: number): number {
    return this.node.attributes.get(name)?.integer ?? byDefault;
  }

  float(name: string, byDefault: number): number {
    return this.node.attributes.get(name)?.float ?? byDefault;
  }

  text(name: string, byDefault: string): string {
    return this.node.attributes.get(name)?.text ?? byDefault;
  }

  integers(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes.get(name);
    if (attribute?.isCut) throw new Unmodelled(`attribute ${name} has too many numbers`);
    return attribute?.integers;
  }

  tensor(name: string): OnnxTensor | undefined {
    return this.node.attributes.get(name)?.tensor;
  }

  /** An axis counted from the front; negative ones count from the back. */
  axis(axis: number, rank: number): number {
    const counted = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(axis) || counted < 0 || counted >= Math.max(rank, 1)) {
      this.fail(`has axis ${axis}, but its tensor has ${rank} dimensions`);
    }
    return counted;
  }

  fail(message: string): never {
    throw new NodeFault(message);
  }
}

export function shapeOf(value: Value): readonly number[] {
  if (value.shape === undefined) throw new Unmodelled(`the shape of "${value.name}" is not known`, undefined, true);
  return value.shape;
}

/** An outcome of one part and one output. */
export function outcome(work: DraftWork & PartEnds, ...results: readonly Result[]): Outcome {
  return { results, parts: [work] };
}

/** Of the type of `value`, which may be unknown. */
export function typed(shape: readonly number[], value: { readonly type?: ElementType } | undefined): Result {
  return value?.type === undefined ? { shape } : { shape, type: value.type };
}

export { elementCount };

/** The shape that operands of `shapes` are spread to (numpy's rule); undefined where they do not go together. */
export function broadcast(shapes: readonly (readonly number[])[]): readonly number[] | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const spread: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    let size = 1;
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === size) continue;
      if (size !== 1) return undefined;
      size = own;
    }
    spread.push(size);
  }
  return spread;
}

export { describeShape } from "../../shape-text.ts";
