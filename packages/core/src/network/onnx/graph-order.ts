/**
 * An order in which the nodes of a graph can run (Kahn 1962): a node is ready when every value that it reads is there, and
 * of ready nodes the first in the file comes first. ONNX asks files to be in such an order already; not all are.
 */
import type { Report } from "../../text/diagnostic.ts";
import { onnxCycle, onnxDuplicateValue, onnxUndefinedOutput, onnxUndefinedValue } from "./errors.ts";
import type { OnnxGraph, OnnxNode } from "./model.ts";

/** Undefined values that are told of: each looks for the nearest name. */
const MAX_UNDEFINED = 20;

/** Values that a node reads: its inputs, and what graphs within its attributes take from outside. */
export function valuesRead(node: OnnxNode): ReadonlySet<string> {
  const read = new Set(node.inputs.filter((name) => name !== ""));
  for (const { graph } of node.attributes.values()) {
    if (graph) for (const name of outerValues(graph)) read.add(name);
  }
  return read;
}

function outerValues(graph: OnnxGraph): readonly string[] {
  const own = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.tensors.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap((node) => [...valuesRead(node)]), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}

/**
 * The nodes in order, or undefined after an error.
 * @param isOuter whether a value comes from outside of the graph
 */
export function orderNodes(
  file: string,
  graph: OnnxGraph,
  isOuter: (name: string) => boolean,
  report: Report,
): readonly OnnxNode[] | undefined {
  const given = new Set([...graph.inputs.map(({ name }) => name), ...graph.tensors.map(({ name }) => name)]);
  const producers = new Map<string, number>();
  let isSound = true;
  for (const [index, node] of graph.nodes.entries()) {
    for (const name of node.outputs) {
      if (name === "") continue;
      if (producers.has(name) || given.has(name)) {
        report(onnxDuplicateValue(file, node, name));
        isSound = false;
      }
      producers.set(name, index);
    }
  }
  const waiting = new Map<number, number>();
  const readers = new Map<number, number[]>();
  let undefinedCount = 0;
  for (const [index, node] of graph.nodes.entries()) {
    let count = 0;
    for (const name of valuesRead(node)) {
      const producer = producers.get(name);
      if (producer === undefined) {
        if (given.has(name) || isOuter(name)) continue;
        isSound = false;
        if (++undefinedCount <= MAX_UNDEFINED)
          report(onnxUndefinedValue(file, node, name, [...given, ...producers.keys()]));
        continue;
      }
      count++;
      const known = readers.get(producer);
      if (known) known.push(index);
      else readers.set(producer, [index]);
    }
    waiting.set(index, count);
  }
  for (const { name } of graph.outputs) {
    if (given.has(name) || producers.has(name) || isOuter(name)) continue;
    report(onnxUndefinedOutput(file, name));
    isSound = false;
  }
  if (!isSound) return undefined;

  const order: OnnxNode[] = [];
  // Nodes that a later one in the file has made ready wait here; a file in order never uses it.
  const late: number[] = [];
  const run = (index: number): void => {
    const node = graph.nodes[index];
    if (node) order.push(node);
    waiting.set(index, -1);
    for (const reader of readers.get(index) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0 && reader < index) late.push(reader);
    }
  };
  for (const index of graph.nodes.keys()) {
    if (waiting.get(index) !== 0) continue;
    run(index);
    for (let next = late.shift(); next !== undefined; next = late.shift()) run(next);
  }
  if (order.length === graph.nodes.length) return order;
  report(onnxCycle(file, cycleAmong(graph, waiting, producers)));
  return undefined;
}

/** Follows producers from a node that never ran until one comes a second time: the nodes between are a cycle. */
function cycleAmong(
  graph: OnnxGraph,
  waiting: ReadonlyMap<number, number>,
  producers: ReadonlyMap<string, number>,
): readonly OnnxNode[] {
  const isStuck = (index: number | undefined): index is number => index !== undefined && (waiting.get(index) ?? -1) > 0;
  const path: number[] = [];
  const seen = new Set<number>();
  let at = [...waiting.keys()].find(isStuck);
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    path.push(at);
    const node = graph.nodes[at];
    at = node && [...valuesRead(node)].map((name) => producers.get(name)).find(isStuck);
  }
  const start = at === undefined ? 0 : path.indexOf(at);
  return path.slice(start).flatMap((index) => graph.nodes[index] ?? []);
}
