/** Messages about network descriptions: layers, the values that they read, blocks and parameters. */
import { wordList } from "../../spec/errors.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import type { Span } from "../../text/source.ts";

function guess(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? "" : `did you mean "${nearest}"? `;
}

export function layerUnknown(span: Span, seen: string, kinds: readonly string[]): Diagnostic {
  return {
    code: "model-layer-unknown",
    severity: "error",
    message: `there is no layer "${seen}"`,
    span,
    hint: `${guess(seen, kinds)}layers are: ${wordList(kinds, 40)}`,
  };
}

export function layerKinds(span: Span, seen: readonly string[], kinds: readonly string[]): Diagnostic {
  return {
    code: "model-layer-kind",
    severity: "error",
    message:
      seen.length === 0
        ? "nothing says which kind of layer this is"
        : `this is ${seen.length} layers at once: ${seen.join(", ")}`,
    span,
    hint: `give each layer one of: ${wordList(kinds, 40)}`,
  };
}

export function valueUnknown(span: Span, name: string, known: readonly string[]): Diagnostic {
  return {
    code: "model-value-unknown",
    severity: "error",
    message: `no layer before this one, and no input, is called "${name}"`,
    span,
    hint: `${guess(name, known)}names are: ${wordList(known)}; "." is what the layer before gives`,
  };
}

/** @param problem what does not fit: `adds 1x16x32x32 and 1x32x16x16` */
export function shapesDiffer(span: Span, layer: string, problem: string, hint: string): Diagnostic {
  return { code: "model-shape", severity: "error", message: `layer "${layer}" ${problem}`, span, hint };
}

export function blockUnknown(span: Span, name: string, known: readonly string[]): Diagnostic {
  return {
    code: "model-block-unknown",
    severity: "error",
    message: `there is no block "${name}"`,
    span,
    hint: `${guess(name, known)}blocks are: ${wordList(known)}`,
  };
}

export function blockRecursive(span: Span, name: string): Diagnostic {
  return {
    code: "model-block-recursive",
    severity: "error",
    message: `block "${name}" contains itself`,
    span,
    hint: "write the layers that are repeated as a block of their own, and use it with repeat",
  };
}

export function parameterUnknown(network: string, name: string, known: readonly string[], span?: Span): Diagnostic {
  return {
    code: "model-parameter-unknown",
    severity: "error",
    message: `network "${network}" has no parameter "${name}"`,
    ...(span && { span }),
    hint: known.length === 0 ? "it has none at all" : `${guess(name, known)}parameters are: ${wordList(known)}`,
  };
}

export function modelTooLarge(span: Span, limit: number): Diagnostic {
  return {
    code: "model-too-large",
    severity: "error",
    message: `the network has more than ${limit} layers`,
    span,
    hint: "repeat less; a network of that size is better given as ONNX",
  };
}

export function wordUnknown(span: Span, owner: string, seen: string, allowed: readonly string[]): Diagnostic {
  return {
    code: "model-word-unknown",
    severity: "error",
    message: `${owner} is ${seen}`,
    span,
    hint: `${guess(seen, allowed)}it may be: ${wordList(allowed, 40)}`,
  };
}
