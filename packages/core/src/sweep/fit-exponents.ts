/**
 * Piecewise power laws through measured points: y = c x^a on each of as few segments as the tolerance allows.
 *
 * In u = ln x, v = ln y a power law is a line of slope a. A segment runs from one point to a later one, neighbouring
 * segments share the point between them, and each has its own least-squares line. A segment is admissible if none of its
 * points lies farther than the tolerance from its line: |v - line| <= ln(1 + tolerance), that is, a factor of 1.1 for a
 * tolerance of 0.1. Two points are always admissible, so a solution exists. Among all ways to cut the n points,
 *
 *     best(j) = min over i < j with (i..j) admissible of  best(i) + (1 segment, squared residuals of i..j)
 *
 * compared first by segments and then by squared residuals (Bellman 1961, "On the approximation of curves by line
 * segments using dynamic programming"). The line of any (i..j) follows from running sums; checking its points makes the
 * whole O(n^3) at worst, with nothing allocated: 300 points take milliseconds.
 */
import { leastSquaresLine } from "./least-squares-slope.ts";

export interface ScalingPoint {
  readonly x: number;
  readonly y: number;
}

export interface PowerLawSegment {
  /** Indices of its first and last point; `last` is the next segment's `first`. */
  readonly first: number;
  readonly last: number;
  readonly fromX: number;
  readonly toX: number;
  readonly exponent: number;
  /** y = coefficient x^exponent. */
  readonly coefficient: number;
  /** The largest factor, less 1, by which a point is off the line: 0.04 for 4 %. */
  readonly residual: number;
}

/** Points may be a tenth off their line: what separates two exponents by eye on a log-log chart. */
export const DEFAULT_TOLERANCE = 0.1;

/** Exponents between neighbouring points, d ln y / d ln x as a difference quotient. */
export function localExponents(points: readonly ScalingPoint[]): readonly number[] {
  return points.slice(1).map(({ x, y }, k) => {
    const before = points[k] ?? { x, y };
    return Math.log(y / before.y) / Math.log(x / before.x);
  });
}

function segmentOf(points: readonly ScalingPoint[], first: number, last: number): PowerLawSegment {
  const part = points.slice(first, last + 1);
  const us = part.map(({ x }) => Math.log(x));
  const vs = part.map(({ y }) => Math.log(y));
  const { slope, intercept } = leastSquaresLine(us, vs);
  const off = vs.map((v, i) => Math.abs(v - intercept - slope * (us[i] ?? 0)));
  return {
    first,
    last,
    fromX: part[0]?.x ?? 0,
    toX: part.at(-1)?.x ?? 0,
    exponent: slope,
    coefficient: Math.exp(intercept),
    residual: Math.expm1(Math.max(...off)),
  };
}

/** Least-squares lines through any run of points, from running sums: O(1) for the line, O(points) to check it. */
class LineThrough {
  readonly #us: readonly number[];
  readonly #vs: readonly number[];
  /** Of u, v, u^2, u v, v^2 over the points before. */
  readonly #sums: readonly (readonly [number, number, number, number, number])[];

  constructor(points: readonly ScalingPoint[]) {
    const centred = (values: readonly number[]): readonly number[] => {
      const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
      return values.map((value) => value - mean);
    };
    // Centred, so that differences of sums keep their digits.
    this.#us = centred(points.map(({ x }) => Math.log(x)));
    this.#vs = centred(points.map(({ y }) => Math.log(y)));
    const sums: [number, number, number, number, number][] = [[0, 0, 0, 0, 0]];
    this.#us.forEach((u, i) => {
      const v = this.#vs[i] ?? 0;
      const [su, sv, suu, suv, svv] = sums[i] ?? [0, 0, 0, 0, 0];
      sums.push([su + u, sv + v, suu + u * u, suv + u * v, svv + v * v]);
    });
    this.#sums = sums;
  }

  /** Squared residuals of the line from `first` to `last`; undefined where a point is farther from it than `limit`. */
  squares(first: number, last: number, limit: number): number | undefined {
    const count = last - first + 1;
    const [au, av, auu, auv, avv] = this.#sums[first] ?? [0, 0, 0, 0, 0];
    const [bu, bv, buu, buv, bvv] = this.#sums[last + 1] ?? [0, 0, 0, 0, 0];
    const [u, v] = [(bu - au) / count, (bv - av) / count];
    const spread = buu - auu - count * u * u;
    const slope = (buv - auv - count * u * v) / spread;
    const squares = Math.max(0, bvv - avv - count * v * v - slope * slope * spread);
    if (count === 2) return squares;
    // The largest residual is no smaller than their root mean square.
    if (squares > count * limit * limit * (1 + 1e-6) + 1e-9) return undefined;
    for (let i = first; i <= last; i++) {
      if (Math.abs((this.#vs[i] ?? 0) - v - slope * ((this.#us[i] ?? 0) - u)) > limit) return undefined;
    }
    return squares;
  }
}

/**
 * The fewest segments within the tolerance. Points ascend in x and are positive; fewer than two have no segment.
 *
 * @example fitExponents([{ x: 1, y: 3 }, { x: 2, y: 6 }, { x: 4, y: 12 }]) // one segment of exponent 1
 */
export function fitExponents(
  points: readonly ScalingPoint[],
  tolerance: number = DEFAULT_TOLERANCE,
): readonly PowerLawSegment[] {
  interface Best {
    readonly count: number;
    readonly squares: number;
    /** Where the last segment begins. */
    readonly first: number;
  }
  const lines = new LineThrough(points);
  const limit = Math.log1p(tolerance);
  const best: Best[] = [{ count: 0, squares: 0, first: 0 }];
  for (let last = 1; last < points.length; last++) {
    let chosen: Best | undefined;
    for (let first = 0; first < last; first++) {
      const before = best[first];
      if (before === undefined || (chosen !== undefined && before.count + 1 > chosen.count)) continue;
      const squares = lines.squares(first, last, limit);
      if (squares === undefined) continue;
      const candidate = { count: before.count + 1, squares: before.squares + squares, first };
      const better =
        chosen === undefined ||
        candidate.count < chosen.count ||
        (candidate.count === chosen.count && candidate.squares < chosen.squares);
      if (better) chosen = candidate;
    }
    if (chosen !== undefined) best[last] = chosen;
  }
  const segments: PowerLawSegment[] = [];
  for (let last = points.length - 1; last > 0; ) {
    const first = best[last]?.first ?? 0;
    segments.unshift(segmentOf(points, first, last));
    last = first;
  }
  return segments;
}

/** One line through all points, whatever their residuals: the overall trend. */
export function overallExponent(points: readonly ScalingPoint[]): PowerLawSegment | undefined {
  if (points.length < 2) return undefined;
  return segmentOf(points, 0, points.length - 1);
}
