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
import type { LevelLimits } from "../../mapspace/constraints.ts";
import { isAxisChoicePossible } from "./axis-choice.ts";
import { LowerBound } from "./bound.ts";
import type { SeenNests } from "./dominance.ts";
import type { Incumbent } from "./incumbent.ts";
import type { KeepChoice } from "./keep-choice.ts";
import { NestBuilder } from "./nest-builder.ts";
import { NextLoops } from "./next-loops.ts";
import { compareObjective, type ObjectiveKey, objectiveValue } from "./objective.ts";
import { type OpenPart, type OpenRow, openPart } from "./open-part.ts";
import { LEVEL, type NestLayout, PARALLEL, STAGE, STEP } from "./partial-nest.ts";
import type { SearchSpace } from "./search-space.ts";
import type { SpatialOrders } from "./spatial-orders.ts";

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

interface Frame {
  readonly depth: number;
  readonly nest: Float64Array;
  readonly code: Int32Array;
  /** Its own bounds. */
  boundPj: number;
  boundCycles: number;
  /** Whether the nest is complete: then `next` of `count` orders come next, and there is no list of choices. */
  isLeaf: boolean;
  /** The choice that led from here to the frame below. */
  taken: number;
  /** Choices, by rising bound. */
  choice: Int32Array;
  energyPj: Float64Array;
  cycles: Float64Array;
  count: number;
  next: number;
}

export class TreeSearch {
  /** Bounds of the whole tree. */
  readonly rootEnergyPj: number;
  readonly rootCycles: number;
  readonly isFeasible: boolean;
  /** Partial nests bounded since the tree was opened. */
  nodes = 0;
  readonly #space: SearchSpace;
  readonly #builder: NestBuilder;
  readonly #layout: NestLayout;
  readonly #bound: LowerBound;
  readonly #nextLoops: NextLoops;
  readonly #incumbent: Incumbent;
  readonly #orders: SpatialOrders;
  readonly #pruned: Pruned;
  readonly #seen: SeenNests;
  readonly #keep: KeepChoice;
  readonly #frames: Frame[] = [];
  readonly #axis: Uint8Array;
  readonly #linked: Uint8Array;
  #depth = 0;
  #breadth: Breadth = WHOLE;

  constructor(
    space: SearchSpace,
    keep: KeepChoice,
    incumbent: Incumbent,
    orders: SpatialOrders,
    pruned: Pruned,
    seen: SeenNests,
  ) {
    this.#space = space;
    this.#builder = new NestBuilder(space, keep);
    this.#layout = this.#builder.layout;
    this.#bound = new LowerBound(space, keep, this.#layout, (level) => this.#builder.possibleChildren(level));
    this.#nextLoops = new NextLoops(space, keep, this.#layout);
    this.#incumbent = incumbent;
    this.#orders = orders;
    this.#pruned = pruned;
    this.#seen = seen;
    this.#keep = keep;
    this.#linked = new Uint8Array(space.levels);
    this.#axis = new Uint8Array(space.dimensions);
    const root = this.#frame(0);
    this.#builder.start(root.nest);
    root.code.set(keep.keep, incumbent.plan.layout.keepStart);
    this.#bound.measure(root.nest);
    this.rootEnergyPj = this.#bound.energyPj;
    this.rootCycles = this.#bound.cycles;
    root.boundPj = this.rootEnergyPj;
    root.boundCycles = this.rootCycles;
    this.isFeasible =
      this.#bound.mostParallel >= this.#leastParallel() && this.#builder.fitsCapacity(root.nest) && this.#settle(root);
  }

