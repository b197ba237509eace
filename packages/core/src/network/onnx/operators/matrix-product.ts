/** Matrix products: MatMul with broadcasting, Gemm, Einsum, the quantized ones, and those of onnxruntime. */
import { contract, matrixAxes } from "./contraction.ts";
import { broadcast, describeShape, type NodeView, type Outcome, outcome, typed, Unmodelled } from "./operator.ts";

interface MatrixOptions {
  readonly transposeFirst?: boolean;
  readonly transposeSecond?: boolean;
}

function product(node: NodeView, firstAt: number, secondAt: number, options: MatrixOptions = {}): Outcome {
  const operands = [node.value(firstAt), node.value(secondAt)] as const;
  const [a, b] = [node.shape(firstAt), node.shape(secondAt)];
  if (a.length === 0 || b.length === 0) node.fail("multiplies a matrix by a single number");
  // A vector is a row on the left and a column on the right; its axis is no axis of the result.
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const [rows = 1, inputs = 1] = lastTwo(left, options.transposeFirst);
  const [others = 1, columns = 1] = lastTwo(right, options.transposeSecond);
  const leading = broadcast([left.slice(0, -2), right.slice(0, -2)]);
  if (inputs !== others || leading === undefined) {
    node.fail(`multiplies matrices of ${describeShape(a)} and ${describeShape(b)}`);
  }
  const shape = [...leading, ...(a.length === 1 ? [] : [rows]), ...(b.length === 1 ? [] : [columns])];
  const first = { axes: matrixAxes(left.length, "t", "k"), shape: [...left.slice(0, -2), rows, inputs] };
  const second = { axes: matrixAxes(right.length, "k", "m"), shape: [...right.slice(0, -2), inputs, columns] };
  const result = matrixAxes(Math.max(left.length, right.length), "t", "m");
  const work = contract(
    { ...first, isConstant: operands[0].isConstant },
    { ...second, isConstant: operands[1].isConstant },
    result,
  );
  return outcome(work, typed(shape, operands[0]));
}

function lastTwo(shape: readonly number[], transpose: boolean | undefined): readonly number[] {
  const two = shape.slice(-2);
  return transpose ? two.reverse() : two;
}

/** A product of the inputs at these places. */
export function matrixProduct(firstAt: number, secondAt: number): (node: NodeView) => Outcome {
  return (node) => product(node, firstAt, secondAt);
}

export function fusedMatrixProduct(node: NodeView): Outcome {
  if (node.integer("transBatchA", 0) !== 0 || node.integer("transBatchB", 0) !== 0) {
    throw new Unmodelled("transBatchA and transBatchB are not read");
  }
  return product(node, 0, 1, {
    transposeFirst: node.integer("transA", 0) !== 0,
    transposeSecond: node.integer("transB", 0) !== 0,
  });
}

/** Gemm of the inputs at these places. */
export function generalProduct(firstAt: number, secondAt: number): (node: NodeView) => Outcome {
  return (node) => {
    if (node.shape(firstAt).length !== 2 || node.shape(secondAt).length !== 2) {
      node.fail(
        `multiplies tensors of ${describeShape(node.shape(firstAt))} and ${describeShape(node.shape(secondAt))}, not matrices`,
      );
    }
    return product(node, firstAt, secondAt, {
      transposeFirst: node.integer("transA", 0) !== 0,
      transposeSecond: node.integer("transB", 0) !== 0,
    });
  };
}

/** onnxruntime's weights of a few bits: the matrix [N, K] in blocks of bytes; K and N are attributes. */
export function packedProduct(node: NodeView): Outcome {
  const shape = node.shape(0);
  const inputs = node.integer("K", 0);
  const outputs = node.integer("N", 0);
  if (inputs < 1 || outputs < 1 || shape.at(-1) !== inputs) {
    node.fail(`has K ${inputs} and N ${outputs} for an input of ${describeShape(shape)}`);
  }
  const axes = [...shape.slice(1).map((_, index) => `row${index}`), "k"];
  const work = contract(
    { axes, shape, isConstant: false },
    { axes: ["k", "m"], shape: [inputs, outputs], isConstant: true },
    [...axes.slice(0, -1), "m"],
  );
  return outcome(work, typed([...shape.slice(0, -1), outputs], node.value(0)));
}

