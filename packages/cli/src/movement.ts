/**
 * What each data space does at each boundary between two storage levels that keep it, read off the loop nest.
 *
 *     outer level   for m in 0..16     <- does not index Inputs, outside r: runs through them again   (refetches)
 *                     for r in 0..3    <- indexes Inputs: a new tile each step                        (sweeps)
 *                       for n in 0..4  <- innermost, does not index Inputs: they stay                 (stays)
 *     inner level         ...
 *
 * The tile of the inner level is the box of all loops inside it; `wrap` says how much of it the inner level still
 * holds when a loop steps while the sweeping loops inside it run back to their start. That is where element by
 * element counting and Timeloop's counting part.
 */
import type { DataSpace, Evaluation, Loop, Spec, StorageResult } from "@tilewright/core";

/** A loop of more than one iteration outside the inner level. */
export interface LoopAbove {
  /** `m`, or `m of DRAM` where several levels have a loop over the dimension. */
  readonly label: string;
  readonly bound: number;
  readonly spatial: boolean;
  /** Index into `Workload.loopDimensions`. */
  readonly dimension: number;
  /** Distance in the dimension between two iterations. */
  readonly stride: number;
  /** Whether the data space is indexed by the dimension. */
  readonly indexes: boolean;
}

/** What the inner level still holds of the next tile when `by` steps and the `wrapping` loops start over. */
export interface Wrap {
  readonly by: LoopAbove;
  readonly wrapping: readonly LoopAbove[];
  readonly tileWords: number;
  readonly keptWords: number;
}

export interface Movement {
  readonly dataSpace: string;
  readonly readWrite: boolean;
  readonly outer: string;
  readonly inner: string;
  /** Words of the data space in the whole problem that the outer level serves, all instances. */
  readonly distinctWords: number;
  /** Innermost temporal loops that leave the tile where it is, innermost first. */
  readonly stays: readonly LoopAbove[];
  /** Temporal loops that bring another tile. */
  readonly sweeps: readonly LoopAbove[];
  /** Of the sweeps, those whose next tile overlaps the present one. */
  readonly slides: readonly LoopAbove[];
  /** Temporal loops that run through the same tiles again. */
  readonly refetches: readonly LoopAbove[];
  /** Spatial loops over which one word serves several instances. */
  readonly multicasts: readonly LoopAbove[];
  /** Product of the bounds of `refetches`. */
  readonly passes: number;
  /** Innermost loop at whose step part of the tile is still there although inner loops start over. */
  readonly wrap?: Wrap;
  /** Words that enter the inner level, all instances. */
  readonly wordsIn: number;
  /** Words that the outer level sends inwards (fewer than `wordsIn` under multicast). */
  readonly wordsSent: number;
  /** Words that come back to the outer level. */
  readonly wordsOut: number;
}

interface PlacedLoop {
  readonly loop: Loop;
  readonly level: number;
  readonly spatial: boolean;
  readonly stride: number;
}

/** Names of loop variables: lower case as in `for m in ...` where that keeps them apart. */
export function loopVariableNames(spec: Spec): readonly string[] {
  const names = spec.workload.loopDimensions.map((dimension) => dimension.name);
  const lower = names.map((name) => name.toLowerCase());
  return new Set(lower).size === names.length ? lower : names;
}

/** All loops of the mapping that run more than once, innermost first, with their strides. */
function placeLoops(spec: Spec): readonly PlacedLoop[] {
  const extents = new Map<number, number>();
  const placed: PlacedLoop[] = [];
  const place = (loop: Loop, level: number, spatial: boolean): void => {
    const stride = extents.get(loop.dimension) ?? 1;
    extents.set(loop.dimension, stride * loop.bound);
    if (loop.bound > 1) placed.push({ loop, level, spatial, stride });
  };
  for (const level of [...(spec.mapping?.levels ?? [])].sort((a, b) => a.level - b.level)) {
    for (const loop of [...level.spatialX, ...level.spatialY]) place(loop, level.level, true);
    for (const loop of level.temporal) place(loop, level.level, false);
  }
  return placed;
}

function indexedDimensions(spec: Spec, dataSpace: DataSpace): ReadonlySet<number> {
  const dimensions = new Set(dataSpace.ranks.flat().map((term) => term.dimension));
  const loopDimensions = new Set<number>();
  spec.workload.loopDimensions.forEach((loopDimension, index) => {
    if (loopDimension.parts.some((part) => dimensions.has(part))) loopDimensions.add(index);
  });
  return loopDimensions;
}

/** Words of the box in which each dimension runs over `extent(dimension)` indices. */
function boxWords(dataSpace: DataSpace, extent: (dimension: number) => number): number {
  return dataSpace.ranks.reduce((words, rank) => {
    const span = rank.reduce((sum, term) => sum + Math.abs(term.coefficient) * (extent(term.dimension) - 1), 1);
    return words * span;
  }, 1);
}

