/**
 * One word out for one word in (of each operand, spread by numpy's rule): activations, sums, comparisons, conversions.
 * Small known numbers are computed, since exporters compute shapes with the same operators.
 */

import type { DraftWork } from "../../draft.ts";
import { BOOL, type ElementType, isFloat } from "../model.ts";
import {
  broadcast,
  describeShape,
  elementCount,
  type NodeView,
  type Outcome,
  outcome,
  type Result,
  shapeOf,
  type Value,
} from "./operator.ts";
import { fetchNumbers } from "./small-tensors.ts";

type Arithmetic = (a: number, b: number, isWhole: boolean) => number;

interface ElementWise {
  /** Scalar operations a word. */
  readonly operations?: number;
  /** Type of the result, where it is not that of the first input. */
  readonly type?: (node: NodeView) => ElementType | undefined;
  readonly one?: (a: number) => number;
  readonly two?: Arithmetic;
  /** Inputs that are words of the result; the rest are settings of the operator. */
  readonly operands?: number;
}

const asBoolean = (): ElementType => BOOL;

/** Whole numbers divide towards zero, as in C. */
function divide(a: number, b: number, isWhole: boolean): number {
  return isWhole ? Math.trunc(a / b) : a / b;
}

const flag = (value: boolean): number => (value ? 1 : 0);

/** By operator. What is not computed here is no part of shapes. */
export const ELEMENT_WISE: ReadonlyMap<string, ElementWise> = new Map<string, ElementWise>([
  ...(
    "LeakyRelu Elu Celu Selu Sigmoid HardSigmoid HardSwish Swish Mish Softplus Softsign Tanh ThresholdedRelu Gelu Erf Exp Log " +
    "Reciprocal Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Shrink BitwiseNot FastGelu QuickGelu"
  )
    .split(" ")
    .map((name): [string, ElementWise] => [name, { operands: 1 }]),
  ...["IsNaN", "IsInf"].map((name): [string, ElementWise] => [name, { type: asBoolean, operands: 1 }]),
  ...["PRelu", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BiasGelu"].map((name): [string, ElementWise] => [
    name,
    {},
  ]),
  ["Relu", { one: (a) => Math.max(0, a) }],
  ["Abs", { one: (a) => Math.abs(a) }],
  ["Neg", { one: (a) => -a }],
  ["Sqrt", { one: (a) => Math.sqrt(a) }],
  ["Floor", { one: (a) => Math.floor(a) }],
  ["Ceil", { one: (a) => Math.ceil(a) }],
  ["Sign", { one: (a) => Math.sign(a) }],
  ["Not", { type: asBoolean, one: (a) => flag(a === 0) }],
  ["Round", { one: (a) => (Math.abs(a % 1) === 0.5 ? 2 * Math.round(a / 2) : Math.round(a)) }],
  ["Add", { two: (a, b) => a + b }],
  ["Sub", { two: (a, b) => a - b }],
  ["Mul", { two: (a, b) => a * b }],
  ["Div", { two: divide }],
  ["Pow", { two: (a, b) => a ** b }],
  ["Mod", { two: (a, b, isWhole) => (isWhole ? a - b * Math.floor(a / b) : a % b) }],
  ["Min", { two: (a, b) => Math.min(a, b) }],
  ["Max", { two: (a, b) => Math.max(a, b) }],
  ["Sum", { two: (a, b) => a + b }],
  ["Mean", {}],
  ["And", { type: asBoolean, two: (a, b) => flag(a !== 0 && b !== 0) }],
  ["Or", { type: asBoolean, two: (a, b) => flag(a !== 0 || b !== 0) }],
  ["Xor", { type: asBoolean, two: (a, b) => flag((a !== 0) !== (b !== 0)) }],
  ["Equal", { type: asBoolean, two: (a, b) => flag(a === b) }],
  ["Greater", { type: asBoolean, two: (a, b) => flag(a > b) }],
  ["Less", { type: asBoolean, two: (a, b) => flag(a < b) }],
  ["GreaterOrEqual", { type: asBoolean, two: (a, b) => flag(a >= b) }],
  ["LessOrEqual", { type: asBoolean, two: (a, b) => flag(a <= b) }],
]);

