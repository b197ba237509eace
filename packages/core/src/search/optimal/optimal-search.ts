/**
 * The best mapping of a mapspace, with the proof that there is none better: branch and bound (tree-search.ts), one tree
 * for each way to keep or bypass what the limits leave free, the most promising first (keep-order.ts).
 *
 *     1 alone     first looks at a few trees, then tree by tree, for a fixed amount of work: most searches end here
 *     2 rounds    what is still open is cut into parts and dealt out as tasks (optimal-task.ts); each is done up to a fixed
 *                 amount of work, against the mark that was best when the round began; then all results are taken in, in
 *                 the order of the tasks, and the next round is dealt
 *
 * What a round makes of a state depends on that state alone. So the result, its bounds and its counts are the same whether
 * the tasks are done here one by one (`advance`) or anywhere else (`takeTask`, `giveResult`), in whatever order.
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
import { excess, type Metric } from "../objective.ts";
import { Costs, countsEnergy, levelsThatMatter } from "./costs.ts";
import { SeenNests } from "./dominance.ts";
import { type BestMapping, Incumbent } from "./incumbent.ts";
import { type KeepChoice, keepChoiceOf } from "./keep-choice.ts";
import { KeepOrder } from "./keep-order.ts";
import { compareExactly, forEachOpen, isDivisible, type OpenPart, splitPart } from "./open-part.ts";
import { type OptimalResult, OptimalRunner, type OptimalSetup, type OptimalTask } from "./optimal-task.ts";
import { type Prelude, preludesOf } from "./preludes.ts";
import { Round } from "./round.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { TileTableMaker } from "./tile-table.ts";
import { type Breadth, type ChildOrder, type Pruned, raise, TreeSearch, WHOLE } from "./tree-search.ts";

/** `proven`: `best` is the optimum, `front` is complete. `infeasible`: no mapping is valid. */
export type SearchStatus = "running" | "proven" | "infeasible";

export interface OptimalSearchOptions {
  /** Default: `["edp"]`. */
  readonly objective?: readonly Metric[];
  /** All mappings that no other covers in the metrics, instead of the best in their order. */
  readonly pareto?: boolean;
  /**
   * Room for what the search remembers: nests seen (dominance.ts) and open parts; less means slower, never wrong.
   * Default: 256 MiB.
   */
  readonly memoryBytes?: number;
  readonly schedule?: Schedule;
}

/** How the work is cut up, in units of `advance`: of equal optima, another schedule may find another one. */
export interface Schedule {
  /** Of the search alone. */
  readonly alone: number;
  /** Tasks of a round at most. */
  readonly tasks: number;
  /** Of a task, in the first round and at most: it doubles from round to round. */
  readonly firstTask: number;
  readonly mostTask: number;
}

export const DEFAULT_MEMORY_BYTES: number = 256 * 2 ** 20;
/** Room for nests seen by a search alone, and by each task: at most, and as a part of all. */
const MOST_TABLE_BYTES: number = 64 * 2 ** 20;
const TABLE_PART = 1 / 4;
const MOST_TASK_TABLE_BYTES: number = 2 * 2 ** 20;
const TASK_TABLE_PART = 1 / 64;
/** Room for an open part, generously. */
const PART_BYTES = 32 * 2 ** 10;

/** What in the limits the search does not cover, if anything: it would have to prove more than it looks at. */
export function unsupportedLimits(limits: MapspaceLimits): "imperfect-factors" | "overbooking" | undefined {
  if (limits.levels.some(({ temporal, spatial }) => temporal.maxRemainder > 0 || spatial.maxRemainder > 0)) {
    return "imperfect-factors";
  }
  return limits.levels.some(({ maxOverbookedProportion }) => maxOverbookedProportion > 0) ? "overbooking" : undefined;
}

/** First looks: how broad they are, and how much work goes into each. */
const PROBES: readonly { readonly breadth: Breadth; readonly work: number }[] = [
  { breadth: { width: 1, orders: 1 }, work: 2_000 },
  { breadth: { width: 2, orders: 1 }, work: 5_000 },
  { breadth: { width: 3, orders: 1 }, work: 10_000 },
];
const MAX_PROBED_TREES = 8;
/** What one cost weighs more than the others where a first look goes for an end of a front. */
const END_WEIGHT = 16;
/** Trees whose root is bounded anew once capacities are known to the bounds, and the work of each. */
const MAX_SHARPENED_TREES = 256;
const SHARPENING_WORK = 500;
/** Room for tables of what capacities cost: at most, and as a part of all; in cells of 8 bytes. */
const MOST_TILE_CELLS: number = 1 << 22;
const TILE_PART = 1 / 16;
/** Trees that are looked at before the first is searched. */
const FIRST_TREES = 256;
/**
 * The search alone takes some tenths of a second; a round has tasks enough for many threads. They are short at first, while
 * marks change often, then long enough (some 50 ms) that messages do not count.
 */
