/**
 * The functions of Python's math module that JavaScript lacks. Plain numbers in and out; NaN where a function has no
 * value. Relative errors stay below 1e-13 over the ranges that attributes use.
 */

const LANCZOS_G = 7;
// Coefficients of the Lanczos approximation for g = 7, n = 9 (Lanczos 1964; values as tabulated by Godfrey 2001).
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

function lanczosSum(x: number): number {
  return LANCZOS.reduce((sum, coefficient, i) => (i === 0 ? coefficient : sum + coefficient / (x + i)), 0);
}

/** The gamma function; exact at the positive integers up to 23. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return Number.NaN;
    if (x <= 23) return factorialOf(x - 1);
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 171.7) return Number.POSITIVE_INFINITY;
  const shifted = x - 1;
  const t = shifted + LANCZOS_G + 0.5;
  // In two halves, for t ** (x + 0.5) alone overflows before the product does.
  const half = t ** ((shifted + 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * lanczosSum(shifted);
}

/** Logarithm of the absolute value of the gamma function. */
export function lgamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  if (x <= 0 && Number.isInteger(x)) return Number.NaN;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  if (x < 20) return Math.log(Math.abs(gamma(x)));
  const shifted = x - 1;
  const t = shifted + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(lanczosSum(shifted));
}

function factorialOf(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** The error function, by its Maclaurin series in the middle and through `erfc` outside. */
export function erf(x: number): number {
  if (Math.abs(x) > 2.5) return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
  // erf x = 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms of one sign, so nothing cancels.
  let term = x;
  let sum = x;
  for (let n = 1; n < 200 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf(x), kept accurate for large x by the continued fraction (Abramowitz and Stegun 7.1.14). */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 2.5) return 1 - erf(x);
  if (x > 27.3) return 0;
  let fraction = 0;
  for (let k = 120; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** The sum with one rounding at its end, by keeping the parts that each addition loses (Shewchuk 1997). */
export function exactSum(numbers: readonly number[]): number {
  let partials: number[] = [];
  for (const number of numbers) {
    let x = number;
    if (!Number.isFinite(x)) return numbers.reduce((a, b) => a + b, 0);
    const kept: number[] = [];
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) kept.push(low);
      x = high;
    }
    partials = [...kept, x];
  }
  return roundPartials(partials);
}

/** Partials do not overlap and grow; their sum is right but where the last two tie, which a third one settles. */
function roundPartials(partials: readonly number[]): number {
  let i = partials.length - 1;
  let high = partials[i] ?? 0;
  let low = 0;
  while (i > 0) {
    i--;
    const y = partials[i] ?? 0;
    const x = high;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  const next = partials[i - 1] ?? 0;
  if (i > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
    const doubled = low * 2;
    const x = high + doubled;
    if (doubled === x - high) return x;
  }
  return high;
}
