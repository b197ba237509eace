/**
 * The mapspace: all mappings of a workload onto an architecture within limits, numbered from 0.
 *
 *     factors     one for each dimension and slot, that cover each dimension (slots.ts)
 *     orders      of the loops that run more than once, slot by slot; in a fan-out also which lie along X (orders.ts)
 *     keeps       by level and data space, where that is free (keep-space.ts)
 *
 *     index = nest * keeps + keep,   nest = slots from the inside out: factors, then arrangement, then the slots outside
 *
 * Two mappings are different if they differ in any of these. That a mapping is here says that it obeys the limits and
 * that a level's spatial loops are no more than its fan-out; whether tiles fit their buffers and loops their axis only
 * its evaluation tells. docs/explanation/mapspace.md compares this with Timeloop's count.
 */
import type { LevelMapping, Loop, Mapping } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import { assertInvariant } from "../text/invariant.ts";
import type { DimensionId } from "../workload/workload.ts";
import type { MapspaceLimits } from "./constraints.ts";
import { DimensionFactors } from "./dimension-factors.ts";
import { KeepSpace } from "./keep-space.ts";
import { NestCounts } from "./nest-counts.ts";
import { type Arrangement, arrangementAt, arrangementsOf, indexOfArrangement } from "./orders.ts";
import { buildSlots, leftAfter, residualOf, type Slot } from "./slots.ts";

/** Factors and loops of one slot. */
export interface FilledSlot extends Arrangement {
  /** By dimension. */
  readonly factors: readonly number[];
}

/** A part of the index range, for a search of its own. */
export interface MapspacePart {
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
}

export class Mapspace {
  readonly spec: Spec;
  readonly limits: MapspaceLimits;
  readonly slots: readonly Slot[];
  readonly dimensions: readonly DimensionFactors[];
  readonly keeps: KeepSpace;
  readonly #sizes: readonly number[];
  #counted: { readonly counts: NestCounts | undefined } | undefined;

  constructor(spec: Spec, limits: MapspaceLimits) {
    this.spec = spec;
    this.limits = limits;
    this.slots = buildSlots(spec.architecture, spec.workload, limits);
    this.#sizes = spec.workload.loopDimensions.map(({ size }) => size);
    this.dimensions = this.#sizes.map((size, dimension) => new DimensionFactors(this.slots, dimension, size));
    this.keeps = new KeepSpace(spec.architecture, spec.workload, limits);
  }

  /** Whether all factors of all mappings divide what is left of their dimension. */
  get isPerfect(): boolean {
    return this.dimensions.every(({ isPerfect }) => isPerfect);
  }

  /** Whether mappings can be numbered: not where dimensions have too many factors together (see NestCounts). */
  get isCountable(): boolean {
    return this.#nestCounts() !== undefined;
  }

  /** Number of mappings, exactly; only of a countable mapspace. */
  get size(): bigint {
    return this.#counts().count(0, this.#sizes) * BigInt(this.keeps.count);
  }

  /** Product of the number of factorizations of each dimension: Timeloop's index factorization space. */
  get factorizations(): bigint {
    return this.dimensions.reduce((product, { count }) => product * BigInt(count), 1n);
  }

  /** Mapping number `index`, from 0 to `size`, exclusive. */
  mappingAt(index: bigint): Mapping {
    const keeps = BigInt(this.keeps.count);
    assertInvariant(index >= 0n && index < this.size, `no mapping has the number ${index}`);
    const counts = this.#counts();
    let nest = index / keeps;
    let left: readonly number[] = this.#sizes;
    const filled: FilledSlot[] = [];
    for (const [s, slot] of this.slots.entries()) {
      let chosen: FilledSlot | undefined;
      let next = left;
      counts.forEachChoice(s, left, (factors, after) => {
        const arrangements = arrangementsOf(slot, (d) => (factors[d] as number) > 1);
        const outside = counts.count(s + 1, after);
        const all = BigInt(arrangements.orders * arrangements.cuts) * outside;
        if (nest >= all) {
          nest -= all;
          return false;
        }
        chosen = { factors: [...factors], ...arrangementAt(arrangements, Number(nest / outside)) };
        nest %= outside;
        next = [...after];
        return true;
      });
      assertInvariant(chosen !== undefined, `slot ${s} cannot be filled`);
      filled.push(chosen);
      left = next;
    }
    return this.mappingOf(filled, Number(index % keeps));
  }

