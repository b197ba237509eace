/** Messages about problems that stand for layers. */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";

export function problemShape(span: Span | undefined, layer: string, why: string): Diagnostic {
  return {
    code: "model-problem-shape",
    severity: "error",
    message: `the problem of layer "${layer}" is no layer of a network: ${why}`,
    ...(span && { span }),
    hint: "dimensions are C M R S N P Q (G for groups), data spaces as tilewright export-layers writes them; tilewright map takes any problem",
  };
}

export function problemNone(file: string): Diagnostic {
  return {
    code: "model-problem-none",
    severity: "warning",
    message: `"${file}" has no problem and is left out of the network`,
    hint: "each file of a folder is one layer; architectures and constraints are given besides",
  };
}

export function problemsMissing(folder: string): Diagnostic {
  return {
    code: "model-problems-missing",
    severity: "error",
    message: `folder "${folder}" holds no problem`,
    hint: "it needs YAML files with a problem each, as tilewright export-layers writes them",
  };
}
