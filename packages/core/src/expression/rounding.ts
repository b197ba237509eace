/**
 * Python's `round`: to the nearest, ties to the even neighbour, decided on the exact value of the double.
 *
 * A double is an integer times a power of two, so with bigints the decision is exact: 2.675 is a little less than it
 * looks and rounds to 2.67; 0.125 is itself and rounds to 0.12.
 */

/** `numerator / denominator` to the nearest integer, ties to even; the denominator is positive. */
export function roundRatio(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const size = negative ? -numerator : numerator;
  let quotient = size / denominator;
  const twice = (size % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** The exact value of a finite double as a ratio of integers. */
export function exactRatio(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let shift = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return { numerator: BigInt(scaled), denominator: 1n << BigInt(shift) };
}

/** The double nearest to `numerator / denominator`, ties to even; infinite where it is beyond all doubles. */
export function nearestFloat(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  // A quotient of 65 bits or so, its last bit set where anything is left over: then one rounding decides.
  const shift = 66 - (bitLength(top) - bitLength(bottom));
  // Below the normal doubles a quotient keeps fewer bits, so that the one rounding happens at the right place.
  const kept = Math.min(shift, 1074);
  const scaledTop = kept >= 0 ? top << BigInt(kept) : top;
  const scaledBottom = kept >= 0 ? bottom : bottom << BigInt(-kept);
  if (kept < shift) return (negative ? -1 : 1) * Number(roundRatio(scaledTop, scaledBottom)) * 2 ** -1074;
  const quotient = scaledTop / scaledBottom;
  const sticky = scaledTop % scaledBottom === 0n ? 0n : 1n;
  const half = Math.trunc(-kept / 2);
  const size = Number((quotient << 1n) | sticky) * 2 ** half * 2 ** (-kept - half - 1);
  return negative ? -size : size;
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits[0] ?? "0", 16)) - 28);
}

/** A finite double rounded to an integer. */
export function roundToInteger(value: number): bigint {
  const { numerator, denominator } = exactRatio(value);
  return roundRatio(numerator, denominator);
}

/** A finite double rounded to `digits` places after the point (before it where negative). */
export function roundToDigits(value: number, digits: number): number {
  if (digits > 323 || value === 0) return value;
  if (digits < -309) return value < 0 ? -0 : 0;
  const { numerator, denominator } = exactRatio(value);
  const power = 10n ** BigInt(Math.abs(digits));
  const rounded = digits >= 0 ? roundRatio(numerator * power, denominator) : roundRatio(numerator, denominator * power);
  const result = Number(`${rounded}e${-digits}`);
  return result === 0 && value < 0 ? -0 : result;
}

/** An integer rounded to a multiple of ten to the `digits`. */
export function roundInteger(value: bigint, digits: number): bigint {
  if (digits >= 0) return value;
  if (digits < -1300) return 0n;
  const power = 10n ** BigInt(-digits);
  return roundRatio(value, power) * power;
}
