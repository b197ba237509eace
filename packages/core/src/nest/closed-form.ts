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
 * fetched one step before, which the state then carries along. That is the plain version below (`countBySignature`);
 * the usual case, in which no neighbour can help, is counted by fetch-kernel.ts, on typed arrays.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { DataSpace, Workload } from "../workload/workload.ts";
import {
  childOffsets,
  linkedSignatures,
  loopMovement,
  plainSignature,
  SINGLE_CHILD,
  type Signature,
  vectorKey,
} from "./fanout-signatures.ts";
import { FetchKernel, MAX_RANKS } from "./fetch-kernel.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { NeighbourDigits } from "./neighbour-digits.ts";
import { canOverlap } from "./overlap.ts";
import { type PointSet, pointSetSize, subtractPointSets, translatePointSet } from "./point-set.ts";
import { SignatureCache } from "./signature-cache.ts";
import { spatialShape, utilizedInstances } from "./spatial-shape.ts";
import { AccessStats, type LevelAccesses, type NestAccesses, type TileAccesses } from "./tile-accesses.ts";
import { workingSets } from "./working-set.ts";

// Scratch tables and caches, shared by all calls: one analysis runs at a time.
const kernel = new FetchKernel();
const kernelExtent = new Float64Array(MAX_RANKS);
const neighbourDigits = new NeighbourDigits();
const signatures = new SignatureCache();

