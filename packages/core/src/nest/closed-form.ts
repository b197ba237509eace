/**
 * Timeloop's counts in closed form, for perfect factors: the same figures as the sampled walk without walking.
 *
 * Seen from a storage boundary, the visited tiles run through {0,1}^n over the n temporal loops outside (innermost
 * first, index k), iteration 1 weighing `bound - 1`. All tiles have one shape T. When loop k goes from 0 to 1 the loops
 * inside it fall back from 1 to 0, so the tile moves by
 *
 *     t(k) = v(k) - v(k-1) - ... - v(1),      v(i) = movement of the data space by one iteration of loop i
 *
 * and the rule of sampled-walk.ts decides from the remembered movement p what is fetched: nothing if t = 0,
 * T without T moved by -t if p is empty or t, else all of T (and p is forgotten). After loop k's step everything inside
 * runs again from whatever p has become:
 *
 *     F(0, p) = 0
 *     F(k, p) = F(k-1, p) + (bound(k) - 1) * ( fetch(p', t(k)) + F(k-1, p'') )
 *
 * with p' and p'' the memory on the way. p takes at most n + 1 values, so all of it is O(n^2) numbers, against the 2^n
 * visits of the walk and the product of all bounds that a simulator walks.
 *
 * Under a fan-out a fetch spreads as fanout-signatures.ts says; whether neighbours can pass it on depends on what was
 * fetched one step before, which the state carries along.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import { type FanoutSignatures, fanoutSignatures, type Signature, vectorKey } from "./fanout-signatures.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { type PointSet, pointSetSize, subtractPointSets, translatePointSet } from "./point-set.ts";
import { spatialShape, utilizedInstances } from "./spatial-shape.ts";
import { AccessStats, type NestAccesses, type TileAccesses } from "./tile-accesses.ts";
import { workingSets } from "./working-set.ts";

/** Counts as `walkSampled` does; the nest must have perfect factors and the workload no flattening. */
export function countInClosedForm(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): NestAccesses {
  const origin = new Array<number>(workload.loopDimensions.length).fill(0);
  const one = origin.map(() => 1);
  const shapes = nest.boundaries.map((_, level) => spatialShape(nest, level));
  const tiles = nest.boundaries.map((boundary) => workingSets(workload, origin, nest.extents[boundary] as number[]));
  const operation = workingSets(workload, origin, one);
  let temporalIterations = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) temporalIterations *= loop.bound;

  const levels = nest.boundaries.map((_, level) => {
    const shape = shapes[level] as (typeof shapes)[number];
    const physical = fanouts[level] as Fanout;
    // Without spatial loops there is one child, right at the injection point.
    const mesh = shape.isSpatial
      ? { x: Math.max(physical.x, shape.x), y: Math.max(physical.y, shape.y) }
      : { x: 1, y: 1 };
    const reuse = mapping.levels[level]?.reuse;
    const childReuse = mapping.levels[level - 1]?.reuse;
    // The children's tiles move with all temporal loops from this level's block outwards.
    const firstLoop = nest.blockStarts[level] as number;
    const spatialLoops = countSpatialLoops(nest, level);
    const together = spatialLoops > 0 ? nest.extents[firstLoop + spatialLoops - 1] : undefined;
    const togetherSets = together === undefined ? undefined : workingSets(workload, origin, together as number[]);
    const dataSpaces = workload.dataSpaces.map((dataSpace, d): TileAccesses => {
      const isCompute = level === 0;
      const childTile = (isCompute ? operation : (tiles[level - 1] as PointSet[]))[d] as PointSet;
      const steps = movements(workload, nest, firstLoop, d);
      const signatures = fanoutSignatures(workload, nest, level, d, mesh, {
        noMulticast: reuse?.noMulticast[d] ?? false,
        noLinkTransfer: spatialLoops === 0 || (reuse?.noLinkTransfer[d] ?? false),
      });
      const alwaysWhole = isCompute || (childReuse?.noTemporalReuse[d] ?? false);
      const fetched = countFetches(childTile, dataSpace.ranks.length, steps, alwaysWhole, signatures);
      return {
        size: pointSetSize((tiles[level] as PointSet[])[d] as PointSet),
        ...(togetherSets === undefined ? {} : { spatialSize: pointSetSize(togetherSets[d] as PointSet) }),
        ...fetched,
      };
    });
    return { dataSpaces, utilizedInstances: utilizedInstances(nest, nest.boundaries[level] as number), fanout: shape.fanout };
  });
  return {
    levels,
    compute: {
      operationsPerInstance: temporalIterations,
      utilizedInstances: utilizedInstances(nest, -1),
      temporalIterations,
    },
  };
}

function countSpatialLoops(nest: LoopNest, level: number): number {
  let count = 0;
  for (let l = nest.blockStarts[level] as number; isSpatial(nest.loops[l] as NestLoop); l++) count++;
  return count;
}

/** One temporal loop outside a boundary: how often it advances for each start, and how the tile moves then. */
interface Movement {
  readonly repeats: number;
  readonly vector: readonly number[];
}

