/**
 * The best mapping of a mapspace, with the proof that there is none better: branch and bound (tree-search.ts), one tree
 * for each way to keep or bypass what the limits leave free, the most promising first. Of several metrics it finds the
 * best in their order or, with `pareto`, all of the Pareto front: then what some mapping found so far covers is left out.
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
import { compareCosts, excess, type Metric } from "../objective.ts";
import { countsEnergy, levelsThatMatter } from "./costs.ts";
import { SeenNests } from "./dominance.ts";
import { type BestMapping, Incumbent } from "./incumbent.ts";
import { type KeepChoice, keepChoices } from "./keep-choice.ts";
import { type Prelude, preludesOf } from "./preludes.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { TileTableMaker } from "./tile-table.ts";
import { type Pruned, raise, TreeSearch } from "./tree-search.ts";

/** `proven`: `best` is the optimum, `front` is complete. `infeasible`: no mapping is valid. */
export type SearchStatus = "running" | "proven" | "infeasible";

export interface OptimalSearchOptions {
  /** Default: `["edp"]`. */
  readonly objective?: readonly Metric[];
  /** All mappings that no other covers in the metrics, instead of the best in their order. */
  readonly pareto?: boolean;
  /** Room for the table of nests seen (dominance.ts); less means slower, never wrong. Default: 64 MiB. */
  readonly memoryBytes?: number;
  /** Partial nests before tables of what capacities cost are made. Default: 20,000. */
  readonly sharpenAfter?: number;
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
/**
 * Searches that are not through after so many partial nests get tables of what capacities cost (tile-table.ts): then first
 * looks and the proof begin again. Most searches end before, and a table takes as long as some thousand partial nests.
 */
const SHARPEN_AFTER = 20_000;
/** Trees whose root is bounded anew at that moment. */
const MAX_SHARPENED_TREES = 256;
const SHARPENING_WORK = 1_000;
/** What one cost weighs more than the others where a first look goes for an end of a front. */
const END_WEIGHT = 16;

interface Root {
  readonly keep: KeepChoice;
  /** Lower bounds. */
  costs: Float64Array;
}

export class OptimalSearch {
  status: SearchStatus = "running";
  /** Partial nests bounded so far. */
  nodes = 0;
  readonly pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
  readonly #space: SearchSpace;
  readonly #incumbent: Incumbent;
  readonly #options: OptimalSearchOptions;
  readonly #orders: SpatialOrders;
  readonly #seen: SeenNests;
  readonly #tables: TileTableMaker;
  /** One root for each way to keep or bypass, the most promising first. */
  readonly #roots: Root[] = [];
  /** Parts of the objective that are searched before the proof (preludes.ts), and the search for the first of them. */
  readonly #preludes: Prelude[];
  #prelude: OptimalSearch | undefined;
  /** Mappings that these searches evaluated. */
  #evaluated = 0;
  /** The tree of the present root; only one is held at a time. */
  #open: TreeSearch | undefined;
  #phase = 0;
  #tree = 0;
  #leftInProbe = 0;
  /** Partial nests of this search alone until it is sharpened. */
  #untilSharp: number;
  /** Roots that are bounded anew; undefined before that. */
  #sharpened: number | undefined;

  /** @param limits such that `unsupportedLimits` has nothing to say */
  constructor(spec: Spec, limits: MapspaceLimits, options: OptimalSearchOptions = {}) {
    assertInvariant(unsupportedLimits(limits) === undefined, "an optimal search over limits that it does not cover");
    const objective = options.objective ?? ["edp"];
    this.#space = new SearchSpace(spec, limits);
    this.#incumbent = new Incumbent(this.#space, objective, options.pareto ?? false);
    this.#orders = new SpatialOrders(this.#space, this.#incumbent.plan.layout);
    this.#seen = new SeenNests(options.memoryBytes ?? DEFAULT_MEMORY_BYTES);
    this.#tables = new TileTableMaker(this.#space);
    this.#untilSharp = options.sharpenAfter ?? SHARPEN_AFTER;
    if (!this.#tables.isUseful || !countsEnergy(objective)) this.#untilSharp = Number.POSITIVE_INFINITY;
    for (const keep of keepChoices(limits, this.#space.dataSpaces, levelsThatMatter(this.#space, objective))) {
      const { isFeasible, rootCosts: costs } = this.#treeOf(keep);
      if (isFeasible) this.#roots.push({ keep, costs });
    }
    this.#roots.sort((a, b) => compareCosts(a.costs, b.costs));
    this.#preludes = [...preludesOf(this.#space, objective, this.#incumbent.isPareto)];
    this.#options = options;
  }

  #treeOf(keep: KeepChoice): TreeSearch {
    return new TreeSearch(this.#space, keep, this.#incumbent, this.#orders, this.pruned, this.#seen, this.#tables);
  }

  get best(): BestMapping | undefined {
    return this.#incumbent.best;
  }

  /** By metric; nothing without any mapping. */
  get bestCosts(): readonly number[] {
    return [...(this.#incumbent.reachedCosts[0] ?? [])];
  }

  /** Of a search for a Pareto front: mappings that no other covers, in the order of their costs. */
  get front(): readonly BestMapping[] {
    return this.#incumbent.front;
  }

  /** Complete mappings that were evaluated. */
  get evaluated(): number {
    return this.#incumbent.evaluated + this.#evaluated;
  }

  /** What no mapping can be below: by metric of a front, else of the first metric alone. */
  get lowerBounds(): readonly number[] {
    const { objective, reachedCosts } = this.#incumbent;
    const least = objective.map((_, i) => Math.min(...reachedCosts.map((costs) => costs[i] as number)));
    this.#forEachOpen((costs) => {
      for (let i = 0; i < least.length; i++) least[i] = Math.min(least[i] as number, costs[i] as number);
    });
    return least;
  }

  /** Of the first metric. */
  get lowerBound(): number {
    return this.lowerBounds[0] as number;
  }

  /**
   * How far the best may be above the optimum, as a part of the lower bound; Infinity without any mapping. Of a front: the
   * least e such that each mapping has one in the front that is in no metric more than 1 + e times as costly.
   */
  get gap(): number {
    const { isPareto, reachedCosts } = this.#incumbent;
    if (this.best === undefined) return Number.POSITIVE_INFINITY;
    const compared = isPareto ? this.#incumbent.objective.length : 1;
    let gap = 0;
    this.#forEachOpen((bounds) => {
      let nearest = Number.POSITIVE_INFINITY;
      for (const costs of reachedCosts) {
        let most = 0;
        for (let i = 0; i < compared; i++) most = Math.max(most, excess(costs[i] as number, bounds[i] as number));
        nearest = Math.min(nearest, most);
      }
      gap = Math.max(gap, nearest);
    });
    return gap;
  }

