/**
 * Why no mapping is valid: the smallest set of constraints and sizes that cannot all hold.
 *
 *     fanout        spatial factors that are asked for are more than the fan-out
 *     factors       no factors of a dimension make its size
 *     parallelism   fan-outs cannot be used as much as is asked
 *     capacity      the smallest tile that a level can be left with does not fit it
 *
 * Each is a test of the limits that is true of too many of them. A set is made smallest by leaving out one constraint
 * after the other for as long as the test goes on to fail (a deletion filter): what remains is needed, every one of it.
 */
import { fanoutBelow } from "../architecture/mesh.ts";
import { residentWordsOf, roomBitsOf } from "../evaluation/word-widths.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic, RelatedPlace } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { DimensionId } from "../workload/workload.ts";
import type { FactorLimits, LevelLimits, LoopLimits, MapspaceLimits } from "./constraints.ts";
import { DimensionFactors } from "./dimension-factors.ts";
import { type Conflict, noMapping } from "./errors.ts";
import { describeRange } from "./limits-builder.ts";
import { buildSlots, leftAfter, type Slot } from "./slots.ts";

/** One constraint that can be left out. */
export interface ConstraintItem {
  readonly text: string;
  readonly span: Span | undefined;
  readonly without: (limits: MapspaceLimits) => MapspaceLimits;
}

const FREE: FactorLimits = { min: 1, max: Number.POSITIVE_INFINITY };

/** What keeps every mapping from being valid, one diagnostic for each separate reason that is found. */
export function explainEmptyMapspace(spec: Spec, limits: MapspaceLimits): readonly Diagnostic[] {
  const found: Conflict[] = [...fanoutConflicts(spec, limits)];
  if (found.length === 0) {
    for (const dimension of spec.workload.loopDimensions.keys()) {
      const conflict = factorConflict(spec, limits, dimension);
      if (conflict) found.push(conflict);
    }
  }
  if (found.length === 0) found.push(...parallelismConflict(spec, limits));
  if (found.length === 0) found.push(...capacityConflicts(spec, limits));
  return found.map(noMapping);
}

/** Leaves out items for as long as `fails` stays true; what is left are all needed. */
export function smallestSet(
  items: readonly ConstraintItem[],
  limits: MapspaceLimits,
  fails: (limits: MapspaceLimits) => boolean,
): { readonly needed: readonly ConstraintItem[]; readonly limits: MapspaceLimits } {
  let present = limits;
  const needed: ConstraintItem[] = [];
  for (const item of items) {
    const without = item.without(present);
    if (fails(without)) present = without;
    else needed.push(item);
  }
  return { needed, limits: present };
}

/** Constraints on factors of `dimensions`, of the slots that there are. */
function factorItems(
  spec: Spec,
  limits: MapspaceLimits,
  dimensions: readonly DimensionId[],
): readonly ConstraintItem[] {
  const names = spec.workload.loopDimensions.map(({ name }) => name);
  return limits.levels.flatMap(({ level, ...kinds }) =>
    (["temporal", "spatial"] as const).flatMap((kind) =>
      dimensions.flatMap((dimension): ConstraintItem[] => {
        const { min, max, span } = kinds[kind].factors[dimension] ?? FREE;
        if (span === undefined) return [];
        const range = min === max ? `${min}` : describeRange(min, max);
        const text = `${names[dimension]} ${range} ${kind === "spatial" ? "in space " : ""}at ${nameOf(spec, level)}`;
        return [{ text, span, without: (all) => withFactor(all, level, kind, dimension, FREE) }];
      }),
    ),
  );
}

function splitItems(spec: Spec, { level, spatial }: LevelLimits): readonly ConstraintItem[] {
  const { split, splitSpan } = spatial;
  if (split === undefined) return [];
  const without = (all: MapspaceLimits): MapspaceLimits =>
    withLevel(all, level, (old) => ({ ...old, spatial: { ...old.spatial, split: undefined } }));
  return [{ text: `split ${split} at ${nameOf(spec, level)}`, span: splitSpan, without }];
}

