/**
 * The arithmetic operators with Python's meanings: `/` always gives a float, `//` rounds towards minus infinity, `%`
 * takes the sign of its right side, an integer to a negative power is a float. Booleans count as 0 and 1.
 */
import type { BinaryOperator } from "./ast.ts";
import { divisionByZero, domain, FaultError, overflow, tooLarge, wrongType } from "./errors.ts";
import { exactRatio, nearestFloat } from "./rounding.ts";
import type { Value } from "./value.ts";
import { bounded, isSequence, shorten, shown, typeName } from "./value.ts";

export type NumberValue = bigint | number;

/** Whole exponents up to which powers of floats are exact before their one rounding. */
const EXACT_POWER = 16;
const MAX_ITEMS = 100_000;

/** The number that `value` is, or undefined; True and False are 1 and 0. */
export function asNumber(value: Value): NumberValue | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "bigint" || typeof value === "number" ? value : undefined;
}

/** An integer as a float; too large a one is an overflow, as in Python. */
export function toFloat(value: NumberValue): number {
  const float = Number(value);
  if (typeof value === "bigint" && !Number.isFinite(float)) throw new FaultError(overflow("an integer as a float"));
  return float;
}

export function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) {
    if (typeof a === "bigint" && typeof b === "bigint") return integers(operator, a, b);
    return floats(operator, toFloat(a), toFloat(b));
  }
  if (operator === "+") {
    if (typeof left === "string" && typeof right === "string") return limited(left + right);
    if (isSequence(left) && isSequence(right) && left.kind === right.kind) {
      if (left.items.length + right.items.length > MAX_ITEMS) throw new FaultError(tooLarge("the list gets too long"));
      return { kind: left.kind, items: [...left.items, ...right.items] };
    }
  }
  if (operator === "*") {
    if (typeof right === "bigint") return repeated(left, right) ?? mismatch(operator, left, right);
    if (typeof left === "bigint") return repeated(right, left) ?? mismatch(operator, left, right);
  }
  return mismatch(operator, left, right);
}

function mismatch(operator: BinaryOperator, left: Value, right: Value): never {
  const message = `"${operator}" does not work between ${typeName(left)} and ${typeName(right)}`;
  const hint = `the operands are ${shorten(shown(left))} and ${shorten(shown(right))}; is a number written in quotes?`;
  throw new FaultError(wrongType(message, hint));
}

function integers(operator: BinaryOperator, a: bigint, b: bigint): Value {
  switch (operator) {
    case "+":
      return bounded(a + b);
    case "-":
      return bounded(a - b);
    case "*":
      return bounded(a * b);
    case "/":
      if (b === 0n) throw new FaultError(divisionByZero("/"));
      return finite(nearestFloat(a, b), "/");
    case "//": {
      if (b === 0n) throw new FaultError(divisionByZero("//"));
      const quotient = a / b;
      return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
    }
    case "%": {
      if (b === 0n) throw new FaultError(divisionByZero("%"));
      const remainder = a % b;
      return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
    }
    case "**":
      return b >= 0n ? integerPower(a, b) : floats("**", toFloat(a), toFloat(b));
  }
}

function integerPower(base: bigint, exponent: bigint): bigint {
  if (base >= -1n && base <= 1n) return base === -1n && exponent % 2n === 0n ? 1n : exponent === 0n ? 1n : base;
  if (exponent > 4096n) throw new FaultError(tooLarge(`the exponent ${shorten(exponent.toString())} is too large`));
  // The size is known beforehand to within a factor of two, so that no huge integer is made only to be refused.
  const bits = (base < 0n ? -base : base).toString(2).length - 1;
  if (BigInt(bits) * exponent > 4096n) throw new FaultError(tooLarge("an integer grows beyond 4096 bits"));
  return bounded(base ** exponent);
}

function floats(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new FaultError(divisionByZero("/"));
      return a / b;
    case "//":
      if (b === 0) throw new FaultError(divisionByZero("//"));
      return floorQuotient(a, b);
    case "%":
      if (b === 0) throw new FaultError(divisionByZero("%"));
      return floorRemainder(a, b);
    case "**":
      return floatPower(a, b);
  }
}

function floorRemainder(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Through the remainder, so that `a == b * (a // b) + a % b` holds as nearly as floats can. */
function floorQuotient(a: number, b: number): number {
  const remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0 && remainder < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return a < 0 !== b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) throw new FaultError(divisionByZero("** (zero to a negative power)"));
  // Python: 1 to any power is 1, even to NaN; JavaScript says NaN.
  if (a === 1 || b === 0) return 1;
  if (a === -1 && (b === Infinity || b === -Infinity)) return 1;
  if (Number.isInteger(b) && Math.abs(b) <= EXACT_POWER && Number.isFinite(a)) return exactPower(a, b);
  const power = a ** b;
  if (Number.isNaN(power) && !Number.isNaN(a) && !Number.isNaN(b)) throw new FaultError(domain("pow", `${a}, ${b}`));
  if (!Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b)) throw new FaultError(overflow("**"));
  return power;
}

/** Small whole powers are worked out exactly and rounded once: engines' `**` may be off in the last digit. */
function exactPower(base: number, exponent: number): number {
  const { numerator, denominator } = exactRatio(base);
  const power = BigInt(Math.abs(exponent));
  const [top, bottom] = [numerator ** power, denominator ** power];
  if (top === 0n) return Object.is(base, -0) && power % 2n === 1n ? -0 : 0;
  return finite(exponent >= 0 ? nearestFloat(top, bottom) : nearestFloat(bottom, top), "**");
}

function finite(value: number, operator: string): number {
  if (!Number.isFinite(value)) throw new FaultError(overflow(operator));
  return value;
}

function repeated(value: Value, times: bigint): Value | undefined {
  const count = times < 0n ? 0 : Number(times);
  if (typeof value === "string") {
    if (value.length * count > MAX_ITEMS) throw new FaultError(tooLarge("the text gets too long"));
    return value.repeat(count);
  }
  if (!isSequence(value)) return undefined;
  if (value.items.length * count > MAX_ITEMS) throw new FaultError(tooLarge("the list gets too long"));
  if (value.items.length === 0) return value;
  return { kind: value.kind, items: Array.from({ length: count }, () => value.items).flat() };
}

function limited(text: string): string {
  if (text.length > MAX_ITEMS) throw new FaultError(tooLarge("the text gets too long"));
  return text;
}

/** The signs and `~`. */
export function unary(operator: "-" | "+" | "~", operand: Value): Value {
  const number = asNumber(operand);
  if (number === undefined) {
    const hint = `the operand is ${shorten(shown(operand))}; is a number written in quotes?`;
    throw new FaultError(wrongType(`"${operator}" does not work on ${typeName(operand)}`, hint));
  }
  if (operator === "+") return number;
  if (operator === "-") return -number;
  if (typeof number === "bigint") return ~number;
  throw new FaultError(wrongType('"~" needs an integer', "write int(...) around it"));
}
