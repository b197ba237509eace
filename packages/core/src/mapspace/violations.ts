/**
 * Why a mapping is not in a mapspace, constraint by constraint, in words: the judge of whoever claims that it is. Plain
 * rules, read off the limits one by one, and none of the tables by which mapspace.ts counts and numbers mappings.
 */
import { type Fanout, fanoutBelow } from "../architecture/mesh.ts";
import type { LevelMapping, Loop, Mapping, ReuseOptions } from "../mapping/mapping.ts";
import type { Spec } from "../spec/spec.ts";
import type { DimensionId } from "../workload/workload.ts";
import { isAxisChoicePossible } from "./axis-choice.ts";
import type { FactorLimits, LevelLimits, LoopLimits, MapspaceLimits } from "./constraints.ts";

/** Empty where the mapping is in the mapspace; whether its tiles fit their buffers, its evaluation tells. */
export function findViolations(spec: Spec, limits: MapspaceLimits, mapping: Mapping): readonly string[] {
  const { architecture } = spec;
  if (mapping.levels.length !== limits.levels.length) {
    return [`the mapping has ${mapping.levels.length} levels, the mapspace ${limits.levels.length}`];
  }
  const judge = new Judge(spec, limits);
  let spread = 1;
  let units = 1;
  limits.levels.forEach((level, l) => {
    const mapped = mapping.levels[l] as LevelMapping;
    const fanout = fanoutBelow(architecture, level.level);
    judge.checkSpatial(level, mapped, fanout);
    judge.checkTemporal(level, mapped, fanout);
    judge.checkKeeps(level, mapped);
    spread *= productOf(mapped.spatialX) * productOf(mapped.spatialY);
    units *= fanout.x * fanout.y;
  });
  judge.checkCovered();
  const { minParallelism } = limits;
  if (spread / units < minParallelism * (1 - 1e-12)) {
    judge.complain(`${spread} of ${units} units are at work, at least ${minParallelism} of them must be`);
  }
  return judge.found;
}

const runs = ({ bound }: Loop): boolean => bound > 1;
const productOf = (loops: readonly Loop[]): number => loops.reduce((product, { bound }) => product * bound, 1);

class Judge {
  readonly found: string[] = [];
  readonly #spec: Spec;
  /** What slots further out must still cover, by dimension. */
  readonly #left: number[];
  /** Dimensions whose given factors make no perfect product: those may run a shorter last iteration (slots.ts). */
  readonly #fallsShort: readonly boolean[];