function keepItems(spec: Spec, { level, keep, keepSpans }: LevelLimits): readonly ConstraintItem[] {
  return spec.workload.dataSpaces.flatMap(({ name }, id): ConstraintItem[] => {
    const said = keep[id];
    if (said === undefined || !keepSpans?.[id]) return [];
    const without = (all: MapspaceLimits): MapspaceLimits =>
      withLevel(all, level, (old) => ({ ...old, keep: old.keep.map((kept, i) => (i === id ? undefined : kept)) }));
    return [{ text: `${nameOf(spec, level)} ${said ? "keeps" : "bypasses"} ${name}`, span: keepSpans[id], without }];
  });
}

/** Every constraint that can be left out on its own. */
export function constraintItems(spec: Spec, limits: MapspaceLimits): readonly ConstraintItem[] {
  const ids = [...spec.workload.loopDimensions.keys()];
  return [
    ...factorItems(spec, limits, ids),
    ...limits.levels.flatMap((level) => [...splitItems(spec, level), ...keepItems(spec, level)]),
  ];
}

function withFactor(
  limits: MapspaceLimits,
  level: number,
  kind: "temporal" | "spatial",
  dimension: DimensionId,
  factor: FactorLimits,
): MapspaceLimits {
  const change = <T extends LoopLimits>(loops: T): T => ({
    ...loops,
    factors: loops.factors.map((old, d) => (d === dimension ? factor : old)),
  });
  return withLevel(limits, level, (old) =>
    kind === "temporal" ? { ...old, temporal: change(old.temporal) } : { ...old, spatial: change(old.spatial) },
  );
}

function withLevel(limits: MapspaceLimits, level: number, change: (old: LevelLimits) => LevelLimits): MapspaceLimits {
  return { ...limits, levels: limits.levels.map((old) => (old.level === level ? change(old) : old)) };
}

function nameOf(spec: Spec, level: number): string {
  const storage = spec.architecture.storage[level];
  return storage?.fanoutOf ?? storage?.name ?? "?";
}

/** The words as they stand in the file, for messages. */
export function places(needed: readonly ConstraintItem[]): readonly RelatedPlace[] {
  return needed.flatMap(({ text, span }) => (span ? [{ message: text, span }] : []));
}

export function listConstraints(needed: readonly ConstraintItem[]): string {
  return needed.map(({ text }) => text).join(", ");
}

function factorConflict(spec: Spec, limits: MapspaceLimits, dimension: DimensionId): Conflict | undefined {
  const { name = "?", size = 1 } = spec.workload.loopDimensions[dimension] ?? {};
  const fails = (candidate: MapspaceLimits): boolean =>
    new DimensionFactors(buildSlots(spec.architecture, spec.workload, candidate), dimension, size).count === 0;
  if (!fails(limits)) return undefined;
  const { needed } = smallestSet(factorItems(spec, limits, [dimension]), limits, fails);
  return {
    kind: "factors",
    message: `no factors of ${name} make its size, ${size}: ${listConstraints(needed) || "no level may hold it"}`,
    places: places(needed),
    hint: `let one level take what is left of ${name}: leave out one of these constraints${axisWords(spec)}`,
  };
}

/** How long spatial loops can be. */
function axisWords(spec: Spec): string {
  return [...spec.architecture.storage.keys()]
    .map((level) => ({ level, ...fanoutBelow(spec.architecture, level) }))
    .filter(({ x, y }) => x * y > 1)
    .map(({ level, x, y }) => `; a spatial loop at ${nameOf(spec, level)} has at most ${Math.max(x, y)} iterations`)
    .join("");
}

/** Least product of the spatial factors of one level. */
function leastSpatial({ spatial }: LevelLimits): number {
  return spatial.factors.reduce((product, { min }) => product * min, 1);
}

