/**
 * Depth-first branch and bound over the nests of one keep choice, from the inside outwards: a level's factors in space,
 * its factors in time, its order, then the next level. What a node can still become is bounded by bound.ts; children are
 * tried in the order of their bounds, those that cannot beat the best mapping so far are dropped.
 *
 * Steps without a choice are taken at once. One frame for each depth, made once: memory is that of one path, whatever the
 * mapspace, and no step allocates. A complete nest is a frame, too: its choices are the orders of its loops in space.
 *
 * What is still open can be taken out as plain data (open-part.ts) and taken up again, here or on another thread.
 */
import { SLOTS_PER_LEVEL, slotLength } from "../../compiled/mapping-code.ts";
import { isAxisChoicePossible } from "../../mapspace/axis-choice.ts";
import type { LevelLimits } from "../../mapspace/constraints.ts";
import { compareCosts } from "../objective.ts";
import { LowerBound } from "./bound.ts";
import { Costs } from "./costs.ts";
import type { SeenNests } from "./dominance.ts";
import type { Incumbent } from "./incumbent.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { NestBuilder } from "./nest-builder.ts";
import { NextLoops } from "./next-loops.ts";
import { type OpenPart, type OpenRow, openPart } from "./open-part.ts";
import { LEVEL, type NestLayout, PARALLEL, STAGE, STEP } from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";
import type { SpatialOrders } from "./spatial-orders.ts";
import type { TileTableMaker } from "./tile-table.ts";

/** What was left out, in partial nests. */
export interface Pruned {
  /** Tiles, fan-outs or the order of axes do not fit. */
  capacity: number;
  /** The lower bound is no better than the best mapping. */
  bound: number;
  /** Another one is at least as good, whatever follows. */
  dominated: number;
}

/** How much of a tree is looked at: children that are tried of each node, best first, of factors and of orders. */
export interface Breadth {
  readonly width: number;
  readonly orders: number;
}

/** All of it: nothing less proves anything. */
export const WHOLE: Breadth = { width: Number.POSITIVE_INFINITY, orders: Number.POSITIVE_INFINITY };

/** In which order children are tried: by their bounds, the least first, unless told otherwise. */
export interface ChildOrder {
  readonly isReversed?: boolean;
  /** Of each cost of a Pareto front; equal unless given. */
  readonly weights?: readonly number[];
}

/** A child that may be of use. */
interface Choice {
  choice: number;
  /** Lower bounds of its costs, in the order of the objective. */
  readonly costs: Float64Array;
  /** Among siblings of a search for a Pareto front: the least is tried first. */
  rank: number;
}

interface Frame {
  readonly depth: number;
  readonly nest: Float64Array;
  readonly code: Int32Array;
  /** Lower bounds of its own costs. */
  readonly costs: Float64Array;
  /** Whether the nest is complete: then `next` of `count` orders come next, and there is no list of choices. */
  isLeaf: boolean;
  /** The choice that led from here to the frame below. */
  taken: number;
  /** In the order in which they are tried: `count` of them, the others are spare. */
  readonly choices: Choice[];
  count: number;
  next: number;
}

/** Stands for costs of 0 in logarithms. */
const LEAST = 1e-30;

export class TreeSearch {
  /** Lower bounds of the costs of the whole tree. */
  readonly rootCosts: Float64Array;
  readonly isFeasible: boolean;
  /** Partial nests bounded since the tree was opened. */
  nodes = 0;
  readonly #space: SearchSpace;
  readonly #builder: NestBuilder;
  readonly #layout: NestLayout;
  readonly #bound: LowerBound;
  readonly #nextLoops: NextLoops;
  readonly #incumbent: Incumbent;
  readonly #costs: Costs;
  readonly #leastAccesses: (level: number) => number;
  readonly #orders: SpatialOrders;
  readonly #pruned: Pruned;
  readonly #seen: SeenNests;
  readonly #keep: KeepChoice;
  readonly #tables: TileTableMaker | undefined;
  readonly #frames: Frame[] = [];
  readonly #axis: Uint8Array;
  readonly #linked: Uint8Array;
  #depth = 0;
  #breadth: Breadth = WHOLE;
  #order: ChildOrder = {};

