/**
 * Parts of an objective that ask less of a nest than the whole, and are therefore searched first: their optimum is a lower
 * bound for every nest of the search for the whole, however little is known of it yet.
 *
 *     a list      the longest beginning for which fewer levels matter: delay of `delay, energy`. A nest that is at this
 *                 optimum or above it is left to the metrics that follow, whose bounds are close
 *     a front     each metric for which fewer levels matter
 */
import type { Metric } from "../objective.ts";
import { levelsThatMatter } from "./costs.ts";
import type { SearchSpace } from "./search-space.ts";

/** Partial nests that a search for one metric of a front may take: the front can be proven without it. */
const MOST_NODES_OF_FRONT = 100_000;

export interface Prelude {
  /** It is given up after so many partial nests; what it has shown until then still counts. */
  readonly mostNodes: number;
  readonly objective: readonly Metric[];
  /** Where the first of its metrics stands in the whole objective. */
  readonly from: number;
}

export function preludesOf(space: SearchSpace, objective: readonly Metric[], isPareto: boolean): readonly Prelude[] {
  const count = (metrics: readonly Metric[]): number =>
    levelsThatMatter(space, metrics).filter((matters) => matters).length;
  const all = count(objective);
  if (objective.length < 2) return [];
  if (isPareto) {
    const mostNodes = MOST_NODES_OF_FRONT;
    return objective.flatMap((metric, from) =>
      count([metric]) < all ? [{ objective: [metric], from, mostNodes }] : [],
    );
  }
  for (let length = objective.length - 1; length > 0; length--) {
    const beginning = objective.slice(0, length);
    if (count(beginning) < all) return [{ objective: beginning, from: 0, mostNodes: Number.POSITIVE_INFINITY }];
  }
  return [];
}
