/**
 * What a search makes least: one metric, or several in order of importance (the first that differs decides), or the
 * Pareto front of several (all vectors of costs that none other covers).
 *
 *     energy pJ   delay cycles   edp J * cycles   ed2p J * cycles^2   utilization of the compute units (most is best)
 *     last-level-accesses, accesses-N: reads, fills and updates of the outermost storage level, or of level N
 *
 * Every cost grows with energy, cycles and accesses: costs of lower bounds of these are lower bounds of the costs.
 *
 * Energies are sums of floating-point numbers: costs that differ by less than 1e-10 of their size are equal. (Timeloop
 * takes costs within 0.1 % for equal and asks the next metric; its result then depends on the order of visits.)
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import { levelAccesses } from "../evaluation/level-accesses.ts";
import { nearestWord } from "../text/nearest-word.ts";

export type Metric = "energy" | "delay" | "edp" | "ed2p" | "utilization" | "last-level-accesses" | `accesses-${number}`;

export const METRICS: readonly Metric[] = ["energy", "delay", "edp", "ed2p", "utilization", "last-level-accesses"];

/** Where an evaluation has the figure that a metric makes least, if it has. */
export const METRIC_FIGURES: Readonly<
  Partial<Record<Metric, "energyPj" | "cycles" | "edpJouleCycles" | "utilization">>
> = {
  energy: "energyPj",
  delay: "cycles",
  edp: "edpJouleCycles",
  utilization: "utilization",
};

/** Figures of a mapping that costs are made of. */
export interface Figures {
  readonly energyPj: number;
  readonly cycles: number;
  readonly utilization: number;
  /** By storage level, innermost first; absent where no metric asks for it. */
  readonly accesses?: ArrayLike<number>;
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

/** The storage level whose accesses a metric counts; undefined where it counts none. */
export function accessedLevel(metric: Metric, levels: number): number | undefined {
  if (metric === "last-level-accesses") return levels - 1;
  const level = metric.startsWith("accesses-") ? Number(metric.slice("accesses-".length)) : undefined;
  return level !== undefined && level < levels ? level : undefined;
}

const NO_ACCESSES: readonly number[] = [];

/** The cost of one metric: the less the better. */
export function costOf(metric: Metric, figures: Figures): number {
  const { energyPj, cycles, utilization, accesses = NO_ACCESSES } = figures;
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
    default: {
      const level = accessedLevel(metric, accesses.length);
      return level === undefined ? 0 : (accesses[level] ?? 0);
    }
  }
}

/** A cost as it is told, and the other way round: the utilization itself, where its cost is below 0. */
export function metricValue(metric: Metric, cost: number): number {
  return metric === "utilization" ? -cost : cost;
}

/** The same figures out of a full evaluation. */
export function figuresOf(evaluation: ValidEvaluation): Figures {
  const { energyPj, cycles, utilization } = evaluation;
  return { energyPj, cycles, utilization, accesses: levelAccesses(evaluation) };
}

const TOLERANCE = 1e-10;

/** Below 0 where cost `a` is less than `b`, 0 where they count as equal. */
export function compareCost(a: number, b: number): number {
  const margin = TOLERANCE * Math.abs(b);
  return a < b - margin ? -1 : a > b + margin ? 1 : 0;
}

/** Below 0 where `a` is better: the first cost that differs decides. */
export function compareCosts(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < a.length; i++) {
    const compared = compareCost(a[i] as number, b[i] as number);
    if (compared !== 0) return compared;
  }
  return 0;
}

/** Whether `a` is at least as good as `b` everywhere: then `b` adds nothing to a Pareto front. */
export function covers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (compareCost(a[i] as number, b[i] as number) > 0) return false;
  return true;
}

/** By how much `cost` exceeds a lower bound of it, as a part of the bound; of costs below 0, as a part of the cost. */
export function excess(cost: number, bound: number): number {
  if (cost <= bound) return 0;
  return cost < 0 ? bound / cost - 1 : bound <= 0 ? Number.POSITIVE_INFINITY : cost / bound - 1;
}
