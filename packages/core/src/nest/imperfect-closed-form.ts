/**
 * Timeloop's counts for imperfect factors, without walking the visits one by one.
 *
 * The sampled walk visits up to four iterations of a loop, and everything inside again for each: 4^n visits. But what
 * happens inside depends on three things only: which loop, for which dimensions the iterations so far are the last
 * ones (their residuals count then), and what the instance remembers, seen relative to where it is now. Few
 * combinations of these occur, so each is walked once and remembered (the closed form of closed-form.ts, written as
 * a recursion that notes its results).
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { centroidTranslation, type PointSet, pointSetSize, subtractPointSets, translatePointSet } from "./point-set.ts";
import { pointSetKey, serveFetches } from "./spatial-fetches.ts";
import { spatialShape, utilizedInstances } from "./spatial-shape.ts";
import { AccessStats, type NestAccesses, type TileAccesses } from "./tile-accesses.ts";
import { projectStep, workingSets } from "./working-set.ts";

/** Counts as `walkSampled` does; any factors, no flattening. */
export function countImperfect(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): NestAccesses {
  const analyses = nest.boundaries.map((_, level) =>
    workload.dataSpaces.map((_, d) => new ChildAnalysis(workload, nest, mapping, fanouts, level, d).run()),
  );
  // The tile of a level is seen where it is the child of the next one; the outermost tile is the whole problem.
  const all = workingSets(
    workload,
    workload.loopDimensions.map(() => 0),
    workload.loopDimensions.map(({ size }) => size),
  );
  const levels = nest.boundaries.map((boundary, level) => ({
    utilizedInstances: utilizedInstances(nest, boundary),
    fanout: spatialShape(nest, level).fanout,
    dataSpaces: workload.dataSpaces.map((_, d): TileAccesses => {
      const { stats, linkTransfers, spatialSize } = (analyses[level] as Analysis[])[d] as Analysis;
      const outer = analyses[level + 1]?.[d];
      return {
        size: outer === undefined ? pointSetSize(all[d] as PointSet) : outer.childSize,
        ...(spatialShape(nest, level).isSpatial ? { spatialSize } : {}),
        stats,
        linkTransfers,
      };
    }),
  }));
  let temporalIterations = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) temporalIterations *= loop.bound;
  return {
    levels,
    compute: {
      operationsPerInstance: averageOperations(nest, workload),
      utilizedInstances: utilizedInstances(nest, -1),
      temporalIterations,
    },
  };
}

interface Analysis {
  readonly stats: AccessStats;
  readonly linkTransfers: number;
  readonly childSize: number;
  readonly spatialSize: number;
}

/** What one instance and its siblings remember, relative to the present position. */
interface Memory {
  readonly last: PointSet;
  readonly movement: readonly number[] | undefined;
  /** What the first child fetched last, and for which last dimensions: the others' fetches follow. */
  readonly before: PointSet | undefined;
  readonly beforeLast: number;
}

interface Outcome extends Analysis {
  readonly memory: Memory;
  /** What the first child fetched in the last visit. */
  readonly fetch: PointSet;
}

const NOTHING: Memory = { last: [], movement: undefined, before: undefined, beforeLast: 0 };

/** One data space between one level and its children. */
class ChildAnalysis {
  readonly #workload: Workload;
  readonly #nest: LoopNest;
  readonly #d: number;
  /** Outermost loop inside the children, -1 for compute units. */
  readonly #childBoundary: number;
  readonly #alwaysWhole: boolean;
  readonly #blockStart: number;
  /** Outermost spatial loop of the level's block, or below its start. */
  readonly #masterSpatial: number;
  readonly #mesh: Fanout;
  readonly #serve: { readonly noMulticast: boolean; readonly noLinkTransfer: boolean };
  readonly #ranks: number;
  readonly #imperfectAt = new Map<number, number>();
  readonly #memo = new Map<string, Outcome>();

