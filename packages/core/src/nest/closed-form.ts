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
 * Under a fan-out a fetch spreads as fanout-signatures.ts says. Written on flat tables without allocation, since every
 * result passes here (measured: 1.4 times the rate of full results against objects); what the tables do not cover,
 * neighbours that pass words on above all, goes to the plain version beside it, closed-form-plain.ts.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { DataSpace, Workload } from "../workload/workload.ts";
import {
  assemble,
  countBySignature,
  countPlainly,
  type FetchAnswer,
  type FetchQuestion,
  plainSignatureOf,
  questionOf,
  spreadOne,
} from "./closed-form-plain.ts";
import { SINGLE_CHILD, type Signature } from "./fanout-signatures.ts";
import { FetchKernel, MAX_RANKS } from "./fetch-kernel.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { NeighbourDigits } from "./neighbour-digits.ts";
import { canOverlap } from "./overlap.ts";
import { boxSize, type ProjectionTable, projectionTable } from "./projection-table.ts";
import { SignatureCache } from "./signature-cache.ts";
import type { NestAccesses, TileAccesses } from "./tile-accesses.ts";

// Scratch tables and caches, shared by all calls: one analysis runs at a time.
const kernel = new FetchKernel();
const neighbourDigits = new NeighbourDigits();
const signatures = new SignatureCache();
/** Movement of each data space by one iteration of each loop, `(loop x data spaces + data space) x MAX_RANKS + rank`. */
let moves = new Float64Array(0);
/** Extents by rank of a child's tile of each level and of the outermost level's, `(level x data spaces + ...)` likewise. */
let extents = new Float64Array(0);
const spatialBounds = new Int32Array(64);
const spatialSteps = new Float64Array(64);

/** Counts as `walkSampled` does; the nest must have perfect factors and the workload no flattening. */
export function countInClosedForm(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): NestAccesses {
  const table = nest.loops.length <= FetchKernel.maxSteps ? projectionTable(workload) : undefined;
  if (table === undefined) return countPlainly(workload, nest, mapping, fanouts);
  project(workload, nest, table);
  const count = workload.dataSpaces.length;
  return assemble(nest, fanouts, (level, fanout): TileAccesses[] => {
    const last = (nest.blockStarts[level] as number) + fanout.loops.length - 1;
    return workload.dataSpaces.map((dataSpace, d): TileAccesses => {
      const { stats, linkTransfers } = countFetches(questionOf(workload, nest, mapping, level, d, fanout), table);
      const at = ((level + 1) * count + d) * MAX_RANKS;
      let size = 1;
      for (let r = 0; r < dataSpace.ranks.length; r++) size *= extents[at + r] as number;
      if (fanout.loops.length === 0) return { size, stats, linkTransfers };
      return { size, spatialSize: boxSize(table, d, nest.extents[last] as readonly number[]), stats, linkTransfers };
    });
  });
}

/** Fills `moves` and `extents` for a nest. */
function project(workload: Workload, nest: LoopNest, { ranks, coefficient, reach }: ProjectionTable): void {
  const { loops, boundaries } = nest;
  const count = ranks.length;
  const dimensions = workload.dimensions.length;
  const rowsOfMoves = loops.length * count * MAX_RANKS;
  if (moves.length < rowsOfMoves) moves = new Float64Array(rowsOfMoves);
  const rowsOfExtents = (boundaries.length + 1) * count * MAX_RANKS;
  if (extents.length < rowsOfExtents) extents = new Float64Array(rowsOfExtents);
  for (let l = 0; l < loops.length; l++) {
    const { dimension, stride } = loops[l] as NestLoop;
    for (let d = 0; d < count; d++) {
      const from = (d * dimensions + dimension) * MAX_RANKS;
      const to = (l * count + d) * MAX_RANKS;
      for (let r = 0; r < (ranks[d] as number); r++) moves[to + r] = (coefficient[from + r] as number) * stride;
    }
  }
  // One operation touches one word; a child of level i + 1 is level i.
  for (let d = 0; d < count; d++) extents.fill(1, d * MAX_RANKS, (d + 1) * MAX_RANKS);
  for (let level = 0; level < boundaries.length; level++) {
    const extent = nest.extents[boundaries[level] as number] as readonly number[];
    for (let d = 0; d < count; d++) {
      const to = ((level + 1) * count + d) * MAX_RANKS;
      for (let r = 0; r < (ranks[d] as number); r++) {
        let sum = 1;
        for (let k = 0; k < dimensions; k++) {
          sum += (reach[(d * dimensions + k) * MAX_RANKS + r] as number) * ((extent[k] as number) - 1);
        }
        extents[to + r] = sum;
      }
    }
  }
}

function countFetches(question: FetchQuestion, table: ProjectionTable): FetchAnswer {
  const { workload, level, dataSpace, alwaysWhole, fanout, noLinkTransfer } = question;
  const ranks = table.ranks[dataSpace] as number;
  const tileAt = (level * table.ranks.length + dataSpace) * MAX_RANKS;
  const plain = fanout.loops.length === 0 ? SINGLE_CHILD : signatureOfLevel(question, ranks);
  loadSteps(question, ranks);
  let tile = 1;
  for (let r = 0; r < ranks; r++) tile *= extents[tileAt + r] as number;
  if (!alwaysWhole && !canOverlap(workload.dataSpaces[dataSpace] as DataSpace)) {
    return spreadOne(plain, tile * movingIterations(ranks));
  }
  if (fanout.loops.length > 0 && !noLinkTransfer) {
    loadNeighbours(question, ranks);
    if (neighboursMayHelp(alwaysWhole, tileAt, ranks)) return countBySignature(question, plain);
  }
  if (!alwaysWhole) return spreadOne(plain, kernel.count(extents, tileAt, ranks));
  let words = tile;
  for (let k = 0; k < kernel.steps; k++) words *= (kernel.repeats[k] as number) + 1;
  return spreadOne(plain, words);
}