/** Words that a tile and the tile `shift(dimension)` further have in common. */
function overlapWords(
  dataSpace: DataSpace,
  extent: (dimension: number) => number,
  shift: (dimension: number) => number,
): number {
  return dataSpace.ranks.reduce((words, rank) => {
    const span = rank.reduce((sum, term) => sum + Math.abs(term.coefficient) * (extent(term.dimension) - 1), 1);
    const moved = rank.reduce((sum, term) => sum + term.coefficient * shift(term.dimension), 0);
    return words * Math.max(0, span - Math.abs(moved));
  }, 1);
}

/** Totals over instances of one counter at one level. */
function total(level: StorageResult | undefined, dataSpace: string, counter: "reads" | "fills" | "updates"): number {
  const counts = level?.dataSpaces[dataSpace];
  return counts === undefined ? 0 : counts[counter] * counts.utilizedInstances;
}

function findWrap(
  temporal: readonly LoopAbove[],
  dataSpace: DataSpace,
  extent: (dimension: number) => number,
): Wrap | undefined {
  const tileWords = boxWords(dataSpace, extent);
  for (const [position, by] of temporal.entries()) {
    const wrapping = temporal.slice(0, position).filter((loop) => loop.indexes);
    if (wrapping.length === 0) continue;
    const shift = (dimension: number): number => {
      const own = by.dimension === dimension ? by.stride : 0;
      const back = wrapping.filter((loop) => loop.dimension === dimension);
      return back.reduce((sum, loop) => sum - loop.stride * (loop.bound - 1), own);
    };
    const keptWords = overlapWords(dataSpace, extent, shift);
    if (keptWords > 0) return { by, wrapping, tileWords, keptWords };
  }
  return undefined;
}

/** Movements of all data spaces, outermost boundary first. Empty for a spec without mapping or an invalid one. */
export function movementsOf(spec: Spec, evaluation: Evaluation): readonly Movement[] {
  const { mapping, workload, architecture } = spec;
  if (mapping === undefined || !evaluation.valid) return [];
  const placed = placeLoops(spec);
  const variables = loopVariableNames(spec);
  const results = new Map<string, StorageResult>();
  for (const level of evaluation.levels) if (level.kind === "storage") results.set(level.name, level);
  const byLevel = new Map(mapping.levels.map((level) => [level.level, level]));

  const movements: Movement[] = [];
  workload.dataSpaces.forEach((dataSpace, dataSpaceId) => {
    const keepers = architecture.storage
      .map((level, index) => ({ level, index }))
      .filter(({ level, index }) => !level.virtual && byLevel.get(index)?.keep[dataSpaceId] === true);
    const indexed = indexedDimensions(spec, dataSpace);
    for (let at = keepers.length - 1; at > 0; at -= 1) {
      const outer = keepers[at];
      const inner = keepers[at - 1];
      if (outer === undefined || inner === undefined) continue;
      const above = placed.filter((entry) => entry.level > inner.index);
      const loops = above.map((entry): LoopAbove => {
        const { dimension, bound } = entry.loop;
        const name = variables[dimension] ?? "?";
        const others = above.filter((other) => other.loop.dimension === dimension);
        const levelName = architecture.storage[entry.level]?.name ?? "";
        const label = others.length > 1 ? `${name} of ${levelName}` : name;
        return {
          label,
          bound,
          spatial: entry.spatial,
          dimension,
          stride: entry.stride,
          indexes: indexed.has(dimension),
        };
      });
      const temporal = loops.filter((loop) => !loop.spatial);
      const firstSweep = temporal.findIndex((loop) => loop.indexes);
      const stays = firstSweep === -1 ? temporal : temporal.slice(0, firstSweep);
      const outside = firstSweep === -1 ? [] : temporal.slice(firstSweep);
      const sweeps = outside.filter((loop) => loop.indexes);
      const refetches = outside.filter((loop) => !loop.indexes);

      const insideExtent = (dimension: number): number =>
        placed
          .filter((entry) => entry.level <= inner.index && entry.loop.dimension === dimension)
          .reduce((product, entry) => product * entry.loop.bound, 1);
      // Flattened dimensions have no boxes of this simple kind.
      const boxes = !workload.usesFlattening;
      const wrap = boxes ? findWrap(temporal, dataSpace, insideExtent) : undefined;
      const slides = sweeps.filter(
        (loop) =>
          boxes &&
          overlapWords(dataSpace, insideExtent, (dimension) => (dimension === loop.dimension ? loop.stride : 0)) > 0,
      );
      const outerResult = results.get(outer.level.name);
      const innerResult = results.get(inner.level.name);
      movements.push({
        dataSpace: dataSpace.name,
        readWrite: dataSpace.readWrite,
        outer: outer.level.name,
        inner: inner.level.name,
        distinctWords: boxWords(dataSpace, (dimension) => workload.dimensions[dimension]?.size ?? 1),
        stays,
        sweeps,
        slides,
        refetches,
        multicasts: loops.filter((loop) => loop.spatial && !loop.indexes),
        passes: refetches.reduce((product, loop) => product * loop.bound, 1),
        ...(wrap === undefined ? {} : { wrap }),
        wordsIn: total(innerResult, dataSpace.name, "fills"),
        wordsSent: total(outerResult, dataSpace.name, "reads"),
        wordsOut: total(outerResult, dataSpace.name, "updates"),
      });
    }
  });
  return movements;
}
