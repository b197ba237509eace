/**
 * The exact counts in closed form, for perfect factors: what exact-walk.ts finds, without walking.
 *
 * All instances of a level do the same, moved; all tiles of a level are one set T of words, moved. A step in which
 * temporal loop k outside the boundary advances (and those inside it fall back from their last iteration to 0) moves
 * the tile by one vector s(k), and happens (bound(k) - 1) x product of the bounds outside k times. So a level's whole
 * life is one first tile and n kinds of steps.
 *
 *   one step, one parent     word w is new to the children c with  w in T + s + o(c)  and not  w in T + o(c),
 *                            o(c) = offset of child c; so to  m1(w) - m2(w)  of them, where m1 counts the first
 *                            condition and m2 both. Over ranks that share no dimension m1 and m2 are products, so
 *                            counting works rank by rank on short lines of words.
 *   giving back              T and the offsets are symmetric (sums of runs 0..n), so what leaves in a step has the
 *                            multiplicities of what arrives; the last tile leaves at the end.
 *   first visits             an output word belongs to one instance (or to all those that reduce it together, in the
 *                            same steps): each instance meets each of its words once without a partial sum to fetch.
 *
 * The last point needs outputs whose words stand for one index tuple each; others are walked.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceCounters } from "./counters.ts";
import { bypassed, forgetsOutside, isOneTupleAWord, reuseFlags, statsOf, total } from "./exact-parts.ts";
import type { ExactCounts } from "./exact-walk.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { positions } from "./positions.ts";
import { type RankGroup, rankGroups, reach, reachAll } from "./rank-groups.ts";
import { spatialShape } from "./spatial-shape.ts";
import { AccessStats } from "./tile-accesses.ts";

/** Whether the closed form covers the case: perfect factors, no flattening, each output word one index tuple. */
export function hasExactClosedForm(workload: Workload, nest: LoopNest, mapping: Mapping): boolean {
  if (nest.imperfect || workload.usesFlattening) return false;
  return workload.dataSpaces.every(
    ({ readWrite }, d) => !readWrite || (!forgetsOutside(mapping, d) && isOneTupleAWord(workload, nest, d)),
  );
}

/** Counts as `walkExactly` does, where `hasExactClosedForm`. */
export function countExactly(workload: Workload, nest: LoopNest, mapping: Mapping): ExactCounts {
  let cycles = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) cycles *= loop.bound;
  const byDataSpace = workload.dataSpaces.map((_, d) => countDataSpace(workload, nest, mapping, d));
  return {
    counters: nest.boundaries.map((_, level) => byDataSpace.map((levels) => levels[level] as DataSpaceCounters)),
    compute: {
      operationsPerInstance: cycles,
      utilizedInstances: positions(nest, -1).count,
      temporalIterations: cycles,
    },
  };
}

function countDataSpace(workload: Workload, nest: LoopNest, mapping: Mapping, d: number): DataSpaceCounters[] {
  const readWrite = workload.dataSpaces[d]?.readWrite ?? false;
  const groups = rankGroups(workload, nest, d);
  const holders = mapping.levels.filter((level) => level.keep[d]).map(({ level }) => level);
  const results = new Map<number, DataSpaceCounters>();
  /** Whether a level finds a partial sum even when it first meets a word. */
  let firstFilled = false;
  // From the outside inwards: what a level's children ask, and what the level itself was filled with.
  for (let h = holders.length - 1; h >= 0; h--) {
    const level = holders[h] as number;
    const boundary = nest.boundaries[level] as number;
    const child = holders[h - 1];
    const childBoundary = child === undefined ? -1 : (nest.boundaries[child] as number);
    const { noMulticast, rmwFirstUpdate, noTemporalReuse } = reuseFlags(mapping, level, d);
    const childForgets = child === undefined || reuseFlags(mapping, child, d).noTemporalReuse;
    const transfers = countTransfers(nest, groups, childBoundary, boundary, childForgets);
    const requests = total(transfers, (count, multicast) => (noMulticast ? count * multicast : count));
    const distinct = product(
      groups,
      (group) => reach(nest, group, (l) => l <= boundary || !isSpatial(at(nest, l))).length,
    );
    const firstVisits = firstFilled || rmwFirstUpdate ? 0 : distinct;
    const parent = holders[h + 1];
    const acquired =
      parent === undefined ? 0 : total(countTransfers(nest, groups, boundary, boundary, noTemporalReuse));
    const network = statsOf(transfers, noMulticast);
    const base = {
      kept: true,
      tileSize: product(groups, (group) => reach(nest, group, (l) => l <= boundary).length),
      partitionSize: distinct,
      network,
      linkTransfers: 0,
      fanout: spatialShape(nest, level).fanout,
      utilizedInstances: positions(nest, boundary).count,
      parent,
    };
    if (readWrite) {
      const multicast = [...transfers.keys()][0] ?? 1;
      const resent = new Map([[multicast, total(transfers) - (noMulticast ? firstVisits / multicast : firstVisits)]]);
      const reads = requests - firstVisits;
      const unfilled = firstFilled ? 0 : distinct;
      results.set(level, {
        ...base,
        reads,
        fills: parent === undefined ? 0 : acquired - unfilled,
        updates: requests,
        temporalReductions: reads,
        resent: statsOf(resent, noMulticast),
      });
      firstFilled = firstFilled || rmwFirstUpdate;
    } else {
      results.set(level, {
        ...base,
        reads: requests,
        fills: acquired,
        updates: 0,
        temporalReductions: 0,
        resent: new AccessStats(),
      });
    }
  }
  return nest.boundaries.map((_, level) => results.get(level) ?? bypassed(nest, level));
}

