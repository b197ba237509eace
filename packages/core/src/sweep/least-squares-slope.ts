/**
 * The slope of a least-squares line as a mean of the slopes between neighbours.
 *
 * For points (u_i, v_i), ascending in u, the slope is  b = sum (u_i - m) v_i / S  with m the mean of u and
 * S = sum (u_i - m)^2. Written with the increments  v_i = v_0 + sum_{k<i} s_k du_k  (s_k the slope and du_k the width
 * of the interval from k to k+1), v_0 drops out and what multiplies s_k is
 *
 *     w_k = du_k * sum_{i>k} (u_i - m) / S,       b = sum_k w_k s_k.
 *
 * Each w_k is positive (the tail of ascending deviations from the mean is) and they add up to 1 (put v = u). So whatever
 * the local slopes are made of, the fitted one is made of, in the same way: this is how a fitted exponent is shared
 * among the terms of a sum in `exponent-of-sum.ts`.
 */

/** The weights w_k, one for each interval between neighbours; `us` ascends strictly and has at least two values. */
export function intervalWeights(us: readonly number[]): readonly number[] {
  const mean = us.reduce((sum, u) => sum + u, 0) / us.length;
  const spread = us.reduce((sum, u) => sum + (u - mean) ** 2, 0);
  const weights: number[] = [];
  let tail = 0;
  for (let k = us.length - 2; k >= 0; k--) {
    const [u = 0, next = 0] = [us[k], us[k + 1]];
    tail += next - mean;
    weights[k] = ((next - u) * tail) / spread;
  }
  return weights;
}

export interface Line {
  readonly slope: number;
  /** At u = 0. */
  readonly intercept: number;
}

export function leastSquaresLine(us: readonly number[], vs: readonly number[]): Line {
  const weights = intervalWeights(us);
  const slope = weights.reduce((sum, weight, k) => {
    const [u = 0, next = 0, v = 0, after = 0] = [us[k], us[k + 1], vs[k], vs[k + 1]];
    return sum + (weight * (after - v)) / (next - u);
  }, 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { slope, intercept: mean(vs) - slope * mean(us) };
}
