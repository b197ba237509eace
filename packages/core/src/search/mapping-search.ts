/**
 * A search as a whole: lanes that each walk through a part of the mapspace, and the best of what they found.
 *
 *     1 plan       defaults, `mapper` section and what was asked for -> SearchPlan
 *     2 lanes      here in slices (`advance`), or on other threads lane by lane (`runLane`)
 *     3 outcome    the best candidate over all lanes, the lower lane where costs are equal, then the full model:
 *                  what is printed is what `evaluate` says of the mapping
 *
 * Slices let the caller draw progress, stop by the clock or by Ctrl-C; lanes keep their best on the way.
 */
import { evaluate } from "../evaluation/evaluate.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { MapspaceLimits } from "../mapspace/constraints.ts";
import { Mapspace } from "../mapspace/mapspace.ts";
import type { Spec } from "../spec/spec.ts";
import { assertInvariant } from "../text/invariant.ts";
import type { WalkAlgorithm } from "./candidate-walk.ts";
import type { MapperSettings } from "./mapper-settings.ts";
import { compareCosts, costOf, covers, figuresOf, type Metric } from "./objective.ts";
import { type LaneSettings, SearchLane } from "./search-lane.ts";
import {
  addCounts,
  type Candidate,
  type FoundMapping,
  type LaneResult,
  NO_COUNTS,
  type SearchOutcome,
} from "./search-result.ts";

/** Lanes unless the `mapper` section gives a number of threads. */
export const DEFAULT_LANES = 8;
/** Mapspaces of up to so many mappings are searched through unless something else is asked for. */
export const EXHAUSTIVE_LIMIT = 200_000n;
const NO_LANES: ReadonlySet<number> = new Set();
/** Timeloop's defaults. */
const DEFAULT_TIMEOUT = 1000;
const DEFAULT_VICTORY_CONDITION = 500;
const DEFAULT_ORDERS_PER_FACTORIZATION = 16;

/** A search made ready: plain data, to be sent to other threads. */
export interface SearchPlan {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  readonly algorithm: WalkAlgorithm;
  readonly objective: readonly Metric[];
  readonly pareto: boolean;
  readonly seed: number;
  readonly lanes: readonly LaneSettings[];
}

/** What the command line asks for, over the `mapper` section. */
export interface SearchRequest {
  readonly algorithm?: WalkAlgorithm;
  readonly objective?: readonly Metric[];
  readonly pareto?: boolean;
  readonly seed?: number;
  /** Timeloop's rules of termination hold for searches too that visit every mapping. */
  readonly mayEndEarly?: boolean;
}

export function planSearch(mapspace: Mapspace, mapper: MapperSettings, request: SearchRequest = {}): SearchPlan {
  const { limits } = mapspace;
  const { architecture, workload, ert, art } = mapspace.spec;
  const spec: Spec = { architecture, workload, ...(ert && { ert }), ...(art && { art }) };
  const wanted = request.algorithm ?? (mapper.algorithm === "optimal" ? undefined : mapper.algorithm);
  const algorithm = wanted ?? (isSmall(mapspace) ? "exhaustive" : "hybrid");
  const objective = request.objective ?? mapper.objective ?? ["edp"];
  const seed = request.seed ?? 1;
  const count = mapper.threads ?? DEFAULT_LANES;
  const pareto = request.pareto ?? false;
  // What visits every mapping ends early only where it is told to.
  const endless = algorithm === "exhaustive" && request.mayEndEarly !== true;
  const lanes = Array.from(
    { length: count },
    (_, lane): LaneSettings => ({
      algorithm,
      lane,
      lanes: count,
      objective,
      pareto,
      seed,
      ordersPerFactorization: mapper.ordersPerFactorization ?? DEFAULT_ORDERS_PER_FACTORIZATION,
      filterRevisits: mapper.filterRevisits ?? false,
      timeout: endless ? Number.POSITIVE_INFINITY : (mapper.timeout ?? DEFAULT_TIMEOUT),
      victoryCondition: endless ? 0 : (mapper.victoryCondition ?? DEFAULT_VICTORY_CONDITION),
      searchSize: mapper.searchSize ? Math.ceil(mapper.searchSize / count) : 0,
      penalizeConsecutiveBypassFails: mapper.penalizeConsecutiveBypassFails ?? false,
    }),
  );
  return { spec, limits, algorithm, objective, pareto, seed, lanes };
}

