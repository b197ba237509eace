/** Problems, each a layer, as a network: nothing is said of which layer feeds which, so that each has ends of its own. */
import { EMPTY_SCOPE } from "../../spec/expressions.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { DiagnosticBag } from "../../text/diagnostic-bag.ts";
import { readProblem } from "../../workload/read-problem.ts";
import { getEntry } from "../../yaml/access.ts";
import type { LocatedNode } from "../../yaml/located.ts";
import { buildNetwork } from "../build-network.ts";
import type { Draft, DraftTensor } from "../draft.ts";
import type { ProductShape } from "../network.ts";
import type { NetworkReading } from "../network-reading.ts";
import { problemNone, problemShape, problemsMissing } from "./errors.ts";
import { productOfProblem } from "./product-of-problem.ts";

/** One file of a folder. */
export interface ProblemFile {
  readonly file: string;
  /** The layer's name. */
  readonly layer: string;
  readonly documents: readonly LocatedNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The network whose layers are the problems of `files`, in their order. */
export function readProblemLayers(name: string, files: readonly ProblemFile[]): NetworkReading {
  const bag = new DiagnosticBag();
  const drafts: Draft[] = [];
  const tensors = new Map<string, DraftTensor>();
  const inputs = new Set<string>();
  const outputs = new Set<string>();
  for (const { file, layer, documents, diagnostics } of files) {
    for (const diagnostic of diagnostics) bag.report(diagnostic);
    const entry = documents.flatMap((document) =>
      document.kind === "map" ? (getEntry(document, "problem") ?? []) : [],
    )[0];
    if (entry === undefined) {
      if (diagnostics.length === 0) bag.report(problemNone(file));
      continue;
    }
    const workload = readProblem(entry.value, EMPTY_SCOPE, bag.report);
    const shape = workload && productOfProblem(workload);
    if (shape === undefined) continue;
    if (typeof shape === "string") {
      bag.report(problemShape(entry.keySpan, layer, shape));
      continue;
    }
    const ends = { input: `${layer}.input`, weight: `${layer}.weight`, output: `${layer}.output` };
    tensors.set(ends.input, { shape: inputOf(shape), isConstant: false });
    tensors.set(ends.weight, { shape: weightOf(shape), isConstant: true });
    tensors.set(ends.output, { shape: outputOf(shape), isConstant: false });
    inputs.add(ends.input);
    outputs.add(ends.output);
    drafts.push({
      name: layer,
      operator: shape.transposed ? "ConvTranspose" : "Conv",
      work: { kind: "product", shape, secondOperand: "weights" },
      inputs: [ends.input, ends.weight],
      outputs: [ends.output],
      span: entry.keySpan,
    });
  }
  if (drafts.length === 0 && !bag.hasErrors) bag.report(problemsMissing(name));
  if (bag.hasErrors) return { diagnostics: bag.list() };
  const network = buildNetwork({ name, drafts, inputs, outputs, tensor: (tensor) => tensors.get(tensor) });
  return { network, diagnostics: bag.list() };
}

/** Words that a window of `kernel` slides over. */
function span(places: number, stride: number, kernel: number, dilation: number): number {
  return (places - 1) * stride + (kernel - 1) * dilation + 1;
}

function spread(shape: ProductShape): readonly number[] {
  return [
    span(shape.height, shape.heightStride, shape.kernelHeight, shape.heightDilation),
    span(shape.width, shape.widthStride, shape.kernelWidth, shape.widthDilation),
  ];
}

function inputOf(shape: ProductShape): readonly number[] {
  const places = shape.transposed ? [shape.height, shape.width] : spread(shape);
  return [shape.batch, shape.groups * shape.inputChannels, ...places];
}

function weightOf(shape: ProductShape): readonly number[] {
  const { groups, inputChannels, outputChannels, kernelHeight, kernelWidth } = shape;
  return [groups * outputChannels, inputChannels, kernelHeight, kernelWidth];
}

function outputOf(shape: ProductShape): readonly number[] {
  const places = shape.transposed ? spread(shape) : [shape.height, shape.width];
  return [shape.batch, shape.groups * shape.outputChannels, ...places];
}