  /** The number of `mapping`; undefined where it is not in this mapspace. Where orders say nothing, any will do. */
  indexOf(mapping: Mapping): bigint | undefined {
    const keep = this.keeps.indexOf(mapping.levels.map((level) => level.keep));
    const filled = this.#slotsOf(mapping);
    if (keep === undefined || !filled) return undefined;
    const counts = this.#counts();
    let nest = 0n;
    let left: readonly number[] = this.#sizes;
    for (const [s, slot] of this.slots.entries()) {
      const mine = filled[s] as FilledSlot;
      let next: readonly number[] | undefined;
      let arrangement: number | undefined;
      counts.forEachChoice(s, left, (factors, after) => {
        const arrangements = arrangementsOf(slot, (d) => (factors[d] as number) > 1);
        const outside = counts.count(s + 1, after);
        if (factors.some((factor, d) => factor !== mine.factors[d])) {
          nest += BigInt(arrangements.orders * arrangements.cuts) * outside;
          return false;
        }
        arrangement = indexOfArrangement(slot, arrangements, mine);
        nest += BigInt(arrangement ?? 0) * outside;
        next = [...after];
        return true;
      });
      if (next === undefined || arrangement === undefined) return undefined;
      left = next;
    }
    return left.some((rest) => rest !== 1) ? undefined : nest * BigInt(this.keeps.count) + BigInt(keep);
  }

  /** Part `part` of `parts` of the index range, as equal as they can be. */
  part(part: number, parts: number): MapspacePart {
    const { size } = this;
    return { from: (size * BigInt(part)) / BigInt(parts), to: (size * BigInt(part + 1)) / BigInt(parts) };
  }

  /** The mapping that fills the slots so. */
  mappingOf(filled: readonly FilledSlot[], keep: number): Mapping {
    const left = [...this.#sizes];
    const loops = filled.map(({ factors }): readonly Loop[] =>
      factors.map((bound, dimension) => {
        const before = left[dimension] as number;
        left[dimension] = leftAfter(before, bound);
        return { dimension, bound, residual: residualOf(before, bound) };
      }),
    );
    const keeps = this.keeps.keepsAt(keep);
    const unit = (dimension: DimensionId): Loop => ({ dimension, bound: 1, residual: 1 });
    const levels = this.limits.levels.map(({ level, reuse }): LevelMapping => {
      const find = (kind: Slot["kind"]): number => this.slots.findIndex((s) => s.level === level && s.kind === kind);
      const t = find("temporal");
      const s = find("spatial");
      const rest = (order: readonly DimensionId[]): readonly DimensionId[] =>
        [...this.#sizes.keys()].filter((d) => !order.includes(d));
      const time = filled[t]?.loops ?? [];
      const space = filled[s];
      const pick = (at: number, order: readonly DimensionId[]): readonly Loop[] =>
        order.map((d) => loops[at]?.[d] ?? unit(d));
      const inX = space?.loops.slice(0, space.inX) ?? [];
      const inY = space?.loops.slice(space.inX) ?? [];
      // Dimensions without a loop are written on the axis that there is.
      const idle = space ? rest(space.loops).map(unit) : [];
      const hasY = (this.slots[s]?.fanout?.y ?? 1) > 1;
      return {
        level,
        temporal: [...pick(t, time), ...rest(time).map(unit)],
        spatialX: [...pick(s, inX), ...(hasY ? [] : idle)],
        spatialY: [...pick(s, inY), ...(hasY ? idle : [])],
        keep: keeps[level] ?? [],
        reuse,
      };
    });
    return { levels };
  }

  /** A mapping as filled slots; undefined where it has a loop outside of them or a dimension twice in one. */
  #slotsOf(mapping: Mapping): readonly FilledSlot[] | undefined {
    const filled: FilledSlot[] = [];
    const left = [...this.#sizes];
    for (const { level, temporal, spatialX, spatialY } of mapping.levels) {
      const runs = (loops: readonly Loop[]): readonly Loop[] => loops.filter(({ bound }) => bound > 1);
      for (const kind of ["spatial", "temporal"] as const) {
        const x = kind === "temporal" ? [] : runs(spatialX);
        const loops = kind === "temporal" ? runs(temporal) : [...x, ...runs(spatialY)];
        const slot = this.slots.find((candidate) => candidate.level === level && candidate.kind === kind);
        if (!slot) {
          if (loops.length > 0) return undefined;
          continue;
        }
        const order = loops.map(({ dimension }) => dimension);
        if (new Set(order).size < order.length) return undefined;
        for (const { dimension, bound, residual } of loops) {
          const before = left[dimension] as number;
          if (residual !== residualOf(before, bound)) return undefined;
          left[dimension] = leftAfter(before, bound);
        }
        const factors = this.#sizes.map((_, d) => loops.find(({ dimension }) => dimension === d)?.bound ?? 1);
        filled.push({ loops: order, inX: x.length, factors });
      }
    }
    return filled;
  }

  #nestCounts(): NestCounts | undefined {
    this.#counted ??= { counts: NestCounts.create(this.slots, this.dimensions) };
    return this.#counted.counts;
  }

  #counts(): NestCounts {
    const counts = this.#nestCounts();
    assertInvariant(counts !== undefined, "this mapspace is too large to be numbered");
    return counts;
  }
}
