/**
 * The closed form of closed-form.ts, plainly: on point sets, for any number of ranks and loops, and with neighbours that
 * pass words on. Whether they can depends on what was fetched one step before, which the memory then carries along:
 *
 *     F(k, p, last fetch)
 *
 * The reference of the flat version, which hands over to it whatever it does not cover.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Workload } from "../workload/workload.ts";
import {
  childOffsets,
  linkedSignatures,
  loopMovement,
  plainSignature,
  SINGLE_CHILD,
  type Signature,
  vectorKey,
} from "./fanout-signatures.ts";
import type { Fanout } from "./hops.ts";
import { isSpatial, type LoopNest, type NestLoop } from "./loop-nest.ts";
import { type PointSet, pointSetSize, subtractPointSets, translatePointSet } from "./point-set.ts";
import { spatialShape, utilizedInstances } from "./spatial-shape.ts";
import { AccessStats, type LevelAccesses, type NestAccesses, type TileAccesses } from "./tile-accesses.ts";
import { workingSets } from "./working-set.ts";

/** The plain version: data spaces of any number of ranks, on point sets. */
export function countPlainly(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
): NestAccesses {
  const origin = new Array<number>(workload.loopDimensions.length).fill(0);
  const sizesOf = (extent: readonly number[]): number[] => workingSets(workload, origin, extent).map(pointSetSize);
  return assemble(nest, fanouts, (level, fanout): TileAccesses[] => {
    const sizes = sizesOf(nest.extents[nest.boundaries[level] as number] as readonly number[]);
    const last = (nest.blockStarts[level] as number) + fanout.loops.length - 1;
    const together = fanout.loops.length === 0 ? undefined : sizesOf(nest.extents[last] as readonly number[]);
    return workload.dataSpaces.map((_, d): TileAccesses => {
      const question = questionOf(workload, nest, mapping, level, d, fanout);
      const { stats, linkTransfers } = countBySignature(question, plainSignatureOf(question));
      const size = sizes[d] as number;
      if (together === undefined) return { size, stats, linkTransfers };
      return { size, spatialSize: together[d] as number, stats, linkTransfers };
    });
  });
}

/** The levels of a nest with their fan-outs, each counted by `count`. */
export function assemble(
  nest: LoopNest,
  fanouts: readonly Fanout[],
  count: (level: number, fanout: LevelFanout) => TileAccesses[],
): NestAccesses {
  let temporalIterations = 1;
  for (const loop of nest.loops) if (!isSpatial(loop)) temporalIterations *= loop.bound;
  const levels = nest.boundaries.map((boundary, level): LevelAccesses => {
    const fanout = fanoutOf(nest, level, fanouts[level] as Fanout);
    const dataSpaces = count(level, fanout);
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
export interface LevelFanout {
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

export interface FetchQuestion {
  readonly workload: Workload;
  readonly nest: LoopNest;
  readonly level: number;
  readonly dataSpace: number;
  readonly alwaysWhole: boolean;
  readonly fanout: LevelFanout;
  readonly noMulticast: boolean;
  readonly noLinkTransfer: boolean;
}

export function questionOf(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  level: number,
  dataSpace: number,
  fanout: LevelFanout,
): FetchQuestion {
  const reuse = mapping.levels[level]?.reuse;
  return {
    workload,
    nest,
    level,
    dataSpace,
    alwaysWhole: level === 0 || (mapping.levels[level - 1]?.reuse.noTemporalReuse[dataSpace] ?? false),
    fanout,
    noMulticast: reuse?.noMulticast[dataSpace] ?? false,
    noLinkTransfer: reuse?.noLinkTransfer[dataSpace] ?? false,
  };
}

export interface FetchAnswer {
  readonly stats: AccessStats;
  readonly linkTransfers: number;
}

/** Who shares a fetch, child by child. */
export function plainSignatureOf({ workload, nest, level, dataSpace, fanout, noMulticast }: FetchQuestion): Signature {
  if (fanout.loops.length === 0) return SINGLE_CHILD;
  return plainSignature(childOffsets(workload, nest, level, dataSpace), fanout.mesh, noMulticast);
}

export function spreadOne(signature: Signature, words: number): FetchAnswer {
  const stats = new AccessStats();
  if (words > 0) spreadInto(stats, signature, words);
  return { stats, linkTransfers: signature.linked * words };
}

function spreadInto(stats: AccessStats, { parts }: Signature, count: number): void {
  for (const part of parts) {
    stats.add(part.multicast, part.scatter, part.scatter * count, part.hops * count, part.unicastHops * count);
  }
}

/** Words fetched by one child, by how they spread -> what the parent is asked. */
function spread(words: ReadonlyMap<Signature, number>): FetchAnswer {
  const stats = new AccessStats();
  let linkTransfers = 0;
  for (const [signature, count] of words) {
    if (count === 0) continue;
    linkTransfers += signature.linked * count;
    spreadInto(stats, signature, count);
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

/** One temporal loop outside a boundary: how often it advances for each start, and how the tile moves then. */
interface Movement {
  readonly repeats: number;
  readonly vector: readonly number[];
}

/** Movements of the temporal loops from a level's block outwards, innermost first. */
function movements({ workload, nest, level, dataSpace }: FetchQuestion): Movement[] {
  const back = workload.dataSpaces[dataSpace]?.ranks.map(() => 0) ?? [];
  const result: Movement[] = [];
  for (let l = nest.blockStarts[level] as number; l < nest.loops.length; l++) {
    const loop = nest.loops[l] as NestLoop;
    if (isSpatial(loop) || loop.bound === 1) continue;
    const own = loopMovement(workload, loop, dataSpace);
    result.push({ repeats: loop.bound - 1, vector: own.map((value, r) => value - (back[r] as number)) });
    own.forEach((value, r) => {
      back[r] = (back[r] as number) + value;
    });
  }
  return result;
}

/** One child's tile, a single box. */
function childTile({ workload, nest, level, dataSpace }: FetchQuestion): PointSet {
  const origin = new Array<number>(workload.loopDimensions.length).fill(0);
  const extent = level === 0 ? origin.map(() => 1) : nest.extents[nest.boundaries[level - 1] as number];
  return workingSets(workload, origin, extent as readonly number[])[dataSpace] as PointSet;
}

/** The plain version: F(k, p) with what was fetched last as a part of the memory. */
export function countBySignature(question: FetchQuestion, plain: Signature): FetchAnswer {
  const { workload, nest, level, dataSpace, alwaysWhole, fanout, noMulticast, noLinkTransfer } = question;
  const steps = movements(question);
  const tile = childTile(question);
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