  #leastParallel(): number {
    return this.#space.limits.minParallelism * this.#space.computeInstances * (1 - 1e-12);
  }

  /** The whole tree, as a part that nobody has looked into. */
  get whole(): OpenPart {
    const { rootEnergyPj: energyPj, rootCycles: cycles } = this;
    return { keep: this.#keep.keep, path: new Int32Array(0), rows: [], energyPj, cycles };
  }

  /** Takes up a part of this tree. */
  open(part: OpenPart, breadth: Breadth): void {
    this.#breadth = breadth;
    this.#seen.clear();
    this.nodes = 0;
    this.#depth = 0;
    for (let depth = 0; depth < part.path.length; depth++) {
      const frame = this.#frame(depth);
      const child = this.#frame(depth + 1);
      frame.count = 0;
      frame.next = 0;
      frame.isLeaf = false;
      frame.taken = part.path[depth] as number;
      this.#derive(frame, child, frame.taken);
      this.#settle(child);
      this.#depth = depth + 1;
    }
    const last = this.#frame(this.#depth);
    last.count = 0;
    last.next = 0;
    last.isLeaf = false;
    if (part.rows.length === 0 && part.leaf === undefined) this.#expand(last);
    for (const { depth, choice, energyPj, cycles } of part.rows) {
      const frame = this.#frame(depth);
      while (frame.choice.length < choice.length) grow(frame);
      frame.choice.set(choice);
      frame.energyPj.set(energyPj);
      frame.cycles.set(cycles);
      frame.count = choice.length;
    }
    if (part.leaf === undefined) return;
    last.boundPj = part.leaf.energyPj;
    last.boundCycles = part.leaf.cycles;
    this.#openLeaf(last);
    last.next = part.leaf.order;
  }

  /** What is still open; undefined if that is nothing. */
  rest(): OpenPart | undefined {
    const rows: OpenRow[] = [];
    const path = new Int32Array(this.#depth);
    for (let depth = 0; depth <= this.#depth; depth++) {
      const frame = this.#frame(depth);
      const { isLeaf, taken, choice, energyPj, cycles, next } = frame;
      if (depth < this.#depth) path[depth] = taken;
      const end = Math.min(frame.count, this.#widthAt(frame));
      if (isLeaf || next >= end) continue;
      rows.push({
        depth,
        choice: choice.slice(next, end),
        energyPj: energyPj.slice(next, end),
        cycles: cycles.slice(next, end),
      });
    }
    const { isLeaf, next, count, boundPj: energyPj, boundCycles: cycles } = this.#frame(this.#depth);
    const leaf = isLeaf && next < count ? { leaf: { order: next, energyPj, cycles } } : {};
    return openPart(this.#incumbent.objective, { keep: this.#keep.keep, path, rows, ...leaf });
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
        if (frame.next < frame.count && this.#incumbent.isBetter(frame.boundPj, frame.boundCycles)) {
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
      if (!this.#incumbent.isBetter(frame.energyPj[at] as number, frame.cycles[at] as number)) {
        // Bounds rise from here on.
        this.#pruned.bound += frame.count - at;
        frame.next = frame.count;
        continue;
      }
      frame.next++;
      frame.taken = frame.choice[at] as number;
      const child = this.#frame(this.#depth + 1);
      this.#derive(frame, child, frame.taken);
      this.#settle(child);
      child.boundPj = frame.energyPj[at] as number;
      child.boundCycles = frame.cycles[at] as number;
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

  /** Least first figure of the objective among what is still open. */
  leastOpen(key: ObjectiveKey): number {
    let least = Number.POSITIVE_INFINITY;
    for (let depth = 0; depth <= this.#depth; depth++) {
      const { isLeaf, boundPj, boundCycles, count, next, energyPj, cycles } = this.#frame(depth);
      if (isLeaf && next < count) least = Math.min(least, objectiveValue(key, boundPj, boundCycles));
      if (isLeaf) continue;
      for (let i = next; i < count; i++) {
        least = Math.min(least, objectiveValue(key, energyPj[i] as number, cycles[i] as number));
      }
    }
    return least;
  }

  #frame(depth: number): Frame {
    let frame = this.#frames[depth];
    if (frame === undefined) {
      frame = {
        depth,
        boundPj: 0,
        boundCycles: 0,
        isLeaf: false,
        taken: 0,
        nest: new Float64Array(this.#layout.length),
        code: new Int32Array(this.#incumbent.plan.layout.length),
        choice: new Int32Array(64),
        energyPj: new Float64Array(64),
        cycles: new Float64Array(64),
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
    const bound = this.#bound;
    bound.measure(child.nest);
    if (bound.mostParallel < this.#leastParallel()) {
      this.#pruned.capacity++;
      return;
    }
    const { energyPj, cycles } = bound;
    if (!this.#incumbent.isBetter(energyPj, cycles)) {
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
    if (frame.count === frame.choice.length) grow(frame);
    let at = frame.count++;
    const { objective } = this.#incumbent;
    for (; at > 0; at--) {
      const before = frame.energyPj[at - 1] as number;
      if (compareObjective(objective, energyPj, cycles, before, frame.cycles[at - 1] as number) >= 0) break;
      frame.choice[at] = frame.choice[at - 1] as number;
      frame.energyPj[at] = before;
      frame.cycles[at] = frame.cycles[at - 1] as number;
    }
    frame.choice[at] = choice;
    frame.energyPj[at] = energyPj;
    frame.cycles[at] = cycles;
  }
}

function grow(frame: Frame): void {
  const larger = 2 * frame.choice.length;
  const choice = new Int32Array(larger);
  choice.set(frame.choice);
  frame.choice = choice;
  const energyPj = new Float64Array(larger);
  energyPj.set(frame.energyPj);
  frame.energyPj = energyPj;
  const cycles = new Float64Array(larger);
  cycles.set(frame.cycles);
  frame.cycles = cycles;
}
