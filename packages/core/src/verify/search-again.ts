/**
 * The part of a claim that takes a search: that nothing is better than the result, or than its lower bound. Each attempt
 * tries to refute it in a way of its own, and says what it looked at.
 *
 *     proven        nothing is better than the best, or uncovered by the front; no mapping is valid at all
 *     not proven    nothing is below the lower bounds; nothing more than the gap better than every point of a front
 *
 *     attempts      branch and bound from the claimed costs, in the reverse order (refutation.ts), without dominance, then
 *                   with it; without any bounds, every mapping one by one where they are few, else some drawn at random
 */
import type { Mapspace } from "../mapspace/mapspace.ts";
import {
  EXHAUSTIVE_LIMIT,
  finishSearch,
  MappingSearch,
  planSearch,
  type SearchPlan,
} from "../search/mapping-search.ts";
import { compareCosts, costOf, covers } from "../search/objective.ts";
import type { BestMapping } from "../search/optimal/incumbent.ts";
import { type CostClaim, Refutation, type RefutationStatus } from "../search/optimal/refutation.ts";
import { optimalObstacle } from "../search/optimal-plan.ts";
import { boundedMetrics, printedBound } from "./check-claims.ts";
import type { ReadDocument } from "./read-search-document.ts";

/** One way to refute a claim. Of those with the same check the first that comes to its end is enough. */
export interface SearchAttempt {
  readonly check: "search-again" | "every-mapping" | "random-sample";
  /** What is done, in words. */
  readonly how: string;
  readonly start: () => RunningAttempt;
}

export interface RunningAttempt {
  /** Works on about so many candidates. */
  readonly advance: (candidates: number) => RefutationStatus;
  /** Candidates so far. */
  readonly looked: () => number;
  /** The mapping that refutes the claim. */
  readonly better: () => BestMapping | undefined;
}

/** A claim, and what it says in words. */
export interface WordedClaim {
  readonly claim: CostClaim;
  readonly words: string;
}

/** What a document claims that only a search can refute. @param costs of its points by the full model */
export function claimsOf(document: ReadDocument, costs: readonly (readonly number[])[]): readonly WordedClaim[] {
  const { objective, front, complete, gap } = document;
  const pareto = front !== undefined;
  if (complete) {
    const words =
      costs.length === 0 ? "no mapping is valid" : pareto ? "the front is complete" : "no mapping is better";
    return [{ claim: { objective, pareto, costs }, words }];
  }
  const bounds = boundedMetrics(document).flatMap((metric): readonly WordedClaim[] => {
    const bound = printedBound(document, metric);
    if (bound === undefined) return [];
    const words = `no mapping is beyond the lower bound of ${metric}`;
    return [{ claim: { objective: [metric], pareto: false, costs: [[bound]] }, words }];
  });
  if (!pareto || gap === null || gap >= 1) return bounds;
  // Costs below 0 are the better the further from it.
  const saved = costs.map((each) => each.map((cost) => (cost < 0 ? cost / (1 - gap) : cost * (1 - gap))));
  return [
    ...bounds,
    { claim: { objective, pareto, costs: saved }, words: "no mapping is better by more than the gap" },
  ];
}

const MEMORY_BYTES: number = 64 * 2 ** 20;
const SAMPLE_SIZE = 20_000;
/** Another one than that of searches. */
const SAMPLE_SEED = 271_828;

/** Ways to refute a claim, in the order in which they are tried. */
export function attemptsAt(mapspace: Mapspace, { claim }: WordedClaim): readonly SearchAttempt[] {
  const attempts: SearchAttempt[] = [];
  if (optimalObstacle(mapspace) === undefined) {
    for (const memory of [0, MEMORY_BYTES]) {
      const how = `branch and bound from the claim, reversed, ${memory === 0 ? "without" : "with"} dominance`;
      attempts.push({ check: "search-again", how, start: () => refutation(mapspace, claim, memory) });
    }
  }
  const isSmall = mapspace.isCountable && mapspace.size <= EXHAUSTIVE_LIMIT;
  if (isSmall || attempts.length === 0) {
    const plan = planSearch(mapspace, { threads: 1 }, { ...claim, algorithm: "exhaustive" });
    const start = (): RunningAttempt => walk(mapspace, plan, claim, Number.POSITIVE_INFINITY);
    attempts.push({ check: "every-mapping", how: "one mapping after another", start });
  }
  if (!isSmall) {
    const endless = { threads: 1, timeout: Number.MAX_SAFE_INTEGER, victoryCondition: 0 };
    const plan = planSearch(mapspace, endless, { ...claim, algorithm: "random-pruned", seed: SAMPLE_SEED });
    const start = (): RunningAttempt => walk(mapspace, plan, claim, SAMPLE_SIZE);
    attempts.push({ check: "random-sample", how: "drawn at random, which proves nothing", start });
  }
  return attempts;
}

function refutation({ spec, limits }: Mapspace, claim: CostClaim, memoryBytes: number): RunningAttempt {
  const search = new Refutation(spec, limits, claim, memoryBytes);
  return {
    advance: (candidates) => search.advance(candidates),
    looked: () => search.nodes,
    better: () => search.better,
  };
}

/** Looks at mappings until one refutes the claim. @param most so many are enough */
function walk(
  mapspace: Mapspace,
  plan: SearchPlan,
  { objective, pareto, costs }: CostClaim,
  most: number,
): RunningAttempt {
  const search = new MappingSearch(mapspace, plan);
  const isBeyond = (own: readonly number[]): boolean =>
    pareto ? !costs.some((claimed) => covers(claimed, own)) : costs.every((claimed) => compareCosts(own, claimed) < 0);
  const looked = (): number => search.results().reduce((sum, { counts }) => sum + counts.visited, 0);
  let better: BestMapping | undefined;
  return {
    advance: (candidates) => {
      const isOver = search.advance(candidates);
      const results = search.results();
      const found = results.flatMap(({ best, front }) => (pareto ? front : (best ?? [])));
      if (!found.some((candidate) => isBeyond(candidate.costs))) {
        return isOver || looked() >= most ? "upheld" : "running";
      }
      const { best, front } = finishSearch(plan, results);
      const all = pareto || best === undefined ? front : [best];
      better = all.find(({ figures }) => isBeyond(objective.map((metric) => costOf(metric, figures))));
      return "refuted";
    },
    looked,
    better: () => better,
  };
}
