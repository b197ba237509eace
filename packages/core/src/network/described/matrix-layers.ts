/**
 * Products of matrices: `linear` with weights, `matmul` of two layers' results, with attention's heads.
 *
 *     linear: M            [.., F]                    ->  [.., M]
 *     matmul: k            [N, T, F] [N, F, M]        ->  [N, T, M];   transpose: true reads the second as [N, M, F]
 *     heads: h             [N, Tq, h d] [N, Tk, h d]  ->  [N, h, Tq, Tk]           (with transpose: scores of attention)
 *                          [N, h, Tq, Tk] [N, Tk, h d] -> [N, Tq, h d]              (their values)
 *
 * With fewer `kv_heads` the second operand has so many heads, and h / kv_heads of the first one share each: their rows
 * stand one below the other.
 */
import { matrixShape } from "../product-shape.ts";
import { describeShape } from "../shape-text.ts";
import type { LayerReader } from "./layer-reader.ts";
import { elementCount, type Value } from "./network-builder.ts";

export function linearLayer(layer: LayerReader): Value {
  const { shape } = layer.input;
  const inputs = shape.at(-1) ?? 1;
  const outputs = layer.isWord("linear", "same") ? inputs : layer.count("linear");
  const leading = shape.slice(0, -1);
  // A picture's last axis is its width: no features lie along it.
  if (shape.length > 3) {
    layer.fail(
      `would multiply along the last axis of ${describeShape(shape)}`,
      "write flatten, tokens or global_pool before it",
    );
  }
  const rows = leading.length > 1 ? (leading.at(-1) ?? 1) : 1;
  const weights = layer.weight("weight", [outputs, inputs]);
  const bias = layer.flag("bias") ? [layer.weight("bias", [outputs])] : [];
  return layer.builder.layer({
    name: layer.name,
    operator: "Gemm",
    work: {
      kind: "product",
      shape: matrixShape({ batch: elementCount(leading) / rows, rows, inputs, outputs }),
      secondOperand: "weights",
    },
    inputs: [layer.input, weights, ...bias],
    shape: [...leading, outputs],
    span: layer.span,
  });
}

interface Matrices {
  readonly groups: number;
  readonly rows: number;
  readonly inputs: number;
}

export function matmulLayer(layer: LayerReader): Value {
  const [first, second, ...others] = layer.values("matmul", true);
  if (first === undefined || second === undefined || others.length > 0) {
    return layer.fail("multiplies two results", "write matmul: [first, second]");
  }
  return layer.has("heads") ? headed(layer, first, second) : plain(layer, first, second);
}

function mismatch(layer: LayerReader, first: Value, second: Value): never {
  return layer.fail(
    `multiplies ${describeShape(first.shape)} and ${describeShape(second.shape)}`,
    "the last axis of the first must be the last but one of the second (with transpose: the last)",
  );
}

function emit(
  layer: LayerReader,
  operands: readonly Value[],
  { groups, rows, inputs }: Matrices,
  outputs: number,
  shape: readonly number[],
): Value {
  return layer.builder.layer({
    name: layer.name,
    operator: "MatMul",
    work: { kind: "product", shape: matrixShape({ groups, rows, inputs, outputs }), secondOperand: "activations" },
    inputs: operands,
    shape,
    span: layer.span,
  });
}

function plain(layer: LayerReader, first: Value, second: Value): Value {
  const leading = first.shape.slice(0, -2);
  const [rows = 1, inputs = 1] = first.shape.slice(-2);
  const last = second.shape.slice(-2);
  const [own = 1, outputs = 1] = layer.flag("transpose") ? last.reverse() : last;
  const fits = own === inputs && first.shape.length >= 2 && second.shape.slice(0, -2).join() === leading.join();
  if (!fits) mismatch(layer, first, second);
  return emit(layer, [first, second], { groups: elementCount(leading), rows, inputs }, outputs, [
    ...leading,
    rows,
    outputs,
  ]);
}

function headed(layer: LayerReader, first: Value, second: Value): Value {
  const heads = layer.count("heads");
  const shared = layer.count("kv_heads", heads);
  const [batch = 1, tokens = 1, width = 1] = second.shape;
  const isSplit = first.shape.length === 4;
  const [ownBatch = 1, ownHeads = 1, queries = 1, inputs = 1] = isSplit
    ? first.shape
    : [first.shape[0] ?? 1, heads, first.shape[1] ?? 1, (first.shape[2] ?? 1) / heads];
  const size = width / shared;
  const isTransposed = layer.flag("transpose");
  const whole = Number.isInteger(size) && Number.isInteger(inputs) && heads % shared === 0;
  if (!whole || second.shape.length !== 3 || first.shape.length < 3 || ownBatch !== batch || ownHeads !== heads) {
    layer.fail(
      `has ${heads} heads over ${describeShape(first.shape)} and ${describeShape(second.shape)}`,
      "heads divide the last axis of [batch, tokens, features]; kv_heads divide heads",
    );
  }
  const matrices = { groups: batch * shared, rows: (heads / shared) * queries, inputs };
  if (isTransposed) {
    if (inputs !== size) mismatch(layer, first, second);
    return emit(layer, [first, second], matrices, tokens, [batch, heads, queries, tokens]);
  }
  if (inputs !== tokens) mismatch(layer, first, second);
  const shape = isSplit ? [batch, queries, heads * size] : [batch, heads, queries, size];
  return emit(layer, [first, second], matrices, size, shape);
}
