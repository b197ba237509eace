/**
 * The search for one layer's mapping, in slices and without a clock: the optimal search where it can be asked, else the
 * lanes of the one that is. What it needs and what it gives is plain data, to be sent between threads and kept in
 * files.
 */

import type { Mapping } from "../../mapping/mapping.ts";
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import { Mapspace } from "../../mapspace/mapspace.ts";
import type { Algorithm, MapperSettings } from "../../search/mapper-settings.ts";
import {
  finishSearch,
  MappingSearch,
  planSearch,
  type SearchPlan,
  type SearchRequest,
} from "../../search/mapping-search.ts";
import { OptimalSearch } from "../../search/optimal/optimal-search.ts";
import { optimalObstacle, optimalOutcome, type Proof, proofOf } from "../../search/optimal-plan.ts";
import type { LaneEnd, SearchCounts, SearchOutcome } from "../../search/search-result.ts";
import type { Spec } from "../../spec/spec.ts";

/** A search made ready. */
export interface LayerPlan {
  readonly search: SearchPlan;
  readonly algorithm: Algorithm;
  /** Ends an optimal search when its best is proven to be within this part of the optimum. */
  readonly gap: number;
  /** Why the optimal search was wanted but cannot be asked. */
  readonly obstacle?: string;
}

/** What the command line asks for, over the `mapper` section. */
export interface LayerRequest extends Pick<SearchRequest, "objective" | "seed"> {
  readonly algorithm?: Algorithm;
  readonly gap?: number;
}

/** What a search found, or had found when it was stopped. */
export interface LayerSearchResult {
  /** Absent where nothing valid was found. */
  readonly mapping?: Mapping;
  /** Whether nothing better is left: proven, or all of the mapspace was looked at. */
  readonly complete: boolean;
  /** Whether the search came to an end by its own rules, which depend on nothing but the plan. */
  readonly ended: boolean;
  readonly counts: SearchCounts;
  readonly ends: readonly (LaneEnd | undefined)[];
  /** Of the optimal search. */
  readonly proof?: Proof;
}

export function planLayer(
  spec: Spec,
  limits: MapspaceLimits,
  mapper: MapperSettings,
  request: LayerRequest = {},
): LayerPlan {
  const mapspace = new Mapspace(spec, limits);
  const { objective, seed, gap = 0 } = request;
  const wanted = request.algorithm ?? mapper.algorithm ?? "optimal";
  const shared = { ...(objective && { objective }), ...(seed !== undefined && { seed }) };
  if (wanted !== "optimal") {
    return { search: planSearch(mapspace, mapper, { ...shared, algorithm: wanted }), algorithm: wanted, gap };
  }
  // Whether a mapspace is small enough to be looked through is asked only where it must be known.
  const search = planSearch(mapspace, mapper, { ...shared, algorithm: "exhaustive" });
  const obstacle = optimalObstacle(mapspace);
  if (obstacle === undefined) return { search, algorithm: "optimal", gap };
  const instead = planSearch(mapspace, mapper, shared);
  return { search: instead, algorithm: instead.algorithm, gap, obstacle };
}

const SLICE_NODES = 500;
const SLICE_CANDIDATES = 1000;

export class LayerSearch {
  readonly #plan: LayerPlan;
  readonly #optimal: OptimalSearch | undefined;
  readonly #lanes: MappingSearch | undefined;
  #isNear = false;

  constructor(plan: LayerPlan) {
    this.#plan = plan;
    const { spec, limits, objective } = plan.search;
    if (plan.algorithm === "optimal") {
      this.#optimal = new OptimalSearch(spec, limits, { objective });
    } else this.#lanes = new MappingSearch(new Mapspace(spec, limits), plan.search);
  }

  /** Works on for a moment; true when the search has come to its end. */
  advance(): boolean {
    if (this.#lanes) return this.#lanes.advance(SLICE_CANDIDATES);
    const search = this.#optimal as OptimalSearch;
    if (search.advance(SLICE_NODES) !== "running") return true;
    if (this.#plan.gap <= 0) return false;
    const { gap } = proofOf(search);
    this.#isNear = gap !== null && gap <= this.#plan.gap;
    return this.#isNear;
  }

  /** What has been found so far. */
  result(): LayerSearchResult {
    const { search } = this.#plan;
    if (this.#lanes) {
      const outcome = finishSearch(search, this.#lanes.results());
      return { ...plainResult(outcome), ended: outcome.ends.every((end) => end !== undefined) };
    }
    const optimal = this.#optimal as OptimalSearch;
    const proof = proofOf(optimal);
    return { ...plainResult(optimalOutcome(optimal)), ended: proof.isClosed || this.#isNear, proof };
  }
}

function plainResult({ best, complete, counts, ends }: SearchOutcome): Omit<LayerSearchResult, "ended"> {
  return { ...(best && { mapping: best.mapping }), complete, counts, ends };
}
