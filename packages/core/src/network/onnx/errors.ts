/** Messages about ONNX files. There is no text to point into: a message names the node and the byte where it begins. */
import type { Diagnostic } from "../../text/diagnostic.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import { describeOnnxNode, type OnnxNode } from "./model.ts";

/** Where in the file: `model.onnx: Conv "conv1" (byte 120)`. */
function placeOf(file: string, node: OnnxNode): string {
  return `${file}: ${describeOnnxNode(node)} (byte ${node.offset})`;
}

function guess(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? "" : `did you mean "${nearest}"? `;
}

function list(words: readonly string[], limit = 12): string {
  const shown = words.slice(0, limit).join(", ");
  return words.length > limit ? `${shown}, ... (${words.length} in all)` : shown;
}

/** @param kind what the file is instead, where its first bytes tell */
export function onnxNotAModel(file: string, kind: string | undefined): Diagnostic {
  return {
    code: "onnx-not-a-model",
    severity: "error",
    message: kind === undefined ? `"${file}" holds no ONNX graph` : `"${file}" is ${kind}, not an ONNX model`,
    path: `${file}: byte 0`,
    hint: "give a file that an exporter wrote as ONNX (torch.onnx.export, tf2onnx, ...)",
  };
}

export function onnxMalformed(file: string, problem: string, offset: number): Diagnostic {
  return {
    code: "onnx-malformed",
    severity: "error",
    message: `"${file}" is broken at byte ${offset}: ${problem}`,
    path: `${file}: byte ${offset}`,
    hint: "was it cut short while it was copied? compare its size with the original's",
  };
}

export function onnxTooLarge(file: string, problem: string): Diagnostic {
  return {
    code: "onnx-too-large",
    severity: "error",
    message: `"${file}" is larger than what is read: ${problem}`,
    path: file,
    hint: "weights do not count, and real networks are far smaller: is this the right file?",
  };
}

export function onnxCycle(file: string, nodes: readonly OnnxNode[]): Diagnostic {
  const [first] = nodes;
  return {
    code: "onnx-cycle",
    severity: "error",
    message: `nodes need one another's results: ${list(nodes.map(describeOnnxNode))}`,
    path: first ? placeOf(file, first) : file,
    hint: "a graph must have an order in which its nodes can run; loops are written as Loop or Scan nodes",
  };
}

export function onnxUndefinedValue(file: string, node: OnnxNode, name: string, known: readonly string[]): Diagnostic {
  return {
    code: "onnx-undefined-value",
    severity: "error",
    message: `${describeOnnxNode(node)} reads "${name}", which is no input, no initializer and no result of a node`,
    path: placeOf(file, node),
    hint: `${guess(name, known)}was a part of the graph cut off?`,
  };
}

export function onnxUndefinedOutput(file: string, name: string): Diagnostic {
  return {
    code: "onnx-undefined-value",
    severity: "error",
    message: `the graph gives out "${name}", which no node makes`,
    path: file,
    hint: "was a part of the graph cut off?",
  };
}

export function onnxDuplicateValue(file: string, node: OnnxNode, name: string): Diagnostic {
  return {
    code: "onnx-duplicate-value",
    severity: "error",
    message: `${describeOnnxNode(node)} makes "${name}", which has been made already`,
    path: placeOf(file, node),
    hint: "each value of a graph is made once",
  };
}

export function onnxNodeInvalid(file: string, node: OnnxNode, problem: string): Diagnostic {
  return {
    code: "onnx-node-invalid",
    severity: "error",
    message: `${describeOnnxNode(node)} ${problem}`,
    path: placeOf(file, node),
    hint: "the file contradicts itself, or a shape given by --shape does not fit the network",
  };
}

/** @param open the dimensions of the input, `?` or a name where they are open */
export function onnxDimensionUnbound(file: string, input: string, open: readonly (number | string)[]): Diagnostic {
  const example = open.map((size) => (typeof size === "number" ? size : "N")).join(",");
  const names = [...new Set(open.filter((size) => typeof size === "string" && size !== "?"))];
  const byName = names.length > 0 ? `, or ${names.map((name) => `--shape ${name}=N`).join(" ")}` : "";
  return {
    code: "onnx-dimension-unbound",
    severity: "error",
    message: `input "${input}" has ${open.length === 0 ? "no shape" : `the shape ${open.join(",")}`}: say how large it is`,
    path: file,
    hint: `add --shape ${input}=${open.length === 0 ? "1,3,224,224 (for instance)" : example}${byName}`,
  };
}

export function onnxBatchDefault(file: string, inputs: readonly string[], symbol: string | undefined): Diagnostic {
  const name = symbol === undefined ? "" : ` "${symbol}"`;
  const [input = ""] = inputs;
  return {
    code: "onnx-batch-default",
    severity: "note",
    message: `the first dimension${name} of ${inputs.length === 1 ? "input" : "inputs"} ${list(inputs)} is open: 1 is taken`,
    path: file,
    hint: symbol === undefined ? `--shape ${input}=... says otherwise` : `--shape ${symbol}=8 says otherwise`,
  };
}

export function shapeUnused(file: string, name: string, known: readonly string[]): Diagnostic {
  return {
    code: "onnx-shape-unused",
    severity: "error",
    message: `--shape names "${name}", which is no input and no open dimension of "${file}"`,
    path: file,
    hint: `${guess(name, known)}there ${known.length === 1 ? "is" : "are"} ${list(known)}`,
  };
}

export function shapeMismatch(file: string, input: string, given: string, stated: string): Diagnostic {
  return {
    code: "onnx-shape-mismatch",
    severity: "error",
    message: `--shape gives input "${input}" ${given}, but the file has ${stated}`,
    path: file,
    hint: "give as many sizes as the input has dimensions, and each open dimension one size",
  };
}

export function onnxShapeConflict(
  file: string,
  node: OnnxNode,
  name: string,
  stated: string,
  inferred: string,
): Diagnostic {
  return {
    code: "onnx-shape-conflict",
    severity: "warning",
    message: `the file gives "${name}" the shape ${stated}; by its inputs it is ${inferred}, which is taken`,
    path: placeOf(file, node),
    hint: "run shape inference of the exporting tool again, or strip the stated shapes",
  };
}

/** @param share of all operations of the network, or undefined where it cannot be told */
export function onnxUnmodelled(
  file: string,
  node: OnnxNode,
  count: number,
  why: string,
  share: number | undefined,
): Diagnostic {
  const others = count > 1 ? ` and ${count - 1} more` : "";
  const percent = share === undefined ? "" : share < 0.0005 ? "less than 0.1 %" : `${(share * 100).toFixed(1)} %`;
  const part =
    share === undefined
      ? "how many operations that leaves out is not known"
      : `estimated at ${percent} of the network's operations`;
  return {
    code: "onnx-unmodelled",
    severity: "warning",
    message: `${describeOnnxNode(node)}${others} cannot be modelled: ${why}; ${part}`,
    path: placeOf(file, node),
    hint: "totals leave it out; docs/reference/networks.md lists what is modelled",
  };
}