  constructor(
    space: SearchSpace,
    keep: KeepChoice,
    incumbent: Incumbent,
    orders: SpatialOrders,
    pruned: Pruned,
    seen: SeenNests,
    tables?: TileTableMaker,
  ) {
    this.#space = space;
    this.#builder = new NestBuilder(space, keep);
    this.#layout = this.#builder.layout;
    this.#bound = new LowerBound(space, keep, this.#layout, (level) => this.#builder.possibleChildren(level));
    this.#nextLoops = new NextLoops(space, keep, this.#layout);
    this.#incumbent = incumbent;
    this.#costs = new Costs(space, incumbent.objective);
    this.#leastAccesses = (level) => this.#bound.accesses(level);
    this.#tables = tables;
    this.#orders = orders;
    this.#pruned = pruned;
    this.#seen = seen;
    this.#keep = keep;
    this.#linked = new Uint8Array(space.levels);
    this.#axis = new Uint8Array(space.dimensions);
    const root = this.#frame(0);
    this.#builder.start(root.nest);
    root.code.set(keep.keep, incumbent.plan.layout.keepStart);
    const fits = this.#builder.fitsCapacity(root.nest) && this.#settle(root);
    // Measured where the first choice stands: steps without a choice say much.
    this.rootCosts = this.#measure(root.nest).slice();
    root.costs.set(this.rootCosts);
    this.isFeasible = fits && this.#bound.mostParallel >= this.#leastParallel();
  }

