/** Messages about the architecture: its tree, its components and their attributes. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

export function architectureForm(span: Span): Diagnostic {
  return {
    code: "architecture-form",
    severity: "error",
    message: 'an architecture needs "nodes" (0.4) or "subtree" (0.3)',
    span,
    hint: 'write "nodes:" with a list of !Container and !Component, or "subtree:" with a list of one tree',
  };
}

export function unsupportedVersion(span: Span, seen: string): Diagnostic {
  return {
    code: "unsupported-version",
    severity: "error",
    message: `version ${seen} is not known`,
    span,
    hint: "versions are: 0.2, 0.3, 0.4",
  };
}

export function unknownTag(span: Span, seen: string, tags: readonly string[], suggestion?: string): Diagnostic {
  return {
    code: "unknown-node-tag",
    severity: "error",
    message: `${seen} is not a kind of architecture node`,
    span,
    hint: `${guess(suggestion)}kinds are: ${wordList(tags)}`,
  };
}

export function missingTag(span: Span, tags: readonly string[]): Diagnostic {
  return {
    code: "missing-node-tag",
    severity: "error",
    message: "a node of the architecture does not say what it is",
    span,
    hint: `write one of ${wordList(tags)} before it`,
  };
}

export function severalSubtrees(span: Span): Diagnostic {
  return {
    code: "several-subtrees",
    severity: "error",
    message: "a subtree list may hold one tree only: storage levels form a chain",
    span,
    hint: "put parallel components into one local list, or use !Parallel in the 0.4 form",
  };
}

export function badInstanceRange(span: Span, seen: string): Diagnostic {
  return {
    code: "bad-instance-range",
    severity: "error",
    message: `"${seen}" is not a range of instances`,
    span,
    hint: "write name[0..15] for 16 instances, the first number not above the second",
  };
}

export function unknownClass(span: Span, name: string, seen: string, words: readonly string[]): Diagnostic {
  return {
    code: "unknown-component-class",
    severity: "warning",
    message: `class "${seen}" of ${name} is neither storage, compute, nor network: it plays no part in the counts`,
    span,
    hint: `class names that count contain one of: ${wordList(words)}; use "subclass" for the estimator's class`,
  };
}

export function noCompute(span: Span): Diagnostic {
  return {
    code: "no-compute",
    severity: "error",
    message: "the architecture has no compute component",
    span,
    hint: "add, as its innermost component, one of class intmac, fpmac, mac or compute",
  };
}

export function severalCompute(span: Span, name: string, first: Span | undefined): Diagnostic {
  return {
    code: "several-compute",
    severity: "error",
    message: `${name} is a second compute component`,
    span,
    ...(first && { related: [{ message: "the first compute component is here", span: first }] }),
    hint: "keep one; the others may be of a class that does not count, or enabled: false",
  };
}

export function computeNotInnermost(span: Span, name: string): Diagnostic {
  return {
    code: "compute-not-innermost",
    severity: "error",
    message: `${name} comes after the compute component`,
    span,
    hint: "the compute component must be the last node",
  };
}

export function noStorage(span: Span): Diagnostic {
  return {
    code: "no-storage",
    severity: "error",
    message: "the architecture has no storage component",
    span,
    hint: "add at least a main memory, e.g. class: DRAM",
  };
}

export function unknownAttribute(span: Span, key: string, name: string, suggestion: string): Diagnostic {
  return {
    code: "unknown-attribute",
    severity: "warning",
    message: `${name} has an attribute "${key}" that nothing reads but an estimator of that name`,
    span,
    hint: `did you mean "${suggestion}"?`,
  };
}

export function attributeConflict(span: Span, name: string, key: string, other: string, otherSpan?: Span): Diagnostic {
  return {
    code: "attribute-conflict",
    severity: "error",
    message: `${name} gives both "${other}" and "${key}"`,
    span,
    ...(otherSpan && { related: [{ message: `"${other}" is here`, span: otherSpan }] }),
    hint: "give one of the two",
  };
}

export function widthMismatch(
  span: Span,
  name: string,
  width: number,
  parts: string,
  related: Span | undefined,
): Diagnostic {
  return {
    code: "width-mismatch",
    severity: "error",
    message: `${name}: width ${width} is not ${parts}`,
    span,
    ...(related && { related: [{ message: "against this", span: related }] }),
    hint: "width = word_bits * block_size * cluster_size; leave out block_size and cluster_size to have them computed",
  };
}

export function meshMismatch(span: Span, name: string, message: string): Diagnostic {
  return {
    code: "mesh-mismatch",
    severity: "error",
    message: `${name}: ${message}`,
    span,
    hint: "meshX * meshY must give the number of instances; each inner mesh must be a multiple of the next outer one",
  };
}

export function spatialInParallel(span: Span, name: string): Diagnostic {
  return {
    code: "fanout-in-parallel",
    severity: "error",
    message: `${name} fans out inside !Parallel`,
    span,
    hint: "put the !Container with the fan-out before the !Parallel",
  };
}

export function meshAttributeIgnored(span: Span, name: string, key: string): Diagnostic {
  return {
    code: "mesh-attribute-ignored",
    severity: "warning",
    message: `${name}: the attribute ${key} has no effect in the 0.4 form`,
    span,
    hint: `write "spatial: {${key}: ...}" beside "attributes"`,
  };
}

export function inheritedIgnored(span: Span, name: string, key: string): Diagnostic {
  return {
    code: "inherited-ignored",
    severity: "warning",
    message: `"${key}" of an enclosing tree does not shape ${name}: in the 0.3 form only its own attributes do`,
    span,
    hint: `give "${key}" in the attributes of ${name}`,
  };
}

export function wordBitsDefault(span: Span, name: string, bits: number): Diagnostic {
  return {
    code: "word-bits-default",
    severity: "note",
    message: `${name} gives no word size: ${bits} bits are assumed, as Timeloop does`,
    span,
    hint: `add "datawidth: ${bits}" to say so`,
  };
}

export function bandwidthSplit(span: Span, name: string): Diagnostic {
  return {
    code: "bandwidth-split",
    severity: "note",
    message: `${name}: "bandwidth" is taken as half for reads and half for writes, as Timeloop does`,
    span,
    hint: 'give "read_bandwidth" and "write_bandwidth", or "shared_bandwidth"',
  };
}

export function minUtilizationUnlimited(span: Span, name: string): Diagnostic {
  return {
    code: "min-utilization-unlimited",
    severity: "error",
    message: `${name} asks for a minimum utilization, but has no size`,
    span,
    hint: 'give "depth", "entries" or "sizeKB"',
  };
}

export function dramCluster(span: Span, name: string): Diagnostic {
  return {
    code: "dram-cluster",
    severity: "error",
    message: `${name} is a DRAM: its cluster size must be 1`,
    span,
    hint: "leave out cluster_size, or make block_size * word_bits equal to width",
  };
}