  constructor(spec: Spec, { levels }: MapspaceLimits) {
    this.#spec = spec;
    this.#left = spec.workload.loopDimensions.map(({ size }) => size);
    this.#fallsShort = this.#left.map((size, d) => {
      const given = levels.flatMap(({ level, temporal, spatial }) => {
        const { x, y } = fanoutBelow(spec.architecture, level);
        const isFanoutOnly = spec.architecture.storage[level]?.fanoutOf !== undefined;
        return [...(x * y > 1 ? [spatial] : []), ...(isFanoutOnly ? [] : [temporal])].map((loops) => loops.factors[d]);
      });
      const product = given.reduce((all, factor) => (factor && factor.min === factor.max ? all * factor.min : all), 1);
      return size % product !== 0;
    });
  }

  complain(words: string): void {
    this.found.push(words);
  }

  checkSpatial({ level, spatial }: LevelLimits, { spatialX, spatialY }: LevelMapping, { x, y }: Fanout): void {
    const where = `the spatial loops of ${this.#nameOf(level)}`;
    const loops = [...spatialX, ...spatialY].filter(runs);
    if (x * y === 1) {
      if (loops.length > 0) this.complain(`${where}: nothing fans out there`);
      return;
    }
    if (productOf(spatialX) > x) this.complain(`${where}: ${productOf(spatialX)} along X, there are ${x} units`);
    if (productOf(spatialY) > y) this.complain(`${where}: ${productOf(spatialY)} along Y, there are ${y} units`);
    this.#checkFactors(where, spatial, loops, Math.max(x, y));
    this.#checkOrder(where, spatial, loops);
    const axis = this.#left.map(() => 0);
    for (const { dimension } of spatialX.filter(runs)) axis[dimension] = 1;
    for (const { dimension } of spatialY.filter(runs)) axis[dimension] = 2;
    if (!isAxisChoicePossible(spatial, axis)) {
      const split = spatial.split === undefined ? "" : ` with split ${spatial.split}`;
      this.complain(`${where}: the order${split} does not let them lie along these axes`);
    }
  }

  checkTemporal({ level, temporal }: LevelLimits, mapped: LevelMapping, { x, y }: Fanout): void {
    const where = `the temporal loops of ${this.#nameOf(level)}`;
    const loops = mapped.temporal.filter(runs);
    if (this.#spec.architecture.storage[level]?.fanoutOf !== undefined) {
      if (loops.length > 0) this.complain(`${where}: it is a fan-out only`);
      return;
    }
    this.#checkFactors(where, temporal, loops, Number.POSITIVE_INFINITY);
    // Next to the compute units any order is the same.
    if (level > 0 || x * y > 1) this.#checkOrder(where, temporal, loops);
  }

  checkKeeps({ level, keep, reuse }: LevelLimits, mapped: LevelMapping): void {
    const { architecture, workload } = this.#spec;
    const isOutermost = level === architecture.storage.length - 1;
    workload.dataSpaces.forEach(({ name }, d) => {
      // Nothing lies beyond the outermost level: it keeps what nobody says it need not (keep-space.ts).
      const said = architecture.storage[level]?.virtual ? false : (keep[d] ?? (isOutermost ? true : undefined));
      if (said === undefined || said === mapped.keep[d]) return;
      this.complain(`${this.#nameOf(level)} must ${said ? "keep" : "bypass"} ${name}`);
    });
    for (const [option, flags] of Object.entries(reuse) as [keyof ReuseOptions, readonly boolean[]][]) {
      if (flags.join() !== mapped.reuse[option].join()) {
        this.complain(`${this.#nameOf(level)}: ${option} is not as the constraints say`);
      }
    }
  }

  checkCovered(): void {
    this.#left.forEach((left, d) => {
      if (left > 1) this.complain(`the factors of ${this.#dimension(d)} do not cover it`);
    });
  }

  #nameOf(level: number): string {
    return this.#spec.architecture.storage[level]?.name ?? `level ${level}`;
  }

  #dimension(d: DimensionId): string {
    return this.#spec.workload.loopDimensions[d]?.name ?? `dimension ${d}`;
  }

  #checkFactors(where: string, { factors, maxRemainder }: LoopLimits, loops: readonly Loop[], units: number): void {
    const isImperfect = maxRemainder > 1;
    factors.forEach(({ min, max }: FactorLimits, d) => {
      const own = loops.filter(({ dimension }) => dimension === d);
      if (own.length > 1) this.complain(`${where}: ${this.#dimension(d)} stands there twice`);
      const bound = own[0]?.bound ?? 1;
      const residual = own[0]?.residual ?? 1;
      const left = this.#left[d] as number;
      const most = Math.min(max, units, isImperfect ? maxRemainder : Number.POSITIVE_INFINITY);
      if (bound < min || bound > most) {
        this.complain(`${where}: ${this.#dimension(d)} is ${bound}, allowed is ${rangeWords(min, most)}`);
      }
      const mayFallShort = isImperfect || (min === max && this.#fallsShort[d] === true);
      if (left % bound !== 0 && !mayFallShort) {
        this.complain(`${where}: ${this.#dimension(d)} is ${bound}, which does not divide ${left}`);
      }
      if (bound > left) this.complain(`${where}: ${this.#dimension(d)} is ${bound}, only ${left} are left`);
      const rest = left % bound;
      if (residual !== (rest === 0 ? bound : rest)) {
        this.complain(`${where}: the last iteration of ${this.#dimension(d)} is ${residual} long`);
      }
      this.#left[d] = Math.ceil(left / bound);
    });
  }

  #checkOrder(where: string, { innermost, outermost }: LoopLimits, loops: readonly Loop[]): void {
    const order = loops.map(({ dimension }) => dimension);
    const first = innermost.filter((d) => order.includes(d));
    const last = outermost.filter((d) => order.includes(d));
    const isFirst = first.every((d, i) => order[i] === d);
    const isLast = last.every((d, i) => order[order.length - last.length + i] === d);
    if (isFirst && isLast) return;
    const words = (dimensions: readonly DimensionId[]): string =>
      dimensions.map((d) => this.#dimension(d)).join(", ") || "any";
    this.complain(
      `${where}: from the inside they are ${words(order)}, but innermost must be ${words(first)}, outermost ${words(last)}`,
    );
  }
}

function rangeWords(min: number, max: number): string {
  if (min === max) return String(min);
  return Number.isFinite(max) ? `${min} to ${max}` : `${min} or more`;
}
