/**
 * Reductions, softmax and normalisations: they look at words more than once before the first result is there, so that they
 * read words and write words. Operations a word, each sum, product or function counting one:
 *
 *     softmax            maximum, difference, exponential, sum, quotient                              5
 *     layer, group and   sum, difference, square, sum, scale by 1/deviation, weight, bias             7
 *     instance norm
 *     RMS norm           square, sum, scale, weight                                                   4
 *     batch norm         weight, bias (mean and deviation are known beforehand): element-wise         2
 */
import { INT64, UINT8 } from "../model.ts";
import { result } from "./element-wise.ts";
import { elementCount, type NodeView, type Outcome, outcome, type Result, typed } from "./operator.ts";

/** A pass over the first input that leaves its shape; further outputs are small statistics. */
export function passOver(operations: number, moreOutputs: (node: NodeView) => readonly Result[] = () => []) {
  return (node: NodeView): Outcome => {
    const shape = node.shape(0);
    return {
      results: [typed(shape, node.value(0)), ...moreOutputs(node)].slice(0, Math.max(1, node.outputCount)),
      parts: [{ kind: "traffic", operations: operations * elementCount(shape) }],
    };
  };
}

/** Mean and inverse deviation of what LayerNormalization put together. */
export function layerStatistics(node: NodeView): readonly Result[] {
  const shape = node.shape(0);
  const axis = node.axis(node.integer("axis", -1), shape.length);
  const small = { shape: shape.map((size, at) => (at < axis ? size : 1)) };
  return [small, small];
}

/** Sum of two tensors and its normalisation; the fourth output is the sum. */
export function skipNormalisation(operations: number) {
  return (node: NodeView): Outcome => {
    const shape = node.shape(0);
    const statistic = { shape: [...shape.slice(0, -1), 1] };
    const whole = typed(shape, node.value(0));
    return {
      results: [whole, statistic, statistic, whole].slice(0, Math.max(1, node.outputCount)),
      parts: [{ kind: "traffic", operations: (operations + 1) * elementCount(shape) }],
    };
  };
}

export function batchNormalisation(node: NodeView): Outcome {
  const shape = node.shape(0);
  const channels = { shape: [shape[1] ?? 1] };
  const results = [typed(shape, node.value(0)), channels, channels, channels, channels];
  const [own = 1] = node.shape(1);
  if (shape.length < 2 || own !== shape[1]) node.fail(`normalises ${own} channels of ${shape.join("x")}`);
  return {
    results: results.slice(0, Math.max(1, node.outputCount)),
    parts: [{ kind: "element-wise", operations: 2 * elementCount(shape) }],
  };
}

/** Axes are an attribute, or an input from operator set 18 (13 for sums). */
export function reduction(node: NodeView): Outcome {
  const from = node.shape(0);
  const listed = node.integers("axes") ?? (node.optional(1) ? node.numbers(1, "the axes") : undefined);
  const isNothing = (listed === undefined || listed.length === 0) && node.integer("noop_with_empty_axes", 0) === 1;
  const axes =
    listed !== undefined && listed.length > 0 ? listed.map((axis) => node.axis(axis, from.length)) : undefined;
  const keeps = node.integer("keepdims", 1) === 1;
  if (isNothing) return outcome({ kind: "rename" }, typed(from, node.value(0)));
  const isReduced = (axis: number): boolean => axes === undefined || axes.includes(axis);
  const shape = keeps
    ? from.map((size, axis) => (isReduced(axis) ? 1 : size))
    : from.filter((_, axis) => !isReduced(axis));
  const { values, type } = node.value(0);
  const numbers = elementCount(shape) === 1 && values ? reduceNumbers(node.node.operator, values) : undefined;
  return outcome({ kind: "traffic", operations: elementCount(from) }, result(shape, type, numbers));
}

function reduceNumbers(operator: string, values: readonly number[]): readonly number[] | undefined {
  if (values.length === 0) return undefined;
  if (operator === "ReduceProd") return [values.reduce((all, value) => all * value, 1)];
  if (operator === "ReduceSum") return [values.reduce((all, value) => all + value, 0)];
  if (operator === "ReduceMax") return [Math.max(...values)];
  if (operator === "ReduceMin") return [Math.min(...values)];
  return undefined;
}

/** The place of the largest or smallest word. */
export function extremePlace(node: NodeView): Outcome {
  const from = node.shape(0);
  const axis = node.axis(node.integer("axis", 0), from.length);
  const keeps = node.integer("keepdims", 1) === 1;
  const shape = from.flatMap((size, at) => (at !== axis ? [size] : keeps ? [1] : []));
  return outcome({ kind: "traffic", operations: elementCount(from) }, { shape, type: INT64 });
}

/** Sorting takes about words * log2(words of the axis) comparisons. */
export function topK(node: NodeView): Outcome {
  const from = node.shape(0);
  const axis = node.axis(node.integer("axis", -1), from.length);
  const count = node.has("k") ? node.integer("k", 1) : (node.numbers(1, "how many")[0] ?? 1);
  const shape = from.map((size, at) => (at === axis ? count : size));
  const operations = elementCount(from) * Math.ceil(Math.log2(Math.max(2, from[axis] ?? 1)));
  return { results: [typed(shape, node.value(0)), { shape, type: INT64 }], parts: [{ kind: "traffic", operations }] };
}

/** Finds the range of the words, then scales them to 8 bits. */
export function dynamicQuantisation(node: NodeView): Outcome {
  const shape = node.shape(0);
  return {
    results: [{ shape, type: UINT8 }, typed([], node.value(0)), { shape: [], type: UINT8 }],
    parts: [{ kind: "traffic", operations: 4 * elementCount(shape) }],
  };
}
