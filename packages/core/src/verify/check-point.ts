/**
 * What one printed mapping is worth: whether it is in the mapspace, and whether the full model and a walk through the nest
 * give its printed figures.
 */
import { evaluate } from "../evaluation/evaluate.ts";
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { MapspaceLimits } from "../mapspace/constraints.ts";
import { findViolations } from "../mapspace/violations.ts";
import { costOf, figuresOf, type Metric, metricValue } from "../search/objective.ts";
import type { Spec } from "../spec/spec.ts";
import { type Check, type CheckName, judged, notRederived } from "./check.ts";
import { compareJson } from "./compare-json.ts";
import type { FiguresJson } from "./search-document.ts";

export interface PrintedPoint {
  readonly mapping: Mapping;
  readonly figures: FiguresJson;
  /** Absent for points of a front. */
  readonly evaluation?: unknown;
}

export interface CheckedPoint {
  readonly checks: readonly Check[];
  /** By the full model; undefined where it refuses the mapping. */
  readonly evaluation: ValidEvaluation | undefined;
}

/** Steps that a walk may take: two of each loop in time. */
const MOST_STEPS = 2 ** 17;

export function checkPoint(
  spec: Spec,
  limits: MapspaceLimits,
  objective: readonly Metric[],
  { mapping, figures, evaluation: printed }: PrintedPoint,
): CheckedPoint {
  const checks: Check[] = [
    judged(
      "constraints",
      findViolations(spec, limits, mapping),
      "every factor, order, axis and keep is as the constraints and the chip allow",
    ),
  ];
  const evaluation = evaluate({ ...spec, mapping });
  if (!evaluation.valid) {
    const why = evaluation.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    return { checks: [...checks, judged("figures", why, "")], evaluation: undefined };
  }
  const { edpJouleCycles, energyPj, cycles, utilization } = evaluation;
  const own = figuresOf(evaluation);
  const values = Object.fromEntries(objective.map((metric) => [metric, metricValue(metric, costOf(metric, own))]));
  const short = compareJson(figures, { edpJouleCycles, energyPj, cycles, utilization, values }, ["mapping"]);
  const long =
    printed === undefined ? { numbers: 0, differences: [] } : compareJson(printed, evaluation, ["diagnostics"]);
  const numbers = short.numbers + long.numbers;
  checks.push(
    judged(
      "figures",
      [...short.differences, ...long.differences],
      `the model gives exactly the ${numbers} printed figures${printed === undefined ? "" : ", level by level"}`,
    ),
    walked(spec, mapping, evaluation),
  );
  return { checks, evaluation };
}

function walked(spec: Spec, mapping: Mapping, evaluation: ValidEvaluation): Check {
  const loops = mapping.levels.flatMap(({ temporal }) => temporal.filter(({ bound }) => bound > 1));
  const steps = 2 ** loops.length;
  if (steps > MOST_STEPS) return notRederived("simulator", `a walk would take ${steps} steps`);
  const walk = evaluate({ ...spec, mapping }, { method: "walk" });
  const { differences } = compareJson(walk, evaluation, ["diagnostics"]);
  return judged("simulator", differences, `the step simulator counts the same, in ${steps} steps`);
}

/** The checks of all points of a front, each kind once. */
export function checksOfAll(points: readonly (readonly Check[])[]): readonly Check[] {
  const names = [...new Set(points.flatMap((checks) => checks.map(({ name }) => name)))];
  return names.map((name) => checkOfAll(name, points));
}

function checkOfAll(name: CheckName, points: readonly (readonly Check[])[]): Check {
  const own = points.flatMap((checks, i) =>
    checks.filter((check) => check.name === name).map((check) => ({ ...check, at: i })),
  );
  const complaints = own
    .filter(({ status }) => status === "failed")
    .map(({ at, detail }) => `point ${at + 1}: ${detail}`);
  const open = own.find(({ status }) => status === "not-rederived");
  if (complaints.length === 0 && open) return notRederived(name, `point ${open.at + 1}: ${open.detail}`);
  return judged(name, complaints, `all ${own.length} points: ${own[0]?.detail ?? ""}`);
}
