/**
 * Goes over a graph in order: what is known of each value, and what each node does. The result is a list of drafts, not
 * yet fused:
 *
 *     node -> operators/ -> results (shapes, small numbers)  ->  known values
 *                        -> parts                            ->  drafts
 *
 * An `If` whose condition is known (exporters ask for ranks this way) stands for the branch that it takes. Other nodes with
 * graphs inside are unmodelled; their work is estimated by walking over these graphs aside.
 */

import type { Report } from "../../text/diagnostic.ts";
import { type Draft, type DraftWork, elementCount, operationsOf } from "../draft.ts";
import { macsOf } from "../network.ts";
import { type Bindings, statedShape } from "./bind-dimensions.ts";
import { onnxNodeInvalid, onnxShapeConflict } from "./errors.ts";
import { orderNodes } from "./graph-order.ts";
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from "./model.ts";
import {
  describeShape,
  NodeFault,
  NodeView,
  type Outcome,
  type Part,
  type Result,
  Unmodelled,
  type Value,
} from "./operators/operator.ts";
import { operatorFor } from "./operators/registry.ts";
import { MAX_RANK } from "./read-model.ts";
import { tensorValues } from "./tensor-values.ts";

/** A draft with the node that it comes from. */
export interface NodeDraft extends Draft {
  readonly node: OnnxNode;
  /** Unmodelled, and nobody can tell how much work it is. */
  readonly isUnknown?: boolean;
  /** Unmodelled only since a node before it is. */
  readonly isConsequence?: boolean;
}

/** Values by name, with those of the graphs around. */
export class Scope {
  readonly #own = new Map<string, Value>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  get(name: string): Value | undefined {
    return this.#own.get(name) ?? this.#outer?.get(name);
  }

  set(value: Value): void {
    this.#own.set(value.name, value);
  }
}

export interface Walk {
  readonly file: string;
  readonly model: Omit<OnnxModel, "graph">;
  readonly bindings: Bindings;
  readonly report: Report;
  /** Graphs within nodes that have been walked over. */
  readonly visits: { count: number };
}

/** Walks over a graph that stands in nodes of a hostile file may multiply: so many, then no more. */
const MAX_VISITS = 10_000;

/** Adds what the graph does to `drafts` and what it makes to `scope`; false after an error. */
export function walkGraph(walk: Walk, graph: OnnxGraph, scope: Scope, drafts: NodeDraft[]): boolean {
  const order = orderNodes(walk.file, graph, (name) => scope.get(name) !== undefined, walk.report);
  if (order === undefined) return false;
  for (const tensor of graph.tensors) {
    const values = tensorValues(tensor);
    scope.set({
      name: tensor.name,
      shape: tensor.shape,
      type: tensor.type,
      isConstant: true,
      ...(values && { values }),
    });
  }
  const stated = new Map(
    [...graph.values, ...graph.outputs].flatMap((info) =>
      info.shape === undefined ? [] : [[info.name, info] as const],
    ),
  );
  let isSound = true;
  for (const node of order) isSound = walkNode(walk, node, stated, scope, drafts) && isSound;
  return isSound;
}

type Stated = ReadonlyMap<string, OnnxValueInfo>;

function walkNode(walk: Walk, node: OnnxNode, stated: Stated, scope: Scope, drafts: NodeDraft[]): boolean {
  const inputs = node.inputs.map((name) => (name === "" ? undefined : scope.get(name)));
  const domainVersion = walk.model.opsets.get(node.domain) ?? walk.model.opsets.get("") ?? 1;
  const view = new NodeView(node, domainVersion, inputs);
  try {
    if (node.domain === "" && node.operator === "If" && inputs[0]?.values?.length === 1) {
      return takeBranch(walk, node, inputs[0].values[0] !== 0, scope, drafts);
    }
    const operator = operatorFor(node.domain, node.operator);
    if (operator === undefined) throw new Unmodelled(whyNot(walk, node));
    const outcome = operator(view);
    keepResults(walk, node, outcome, inputs, stated, scope);
    for (const part of outcome.parts) {
      const draft = draftOf(node, part, outcome, scope);
      if (draft) drafts.push(draft);
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof NodeFault) {
      walk.report(onnxNodeInvalid(walk.file, node, thrown.message));
      for (const name of node.outputs) scope.set({ name, isConstant: false });
      return false;
    }
    if (!(thrown instanceof Unmodelled)) throw thrown;
    drafts.push(unmodelledDraft(walk, node, thrown, stated, scope));
    return true;
  }
}

