/** Messages about estimating energy and area: component classes, actions, tables, and what nobody can estimate. */
import { wordList } from "../spec/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { Refusal } from "./estimator.ts";

const at = (span: Span | undefined): { span?: Span } => (span === undefined ? {} : { span });

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

/** @param question `read of "buffer" (class SRAM)` */
export function notEstimated(
  question: string,
  refusals: readonly Refusal[],
  span?: Span,
  suggestion?: string,
): Diagnostic {
  const inScope = refusals.filter(({ isOutOfScope }) => isOutOfScope !== true);
  const others = refusals.filter((refusal) => !inScope.includes(refusal)).map(({ estimator }) => estimator);
  const asked = [
    ...inScope.map(({ estimator, reason }) => `${estimator}: ${reason}`),
    ...(others.length === 0 ? [] : [`not for this class: ${others.join(", ")}`]),
  ].join("; ");
  return {
    code: "not-estimated",
    severity: "error",
    message: `nobody can estimate ${question}`,
    ...at(span),
    hint: `${guess(suggestion)}asked: ${asked}`,
  };
}

export function estimateInvalid(question: string, value: number, estimator: string, span?: Span): Diagnostic {
  return {
    code: "estimate-invalid",
    severity: "error",
    message: `${estimator} answers ${value} for ${question}`,
    ...at(span),
    hint: "an energy or an area is a number from 0: look at the attributes",
  };
}

export function unknownPrimitiveClass(
  className: string,
  owner: string,
  known: readonly string[],
  suggestion: string | undefined,
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-estimator-class",
    severity: "error",
    message: `no estimator knows class "${className}" of "${owner}", and no component class is defined by that name`,
    ...at(span),
    hint: `${guess(suggestion)}classes are: ${wordList(known, 40)}`,
  };
}

export function unknownCompoundAction(
  className: string,
  action: string,
  known: readonly string[],
  suggestion: string | undefined,
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-component-action",
    severity: "error",
    message: `component class "${className}" has no action "${action}"`,
    ...at(span),
    hint: `${guess(suggestion)}actions are: ${wordList(known)}`,
  };
}

export function unknownSubcomponent(
  className: string,
  name: string,
  known: readonly string[],
  suggestion: string | undefined,
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-subcomponent",
    severity: "error",
    message: `component class "${className}" has no subcomponent "${name}"`,
    ...at(span),
    hint: `${guess(suggestion)}subcomponents are: ${wordList(known)}`,
  };
}

export function attributeRequired(className: string, attribute: string, owner: string, span?: Span): Diagnostic {
  return {
    code: "attribute-required",
    severity: "error",
    message: `class "${className}" must be given "${attribute}", and "${owner}" does not give it`,
    ...at(span),
    hint: `write ${attribute}: ... in the attributes of "${owner}" or of what it stands in`,
  };
}

export function classCycle(names: readonly string[], span?: Span): Diagnostic {
  return {
    code: "component-class-cycle",
    severity: "error",
    message: `component classes contain one another: ${names.join(" -> ")}`,
    ...at(span),
    hint: "a compound component ends in primitive ones",
  };
}

export function classRedefined(name: string, span: Span, first: Span): Diagnostic {
  return {
    code: "component-class-redefined",
    severity: "warning",
    message: `component class "${name}" is defined again: the later definition counts`,
    span,
    related: [{ message: "the first definition is here", span: first }],
    hint: "keep one of them",
  };
}

export function classBuiltIn(name: string, owner: string, span?: Span): Diagnostic {
  return {
    code: "component-class-built-in",
    severity: "note",
    message: `class "${name}" of "${owner}" is in none of the files: tilewright's own definition is used`,
    ...at(span),
    hint: "give a file with compound_components that defines it to use another",
  };
}

export function badArgumentRange(owner: string, seen: string, span?: Span): Diagnostic {
  return {
    code: "bad-argument-range",
    severity: "error",
    message: `${seen} is no range of values for ${owner}`,
    ...at(span),
    hint: "write two whole numbers, the first not above the second: 0..1",
  };
}

export function tooManyEntries(owner: string, span?: Span): Diagnostic {
  return {
    code: "too-many-argument-values",
    severity: "error",
    message: `${owner} has more than 10000 combinations of arguments, or components`,
    ...at(span),
    hint: "give its arguments smaller ranges",
  };
}

export function cycleDefault(seconds: number, why: string, span?: Span): Diagnostic {
  return {
    code: "cycle-seconds-default",
    severity: "note",
    message: `components without global_cycle_seconds are taken to run at ${seconds} s a cycle (${why})`,
    ...at(span),
    hint: "it decides on leakage and on which row of a table is read: give global_cycle_seconds",
  };
}

export function estimateNote(owner: string, note: string, span?: Span): Diagnostic {
  return { code: "estimate-default", severity: "note", message: `${owner}: ${note}`, ...at(span) };
}

export function libraryColumn(span: Span, column: string): Diagnostic {
  return {
    code: "library-column",
    severity: "error",
    message: `the table has no column "${column}"`,
    span,
    hint: "its first line names the columns: attributes, then energy, area, action",
  };
}

export function libraryCells(span: Span, needed: number, seen: number): Diagnostic {
  return {
    code: "library-cells",
    severity: "error",
    message: `the row has ${seen} cells, its table ${needed} columns`,
    span,
    hint: "leave a cell empty, or write *, where an attribute does not matter",
  };
}

export function libraryFigure(span: Span, column: string, seen: string): Diagnostic {
  return {
    code: "library-figure",
    severity: "error",
    message: `${column} is "${seen}": it must be a number from 0`,
    span,
    hint: "energies are in pJ, areas in um^2",
  };
}

export function libraryEmpty(file: string): Diagnostic {
  return {
    code: "library-empty",
    severity: "error",
    message: `"${file}" has no rows`,
    hint: "the first line names the columns, each later one gives a row",
  };
}

export function energyEstimated(): Diagnostic {
  return {
    code: "energy-estimated",
    severity: "note",
    message: "no energy table was given: energies and areas are estimated from the architecture",
    hint: "tilewright energy lists them with their sources; an ERT in the input goes before",
  };
}

export function energyNotEstimated(first: Diagnostic): Diagnostic {
  return {
    code: "energy-not-estimated",
    severity: "note",
    message: `energies were not estimated from the architecture: ${first.message}`,
    ...at(first.span),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  };
}

export function attributeUnused(
  className: string,
  attribute: string,
  known: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "attribute-unused",
    severity: "warning",
    message: `nothing in the estimate of "${className}" depends on "${attribute}"`,
    hint: `${guess(suggestion)}its attributes are: ${wordList(known)}`,
  };
}

/** @param what `component`, or `action of chip.glb` */
export function countedUnknown(
  span: Span,
  what: string,
  seen: string,
  known: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "counted-unknown",
    severity: "error",
    message: `the energy table has no ${what} "${seen}", which action_counts counts`,
    span,
    hint: `${guess(suggestion)}the table has: ${wordList(known)}`,
  };
}