  #forEachOpen(visit: (costs: Float64Array) => void): void {
    if (this.status !== "running") return;
    const isProof = this.#phase === PROBES.length;
    for (let t = isProof ? this.#tree : 0; t < this.#roots.length; t++) {
      if (isProof && t === this.#tree && this.#open !== undefined) this.#open.forEachOpen(visit);
      else visit((this.#roots[t] as Root).costs);
    }
  }

  /** Works on about so many partial nests. */
  advance(nodes: number): SearchStatus {
    let left = nodes;
    while (left > 0 && this.status === "running") {
      const isProof = this.#phase === PROBES.length;
      const [prelude] = this.#preludes;
      if (isProof && prelude !== undefined) {
        left -= this.#advancePrelude(prelude, left);
        continue;
      }
      if (this.#untilSharp <= 0 && (this.#sharpened ?? 0) < this.#sharpenable) {
        this.#sharpenNext();
        left -= SHARPENING_WORK;
        continue;
      }
      const root = this.#roots[this.#tree];
      if (root === undefined || (!isProof && this.#tree === MAX_PROBED_TREES)) {
        this.#endPhase(isProof);
        continue;
      }
      const { width, orders, nodes: most } = PROBES[this.#phase] ?? PROOF;
      if (this.#open === undefined) {
        if (!this.#incumbent.isBetter(root.costs)) {
          if (isProof) this.pruned.bound++;
          this.#tree++;
          continue;
        }
        this.#open = this.#treeOf(root.keep);
        if (this.#sharpened !== undefined) this.#open.useTables();
        this.#open.restart(width, orders, { weights: this.#weights() });
        this.#leftInProbe = most;
      }
      const budget = isProof ? left : Math.min(left, this.#leftInProbe);
      const unused = this.#open.advance(budget);
      const used = budget - unused;
      left -= used;
      this.nodes += used;
      this.#leftInProbe -= used;
      this.#untilSharp -= used;
      if (unused > 0 || (!isProof && this.#leftInProbe <= 0)) {
        this.#open = undefined;
        this.#tree++;
      }
    }
    return this.status;
  }

  get #sharpenable(): number {
    return Math.min(this.#roots.length, MAX_SHARPENED_TREES);
  }

  /** Bounds a root anew; after the last one first looks begin again. */
  #sharpenNext(): void {
    if (this.#sharpened === undefined) {
      this.#open = undefined;
      // What the proof is through with stays so.
      if (this.#phase === PROBES.length) this.#roots.splice(0, this.#tree);
      this.#sharpened = 0;
      this.#phase = 0;
      this.#tree = 0;
    }
    const root = this.#roots[this.#sharpened++];
    if (root !== undefined && this.#incumbent.isBetter(root.costs)) {
      const tree = this.#treeOf(root.keep);
      tree.useTables();
      root.costs = tree.rootCosts;
    }
    if (this.#sharpened >= this.#sharpenable) this.#roots.sort((a, b) => compareCosts(a.costs, b.costs));
  }

  /** Works on a part of the objective; returns the nodes used. What it knows so far is a floor for the whole. */
  #advancePrelude({ objective, from, mostNodes }: Prelude, nodes: number): number {
    const { floors, isPareto } = this.#incumbent;
    const { spec, limits } = this.#space;
    this.#prelude ??= new OptimalSearch(spec, limits, { ...this.#options, objective, pareto: false });
    const search = this.#prelude;
    const before = search.nodes;
    const status = search.advance(Math.min(nodes, mostNodes - before));
    const used = search.nodes - before;
    this.nodes += used;
    if (search.best !== undefined) this.#incumbent.offer(search.best);
    floors[from] = search.lowerBound;
    // At the optimum of a list's beginning, all its costs are known.
    if (status === "proven" && !isPareto) floors.set(search.bestCosts, from);
    for (const { costs } of this.#roots) raise(costs, floors);
    if (status !== "running" || search.nodes >= mostNodes) {
      this.#preludes.shift();
      this.#prelude = undefined;
      this.#evaluated += search.evaluated;
      for (const kind of ["capacity", "bound", "dominated"] as const) this.pruned[kind] += search.pruned[kind];
    }
    if (status === "infeasible") this.status = status;
    return Math.max(1, used);
  }

  /** Of a front the first looks go for its middle, then for its ends; the proof for the middle. */
  #weights(): readonly number[] {
    const end = this.#phase === PROBES.length ? -1 : this.#phase - 1;
    return this.#incumbent.objective.map((_, i) => (i === end ? END_WEIGHT : 1));
  }

  #endPhase(isProof: boolean): void {
    if (isProof) this.status = this.best === undefined ? "infeasible" : "proven";
    this.#phase++;
    this.#tree = 0;
    this.#open = undefined;
  }
}
