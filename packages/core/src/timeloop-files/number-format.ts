/**
 * Numbers as C++ streams and Python print them.
 *
 * Two places, rounded to the nearest; where a number lies exactly between two, C++ takes the even digit and JavaScript's
 * `toFixed` the larger, so that 0.125 is 0.12 here.
 */

/** `std::fixed << std::setprecision(2)`. */
export function fixed2(value: number): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.00`;
  return evenAtTie(value.toFixed(2), value.toFixed(25), 23);
}

/** `std::scientific << std::setprecision(2)`: at least two digits of exponent. */
export function scientific2(value: number): string {
  const special = notFinite(value);
  if (special !== undefined) return special;
  const [mantissa = "", exponent = "+0"] = value.toExponential(2).split("e");
  const [exact = ""] = value.toExponential(25).split("e");
  const digits = exponent.slice(1).padStart(2, "0");
  return `${evenAtTie(mantissa, exact, 23)}e${exponent[0]}${digits}`;
}

/** A whole number, however large. */
export function integer(value: number): string {
  return Math.abs(value) >= 1e21 ? `${BigInt(value)}` : `${Math.trunc(value)}`;
}

/** A number with its decimal point, as Python writes it: 512.0, 0.42, 1e-09. */
export function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [mantissa = "", exponent = "+0"] = value.toExponential().split("e");
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}

function notFinite(value: number): string | undefined {
  // 0 / 0, the only way there, has its sign bit set.
  if (Number.isNaN(value)) return "-nan";
  if (value === Number.POSITIVE_INFINITY) return "inf";
  return value === Number.NEGATIVE_INFINITY ? "-inf" : undefined;
}

/** @param exact the same number with `extra` more digits, enough to see a tie */
function evenAtTie(rounded: string, exact: string, extra: number): string {
  const cut = exact.slice(0, exact.length - extra);
  const isTie = exact.slice(cut.length) === `5${"0".repeat(extra - 1)}`;
  return isTie && Number(cut.at(-1)) % 2 === 0 ? cut : rounded;
}