/**
 * Transfers of one parent instance to or from its children over the whole run, by how many children take part.
 * With `childBoundary = parentBoundary` the child is the instance itself: what it acquires.
 */
function countTransfers(
  nest: LoopNest,
  groups: readonly RankGroup[],
  childBoundary: number,
  parentBoundary: number,
  forgets: boolean,
): Map<number, number> {
  const isChildLoop = (l: number): boolean => l > childBoundary && l <= parentBoundary && isSpatial(at(nest, l));
  // Children that differ in no word at all.
  let copies = 1;
  nest.loops.forEach((loop, l) => {
    if (isChildLoop(l) && groups.every((group) => group.steps[l] === 0)) copies *= loop.bound;
  });
  const tiles = groups.map((group) => reach(nest, group, (l) => l <= childBoundary));
  const offsets = groups.map((group) => reachAll(nest, group, isChildLoop));
  const result = new Map<number, number>();
  const addStep = (times: number, before: readonly number[] | undefined, after: readonly number[]): void => {
    let pairs = new Map([["1/1", { m1: 1, m2: before === undefined ? 0 : 1, words: 1 }]]);
    tiles.forEach((tile, g) => {
      const own = multiplicities(tile, offsets[g] as number[], before?.[g], after[g] as number);
      const next: typeof pairs = new Map();
      for (const a of pairs.values()) {
        for (const b of own) {
          const m1 = a.m1 * b.m1;
          const m2 = a.m2 * b.m2;
          const key = `${m1}/${m2}`;
          const entry = next.get(key);
          if (entry === undefined) next.set(key, { m1, m2, words: a.words * b.words });
          else entry.words += a.words * b.words;
        }
      }
      pairs = next;
    });
    for (const { m1, m2, words } of pairs.values()) {
      const multicast = copies * (m1 - m2);
      if (multicast > 0) result.set(multicast, (result.get(multicast) ?? 0) + times * words);
    }
  };
  const origins = groups.map(({ origin }) => origin);
  addStep(1, undefined, origins);
  // Temporal loops outside the child, innermost first; `last` is where those inside have come to.
  let times = 1;
  const steps: { repeats: number; l: number }[] = [];
  nest.loops.forEach((loop, l) => {
    if (l > childBoundary && !isSpatial(loop) && loop.bound > 1) steps.push({ repeats: loop.bound, l });
  });
  for (const { repeats } of steps) times *= repeats;
  const last = [...origins];
  for (const { repeats, l } of steps) {
    times /= repeats;
    const after = origins.map((origin, g) => origin + ((groups[g] as RankGroup).steps[l] as number));
    addStep(times * (repeats - 1), forgets ? undefined : [...last], after);
    groups.forEach((group, g) => {
      last[g] = (last[g] as number) + (repeats - 1) * (group.steps[l] as number);
    });
  }
  return result;
}

/** Words of one group by (m1, m2): reached by m1 children after the step, by m2 of these before it as well. */
function multiplicities(
  tile: readonly number[],
  offsets: readonly number[],
  before: number | undefined,
  after: number,
): { m1: number; m2: number; words: number }[] {
  if (offsets.length === 1 && before === undefined) return [{ m1: 1, m2: 0, words: tile.length }];
  if (offsets.length === 1 && before === after) return [{ m1: 1, m2: 1, words: tile.length }];
  const inTile = new Set(tile);
  const m1 = new Map<number, number>();
  const m2 = new Map<number, number>();
  const shift = before === undefined ? 0 : after - before;
  for (const offset of offsets) {
    for (const word of tile) {
      const key = word + offset;
      m1.set(key, (m1.get(key) ?? 0) + 1);
      if (before !== undefined && inTile.has(word + shift)) m2.set(key, (m2.get(key) ?? 0) + 1);
    }
  }
  const counts = new Map<string, { m1: number; m2: number; words: number }>();
  for (const [word, a] of m1) {
    const b = m2.get(word) ?? 0;
    const key = `${a}/${b}`;
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { m1: a, m2: b, words: 1 });
    else entry.words++;
  }
  return [...counts.values()];
}

function product(groups: readonly RankGroup[], size: (group: RankGroup) => number): number {
  return groups.reduce((n, group) => n * size(group), 1);
}

function at(nest: LoopNest, l: number): NestLoop {
  return nest.loops[l] as NestLoop;
}
