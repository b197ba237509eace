/**
 * Attention as one node, as three layers that it is made of (and the projection before them where the node holds it):
 *
 *     scores   Q [B, heads, Tq, d] x K [B, heads, Tk, d]      groups B*heads, C d,  M Tk, P Tq
 *     softmax  over Tk, with the scale: 6 operations a score
 *     values   scores x V [B, heads, Tk, dv]                  groups B*heads, C Tk, M dv, P Tq
 *
 * Heads of K and V that several heads of Q share (grouped-query attention) make one group: the rows of these heads stand
 * one below the other. A causal mask is counted as if no score were left out. Nodes: ONNX Attention (operator set 23);
 * onnxruntime's Attention, QAttention, MultiHeadAttention, GroupQueryAttention (com.microsoft).
 */
import { matrixShape } from "../../product-shape.ts";
import { contract } from "./contraction.ts";
import { describeShape, elementCount, type NodeView, type Outcome, type Part, typed, Unmodelled } from "./operator.ts";

interface Sizes {
  readonly batch: number;
  readonly queryHeads: number;
  readonly keyHeads: number;
  readonly queries: number;
  readonly keys: number;
  readonly width: number;
  readonly valueWidth: number;
}

interface Names {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly output: string;
  readonly prefix: string;
}

type Inner = NonNullable<Outcome["inner"]>;

function core(sizes: Sizes, names: Names): { readonly parts: readonly Part[]; readonly inner: Inner } {
  const { batch, queryHeads, keyHeads, queries, keys, width, valueWidth } = sizes;
  const groups = batch * keyHeads;
  const rows = (queryHeads / keyHeads) * queries;
  const scores = { name: `${names.prefix}.scores`, shape: [batch, queryHeads, queries, keys] };
  const weighted = { name: `${names.prefix}.softmax`, shape: scores.shape };
  return {
    inner: [scores, weighted],
    parts: [
      {
        kind: "product",
        shape: matrixShape({ groups, rows, inputs: width, outputs: keys }),
        secondOperand: "activations",
        suffix: "scores",
        operator: "MatMul",
        inputs: [names.query, names.key],
        outputs: [scores.name],
      },
      {
        kind: "traffic",
        operations: 6 * elementCount(scores.shape),
        suffix: "softmax",
        operator: "Softmax",
        inputs: [scores.name],
        outputs: [weighted.name],
      },
      {
        kind: "product",
        shape: matrixShape({ groups, rows, inputs: keys, outputs: valueWidth }),
        secondOperand: "activations",
        suffix: "values",
        operator: "MatMul",
        inputs: [weighted.name, names.value],
        outputs: [names.output],
      },
    ],
  };
}

function prefixOf(node: NodeView): string {
  return node.node.name !== "" ? node.node.name : (node.node.outputs[0] ?? node.node.operator);
}

function headsOf(node: NodeView, attribute: string): number {
  const heads = node.integer(attribute, 0);
  return heads >= 1 ? heads : node.fail(`needs ${attribute}`);
}

function checkHeads(node: NodeView, sizes: Sizes): Sizes {
  const isWhole = Object.values(sizes).every((size) => Number.isSafeInteger(size) && size >= 1);
  if (!isWhole || sizes.queryHeads % sizes.keyHeads !== 0) {
    node.fail(`has ${sizes.queryHeads} heads over ${describeShape(node.shape(0))}`);
  }
  return sizes;
}

/** ONNX's: Q, K, V as [B, heads, T, d] or [B, T, heads*d]; past keys and values before the present ones. */
export function attention(node: NodeView): Outcome {
  const query = node.shape(0);
  const key = node.shape(1);
  const value = node.shape(2);
  const isFlat = query.length === 3;
  const queryHeads = isFlat ? headsOf(node, "q_num_heads") : (query[1] ?? 1);
  const keyHeads = isFlat ? headsOf(node, "kv_num_heads") : (key[1] ?? 1);
  const past = node.optional(4) ? (node.shape(4)[2] ?? 0) : 0;
  const [batch = 1] = query;
  const sizes = checkHeads(node, {
    batch,
    queryHeads,
    keyHeads,
    queries: query.at(-2) ?? 1,
    keys: past + (key.at(-2) ?? 1),
    width: isFlat ? (query[2] ?? 1) / queryHeads : (query[3] ?? 1),
    valueWidth: isFlat ? (value[2] ?? 1) / keyHeads : (value[3] ?? 1),
  });
  const { queries, keys, width, valueWidth } = sizes;
  const shape = isFlat ? [batch, queries, queryHeads * valueWidth] : [batch, queryHeads, queries, valueWidth];
  const names = {
    query: node.value(0).name,
    key: node.value(1).name,
    value: node.value(2).name,
    output: node.node.outputs[0] ?? "",
    prefix: prefixOf(node),
  };
  const results = [
    typed(shape, node.value(0)),
    typed([batch, keyHeads, keys, width], node.value(0)),
    typed([batch, keyHeads, keys, valueWidth], node.value(0)),
    typed([batch, queryHeads, queries, keys], node.value(0)),
  ];
  return { results: results.slice(0, Math.max(1, node.outputCount)), ...core(sizes, names) };
}