  constructor(
    workload: Workload,
    nest: LoopNest,
    mapping: Mapping,
    fanouts: readonly Fanout[],
    level: number,
    d: number,
  ) {
    this.#workload = workload;
    this.#nest = nest;
    this.#d = d;
    this.#childBoundary = level === 0 ? -1 : (nest.boundaries[level - 1] as number);
    this.#alwaysWhole = level > 0 && (mapping.levels[level - 1]?.reuse.noTemporalReuse[d] ?? false);
    this.#blockStart = nest.blockStarts[level] as number;
    let master = this.#blockStart - 1;
    while (isSpatial(nest.loops[master + 1] as NestLoop)) master++;
    this.#masterSpatial = master;
    const shape = spatialShape(nest, level);
    const physical = fanouts[level] as Fanout;
    this.#mesh = { x: Math.max(physical.x, shape.x), y: Math.max(physical.y, shape.y) };
    const reuse = mapping.levels[level]?.reuse;
    this.#serve = { noMulticast: reuse?.noMulticast[d] ?? false, noLinkTransfer: reuse?.noLinkTransfer[d] ?? false };
    this.#ranks = workload.dataSpaces[d]?.ranks.length ?? 0;
    for (let l = nest.loops.length - 1; l >= 0; l--) {
      const loop = nest.loops[l] as NestLoop;
      if (loop.bound !== loop.residual) this.#imperfectAt.set(loop.dimension, l);
    }
  }

  run(): Analysis {
    // Outside all loops every dimension is at its last iteration.
    return this.#visit(this.#nest.loops.length - 1, 2 ** this.#workload.loopDimensions.length - 1, NOTHING);
  }