const SCHEDULE: Schedule = { alone: 20_000, tasks: 64, firstTask: 250, mostTask: 4_000 };
/** Parts dealt out in a round for each of its tasks, at least (if there is anything to cut) and at most. */
const LEAST_PARTS = 2;
const MOST_PARTS = 4;
/** Parts that are held, for each that is dealt out at most. */
const HELD_PARTS = 4;
/** Work of making a tree, of a step towards the next one. */
const TREE_WORK = 4;
const STEP_WORK = 2;

interface Probe {
  readonly part: OpenPart;
  readonly work: number;
}

export class OptimalSearch {
  status: SearchStatus = "running";
  /** Partial nests bounded so far. */
  nodes = 0;
  /** Complete mappings that were evaluated. */
  evaluated = 0;
  readonly pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
  /** For threads that do tasks. */
  readonly setup: OptimalSetup;
  readonly #space: SearchSpace;
  readonly #incumbent: Incumbent;
  readonly #orders: SpatialOrders;
  readonly #schedule: Schedule;
  readonly #mostParts: number;
  readonly #keeps: KeepOrder;
  /** Everything open, except what is in a round or in the open tree. */
  #parts: OpenPart[] = [];
  #seen: SeenNests;
  /** Which look at the trees this is; the proof comes after the last. */
  #phase = -1;
  #probes: Probe[] = [];
  /** The tree that is being searched alone, and how much work is left for it. */
  #open: TreeSearch | undefined;
  #openWork = 0;
  #aloneWork: number;
  #round: Round | undefined;
  /** Rounds of the proof that were dealt. */
  #rounds = 0;
  #taken = 0;
  /** Does tasks of a round here. */
  #runner: OptimalRunner | undefined;
  #running: OptimalTask | undefined;
  readonly #options: OptimalSearchOptions;
  readonly #matters: readonly boolean[];
  readonly #keepCosts: Costs;
  readonly #tables: TileTableMaker | undefined;
  /** Trees that are bounded anew, the next one last: after the work alone, before rounds. */
  #blunt: OpenPart[] = [];
  /** Parts of the objective that are searched before the proof (preludes.ts), and the search for the first of them. */
  readonly #preludes: Prelude[];
  #prelude: OptimalSearch | undefined;

