/**
 * Operators that only say where words are: they move nothing, since whoever reads next can look for the words where they
 * are (a part of a tensor, the parts of a joint one, zeros around it).
 */
import type { DraftWork } from "../../draft.ts";
import { MAX_VALUES } from "../tensor-values.ts";
import { result, spreadNumbers } from "./element-wise.ts";
import {
  describeShape,
  elementCount,
  type NodeView,
  type Outcome,
  outcome,
  typed,
  Unmodelled,
  type Value,
} from "./operator.ts";
import { fetchNumbers } from "./small-tensors.ts";

const RENAME: DraftWork = { kind: "rename" };

/** Other dimensions for the same words in the same order. */
function reshaped(value: Value, shape: readonly number[]): Outcome {
  return outcome(RENAME, result(shape, value.type, value.values));
}

export function identity(node: NodeView): Outcome {
  return reshaped(node.value(0), node.shape(0));
}

/** In inference a dropout passes its input on; the mask, where one is asked for, says that all words stay. */
export function dropout(node: NodeView): Outcome {
  const { results, parts } = identity(node);
  return { results: node.outputCount > 1 ? [...results, { shape: node.shape(0) }] : results, parts };
}

/** 0 keeps a dimension (unless allowzero), -1 is what remains. */
export function reshape(node: NodeView): Outcome {
  const from = node.shape(0);
  const target = node.integers("shape") ?? node.numbers(1, "the target shape");
  const keepsZero = node.integer("allowzero", 0) === 1;
  const sizes = target.map((size, axis) => (size === 0 && !keepsZero ? (from[axis] ?? 0) : size));
  const known = sizes.filter((size) => size !== -1).reduce((all, size) => all * size, 1);
  const words = elementCount(from);
  const shape = sizes.map((size) => (size === -1 ? (known === 0 ? 0 : words / known) : size));
  const isPossible = shape.every((size) => Number.isSafeInteger(size) && size >= 0) && elementCount(shape) === words;
  if (!isPossible) node.fail(`cannot give ${describeShape(from)} the shape ${target.join(",")}`);
  return reshaped(node.value(0), shape);
}

export function flatten(node: NodeView): Outcome {
  const from = node.shape(0);
  const given = node.integer("axis", 1);
  const axis = given < 0 ? given + from.length : given;
  if (!(axis >= 0 && axis <= from.length)) node.fail(`has axis ${given} for ${describeShape(from)}`);
  return reshaped(node.value(0), [elementCount(from.slice(0, axis)), elementCount(from.slice(axis))]);
}

export function transpose(node: NodeView): Outcome {
  const from = node.shape(0);
  const order = node.integers("perm") ?? from.map((_, axis) => from.length - 1 - axis);
  if (
    order.length !== from.length ||
    new Set(order).size !== order.length ||
    order.some((axis) => from[axis] === undefined)
  ) {
    node.fail(`has perm ${order.join(",")} for ${describeShape(from)}`);
  }
  const shape = order.map((axis) => from[axis] ?? 1);
  const value = node.value(0);
  const numbers = fetchNumbers(value, shape, (index) => from.map((_, axis) => index[order.indexOf(axis)] ?? 0));
  return outcome(RENAME, result(shape, value.type, numbers));
}

/** Axes moved from an attribute to an input at operator set 13. */
function axesOf(node: NodeView): readonly number[] | undefined {
  const attribute = node.integers("axes");
  if (attribute !== undefined) return attribute;
  return node.optional(1) === undefined ? undefined : node.numbers(1, "the axes");
}

export function squeeze(node: NodeView): Outcome {
  const from = node.shape(0);
  const given = axesOf(node)?.map((axis) => node.axis(axis, from.length));
  const axes = given ?? from.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const wrong = axes.find((axis) => from[axis] !== 1);
  if (wrong !== undefined) node.fail(`takes axis ${wrong} out of ${describeShape(from)}, whose size is not 1`);
  return reshaped(
    node.value(0),
    from.filter((_, axis) => !axes.includes(axis)),
  );
}

