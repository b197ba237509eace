/**
 * The best mapping so far; of a search for a Pareto front, the mappings that no other covers. Candidates are measured by
 * the compiled evaluator; one that is better is evaluated by the full model, whose figures are the ones that count.
 */
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { evaluate } from "../../evaluation/evaluate.ts";
import type { ValidEvaluation } from "../../evaluation/evaluation.ts";
import { levelAccesses } from "../../evaluation/level-accesses.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { assertInvariant } from "../../text/invariant.ts";
import { compareCost, compareCosts, covers, type Metric } from "../objective.ts";
import { Costs } from "./costs.ts";
import type { SearchSpace } from "./search-space.ts";

export interface BestMapping {
  readonly mapping: Mapping;
  readonly evaluation: ValidEvaluation;
}

/** What has to be beaten: plain data, for other threads. */
export interface Mark {
  /** Costs that were reached. */
  readonly reached: readonly Float64Array[];
  /** Costs that no mapping is below. */
  readonly floors: Float64Array;
}

/** Costs that were reached, by a mapping that is known or that somebody claims to know. */
interface Reached {
  readonly costs: Float64Array;
  readonly found?: BestMapping;
}

const TOLERANCE = 1e-9;
/** Work of an evaluation, in partial nests bounded: by the compiled evaluator, by the full model (measured, roughly). */
const COMPILED_WORK = 1;
const FULL_MODEL_WORK = 20;

export class Incumbent {
  /** Mappings evaluated, and those of them that were valid. */
  evaluated: number = 0;
  valid = 0;
  readonly plan: CompiledPlan;
  readonly objective: readonly Metric[];
  readonly isPareto: boolean;
  /** Costs that no mapping is below, found out by other searches: of a list those of a beginning, in its order. */
  readonly floors: Float64Array;
  readonly #space: SearchSpace;
  readonly #costs: Costs;
  /** In the order of their costs; one at most where there is no front. */
  #reached: Reached[] = [];

  constructor(space: SearchSpace, objective: readonly Metric[], isPareto: boolean) {
    this.#space = space;
    this.objective = objective;
    this.isPareto = isPareto;
    this.floors = new Float64Array(objective.length).fill(Number.NEGATIVE_INFINITY);
    this.plan = new CompiledPlan(space.spec);
    this.#costs = new Costs(space, objective);
  }

  /** The best by the order of the objective. */
  get best(): BestMapping | undefined {
    return this.#reached[0]?.found;
  }

  /** Any mapping that was found: if costs were claimed, it is better than those. */
  get found(): BestMapping | undefined {
    return this.#reached.find(({ found }) => found !== undefined)?.found;
  }

  /** Of a search for a Pareto front: all that none other covers, in the order of their costs. */
  get front(): readonly BestMapping[] {
    if (!this.isPareto) return [];
    return this.allFound;
  }

  get reachedCosts(): readonly Float64Array[] {
    return this.#reached.map(({ costs }) => costs);
  }

  /** What has to be beaten. */
  get mark(): Mark {
    return { reached: this.reachedCosts, floors: this.floors.slice() };
  }

  /** Begins anew, with a mark that was set elsewhere. */
  restart({ reached, floors }: Mark): void {
    this.#reached = reached.map((costs) => ({ costs }));
    this.floors.set(floors);
    this.evaluated = 0;
    this.valid = 0;
  }

  /** Mappings that were found here, in the order of their costs. */
  get allFound(): readonly BestMapping[] {
    return this.#reached.flatMap(({ found }) => (found === undefined ? [] : [found]));
  }

  /** Takes over a mapping that was found elsewhere, if it is better. */
  take(mapping: Mapping): void {
    const evaluation = evaluate({ ...this.#space.spec, mapping });
    assertInvariant(evaluation.valid, "the full model refuses a mapping that was found on another thread");
    this.offer({ mapping, evaluation });
  }

  /** Takes costs for reached, so that only what is better counts from now on. */
  claim(costs: readonly number[]): void {
    const claimed = Float64Array.from(costs);
    if (this.isBetter(claimed)) this.#enter({ costs: claimed });
  }

  /** Takes what another search found, if it is better here. */
  offer(found: BestMapping): void {
    const costs = this.#costsOf(found.evaluation);
    if (this.isBetter(costs)) this.#enter({ costs, found });
  }

  /**
   * Measures a mapping and keeps it if it is better than what was reached; the first of equals stays. Returns the work that
   * it was, the same wherever it is done.
   */
  consider(code: Int32Array): number {
    this.evaluated++;
    if (this.#space.usesReuseOptions) {
      this.#adopt(this.#mappingOf(code), undefined);
      return FULL_MODEL_WORK;
    }
    const { plan } = this;
    const isValid = plan.evaluate(code) === "valid";
    const work = plan.usedFullModel ? FULL_MODEL_WORK : COMPILED_WORK;
    if (!isValid) return work;
    this.valid++;
    const { energyPj, cycles, accesses } = plan;
    const costs = this.#costs.write(energyPj, cycles, (level) => accesses[level] as number);
    if (this.isBetter(costs)) this.#adopt(this.#mappingOf(code), { energyPj, cycles });
    return work;
  }

  /** Whether costs (or lower bounds of costs) are better than what was reached. */
  isBetter(costs: Float64Array): boolean {
    const reached = this.#reached;
    const first = reached[0];
    if (first === undefined) return true;
    if (!this.isPareto) return compareCosts(costs, first.costs) < 0;
    for (let i = 0; i < reached.length; i++) {
      const other = (reached[i] as Reached).costs;
      // From here on all others cost more.
      if (compareCost(other[0] as number, costs[0] as number) > 0) return true;
      if (covers(other, costs)) return false;
    }
    return true;
  }

  #adopt(mapping: Mapping, expected: { readonly energyPj: number; readonly cycles: number } | undefined): void {
    const evaluation = evaluate({ ...this.#space.spec, mapping });
    if (!evaluation.valid) {
      assertInvariant(expected === undefined, "the full model refuses a mapping that the compiled evaluator takes");
      return;
    }
    const { energyPj, cycles } = evaluation;
    const costs = this.#costsOf(evaluation);
    if (expected === undefined) {
      this.valid++;
      if (!this.isBetter(costs)) return;
    } else {
      const isSame = cycles === expected.cycles && Math.abs(energyPj - expected.energyPj) <= TOLERANCE * energyPj;
      assertInvariant(isSame, "the full model and the compiled evaluator differ");
    }
    this.#enter({ costs, found: { mapping, evaluation } });
  }

  #costsOf(evaluation: ValidEvaluation): Float64Array {
    const { energyPj, cycles } = evaluation;
    const accesses = levelAccesses(evaluation);
    return this.#costs.write(energyPj, cycles, (level) => accesses[level] as number).slice();
  }

  #enter(reached: Reached): void {
    const others = this.isPareto ? this.#reached.filter(({ costs }) => !covers(reached.costs, costs)) : [];
    this.#reached = [...others, reached].sort((a, b) => compareCosts(a.costs, b.costs));
  }

  #mappingOf(code: Int32Array): Mapping {
    const { levels } = this.plan.decode(code);
    const { limits } = this.#space;
    return {
      levels: levels.map((level, l) => ({ ...level, reuse: limits.levels[l]?.reuse ?? level.reuse })),
    };
  }
}