/** Gives the kernel the movements of the temporal loops from the level's block outwards, innermost first. */
function loadSteps({ workload, nest, level, dataSpace }: FetchQuestion, ranks: number): void {
  const { movement, repeats } = kernel;
  const count = workload.dataSpaces.length;
  let k = 0;
  for (let r = 0; r < ranks; r++) fallBack[r] = 0;
  for (let l = nest.blockStarts[level] as number; l < nest.loops.length; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (isSpatial(loop) || loop.bound === 1) continue;
    const from = (l * count + dataSpace) * MAX_RANKS;
    for (let r = 0; r < ranks; r++) {
      const own = moves[from + r] as number;
      movement[k * MAX_RANKS + r] = own - (fallBack[r] as number);
      fallBack[r] = (fallBack[r] as number) + own;
    }
    repeats[k++] = loop.bound - 1;
  }
  kernel.steps = k;
}

const fallBack = new Float64Array(MAX_RANKS);

/** Tiles seen one after another if no two overlap (overlap.ts): all iterations from the innermost moving loop outwards. */
function movingIterations(ranks: number): number {
  let iterations = 1;
  let moving = false;
  for (let k = 0; k < kernel.steps; k++) {
    for (let r = 0; r < ranks && !moving; r++) moving = kernel.movement[k * MAX_RANKS + r] !== 0;
    if (moving) iterations *= (kernel.repeats[k] as number) + 1;
  }
  return iterations;
}

function neighboursMayHelp(alwaysWhole: boolean, tileAt: number, ranks: number): boolean {
  if (!alwaysWhole) return kernel.mayPassOn(extents, tileAt, ranks);
  for (let k = 0; k < kernel.steps; k++) if (kernel.movesLikeNeighbour(k, ranks)) return true;
  return false;
}

/** Who shares a fetch: from the cache where offsets cannot coincide, else child by child. */
function signatureOfLevel(question: FetchQuestion, ranks: number): Signature {
  const { workload, nest, level, dataSpace, fanout, noMulticast } = question;
  const loops = fanout.loops.length;
  if (noMulticast || loops > spatialBounds.length) return plainSignatureOf(question);
  const count = workload.dataSpaces.length;
  const start = nest.blockStarts[level] as number;
  const rowOf = (i: number): number => ((start + i) * count + dataSpace) * MAX_RANKS;
  if (!areOffsetsDistinct(fanout.loops, rowOf, ranks)) return plainSignatureOf(question);
  for (let i = 0; i < loops; i++) {
    const { bound } = fanout.loops[i] as NestLoop;
    let isMoving = false;
    for (let r = 0; r < ranks && !isMoving; r++) isMoving = moves[rowOf(i) + r] !== 0;
    spatialBounds[i] = isMoving ? -bound : bound;
  }
  return signatures.lookUp(spatialBounds, loops, fanout.mesh);
}

/**
 * Whether different index tuples of the moving loops surely give different offsets: each loop moves along one rank
 * only, and there further than all loops with smaller steps reach together.
 */
function areOffsetsDistinct(loops: readonly NestLoop[], rowOf: (i: number) => number, ranks: number): boolean {
  for (let r = 0; r < ranks; r++) {
    // Loops that move along this rank, by the size of their step.
    let n = 0;
    for (let i = 0; i < loops.length; i++) {
      const size = Math.abs(moves[rowOf(i) + r] as number);
      if (size === 0) continue;
      for (let other = 0; other < ranks; other++) if (other !== r && moves[rowOf(i) + other] !== 0) return false;
      let at = n++;
      for (; at > 0 && (spatialSteps[2 * at - 2] as number) > size; at--) {
        spatialSteps[2 * at] = spatialSteps[2 * at - 2] as number;
        spatialSteps[2 * at + 1] = spatialSteps[2 * at - 1] as number;
      }
      spatialSteps[2 * at] = size;
      spatialSteps[2 * at + 1] = (loops[i] as NestLoop).bound;
    }
    let reach = 0;
    for (let at = 0; at < n; at++) {
      const size = spatialSteps[2 * at] as number;
      if (size <= reach) return false;
      reach += size * ((spatialSteps[2 * at + 1] as number) - 1);
    }
  }
  return true;
}

/** Gives the kernel the distinct offsets between a child and its neighbours. */
function loadNeighbours({ workload, nest, level, dataSpace, fanout }: FetchQuestion, ranks: number): void {
  const count = fanout.loops.length;
  const dataSpaces = workload.dataSpaces.length;
  const start = nest.blockStarts[level] as number;
  for (let i = 0; i < count; i++) spatialBounds[i] = (fanout.loops[i] as NestLoop).bound;
  const digits = neighbourDigits.lookUp(spatialBounds, count, fanout.mesh.x, fanout.mesh.y);
  const from = (start * dataSpaces + dataSpace) * MAX_RANKS;
  kernel.setNeighbours(digits, count, moves, from, dataSpaces * MAX_RANKS, ranks);
}
