/**
 * A piece of the optimal search that any thread can do: parts of the tree (open-part.ts), a mark to beat, and how much work
 * may go into them. What comes of it depends on nothing else, not on the thread, nor on what else is done meanwhile. So it
 * does not matter who does it, when, how often; a task that was lost with its thread is done again.
 *
 * A task has a small table of seen nests (dominance.ts) for each part of its own: a shared one would tell who came first.
 */

import type { Mapping } from "../../mapping/mapping.ts";
import type { MapspaceLimits } from "../../mapspace/constraints.ts";
import type { Spec } from "../../spec/spec.ts";
import { assertInvariant } from "../../text/invariant.ts";
import type { Metric } from "../objective.ts";
import { levelsThatMatter } from "./costs.ts";
import { SeenNests } from "./dominance.ts";
import { Incumbent, type Mark } from "./incumbent.ts";
import { keepChoiceOf } from "./keep-choice.ts";
import type { OpenPart } from "./open-part.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { TileTableMaker } from "./tile-table.ts";
import { type Breadth, type ChildOrder, type Pruned, TreeSearch } from "./tree-search.ts";

/** What all tasks of a search have in common: plain data, sent to a thread once. */
export interface OptimalSetup {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  readonly objective: readonly Metric[];
  readonly pareto: boolean;
  /** Room for the nests that a task has seen. */
  readonly tableBytes: number;
  /** Whether bounds know what capacities cost (tile-table.ts), and cells that these tables may have. */
  readonly usesTables: boolean;
  readonly tileCells: number;
}

export interface OptimalTask {
  /** Its place among the tasks of its round. */
  readonly number: number;
  readonly parts: readonly OpenPart[];
  readonly breadth: Breadth;
  readonly work: number;
  /** What has to be beaten. */
  readonly mark: Mark;
  readonly order: ChildOrder;
}

export interface OptimalResult {
  readonly number: number;
  /** What is still open in the task's parts. */
  readonly rest: readonly OpenPart[];
  /** Mappings found that beat the mark: the best, or a front. */
  readonly found: readonly Mapping[];
  readonly nodes: number;
  readonly evaluated: number;
  readonly pruned: Readonly<Pruned>;
}

/** Does tasks, one at a time. */
export class OptimalRunner {
  readonly #space: SearchSpace;
  readonly #incumbent: Incumbent;
  readonly #orders: SpatialOrders;
  readonly #seen: SeenNests;
  readonly #matters: readonly boolean[];
  readonly #tables: TileTableMaker | undefined;
  readonly #pruned: Pruned = { capacity: 0, bound: 0, dominated: 0 };
  /** Parts of one keep choice often follow each other: the machine that was made last is kept. */
  #machine: { readonly keep: Uint8Array; readonly tree: TreeSearch } | undefined;
  #task: OptimalTask | undefined;
  #open: TreeSearch | undefined;
  #next = 0;
  #left = 0;
  #isDone = true;
  #nodes = 0;

  constructor(
    { spec, limits, objective, pareto, tableBytes, usesTables, tileCells }: OptimalSetup,
    space: SearchSpace = new SearchSpace(spec, limits),
  ) {
    this.#space = space;
    this.#incumbent = new Incumbent(this.#space, objective, pareto);
    this.#matters = levelsThatMatter(this.#space, objective);
    if (usesTables) this.#tables = new TileTableMaker(this.#space, tileCells);
    this.#orders = new SpatialOrders(this.#space, this.#incumbent.plan.layout);
    this.#seen = new SeenNests(tableBytes);
  }

  start(task: OptimalTask): void {
    this.#task = task;
    this.#incumbent.restart(task.mark);
    for (const key of ["capacity", "bound", "dominated"] as const) this.#pruned[key] = 0;
    this.#open = undefined;
    this.#next = 0;
    this.#left = task.work;
    this.#isDone = false;
    this.#nodes = 0;
  }

  /** Whether there is nothing left to do of it. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Does about so much of it, and returns what was not used up. In whatever steps, the result is the same. */
  advance(work: number): number {
    const { parts } = this.#task as OptimalTask;
    let left = work;
    while (left > 0 && !this.#isDone) {
      if (this.#open === undefined) {
        const part = parts[this.#next];
        if (part === undefined) this.#isDone = true;
        else this.#openPart(part);
        continue;
      }
      const tree = this.#open;
      const before = tree.nodes;
      const budget = Math.min(left, this.#left);
      const unused = tree.advance(budget);
      this.#nodes += tree.nodes - before;
      left -= budget - unused;
      this.#left -= budget - unused;
      if (unused > 0) this.#open = undefined;
      else if (this.#left <= 0) this.#isDone = true;
    }
    return left;
  }

  #openPart(part: OpenPart): void {
    const { breadth, order } = this.#task as OptimalTask;
    this.#next++;
    if (!this.#incumbent.isBetter(part.costs)) {
      this.#pruned.bound++;
      return;
    }
    this.#open = this.#treeOf(part.keep);
    this.#open.open(part, breadth, order);
  }

  /** What has come of the task so far; of one that is not done, a part of the answer. */
  finish(): OptimalResult {
    const { number, parts } = this.#task as OptimalTask;
    const cut = this.#open?.rest();
    const rest = [...(cut === undefined ? [] : [cut]), ...parts.slice(this.#next)];
    const { allFound, evaluated } = this.#incumbent;
    return {
      number,
      rest,
      found: allFound.map(({ mapping }) => mapping),
      nodes: this.#nodes,
      evaluated,
      pruned: { ...this.#pruned },
    };
  }

  #treeOf(keep: Uint8Array): TreeSearch {
    if (this.#machine === undefined || this.#machine.keep.some((kept, cell) => kept !== keep[cell])) {
      const { levels, dataSpaces } = this.#space;
      const choice = keepChoiceOf(keep, levels, dataSpaces, this.#matters);
      assertInvariant(choice !== undefined, "a part of the search holds a data space nowhere");
      const tree = new TreeSearch(
        this.#space,
        choice,
        this.#incumbent,
        this.#orders,
        this.#pruned,
        this.#seen,
        this.#tables,
      );
      tree.useTables();
      this.#machine = { keep, tree };
    }
    return this.#machine.tree;
  }
}
