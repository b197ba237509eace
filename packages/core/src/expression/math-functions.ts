/** The functions of Python's math module that Accelergy gives to expressions, by name. */
import { asNumber, toFloat } from "./arithmetic.ts";
import { divisionByZero, domain, FaultError, overflow, tooLarge, wrongType } from "./errors.ts";
import type { BuiltIn } from "./functions.ts";
import { itemsOf } from "./sequence-functions.ts";
import { erf, erfc, exactSum, gamma, lgamma } from "./special-functions.ts";
import type { Value } from "./value.ts";
import { bounded, shorten, shown, typeName } from "./value.ts";

/** The names that stand for numbers without a call. */
export const CONSTANTS: ReadonlyMap<string, Value> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
  ["tau", 2 * Math.PI],
  ["inf", Number.POSITIVE_INFINITY],
  ["nan", Number.NaN],
]);

function float(name: string, value: Value | undefined): number {
  const number = value === undefined ? undefined : asNumber(value);
  if (number !== undefined) return toFloat(number);
  const given = value ?? null;
  const hint = `it was given ${shorten(shown(given))}`;
  throw new FaultError(wrongType(`${name}() needs a number, not ${typeName(given)}`, hint));
}

function integer(name: string, value: Value | undefined): bigint {
  const number = value === undefined ? undefined : asNumber(value);
  if (typeof number === "bigint") return number;
  const given = value ?? null;
  const hint = `it was given ${shorten(shown(given))}; write int(...) around it`;
  throw new FaultError(wrongType(`${name}() needs an integer, not ${typeName(given)}`, hint));
}

/** A float to the integer that it is; infinities and NaN have none. */
export function floatToInteger(name: string, value: number): bigint {
  if (!Number.isFinite(value)) throw new FaultError(domain(name, shown(value)));
  return bounded(BigInt(value));
}

/** A function of floats: NaN from numbers is outside its domain, infinity from finite numbers an overflow. */
function real(name: string, arity: number, compute: (...numbers: number[]) => number): [string, BuiltIn] {
  const apply = (args: readonly Value[]): Value => {
    const numbers = args.map((argument) => float(name, argument));
    const result = compute(...numbers);
    const finite = numbers.every(Number.isFinite);
    if (Number.isNaN(result) && !numbers.some(Number.isNaN)) throw new FaultError(domain(name, numbers.join(", ")));
    if (finite && !Number.isFinite(result)) throw new FaultError(overflow(`${name}(${numbers.join(", ")})`));
    return result;
  };
  return [name, { least: arity, most: arity, apply }];
}

function toInteger(name: string, compute: (value: number) => number): [string, BuiltIn] {
  const apply = ([value]: readonly Value[]): Value => {
    const number = asNumber(value ?? null);
    return typeof number === "bigint" ? number : floatToInteger(name, compute(float(name, value)));
  };
  return [name, { least: 1, most: 1, apply }];
}

function integral(name: string, least: number, most: number, compute: (...n: bigint[]) => bigint): [string, BuiltIn] {
  const apply = (args: readonly Value[]): Value => compute(...args.map((argument) => integer(name, argument)));
  return [name, { least, most, apply }];
}

function test(name: string, compute: (value: number) => boolean): [string, BuiltIn] {
  return [name, { least: 1, most: 1, apply: ([value]) => compute(float(name, value)) }];
}

