/** Comparison and membership with Python's meanings: numbers of both kinds compare exactly, texts by code point. */

import { asNumber } from "./arithmetic.ts";
import type { CompareOperator } from "./ast.ts";
import { FaultError, wrongType } from "./errors.ts";
import type { Value } from "./value.ts";
import { dictKey, isSequence, typeName } from "./value.ts";

export function compare(operator: CompareOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "is":
      return identical(left, right);
    case "is not":
      return !identical(left, right);
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
    default: {
      const sign = order(operator, left, right);
      if (sign === undefined) return false;
      if (operator === "<") return sign < 0;
      if (operator === "<=") return sign <= 0;
      return operator === ">" ? sign > 0 : sign >= 0;
    }
  }
}

export function equal(a: Value, b: Value): boolean {
  const x = asNumber(a);
  const y = asNumber(b);
  // JavaScript compares a bigint with a number exactly, by value.
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of equal value are not ===
  if (x !== undefined && y !== undefined) return x == y;
  if (isSequence(a) && isSequence(b)) {
    return (
      a.kind === b.kind &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => equal(item, b.items[i] as Value))
    );
  }
  if (isDict(a) && isDict(b)) {
    if (a.entries.size !== b.entries.size) return false;
    return [...a.entries].every(([key, [, item]]) => {
      const other = b.entries.get(key);
      return other !== undefined && equal(item, other[1]);
    });
  }
  return a === b;
}

/** -1, 0 or 1; undefined where a NaN is in play. `operator` is for the message. */
export function order(operator: string, left: Value, right: Value): number | undefined {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : a >= b ? 0 : undefined;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  if (isSequence(left) && isSequence(right) && left.kind === right.kind) {
    const shared = Math.min(left.items.length, right.items.length);
    for (let i = 0; i < shared; i++) {
      const [x, y] = [left.items[i] as Value, right.items[i] as Value];
      if (!equal(x, y)) return order(operator, x, y);
    }
    return Math.sign(left.items.length - right.items.length);
  }
  const message = `"${operator}" does not compare ${typeName(left)} with ${typeName(right)}`;
  throw new FaultError(wrongType(message, "compare numbers with numbers and texts with texts"));
}

function identical(a: Value, b: Value): boolean {
  return typeName(a) === typeName(b) && equal(a, b);
}

function contains(container: Value, item: Value): boolean {
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
    throw new FaultError(wrongType(`only a text can be in a text, not ${typeName(item)}`, "write str(...) around it"));
  }
  if (isSequence(container)) return container.items.some((other) => equal(other, item));
  if (isDict(container)) return container.entries.has(dictKey(item));
  throw new FaultError(wrongType(`"in" does not look into ${typeName(container)}`, "write a list: x in [1, 2]"));
}

function isDict(value: Value): value is Extract<Value, { readonly kind: "dict" }> {
  return typeof value === "object" && value !== null && value.kind === "dict";
}
