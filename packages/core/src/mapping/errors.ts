/** Messages about mappings: targets, factors, permutations, keep and bypass. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

export function unknownTarget(span: Span, name: string, levels: readonly string[], suggestion?: string): Diagnostic {
  return {
    code: "unknown-target",
    severity: "error",
    message: `"${name}" is not a storage level of the architecture`,
    span,
    hint: `${guess(suggestion)}levels are, from the outside: ${wordList(levels)}`,
  };
}

export function unknownDirective(span: Span, type: string, types: readonly string[], suggestion?: string): Diagnostic {
  return {
    code: "unknown-directive",
    severity: "error",
    message: `"${type}" is not a type of mapping directive`,
    span,
    hint: `${guess(suggestion)}types are: ${wordList(types)}`,
  };
}

export function unsupportedDirective(span: Span, type: string): Diagnostic {
  return {
    code: "unsupported-directive",
    severity: "error",
    message: `a "${type}" directive is not evaluated yet`,
    span,
    hint: "remove it, or rewrite the mapping without it",
  };
}

export function duplicateDirective(span: Span, type: string, level: string, first: Span): Diagnostic {
  return {
    code: "duplicate-directive",
    severity: "error",
    message: `a second ${type} directive for ${level}`,
    span,
    related: [{ message: "the first is here", span: first }],
    hint: "write one directive of a type for each level",
  };
}

export function noFanout(span: Span, level: string, inner: string, fanouts: readonly string[]): Diagnostic {
  return {
    code: "no-fanout",
    severity: "error",
    message: `${level} has no fan-out: there are as many instances of ${inner} as of ${level}`,
    span,
    hint: fanouts.length === 0 ? "remove the spatial directive" : `spatial directives may aim at: ${wordList(fanouts)}`,
  };
}

export function badFactor(span: Span, seen: string, why: string): Diagnostic {
  return {
    code: "bad-factor",
    severity: "error",
    message: `"${seen}" ${why}`,
    span,
    hint: "write factors like R=3 P=16, or R=3,2 for a shorter last iteration",
  };
}

export function ambiguousFactor(span: Span, seen: string): Diagnostic {
  return {
    code: "ambiguous-factor",
    severity: "error",
    message: `"${seen}" can be read in more than one way`,
    span,
    hint: 'write it with "="',
  };
}

export function duplicateFactor(span: Span, dimension: string, first: Span): Diagnostic {
  return {
    code: "duplicate-factor",
    severity: "error",
    message: `a second factor of dimension "${dimension}" in one directive`,
    span,
    related: [{ message: "the first is here", span: first }],
    hint: "give each dimension one factor",
  };
}

export function badResidual(span: Span, dimension: string, bound: number, residual: number): Diagnostic {
  return {
    code: "bad-residual",
    severity: "error",
    message: `the last iteration of ${dimension}=${bound},${residual} is longer than the others or empty`,
    span,
    hint: `the number after the comma is from 1 to ${bound}`,
  };
}

export function factorZero(span: Span, dimension: string, size: number): Diagnostic {
  return {
    code: "factor-zero",
    severity: "note",
    message: `${dimension}=0 is taken as the whole dimension, ${size}, as Timeloop does`,
    span,
    hint: `write ${dimension}=${size}`,
  };
}

export function factorsMissing(span: Span, missing: readonly string[], level: string): Diagnostic {
  return {
    code: "factor-product",
    severity: "error",
    message: `no level has a factor of ${missing.map((factor) => factor.split("=")[0]).join(", ")}, so that they make 1 each`,
    span,
    hint: `add ${missing.join(" ")}, for instance at ${level}`,
  };
}

export function factorProduct(
  span: Span,
  dimension: string,
  product: string,
  size: number,
  advice: string,
): Diagnostic {
  return {
    code: "factor-product",
    severity: "error",
    message: `the factors of dimension "${dimension}" make ${product}, but its size is ${size}`,
    span,
    hint: advice,
  };
}

export function duplicatePermutation(span: Span, dimension: string): Diagnostic {
  return {
    code: "duplicate-in-permutation",
    severity: "error",
    message: `dimension "${dimension}" stands twice in the permutation`,
    span,
    hint: "name each dimension once, innermost first",
  };
}

export function permutationIncomplete(span: Span, level: string, appended: readonly string[]): Diagnostic {
  return {
    code: "permutation-incomplete",
    severity: "note",
    message: `the order of loops at ${level} does not name ${wordList(appended)}: taken as outermost, in the order of the problem`,
    span,
    hint: "name every dimension with a factor above 1",
  };
}

export function badSplit(span: Span, seen: string): Diagnostic {
  return {
    code: "bad-split",
    severity: "error",
    message: `split is ${seen}`,
    span,
    hint: "split is the number of dimensions of the permutation, from the inside, that go to X: a whole number from 0",
  };
}

export function limitBeyondDimension(span: Span, name: string, bound: number, size: number): Diagnostic {
  return {
    code: "limit-beyond-dimension",
    severity: "warning",
    message: `the constraint ${name}=${bound} is left out: ${name} has only ${size}`,
    span,
    hint: `Timeloop does the same; write ${name}=${size} or less to fix the factor for this problem`,
  };
}

export function splitMissing(span: Span, level: string, x: number, y: number): Diagnostic {
  return {
    code: "split-missing",
    severity: "warning",
    message: `without "split" all spatial loops of ${level} go to X, but its fan-out is ${x} in X and ${y} in Y`,
    span,
    hint: 'add "split: 0" to send them to Y, or the number of inner dimensions that go to X',
  };
}

export function levelMissing(span: Span, levels: readonly string[]): Diagnostic {
  return {
    code: "mapping-level-missing",
    severity: "note",
    message: `the mapping does not mention ${wordList(levels)}: all factors there are 1`,
    span,
    hint: `add a directive with "target: ${levels[0] ?? "?"}" to say so`,
  };
}

export function keepAndBypass(span: Span, dataSpace: string, level: string, other: Span | undefined): Diagnostic {
  return {
    code: "keep-and-bypass",
    severity: "error",
    message: `${level} both keeps and bypasses ${dataSpace}`,
    span,
    ...(other && { related: [{ message: "the other place", span: other }] }),
    hint: "leave it in one of the two lists",
  };
}

export function bypassOutermost(span: Span, dataSpace: string, level: string): Diagnostic {
  return {
    code: "bypass-outermost",
    severity: "error",
    message: `${level} is the outermost level and cannot be bypassed by ${dataSpace}`,
    span,
    hint: "the outermost level keeps every data space: nothing lies beyond it",
  };
}

export function keepAtFanout(span: Span, level: string): Diagnostic {
  return {
    code: "keep-at-fanout",
    severity: "error",
    message: `${level} is a fan-out without storage and cannot keep a data space`,
    span,
    hint: "aim the directive at a storage component",
  };
}

export function temporalAtFanout(span: Span, level: string): Diagnostic {
  return {
    code: "temporal-at-fanout",
    severity: "error",
    message: `${level} is a fan-out without storage: it has no temporal loops`,
    span,
    hint: "move these factors to the level above or below",
  };
}

export function parallelKeepTwice(span: Span, dataSpace: string, first: Span): Diagnostic {
  return {
    code: "parallel-keep-twice",
    severity: "error",
    message: `${dataSpace} is kept in two branches of one !Parallel`,
    span,
    related: [{ message: "the other branch", span: first }],
    hint: "keep each data space in one branch",
  };
}

export function parallelKeepMissing(span: Span, dataSpaces: readonly string[]): Diagnostic {
  return {
    code: "parallel-keep-missing",
    severity: "error",
    message: `no branch of this !Parallel keeps ${wordList(dataSpaces)}`,
    span,
    hint: "name it in the keep list of one branch; to pass all branches by, add !Nothing {constraints: {dataspace: {keep: [...]}}}",
  };
}

export function againstConstraint(span: Span, what: string, constraint: Span): Diagnostic {
  return {
    code: "against-constraint",
    severity: "error",
    message: `${what} goes against a constraint of the architecture`,
    span,
    related: [{ message: "the constraint is here", span: constraint }],
    hint: "change one of the two",
  };
}