export function unsqueeze(node: NodeView): Outcome {
  const from = node.shape(0);
  const given = axesOf(node) ?? [];
  const rank = from.length + given.length;
  const axes = given.map((axis) => node.axis(axis, rank));
  const rest = from.values();
  const shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.next().value ?? 1)));
  return reshaped(node.value(0), shape);
}

export function concat(node: NodeView): Outcome {
  return joined(node, node.values());
}

/** `values` one behind the other along the node's axis. */
export function joined(node: NodeView, values: readonly Value[]): Outcome {
  const shapes = values.map((value) => value.shape ?? []);
  if (values.length === 0 || values.some(({ shape }) => shape === undefined)) {
    throw new Unmodelled("the shape of an input is not known", undefined, true);
  }
  const [first = []] = shapes;
  const axis = node.axis(node.integer("axis", 1), first.length);
  const fits = shapes.every(
    (shape) => shape.length === first.length && shape.every((size, at) => at === axis || size === first[at]),
  );
  if (!fits) node.fail(`joins tensors of ${shapes.map(describeShape).join(", ")} along axis ${axis}`);
  const shape = first.map((size, at) =>
    at === axis ? shapes.reduce((sum, each) => sum + (each[axis] ?? 0), 0) : size,
  );
  return outcome(RENAME, result(shape, values[0]?.type, joinNumbers(values, shape, axis)));
}

/** Numbers of tensors one behind the other along an axis. */
function joinNumbers(values: readonly Value[], shape: readonly number[], axis: number): readonly number[] | undefined {
  const size = elementCount(shape);
  if (!(size <= MAX_VALUES) || values.some(({ values: numbers }) => numbers === undefined)) return undefined;
  const outer = elementCount(shape.slice(0, axis));
  const rows = values.map(({ values: numbers = [] }) => ({ numbers, length: numbers.length / outer }));
  return Array.from({ length: outer }, (_, row) =>
    rows.flatMap(({ numbers, length }) => numbers.slice(row * length, (row + 1) * length)),
  ).flat();
}

export function split(node: NodeView): Outcome {
  const from = node.shape(0);
  const axis = node.axis(node.integer("axis", 0), from.length);
  const whole = from[axis] ?? 1;
  const listed = node.integers("split") ?? (node.optional(1) ? node.numbers(1, "the sizes of the parts") : undefined);
  const count = node.has("num_outputs") ? node.integer("num_outputs", 1) : node.outputCount;
  const even = Math.ceil(whole / Math.max(1, count));
  const sizes =
    listed ?? Array.from({ length: Math.min(count, 4096) }, (_, at) => Math.max(0, Math.min(even, whole - at * even)));
  const sum = sizes.reduce((all, size) => all + size, 0);
  if (sum !== whole || sizes.some((size) => size < 0)) node.fail(`splits ${whole} words into ${sizes.join(", ")}`);
  const value = node.value(0);
  let start = 0;
  const results = sizes.map((size) => {
    const shape = from.map((own, at) => (at === axis ? size : own));
    const first = start;
    start += size;
    const numbers = fetchNumbers(value, shape, (index) => index.map((at, own) => (own === axis ? at + first : at)));
    return result(shape, value.type, numbers);
  });
  return { results, parts: [RENAME] };
}

