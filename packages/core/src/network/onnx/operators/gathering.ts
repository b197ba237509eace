/** Operators that fetch words from places which the data decide, and those that make tensors out of few numbers. */

import type { DraftWork } from "../../draft.ts";
import { INT64 } from "../model.ts";
import { MAX_VALUES, tensorValues } from "../tensor-values.ts";
import { result } from "./element-wise.ts";
import { describeShape, elementCount, type NodeView, type Outcome, outcome, typed, Unmodelled } from "./operator.ts";
import { fetchNumbers, placeOf } from "./small-tensors.ts";

/** Reads what it writes and its indices; known indices only say where the words are. */
function fetching(node: NodeView, shape: readonly number[], indicesAt: number): DraftWork {
  const indices = node.value(indicesAt);
  if (indices.isConstant) return { kind: "rename" };
  return {
    kind: "traffic",
    operations: 0,
    readWords: elementCount(shape) + elementCount(node.shape(indicesAt)),
  };
}

export function gather(node: NodeView): Outcome {
  const from = node.shape(0);
  const indices = node.shape(1);
  const axis = node.axis(node.integer("axis", 0), from.length);
  const shape = [...from.slice(0, axis), ...indices, ...from.slice(axis + 1)];
  const value = node.value(0);
  const places = node.value(1).values;
  const size = from[axis] ?? 1;
  const wrong = places?.find((place) => !(place >= -size && place < size));
  if (wrong !== undefined) node.fail(`fetches word ${wrong} of ${size}`);
  const numbers =
    places &&
    fetchNumbers(value, shape, (index) => {
      const place = places[placeOf(index.slice(axis, axis + indices.length), indices)] ?? 0;
      return [...index.slice(0, axis), place < 0 ? place + size : place, ...index.slice(axis + indices.length)];
    });
  return outcome(fetching(node, shape, 1), result(shape, value.type, numbers));
}

export function gatherElements(node: NodeView): Outcome {
  const shape = node.shape(1);
  return outcome(fetching(node, shape, 1), typed(shape, node.value(0)));
}

export function gatherMany(node: NodeView): Outcome {
  const from = node.shape(0);
  const indices = node.shape(1);
  const batch = node.integer("batch_dims", 0);
  const depth = indices.at(-1) ?? 0;
  const shape = [...indices.slice(0, -1), ...from.slice(batch + depth)];
  return outcome(fetching(node, shape, 1), typed(shape, node.value(0)));
}

/** Writes its updates into a copy of the first input. */
export function scatter(node: NodeView): Outcome {
  const shape = node.shape(0);
  const words = elementCount(node.shape(2));
  return outcome(
    { kind: "traffic", operations: 0, readWords: elementCount(shape) + words },
    typed(shape, node.value(0)),
  );
}

/** Operations a word, by how many neighbours along each axis it is made of. */
const NEIGHBOURS: Readonly<Record<string, number>> = { nearest: 0, linear: 2, cubic: 4 };

/** Sizes, or scales for each axis: floor(size * scale). */
export function resize(node: NodeView): Outcome {
  const from = node.shape(0);
  const isUpsample = node.node.operator === "Upsample" || node.opset < 11;
  const scales = node.node.attributes.get("scales")?.floats ?? node.optional(isUpsample ? 1 : 2)?.values;
  const sizesGiven = node.optional(3) !== undefined && !isUpsample;
  const axes = (node.integers("axes") ?? from.map((_, axis) => axis)).map((axis) => node.axis(axis, from.length));
  let sizes = sizesGiven
    ? node.numbers(3, "the sizes")
    : axes.map((axis, at) => Math.floor((from[axis] ?? 1) * (scales?.[at] ?? Number.NaN)));
  const policy = node.text("keep_aspect_ratio_policy", "stretch");
  if (sizesGiven && policy !== "stretch") {
    const ratios = axes.map((axis, at) => (sizes[at] ?? 1) / (from[axis] ?? 1));
    const ratio = policy === "not_larger" ? Math.min(...ratios) : Math.max(...ratios);
    sizes = axes.map((axis) => Math.round((from[axis] ?? 1) * ratio));
  }
  if (sizes.length !== axes.length) node.fail(`has ${sizes.length} sizes for ${axes.length} axes`);
  if (sizes.some((size) => Number.isNaN(size))) throw new Unmodelled("its scales are computed while the network runs");
  const shape = from.map((size, axis) => (axes.includes(axis) ? (sizes[axes.indexOf(axis)] ?? size) : size));
  const neighbours = NEIGHBOURS[node.text("mode", "nearest")] ?? 2;
  const changed = shape.filter((size, axis) => size !== from[axis]).length;
  const operations = neighbours === 0 ? 0 : elementCount(shape) * neighbours ** changed;
  return outcome({ kind: "traffic", operations, readWords: elementCount(from) }, typed(shape, node.value(0)));
}

