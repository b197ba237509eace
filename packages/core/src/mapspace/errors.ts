/** Messages about constraints, and about mapspaces in which no mapping is valid. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic, RelatedPlace } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

export function unknownConstraintType(
  span: Span,
  type: string,
  types: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "unknown-constraint-type",
    severity: "error",
    message: `"${type}" is not a type of constraint`,
    span,
    hint: `${guess(suggestion)}types are: ${wordList(types)}`,
  };
}

export function conflictingConstraints(
  span: Span,
  what: string,
  here: string,
  there: string,
  first: Span | undefined,
): Diagnostic {
  return {
    code: "conflicting-constraints",
    severity: "error",
    message: `${what} is ${here} here and ${there} in another constraint`,
    span,
    ...(first && { related: [{ message: "the other constraint", span: first }] }),
    hint: "leave one of the two, or make them agree",
  };
}

export function factorBeyondSize(span: Span, dimension: string, factor: number, size: number): Diagnostic {
  return {
    code: "factor-beyond-size",
    severity: "warning",
    message: `${dimension}=${factor} is more than the size of ${dimension}, ${size}: the constraint is left out, as Timeloop does`,
    span,
    hint: `write ${dimension}=${size}, or ${dimension}<=${size}`,
  };
}

export function parallelismLevel(span: Span, level: string, innermost: string): Diagnostic {
  return {
    code: "parallelism-level",
    severity: "error",
    message: `parallelism is a property of the whole chip and cannot be constrained at ${level}`,
    span,
    hint: `aim it at the innermost level, ${innermost}`,
  };
}

export function unknownTemplate(
  span: Span,
  name: string,
  known: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "unknown-mapspace-template",
    severity: "error",
    message: `there is no mapspace template "${name}"`,
    span,
    hint: `${guess(suggestion)}templates are: ${wordList(known)}`,
  };
}

export function constraintIgnored(span: Span, key: string, why: string): Diagnostic {
  return { code: "constraint-ignored", severity: "note", message: `"${key}" has no effect: ${why}`, span };
}

/** One reason why no mapping is valid. `kind` becomes the end of its code. */
export interface Conflict {
  readonly kind: "factors" | "fanout" | "capacity" | "parallelism" | "bypass" | "together";
  readonly message: string;
  /** Constraints that take part, the first one first. */
  readonly places: readonly RelatedPlace[];
  readonly hint: string;
}

export function noMapping(conflict: Conflict): Diagnostic {
  const [first, ...others] = conflict.places;
  return {
    code: "no-valid-mapping",
    severity: "error",
    message: conflict.message,
    ...(first && { span: first.span }),
    ...(others.length > 0 && { related: others }),
    hint: conflict.hint,
  };
}

/** @param span of the constraint; the mapping's own place where it has none */
export function mappingBreaksConstraint(
  what: string,
  allowed: string,
  span: Span | undefined,
  mappingSpan: Span | undefined,
): Diagnostic {
  const place = span ?? mappingSpan;
  return {
    code: "mapping-breaks-constraint",
    severity: "error",
    message: `${what} breaks a constraint: ${allowed}`,
    ...(place && { span: place }),
    ...(span && mappingSpan && { related: [{ message: "the mapping of this level", span: mappingSpan }] }),
    hint: "change the mapping, or leave the constraint out",
  };
}
