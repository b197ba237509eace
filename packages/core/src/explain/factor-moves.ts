/**
 * Small changes of a mapping: a factor of one dimension moves from one loop to another, so that the product stays.
 * Only dimensions with perfect factors take part. (A residual would have to be found anew.)
 */
import type { LevelMapping, Loop, Mapping } from "../mapping/mapping.ts";
import type { LoopKind } from "../nest/loop-nest.ts";

/** One place for loops: a level's temporal or spatial loops of one axis. */
export interface Slot {
  readonly level: number;
  readonly kind: LoopKind;
}

export interface Move {
  readonly dimension: number;
  readonly factor: number;
  readonly from: Slot;
  readonly to: Slot;
}

export function loopsIn(level: LevelMapping, kind: LoopKind): readonly Loop[] {
  return kind === "temporal" ? level.temporal : kind === "spatialX" ? level.spatialX : level.spatialY;
}

/** The dimension's bound in a slot; undefined where it has no loop there. */
export function boundIn(mapping: Mapping, slot: Slot, dimension: number): number | undefined {
  const level = mapping.levels[slot.level];
  return level === undefined
    ? undefined
    : loopsIn(level, slot.kind).find((loop) => loop.dimension === dimension)?.bound;
}

/** All moves between slots that `allows` lets pass. */
export function* movesOf(mapping: Mapping, allows: (from: Slot, to: Slot) => boolean): Generator<Move> {
  const kinds = ["temporal", "spatialX", "spatialY"] as const;
  const slots = mapping.levels.flatMap((level) =>
    kinds.filter((kind) => loopsIn(level, kind).length > 0).map((kind) => ({ level: level.level, kind })),
  );
  const imperfect = new Set<number>();
  for (const { level, kind } of slots) {
    const levelMapping = mapping.levels[level];
    if (levelMapping === undefined) continue;
    for (const loop of loopsIn(levelMapping, kind)) if (loop.bound !== loop.residual) imperfect.add(loop.dimension);
  }
  for (const from of slots) {
    for (const { dimension, bound } of loopsIn(mapping.levels[from.level] as LevelMapping, from.kind)) {
      if (bound === 1 || imperfect.has(dimension)) continue;
      for (const to of slots) {
        if ((to.level === from.level && to.kind === from.kind) || !allows(from, to)) continue;
        if (boundIn(mapping, to, dimension) === undefined) continue;
        for (const factor of divisors(bound)) if (factor > 1) yield { dimension, factor, from, to };
      }
    }
  }
}

/** The mapping with a factor moved. */
export function applyMove(mapping: Mapping, move: Move): Mapping {
  const scaled = (loop: Loop, by: number): Loop => ({ ...loop, bound: loop.bound * by, residual: loop.residual * by });
  const change = (level: LevelMapping, slot: Slot, by: number): LevelMapping => {
    if (level.level !== slot.level) return level;
    const loops = loopsIn(level, slot.kind).map((loop) =>
      loop.dimension === move.dimension ? scaled(loop, by) : loop,
    );
    return { ...level, [slot.kind]: loops };
  };
  return {
    ...mapping,
    levels: mapping.levels.map((level) => change(change(level, move.from, 1 / move.factor), move.to, move.factor)),
  };
}

/** Divisors in ascending order. */
export function divisors(n: number): number[] {
  const small: number[] = [];
  const large: number[] = [];
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    small.push(d);
    if (d * d < n) large.unshift(n / d);
  }
  return [...small, ...large];
}
