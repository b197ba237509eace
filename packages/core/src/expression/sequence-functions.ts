/** Python's built-in functions on lists, texts and types that expressions may call, by name. */
import { asNumber, binary, toFloat, unary } from "./arithmetic.ts";
import { order } from "./compare.ts";
import { divisionByZero, domain, FaultError, tooLarge, wrongType } from "./errors.ts";
import type { BuiltIn } from "./functions.ts";
import { roundInteger, roundToDigits, roundToInteger } from "./rounding.ts";
import type { Value } from "./value.ts";
import { asText, bounded, isSequence, shorten, shown, truth, typeName } from "./value.ts";

const MAX_ITEMS = 100_000;

/** The items of a list, tuple, dict (its keys) or text (its letters). */
export function itemsOf(name: string, value: Value | undefined): readonly Value[] {
  if (typeof value === "string") return [...value];
  if (value !== undefined && isSequence(value)) return value.items;
  if (typeof value === "object" && value !== null && value.kind === "dict") {
    return [...value.entries.values()].map(([key]) => key);
  }
  throw new FaultError(wrongType(`${name}() needs a list, not ${typeName(value ?? null)}`, "write it as [a, b, ...]"));
}

function list(items: readonly Value[]): Value {
  return { kind: "list", items };
}

/** min and max: of one list, or of two or more values; the first of equals wins. */
function extreme(name: "min" | "max"): (args: readonly Value[]) => Value {
  const wanted = name === "min" ? -1 : 1;
  return (args) => {
    const items = args.length === 1 ? itemsOf(name, args[0]) : args;
    const [first, ...rest] = items;
    if (first === undefined) throw new FaultError(wrongType(`${name}() of nothing`, "give it at least one value"));
    return rest.reduce((best, item) => (order(name, item, best) === wanted ? item : best), first);
  };
}

function range(args: readonly Value[]): Value {
  const [first = 0n, second, step = 1n] = args.map((argument) => {
    const number = asNumber(argument);
    if (typeof number === "bigint") return number;
    const hint = "write int(...) around it";
    throw new FaultError(wrongType(`range() needs integers, not ${typeName(argument)}`, hint));
  });
  const [start, stop] = second === undefined ? [0n, first] : [first, second];
  if (step === 0n) throw new FaultError(wrongType("range() with step zero never ends", "give a step other than 0"));
  const span = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  const length = span <= 0n ? 0n : (span + size - 1n) / size;
  if (length > BigInt(MAX_ITEMS)) throw new FaultError(tooLarge(`range() of more than ${MAX_ITEMS} items`));
  return list(Array.from({ length: Number(length) }, (_, i) => start + BigInt(i) * step));
}

function toInt(args: readonly Value[]): Value {
  const value = args[0] ?? 0n;
  const number = asNumber(value);
  if (typeof number === "bigint") return number;
  if (typeof number === "number") {
    if (!Number.isFinite(number)) throw new FaultError(domain("int", shown(number)));
    return bounded(BigInt(Math.trunc(number)));
  }
  const digits = typeof value === "string" ? value.trim().replaceAll("_", "") : "";
  if (/^[-+]?[0-9]{1,1300}$/.test(digits)) return bounded(BigInt(digits.replace(/^\+/, "")));
  throw new FaultError(
    wrongType(`int() cannot read ${shorten(shown(value))}`, "give it a number, or digits in quotes"),
  );
}

function toFloatValue(args: readonly Value[]): Value {
  const value = args[0] ?? 0n;
  const number = asNumber(value);
  if (number !== undefined) return toFloat(number);
  const text = typeof value === "string" ? value.trim().toLowerCase().replaceAll("_", "") : "";
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(text)) return Number(text);
  const special = /^([-+]?)(inf|infinity|nan)$/.exec(text);
  if (special) return (special[1] === "-" ? -1 : 1) * (special[2] === "nan" ? Number.NaN : Number.POSITIVE_INFINITY);
  throw new FaultError(wrongType(`float() cannot read ${shorten(shown(value))}`, "give it a number"));
}

