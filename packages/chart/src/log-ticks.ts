/**
 * Domains and ticks of logarithmic axes.
 *
 * An axis of powers of two (widths, depths) is ticked at powers of two; any other at decades, or, where these would be
 * fewer than three, at 1, 2 and 5 times powers of ten. Ticks are thinned until they fit.
 */
export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Ticks for the values of a swept attribute, which lie at the very ends of the axis. */
export function abscissaAxis(values: readonly number[], maxTicks: number): LogAxis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const domain: readonly [number, number] = low === high ? [low / 2, high * 2] : [low, high];
  if (values.every(isPowerOfTwo)) {
    const powers = steps(Math.log2(domain[0]), Math.log2(domain[1])).map((power) => 2 ** power);
    return { domain, ticks: thinned(powers, maxTicks) };
  }
  return { domain, ticks: decimalTicks(domain, maxTicks) };
}

/** A domain with some air around the values, at least a factor of four so that a constant looks like one. */
export function ordinateAxis(values: readonly number[], maxTicks: number): LogAxis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = Math.max((high / low) ** 0.06, low === high ? 2 : 1.15);
  const missing = Math.max(1, Math.sqrt(4 / ((high / low) * air * air)));
  const domain: readonly [number, number] = [low / air / missing, high * air * missing];
  return { domain, ticks: decimalTicks(domain, maxTicks) };
}

function steps(from: number, to: number): readonly number[] {
  const first = Math.ceil(from - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(to + 1e-9) - first + 1) }, (_, i) => first + i);
}

function thinned(ticks: readonly number[], maxTicks: number): readonly number[] {
  const every = Math.max(1, Math.ceil((ticks.length - 1) / Math.max(1, maxTicks - 1)));
  return ticks.filter((_, i) => i % every === 0);
}

function decimalTicks([low, high]: readonly [number, number], maxTicks: number): readonly number[] {
  const decades = steps(Math.log10(low) - 1, Math.log10(high)).map((power) => Number(`1e${power}`));
  const inside = (value: number): boolean => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  const whole = decades.filter(inside);
  if (whole.length >= 3) return thinned(whole, maxTicks);
  const fine = decades.flatMap((decade) => [1, 2, 5].map((factor) => Number((factor * decade).toPrecision(1))));
  return fine.filter(inside);
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `0.01`, `500`, `8192`; powers of ten beyond four digits as 10⁵. */
export function formatTick(value: number): string {
  const power = Math.log10(value);
  if (Number.isInteger(Math.round(power * 1e9) / 1e9) && (power > 4.5 || power < -3.5)) {
    const digits = [...String(Math.abs(Math.round(power)))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "").join("");
    return `10${power < 0 ? "⁻" : ""}${digits}`;
  }
  if (value >= 1e6 || value < 1e-4) return value.toExponential(0).replace("e+", "e");
  return String(value);
}
