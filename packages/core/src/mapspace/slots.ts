/**
 * Slots: the places of a nest that hold loops, from the inside out. Each level has a spatial slot where it fans out and
 * a temporal one unless it is a fan-out only:
 *
 *     level 0: [spatial] temporal   level 1: [spatial] temporal   ...
 *
 * Each dimension has one factor in each slot. Walking outwards, `left` is what a slot and those outside it must still
 * cover: a factor P leaves ceil(left / P), and its last iteration is `residual = (left - 1) mod P + 1` long, which is P
 * where P divides what is left. At the end 1 must be left. (Timeloop's formula for imperfect factors, from the inside.)
 */
import type { Architecture } from "../architecture/architecture.ts";
import { type Fanout, fanoutBelow } from "../architecture/mesh.ts";
import type { LevelId } from "../mapping/mapping.ts";
import type { DimensionId, Workload } from "../workload/workload.ts";
import type { FactorLimits, LoopLimits, MapspaceLimits } from "./constraints.ts";

/** How loops of a spatial slot are dealt to the axes. */
export type AxisRule =
  | { readonly kind: "only-x" }
  | { readonly kind: "only-y" }
  /** As many inner loops as one likes go to X, the others to Y. */
  | { readonly kind: "free" }
  /** The first `split` dimensions of the order go to X, those without a loop counted too. */
  | { readonly kind: "split"; readonly split: number };

export interface Slot {
  readonly level: LevelId;
  readonly kind: "temporal" | "spatial";
  /** By loop dimension. */
  readonly factors: readonly FactorLimits[];
  /** See LoopLimits. */
  readonly maxRemainder: number;
  /** Dimensions whose place in the order is given, and those whose place is free, as declared. */
  readonly innermost: readonly DimensionId[];
  readonly free: readonly DimensionId[];
  readonly outermost: readonly DimensionId[];
  /** Whether orders of the free dimensions are different mappings. */
  readonly ordered: boolean;
  /** Of a spatial slot. */
  readonly axes?: AxisRule;
  readonly fanout?: Fanout;
}

export function buildSlots(architecture: Architecture, workload: Workload, limits: MapspaceLimits): readonly Slot[] {
  return limits.levels.flatMap(({ level, temporal, spatial }): Slot[] => {
    const slots: Slot[] = [];
    const fanout = fanoutBelow(architecture, level);
    const fansOut = fanout.x * fanout.y > 1;
    if (fansOut) {
      // Along an axis too: which loop is innermost decides who is whose neighbour and can pass words on.
      const base = slotOf(level, "spatial", spatial, workload);
      slots.push({ ...base, ordered: true, axes: axisRule(fanout, spatial.split), fanout });
    }
    if (architecture.storage[level]?.fanoutOf !== undefined) return slots;
    // The loops nearest to the compute units move every operand in any order: one order stands for all (as in Timeloop).
    slots.push({ ...slotOf(level, "temporal", temporal, workload), ordered: level > 0 || fansOut });
    return slots;
  });
}

function slotOf(level: LevelId, kind: Slot["kind"], loops: LoopLimits, workload: Workload): Omit<Slot, "ordered"> {
  const { innermost, outermost, factors, maxRemainder } = loops;
  const free = [...workload.loopDimensions.keys()].filter((id) => !innermost.includes(id) && !outermost.includes(id));
  return { level, kind, factors, maxRemainder, innermost, free, outermost };
}

function axisRule({ x, y }: Fanout, split: number | undefined): AxisRule {
  if (split !== undefined) return { kind: "split", split };
  if (y === 1) return { kind: "only-x" };
  return x === 1 ? { kind: "only-y" } : { kind: "free" };
}

/**
 * Whether some of the factors that are given run a shorter last iteration: only where their product does not divide the
 * size, as in Timeloop.
 */
export function givenFactorsFallShort(slots: readonly Slot[], dimension: DimensionId, size: number): boolean {
  let product = 1;
  for (const { factors } of slots) {
    const { min, max } = factors[dimension] ?? { min: 1, max: 1 };
    if (min === max) product *= min;
  }
  return size % product !== 0;
}

/**
 * Factors that `slot` may give `dimension` where `left` is to be covered, ascending.
 * @param short whether a given factor need not divide
 */
export function factorChoices(slot: Slot, dimension: DimensionId, left: number, short: boolean): readonly number[] {
  const { min, max } = slot.factors[dimension] ?? { min: 1, max: 1 };
  const axis = slot.fanout ? Math.max(slot.fanout.x, slot.fanout.y) : Number.POSITIVE_INFINITY;
  const imperfect = slot.maxRemainder > 1;
  const most = Math.min(left, max, axis, imperfect ? slot.maxRemainder : Number.POSITIVE_INFINITY);
  if (min === max) return min <= most && (imperfect || short || left % min === 0) ? [min] : [];
  const choices: number[] = [];
  if (imperfect) {
    for (let factor = min; factor <= most; factor++) choices.push(factor);
    return choices;
  }
  for (let factor = 1; factor * factor <= left; factor++) {
    if (left % factor !== 0) continue;
    if (factor >= min && factor <= most) choices.push(factor);
    const other = left / factor;
    if (other !== factor && other >= min && other <= most) choices.push(other);
  }
  return choices.sort((a, b) => a - b);
}

/** What a factor leaves for the slots outside. */
export function leftAfter(left: number, factor: number): number {
  return Math.ceil(left / factor);
}

/** Length of the last iteration. */
export function residualOf(left: number, factor: number): number {
  return ((left - 1) % factor) + 1;
}
