/**
 * What may be claimed of a search's result: a lower bound of what it made least, and how far the result can be above it.
 *
 *     looked through   the result itself is the bound
 *     branch and bound the bound of what is still open, or the simple one (lower-bound.ts) where that is better
 *     other searches   the simple one
 *
 *     gap = 1 - 1 / (1 + excess),   excess = cost / bound - 1
 *
 * so that a gap of 0.1 says that a tenth of the cost at most can be saved. Of a Pareto front each metric has a bound of its
 * own, and the gap says by which part any point can be better in all metrics at once.
 */
import type { LowerBound } from "./lower-bound.ts";
import { costOf, excess, type Metric } from "./objective.ts";
import type { Proof } from "./optimal-plan.ts";
import type { SearchOutcome } from "./search-result.ts";

export interface ClaimedBound {
  /** As costs (objective.ts): of the first metric, or of each one of a front. */
  readonly bounds: readonly number[];
  /** Null where nothing was found. */
  readonly gap: number | null;
}

export function claimedBound(
  objective: readonly Metric[],
  isPareto: boolean,
  { best, front, complete }: SearchOutcome,
  simple: LowerBound,
  proof: Proof | undefined,
): ClaimedBound {
  const asked = isPareto ? objective : objective.slice(0, 1);
  const points = (isPareto ? front : best === undefined ? [] : [best]).map(({ figures }) =>
    asked.map((metric) => costOf(metric, figures)),
  );
  const bounds = asked.map((metric, i) => {
    const least = Math.min(...points.map((costs) => costs[i] as number));
    if (complete && points.length > 0) return least;
    const known = proof === undefined ? Number.NEGATIVE_INFINITY : (proof.lowerBounds[i] as number);
    return Math.min(least, Math.max(costOf(metric, simple), Number.isFinite(known) ? known : Number.NEGATIVE_INFINITY));
  });
  if (points.length === 0) return { bounds, gap: null };
  if (complete) return { bounds, gap: 0 };
  const gap = gapOf(points, bounds);
  return { bounds, gap: isPareto && proof !== undefined ? Math.min(gap, proof.gap ?? 1) : gap };
}

/** By which part any of the points could at most be better in all costs at once, if nothing is below `bounds`. */
export function gapOf(points: readonly (readonly number[])[], bounds: readonly number[]): number {
  const most = (costs: readonly number[]): number =>
    Math.max(...bounds.map((bound, i) => excess(costs[i] as number, bound)));
  return 1 - 1 / (1 + Math.min(...points.map(most)));
}