/** The numbers of `value` spread to `shape`, or undefined where they are many or not known. */
export function spreadNumbers(value: Value, shape: readonly number[]): readonly number[] | undefined {
  const own = shapeOf(value);
  if (value.values?.length === elementCount(shape)) return value.values;
  return fetchNumbers(value, shape, (index) =>
    index.slice(shape.length - own.length).map((at, axis) => (own[axis] === 1 ? 0 : at)),
  );
}

function compute(
  rules: ElementWise,
  operands: readonly Value[],
  shape: readonly number[],
): readonly number[] | undefined {
  const spread = operands.map((value) => spreadNumbers(value, shape));
  const [first, ...others] = spread;
  if (first === undefined || others.some((numbers) => numbers === undefined)) return undefined;
  const { one, two } = rules;
  if (others.length === 0) return one && first.map(one);
  if (two === undefined) return undefined;
  const isWhole = operands.every(({ type }) => type !== undefined && !isFloat(type));
  return others.reduce<readonly number[]>(
    (sum, numbers) => sum.map((value, index) => two(value, numbers?.[index] ?? 0, isWhole)),
    first,
  );
}

/** The shape that `values` are spread to; a fault of the node where they do not go together. */
export function spreadShape(node: NodeView, values: readonly Value[]): readonly number[] {
  const shapes = values.map(shapeOf);
  return broadcast(shapes) ?? node.fail(`has operands of ${shapes.map(describeShape).join(" and ")}`);
}

export function elementWise(node: NodeView): Outcome {
  const rules = ELEMENT_WISE.get(node.node.operator) ?? {};
  const operands = node.values().slice(0, rules.operands);
  if (operands.length === 0) node.fail("has no inputs");
  const shape = spreadShape(node, operands);
  const type = rules.type ? rules.type(node) : operands[0]?.type;
  const values = compute(rules, operands, shape);
  const work: DraftWork = {
    kind: "element-wise",
    operations: elementCount(shape) * Math.max(1, operands.length - 1) * (rules.operations ?? 1),
  };
  return outcome(work, result(shape, type, values));
}

export function result(
  shape: readonly number[],
  type: ElementType | undefined,
  values: readonly number[] | undefined,
): Result {
  return { shape, ...(type !== undefined && { type }), ...(values !== undefined && { values }) };
}

/** Conversion of each word: the first input decides the shape, `operations` a word. */
export function perWord(
  operations: number,
  typeOf?: (node: NodeView) => ElementType | undefined,
): (node: NodeView) => Outcome {
  return (node) => {
    const value = node.value(0);
    const shape = node.shape(0);
    const type = typeOf ? typeOf(node) : value.type;
    const work: DraftWork = { kind: "element-wise", operations: operations * elementCount(shape) };
    return outcome(work, result(shape, type, undefined));
  };
}

export function cast(node: NodeView): Outcome {
  const value = node.value(0);
  const shape = node.shape(0);
  const to = node.has("to") ? node.integer("to", 0) : node.optional(1)?.type;
  const isWhole = to !== undefined && !isFloat(to);
  const values = value.values?.map((number) =>
    to === BOOL ? flag(number !== 0) : isWhole ? Math.trunc(number) : number,
  );
  return outcome({ kind: "element-wise", operations: elementCount(shape) }, result(shape, to, values));
}

export function clip(node: NodeView): Outcome {
  const value = node.value(0);
  const shape = node.shape(0);
  const limit = (index: number): number | undefined => node.optional(index)?.values?.[0];
  const isLimited = node.optional(1) !== undefined || node.optional(2) !== undefined;
  const low = limit(1) ?? Number.NEGATIVE_INFINITY;
  const high = limit(2) ?? Number.POSITIVE_INFINITY;
  const isKnown =
    isLimited && [1, 2].every((index) => node.optional(index) === undefined || limit(index) !== undefined);
  const values = isKnown ? value.values?.map((number) => Math.min(Math.max(number, low), high)) : undefined;
  return outcome({ kind: "element-wise", operations: elementCount(shape) }, result(shape, value.type, values));
}

export function where(node: NodeView): Outcome {
  const operands = [node.value(0), node.value(1), node.value(2)];
  const shape = spreadShape(node, operands);
  const [choice, yes, no] = operands.map((value) => spreadNumbers(value, shape));
  const values =
    choice && yes && no ? choice.map((flag, index) => (flag === 0 ? no[index] : yes[index]) ?? 0) : undefined;
  return outcome({ kind: "element-wise", operations: elementCount(shape) }, result(shape, node.value(1).type, values));
}
