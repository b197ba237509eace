/**
 * What a search makes least: one metric, or several in order of importance. Costs are compared exactly, the first
 * metric that differs decides. (Timeloop takes costs within 0.1 % for equal and asks the next metric; its result then
 * depends on the order of visits, ours does not.)
 *
 *     energy pJ   delay cycles   edp J * cycles   ed2p J * cycles^2   utilization of the compute units (most is best)
 *     last-level-accesses, accesses-N: reads, fills and updates of the outermost storage level, or of level N
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import { nearestWord } from "../text/nearest-word.ts";

export type Metric = "energy" | "delay" | "edp" | "ed2p" | "utilization" | "last-level-accesses" | `accesses-${number}`;

export const METRICS: readonly Metric[] = ["energy", "delay", "edp", "ed2p", "utilization", "last-level-accesses"];

/** Figures of a mapping that costs are made of. */
export interface Figures {
  readonly energyPj: number;
  readonly cycles: number;
  readonly utilization: number;
  /** By storage level, innermost first; absent where no metric asks for it. */
  readonly accesses?: readonly number[];
}

/** A word that is no metric, and the nearest one. */
export interface UnknownMetric {
  readonly word: string;
  readonly nearest: string | undefined;
}

/** Reads one metric; hyphens and underscores are the same. */
export function readMetric(word: string): Metric | UnknownMetric {
  const name = word.trim().toLowerCase().replaceAll("_", "-");
  const known = METRICS.find((metric) => metric === name);
  if (known !== undefined) return known;
  const level = /^accesses-(\d+)$/.exec(name)?.[1];
  if (level !== undefined) return `accesses-${Number(level)}`;
  if (name === "cycles" || name === "latency") return "delay";
  return { word, nearest: nearestWord(name, METRICS) };
}

/** Whether a metric needs counts that the compiled evaluator does not give. */
export function needsAccesses(metric: Metric): boolean {
  return metric.includes("accesses");
}

/** The cost of one metric: the less the better. */
export function costOf(metric: Metric, figures: Figures): number {
  const { energyPj, cycles, utilization, accesses = [] } = figures;
  switch (metric) {
    case "energy":
      return energyPj;
    case "delay":
      return cycles;
    case "edp":
      return (cycles * energyPj) / 1e12;
    case "ed2p":
      return (cycles * cycles * energyPj) / 1e12;
    case "utilization":
      return -utilization;
    case "last-level-accesses":
      return accesses.at(-1) ?? 0;
    default:
      return accesses[Number(metric.slice("accesses-".length))] ?? 0;
  }
}

/** The same figures out of a full evaluation. */
export function figuresOf(evaluation: ValidEvaluation): Figures {
  const accesses = evaluation.levels.flatMap((level) => {
    if (level.kind !== "storage") return [];
    let sum = 0;
    for (const { reads, fills, updates, utilizedInstances } of Object.values(level.dataSpaces)) {
      sum += (reads + fills + updates) * utilizedInstances;
    }
    return [sum];
  });
  const { energyPj, cycles, utilization } = evaluation;
  return { energyPj, cycles, utilization, accesses };
}

/** Below 0 where `a` is better: the first cost that differs decides. */
export function compareCosts(a: readonly number[], b: readonly number[]): number {
  for (const [i, cost] of a.entries()) {
    const other = b[i] as number;
    if (cost !== other) return cost - other;
  }
  return 0;
}

/** Whether `a` is at least as good as `b` everywhere: then `b` adds nothing to a Pareto front. */
export function covers(a: readonly number[], b: readonly number[]): boolean {
  return a.every((cost, i) => cost <= (b[i] as number));
}