  /** @param limits such that `unsupportedLimits` has nothing to say */
  constructor(spec: Spec, limits: MapspaceLimits, options: OptimalSearchOptions = {}) {
    assertInvariant(unsupportedLimits(limits) === undefined, "an optimal search over limits that it does not cover");
    const { objective = ["edp"], pareto = false, memoryBytes = DEFAULT_MEMORY_BYTES, schedule = SCHEDULE } = options;
    this.#options = options;
    this.#schedule = schedule;
    this.#aloneWork = schedule.alone;
    this.#space = new SearchSpace(spec, limits);
    this.#matters = levelsThatMatter(this.#space, objective);
    const tileCells = Math.min(MOST_TILE_CELLS, Math.floor((TILE_PART * memoryBytes) / 8));
    const tables = new TileTableMaker(this.#space, tileCells);
    const usesTables = tables.isUseful && countsEnergy(objective);
    if (usesTables) this.#tables = tables;
    const tableBytes = Math.min(MOST_TASK_TABLE_BYTES, TASK_TABLE_PART * memoryBytes);
    this.setup = { spec, limits, objective, pareto, tableBytes, usesTables, tileCells };
    this.#incumbent = new Incumbent(this.#space, objective, pareto);
    this.#keepCosts = new Costs(this.#space, objective);
    this.#preludes = [...preludesOf(this.#space, objective, pareto)];
    this.#orders = new SpatialOrders(this.#space, this.#incumbent.plan.layout);
    this.#seen = new SeenNests(Math.min(MOST_TABLE_BYTES, TABLE_PART * memoryBytes));
    const dealt = MOST_PARTS * schedule.tasks;
    this.#mostParts = Math.max(
      dealt,
      Math.min(HELD_PARTS * dealt, Math.floor((TABLE_PART * memoryBytes) / PART_BYTES)),
    );
    this.#keeps = new KeepOrder(this.#space, this.#matters);
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
    for (const part of this.#parts) forEachOpen(part, visit);
    for (const part of this.#blunt) forEachOpen(part, visit);
    if (this.#isProof) {
      this.#open?.forEachOpen(visit);
      for (const { parts } of this.#round?.tasks ?? []) for (const part of parts) forEachOpen(part, visit);
    }
    if (!this.#keeps.isExhausted) visit(this.#leastKeepCosts());
  }

  /** Lower bounds of the costs of all trees that are not made yet. */
  #leastKeepCosts(): Float64Array {
    const costs = this.#keepCosts.write(this.#keeps.energyPj, this.#keeps.cycles, () => 0);
    raise(costs, this.#incumbent.floors);
    return costs;
  }

  get #isProof(): boolean {
    return this.#phase === PROBES.length;
  }

  /** Works for about so long on this thread: bounding a partial nest is one unit, evaluating a mapping up to twenty. */
  advance(work: number): SearchStatus {
    let left = work;
    while (left > 0 && this.status === "running") {
      const [prelude] = this.#preludes;
      if (this.#blunt.length > 0) left -= this.#sharpenNext();
      else if (prelude !== undefined && this.#isProof && this.#round === undefined) {
        left -= this.#advancePrelude(prelude, left);
      } else if (this.#round !== undefined) {
        const task = this.#running ?? this.takeTask();
        // The rest of the round is being done elsewhere.
        if (task === undefined) break;
        left = this.#doTask(task, left);
        // After each task its caller may find others for the next ones, and sees what a round has brought.
        if (this.#running === undefined) break;
      } else if (this.#phase < 0) left = this.#findTrees(left, FIRST_TREES);
      else if (this.#aloneWork > 0) left = this.#goOnAlone(left);
      else left = this.#deal(left);
    }
    return this.status;
  }

  // ---------------------------------------------------------------- 1 alone

  /** Makes trees until there are so many, or no more; then first looks begin. */
  #findTrees(work: number, most: number): number {
    let left = work;
    while (left > 0) {
      if (this.#parts.length >= most || this.#keeps.isExhausted) {
        this.#sortParts();
        this.#startPhase();
        return left;
      }
      left -= this.#findTree();
    }
    return left;
  }

  /** A step towards the next tree; returns its work. */
  #findTree(): number {
    const found = this.#keeps.next();
    if (found === undefined) return STEP_WORK;
    if (!this.#incumbent.isBetter(this.#keepCosts.write(found.energyPj, found.cycles, () => 0))) {
      this.pruned.bound++;
      return STEP_WORK;
    }
    const tree = this.#treeOf(found.choice);
    if (!tree.isFeasible) return TREE_WORK;
    if (this.#isSharp) tree.useTables();
    if (this.#incumbent.isBetter(tree.rootCosts)) this.#parts.push(tree.whole);
    else this.pruned.bound++;
    return TREE_WORK;
  }

  #treeOf(choice: KeepChoice): TreeSearch {
    return new TreeSearch(this.#space, choice, this.#incumbent, this.#orders, this.pruned, this.#seen, this.#tables);
  }

  #choiceOf(part: OpenPart): KeepChoice {
    const { levels, dataSpaces } = this.#space;
    const choice = keepChoiceOf(part.keep, levels, dataSpaces, this.#matters);
    assertInvariant(choice !== undefined, "a part of the search holds a data space nowhere");
    return choice;
  }

  /** Whether bounds know what capacities cost: from the end of the work alone on. */
  get #isSharp(): boolean {
    return this.#aloneWork <= 0;
  }

  #sortParts(): void {
    this.#parts.sort((a, b) => compareExactly(a.costs, b.costs));
  }

  #startPhase(): void {
    this.#phase++;
    const probe = PROBES[this.#phase];
    if (probe === undefined) return;
    this.#probes = this.#parts.slice(0, MAX_PROBED_TREES).map((part) => ({ part, work: probe.work }));
  }

  /** Goes on with the open tree, or opens the next one. */
  #goOnAlone(work: number): number {
    if (this.#open === undefined) return this.#openNext(work);
    const tree = this.#open;
    const budget = Math.min(work, this.#openWork, this.#aloneWork);
    const nodes = tree.nodes;
    const evaluated = this.#incumbent.evaluated;
    const unused = tree.advance(budget);
    this.nodes += tree.nodes - nodes;
    this.evaluated += this.#incumbent.evaluated - evaluated;
    const used = budget - unused;
    this.#aloneWork -= used;
    this.#openWork -= used;
    if (unused > 0 || this.#openWork <= 0) this.#open = undefined;
    if (this.#aloneWork <= 0) this.#leaveAlone();
    return work - used;
  }

  #openNext(work: number): number {
    const probe = PROBES[this.#phase];
    if (probe === undefined) return this.#openBest(work);
    const next = this.#probes.shift();
    if (next === undefined) this.#startPhase();
    else if (this.#incumbent.isBetter(next.part.costs)) {
      this.#openTree(next.part, probe.breadth, next.work);
    }
    return work;
  }

  /** In the proof: the most promising part. */
  #openBest(work: number): number {
    const left = this.#refill(work, 1);
    if (!this.#isRefilled(1)) return left;
    const part = this.#parts.shift();
    if (part === undefined) this.#end();
    else this.#openTree(part, WHOLE, Number.POSITIVE_INFINITY);
    return left;
  }

  #openTree(part: OpenPart, breadth: Breadth, work: number): void {
    this.#open = this.#treeOf(this.#choiceOf(part));
    this.#open.open(part, breadth, this.#childOrder);
    this.#openWork = work;
  }

  /**
   * The work alone is done: the open tree becomes a part, its table is given up. From now on bounds know what capacities
   * cost. Trees that nobody has looked into are bounded anew, then first looks begin again.
   */
  #leaveAlone(): void {
    const part = this.#open?.rest();
    if (part !== undefined && this.#isProof) this.#parts.unshift(part);
    else if (part !== undefined) this.#probes.unshift({ part, work: this.#openWork });
    this.#open = undefined;
    this.#seen = new SeenNests(0);
    if (this.#tables === undefined) return;
    this.#blunt = this.#parts.splice(0, MAX_SHARPENED_TREES).reverse();
    if (this.#blunt.length === 0) this.#beginAnew();
  }

  #sharpenNext(): number {
    const part = this.#blunt.pop();
    if (part !== undefined && this.#incumbent.isBetter(part.costs)) {
      if (part.path.length > 0 || part.rows.length > 0) this.#parts.push(part);
      else {
        const tree = this.#treeOf(this.#choiceOf(part));
        tree.useTables();
        if (this.#incumbent.isBetter(tree.rootCosts)) this.#parts.push(tree.whole);
        else this.pruned.bound++;
      }
    } else this.pruned.bound++;
    if (this.#blunt.length === 0) this.#beginAnew();
    return SHARPENING_WORK;
  }

  #beginAnew(): void {
    this.#sortParts();
    this.#phase = -1;
    this.#startPhase();
  }

  /** Of a front the first looks go for its middle, then for its ends; the proof for the middle. */
  get #childOrder(): ChildOrder {
    const end = this.#isProof ? -1 : this.#phase - 1;
    return { weights: this.#incumbent.objective.map((_, i) => (i === end ? END_WEIGHT : 1)) };
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
    for (const { costs } of this.#parts) raise(costs, floors);
    if (status !== "running" || search.nodes >= mostNodes) {
      this.#preludes.shift();
      this.#prelude = undefined;
      this.evaluated += search.evaluated;
      for (const kind of ["capacity", "bound", "dominated"] as const) this.pruned[kind] += search.pruned[kind];
    }
    if (status === "infeasible") this.status = status;
    return Math.max(1, used);
  }

  #end(): void {
    this.status = this.best === undefined ? "infeasible" : "proven";
  }

  // ---------------------------------------------------------------- both

  /** Whether there are as many parts as wanted, and no tree that nobody has made could be better than all of them. */
  #isRefilled(wanted: number): boolean {
    if (this.#keeps.isExhausted || this.#parts.length >= this.#mostParts) return true;
    if (this.#parts.length < wanted) return false;
    const next = this.#leastKeepCosts()[0] as number;
    // The most promising part goes first: a tree that is not made may not be better than it.
    return this.#parts.some(({ costs }) => next >= (costs[0] as number));
  }

  /** Drops what cannot beat the best, and makes trees; sorted once that is done. */
  #refill(work: number, wanted: number): number {
    let left = work;
    const open = this.#parts.filter(({ costs }) => this.#incumbent.isBetter(costs));
    this.pruned.bound += this.#parts.length - open.length;
    this.#parts = open;
    const keeps = this.#keeps;
    if (!keeps.isExhausted && !this.#incumbent.isBetter(this.#leastKeepCosts())) {
      this.pruned.bound++;
      keeps.end();
    }
    while (left > 0 && !this.#isRefilled(wanted)) left -= this.#findTree();
    this.#sortParts();
    return left;
  }

  // ---------------------------------------------------------------- 2 rounds

  /** Whether nothing but `advance` can go on: no round is open, or a task of it is half done here. */
  get needsOwner(): boolean {
    return this.status === "running" && (this.#round === undefined || this.#running !== undefined);
  }

  /** Whether there are tasks, or will be soon: half of the work alone is done. */
  get expectsTasks(): boolean {
    return this.status === "running" && this.#aloneWork <= this.#schedule.alone / 2;
  }

  /** Rounds whose results are taken in. */
  get rounds(): number {
    return this.#taken;
  }

  /** Tasks that nobody has taken. */
  get waitingTasks(): number {
    return this.#round?.waiting ?? 0;
  }

  /** The next task of the round, to be done wherever; its result is given by `giveResult`. */
  takeTask(): OptimalTask | undefined {
    return this.#round?.take();
  }

  /** A task that was taken and will not be done. */
  giveBack(task: OptimalTask): void {
    this.#round?.giveBack(task);
  }

  giveResult(task: OptimalTask, result: OptimalResult): void {
    this.#round?.give(task, result);
    const results = this.#round?.results;
    if (results !== undefined) this.#takeIn(results);
  }

  /**
   * Ends a round before its time: tasks without a result are open as they were.
   * @param unfinished what came of tasks that were not done to their end
   */
  leaveRound(unfinished: readonly (readonly [task: OptimalTask, result: OptimalResult])[] = []): void {
    const round = this.#round;
    if (round === undefined) return;
    for (const [task, result] of unfinished) round.give(task, result);
    if (this.#running && this.#runner) round.give(this.#running, this.#runner.finish());
    this.#takeIn(round.resultsSoFar);
  }

  /** Prepares the next round. */
  #deal(work: number): number {
    const probe = PROBES[this.#phase];
    if (probe !== undefined) {
      const probes = this.#probes;
      this.#probes = [];
      if (probes.length === 0) this.#startPhase();
      else
        this.#openRound(probes.map(({ part, work: most }) => ({ parts: [part], breadth: probe.breadth, work: most })));
      return work;
    }
    const { tasks, firstTask, mostTask } = this.#schedule;
    const left = this.#refill(work, LEAST_PARTS * tasks);
    if (!this.#isRefilled(LEAST_PARTS * tasks)) return left;
    if (this.#parts.length === 0) this.#end();
    else {
      this.#cut(LEAST_PARTS * tasks);
      const parts = this.#parts.splice(0, MOST_PARTS * tasks);
      const count = Math.min(parts.length, tasks);
      const most = Math.min(mostTask, firstTask * 2 ** this.#rounds);
      this.#openRound(
        Array.from({ length: count }, (_, i) => ({
          parts: parts.filter((_part, at) => at % count === i),
          breadth: WHOLE,
          work: most,
        })),
      );
      this.#rounds++;
    }
    return left;
  }

  #openRound(tasks: readonly Pick<OptimalTask, "parts" | "breadth" | "work">[]): void {
    const { mark } = this.#incumbent;
    const order = this.#childOrder;
    this.#round = new Round(tasks.map((task, number) => ({ number, ...task, mark, order })));
  }

  /** Cuts parts, those that begin nearest to the root first, until there are enough. */
  #cut(wanted: number): void {
    const { isPareto } = this.#incumbent;
    while (this.#parts.length < wanted) {
      let at = -1;
      let depth = Number.POSITIVE_INFINITY;
      for (const [i, part] of this.#parts.entries()) {
        const own = part.rows[0]?.depth ?? Number.POSITIVE_INFINITY;
        if (own >= depth || !isDivisible(part)) continue;
        at = i;
        depth = own;
      }
      const part = this.#parts[at];
      if (part === undefined) break;
      this.#parts.splice(at, 1, ...splitPart(isPareto, part));
    }
    this.#sortParts();
  }

  /** Does some of a task here. */
  #doTask(task: OptimalTask, work: number): number {
    this.#runner ??= new OptimalRunner(this.setup, this.#space);
    const runner = this.#runner;
    if (this.#running !== task) {
      this.#running = task;
      runner.start(task);
    }
    const left = runner.advance(work);
    if (runner.isDone) {
      this.#running = undefined;
      this.giveResult(task, runner.finish());
    }
    return left;
  }

  /** The end of a round: takes in its results, in the order of its tasks. */
  #takeIn(results: readonly OptimalResult[]): void {
    const isProof = this.#isProof;
    this.#round = undefined;
    this.#running = undefined;
    this.#taken++;
    for (const { rest, found, nodes, evaluated, pruned } of results) {
      // What a first look leaves out is still in its tree.
      if (isProof) this.#parts.push(...rest);
      for (const mapping of found) this.#incumbent.take(mapping);
      this.nodes += nodes;
      this.evaluated += evaluated;
      for (const key of ["capacity", "bound", "dominated"] as const) this.pruned[key] += pruned[key];
    }
  }
}
