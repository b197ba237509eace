/**
 * ONNX bytes to a network, in six steps; no weight is copied or even looked at.
 *
 *     1 messages    the graph as the file has it                      read-model.ts, wire.ts
 *     2 dimensions  numbers for what inputs leave open                bind-dimensions.ts
 *     3 order       in which nodes can run                            graph-order.ts
 *     4 nodes       shapes and work, one node after another           walk-graph.ts, operators/
 *     5 fusing      element-wise work on the way out of a producer    ../fuse-element-wise.ts
 *     6 network     names, words, kinds                               ../build-network.ts
 */
import { DiagnosticBag } from "../../text/diagnostic-bag.ts";
import { buildNetwork } from "../build-network.ts";
import { operationsOf } from "../draft.ts";
import type { Network } from "../network.ts";
import type { NetworkReading } from "../network-reading.ts";
import { bindDimensions, type GivenShapes } from "./bind-dimensions.ts";
import { onnxMalformed, onnxNotAModel, onnxTooLarge, onnxUnmodelled } from "./errors.ts";
import type { OnnxGraph } from "./model.ts";
import { readOnnxModel, TooLarge } from "./read-model.ts";
import { type NodeDraft, Scope, walkGraph } from "./walk-graph.ts";
import { decodeText, WireFault } from "./wire.ts";

export interface OnnxOptions {
  /** Sizes of inputs or of named dimensions. */
  readonly shapes?: GivenShapes;
  /** The network's name; the file's by default. */
  readonly name?: string;
}

/**
 * The network in `bytes`, which are read in place and must not change meanwhile.
 *
 * @param file the name under which messages speak of the file
 * @example readOnnx(bytes, "model.onnx", { shapes: new Map([["batch", [8]]]) }).network?.layers
 */
export function readOnnx(bytes: Uint8Array, file: string, options: OnnxOptions = {}): NetworkReading {
  const bag = new DiagnosticBag();
  try {
    const network = read(bytes, file, options, bag);
    return { ...(network && !bag.hasErrors && { network }), diagnostics: bag.list() };
  } catch (thrown) {
    if (thrown instanceof WireFault) {
      const other = kindOf(bytes);
      bag.report(other === undefined ? onnxMalformed(file, thrown.message, thrown.offset) : onnxNotAModel(file, other));
    } else if (thrown instanceof TooLarge) bag.report(onnxTooLarge(file, thrown.message));
    else throw thrown;
    return { diagnostics: bag.list() };
  }
}

function read(bytes: Uint8Array, file: string, options: OnnxOptions, bag: DiagnosticBag): Network | undefined {
  const { graph, ...model } = readOnnxModel(bytes);
  if (graph === undefined || (graph.nodes.length === 0 && graph.outputs.length === 0)) {
    bag.report(onnxNotAModel(file, kindOf(bytes)));
    return undefined;
  }
  const weights = new Set(graph.tensors.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  const bindings = bindDimensions(file, inputs, options.shapes ?? new Map(), bag.report);
  if (bindings === undefined) return undefined;
  const scope = new Scope();
  for (const { name, type } of inputs) {
    const shape = bindings.shapes.get(name);
    scope.set({ name, isConstant: false, ...(type !== undefined && { type }), ...(shape && { shape }) });
  }
  const drafts: NodeDraft[] = [];
  const walk = { file, model, bindings, report: bag.report, visits: { count: 0 } };
  if (!walkGraph(walk, graph, scope, drafts)) return undefined;
  reportUnmodelled(file, drafts, bag);
  return buildNetwork({
    name: options.name ?? nameOf(file, graph),
    drafts,
    inputs: new Set(inputs.map(({ name }) => name)),
    outputs: new Set(graph.outputs.map(({ name }) => name)),
    tensor: (name) => scope.get(name),
  });
}

/** One warning for each reason, with the share of the operations that nobody models. */
function reportUnmodelled(file: string, drafts: readonly NodeDraft[], bag: DiagnosticBag): void {
  const total = drafts.reduce((sum, { work }) => sum + operationsOf(work), 0);
  const groups = new Map<string, NodeDraft[]>();
  for (const draft of drafts) {
    if (draft.work.kind !== "unmodelled") continue;
    // What follows from one shape that is not known is told of once.
    const key = draft.isConsequence ? "" : `${draft.operator}: ${draft.work.why}`;
    const known = groups.get(key);
    if (known) known.push(draft);
    else groups.set(key, [draft]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first?.work.kind !== "unmodelled") continue;
    const operations = group.reduce((sum, { work }) => sum + operationsOf(work), 0);
    const isUnknown = group.some((draft) => draft.isUnknown);
    const share = isUnknown || total === 0 ? undefined : operations / total;
    const why = first.isConsequence ? "shapes that they read are not known" : first.work.why;
    bag.report(onnxUnmodelled(file, first.node, group.length, why, share));
  }
}

function nameOf(file: string, graph: OnnxGraph): string {
  const base = /([^/\\]+?)(\.onnx)?$/i.exec(file)?.[1];
  return base ?? (graph.name === "" ? "network" : graph.name);
}

/** Files that people take for ONNX, by their first bytes. */
const KINDS: readonly (readonly [at: number, text: string, kind: string])[] = [
  [0, "PK\u0003\u0004", "a zip archive (a PyTorch checkpoint?)"],
  [1, "HDF\r\n", "an HDF5 file (Keras?)"],
  [4, "TFL3", "a TensorFlow Lite model"],
  [0, "version https://git-lfs", "a pointer of Git LFS (the file itself was not fetched)"],
  [0, "GGUF", "a GGUF file"],
  [0, "<", "an HTML or XML text"],
  [0, "{", "a JSON text"],
];

function kindOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "an empty file";
  const start = decodeText(bytes, 0, Math.min(bytes.length, 64));
  return KINDS.find(([at, text]) => start.startsWith(text, at))?.[2];
}
