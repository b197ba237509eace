/**
 * How much each term of a sum contributes to the exponent of the sum.
 *
 * For y = sum y_k the exponent a = d ln y / d ln x is the mean of the terms' exponents, weighted by their shares:
 *
 *     a = (x / y) dy/dx = sum_k (y_k / y) (x / y_k) dy_k/dx = sum_k share_k a_k.
 *
 * Between two points the same holds exactly if the share is taken from logarithmic means, L(p, q) = (q - p) / ln(q / p)
 * (the weights of the LMDI decomposition; Ang 2004): with y going from p to q and term k from p_k to q_k,
 *
 *     ln(q / p) = (q - p) / L(p, q) = sum_k (q_k - p_k) / L(p, q),
 *
 * so that term k contributes (q_k - p_k) / (L(p, q) ln(x_q / x_p)), also where it is 0 at one end. Over a segment of
 * several intervals the fitted exponent is a mean of the local ones with the weights of `least-squares-slope.ts`, and
 * so are the contributions: they add up to the fitted exponent.
 */
import { intervalWeights, leastSquaresLine } from "./least-squares-slope.ts";

/** A part of a figure: bit lines, word lines, ... Terms of a point add up to its figure. */
export interface CircuitTerm {
  readonly name: string;
  readonly value: number;
}

export interface PointWithTerms {
  readonly x: number;
  readonly terms: readonly CircuitTerm[];
}

export interface TermContribution {
  readonly name: string;
  /** Of the sum, mean over the segment with the weights of the fit. */
  readonly share: number;
  /** Of the sum, at the first and at the last point. */
  readonly firstShare: number;
  readonly lastShare: number;
  /** The term's own exponent; absent where it is not positive throughout. */
  readonly exponent?: number;
  /** Its part of the fitted exponent of the sum. */
  readonly contribution: number;
}

const sumOf = ({ terms }: PointWithTerms): number => terms.reduce((sum, { value }) => sum + value, 0);

function termAt(point: PointWithTerms | undefined, name: string): number {
  return point?.terms.filter((term) => term.name === name).reduce((sum, { value }) => sum + value, 0) ?? 0;
}

/** The logarithmic mean: between p and q, equal to both where they are the same. */
export function logarithmicMean(p: number, q: number): number {
  if (p <= 0 || q <= 0) return 0;
  const log = Math.log(q / p);
  // Near p = q the quotient loses its digits; there the mean is the arithmetic one up to (log^2)/12 of itself.
  return Math.abs(log) < 1e-6 ? (p + q) / 2 : (q - p) / log;
}

/** Terms of a segment (at least two points, ascending x, positive sums), the largest share first. */
export function termContributions(points: readonly PointWithTerms[]): readonly TermContribution[] {
  const us = points.map(({ x }) => Math.log(x));
  const weights = intervalWeights(us);
  const names = [...new Set(points.flatMap(({ terms }) => terms.map(({ name }) => name)))];
  const share = (point: PointWithTerms | undefined, name: string): number =>
    point === undefined ? 0 : termAt(point, name) / sumOf(point);
  return names
    .map((name): TermContribution => {
      let contribution = 0;
      let meanShare = 0;
      weights.forEach((weight, k) => {
        const [from, to] = [points[k], points[k + 1]];
        if (from === undefined || to === undefined) return;
        const width = (us[k + 1] ?? 0) - (us[k] ?? 0);
        const step = termAt(to, name) - termAt(from, name);
        contribution += (weight * step) / (logarithmicMean(sumOf(from), sumOf(to)) * width);
        meanShare += (weight * (share(from, name) + share(to, name))) / 2;
      });
      const values = points.map((point) => termAt(point, name));
      const exponent = values.every((value) => value > 0)
        ? leastSquaresLine(us, values.map(Math.log)).slope
        : undefined;
      return {
        name,
        share: meanShare,
        firstShare: share(points[0], name),
        lastShare: share(points.at(-1), name),
        ...(exponent === undefined ? {} : { exponent }),
        contribution,
      };
    })
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
