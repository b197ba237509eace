/**
 * The costs of a mapping, or of the lower bounds of a partial nest, in the order of the objective: one array that is
 * written again and again, since the search asks for it at every step.
 */
import { accessedLevel, costOf, type Metric } from "../objective.ts";
import type { SearchSpace } from "./search-space.ts";

export class Costs {
  readonly values: Float64Array;
  readonly #objective: readonly Metric[];
  readonly #utilizationAtOneCycle: number;
  /** Levels whose accesses some metric counts. */
  readonly #askedLevels: readonly number[];
  readonly #figures: { energyPj: number; cycles: number; utilization: number; readonly accesses: Float64Array };

  constructor({ levels, operations, computeInstances }: SearchSpace, objective: readonly Metric[]) {
    this.#objective = objective;
    this.values = new Float64Array(objective.length);
    this.#utilizationAtOneCycle = operations / computeInstances;
    const asked = objective.map((metric) => accessedLevel(metric, levels));
    this.#askedLevels = [...new Set(asked.filter((level) => level !== undefined))];
    this.#figures = { energyPj: 0, cycles: 0, utilization: 0, accesses: new Float64Array(levels) };
  }

  /** Writes `values`. @param accesses of a level, asked for where a metric counts them */
  write(energyPj: number, cycles: number, accesses: (level: number) => number): Float64Array {
    const figures = this.#figures;
    figures.energyPj = energyPj;
    figures.cycles = cycles;
    figures.utilization = this.#utilizationAtOneCycle / cycles;
    for (const level of this.#askedLevels) figures.accesses[level] = accesses(level);
    for (let i = 0; i < this.#objective.length; i++) this.values[i] = costOf(this.#objective[i] as Metric, figures);
    return this.values;
  }
}

export function countsEnergy(objective: readonly Metric[]): boolean {
  return objective.some((metric) => metric === "energy" || metric === "edp" || metric === "ed2p");
}

/** By level, whether its words cost anything: in energy, by its bandwidth, or because a metric counts them. */
export function levelsThatMatter({ levels, figures }: SearchSpace, objective: readonly Metric[]): readonly boolean[] {
  const asked = objective.map((metric) => accessedLevel(metric, levels));
  const everyLevel = countsEnergy(objective);
  const countsCycles = objective.some((metric) => metric === "delay" || metric === "utilization");
  return Array.from({ length: levels }, (_, level) => {
    const { readBandwidth, writeBandwidth, sharedBandwidth } = figures;
    const isLimited = [readBandwidth, writeBandwidth, sharedBandwidth].some((by) => Number.isFinite(by[level]));
    return everyLevel || (countsCycles && isLimited) || asked.includes(level);
  });
}
