/**
 * Looks for a mapping that refutes a claim: one that is better than costs which somebody says are the best. Branch and
 * bound as the optimal search, but another walk, so that a mistake in one is not made by the other:
 *
 *     the costs are given, not found: no first looks, and nothing is dropped but by its bound (and by dominance)
 *     trees and children in the reverse order, the least promising first
 *     no table of nests seen unless memory is given for it: then dominance is not used at all
 *
 * Parts of the objective that ask less of a nest (preludes.ts) come first here, too: what refutes their costs refutes the
 * whole, and if nothing does, no nest costs less.
 *
 * If nothing is found, the claim holds for the whole mapspace.
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";
import { assertInvariant } from "../../text/invariant.ts";
import { compareCosts, type Metric } from "../objective.ts";
import { levelsThatMatter } from "./costs.ts";
import { SeenNests } from "./dominance.ts";
import { type BestMapping, Incumbent } from "./incumbent.ts";
import { keepChoices } from "./keep-choice.ts";
import { unsupportedLimits } from "./optimal-search.ts";
import { type Prelude, preludesOf } from "./preludes.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { type Pruned, raise, TreeSearch, WHOLE } from "./tree-search.ts";

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
  readonly #trees: { readonly open: () => TreeSearch; readonly costs: Float64Array }[];
  readonly #preludes: Prelude[];
  #prelude: Refutation | undefined;
  #open: TreeSearch | undefined;
  readonly #space: SearchSpace;
  readonly #claim: CostClaim;
  readonly #memoryBytes: number;

  /** @param memoryBytes room for the table of nests seen; 0 for none */
  constructor(spec: Spec, limits: MapspaceLimits, claim: CostClaim, memoryBytes: number) {
    assertInvariant(unsupportedLimits(limits) === undefined, "a refutation over limits that the search does not cover");
    const space = new SearchSpace(spec, limits);
    const incumbent = new Incumbent(space, claim.objective, claim.pareto);
    for (const costs of claim.costs) incumbent.claim(costs);
    this.#incumbent = incumbent;
    this.#space = space;
    this.#claim = claim;
    this.#memoryBytes = memoryBytes;
    // Where no mapping is valid there are no costs to begin with.
    this.#preludes = claim.costs.length === 0 ? [] : [...preludesOf(space, claim.objective, claim.pareto)];
    const orders = new SpatialOrders(space, incumbent.plan.layout);
    const seen = new SeenNests(memoryBytes);
    const pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
    this.#trees = [...keepChoices(limits, space.dataSpaces, levelsThatMatter(space, claim.objective))].flatMap(
      (keep) => {
        const open = (): TreeSearch => new TreeSearch(space, keep, incumbent, orders, pruned, seen);
        const { isFeasible, rootCosts: costs } = open();
        return isFeasible ? [{ open, costs }] : [];
      },
    );
    // The last one is opened first.
    this.#trees.sort((a, b) => compareCosts(a.costs, b.costs));
  }

  /** A mapping that refutes the claim. */
  get better(): BestMapping | undefined {
    return this.#incumbent.found ?? this.#prelude?.better;
  }

  /** Works on about so many partial nests. */
  advance(nodes: number): RefutationStatus {
    let left = nodes;
    while (left > 0 && this.status === "running") {
      const [prelude] = this.#preludes;
      if (prelude !== undefined) {
        left -= this.#advancePrelude(prelude, left);
        continue;
      }
      if (this.#open === undefined) {
        const tree = this.#trees.pop();
        if (tree === undefined) {
          this.status = "upheld";
          break;
        }
        raise(tree.costs, this.#incumbent.floors);
        if (!this.#incumbent.isBetter(tree.costs)) continue;
        this.#open = tree.open();
        this.#open.open(this.#open.whole, WHOLE, { isReversed: true });
      }
      const unused = this.#open.advance(left);
      this.nodes += left - unused;
      left = unused;
      if (unused > 0) this.#open = undefined;
      if (this.better !== undefined) this.status = "refuted";
    }
    return this.status;
  }

  /** Works on a part of the claim; returns the nodes used. */
  #advancePrelude({ objective, from, mostNodes }: Prelude, nodes: number): number {
    const { spec, limits } = this.#space;
    const { pareto, costs } = this.#claim;
    const [first = []] = costs;
    const part = pareto ? [Math.min(...costs.map((each) => each[from] as number))] : first.slice(0, objective.length);
    const claim = { objective, pareto: false, costs: [part] };
    this.#prelude ??= new Refutation(spec, limits, claim, this.#memoryBytes);
    const before = this.#prelude.nodes;
    const status = this.#prelude.advance(Math.min(nodes, mostNodes - before));
    const used = this.#prelude.nodes - before;
    this.nodes += used;
    if (status === "refuted") this.status = status;
    else if (status === "upheld" || this.#prelude.nodes >= mostNodes) {
      if (status === "upheld") this.#incumbent.floors.set(part, from);
      this.#preludes.shift();
      this.#prelude = undefined;
    }
    return Math.max(1, used);
  }
}
