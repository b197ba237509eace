/**
 * The catalogue of what can be wrong with an expression. A `Fault` is a diagnostic without a place; the parser and the
 * evaluator know the place and add it. `FaultError` carries one out of deep recursion and never leaves this folder.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The fault as an error at `span`. */
export function faultAt(fault: Fault, span: Span): Diagnostic {
  return { ...fault, severity: "error", span };
}

const QUOTE_HINT = "if this is meant as a text, put it in quotes";

export function syntax(message: string, hint: string = QUOTE_HINT): Fault {
  return { code: "expression-syntax", message, hint };
}

export function unsupported(what: string, hint: string): Fault {
  return { code: "expression-unsupported", message: `${what} cannot be used in an expression`, hint };
}

export function tooLarge(message: string): Fault {
  return { code: "expression-too-large", message, hint: "expressions are meant for sizes and ratios; make it smaller" };
}

export function unknownName(name: string, available: readonly string[], functions: readonly string[]): Fault {
  const nearest = nearestWord(name, [...available, ...functions]);
  const shown = available.slice(0, 20).join(" ");
  const rest = available.length > 20 ? ` and ${available.length - 20} more` : "";
  const names = available.length === 0 ? "no names are defined here" : `names defined here are: ${shown}${rest}`;
  const hint = nearest === undefined ? `${names}; ${QUOTE_HINT}` : `did you mean "${nearest}"? ${names}`;
  return { code: "unknown-name", message: `the name "${name}" is not defined`, hint };
}

export function unknownFunction(name: string, functions: readonly string[]): Fault {
  const nearest = nearestWord(name, functions);
  const hint = nearest === undefined ? `functions are: ${functions.join(" ")}` : `did you mean "${nearest}"?`;
  return { code: "unknown-function", message: `there is no function "${name}"`, hint };
}

export function wrongArguments(name: string, expected: string, count: number): Fault {
  const message = `${name}() takes ${expected}, but was given ${count}`;
  return { code: "wrong-arguments", message, hint: "arguments are separated by commas" };
}

export function notACall(shown: string): Fault {
  const hint = "only the built-in functions can be called; is an operator missing before the parenthesis?";
  return { code: "expression-type", message: `${shown} is not a function`, hint };
}

export function wrongType(what: string, hint: string): Fault {
  return { code: "expression-type", message: what, hint };
}

export function divisionByZero(operator: string): Fault {
  const hint = "guard it: `a / b if b != 0 else 0`";
  return { code: "division-by-zero", message: `the right side of ${operator} is zero`, hint };
}

export function domain(name: string, shown: string): Fault {
  const message = `${name}(${shown}) has no real value`;
  return { code: "arithmetic-domain", message, hint: "check the argument, or guard it with `... if ... else ...`" };
}

export function overflow(what: string): Fault {
  const message = `the result of ${what} is too large for a number`;
  return { code: "arithmetic-overflow", message, hint: "check the exponents and sizes" };
}

export function inexact(digits: string): Fault {
  const message = `the result ${digits} is an integer beyond 2^53 and cannot be kept exactly`;
  return { code: "inexact-integer", message, hint: "write float(...) around it if it may round" };
}

export function outOfRange(index: string, length: number): Fault {
  const message = `the index ${index} is outside the ${length} items`;
  return { code: "index-out-of-range", message, hint: length === 0 ? "it is empty" : `indices are 0 to ${length - 1}` };
}

export function unknownKey(key: string, available: readonly string[]): Fault {
  const nearest = nearestWord(key, available);
  const hint = nearest === undefined ? `keys are: ${available.slice(0, 20).join(" ")}` : `did you mean "${nearest}"?`;
  return { code: "unknown-key", message: `there is no key ${key}`, hint };
}

export function attributeCycle(names: readonly string[], spans: readonly Span[]): Diagnostic {
  const [first = ""] = names;
  const route = [...names, first].map((name) => `"${name}"`).join(" -> ");
  const related = spans.slice(1).map((span, i) => ({ message: `"${names[i + 1]}" is needed here`, span }));
  return {
    code: "attribute-cycle",
    severity: "error",
    message: `these attributes need one another: ${route}`,
    ...(spans[0] ? { span: spans[0] } : {}),
    related,
    hint: "give one of them a value of its own",
  };
}