function whyNot(walk: Walk, node: OnnxNode): string {
  const name = node.domain === "" ? node.operator : `${node.domain}.${node.operator}`;
  if (walk.model.functions.has(`${node.domain}:${node.operator}`)) return `${name} is a function that the file defines`;
  if ([...node.attributes.values()].some(({ graph }) => graph !== undefined)) return `${name} runs a graph of its own`;
  return `operator ${name} is not known`;
}

/** Enters the results under the names of the node's outputs. */
function keepResults(
  walk: Walk,
  node: OnnxNode,
  outcome: Outcome,
  inputs: readonly (Value | undefined)[],
  stated: Stated,
  scope: Scope,
): void {
  const given = inputs.filter((value) => value !== undefined);
  const allConstant = given.length > 0 && given.every(({ isConstant }) => isConstant);
  for (const [index, name] of node.outputs.entries()) {
    if (name === "") continue;
    const result: Result | undefined = outcome.results[index];
    if (result === undefined) {
      scope.set({ name, isConstant: false, ...knownShape(walk, stated.get(name)) });
      continue;
    }
    const { shape } = result;
    if (shape.length > MAX_RANK) throw new NodeFault(`would make a tensor of ${shape.length} dimensions`);
    if (
      !shape.every((size) => Number.isSafeInteger(size) && size >= 0) ||
      elementCount(shape) > Number.MAX_SAFE_INTEGER
    ) {
      throw new NodeFault(`would make a tensor of ${describeShape(shape)}`);
    }
    checkStated(walk, node, name, shape, stated);
    scope.set({ ...result, name, isConstant: result.isConstant === true || allConstant });
  }
  for (const { name, shape } of outcome.inner ?? []) scope.set({ name, shape, isConstant: false });
}

function knownShape(walk: Walk, info: OnnxValueInfo | undefined): { readonly shape?: readonly number[] } {
  const shape = walk.bindings.isChanged ? undefined : statedShape(info, walk.bindings.symbols);
  return shape === undefined ? {} : { shape };
}

/** Only sizes that the file states as numbers: names stand for what exporters did not know. */
function checkStated(walk: Walk, node: OnnxNode, name: string, shape: readonly number[], stated: Stated): void {
  const said = stated.get(name)?.shape;
  if (said === undefined || walk.bindings.isChanged) return;
  const differs =
    said.length !== shape.length || said.some((size, axis) => typeof size === "number" && size !== shape[axis]);
  if (!differs) return;
  const text = said.map((size) => size ?? "?").join("x");
  walk.report(onnxShapeConflict(walk.file, node, name, text, describeShape(shape)));
}

export function nodeName(node: OnnxNode): string {
  return node.name !== "" ? node.name : `${node.operator}_${node.outputs.find((name) => name !== "") ?? "node"}`;
}

function draftOf(node: OnnxNode, part: Part, outcome: Outcome, scope: Scope): NodeDraft | undefined {
  const outputs = (part.outputs ?? node.outputs).filter((name) => name !== "");
  const isKnown = outputs.every((name) => scope.get(name)?.isConstant === true);
  const name = part.suffix === undefined ? nodeName(node) : `${nodeName(node)}.${part.suffix}`;
  const operator = part.operator ?? node.operator;
  // Computed before the network runs: its result is a weight like others.
  if (isKnown)
    return node.operator === "Constant"
      ? undefined
      : { name, operator, node, work: { kind: "rename" }, inputs: [], outputs: [] };
  const inputs = [...new Set(part.inputs ?? node.inputs)].filter(
    (each) => each !== "" && !isSetting(node, each, part, scope),
  );
  return { name, operator, node, inputs, outputs, work: workOf(part, outcome) };
}

/** Shapes, axes and indices that are known are settings of a node, not words that it reads. */
function isSetting(node: OnnxNode, name: string, part: Part, scope: Scope): boolean {
  return (
    part.kind === "rename" &&
    node.inputs[0] !== name &&
    scope.get(name)?.isConstant === true &&
    node.operator !== "Concat"
  );
}

function workOf(part: Part, { results }: Outcome): DraftWork {
  switch (part.kind) {
    case "product":
      // Nothing to multiply: some size is 0.
      if (results.some(({ shape }) => elementCount(shape) === 0) || macsOf(part.shape) === 0) return { kind: "rename" };
      if (!(macsOf(part.shape) <= Number.MAX_SAFE_INTEGER)) {
        throw new NodeFault(`would multiply ${macsOf(part.shape).toExponential(2)} times, more than 2^53`);
      }
      return { kind: "product", shape: part.shape, secondOperand: part.secondOperand };
    case "traffic":
      return {
        kind: "traffic",
        operations: part.operations,
        ...(part.readWords !== undefined && { readWords: part.readWords }),
      };
    case "element-wise":
      return { kind: "element-wise", operations: part.operations };
    case "unmodelled":
      return { kind: "unmodelled", why: part.why, operations: part.operations };
    default:
      return { kind: "rename" };
  }
}

