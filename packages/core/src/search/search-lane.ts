/**
 * One lane of a search: a walk through its part of the mapspace that keeps the best candidate, until Timeloop's rules
 * end it:
 *
 *     timeout             so many candidates in a row were invalid
 *     victory condition   so many valid candidates in a row were no better
 *     search size         so many candidates were valid (the lane's share of them)
 *
 * A candidate that differs from the last one in what levels keep alone does not count towards the first two, unless
 * asked for. Lanes know nothing of each other, so that a search ends the same whoever computes which lane, in what
 * order, on how many threads.
 *
 * Source: MapperThread::Run of Timeloop (4cf6d4c).
 */
import { CompiledPlan } from "../compiled/compiled-plan.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Mapspace } from "../mapspace/mapspace.ts";
import { CandidateWalk, type WalkReport, type WalkSettings } from "./candidate-walk.ts";
import { compareCosts, costOf, covers, type Figures, figuresOf, type Metric } from "./objective.ts";
import { randomStream } from "./random-stream.ts";
import type { Candidate, LaneEnd, LaneResult } from "./search-result.ts";

export interface LaneSettings extends WalkSettings {
  readonly objective: readonly Metric[];
  /** Keep a Pareto front of the metrics rather than the best in their order. */
  readonly pareto: boolean;
  readonly seed: number;
  /** Infinite for none. */
  readonly timeout: number;
  /** 0 for none. */
  readonly victoryCondition: number;
  /** Valid candidates of this lane; 0 for no limit. */
  readonly searchSize: number;
  readonly penalizeConsecutiveBypassFails: boolean;
}

export class SearchLane {
  readonly #mapspace: Mapspace;
  readonly #settings: LaneSettings;
  readonly #walk: CandidateWalk;
  readonly #plan: CompiledPlan;
  readonly #operations: number;
  readonly #hasFlags: boolean;
  readonly #costs: number[];
  #started = false;
  #end: LaneEnd | undefined;
  #best: Candidate | undefined;
  #front: Candidate[] = [];
  #invalidInARow = 0;
  #sinceBest = 0;
  #visited = 0;
  #valid = 0;
  #fanout = 0;
  #capacity = 0;
  #other = 0;
  #figures: Figures | undefined;

  constructor(mapspace: Mapspace, settings: LaneSettings) {
    this.#mapspace = mapspace;
    this.#settings = settings;
    this.#walk = new CandidateWalk(mapspace, settings, randomStream(settings.seed, settings.lane));
    this.#plan = new CompiledPlan(mapspace.spec);
    this.#operations = mapspace.spec.workload.dimensions.reduce((product, { size }) => product * size, 1);
    this.#hasFlags = mapspace.limits.levels.some(({ reuse }) => Object.values(reuse).some((row) => row.includes(true)));
    this.#costs = settings.objective.map(() => 0);
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** Looks at up to `candidates` more. */
  advance(candidates: number): void {
    const walk = this.#walk;
    if (this.#end !== undefined) return;
    if (!this.#started) {
      this.#started = true;
      if (!walk.start()) this.#end = "exhausted";
    }
    for (let i = 0; i < candidates && this.#end === undefined; i++) {
      const report = this.#visit();
      this.#applyRules();
      if (!walk.next(report)) this.#end ??= "exhausted";
    }
  }

  result(): LaneResult {
    return {
      lane: this.#settings.lane,
      counts: {
        visited: this.#visited,
        valid: this.#valid,
        fanout: this.#fanout,
        capacity: this.#capacity,
        other: this.#other,
      },
      end: this.#end,
      best: this.#best,
      front: this.#front,
    };
  }

  #visit(): WalkReport {
    const { cursor, hasMappings } = this.#walk;
    if (!hasMappings) {
      // Factors that make no mapping of the mapspace: drawn in vain, but nothing was looked at.
      this.#invalidInARow++;
      return "off-axis";
    }
    this.#visited++;
    const { minParallelism } = this.#mapspace.limits;
    if (!cursor.fitsAxes || (minParallelism > 0 && cursor.parallelism < minParallelism)) {
      this.#fanout++;
      this.#invalidInARow++;
      return "off-axis";
    }
    const status = this.#evaluate();
    if (status === "valid") {
      this.#valid++;
      this.#invalidInARow = 0;
      if (this.#take()) this.#sinceBest = 0;
      else if (this.#countsTowardsEnd) this.#sinceBest++;
      return "valid";
    }
    if (status === "capacity") this.#capacity++;
    else this.#other++;
    if (this.#countsTowardsEnd) this.#invalidInARow++;
    return status === "capacity" ? "does-not-fit" : "valid";
  }

  get #countsTowardsEnd(): boolean {
    return this.#settings.penalizeConsecutiveBypassFails || !this.#walk.onlyKeepChanged;
  }

  /** Figures of the present candidate, by the compiled evaluator where it covers it. */
  #evaluate(): string {
    const { cursor } = this.#walk;
    if (!cursor.isPerfect || this.#hasFlags) {
      const evaluation = evaluate({ ...this.#mapspace.spec, mapping: cursor.mapping() });
      if (!evaluation.valid) return evaluation.reason;
      this.#figures = figuresOf(evaluation);
      return "valid";
    }
    const status = this.#plan.evaluate(cursor.code);
    if (status !== "valid") return status;
    const { energyPj, cycles, accesses } = this.#plan;
    const units = this.#mapspace.spec.architecture.compute.instances;
    this.#figures = { energyPj, cycles, utilization: this.#operations / units / cycles, accesses };
    return "valid";
  }

  /** Keeps the present candidate where it is better; whether it is. */
  #take(): boolean {
    const { objective, pareto } = this.#settings;
    const costs = this.#costs;
    for (const [i, metric] of objective.entries()) costs[i] = costOf(metric, this.#figures as Figures);
    let isBetter = false;
    if (!this.#best || compareCosts(costs, this.#best.costs) < 0) {
      this.#best = { costs: [...costs], mapping: this.#walk.cursor.mapping() };
      isBetter = true;
    }
    if (pareto && !this.#front.some((other) => covers(other.costs, costs))) {
      this.#front = this.#front.filter((other) => !covers(costs, other.costs));
      this.#front.push({ costs: [...costs], mapping: this.#walk.cursor.mapping() });
      isBetter = true;
    }
    return isBetter;
  }

  #applyRules(): void {
    const { timeout, victoryCondition, searchSize } = this.#settings;
    if (searchSize > 0 && this.#valid >= searchSize) this.#end = "search-size";
    else if (victoryCondition > 0 && this.#sinceBest >= victoryCondition) this.#end = "victory";
    else if (this.#invalidInARow > 0 && this.#invalidInARow >= timeout) this.#end = "timeout";
  }
}
