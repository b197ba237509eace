/**
 * Numbers in specifications: literals, quoted literals (`"64"`, as some front ends write them) and expressions over
 * variables (`word_bits * 4`), checked against the range that their owner allows.
 */
import type { Report } from "../text/diagnostic.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { notANumber, numberOutOfRange, wrongType } from "./errors.ts";
import { evaluateScalar, type Scope } from "./expressions.ts";
import { describeNode } from "./fields.ts";

/** What a number may be. `count`: a whole number of at least `min` (default 1), exactly representable. */
export interface NumberRules {
  /** For messages: `the size of dimension C`. */
  readonly owner: string;
  readonly kind: "count" | "integer" | "number";
  /** Smallest allowed value; 1 for `count`. */
  readonly min?: number;
  /** Whether `min` itself is excluded. */
  readonly above?: boolean;
}

const LITERAL = /^[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The rule in words, for messages and hints. */
export function describeRules(rules: NumberRules): string {
  const noun = rules.kind === "number" ? "a number" : "a whole number";
  const min = rules.min ?? (rules.kind === "count" ? 1 : undefined);
  if (min === undefined) return noun;
  return rules.above ? `${noun} above ${min}` : `${noun} of at least ${min}`;
}

/** True where `value` obeys `rules`. */
export function obeys(value: number, rules: NumberRules): boolean {
  if (!Number.isFinite(value)) return false;
  if (rules.kind !== "number" && !Number.isSafeInteger(value)) return false;
  const min = rules.min ?? (rules.kind === "count" ? 1 : undefined);
  if (min === undefined) return true;
  return rules.above ? value > min : value >= min;
}

/** The number that `node` stands for, or undefined with a diagnostic. */
export function readNumber(node: LocatedNode, rules: NumberRules, scope: Scope, report: Report): number | undefined {
  if (node.kind !== "scalar") {
    report(wrongType(node.span, rules.owner, describeRules(rules), describeNode(node)));
    return undefined;
  }
  let value: unknown = node.value;
  if (typeof value === "string") {
    const text = value.trim();
    if (LITERAL.test(text)) value = Number(text.replaceAll("_", ""));
    else if (node.style === "plain") {
      const evaluated = evaluateScalar(node, scope, report);
      if (evaluated === undefined) return undefined;
      value = evaluated;
    }
  }
  return checkNumber(value, node, rules, report);
}

/** `value` as a number that obeys `rules`, or undefined with a diagnostic at `node`. */
export function checkNumber(value: unknown, node: LocatedNode, rules: NumberRules, report: Report): number | undefined {
  if (typeof value !== "number") {
    report(notANumber(node.span, rules.owner, describeNode(node), describeRules(rules)));
    return undefined;
  }
  if (!obeys(value, rules)) {
    report(numberOutOfRange(node.span, rules.owner, String(value), describeRules(rules)));
    return undefined;
  }
  return value;
}