function fanoutConflicts(spec: Spec, limits: MapspaceLimits): readonly Conflict[] {
  const { architecture, workload } = spec;
  const ids = [...workload.loopDimensions.keys()];
  return limits.levels.flatMap((given): Conflict[] => {
    const { level } = given;
    const { x, y } = fanoutBelow(architecture, level);
    if (x * y <= 1) return [];
    const at = (all: MapspaceLimits): LevelLimits => all.levels[level] as LevelLimits;
    const items = factorItems(spec, { ...limits, levels: [given] }, ids).filter(({ text }) =>
      text.includes("in space"),
    );
    const hint = `the fan-out of ${nameOf(spec, level)} is ${x} in X and ${y} in Y: lower a factor, or widen the mesh`;
    const tooMany = (all: MapspaceLimits): boolean => leastSpatial(at(all)) > x * y;
    if (tooMany(limits)) {
      const { needed, limits: rest } = smallestSet(items, limits, tooMany);
      const message = `${nameOf(spec, level)} has ${x * y} children, but ${listConstraints(needed)} need ${leastSpatial(at(rest))}`;
      return [{ kind: "fanout", message, places: places(needed), hint }];
    }
    const tooLong = (all: MapspaceLimits): boolean => at(all).spatial.factors.some(({ min }) => min > Math.max(x, y));
    if (tooLong(limits)) {
      const { needed } = smallestSet(items, limits, tooLong);
      const message = `${listConstraints(needed)} is one loop, but no axis of the fan-out is longer than ${Math.max(x, y)}`;
      return [{ kind: "fanout", message, places: places(needed), hint }];
    }
    const split = given.spatial.split;
    if (split === undefined) return [];
    const offAxis = (all: MapspaceLimits): boolean => {
      const [inX, inY] = leastAlongAxes(at(all), split, ids);
      return at(all).spatial.split !== undefined && (inX > x || inY > y);
    };
    if (!offAxis(limits)) return [];
    const { needed, limits: rest } = smallestSet([...items, ...splitItems(spec, given)], limits, offAxis);
    const [inX, inY] = leastAlongAxes(at(rest), split, ids);
    const message = `${listConstraints(needed)} make ${inX} in X and ${inY} in Y at least, of ${x} and ${y} that there are`;
    return [{ kind: "fanout", message, places: places(needed), hint }];
  });
}

/** Least products along X and Y of dimensions whose axis the order and the split give. */
function leastAlongAxes(
  { spatial }: LevelLimits,
  split: number,
  ids: readonly DimensionId[],
): readonly [number, number] {
  const { innermost, outermost, factors } = spatial;
  const free = ids.filter((id) => !innermost.includes(id) && !outermost.includes(id));
  let inX = 1;
  let inY = 1;
  for (const id of ids) {
    const { min } = factors[id] ?? FREE;
    const first = innermost.includes(id)
      ? innermost.indexOf(id)
      : free.includes(id)
        ? innermost.length
        : ids.length - outermost.length + outermost.indexOf(id);
    const last = free.includes(id) ? innermost.length + free.length - 1 : first;
    if (last < split) inX *= min;
    else if (first >= split) inY *= min;
  }
  return [inX, inY];
}

function parallelismConflict(spec: Spec, limits: MapspaceLimits): readonly Conflict[] {
  const fails = (all: MapspaceLimits): boolean => mostParallelism(spec, all) < limits.minParallelism;
  if (limits.minParallelism <= 0 || !fails(limits)) return [];
  const ids = [...spec.workload.loopDimensions.keys()];
  const items = factorItems(spec, limits, ids).filter(({ text }) => text.includes("in space"));
  const { needed, limits: rest } = smallestSet(items, limits, fails);
  const most = Math.floor(mostParallelism(spec, rest) * 1000) / 10;
  const asked: ConstraintItem = {
    text: `a parallelism of at least ${limits.minParallelism}`,
    span: limits.minParallelismSpan,
    without: (all) => all,
  };
  return [
    {
      kind: "parallelism",
      message: `no more than ${most} % of the fan-out can be used, but ${asked.text} is asked for${needed.length > 0 ? `, with ${listConstraints(needed)}` : ""}`,
      places: places([asked, ...needed]),
      hint: "ask for less, or allow more spatial factors",
    },
  ];
}

