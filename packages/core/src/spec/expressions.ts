/**
 * Expressions in specifications: single scalars and sets of attributes.
 *
 * Published files mix expressions and bare words (`type: LPDDR4`) without quotes. A text counts as a word, where the
 * attribute may be one, if it names nothing that exists and calls nothing: `LPDDR4` and `1:1` are words, `depht * 2` is
 * a word only where no number is needed, `log2(depht)` is an expression with a mistake.
 */
import type { AttributeMap, AttributeValue } from "../architecture/architecture.ts";
import { evaluateExpression, namesIn, type Scope } from "../expression/evaluate.ts";
import { parseExpression } from "../expression/parse.ts";
import { type AttributeInput, resolveAttributes } from "../expression/resolve-attributes.ts";
import type { ExpressionValue } from "../expression/value.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { LocatedScalar } from "../yaml/located.ts";

export type { Scope } from "../expression/evaluate.ts";

/** No names at all. */
export const EMPTY_SCOPE: Scope = new Map();

/** The value of the expression in `scalar`, or undefined with a diagnostic. */
export function evaluateScalar(scalar: LocatedScalar, scope: Scope, report: Report): ExpressionValue | undefined {
  const { expression, diagnostics } = parseExpression(scalar.raw, scalar.span);
  if (!expression) {
    for (const diagnostic of diagnostics) report(diagnostic);
    return undefined;
  }
  const result = evaluateExpression(expression, scope);
  for (const diagnostic of result.diagnostics) report(diagnostic);
  return result.value;
}

/** One attribute before evaluation. */
export type AttributeSource =
  | { readonly kind: "value"; readonly value: AttributeValue; readonly span: Span }
  | { readonly kind: "text"; readonly text: string; readonly span: Span; readonly wordAllowed: boolean };

/** Evaluates `sources`, which may use one another and the names of `scope`; what fails is reported and left out. */
export function evaluateAttributes(
  sources: ReadonlyMap<string, AttributeSource>,
  scope: Scope,
  report: Report,
): ReadonlyMap<string, AttributeValue> {
  const inputs = new Map<string, AttributeInput>();
  let anyText = false;
  for (const [name, source] of sources) {
    if (source.kind === "value") {
      inputs.set(name, { value: toExpression(source.value), span: source.span });
    } else if (source.wordAllowed && isWord(source, name, sources, scope)) {
      inputs.set(name, { value: source.text, span: source.span });
    } else {
      anyText = true;
      inputs.set(name, { text: source.text, span: source.span });
    }
  }
  if (!anyText) {
    return new Map([...sources].map(([name, source]) => [name, source.kind === "value" ? source.value : source.text]));
  }
  const { values, diagnostics } = resolveAttributes(inputs, scope);
  for (const diagnostic of diagnostics) report(diagnostic);
  return new Map([...values].map(([name, value]) => [name, fromExpression(value)]));
}

function isWord(
  source: { readonly text: string; readonly span: Span },
  name: string,
  sources: ReadonlyMap<string, AttributeSource>,
  scope: Scope,
): boolean {
  const exists = (word: string): boolean => scope.has(word) || (word !== name && sources.has(word));
  if (/\w\s*\(/.test(source.text)) return false;
  const { expression } = parseExpression(source.text, source.span);
  if (!expression) return !(source.text.match(/[A-Za-z_]\w*/g) ?? []).some(exists);
  if (expression.root.kind === "literal") return false;
  const names = [...namesIn(expression)];
  return names.length > 0 && !names.some(exists);
}

/** An attribute's value as expressions have it. */
export function toExpression(value: AttributeValue): ExpressionValue {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(toExpression);
  return new Map(Object.entries(value).map(([key, item]) => [key, toExpression(item)]));
}

function fromExpression(value: ExpressionValue): AttributeValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, ExpressionValue>)];
    return Object.fromEntries(entries.map(([key, item]) => [key, fromExpression(item)])) satisfies AttributeMap;
  }
  return (value as readonly ExpressionValue[]).map(fromExpression);
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
