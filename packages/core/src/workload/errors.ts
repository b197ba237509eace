/** Messages about the problem: dimensions, coefficients, data spaces, projections. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

export function unknownShape(span: Span, name: string, known: readonly string[], suggestion?: string): Diagnostic {
  return {
    code: "unknown-shape",
    severity: "error",
    message: `no problem shape is called "${name}"`,
    span,
    hint: `${guess(suggestion)}built-in shapes are: ${wordList(known)}; or write the shape itself here`,
  };
}

export function shapeDefault(span: Span, name: string): Diagnostic {
  return {
    code: "shape-default",
    severity: "note",
    message: `problem has no shape: "${name}" is assumed, as Timeloop does`,
    span,
    hint: `write "shape: ${name}" to say so`,
  };
}

export function unknownDimension(
  span: Span,
  name: string,
  where: string,
  dimensions: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "unknown-dimension",
    severity: "error",
    message: `dimension "${name}" is not in ${where}`,
    span,
    hint: `${guess(suggestion)}dimensions are: ${wordList(dimensions)}`,
  };
}

export function unknownCoefficient(
  span: Span,
  name: string,
  known: readonly string[],
  suggestion?: string,
): Diagnostic {
  return {
    code: "unknown-coefficient",
    severity: "error",
    message: `"${name}" is neither a dimension, nor a coefficient, nor a whole number`,
    span,
    hint: `${guess(suggestion)}names are: ${wordList(known)}`,
  };
}

export function unknownDataSpace(
  span: Span,
  name: string,
  dataSpaces: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "unknown-data-space",
    severity: "error",
    message: `"${name}" is not a data space of the problem`,
    span,
    hint: `${guess(suggestion)}data spaces are: ${wordList(dataSpaces)}`,
  };
}

export function missingDimensionSize(span: Span, names: readonly string[]): Diagnostic {
  return {
    code: "missing-dimension-size",
    severity: "error",
    message: `the instance gives no size for ${names.length === 1 ? "dimension" : "dimensions"} ${wordList(names)}`,
    span,
    hint: `add ${names.map((name) => `"${name}: <size>"`).join(", ")} to problem.instance`,
  };
}

export function badDimensionSize(span: Span, name: string, seen: string): Diagnostic {
  return {
    code: "bad-dimension-size",
    severity: "error",
    message: `dimension "${name}" has size ${seen}`,
    span,
    hint: "a size is a whole number from 1 to 9007199254740991",
  };
}

export function unknownInstanceKey(span: Span, name: string, known: readonly string[], suggestion: string): Diagnostic {
  return {
    code: "unknown-instance-key",
    severity: "warning",
    message: `"${name}" is neither a dimension nor a coefficient of the shape, and is not used`,
    span,
    hint: `did you mean "${suggestion}"? names are: ${wordList(known)}`,
  };
}

export function instanceKeyIgnored(span: Span, name: string, known: readonly string[]): Diagnostic {
  return {
    code: "instance-key-ignored",
    severity: "note",
    message: `"${name}" is no dimension and no coefficient of the shape, and is not used`,
    span,
    hint: `names are: ${wordList(known)}`,
  };
}

export function badCoefficient(span: Span, name: string, seen: string): Diagnostic {
  return {
    code: "bad-coefficient",
    severity: "error",
    message: `coefficient ${name} is ${seen}`,
    span,
    hint: "a coefficient (stride, dilation) is a whole number other than 0",
  };
}

export function badProjection(span: Span, seen: string, why: string): Diagnostic {
  return {
    code: "bad-projection",
    severity: "error",
    message: `${seen} ${why}`,
    span,
    hint: "write a list of ranks, each a list of terms: [ [[C]], [[R, Wdilation], [P, Wstride]] ], or short: [C, R*Wdilation + P*Wstride]",
  };
}

export function emptyProblem(span: Span, what: string): Diagnostic {
  return {
    code: "empty-problem",
    severity: "error",
    message: `the shape has no ${what}`,
    span,
    hint: `list at least one of its ${what}`,
  };
}

export function problemTooLarge(span: Span, what: string, size: string): Diagnostic {
  return {
    code: "problem-too-large",
    severity: "error",
    message: `${what} has ${size} points, more than 2^53: counts would lose digits`,
    span,
    hint: "make a dimension smaller",
  };
}

export function unusedDimension(span: Span, name: string): Diagnostic {
  return {
    code: "unused-dimension",
    severity: "warning",
    message: `no data space uses dimension "${name}": it only repeats the same work`,
    span,
    hint: `use "${name}" in a projection or remove it`,
  };
}

export function noReadWrite(span: Span): Diagnostic {
  return {
    code: "no-output",
    severity: "warning",
    message: "no data space is read_write: nothing is written back",
    span,
    hint: 'add "read_write: true" to the output',
  };
}

export function badFlattening(span: Span, name: string, why: string): Diagnostic {
  return {
    code: "bad-flattening",
    severity: "error",
    message: `flattened dimension "${name}" ${why}`,
    span,
    hint: "each dimension may stand in one flattened dimension only: flatten: [{name: X, dimensions: [P, Q]}]",
  };
}

export function badDensity(span: Span, name: string, seen: string): Diagnostic {
  return {
    code: "bad-density",
    severity: "error",
    message: `the density of "${name}" is ${seen}`,
    span,
    hint: "give a number from 0 to 1, or {distribution: hypergeometric, density: 0.5}",
  };
}