/** Movements of the temporal loops from loop `first` outwards, innermost first. */
function movements(workload: Workload, nest: LoopNest, first: number, d: number): Movement[] {
  const ranks = workload.dataSpaces[d]?.ranks ?? [];
  const fallBack = ranks.map(() => 0);
  const result: Movement[] = [];
  for (let l = first; l < nest.loops.length; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (isSpatial(loop) || loop.bound === 1) continue;
    const own = ranks.map((rank) =>
      rank.reduce((sum, term) => sum + (term.dimension === loop.dimension ? term.coefficient * loop.stride : 0), 0),
    );
    result.push({ repeats: loop.bound - 1, vector: own.map((value, r) => value - (fallBack[r] as number)) });
    own.forEach((value, r) => {
      fallBack[r] = (fallBack[r] as number) + value;
    });
  }
  return result;
}

/** What the walk remembers between two tiles. */
interface Memory {
  readonly key: string;
  /** Remembered movement. */
  readonly movement: readonly number[] | undefined;
  /** What was fetched last, relative to the tile it was fetched for. */
  readonly fetch: PointSet;
}

interface Outcome {
  /** Words fetched by one child, by signature. */
  readonly words: ReadonlyMap<Signature, number>;
  readonly memory: Memory;
}

function countFetches(
  tile: PointSet,
  rank: number,
  steps: readonly Movement[],
  alwaysWhole: boolean,
  signatures: FanoutSignatures,
): { stats: AccessStats; linkTransfers: number } {
  const memo = steps.map(() => new Map<string, Outcome>());
  const carriesFetch = signatures.linked.size > 0;
  const remember = (movement: readonly number[] | undefined, fetch: PointSet): Memory => {
    const key = `${movement === undefined ? "" : vectorKey(movement)}|${carriesFetch ? fetch.map(vectorKey).join(";") : ""}`;
    return { key, movement, fetch };
  };
  const take = (memory: Memory, vector: readonly number[]): { fetch: PointSet; memory: Memory } => {
    if (alwaysWhole) return { fetch: tile, memory: remember(undefined, tile) };
    if (vector.every((value) => value === 0)) return { fetch: [], memory: remember(memory.movement, []) };
    if (memory.movement !== undefined && vectorKey(memory.movement) !== vectorKey(vector)) {
      return { fetch: tile, memory: remember(undefined, tile) };
    }
    const back = vector.map((value) => -value);
    const fetch = subtractPointSets(tile, translatePointSet(tile, back));
    return { fetch, memory: remember(vector, fetch) };
  };
  /** Everything that loops 0..k-1 visit after their first tile. */
  const run = (k: number, memory: Memory): Outcome => {
    if (k === 0) return { words: new Map(), memory };
    const known = memo[k - 1]?.get(memory.key);
    if (known !== undefined) return known;
    const { repeats, vector } = steps[k - 1] as Movement;
    const before = run(k - 1, memory);
    const taken = take(before.memory, vector);
    const after = run(k - 1, taken.memory);
    const words = new Map(before.words);
    const add = (signature: Signature, count: number): void => {
      words.set(signature, (words.get(signature) ?? 0) + count);
    };
    add(signatureOf(signatures, before.memory.fetch, taken.fetch, vector, rank), repeats * pointSetSize(taken.fetch));
    for (const [signature, count] of after.words) add(signature, repeats * count);
    const outcome = { words, memory: after.memory };
    memo[k - 1]?.set(memory.key, outcome);
    return outcome;
  };
  const { words } = run(steps.length, remember(undefined, tile));
  const total = new Map(words);
  total.set(signatures.plain, (total.get(signatures.plain) ?? 0) + pointSetSize(tile));

  const stats = new AccessStats();
  let linkTransfers = 0;
  for (const [signature, count] of total) {
    if (count === 0) continue;
    linkTransfers += signature.linked * count;
    for (const part of signature.parts) {
      // A record's hops weigh each transfer of the class by the words it carries.
      const accesses = part.scatter * count;
      stats.add(part.multicast, part.scatter, accesses, part.hops * count, part.unicastHops * count);
    }
  }
  return { stats, linkTransfers };
}

/** How this fetch spreads: with help from neighbours if they fetched the same words one step earlier. */
function signatureOf(
  signatures: FanoutSignatures,
  before: PointSet,
  fetch: PointSet,
  vector: readonly number[],
  rank: number,
): Signature {
  if (signatures.linked.size === 0 || fetch.length === 0 || before.length !== fetch.length) return signatures.plain;
  const first = fetch[0] as readonly number[];
  const last = before[0] as readonly number[];
  const moved: number[] = [];
  for (let r = 0; r < rank; r++) moved.push((first[2 * r] as number) + (vector[r] as number) - (last[2 * r] as number));
  const same = fetch.every((box, b) =>
    box.every((value, i) => value + (vector[i >> 1] as number) === ((before[b] as readonly number[])[i] as number) + (moved[i >> 1] as number)),
  );
  return (same ? signatures.linked.get(vectorKey(moved)) : undefined) ?? signatures.plain;
}