/** Upper bound of the part of all fan-outs that can be used: each level's largest factors, no more than its children. */
function mostParallelism(spec: Spec, limits: MapspaceLimits): number {
  let most = 1;
  for (const slot of buildSlots(spec.architecture, spec.workload, limits)) {
    const { fanout } = slot;
    if (!fanout) continue;
    const children = fanout.x * fanout.y;
    let product = 1;
    for (const [d, { size }] of spec.workload.loopDimensions.entries()) {
      product *= Math.min(size, slot.factors[d]?.max ?? 1, children);
    }
    most *= Math.min(product, children) / children;
  }
  return most;
}

/** The least extent of each dimension that the slots up to and with `level` cover. */
function leastExtents(spec: Spec, limits: MapspaceLimits, level: number): readonly number[] {
  const slots = buildSlots(spec.architecture, spec.workload, limits);
  const inside = slots.filter((slot: Slot) => slot.level <= level).length;
  return spec.workload.loopDimensions.map(({ size }, d) => {
    const dimension = new DimensionFactors(slots, d, size);
    // What is covered follows from what is left outside: left = ceil(size / covered).
    let layer = new Map([[size, 1]]);
    for (let s = 0; s < inside; s++) {
      const next = new Map<number, number>();
      for (const [left, covered] of layer) {
        for (const { factor } of dimension.choices(s, left)) {
          const after = leftAfter(left, factor);
          next.set(after, Math.min(next.get(after) ?? Number.POSITIVE_INFINITY, covered * factor));
        }
      }
      layer = next;
    }
    return Math.min(...layer.values());
  });
}

function capacityConflicts(spec: Spec, limits: MapspaceLimits): readonly Conflict[] {
  const { architecture, workload } = spec;
  const ids = [...workload.loopDimensions.keys()];
  return architecture.storage.flatMap((storage, level): Conflict[] => {
    const room = storage.allowOverbooking ? undefined : storage.effectiveSizeWords;
    if (room === undefined) return [];
    const isKept = (all: MapspaceLimits, id: number): boolean =>
      all.levels[level]?.keep[id] ?? level === architecture.storage.length - 1;
    const needs = (all: MapspaceLimits): number => {
      const extents = leastExtents(spec, all, level);
      let bits = 0;
      for (const [id, dataSpace] of workload.dataSpaces.entries()) {
        if (isKept(all, id)) bits += tileWords(spec, id, extents) * roomBitsOf(storage, dataSpace.name);
      }
      return bits / storage.wordBits + residentWordsOf(storage);
    };
    const fails = (all: MapspaceLimits): boolean => needs(all) > room;
    if (!fails(limits)) return [];
    const keeps = keepItems(spec, limits.levels[level] as LevelLimits).filter(({ text }) => text.includes(" keeps "));
    const { needed, limits: rest } = smallestSet([...factorItems(spec, limits, ids), ...keeps], limits, fails);
    const capacity = storage.span ? [{ message: `${room} words`, span: storage.span }] : [];
    return [
      {
        kind: "capacity",
        message: `the smallest tile of ${storage.name} has ${Math.ceil(needs(rest))} words, but it holds ${room}: ${listConstraints(needed)}`,
        places: [...places(needed), ...capacity],
        hint: `allow smaller factors inside of ${storage.name}, or make it larger`,
      },
    ];
  });
}

/** Words of a data space's tile of these extents. */
function tileWords(spec: Spec, dataSpace: number, extents: readonly number[]): number {
  const { loopDimensions, dataSpaces, usesFlattening } = spec.workload;
  if (usesFlattening) return 1;
  let words = 1;
  for (const rank of dataSpaces[dataSpace]?.ranks ?? []) {
    let extent = 1;
    for (const { dimension, coefficient } of rank) {
      const loop = loopDimensions.findIndex(({ parts }) => parts.includes(dimension));
      extent += Math.abs(coefficient) * ((extents[loop] ?? 1) - 1);
    }
    words *= extent;
  }
  return words;
}