/** Logarithms of integers beyond the floats go by their digits. */
function logarithm(name: string, value: Value | undefined, log: (x: number) => number, ofTwo: number): number {
  const number = asNumber(value ?? null);
  if (typeof number === "bigint" && number > 0n && !Number.isFinite(Number(number))) {
    const shift = number.toString(2).length - 64;
    return log(Number(number >> BigInt(shift))) + shift * ofTwo;
  }
  const x = float(name, value);
  if (x <= 0) throw new FaultError(domain(name, shown(x)));
  return log(x);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** n (n-1) ... (n-k+1); stops as soon as it grows too large, so that a huge k costs nothing. */
function fallingProduct(name: string, n: bigint, k: bigint): bigint {
  if (n < 0n || k < 0n) throw new FaultError(domain(name, `${n}, ${k}`));
  if (k > n) return 0n;
  let product = 1n;
  for (let i = 0n; i < k; i++) product = bounded(product * (n - i));
  return product;
}

function combinations(n: bigint, k: bigint): bigint {
  if (n < 0n || k < 0n) throw new FaultError(domain("comb", `${n}, ${k}`));
  if (k > n) return 0n;
  const few = k < n - k ? k : n - k;
  let result = 1n;
  for (let i = 0n; i < few; i++) result = bounded((result * (n - i)) / (i + 1n));
  return result;
}

function squareRootFloor(n: bigint): bigint {
  if (n < 0n) throw new FaultError(domain("isqrt", `${n}`));
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** IEEE remainder: x - n y with n the nearest integer to x / y, ties to even. */
function ieeeRemainder(x: number, y: number): number {
  if (y === 0 || !Number.isFinite(x)) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const size = Math.abs(y);
  const rest = Math.abs(x) % size;
  const odd = ((Math.abs(x) - rest) / size) % 2 === 1;
  const other = size - rest;
  const near = rest < other || (rest === other && !odd) ? rest : -other;
  return Math.sign(x) * near;
}

function fractionAndExponent(value: number): readonly [number, bigint] {
  if (value === 0 || !Number.isFinite(value)) return [value, 0n];
  let exponent = Math.max(-1074, Math.floor(Math.log2(Math.abs(value))) + 1);
  let fraction = value / 2 ** exponent;
  while (Math.abs(fraction) >= 1) [fraction, exponent] = [fraction / 2, exponent + 1];
  while (Math.abs(fraction) < 0.5) [fraction, exponent] = [fraction * 2, exponent - 1];
  return [fraction, BigInt(exponent)];
}

function scaled(fraction: number, exponent: bigint): number {
  const limited = Number(exponent < -4000n ? -4000n : exponent > 4000n ? 4000n : exponent);
  const half = Math.trunc(limited / 2);
  // In steps that a double can hold.
  const quarter = Math.trunc(half / 2);
  const result = fraction * 2 ** quarter * 2 ** (half - quarter) * 2 ** quarter * 2 ** (limited - half - quarter);
  if (!Number.isFinite(result) && Number.isFinite(fraction)) throw new FaultError(overflow("ldexp"));
  return result;
}

function isClose(args: readonly Value[]): boolean {
  const [a = 0, b = 0] = args.map((argument) => float("isclose", argument));
  if (a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function product(args: readonly Value[]): Value {
  let result: bigint | number = 1n;
  for (const item of itemsOf("prod", args[0])) {
    const number = asNumber(item);
    if (number === undefined) float("prod", item);
    else if (typeof result === "bigint" && typeof number === "bigint") result = bounded(result * number);
    else result = toFloat(result) * toFloat(number as bigint | number);
  }
  return result;
}

function distance(args: readonly Value[]): number {
  const [p = [], q = []] = args.map((argument) => itemsOf("dist", argument).map((item) => float("dist", item)));
  if (p.length !== q.length) throw new FaultError(wrongType("dist() needs two points of one size", "add coordinates"));
  if (p.length > 1000) throw new FaultError(tooLarge("dist() of points with more than 1000 coordinates"));
  return Math.hypot(...p.map((x, i) => x - (q[i] ?? 0)));
}

const factorial = (n: bigint): bigint => {
  if (n > 2000n) throw new FaultError(tooLarge("an integer grows beyond 4096 bits"));
  return fallingProduct("factorial", n, n);
};

const perm = (n: bigint, k?: bigint): bigint => fallingProduct("perm", n, k ?? n);

export const MATH_FUNCTIONS: readonly (readonly [string, BuiltIn])[] = [
  toInteger("ceil", Math.ceil),
  toInteger("floor", Math.floor),
  toInteger("trunc", Math.trunc),
  integral("comb", 2, 2, combinations),
  integral("perm", 1, 2, perm),
  integral("factorial", 1, 1, factorial),
  integral("gcd", 0, 100, (...numbers) => numbers.reduce(gcd, 0n)),
  integral("isqrt", 1, 1, squareRootFloor),
  test("isfinite", Number.isFinite),
  test("isinf", (x) => x === Infinity || x === -Infinity),
  test("isnan", Number.isNaN),
  ["isclose", { least: 2, most: 2, apply: isClose }],
  ["prod", { least: 1, most: 1, apply: product }],
  [
    "fsum",
    { least: 1, most: 1, apply: ([list]) => exactSum(itemsOf("fsum", list).map((item) => float("fsum", item))) },
  ],
  ["dist", { least: 2, most: 2, apply: distance }],
  ["hypot", { least: 0, most: 100, apply: (args) => Math.hypot(...args.map((x) => float("hypot", x))) }],
  [
    "log",
    {
      least: 1,
      most: 2,
      apply: ([x, base]) => {
        const top = logarithm("log", x, Math.log, Math.LN2);
        if (base === undefined) return top;
        const bottom = logarithm("log", base, Math.log, Math.LN2);
        if (bottom === 0) throw new FaultError(divisionByZero("/ (the logarithm of the base 1)"));
        return top / bottom;
      },
    },
  ],
  ["log2", { least: 1, most: 1, apply: ([x]) => logarithm("log2", x, Math.log2, 1) }],
  ["log10", { least: 1, most: 1, apply: ([x]) => logarithm("log10", x, Math.log10, Math.log10(2)) }],
  ["modf", { least: 1, most: 1, apply: ([x]) => parts(float("modf", x)) }],
  ["frexp", { least: 1, most: 1, apply: ([x]) => ({ kind: "tuple", items: fractionAndExponent(float("frexp", x)) }) }],
  ["ldexp", { least: 2, most: 2, apply: ([x, n]) => scaled(float("ldexp", x), integer("ldexp", n)) }],
  ["copysign", { least: 2, most: 2, apply: ([x, y]) => withSign(float("copysign", x), float("copysign", y)) }],
  real("fabs", 1, Math.abs),
  real("fmod", 2, (x, y) => (x ?? 0) % (y ?? 0)),
  real("remainder", 2, (x, y) => ieeeRemainder(x ?? 0, y ?? 0)),
  real("log1p", 1, Math.log1p),
  real("exp", 1, Math.exp),
  real("expm1", 1, Math.expm1),
  real("sqrt", 1, Math.sqrt),
  real("cbrt", 1, Math.cbrt),
  real("acos", 1, Math.acos),
  real("asin", 1, Math.asin),
  real("atan", 1, Math.atan),
  real("atan2", 2, Math.atan2),
  real("cos", 1, Math.cos),
  real("sin", 1, Math.sin),
  real("tan", 1, Math.tan),
  real("degrees", 1, (x) => (x ?? 0) * (180 / Math.PI)),
  real("radians", 1, (x) => (x ?? 0) * (Math.PI / 180)),
  real("acosh", 1, Math.acosh),
  real("asinh", 1, Math.asinh),
  real("atanh", 1, Math.atanh),
  real("cosh", 1, Math.cosh),
  real("sinh", 1, Math.sinh),
  real("tanh", 1, Math.tanh),
  real("erf", 1, (x) => erf(x ?? 0)),
  real("erfc", 1, (x) => erfc(x ?? 0)),
  real("gamma", 1, (x) => gamma(x ?? 0)),
  real("lgamma", 1, (x) => lgamma(x ?? 0)),
];

function parts(x: number): Value {
  if (!Number.isFinite(x)) return { kind: "tuple", items: [Number.isNaN(x) ? x : withSign(0, x), x] };
  return { kind: "tuple", items: [withSign(x % 1, x), Math.trunc(x)] };
}

function withSign(x: number, y: number): number {
  const negative = y < 0 || Object.is(y, -0);
  return negative ? -Math.abs(x) : Math.abs(x);
}