/** The shape of a value is known, whatever its words are. */
export function shapeOfInput(node: NodeView): Outcome {
  const whole = node.shape(0);
  const bound = (value: number): number =>
    Math.min(Math.max(value < 0 ? value + whole.length : value, 0), whole.length);
  const part = whole.slice(bound(node.integer("start", 0)), bound(node.integer("end", whole.length)));
  const made = { shape: [part.length], type: INT64, values: part, isConstant: true };
  return outcome({ kind: "rename" }, made);
}

export function sizeOfInput(node: NodeView): Outcome {
  const words = elementCount(node.shape(0));
  return outcome({ kind: "rename" }, { shape: [], type: INT64, values: [words], isConstant: true });
}

export function constant(node: NodeView): Outcome {
  const tensor = node.tensor("value");
  const made = (shape: readonly number[], type: number, values: readonly number[] | undefined): Outcome =>
    outcome({ kind: "rename" }, { ...result(shape, type, values), isConstant: true });
  if (tensor) return made(tensor.shape, tensor.type, tensorValues(tensor));
  const attribute = (name: string) => node.node.attributes.get(name);
  const integer = attribute("value_int")?.integer;
  if (integer !== undefined) return made([], INT64, [integer]);
  const float = attribute("value_float")?.float;
  if (float !== undefined) return made([], 1, [float]);
  const integers = attribute("value_ints")?.integers;
  if (integers !== undefined) return made([integers.length], INT64, integers);
  const floats = attribute("value_floats")?.floats;
  if (floats !== undefined) return made([floats.length], 1, floats);
  throw new Unmodelled("a constant that is neither tensor nor number");
}

export function constantOfShape(node: NodeView): Outcome {
  const shape = node.numbers(0, "its shape");
  const tensor = node.tensor("value");
  const [value = 0] = (tensor && tensorValues(tensor)) ?? [0];
  const size = elementCount(shape);
  if (!Number.isSafeInteger(size) || size < 0) node.fail(`makes a tensor of ${describeShape(shape)}`);
  const values = size <= MAX_VALUES ? Array.from({ length: size }, () => value) : undefined;
  return outcome({ kind: "rename" }, { ...result(shape, tensor?.type ?? 1, values), isConstant: true });
}

export function range(node: NodeView): Outcome {
  const [start = 0] = node.numbers(0, "its start");
  const [end = 0] = node.numbers(1, "its end");
  const [step = 1] = node.numbers(2, "its step");
  if (step === 0) node.fail("has step 0");
  const count = Math.max(0, Math.ceil((end - start) / step));
  if (!Number.isSafeInteger(count)) node.fail(`counts from ${start} to ${end}`);
  const values = count <= MAX_VALUES ? Array.from({ length: count }, (_, index) => start + index * step) : undefined;
  return outcome({ kind: "rename" }, result([count], node.value(0).type, values));
}

export function oneHot(node: NodeView): Outcome {
  const from = node.shape(0);
  const [depth = 1] = node.numbers(1, "its depth");
  const given = node.integer("axis", -1);
  const axis = node.axis(given, from.length + 1);
  const shape = [...from.slice(0, axis), depth, ...from.slice(axis)];
  return outcome({ kind: "traffic", operations: 0 }, typed(shape, node.optional(2)));
}

/** A square matrix with ones on a diagonal, of the shape of the input. */
export function eyeLike(node: NodeView): Outcome {
  return outcome({ kind: "rename" }, { shape: node.shape(0), type: node.integer("dtype", 1), isConstant: true });
}

/** Four neighbours of each place (eight in three dimensions), each weighted and added up. */
export function gridSample(node: NodeView): Outcome {
  const [batch = 1, channels = 1, ...spatial] = node.shape(0);
  const shape = [batch, channels, ...node.shape(1).slice(1, -1)];
  const neighbours = node.text("mode", "linear") === "nearest" ? 0 : 2 ** spatial.length;
  return outcome({ kind: "traffic", operations: 2 * neighbours * elementCount(shape) }, typed(shape, node.value(0)));
}