/** onnxruntime's: input [B, T, D] times weights [D, 3*heads*d] before attention; past is input `pastAt`. */
export function projectedAttention(pastAt: number): (node: NodeView) => Outcome {
  return (node) => {
    const [batch = 1, tokens = 1, features = 1] = node.shape(0);
    const [rows = 1, columns = 1] = node.shape(1);
    const heads = headsOf(node, "num_heads");
    const [queryWidth = columns / 3, , valueWidth = columns / 3] = node.integers("qkv_hidden_sizes") ?? [];
    if (rows !== features)
      node.fail(`multiplies ${describeShape(node.shape(0))} by weights of ${describeShape(node.shape(1))}`);
    const past = node.optional(pastAt) ? (node.shape(pastAt)[3] ?? 0) : 0;
    const sizes = checkHeads(node, {
      batch,
      queryHeads: heads,
      keyHeads: heads,
      queries: tokens,
      keys: tokens + past,
      width: queryWidth / heads,
      valueWidth: valueWidth / heads,
    });
    const prefix = prefixOf(node);
    const joint = { name: `${prefix}.qkv`, shape: [batch, tokens, columns] };
    const projection = contract(
      { axes: ["b", "t", "k"], shape: [batch, tokens, features], isConstant: false },
      { axes: ["k", "m"], shape: [features, columns], isConstant: node.value(1).isConstant },
      ["b", "t", "m"],
    );
    const names = { query: joint.name, key: joint.name, value: joint.name, output: node.node.outputs[0] ?? "", prefix };
    const { parts, inner } = core(sizes, names);
    const bias = node.optional(2);
    const operands = [node.value(0).name, node.value(1).name, ...(bias ? [bias.name] : [])];
    const present = typed([2, batch, heads, sizes.keys, sizes.width], node.value(0));
    return {
      results: [typed([batch, tokens, valueWidth], node.value(0)), present].slice(0, Math.max(1, node.outputCount)),
      inner: [joint, ...inner],
      parts: [
        { ...projection, suffix: "projection", operator: "MatMul", inputs: operands, outputs: [joint.name] },
        ...parts,
      ],
    };
  };
}

/** onnxruntime's with Q, K, V [B, T, D] computed before it. */
export function multiHeadAttention(node: NodeView): Outcome {
  const query = node.shape(0);
  const key = node.optional(1)?.shape;
  const value = node.optional(2)?.shape;
  if (query.length !== 3 || key === undefined || value === undefined || key.length !== value.length) {
    throw new Unmodelled("queries, keys and values are packed into one tensor");
  }
  const heads = headsOf(node, "num_heads");
  const [batch = 1, queries = 1, width = 1] = query;
  const isFlat = key.length === 3;
  const past = node.optional(6) ? (node.shape(6)[2] ?? 0) : 0;
  const sizes = checkHeads(node, {
    batch,
    queryHeads: heads,
    keyHeads: heads,
    queries,
    keys: past + ((isFlat ? key[1] : key[2]) ?? 1),
    width: width / heads,
    valueWidth: isFlat ? (value[2] ?? 1) / heads : (value[3] ?? 1),
  });
  const names = {
    query: node.value(0).name,
    key: node.value(1).name,
    value: node.value(2).name,
    output: node.node.outputs[0] ?? "",
    prefix: prefixOf(node),
  };
  const results = [
    typed([batch, queries, heads * sizes.valueWidth], node.value(0)),
    typed([batch, heads, sizes.keys, sizes.width], node.value(0)),
    typed([batch, heads, sizes.keys, sizes.valueWidth], node.value(0)),
  ];
  return { results: results.slice(0, Math.max(1, node.outputCount)), ...core(sizes, names) };
}

/** onnxruntime's for decoders: Q [B, T, heads*d], K and V [B, T, kv_heads*d] or packed behind Q; past [B, kv_heads, P, d]. */
export function groupQueryAttention(node: NodeView): Outcome {
  const [batch = 1, queries = 1, columns = 1] = node.shape(0);
  const queryHeads = headsOf(node, "num_heads");
  const keyHeads = headsOf(node, "kv_num_heads");
  const isPacked = node.optional(1) === undefined;
  const width = columns / (isPacked ? queryHeads + 2 * keyHeads : queryHeads);
  const past = node.optional(3) ? (node.shape(3)[2] ?? 0) : 0;
  const keys = past + (isPacked ? queries : (node.shape(1)[1] ?? 1));
  const sizes = checkHeads(node, { batch, queryHeads, keyHeads, queries, keys, width, valueWidth: width });
  const query = node.value(0).name;
  const names = {
    query,
    key: isPacked ? query : node.value(1).name,
    value: isPacked ? query : node.value(2).name,
    output: node.node.outputs[0] ?? "",
    prefix: prefixOf(node),
  };
  const present = typed([batch, keyHeads, keys, width], node.value(0));
  const results = [typed([batch, queries, queryHeads * width], node.value(0)), present, present];
  return { results: results.slice(0, Math.max(1, node.outputCount)), ...core(sizes, names) };
}