function round(args: readonly Value[]): Value {
  const [value = 0n, places = null] = args;
  const number = asNumber(value);
  const digits = asNumber(places);
  if (number === undefined || (places !== null && typeof digits !== "bigint")) {
    throw new FaultError(wrongType("round() needs a number and a count of digits", "write round(x) or round(x, 2)"));
  }
  if (places === null) {
    if (typeof number === "bigint") return number;
    if (!Number.isFinite(number)) throw new FaultError(domain("round", shown(number)));
    return roundToInteger(number);
  }
  if (typeof number === "bigint") return roundInteger(number, Number(digits));
  return Number.isFinite(number) ? roundToDigits(number, Number(digits)) : number;
}

function absolute(args: readonly Value[]): Value {
  const value = args[0] ?? null;
  const number = asNumber(value);
  if (number === undefined) throw new FaultError(wrongType(`abs() needs a number, not ${typeName(value)}`, "give one"));
  return number < 0 ? unary("-", number) : typeof number === "number" ? Math.abs(number) : number;
}

function power(args: readonly Value[]): Value {
  const [base = 0n, exponent = 0n, modulus] = args;
  if (modulus === undefined) return binary("**", base, exponent);
  if (typeof base !== "bigint" || typeof exponent !== "bigint" || typeof modulus !== "bigint" || exponent < 0n) {
    throw new FaultError(wrongType("pow() with a modulus needs integers", "write pow(a, b) % m"));
  }
  if (modulus === 0n) throw new FaultError(divisionByZero("pow(..., ..., 0)"));
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return binary("%", result, modulus);
}

function sum(args: readonly Value[]): Value {
  return itemsOf("sum", args[0]).reduce<Value>((total, item) => binary("+", total, item), args[1] ?? 0n);
}

function sorted(args: readonly Value[]): Value {
  return list([...itemsOf("sorted", args[0])].sort((a, b) => order("sorted", a, b) ?? 0));
}

function length(args: readonly Value[]): Value {
  const value = args[0] ?? null;
  return BigInt(itemsOf("len", value).length);
}

function zip(args: readonly Value[]): Value {
  const lists = args.map((argument) => itemsOf("zip", argument));
  const shortest = lists.length === 0 ? 0 : Math.min(...lists.map((items) => items.length));
  return list(
    Array.from({ length: shortest }, (_, i) => ({ kind: "tuple", items: lists.map((items) => items[i] ?? null) })),
  );
}

function enumerate(args: readonly Value[]): Value {
  const start = typeof args[1] === "bigint" ? args[1] : 0n;
  return list(itemsOf("enumerate", args[0]).map((item, i) => ({ kind: "tuple", items: [start + BigInt(i), item] })));
}

export const SEQUENCE_FUNCTIONS: readonly (readonly [string, BuiltIn])[] = [
  ["abs", { least: 1, most: 1, apply: absolute }],
  ["round", { least: 1, most: 2, apply: round }],
  ["pow", { least: 2, most: 3, apply: power }],
  ["min", { least: 1, most: 1000, apply: extreme("min") }],
  ["max", { least: 1, most: 1000, apply: extreme("max") }],
  ["sum", { least: 1, most: 2, apply: sum }],
  ["range", { least: 1, most: 3, apply: range }],
  ["len", { least: 1, most: 1, apply: length }],
  ["int", { least: 0, most: 1, apply: toInt }],
  ["float", { least: 0, most: 1, apply: toFloatValue }],
  ["str", { least: 0, most: 1, apply: ([value = ""]) => asText(value) }],
  ["bool", { least: 0, most: 1, apply: ([value = false]) => truth(value) }],
  ["list", { least: 0, most: 1, apply: (args) => list(args.length === 0 ? [] : itemsOf("list", args[0])) }],
  [
    "tuple",
    {
      least: 0,
      most: 1,
      apply: (args) => ({ kind: "tuple", items: args.length === 0 ? [] : itemsOf("tuple", args[0]) }),
    },
  ],
  ["sorted", { least: 1, most: 1, apply: sorted }],
  ["reversed", { least: 1, most: 1, apply: ([value]) => list([...itemsOf("reversed", value)].reverse()) }],
  ["any", { least: 1, most: 1, apply: ([value]) => itemsOf("any", value).some(truth) }],
  ["all", { least: 1, most: 1, apply: ([value]) => itemsOf("all", value).every(truth) }],
  ["enumerate", { least: 1, most: 2, apply: enumerate }],
  ["zip", { least: 0, most: 20, apply: zip }],
];
