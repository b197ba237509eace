/**
 * The best mapping of a mapspace, with the proof that there is none better: branch and bound (tree-search.ts), one tree
 * for each way to keep or bypass what the limits leave free, the most promising first.
 *
 * It runs in steps and can be left at any time: `best` is the best mapping so far, `lowerBound` what no mapping of the
 * mapspace can beat. Only `proven` means that the two have met. Nothing here knows a clock.
 *
 *     const search = new OptimalSearch(spec, limits, { objective: ["edp"] });
 *     while (search.advance(10_000) === "running") {}
 *     search.best?.evaluation.edpJouleCycles
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";
import { assertInvariant } from "../../text/invariant.ts";
import { SeenNests } from "./dominance.ts";
import { type BestMapping, Incumbent } from "./incumbent.ts";
import { type KeepChoice, keepChoices } from "./keep-choice.ts";
import { compareObjective, type Objective, type ObjectiveKey, objectiveValue } from "./objective.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { TileTableMaker } from "./tile-table.ts";
import { type Pruned, TreeSearch } from "./tree-search.ts";

/** `proven`: `best` is the optimum. `infeasible`: no mapping is valid. */
export type SearchStatus = "running" | "proven" | "infeasible";

export interface OptimalSearchOptions {
  /** Default: `["edp"]`. */
  readonly objective?: Objective;
  /** Room for the table of nests seen (dominance.ts); less means slower, never wrong. Default: 64 MiB. */
  readonly memoryBytes?: number;
}

const DEFAULT_MEMORY_BYTES: number = 64 * 2 ** 20;

/** What in the limits the search does not cover, if anything: it would have to prove more than it looks at. */
export function unsupportedLimits(limits: MapspaceLimits): "imperfect-factors" | "overbooking" | undefined {
  if (limits.levels.some(({ temporal, spatial }) => temporal.maxRemainder > 0 || spatial.maxRemainder > 0)) {
    return "imperfect-factors";
  }
  return limits.levels.some(({ maxOverbookedProportion }) => maxOverbookedProportion > 0) ? "overbooking" : undefined;
}

/** First looks: children of a node that they try, of factors and of orders, and nodes that they may take. */
const PROBES: readonly { readonly width: number; readonly orders: number; readonly nodes: number }[] = [
  { width: 1, orders: 1, nodes: 2_000 },
  { width: 2, orders: 1, nodes: 5_000 },
  { width: 3, orders: 1, nodes: 10_000 },
];
const PROOF = { width: Number.POSITIVE_INFINITY, orders: Number.POSITIVE_INFINITY, nodes: 0 };
const MAX_PROBED_TREES = 8;

interface Root {
  readonly keep: KeepChoice;
  readonly energyPj: number;
  readonly cycles: number;
}

export class OptimalSearch {
  status: SearchStatus = "running";
  /** Partial nests bounded so far. */
  nodes = 0;
  readonly pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
  readonly #space: SearchSpace;
  readonly #incumbent: Incumbent;
  readonly #orders: SpatialOrders;
  readonly #seen: SeenNests;
  readonly #tables: TileTableMaker;
  /** One root for each way to keep or bypass, the most promising first. */
  readonly #roots: Root[] = [];
  /** The tree of the present root; only one is held at a time. */
  #open: TreeSearch | undefined;
  #phase = 0;
  #tree = 0;
  #leftInProbe = 0;

  /** @param limits such that `unsupportedLimits` has nothing to say */
  constructor(spec: Spec, limits: MapspaceLimits, options: OptimalSearchOptions = {}) {
    assertInvariant(unsupportedLimits(limits) === undefined, "an optimal search over limits that it does not cover");
    const objective = options.objective ?? ["edp"];
    this.#space = new SearchSpace(spec, limits);
    this.#incumbent = new Incumbent(this.#space, objective);
    this.#orders = new SpatialOrders(this.#space, this.#incumbent.plan.layout);
    this.#seen = new SeenNests(options.memoryBytes ?? DEFAULT_MEMORY_BYTES);
    this.#tables = new TileTableMaker(this.#space);
    for (const keep of keepChoices(limits, this.#space.dataSpaces)) {
      const { isFeasible, rootEnergyPj: energyPj, rootCycles: cycles } = this.#treeOf(keep);
      if (isFeasible) this.#roots.push({ keep, energyPj, cycles });
    }
    this.#roots.sort((a, b) => compareObjective(objective, a.energyPj, a.cycles, b.energyPj, b.cycles));
  }

  #treeOf(keep: KeepChoice): TreeSearch {
    return new TreeSearch(this.#space, keep, this.#incumbent, this.#orders, this.pruned, this.#seen, this.#tables);
  }

  get best(): BestMapping | undefined {
    return this.#incumbent.best;
  }

  /** Complete mappings that were evaluated. */
  get evaluated(): number {
    return this.#incumbent.evaluated;
  }

  /** First figure of the objective, in pJ and cycles, that no mapping can be below. */
  get lowerBound(): number {
    const key = this.#incumbent.objective[0] as ObjectiveKey;
    let least = Number.POSITIVE_INFINITY;
    if (this.best !== undefined) least = objectiveValue(key, this.#incumbent.energyPj, this.#incumbent.cycles);
    if (this.status !== "running") return least;
    const isProof = this.#phase === PROBES.length;
    for (let t = isProof ? this.#tree : 0; t < this.#roots.length; t++) {
      const { energyPj, cycles } = this.#roots[t] as Root;
      const isOpen = isProof && t === this.#tree && this.#open !== undefined;
      const bound = isOpen ? (this.#open?.leastOpen(key) ?? 0) : objectiveValue(key, energyPj, cycles);
      least = Math.min(least, bound);
    }
    return least;
  }

  /** How far the best may be above the optimum: best / lower bound - 1; Infinity without any mapping. */
  get gap(): number {
    if (this.best === undefined) return Number.POSITIVE_INFINITY;
    const key = this.#incumbent.objective[0] as ObjectiveKey;
    const value = objectiveValue(key, this.#incumbent.energyPj, this.#incumbent.cycles);
    return value === 0 ? 0 : value / this.lowerBound - 1;
  }

  /** Works on about so many partial nests. */
  advance(nodes: number): SearchStatus {
    let left = nodes;
    while (left > 0 && this.status === "running") {
      const isProof = this.#phase === PROBES.length;
      const root = this.#roots[this.#tree];
      if (root === undefined || (!isProof && this.#tree === MAX_PROBED_TREES)) {
        this.#endPhase(isProof);
        continue;
      }
      const { width, orders, nodes: most } = PROBES[this.#phase] ?? PROOF;
      if (this.#open === undefined) {
        if (!this.#incumbent.isBetter(root.energyPj, root.cycles)) {
          if (isProof) this.pruned.bound++;
          this.#tree++;
          continue;
        }
        this.#open = this.#treeOf(root.keep);
        this.#open.restart(width, orders);
        this.#leftInProbe = most;
      }
      const budget = isProof ? left : Math.min(left, this.#leftInProbe);
      const unused = this.#open.advance(budget);
      const used = budget - unused;
      left -= used;
      this.nodes += used;
      this.#leftInProbe -= used;
      if (unused > 0 || (!isProof && this.#leftInProbe <= 0)) {
        this.#open = undefined;
        this.#tree++;
      }
    }
    return this.status;
  }

  #endPhase(isProof: boolean): void {
    if (isProof) this.status = this.best === undefined ? "infeasible" : "proven";
    this.#phase++;
    this.#tree = 0;
    this.#open = undefined;
  }
}