/** Starts and ends count from the back where negative and are cut to the tensor; attributes before operator set 10. */
export function slice(node: NodeView): Outcome {
  const from = node.shape(0);
  const starts = node.integers("starts") ?? node.numbers(1, "where the slice starts");
  const ends = node.integers("ends") ?? node.numbers(2, "where the slice ends");
  const given = node.integers("axes") ?? (node.optional(3) ? node.numbers(3, "the axes") : undefined);
  const axes = (given ?? starts.map((_, at) => at)).map((axis) => node.axis(axis, from.length));
  const steps = node.optional(4) ? node.numbers(4, "the steps") : starts.map(() => 1);
  const shape = [...from];
  const value = node.value(0);
  const begins = from.map(() => 0);
  const strides = from.map(() => 1);
  for (const [at, axis] of axes.entries()) {
    const size = from[axis] ?? 1;
    const step = steps[at] ?? 1;
    if (step === 0 || starts[at] === undefined || ends[at] === undefined)
      node.fail("has a slice without start, end or step");
    const least = step > 0 ? 0 : -1;
    const bound = (value: number, low: number): number =>
      Math.min(Math.max(value < 0 ? value + size : value, low), step > 0 ? size : size - 1);
    const start = bound(starts[at] ?? 0, 0);
    const end = bound(ends[at] ?? 0, least);
    shape[axis] = Math.max(0, Math.ceil((end - start) / step));
    begins[axis] = start;
    strides[axis] = step;
  }
  const numbers = fetchNumbers(value, shape, (index) =>
    index.map((at, axis) => (begins[axis] ?? 0) + at * (strides[axis] ?? 1)),
  );
  return outcome(RENAME, result(shape, value.type, numbers));
}

/** The other triangle is zeros, which nobody has to fetch. */
export function triangle(node: NodeView): Outcome {
  return outcome(RENAME, typed(node.shape(0), node.value(0)));
}

/** Zeros around a tensor are made where they are read. */
export function pad(node: NodeView): Outcome {
  const from = node.shape(0);
  const pads = node.integers("pads") ?? node.integers("paddings") ?? node.numbers(1, "the padding");
  const given = node.optional(3) ? node.numbers(3, "the axes") : from.map((_, axis) => axis);
  const axes = given.map((axis) => node.axis(axis, from.length));
  if (pads.length !== 2 * axes.length) node.fail(`has ${pads.length} pads for ${axes.length} axes`);
  const shape = [...from];
  for (const [at, axis] of axes.entries()) {
    shape[axis] = (shape[axis] ?? 0) + (pads[at] ?? 0) + (pads[at + axes.length] ?? 0);
  }
  if (shape.some((size) => size < 0)) node.fail(`takes more than there is off ${describeShape(from)}`);
  return outcome(RENAME, typed(shape, node.value(0)));
}

/** Repeats words: a reader takes the same word again. */
export function expand(node: NodeView): Outcome {
  const from = node.shape(0);
  const target = node.numbers(1, "the target shape");
  const rank = Math.max(from.length, target.length);
  const shape = Array.from({ length: rank }, (_, axis) => {
    const own = from[axis - rank + from.length] ?? 1;
    const wanted = target[axis - rank + target.length] ?? 1;
    if (own !== wanted && own !== 1 && wanted !== 1) node.fail(`spreads ${describeShape(from)} to ${target.join(",")}`);
    return own === 1 ? wanted : own;
  });
  const value = node.value(0);
  return outcome(RENAME, result(shape, value.type, spreadNumbers(value, shape)));
}

export function tile(node: NodeView): Outcome {
  const from = node.shape(0);
  const repeats = node.numbers(1, "how often to repeat");
  if (repeats.length !== from.length) node.fail(`repeats ${describeShape(from)} ${repeats.join(",")} times`);
  const shape = from.map((size, axis) => size * (repeats[axis] ?? 1));
  const value = node.value(0);
  const numbers = fetchNumbers(value, shape, (index) => index.map((at, axis) => at % (from[axis] ?? 1)));
  return outcome(RENAME, result(shape, value.type, numbers));
}

/** Channels to places (`towards` 1) and back: blocksize^2 channels are one place. */
export function depthAndSpace(towards: "space" | "depth"): (node: NodeView) => Outcome {
  return (node) => {
    const [batch = 1, channels = 1, height = 1, width = 1] = node.shape(0);
    const block = node.integer("blocksize", 1);
    const shape =
      towards === "space"
        ? [batch, channels / (block * block), height * block, width * block]
        : [batch, channels * block * block, height / block, width / block];
    if (!shape.every((size) => Number.isSafeInteger(size))) {
      node.fail(`has blocksize ${block} for ${describeShape(node.shape(0))}`);
    }
    return outcome(RENAME, typed(shape, node.value(0)));
  };
}