  #leastParallel(): number {
    return this.#space.limits.minParallelism * this.#space.computeInstances * (1 - 1e-12);
  }

  /** Lets the bounds see what capacities cost, those of the root at once. */
  useTables(): void {
    const layout = this.#layout;
    const maker = this.#tables;
    if (maker === undefined || this.#bound.tiles !== undefined) return;
    const tables = maker.tablesOf(this.#keep, this.#builder, (nest, level) => this.#bound.boundaryCost(nest, level));
    this.#bound.tiles = (nest, level) => maker.least(tables, layout, nest, level);
    this.rootCosts.set(this.#measure(this.#frame(0).nest));
  }

  /** The whole tree, as a part that nobody has looked into. */
  get whole(): OpenPart {
    return { keep: this.#keep.keep, path: new Int32Array(0), rows: [], costs: this.rootCosts.slice() };
  }

  /** Takes up a part of this tree. */
  open(part: OpenPart, breadth: Breadth, order: ChildOrder = {}): void {
    this.#breadth = breadth;
    this.#order = order;
    this.#seen.clear();
    this.nodes = 0;
    this.#depth = 0;
    for (let depth = 0; depth < part.path.length; depth++) {
      const frame = this.#frame(depth);
      const child = this.#frame(depth + 1);
      clear(frame);
      frame.taken = part.path[depth] as number;
      this.#derive(frame, child, frame.taken);
      this.#settle(child);
      this.#depth = depth + 1;
    }
    const last = this.#frame(this.#depth);
    clear(last);
    if (part.rows.length === 0 && part.leaf === undefined) this.#expand(last);
    for (const { depth, choice, costs } of part.rows) {
      const frame = this.#frame(depth);
      const width = this.#costs.values.length;
      for (let i = 0; i < choice.length; i++) {
        const own = this.#spare(frame);
        own.choice = choice[i] as number;
        own.costs.set(costs.subarray(i * width, (i + 1) * width));
      }
    }
    if (part.leaf === undefined) return;
    last.costs.set(part.leaf.costs);
    this.#openLeaf(last);
    last.next = part.leaf.order;
  }

  /** What is still open; undefined if that is nothing. */
  rest(): OpenPart | undefined {
    const rows: OpenRow[] = [];
    const path = new Int32Array(this.#depth);
    for (let depth = 0; depth <= this.#depth; depth++) {
      const frame = this.#frame(depth);
      const { isLeaf, taken, choices, next } = frame;
      if (depth < this.#depth) path[depth] = taken;
      const end = Math.min(frame.count, this.#widthAt(frame));
      if (isLeaf || next >= end) continue;
      rows.push(openRow(depth, choices.slice(next, end), this.#costs.values.length));
    }
    const { isLeaf, next, count, costs } = this.#frame(this.#depth);
    const leaf = isLeaf && next < count ? { leaf: { order: next, costs: costs.slice() } } : {};
    return openPart(this.#incumbent.isPareto, { keep: this.#keep.keep, path, rows, ...leaf });
  }

  /**
   * Works for about so long: a partial nest bounded is one unit, an evaluation some. Returns what was not used up: more
   * than 0 means that there is nothing left to do.
   */
  advance(work: number): number {
    let left = work;
    while (left > 0) {
      const frame = this.#frame(this.#depth);
      if (frame.isLeaf) {
        if (frame.next < frame.count && this.#incumbent.isBetter(frame.costs)) {
          this.#orders.arrange(frame.code, frame.next++);
          left -= this.#incumbent.consider(frame.code);
          continue;
        }
        frame.isLeaf = false;
        frame.next = frame.count;
      }
      const at = frame.next;
      if (at >= Math.min(frame.count, this.#widthAt(frame))) {
        if (this.#depth === 0) return left;
        this.#depth--;
        continue;
      }
      const { choice, costs } = frame.choices[at] as Choice;
      frame.next++;
      if (!this.#incumbent.isBetter(costs)) {
        this.#pruned.bound++;
        continue;
      }
      frame.taken = choice;
      const child = this.#frame(this.#depth + 1);
      this.#derive(frame, child, choice);
      this.#settle(child);
      child.costs.set(costs);
      this.#depth++;
      this.#expand(child);
      const bounded = 1 + (child.isLeaf ? 0 : child.count);
      this.nodes += bounded;
      left -= bounded;
    }
    return left;
  }

  #widthAt({ nest }: Frame): number {
    return nest[STAGE] === 2 ? this.#breadth.orders : this.#breadth.width;
  }

  /** Calls back with the lower bounds of the costs of all that is still open. */
  forEachOpen(visit: (costs: Float64Array) => void): void {
    for (let depth = 0; depth <= this.#depth; depth++) {
      const { isLeaf, costs, count, next, choices } = this.#frame(depth);
      if (isLeaf && next < count) visit(costs);
      for (let i = next; !isLeaf && i < count; i++) visit((choices[i] as Choice).costs);
    }
  }

  /** Lower bounds of the costs of a partial nest. */
  #measure(nest: Float64Array): Float64Array {
    const bound = this.#bound;
    bound.measure(nest);
    const costs = this.#costs.write(bound.energyPj, bound.cycles, this.#leastAccesses);
    raise(costs, this.#incumbent.floors);
    return costs;
  }

  #frame(depth: number): Frame {
    let frame = this.#frames[depth];
    if (frame === undefined) {
      frame = {
        depth,
        costs: new Float64Array(this.#costs.values.length),
        isLeaf: false,
        taken: 0,
        nest: new Float64Array(this.#layout.length),
        code: new Int32Array(this.#incumbent.plan.layout.length),
        choices: [],
        count: 0,
        next: 0,
      };
      this.#frames[depth] = frame;
    }
    return frame;
  }

  /** Takes every step that leaves no choice; false if something does not fit. */
  #settle(frame: Frame): boolean {
    const { nest } = frame;
    for (;;) {
      const level = nest[LEVEL] as number;
      if (level === this.#space.levels) return (nest[PARALLEL] as number) >= this.#leastParallel() || this.#refuse();
      const stage = nest[STAGE] as number;
      const step = nest[STEP] as number;
      if (stage === 2) {
        this.#nextLoops.find(nest);
        if (this.#nextLoops.count > 1) return true;
        if (this.#nextLoops.count === 0) this.#builder.closeLevel(nest);
        else this.#place(frame, this.#nextLoops.found[0] as number);
      } else if (step === this.#space.dimensions) {
        if (stage === 1) this.#builder.closeTemporal(nest);
        else if (this.#fitsAxes(frame)) this.#builder.closeSpatial(nest);
        else return this.#refuse();
      } else {
        const factors = this.#space.factorsOf(2 * level + stage, step, nest[this.#layout.rest + step] as number);
        if (factors.length > 1) return true;
        const factor = factors[0];
        if (factor === undefined) return this.#refuse();
        if (stage === 1) {
          if (!this.#builder.takeTemporal(nest, step, factor)) return this.#refuse();
        } else if (factor === 1) this.#builder.takeSpatial(nest, step, 1, 0);
        else return true;
      }
    }
  }

  #refuse(): boolean {
    this.#pruned.capacity++;
    return false;
  }

  /** Whether the limits let the level's dimensions lie along the axes that were chosen. */
  #fitsAxes({ nest, code }: Frame): boolean {
    const level = nest[LEVEL] as number;
    this.#axis.fill(0);
    let isSpread = false;
    for (let axis = 0; axis < 2; axis++) {
      const at = this.#slotAt(level, axis);
      for (let i = 0; i < (code[at] as number); i++) {
        this.#axis[code[at + 1 + 2 * i] as number] = axis + 1;
        isSpread = true;
      }
    }
    return !isSpread || isAxisChoicePossible((this.#space.limits.levels[level] as LevelLimits).spatial, this.#axis);
  }

  #slotAt(level: number, slot: number): number {
    return (level * SLOTS_PER_LEVEL + slot) * slotLength(this.#space.dimensions);
  }

  #write(code: Int32Array, level: number, slot: number, k: number, bound: number): void {
    const at = this.#slotAt(level, slot);
    const count = code[at] as number;
    code[at + 1 + 2 * count] = k;
    code[at + 2 + 2 * count] = bound;
    code[at] = count + 1;
  }

  #place({ nest, code }: Frame, k: number): void {
    this.#write(code, nest[LEVEL] as number, 2, k, nest[this.#layout.pending + k] as number);
    this.#builder.place(nest, k);
  }

  /** `child` becomes `frame` with one choice taken; false if it does not fit. */
  #derive(frame: Frame, child: Frame, choice: number): boolean {
    child.nest.set(frame.nest);
    child.code.set(frame.code);
    const { nest } = child;
    const stage = nest[STAGE] as number;
    if (stage === 2) {
      this.#place(child, choice);
      return true;
    }
    const k = nest[STEP] as number;
    if (stage === 1) return this.#builder.takeTemporal(nest, k, choice);
    const factor = choice >> 1;
    if (factor === 1) return this.#builder.takeSpatial(nest, k, 1, 0);
    const axis = choice & 1;
    this.#write(child.code, nest[LEVEL] as number, axis, k, factor);
    return this.#builder.takeSpatial(nest, k, factor, axis + 1);
  }

  #openLeaf(frame: Frame): void {
    frame.isLeaf = true;
    this.#builder.findLinked(frame.nest, this.#linked);
    frame.count = this.#orders.open(frame.code, this.#linked);
    frame.next = 0;
  }

  /** Finds the choices of a settled frame and sorts them by their bounds. */
  #expand(frame: Frame): void {
    frame.count = 0;
    frame.next = 0;
    frame.isLeaf = false;
    const { nest } = frame;
    const level = nest[LEVEL] as number;
    if (level === this.#space.levels) {
      this.#openLeaf(frame);
      return;
    }
    const stage = nest[STAGE] as number;
    const step = nest[STEP] as number;
    if (stage === 2) {
      this.#nextLoops.find(nest);
      const loops = Array.from(this.#nextLoops.found.subarray(0, this.#nextLoops.count));
      for (const k of loops) this.#offer(frame, k);
      return;
    }
    const factors = this.#space.factorsOf(2 * level + stage, step, nest[this.#layout.rest + step] as number);
    // Large factors first: they make good mappings early.
    for (let i = factors.length - 1; i >= 0; i--) {
      const factor = factors[i] as number;
      if (stage === 1) this.#offer(frame, factor);
      else {
        this.#offer(frame, 2 * factor);
        if (factor > 1) this.#offer(frame, 2 * factor + 1);
      }
    }
  }

  /** Bounds a choice and puts it in its place, unless it cannot be of use. */
  #offer(frame: Frame, choice: number): void {
    const child = this.#frame(frame.depth + 1);
    if (!this.#derive(frame, child, choice)) {
      this.#pruned.capacity++;
      return;
    }
    if (!this.#settle(child)) return;
    const costs = this.#measure(child.nest);
    if (this.#bound.mostParallel < this.#leastParallel()) {
      this.#pruned.capacity++;
      return;
    }
    if (!this.#incumbent.isBetter(costs)) {
      this.#pruned.bound++;
      return;
    }
    // Only a proof looks at everything that a nest stands for.
    if (
      this.#breadth.width === Number.POSITIVE_INFINITY &&
      (child.nest[LEVEL] as number) > (frame.nest[LEVEL] as number)
    ) {
      if (this.#seen.isDominated(this.#space, this.#keep, this.#layout, child.nest)) {
        this.#pruned.dominated++;
        return;
      }
    }
    this.#insert(frame, choice, costs);
  }

  /** Room for one more choice, the last one. */
  #spare(frame: Frame): Choice {
    const at = frame.count++;
    let own = frame.choices[at];
    if (own === undefined) {
      own = { choice: 0, costs: new Float64Array(this.#costs.values.length), rank: 0 };
      frame.choices[at] = own;
    }
    return own;
  }

  #insert(frame: Frame, choice: number, costs: Float64Array): void {
    const { choices } = frame;
    let at = frame.count;
    const own = this.#spare(frame);
    own.choice = choice;
    own.costs.set(costs);
    own.rank = this.#incumbent.isPareto ? weigh(costs, this.#order.weights) : 0;
    const sign = this.#order.isReversed === true ? -1 : 1;
    for (; at > 0; at--) {
      const before = choices[at - 1] as Choice;
      if (sign * (own.rank - before.rank || compareCosts(costs, before.costs)) >= 0) break;
      choices[at] = before;
    }
    choices[at] = own;
  }
}

function clear(frame: Frame): void {
  frame.count = 0;
  frame.next = 0;
  frame.isLeaf = false;
}

function openRow(depth: number, choices: readonly Choice[], width: number): OpenRow {
  const costs = new Float64Array(choices.length * width);
  for (const [i, own] of choices.entries()) costs.set(own.costs, i * width);
  return { depth, choice: Int32Array.from(choices, ({ choice }) => choice), costs };
}

/** Raises lower bounds to what is known to be no higher than any cost. */
export function raise(costs: Float64Array, floors: Float64Array): void {
  for (let i = 0; i < costs.length; i++) {
    if ((costs[i] as number) < (floors[i] as number)) costs[i] = floors[i] as number;
  }
}

/** Sum of the costs' logarithms: what is less in all costs comes first, and a part of any cost is worth the same. */
function weigh(costs: Float64Array, weights: readonly number[] | undefined): number {
  let sum = 0;
  for (let i = 0; i < costs.length; i++) {
    const cost = costs[i] as number;
    const size = Math.log(Math.max(Math.abs(cost), LEAST));
    sum += (weights?.[i] ?? 1) * (cost < 0 ? -size : size);
  }
  return sum;
}