/** Counts as `walkSampled` does; the nest must have perfect factors and the workload no flattening. */
export function countInClosedForm(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): NestAccesses {
  const origin = new Array<number>(workload.loopDimensions.length).fill(0);
  const operation = workingSets(
    workload,
    origin,
    origin.map(() => 1),
  );
  const tiles = nest.boundaries.map((boundary) => workingSets(workload, origin, nest.extents[boundary] as number[]));
  let temporalIterations = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) temporalIterations *= loop.bound;

  const moves = workload.dataSpaces.map((_, d) => nest.loops.map((loop) => loopMovement(workload, loop, d)));

  const levels = nest.boundaries.map((boundary, level): LevelAccesses => {
    const fanout = fanoutOf(nest, level, fanouts[level] as Fanout);
    const reuse = mapping.levels[level]?.reuse;
    const childReuse = mapping.levels[level - 1]?.reuse;
    const firstLoop = nest.blockStarts[level] as number;
    const together =
      fanout.loops.length === 0
        ? undefined
        : workingSets(workload, origin, nest.extents[firstLoop + fanout.loops.length - 1] as number[]);
    const dataSpaces = workload.dataSpaces.map((_, d): TileAccesses => {
      const { stats, linkTransfers } = countFetches({
        workload,
        nest,
        level,
        dataSpace: d,
        moves: moves[d] as number[][],
        tile: (level === 0 ? operation : (tiles[level - 1] as PointSet[]))[d] as PointSet,
        alwaysWhole: level === 0 || (childReuse?.noTemporalReuse[d] ?? false),
        fanout,
        noMulticast: reuse?.noMulticast[d] ?? false,
        noLinkTransfer: reuse?.noLinkTransfer[d] ?? false,
      });
      const size = pointSetSize((tiles[level] as PointSet[])[d] as PointSet);
      if (together === undefined) return { size, stats, linkTransfers };
      return { size, spatialSize: pointSetSize(together[d] as PointSet), stats, linkTransfers };
    });
    return { dataSpaces, utilizedInstances: utilizedInstances(nest, boundary), fanout: fanout.children };
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

/** The spatial loops of one level's block and the mesh that their children stand in. */
interface LevelFanout {
  /** Innermost first. */
  readonly loops: readonly NestLoop[];
  readonly children: number;
  readonly mesh: Fanout;
}

function fanoutOf(nest: LoopNest, level: number, physical: Fanout): LevelFanout {
  const start = nest.blockStarts[level] as number;
  let end = start;
  while (isSpatial(nest.loops[end] as NestLoop)) end++;
  // Without spatial loops there is one child, right at the injection point.
  if (start === end) return { loops: [], children: 1, mesh: { x: 1, y: 1 } };
  const shape = spatialShape(nest, level);
  const mesh = { x: Math.max(physical.x, shape.x), y: Math.max(physical.y, shape.y) };
  return { loops: nest.loops.slice(start, end), children: shape.fanout, mesh };
}

/** One temporal loop outside a boundary: how often it advances for each start, and how the tile moves then. */
interface Movement {
  readonly repeats: number;
  readonly vector: readonly number[];
}

/** Movements of the temporal loops from loop `first` outwards, innermost first. */
function movements(nest: LoopNest, first: number, moves: readonly (readonly number[])[]): Movement[] {
  const ranks = moves[0]?.length ?? 0;
  const fallBack = new Array<number>(ranks).fill(0);
  const result: Movement[] = [];
  for (let l = first; l < nest.loops.length; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (isSpatial(loop) || loop.bound === 1) continue;
    const own = moves[l] as readonly number[];
    const vector = new Array<number>(ranks);
    for (let r = 0; r < ranks; r++) {
      vector[r] = (own[r] as number) - (fallBack[r] as number);
      fallBack[r] = (fallBack[r] as number) + (own[r] as number);
    }
    result.push({ repeats: loop.bound - 1, vector });
  }
  return result;
}

interface FetchQuestion {
  readonly workload: Workload;
  readonly nest: LoopNest;
  readonly level: number;
  readonly dataSpace: number;
  /** By loop: movement of the data space by one iteration. */
  readonly moves: readonly (readonly number[])[];
  /** One child's tile, a single box. */
  readonly tile: PointSet;
  readonly alwaysWhole: boolean;
  readonly fanout: LevelFanout;
  readonly noMulticast: boolean;
  readonly noLinkTransfer: boolean;
}

interface FetchAnswer {
  readonly stats: AccessStats;
  readonly linkTransfers: number;
}

function countFetches(question: FetchQuestion): FetchAnswer {
  const { workload, nest, level, dataSpace, moves, tile, alwaysWhole, fanout, noLinkTransfer } = question;
  const box = tile[0] as readonly number[];
  const ranks = box.length / 2;
  const plain = fanout.loops.length === 0 ? SINGLE_CHILD : signatureOfLevel(question);
  // The children's tiles move with all temporal loops from this level's block outwards.
  const steps = movements(nest, nest.blockStarts[level] as number, moves);
  if (!alwaysWhole && !canOverlap(workload.dataSpaces[dataSpace] as DataSpace)) {
    return spread(new Map([[plain, pointSetSize(tile) * movingIterations(steps)]]));
  }
  if (ranks > MAX_RANKS || steps.length > FetchKernel.maxSteps) return countBySignature(question, steps, plain);
  kernel.steps = steps.length;
  for (let k = 0; k < steps.length; k++) {
    const { repeats, vector } = steps[k] as Movement;
    kernel.repeats[k] = repeats;
    for (let r = 0; r < ranks; r++) kernel.movement[k * MAX_RANKS + r] = vector[r] as number;
  }
  for (let r = 0; r < ranks; r++) kernelExtent[r] = (box[2 * r + 1] as number) - (box[2 * r] as number);
  if (fanout.loops.length > 0 && !noLinkTransfer) {
    loadNeighbours(question, ranks);
    const mayHelp = alwaysWhole
      ? steps.some((_, k) => kernel.movesLikeNeighbour(k, ranks))
      : kernel.mayPassOn(kernelExtent, 0, ranks);
    if (mayHelp) return countBySignature(question, steps, plain);
  }
  const words = alwaysWhole
    ? steps.reduce((n, { repeats }) => n * (repeats + 1), pointSetSize(tile))
    : kernel.count(kernelExtent, 0, ranks);
  return spread(new Map([[plain, words]]));
}

/** Tiles seen one after another if no two overlap (overlap.ts): all iterations from the innermost moving loop outwards. */
function movingIterations(steps: readonly Movement[]): number {
  const first = steps.findIndex(({ vector }) => vector.some((value) => value !== 0));
  return first < 0 ? 1 : steps.slice(first).reduce((n, { repeats }) => n * (repeats + 1), 1);
}

/** Movements of the spatial loops of a level's block. */
function fanoutMoves({ nest, level, moves, fanout }: FetchQuestion): readonly (readonly number[])[] {
  const start = nest.blockStarts[level] as number;
  return moves.slice(start, start + fanout.loops.length);
}

/** Who shares a fetch: from the cache where offsets cannot coincide, else child by child. */
function signatureOfLevel(question: FetchQuestion): Signature {
  const { workload, nest, level, dataSpace, fanout, noMulticast } = question;
  if (!noMulticast) {
    const moves = fanoutMoves(question);
    if (areOffsetsDistinct(moves, fanout.loops)) {
      const loops = fanout.loops.map(({ bound }, i) => {
        return { bound, moves: (moves[i] as readonly number[]).some((value) => value !== 0) };
      });
      return signatures.lookUp(loops, fanout.mesh);
    }
  }
  return plainSignature(childOffsets(workload, nest, level, dataSpace), fanout.mesh, noMulticast);
}

/**
 * Whether different index tuples of the moving loops surely give different offsets: each loop moves along one rank
 * only, and there further than all loops with smaller steps reach together.
 */
function areOffsetsDistinct(moves: readonly (readonly number[])[], loops: readonly NestLoop[]): boolean {
  const ranks = moves[0]?.length ?? 0;
  const order = moves.map((_, i) => i);
  const along = (i: number): number => (moves[i] as readonly number[]).findIndex((value) => value !== 0);
  if (moves.some((move) => move.filter((value) => value !== 0).length > 1)) return false;
  for (let r = 0; r < ranks; r++) {
    const size = (i: number): number => Math.abs((moves[i] as readonly number[])[r] as number);
    let reach = 0;
    for (const i of order.filter((i) => along(i) === r).sort((a, b) => size(a) - size(b))) {
      if (size(i) <= reach) return false;
      reach += size(i) * ((loops[i] as NestLoop).bound - 1);
    }
  }
  return true;
}

/** Gives the kernel the distinct offsets between a child and its neighbours. */
function loadNeighbours(question: FetchQuestion, ranks: number): void {
  const { fanout } = question;
  const count = fanout.loops.length;
  const bounds = Int32Array.from(fanout.loops, ({ bound }) => bound);
  const digits = neighbourDigits.lookUp(bounds, count, fanout.mesh.x, fanout.mesh.y);
  const moves = fanoutMoves(question);
  kernel.neighbours = digits.length / count;
  if (kernel.neighbours * MAX_RANKS > kernel.neighbourOffset.length) {
    kernel.neighbourOffset = new Float64Array(2 * kernel.neighbours * MAX_RANKS);
  }
  for (let row = 0; row < kernel.neighbours; row++) {
    for (let r = 0; r < ranks; r++) {
      let offset = 0;
      for (let i = 0; i < count; i++) {
        offset += (digits[row * count + i] as number) * ((moves[i] as readonly number[])[r] as number);
      }
      kernel.neighbourOffset[row * MAX_RANKS + r] = offset;
    }
  }
}

/** Words fetched by one child, by how they spread -> what the parent is asked. */
function spread(words: ReadonlyMap<Signature, number>): FetchAnswer {
  const stats = new AccessStats();
  let linkTransfers = 0;
  for (const [signature, count] of words) {
    if (count === 0) continue;
    linkTransfers += signature.linked * count;
    for (const part of signature.parts) {
      stats.add(part.multicast, part.scatter, part.scatter * count, part.hops * count, part.unicastHops * count);
    }
  }
  return { stats, linkTransfers };
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

/** The plain version: F(k, p) with what was fetched last as a part of the memory. */
function countBySignature(question: FetchQuestion, steps: readonly Movement[], plain: Signature): FetchAnswer {
  const { workload, nest, level, dataSpace, tile, alwaysWhole, fanout, noMulticast, noLinkTransfer } = question;
  const linked =
    fanout.loops.length === 0 || noLinkTransfer
      ? new Map<string, Signature>()
      : linkedSignatures(childOffsets(workload, nest, level, dataSpace), fanout.mesh, noMulticast, plain);
  const rank = (tile[0] as readonly number[]).length / 2;
  const memo = steps.map(() => new Map<string, Outcome>());
  const carriesFetch = linked.size > 0;
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
    add(
      signatureOf(linked, plain, before.memory.fetch, taken.fetch, vector, rank),
      repeats * pointSetSize(taken.fetch),
    );
    for (const [signature, count] of after.words) add(signature, repeats * count);
    const outcome = { words, memory: after.memory };
    memo[k - 1]?.set(memory.key, outcome);
    return outcome;
  };
  const { words } = run(steps.length, remember(undefined, tile));
  return spread(new Map([...words, [plain, (words.get(plain) ?? 0) + pointSetSize(tile)]]));
}

/** How this fetch spreads: with help from neighbours if they fetched the same words one step earlier. */
function signatureOf(
  linked: ReadonlyMap<string, Signature>,
  plain: Signature,
  before: PointSet,
  fetch: PointSet,
  vector: readonly number[],
  rank: number,
): Signature {
  if (linked.size === 0 || fetch.length === 0 || before.length !== fetch.length) return plain;
  const first = fetch[0] as readonly number[];
  const last = before[0] as readonly number[];
  const moved: number[] = [];
  for (let r = 0; r < rank; r++) moved.push((first[2 * r] as number) + (vector[r] as number) - (last[2 * r] as number));
  const same = fetch.every((box, b) =>
    box.every(
      (value, i) =>
        value + (vector[i >> 1] as number) ===
        ((before[b] as readonly number[])[i] as number) + (moved[i >> 1] as number),
    ),
  );
  return (same ? linked.get(vectorKey(moved)) : undefined) ?? plain;
}
