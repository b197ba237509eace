/**
 * Values of expressions, inside and outside.
 *
 * Inside, an integer is a bigint and a float is a number, so that Python's two kinds of number need no tags: `7 // 2`
 * is 3n, `7 / 2` is 3.5, `2 ** 64` is exact. Outside, both are numbers; an integer beyond 2^53 is refused on its way
 * out. On the way in, a number without a fraction is an integer, as Accelergy casts `4.0` to 4.
 */
import { FaultError, inexact, tooLarge, wrongType } from "./errors.ts";

/** A value as the rest of the reader has it. */
export type ExpressionValue =
  | number
  | string
  | boolean
  | null
  | readonly ExpressionValue[]
  | ReadonlyMap<string, ExpressionValue>;

export interface ListValue {
  readonly kind: "list" | "tuple";
  readonly items: readonly Value[];
}

export interface DictValue {
  readonly kind: "dict";
  /** By `dictKey`; each entry keeps its key as it was given. */
  readonly entries: ReadonlyMap<string, readonly [Value, Value]>;
}

/** A built-in function that is named, not called, as the first argument of `map`. */
export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
}

export type Value = bigint | number | string | boolean | null | ListValue | DictValue | FunctionValue;

/** Bits of the largest integer that an expression may make on its way. */
const INTEGER_BITS = 4096;
const LARGEST = 1n << BigInt(INTEGER_BITS);

/** `value`, or a fault where it is an integer of absurd size. */
export function bounded(value: bigint): bigint {
  if (value >= LARGEST || value <= -LARGEST) throw new FaultError(tooLarge("an integer grows beyond 4096 bits"));
  return value;
}

export function toInside(value: ExpressionValue): Value {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Map) return dictOf([...value].map(([key, item]) => [key, toInside(item)]));
  return { kind: "list", items: (value as readonly ExpressionValue[]).map(toInside) };
}

export function toOutside(value: Value): ExpressionValue {
  if (typeof value === "bigint") {
    const converted = Number(value);
    if (!Number.isSafeInteger(converted)) throw new FaultError(inexact(shorten(value.toString())));
    return converted;
  }
  if (value === null || typeof value !== "object") return value;
  if (value.kind === "function") {
    throw new FaultError(wrongType(`${value.name} is a function, not a value`, `call it: ${value.name}(...)`));
  }
  if (value.kind === "dict") {
    return new Map([...value.entries.values()].map(([key, item]) => [asText(key), toOutside(item)]));
  }
  return value.items.map(toOutside);
}

export function dictOf(pairs: readonly (readonly [Value, Value])[]): DictValue {
  return { kind: "dict", entries: new Map(pairs.map((pair) => [dictKey(pair[0]), pair])) };
}

/** One text for all keys that Python holds equal: 1, 1.0 and True are one key. */
export function dictKey(key: Value): string {
  if (typeof key === "string") return `s${key}`;
  if (typeof key === "bigint" || typeof key === "boolean") return `n${BigInt(key)}`;
  if (typeof key === "number") return Number.isInteger(key) ? `n${BigInt(key)}` : `n${key}`;
  if (key === null) return "None";
  throw new FaultError(wrongType(`${typeName(key)} cannot be a key`, "keys are texts and numbers"));
}

/** Python's name of the type. */
export function typeName(value: Value): string {
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "float";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  return value === null ? "None" : value.kind;
}

export function isSequence(value: Value): value is ListValue {
  return typeof value === "object" && value !== null && (value.kind === "list" || value.kind === "tuple");
}

/** Python's truth: zero, the empty text, the empty list and None are false. */
export function truth(value: Value): boolean {
  if (typeof value === "bigint") return value !== 0n;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return value !== "";
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (value.kind === "function") return true;
  return value.kind === "dict" ? value.entries.size > 0 : value.items.length > 0;
}

/** As `str()` writes it. */
export function asText(value: Value): string {
  return typeof value === "string" ? value : shown(value);
}

/** As `repr()` writes it; long texts are not cut. */
export function shown(value: Value): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return shownFloat(value);
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "None";
  if (value.kind === "function") return `<function ${value.name}>`;
  if (value.kind === "dict") {
    return `{${[...value.entries.values()].map(([key, item]) => `${shown(key)}: ${shown(item)}`).join(", ")}}`;
  }
  const inner = value.items.map(shown).join(", ");
  if (value.kind === "list") return `[${inner}]`;
  return value.items.length === 1 ? `(${inner},)` : `(${inner})`;
}

/** At most 40 characters of `text`, for messages. */
export function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 24)}...${text.slice(-8)}`;
}

function shownFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = "", exponent = ""] = value.toExponential().split("e");
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
