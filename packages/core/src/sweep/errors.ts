/** What can be wrong with the axes of a sweep: one message function each. Spans are columns in the argument. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

function error(code: string, span: Span, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, span, hint };
}

const FORMS = "write name=value, name=16,32,64, name=16..2048x2 (times 2) or name=16..64+8 (plus 8)";

export function axisSyntax(span: Span, problem: string): Diagnostic {
  return error("sweep-axis-syntax", span, problem, FORMS);
}

export function rangeWithoutStep(span: Span, range: string): Diagnostic {
  const hint = `${range}x2 doubles from one value to the next, ${range}+1 adds one`;
  return error("sweep-range-step", span, `the range ${range} does not say how to get from one value to the next`, hint);
}

export function rangeNeverEnds(span: Span, step: string): Diagnostic {
  const hint = step.startsWith("x") ? "a factor must be greater than 1" : "a step must be greater than 0";
  return error("sweep-range-step", span, `the step ${step} never reaches the end of the range`, hint);
}

export function rangeBackwards(span: Span, from: number, to: number): Diagnostic {
  const message = `the range starts at ${from}, above its end ${to}`;
  return error(
    "sweep-range-order",
    span,
    message,
    "write the smaller value first; the order of points does not matter",
  );
}

export function rangeFromZero(span: Span): Diagnostic {
  const hint = "start above 0, or use a linear step such as 0..64+8";
  return error("sweep-range-order", span, "a range by a factor must start above 0", hint);
}

/** The end of a range that no step hits: the user may have meant it to be included. */
export function rangeEndMissed(span: Span, last: number, end: number): Diagnostic {
  return {
    code: "sweep-range-end",
    severity: "note",
    message: `the last value of the range is ${last}: no step hits ${end}`,
    span,
    hint: "name the last value to say so",
  };
}

export function axisTwice(span: Span, name: string, first: Span): Diagnostic {
  return {
    ...error("sweep-axis-twice", span, `"${name}" is given twice`, "put all values into one list: name=16,32,64"),
    related: [{ message: "first here", span: first }],
  };
}

export function valueTwice(span: Span, value: string): Diagnostic {
  return error("sweep-value-twice", span, `the value ${value} is listed twice`, "list each value once");
}

/** @param span the axis with most values */
export function sweepTooLarge(span: Span | undefined, points: string, limit: number): Diagnostic {
  const message = `the sweep has ${points} points; at most ${limit} are computed at once`;
  const hint = "use larger steps, or sweep fewer attributes at once";
  return { code: "sweep-too-large", severity: "error", message, hint, ...(span === undefined ? {} : { span }) };
}

export function journalForeign(name: string, schema: string): Diagnostic {
  const hint = "give another file or folder, or leave out --resume to start anew";
  return {
    code: "sweep-journal-foreign",
    severity: "error",
    message: `"${name}" is no journal of a sweep (${schema})`,
    hint,
  };
}

export function journalLineDamaged(span: Span): Diagnostic {
  return {
    code: "sweep-journal-line",
    severity: "warning",
    message: "a line of the journal is damaged",
    span,
    hint: "its point is computed again",
  };
}
