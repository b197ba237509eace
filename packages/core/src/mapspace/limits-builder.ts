/**
 * Collects limits from many constraints: what two of them say of one thing is intersected, and where nothing is left
 * both places are named. (Timeloop stops at any second mention, equal or not; several bounds that agree are harmless.)
 */
import type { Architecture } from "../architecture/architecture.ts";
import type { LevelId } from "../mapping/mapping.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { DataSpaceId, DimensionId, Workload } from "../workload/workload.ts";
import type { LevelLimits, MapspaceLimits } from "./constraints.ts";
import { conflictingConstraints } from "./errors.ts";

export type LoopKind = "temporal" | "spatial";

/** Flags of data spaces that a constraint may set. */
export type ReuseFlag = keyof LevelLimits["reuse"];

interface Bounds {
  min: number;
  max: number;
  minSpan?: Span;
  maxSpan?: Span;
}

/** Something that may be said once, and where. */
interface Said<T> {
  readonly value: T;
  readonly span: Span;
}

interface LoopDraft {
  readonly factors: Bounds[];
  order?: Said<{ readonly innermost: readonly DimensionId[]; readonly outermost: readonly DimensionId[] }>;
  split?: Said<number>;
  remainder?: Said<number>;
}

interface LevelDraft {
  readonly temporal: LoopDraft;
  readonly spatial: LoopDraft;
  readonly keep: (Said<boolean> | undefined)[];
  readonly reuse: Record<ReuseFlag, boolean[]>;
  overbooked?: Said<number>;
}

export class LimitsBuilder {
  readonly #workload: Workload;
  readonly #names: readonly string[];
  readonly #report: Report;
  readonly #levels: readonly LevelDraft[];
  #parallelism: Said<number> | undefined;