  /** @param last bit by dimension: all loops outside `l` are at their last iteration */
  #visit(l: number, last: number, memory: Memory): Outcome {
    if (l === this.#childBoundary) return this.#child(last, memory);
    const key = `${l}/${last}/${memoryKey(memory)}`;
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    const loop = this.#nest.loops[l] as NestLoop;
    let outcome: Outcome;
    if (!isSpatial(loop)) outcome = this.#temporal(l, last, memory);
    else if (l === this.#masterSpatial) outcome = this.#spatial(l, last, memory);
    // Of an outer fan-out only the first instance is walked.
    else outcome = this.#visit(l - 1, this.#inside(l, 0, last), memory);
    this.#memo.set(key, outcome);
    return outcome;
  }

  #child(last: number, memory: Memory): Outcome {
    const set = this.#workingSet(this.#childBoundary, last);
    const done = (fetch: PointSet, movement: readonly number[] | undefined): Outcome => ({
      stats: new AccessStats(),
      linkTransfers: 0,
      childSize: pointSetSize(set),
      spatialSize: 0,
      fetch,
      memory: { ...memory, last: set, movement },
    });
    if (this.#childBoundary < 0) return done(set, undefined);
    if (this.#alwaysWhole) return { ...done(set, undefined), memory };
    const moved = centroidTranslation(memory.last, set, this.#ranks);
    const isFirst = memory.last.length === 0;
    if (isFirst || moved.every((m) => m === 0)) return done(subtractPointSets(set, memory.last), memory.movement);
    if (memory.movement !== undefined && memory.movement.join() !== moved.join()) return done(set, undefined);
    return done(subtractPointSets(set, memory.last), moved);
  }

  /** The visits of sampled-walk.ts: iterations 0 and 1, and the last ones where something inside is imperfect. */
  #temporal(l: number, last: number, start: Memory): Outcome {
    const loop = this.#nest.loops[l] as NestLoop;
    const isLast = (last >> loop.dimension) & 1;
    const iterations = isLast ? loop.residual : loop.bound;
    const imperfectAt = this.#imperfectAt.get(loop.dimension);
    const runLast = imperfectAt !== undefined && imperfectAt < l && isLast === 1;
    const runSecondLast = runLast && loop.bound !== loop.residual;
    const total = new Totals();
    const feedsParent = l === this.#childBoundary + 1;
    const sizes: { words: number; weight: number }[] = [];
    let memory = start;
    let index = 0;
    let fetch: PointSet = [];
    const visit = (weight: number, jump: number): number => {
      const inner = this.#visit(l - 1, this.#inside(l, index, last), this.#shift(memory, loop, -index));
      total.add(inner, weight);
      memory = this.#shift(inner.memory, loop, index);
      fetch = inner.fetch;
      index += jump;
      return pointSetSize(inner.fetch);
    };
    sizes.push({ words: visit(1, 1), weight: 1 });
    if (iterations >= (runSecondLast ? 4 : runLast ? 3 : 2)) {
      const virtual = iterations - 1 - (runLast ? 1 : 0) - (runSecondLast ? 1 : 0);
      sizes.push({ words: visit(virtual, virtual), weight: virtual });
    }
    const rerun = (isStandIn: boolean): void => {
      const words = visit(1, 1);
      if (isStandIn) (sizes[sizes.length - 1] as { weight: number }).weight++;
      else sizes.push({ words, weight: 1 });
    };
    if (runSecondLast && iterations >= 3) rerun(iterations >= 4);
    if (runLast && iterations >= 2) rerun(!runSecondLast && iterations >= 3);
    if (feedsParent) {
      const stats = new AccessStats();
      stats.add(
        1,
        1,
        sizes.reduce((sum, { words, weight }) => sum + words * weight, 0),
        0,
        0,
      );
      total.stats.accumulate(stats);
    }
    return { ...total.analysis(), fetch, memory };
  }

  #spatial(l: number, last: number, memory: Memory): Outcome {
    let inner = last;
    for (let i = l; i > this.#childBoundary; i--) inner = this.#inside(i, 0, inner);
    const child = this.#visit(this.#childBoundary, inner, memory);
    const fetches = this.#spread(child.fetch, last);
    const before =
      memory.before === undefined ? new Map<number, PointSet>() : this.#spread(memory.before, memory.beforeLast);
    const served = serveFetches(fetches, before, this.#mesh, this.#serve);
    return {
      stats: served.stats,
      linkTransfers: served.linkTransfers,
      childSize: child.childSize,
      spatialSize: pointSetSize(this.#workingSet(l, last)),
      fetch: child.fetch,
      memory: { ...child.memory, before: child.fetch, beforeLast: last },
    };
  }

  /** Every child's fetch: the first child's, moved to its place. */
  #spread(first: PointSet, last: number): Map<number, PointSet> {
    const fetches = new Map<number, PointSet>();
    const walk = (l: number, base: number, inside: number, offset: readonly number[]): void => {
      if (l < this.#blockStart) {
        fetches.set(base, translatePointSet(first, offset));
        return;
      }
      const loop = this.#nest.loops[l] as NestLoop;
      const end = (inside >> loop.dimension) & 1 ? loop.residual : loop.bound;
      const step = projectStep(this.#workload, loop.dimension, loop.stride)[this.#d] as number[];
      for (let i = 0; i < end; i++) {
        const moved = offset.map((value, r) => value + i * (step[r] as number));
        walk(l - 1, base * end + i, this.#inside(l, i, inside), moved);
      }
    };
    walk(this.#masterSpatial, 0, last, new Array<number>(this.#ranks).fill(0));
    return fetches;
  }

  /** Last dimensions as seen inside loop `l` at iteration `index`. */
  #inside(l: number, index: number, last: number): number {
    const loop = this.#nest.loops[l] as NestLoop;
    return index + 1 >= loop.residual ? last : last & ~(1 << loop.dimension);
  }

  #workingSet(l: number, last: number): PointSet {
    const full = this.#nest.extents[l] ?? this.#workload.loopDimensions.map(() => 1);
    const residual = this.#nest.residualExtents[l] ?? full;
    const extent = full.map((value, dimension) => ((last >> dimension) & 1 ? (residual[dimension] as number) : value));
    return workingSets(
      this.#workload,
      extent.map(() => 0),
      extent,
    )[this.#d] as PointSet;
  }

  #shift(memory: Memory, loop: NestLoop, iterations: number): Memory {
    if (iterations === 0) return memory;
    const vector = projectStep(this.#workload, loop.dimension, loop.stride * iterations)[this.#d] as number[];
    return {
      ...memory,
      last: translatePointSet(memory.last, vector),
      before: memory.before === undefined ? undefined : translatePointSet(memory.before, vector),
    };
  }
}

class Totals {
  readonly stats = new AccessStats();
  #linkTransfers = 0;
  #childSize = 0;
  #spatialSize = 0;

  add(analysis: Analysis, weight: number): void {
    this.stats.accumulate(weight === 1 ? analysis.stats : analysis.stats.scaled(weight));
    this.#linkTransfers += analysis.linkTransfers * weight;
    this.#childSize = Math.max(this.#childSize, analysis.childSize);
    this.#spatialSize = Math.max(this.#spatialSize, analysis.spatialSize);
  }

  analysis(): Analysis {
    return {
      stats: this.stats,
      linkTransfers: this.#linkTransfers,
      childSize: this.#childSize,
      spatialSize: this.#spatialSize,
    };
  }
}

function memoryKey({ last, movement, before, beforeLast }: Memory): string {
  return `${pointSetKey(last)}|${movement?.join() ?? ""}|${before === undefined ? "" : `${pointSetKey(before)}@${beforeLast}`}`;
}

/**
 * Operations of a compute unit, averaged over those of the first instance of everything outside: with spatial loops
 * right at the compute units some of these idle at the edge of the problem.
 */
function averageOperations(nest: LoopNest, workload: Workload): number {
  const memo = new Map<string, ReadonlyMap<number, number>>();
  let master = -1;
  while (isSpatial(nest.loops[master + 1] as NestLoop)) master++;
  const imperfectAt = new Map<number, number>();
  for (let l = nest.loops.length - 1; l >= 0; l--) {
    const loop = nest.loops[l] as NestLoop;
    if (loop.bound !== loop.residual) imperfectAt.set(loop.dimension, l);
  }
  const inside = (loop: NestLoop, index: number, last: number): number =>
    index + 1 >= loop.residual ? last : last & ~(1 << loop.dimension);
  const spread = (l: number, base: number, last: number, into: Map<number, number>): void => {
    if (l < 0) {
      into.set(base, (into.get(base) ?? 0) + 1);
      return;
    }
    const loop = nest.loops[l] as NestLoop;
    const end = (last >> loop.dimension) & 1 ? loop.residual : loop.bound;
    for (let i = 0; i < end; i++) spread(l - 1, base * end + i, inside(loop, i, last), into);
  };
  const visit = (l: number, last: number): ReadonlyMap<number, number> => {
    const result = new Map<number, number>();
    if (l < 0) return new Map([[0, 1]]);
    const key = `${l}/${last}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const loop = nest.loops[l] as NestLoop;
    const isLast = (last >> loop.dimension) & 1;
    const iterations = isLast ? loop.residual : loop.bound;
    if (l === master && isSpatial(loop)) spread(l, 0, last, result);
    else if (isSpatial(loop)) return visit(l - 1, inside(loop, 0, last));
    else if (l === 0) result.set(0, iterations);
    else {
      const add = (index: number, weight: number): void => {
        for (const [unit, count] of visit(l - 1, inside(loop, index, last))) {
          result.set(unit, (result.get(unit) ?? 0) + count * weight);
        }
      };
      const at = imperfectAt.get(loop.dimension);
      const runLast = at !== undefined && at < l && isLast === 1;
      const runSecondLast = runLast && loop.bound !== loop.residual;
      let index = 0;
      const step = (weight: number, jump: number): void => {
        add(index, weight);
        index += jump;
      };
      step(1, 1);
      if (iterations >= (runSecondLast ? 4 : runLast ? 3 : 2)) {
        const virtual = iterations - 1 - (runLast ? 1 : 0) - (runSecondLast ? 1 : 0);
        step(virtual, virtual);
      }
      if (runSecondLast && iterations >= 3) step(1, 1);
      if (runLast && iterations >= 2) step(1, 1);
    }
    memo.set(key, result);
    return result;
  };
  const counts = [...visit(nest.loops.length - 1, 2 ** workload.loopDimensions.length - 1).values()];
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
