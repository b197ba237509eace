/** Expressions in component classes: attributes, scales, ranges of names and of arguments. */
import type { Attributes, AttributeValue } from "../../architecture/architecture.ts";
import { readOwnAttributes } from "../../architecture/read-attributes.ts";
import { evaluateExpression } from "../../expression/evaluate.ts";
import { parseExpression } from "../../expression/parse.ts";
import { notANumber } from "../../spec/errors.ts";
import { EMPTY_SCOPE, evaluateScalar, type Scope, toExpression } from "../../spec/expressions.ts";
import { describeNode, scalarText, spanInside } from "../../spec/fields.ts";
import type { Report } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import type { LocatedMap, LocatedNode, LocatedScalar } from "../../yaml/located.ts";
import { badArgumentRange } from "../errors.ts";
import type { QueryValues } from "../estimator.ts";

/** Values as attributes, so that the reader of attributes takes them as inherited. */
function asAttributes(values: QueryValues): Attributes {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, origin: "inherited" as const }]),
  );
}

/** The attributes written in `map`, evaluated with the names of `scope`. */
export function evaluateMap(
  map: LocatedMap | undefined,
  owner: string,
  scope: QueryValues,
  report: Report,
): QueryValues {
  if (map === undefined) return {};
  // A class may name its attributes as it likes: slips of level attributes are no concern here.
  const context = { owner, inherited: asAttributes(scope), scope: EMPTY_SCOPE, anyName: true };
  return valuesOf(readOwnAttributes(map, context, report));
}

export function valuesOf(attributes: Attributes): QueryValues {
  return Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]));
}

export function scopeOf(values: QueryValues): Scope {
  return new Map(Object.entries(values).map(([key, value]) => [key, toExpression(value)]));
}

/** A scale: 1 where nothing is written. */
export function evaluateScale(
  node: LocatedNode | undefined,
  owner: string,
  scope: QueryValues,
  report: Report,
): number {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return 1;
  const value = node.kind === "scalar" ? scalarValue(node, scope, report) : undefined;
  if (typeof value === "number" && value >= 0) return value;
  if (value !== undefined || node.kind !== "scalar") {
    report(notANumber(node.span, owner, describeNode(node), "a number from 0"));
  }
  return 1;
}

function scalarValue(node: LocatedScalar, scope: QueryValues, report: Report): AttributeValue | undefined {
  if (typeof node.value !== "string") return node.value;
  const value = evaluateScalar(node, scopeOf(scope), report);
  return value instanceof Map ? undefined : (value as AttributeValue | undefined);
}

/** A name with its range taken off. */
export interface Ranged {
  /** `address_generators`. */
  readonly base: string;
  /** With its numbers: `address_generators[0..1]`. */
  readonly shown: string;
  readonly count: number;
}

const INDEXED = /^([^[\]]+?)\s*\[(.*)\]\s*$/s;

/** `storage[1..width * depth]` with the names of `scope`; a single index, or none, counts once. */
export function evaluateRange(name: LocatedScalar, scope: QueryValues, report: Report): Ranged {
  const text = scalarText(name).trim();
  const [, base, inside] = INDEXED.exec(text) ?? [];
  if (base === undefined || inside === undefined) return { base: text, shown: text, count: 1 };
  const bounds = inside.split("..");
  const start = scalarText(name).indexOf("[") + 1;
  const values = bounds.map((bound, i) => {
    const from = start + (i === 0 ? 0 : (bounds[0] ?? "").length + 2);
    return wholeNumber(bound, spanInside(name, from, from + bound.length), scope, report);
  });
  const [first, last] = values;
  if (bounds.length === 1 && first !== undefined) return { base, shown: `${base}[${first}]`, count: 1 };
  if (bounds.length !== 2 || first === undefined || last === undefined || last < first) {
    if (values.every((value) => value !== undefined)) report(badArgumentRange(base, `"${text}"`, name.span));
    return { base, shown: text, count: 1 };
  }
  return { base, shown: `${base}[${first}..${last}]`, count: last - first + 1 };
}

/** First and last value of an argument `0..n_banks`; one value stands for itself. */
export function evaluateBounds(
  node: LocatedNode,
  owner: string,
  scope: QueryValues,
  report: Report,
): readonly [number, number] | undefined {
  if (node.kind !== "scalar" || node.value === null) {
    report(badArgumentRange(owner, describeNode(node), node.span));
    return undefined;
  }
  const text = scalarText(node);
  const bounds = text.split("..");
  const values = bounds.map((bound) => wholeNumber(bound, node.span, scope, report));
  const first = values[0];
  const last = bounds.length === 1 ? first : values[1];
  if (bounds.length > 2 || first === undefined || last === undefined || last < first) {
    if (values.every((value) => value !== undefined)) report(badArgumentRange(owner, `"${text}"`, node.span));
    return undefined;
  }
  return [first, last];
}

function wholeNumber(text: string, span: Span, scope: QueryValues, report: Report): number | undefined {
  const { expression, diagnostics } = parseExpression(text, span);
  if (!expression) {
    for (const diagnostic of diagnostics) report(diagnostic);
    return undefined;
  }
  const result = evaluateExpression(expression, scopeOf(scope));
  for (const diagnostic of result.diagnostics) report(diagnostic);
  if (result.value === undefined) return undefined;
  // A float without a fraction is a whole number; Accelergy cuts fractions off, which hides mistakes.
  if (typeof result.value === "number" && Number.isInteger(result.value)) return result.value;
  report(badArgumentRange("a range", JSON.stringify(result.value), span));
  return undefined;
}
