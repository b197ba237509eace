/**
 * Looks for a mapping that refutes a claim: one that is better than costs which somebody says are the best. Branch and
 * bound as the optimal search, but another walk, so that a mistake in one is not made by the other:
 *
 *     the costs are given, not found: no first looks, and nothing is dropped but by its bound (and by dominance)
 *     trees and children in the reverse order, the least promising first
 *     no table of nests seen unless memory is given for it: then dominance is not used at all
 *
 * If nothing is found, the claim holds for the whole mapspace.
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";
import { assertInvariant } from "../../text/invariant.ts";
import { compareCosts, type Metric } from "../objective.ts";
import { SeenNests } from "./dominance.ts";
import { type BestMapping, Incumbent } from "./incumbent.ts";
import { keepChoices } from "./keep-choice.ts";
import { unsupportedLimits } from "./optimal-search.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { type Pruned, TreeSearch } from "./tree-search.ts";

/** What is claimed: that no mapping is better than these costs; of a Pareto front, that they cover every mapping. */
export interface CostClaim {
  readonly objective: readonly Metric[];
  readonly pareto: boolean;
  /** As `costOf` gives them, by metric. None: no mapping is valid. */
  readonly costs: readonly (readonly number[])[];
}

export type RefutationStatus = "running" | "upheld" | "refuted";

export class Refutation {
  status: RefutationStatus = "running";
  /** Partial nests bounded so far. */
  nodes = 0;
  readonly #incumbent: Incumbent;
  readonly #trees: (() => TreeSearch)[] = [];
  #open: TreeSearch | undefined;

  /** @param memoryBytes room for the table of nests seen; 0 for none */
  constructor(spec: Spec, limits: MapspaceLimits, claim: CostClaim, memoryBytes: number) {
    assertInvariant(unsupportedLimits(limits) === undefined, "a refutation over limits that the search does not cover");
    const space = new SearchSpace(spec, limits);
    const incumbent = new Incumbent(space, claim.objective, claim.pareto);
    for (const costs of claim.costs) incumbent.claim(costs);
    this.#incumbent = incumbent;
    const orders = new SpatialOrders(space, incumbent.plan.layout);
    const seen = new SeenNests(memoryBytes);
    const pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
    const roots = [...keepChoices(limits, space.dataSpaces)].flatMap((keep) => {
      const open = (): TreeSearch => new TreeSearch(space, keep, incumbent, orders, pruned, seen);
      const { isFeasible, rootCosts: costs } = open();
      return isFeasible ? [{ open, costs }] : [];
    });
    roots.sort((a, b) => compareCosts(a.costs, b.costs));
    // The last one is opened first.
    for (const { open, costs } of roots) if (incumbent.isBetter(costs)) this.#trees.push(open);
  }

  /** A mapping that refutes the claim. */
  get better(): BestMapping | undefined {
    return this.#incumbent.found;
  }

  /** Mappings that were evaluated. */
  get evaluated(): number {
    return this.#incumbent.evaluated;
  }

  /** Works on about so many partial nests. */
  advance(nodes: number): RefutationStatus {
    let left = nodes;
    while (left > 0 && this.status === "running") {
      if (this.#open === undefined) {
        this.#open = this.#trees.pop()?.();
        this.#open?.restart(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, { isReversed: true });
        if (this.#open === undefined) {
          this.status = "upheld";
          break;
        }
      }
      const unused = this.#open.advance(left);
      this.nodes += left - unused;
      left = unused;
      if (unused > 0) this.#open = undefined;
      if (this.better !== undefined) this.status = "refuted";
    }
    return this.status;
  }
}
