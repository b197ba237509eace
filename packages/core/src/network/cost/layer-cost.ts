/**
 * What a layer costs, whether it multiplies or only moves words, in one form: energy by level, cycles with what they
 * are due to, and the words that cross the chip's edge (the outermost storage level's, by data space).
 */
import type { StorageResult, ValidEvaluation } from "../../evaluation/evaluation.ts";
import { costOf, figuresOf, type Metric } from "../../search/objective.ts";

/** Words that leave and enter the outermost storage level. */
export interface EdgeWords {
  readonly read: number;
  readonly written: number;
}

/** What the cycles are due to: the compute units, or a level's bandwidth. */
export interface BoundBy {
  /** Name of a storage level; `compute`; `nothing` where no level that takes part has a bandwidth. */
  readonly name: string;
  readonly port?: "read" | "write" | "shared";
}

export interface LayerCost {
  readonly energyPj: number;
  readonly cycles: number;
  /** By name of level, and `networks` where these cost anything. */
  readonly levelsPj: ReadonlyMap<string, number>;
  readonly boundBy: BoundBy;
  /** Words read, filled and updated, by name of storage level. */
  readonly accesses: ReadonlyMap<string, number>;
  readonly edge: ReadonlyMap<string, EdgeWords>;
}

/** Name under which the energy of all networks of the chip stands beside the levels. */
export const NETWORKS = "networks";

/** A mapped layer's. */
export function evaluationCost(evaluation: ValidEvaluation): LayerCost {
  const levelsPj = new Map(evaluation.levels.map(({ name, energyPj }) => [name, energyPj]));
  const networksPj = evaluation.networks.reduce((sum, { energyPj }) => sum + energyPj, 0);
  if (networksPj > 0) levelsPj.set(NETWORKS, networksPj);
  const outermost = evaluation.levels.findLast((level): level is StorageResult => level.kind === "storage");
  const edge = new Map(
    Object.entries(outermost?.dataSpaces ?? {}).map(([name, counts]) => {
      const { reads, updates, utilizedInstances } = counts;
      return [name, { read: reads * utilizedInstances, written: updates * utilizedInstances }];
    }),
  );
  const storage = evaluation.levels.filter((level): level is StorageResult => level.kind === "storage");
  const counts = figuresOf(evaluation).accesses ?? [];
  const accesses = new Map(storage.map(({ name }, i) => [name, counts[i] ?? 0]));
  const { energyPj, cycles } = evaluation;
  return { energyPj, cycles, levelsPj, boundBy: boundOf(evaluation), accesses, edge };
}

/**
 * Costs of a layer as sums over layers make sense of them, in order of importance: what the objective names, then
 * energy and cycles. Utilization of the units is best where cycles are least.
 * @param levels names of the storage levels, innermost first
 */
export function objectiveCosts(
  objective: readonly Metric[],
  cost: LayerCost,
  levels: readonly string[],
): readonly number[] {
  const { energyPj, cycles } = cost;
  const accesses = levels.map((name) => cost.accesses.get(name) ?? 0);
  const figures = { energyPj, cycles, utilization: -cycles, accesses };
  return [...objective.map((metric) => costOf(metric, figures)), energyPj, cycles];
}

/**
 * The level whose bandwidth makes the run longer than its operations do; of several the slowest, the innermost of
 * equals.
 */
function boundOf({ derived }: ValidEvaluation): BoundBy {
  let slowest: BoundBy = { name: "compute" };
  let cycles = 0;
  for (const step of derived?.cycleWaterfall ?? []) {
    if (step.stallCycles === 0 || step.cycles <= cycles) continue;
    cycles = step.cycles;
    slowest = { name: step.name, ...(step.boundBy && { port: step.boundBy }) };
  }
  return slowest;
}
