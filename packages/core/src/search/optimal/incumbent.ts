/**
 * The best mapping so far. Candidates are measured by the compiled evaluator; one that is better is evaluated by the full
 * model, whose figures are the ones that count.
 */
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { evaluate } from "../../evaluation/evaluate.ts";
import type { ValidEvaluation } from "../../evaluation/evaluation.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { assertInvariant } from "../../text/invariant.ts";
import { compareObjective, type Objective } from "./objective.ts";
import type { SearchSpace } from "./search-space.ts";

export interface BestMapping {
  readonly mapping: Mapping;
  readonly evaluation: ValidEvaluation;
}

/** What has to be beaten: plain data, for other threads. */
export interface Mark {
  readonly energyPj: number;
  readonly cycles: number;
}

const TOLERANCE = 1e-9;
/** Work of an evaluation, in partial nests bounded: by the compiled evaluator, by the full model (measured, roughly). */
const COMPILED_WORK = 1;
const FULL_MODEL_WORK = 20;

export class Incumbent {
  best: BestMapping | undefined;
  energyPj: number = Number.POSITIVE_INFINITY;
  cycles: number = Number.POSITIVE_INFINITY;
  /** Mappings evaluated, and those of them that were valid. */
  evaluated: number = 0;
  valid = 0;
  readonly plan: CompiledPlan;
  readonly objective: Objective;
  readonly #space: SearchSpace;

  constructor(space: SearchSpace, objective: Objective) {
    this.#space = space;
    this.objective = objective;
    this.plan = new CompiledPlan(space.spec);
  }

  /** What has to be beaten; undefined as long as anything would do. */
  get mark(): Mark | undefined {
    const { energyPj, cycles } = this;
    return energyPj === Number.POSITIVE_INFINITY ? undefined : { energyPj, cycles };
  }

  /** Begins anew, with a mark that was set elsewhere. */
  restart(mark: Mark | undefined): void {
    this.best = undefined;
    this.energyPj = mark?.energyPj ?? Number.POSITIVE_INFINITY;
    this.cycles = mark?.cycles ?? Number.POSITIVE_INFINITY;
    this.evaluated = 0;
    this.valid = 0;
  }

  /**
   * Measures a mapping and keeps it if it is better than the best so far; the first of equals stays. Returns the work that
   * it was, the same wherever it is done.
   */
  consider(code: Int32Array): number {
    this.evaluated++;
    if (this.#space.usesReuseOptions) {
      this.#adopt(this.#mappingOf(code), undefined);
      return FULL_MODEL_WORK;
    }
    const isValid = this.plan.evaluate(code) === "valid";
    const work = this.plan.usedFullModel ? FULL_MODEL_WORK : COMPILED_WORK;
    if (!isValid) return work;
    this.valid++;
    const { energyPj, cycles } = this.plan;
    if (this.isBetter(energyPj, cycles)) this.#adopt(this.#mappingOf(code), { energyPj, cycles });
    return work;
  }

  /** Takes over what was found elsewhere, if it is better. */
  take(mapping: Mapping, { energyPj, cycles }: Mark): void {
    if (this.isBetter(energyPj, cycles)) this.#adopt(mapping, { energyPj, cycles });
  }

  /** Whether figures (or lower bounds of figures) are better than the best so far. */
  isBetter(energyPj: number, cycles: number): boolean {
    return (
      this.energyPj === Number.POSITIVE_INFINITY ||
      compareObjective(this.objective, energyPj, cycles, this.energyPj, this.cycles) < 0
    );
  }

  #adopt(mapping: Mapping, expected: { readonly energyPj: number; readonly cycles: number } | undefined): void {
    const evaluation = evaluate({ ...this.#space.spec, mapping });
    if (!evaluation.valid) {
      assertInvariant(expected === undefined, "the full model refuses a mapping that the compiled evaluator takes");
      return;
    }
    const { energyPj, cycles } = evaluation;
    if (expected === undefined) {
      this.valid++;
      if (!this.isBetter(energyPj, cycles)) return;
    } else {
      const isSame = cycles === expected.cycles && Math.abs(energyPj - expected.energyPj) <= TOLERANCE * energyPj;
      assertInvariant(isSame, "the full model and the compiled evaluator differ");
    }
    this.best = { mapping, evaluation };
    this.energyPj = energyPj;
    this.cycles = cycles;
  }

  #mappingOf(code: Int32Array): Mapping {
    const { levels } = this.plan.decode(code);
    const { limits } = this.#space;
    return {
      levels: levels.map((level, l) => ({ ...level, reuse: limits.levels[l]?.reuse ?? level.reuse })),
    };
  }
}