function isSmall(mapspace: Mapspace): boolean {
  return mapspace.isCountable && mapspace.size <= EXHAUSTIVE_LIMIT;
}

/** One lane of a plan, ready to run, on whatever thread. */
export function openLane(
  plan: SearchPlan,
  lane: number,
  mapspace: Mapspace = new Mapspace(plan.spec, plan.limits),
): SearchLane {
  const settings = plan.lanes[lane];
  assertInvariant(settings !== undefined, `the plan has no lane ${lane}`);
  return new SearchLane(mapspace, settings);
}

/** A search on this thread. */
export class MappingSearch {
  readonly plan: SearchPlan;
  readonly #lanes: SearchLane[];
  #next = 0;

  constructor(mapspace: Mapspace, plan: SearchPlan) {
    this.plan = plan;
    this.#lanes = plan.lanes.map((settings) => new SearchLane(mapspace, settings));
  }

  /**
   * Looks at about `candidates` more, of one lane; true when the search has come to its end. Lanes take turns.
   * @param except lanes that are left alone
   */
  advance(candidates: number, except: ReadonlySet<number> = NO_LANES): boolean {
    const open = this.openLanes(except);
    const lane = this.#lanes[open[this.#next++ % Math.max(open.length, 1)] ?? -1];
    lane?.advance(candidates);
    return this.#lanes.every(({ ended }) => ended);
  }

  /** Lanes that have not come to their end. */
  openLanes(except: ReadonlySet<number> = NO_LANES): readonly number[] {
    return [...this.#lanes.keys()].filter((lane) => !this.#lanes[lane]?.ended && !except.has(lane));
  }

  results(): readonly LaneResult[] {
    return this.#lanes.map((lane) => lane.result());
  }
}

/** The costs of the best candidate so far, for progress. */
export function bestCosts(results: readonly LaneResult[]): readonly number[] | undefined {
  return bestOf(results)?.costs;
}

function bestOf(results: readonly LaneResult[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const { best: candidate } of [...results].sort((a, b) => a.lane - b.lane)) {
    if (candidate && (!best || compareCosts(candidate.costs, best.costs) < 0)) best = candidate;
  }
  return best;
}

/** What all lanes found together. */
export function finishSearch(plan: SearchPlan, results: readonly LaneResult[]): SearchOutcome {
  const byLane = [...results].sort((a, b) => a.lane - b.lane);
  const best = bestOf(byLane);
  let front: Candidate[] = [];
  for (const candidate of byLane.flatMap((result) => result.front)) {
    if (front.some(({ costs }) => covers(costs, candidate.costs))) continue;
    front = [...front.filter(({ costs }) => !covers(candidate.costs, costs)), candidate];
  }
  const ends = byLane.map(({ end }) => end);
  const visitsAll = plan.algorithm === "exhaustive" || plan.algorithm === "linear-pruned";
  return {
    best: best && checkedMapping(plan, best.mapping),
    front: front.sort((a, b) => compareCosts(a.costs, b.costs)).map(({ mapping }) => checkedMapping(plan, mapping)),
    counts: byLane.reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS),
    ends,
    complete: visitsAll && ends.length === plan.lanes.length && ends.every((end) => end === "exhausted"),
  };
}

/** The full model's word on a mapping. */
function checkedMapping({ spec, objective }: SearchPlan, mapping: Mapping): FoundMapping {
  const evaluation = evaluate({ ...spec, mapping });
  assertInvariant(evaluation.valid, "the search found a mapping that the model calls invalid");
  const figures = figuresOf(evaluation);
  for (const metric of objective) assertInvariant(Number.isFinite(costOf(metric, figures)), `no ${metric}`);
  return { mapping, evaluation, figures };
}