/** Sum of products over named axes. */
export function einsum(node: NodeView): Outcome {
  const equation = node.text("equation", "").replaceAll(" ", "");
  const [left = "", right] = equation.split("->");
  const values = node.values();
  const terms = left.split(",");
  if (terms.length !== values.length) node.fail(`has ${values.length} inputs for the equation "${equation}"`);
  const rank = Math.max(0, ...terms.map((term, index) => spreadRank(node, term, index)));
  const operands = terms.map((term, index) => ({
    axes: axesOf(term, node.shape(index).length),
    shape: node.shape(index),
    isConstant: values[index]?.isConstant === true,
  }));
  const sizes = new Map<string, number>();
  for (const { axes, shape } of operands) {
    if (axes.length !== shape.length) node.fail(`has equation "${equation}" for a tensor of ${describeShape(shape)}`);
    for (const [index, axis] of axes.entries()) {
      const size = shape[index] ?? 1;
      const known = sizes.get(axis) ?? 1;
      if (known !== 1 && size !== 1 && known !== size) node.fail(`gives axis ${axis} sizes ${known} and ${size}`);
      sizes.set(axis, Math.max(known, size));
    }
  }
  const result = right === undefined ? impliedResult(left, rank) : axesOf(right, letters(right).length + rank);
  const unknown = result.find((axis) => !sizes.has(axis));
  if (unknown !== undefined) node.fail(`has an axis ${unknown} in its result only`);
  const shape = result.map((axis) => sizes.get(axis) ?? 1);
  const whole = typed(shape, values[0]);
  const [first, second] = operands;
  const isPlain = operands.every(({ axes }) => new Set(axes).size === axes.length);
  if (first && second && operands.length === 2 && isPlain) return outcome(contract(first, second, result), whole);
  const words = [...sizes.values()].reduce((all, size) => all * size, 1);
  if (first && operands.length === 1 && isPlain) {
    const isRename = first.axes.length === result.length;
    return outcome(isRename ? { kind: "rename" } : { kind: "traffic", operations: words }, whole);
  }
  const why = operands.length > 2 ? `${operands.length} operands at once` : "an axis stands twice in one operand";
  return outcome({ kind: "unmodelled", why, operations: words * Math.max(1, operands.length - 1) }, whole);
}

function letters(term: string): readonly string[] {
  return [...term.replaceAll(".", "")];
}

/** Axes that an ellipsis stands for. */
function spreadRank(node: NodeView, term: string, index: number): number {
  return term.includes("...") ? Math.max(0, node.shape(index).length - letters(term).length) : 0;
}

/** Axes of a term by name; those of the ellipsis are counted from the back. */
function axesOf(term: string, rank: number): readonly string[] {
  const [before = "", after] = term.split("...");
  if (after === undefined) return letters(before);
  const count = Math.max(0, rank - letters(term).length);
  const spread = Array.from({ length: count }, (_, index) => `...${count - index}`);
  return [...letters(before), ...spread, ...letters(after)];
}

/** Without an arrow: the axes that occur once, in the order of the alphabet. */
function impliedResult(left: string, rank: number): readonly string[] {
  const all = letters(left.replaceAll(",", ""));
  const once = [...new Set(all)].filter((axis) => all.filter((other) => other === axis).length === 1).sort();
  return [...Array.from({ length: rank }, (_, index) => `...${rank - index}`), ...once];
}

const GATES: Readonly<Record<string, number>> = { LSTM: 4, GRU: 3, RNN: 1 };

/** X [T, B, I], W [D, gates*H, I], R [D, gates*H, H]: each step needs the one before, so it is no loop nest. */
export function recurrent(node: NodeView): Outcome {
  const [steps = 1, batch = 1, inputs = 1] = node.shape(0);
  const [directions = 1, ...weights] = node.shape(1);
  const hidden = node.integer("hidden_size", node.shape(2).at(-1) ?? 1);
  const gates = GATES[node.node.operator] ?? 1;
  if ((weights[0] ?? 0) !== gates * hidden) node.fail(`has weights of ${describeShape(node.shape(1))}`);
  const operations = steps * batch * directions * gates * hidden * (inputs + hidden);
  const isBatchFirst = node.integer("layout", 0) === 1;
  const all = isBatchFirst ? [steps, batch, directions, hidden] : [steps, directions, batch, hidden];
  const last = isBatchFirst ? [steps, directions, hidden] : [directions, batch, hidden];
  const results = [all, last, ...(node.node.operator === "LSTM" ? [last] : [])].map((shape) =>
    typed(shape, node.value(0)),
  );
  return {
    results: results.slice(0, Math.max(1, node.outputCount)),
    parts: [{ kind: "unmodelled", why: "each of its steps needs the one before", operations }],
  };
}