  /** `names` are how people call the levels, innermost first. */
  constructor(architecture: Architecture, workload: Workload, names: readonly string[], report: Report) {
    this.#workload = workload;
    this.#names = names;
    this.#report = report;
    const { loopDimensions, dataSpaces } = workload;
    const loops = (): LoopDraft => ({ factors: loopDimensions.map(() => ({ min: 1, max: Number.POSITIVE_INFINITY })) });
    const flags = (): boolean[] => dataSpaces.map(() => false);
    this.#levels = architecture.storage.map(() => ({
      temporal: loops(),
      spatial: loops(),
      keep: dataSpaces.map(() => undefined),
      reuse: {
        noTemporalReuse: flags(),
        noMulticast: flags(),
        noLinkTransfer: flags(),
        rmwFirstUpdate: flags(),
        noCoalesce: flags(),
      },
    }));
  }

  /** Narrows one factor to `min` to `max`. */
  limitFactor(
    level: LevelId,
    kind: LoopKind,
    dimension: DimensionId,
    limits: { readonly min?: number; readonly max?: number },
    span: Span,
  ): void {
    const bounds = this.#loops(level, kind)?.factors[dimension];
    if (!bounds) return;
    const { min = 1, max = Number.POSITIVE_INFINITY } = limits;
    if (min > bounds.max || max < bounds.min) {
      const before = min > bounds.max ? bounds.maxSpan : bounds.minSpan;
      const what = `the ${kind} factor of ${this.#dimensionName(dimension)} at ${this.#names[level]}`;
      this.#report(
        conflictingConstraints(span, what, describeRange(min, max), describeRange(bounds.min, bounds.max), before),
      );
      return;
    }
    if (min > bounds.min) Object.assign(bounds, { min, minSpan: span });
    if (max < bounds.max) Object.assign(bounds, { max, maxSpan: span });
  }

  /** Whether anything but 1 has been said of a factor. */
  isLimited(level: LevelId, kind: LoopKind, dimension: DimensionId): boolean {
    const bounds = this.#loops(level, kind)?.factors[dimension];
    return bounds !== undefined && (bounds.minSpan !== undefined || bounds.maxSpan !== undefined);
  }

  /** The value of a factor that is fixed. */
  fixedFactor(level: LevelId, kind: LoopKind, dimension: DimensionId): number | undefined {
    const bounds = this.#loops(level, kind)?.factors[dimension];
    return bounds && bounds.min === bounds.max ? bounds.min : undefined;
  }

  /** Least value of a factor. */
  leastFactor(level: LevelId, kind: LoopKind, dimension: DimensionId): number {
    return this.#loops(level, kind)?.factors[dimension]?.min ?? 1;
  }

  setOrder(
    level: LevelId,
    kind: LoopKind,
    innermost: readonly DimensionId[],
    outermost: readonly DimensionId[],
    span: Span,
  ): void {
    const loops = this.#loops(level, kind);
    if (!loops) return;
    const words = (order: { innermost: readonly DimensionId[]; outermost: readonly DimensionId[] }): string =>
      [order.innermost, order.outermost].map((part) => part.map((id) => this.#dimensionName(id)).join("")).join("_");
    const what = `the order of ${kind} loops at ${this.#names[level]}`;
    loops.order = this.#agree(loops.order, { innermost, outermost }, span, what, words);
  }

  setSplit(level: LevelId, split: number, span: Span): void {
    const loops = this.#loops(level, "spatial");
    if (loops) loops.split = this.#agree(loops.split, split, span, `the split of ${this.#names[level]}`, String);
  }

  setRemainder(level: LevelId, kind: LoopKind, remainder: number, span: Span): void {
    const loops = this.#loops(level, kind);
    const what = `the largest remainder at ${this.#names[level]}`;
    if (loops) loops.remainder = this.#agree(loops.remainder, remainder, span, what, String);
  }

  setKeep(level: LevelId, dataSpace: DataSpaceId, keep: boolean, span: Span): void {
    const draft = this.#levels[level];
    if (!draft) return;
    const what = `${this.#workload.dataSpaces[dataSpace]?.name} at ${this.#names[level]}`;
    const words = (kept: boolean): string => (kept ? "kept" : "bypassed");
    draft.keep[dataSpace] = this.#agree(draft.keep[dataSpace], keep, span, what, words);
  }

  setFlag(level: LevelId, flag: ReuseFlag, dataSpace: DataSpaceId): void {
    const flags = this.#levels[level]?.reuse[flag];
    if (flags) flags[dataSpace] = true;
  }

  setOverbooking(level: LevelId, proportion: number, span: Span): void {
    const draft = this.#levels[level];
    const what = `the overbooked proportion of ${this.#names[level]}`;
    if (draft) draft.overbooked = this.#agree(draft.overbooked, proportion, span, what, String);
  }

  setParallelism(least: number, span: Span): void {
    this.#parallelism = this.#agree(this.#parallelism, least, span, "the least parallelism", String);
  }

  build(): MapspaceLimits {
    return {
      levels: this.#levels.map(
        (draft, level): LevelLimits => ({
          level,
          temporal: buildLoops(draft.temporal),
          spatial: {
            ...buildLoops(draft.spatial),
            split: draft.spatial.split?.value,
            ...(draft.spatial.split && { splitSpan: draft.spatial.split.span }),
          },
          keep: draft.keep.map((said) => said?.value),
          keepSpans: draft.keep.map((said) => said?.span),
          reuse: draft.reuse,
          maxOverbookedProportion: draft.overbooked?.value ?? 0,
        }),
      ),
      minParallelism: this.#parallelism?.value ?? 0,
      ...(this.#parallelism && { minParallelismSpan: this.#parallelism.span }),
    };
  }

  /** What was said before, if anything was; a different value is reported. */
  #agree<T>(before: Said<T> | undefined, value: T, span: Span, what: string, words: (value: T) => string): Said<T> {
    if (!before) return { value, span };
    const [here, there] = [words(value), words(before.value)];
    if (here !== there) this.#report(conflictingConstraints(span, what, here, there, before.span));
    return before;
  }

  #loops(level: LevelId, kind: LoopKind): LoopDraft | undefined {
    return this.#levels[level]?.[kind];
  }

  #dimensionName(dimension: DimensionId): string {
    return this.#workload.loopDimensions[dimension]?.name ?? "?";
  }
}

function buildLoops(draft: LoopDraft): LevelLimits["temporal"] {
  return {
    factors: draft.factors.map(({ min, max, minSpan, maxSpan }) => {
      const span = maxSpan ?? minSpan;
      return { min, max, ...(span && { span }) };
    }),
    innermost: draft.order?.value.innermost ?? [],
    outermost: draft.order?.value.outermost ?? [],
    maxRemainder: draft.remainder?.value ?? 0,
    ...(draft.order && { orderSpan: draft.order.span }),
  };
}

/** `3`, `at least 2`, `at most 4`, `2 to 4`. */
export function describeRange(min: number, max: number): string {
  if (min === max) return String(min);
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`;
  return min <= 1 ? `at most ${max}` : `${min} to ${max}`;
}