function unmodelledDraft(walk: Walk, node: OnnxNode, thrown: Unmodelled, stated: Stated, scope: Scope): NodeDraft {
  const inside = [...node.attributes.values()].flatMap(({ graph }) =>
    graph ? [estimate(walk, node, graph, scope)] : [],
  );
  for (const [index, name] of node.outputs.entries()) {
    if (name === "") continue;
    const [shape, ...others] = inside.map(({ outputs }) => outputs[index]);
    const isAgreed = node.operator === "If" && others.every((other) => other?.join() === shape?.join());
    const known = knownShape(walk, stated.get(name));
    scope.set({ name, isConstant: false, ...(shape && isAgreed && { shape }), ...known });
  }
  const outputs = node.outputs.filter((name) => name !== "");
  const words = outputs.map((name) => scope.get(name)?.shape).map((shape) => (shape ? elementCount(shape) : 0));
  // Without a better idea: an operation for each word that comes out.
  const guess = words.reduce((sum, count) => sum + count, 0);
  const operations =
    inside.length > 0 ? Math.max(...inside.map((each) => each.operations)) : (thrown.operations ?? guess);
  return {
    name: nodeName(node),
    operator: node.operator,
    node,
    inputs: [...new Set(node.inputs)].filter((name) => name !== ""),
    outputs,
    work: {
      kind: "unmodelled",
      why: thrown.message,
      operations: operations * tripCount(node, scope),
    },
    ...(operations === 0 && { isUnknown: true }),
    ...(thrown.isConsequence && { isConsequence: true }),
  };
}

/** How often a Loop runs its graph, where that is known; 1 otherwise. */
function tripCount(node: OnnxNode, scope: Scope): number {
  const [count] = (node.operator === "Loop" && scope.get(node.inputs[0] ?? "")?.values) || [1];
  return Math.max(1, Math.min(count ?? 1, 1e9));
}

/** Operations of a graph within a node, and the shapes of its outputs where they can be told. */
function estimate(
  walk: Walk,
  node: OnnxNode,
  graph: OnnxGraph,
  outer: Scope,
): { readonly operations: number; readonly outputs: readonly (readonly number[] | undefined)[] } {
  if (++walk.visits.count > MAX_VISITS) return { operations: 0, outputs: [] };
  const scope = new Scope(outer);
  for (const [index, input] of graph.inputs.entries()) {
    const carried = node.operator === "Loop" ? scope.get(node.inputs[index] ?? "")?.shape : undefined;
    const shape = statedShape(input, walk.bindings.symbols) ?? carried;
    scope.set({ name: input.name, isConstant: false, ...(shape && { shape }) });
  }
  const drafts: NodeDraft[] = [];
  const isSound = walkGraph({ ...walk, report: () => {} }, graph, scope, drafts);
  const operations = isSound ? drafts.reduce((sum, { work }) => sum + operationsOf(work), 0) : 0;
  return { operations, outputs: graph.outputs.map(({ name }) => scope.get(name)?.shape) };
}

/** The branch of an If whose condition is known runs in the node's place. */
function takeBranch(walk: Walk, node: OnnxNode, isThen: boolean, scope: Scope, drafts: NodeDraft[]): boolean {
  const branch = node.attributes.get(isThen ? "then_branch" : "else_branch")?.graph;
  if (branch === undefined || branch.outputs.length < node.outputs.length) {
    throw new NodeFault(`has no ${isThen ? "then" : "else"}_branch with its outputs`);
  }
  if (++walk.visits.count > MAX_VISITS) throw new Unmodelled("there are too many branches");
  if (!walkGraph(walk, branch, scope, drafts)) return false;
  const sources = branch.outputs.map(({ name }) => name);
  for (const [index, name] of node.outputs.entries()) {
    const value = scope.get(sources[index] ?? "");
    if (value === undefined || name === "") continue;
    scope.set({ ...value, name });
    if (value.isConstant) continue;
    drafts.push({
      name: nodeName(node),
      operator: "If",
      node,
      work: { kind: "rename" },
      inputs: [value.name],
      outputs: [name],
    });
  }
  return true;
}
