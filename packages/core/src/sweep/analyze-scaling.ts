/**
 * A sweep as lines over its main axis: one line for each figure (an action's energy, the area) and each combination of
 * the other swept attributes, with exponents between neighbours, fitted segments, and what the circuit's terms have to do
 * with them. Actions whose figures are the same throughout (write and update of most memories) share a line.
 */
import { type CircuitTerm, type PointWithTerms, type TermContribution, termContributions } from "./exponent-of-sum.ts";
import {
  fitExponents,
  localExponents,
  overallExponent,
  type PowerLawSegment,
  type ScalingPoint,
} from "./fit-exponents.ts";
import type { SweepAttributes, SweepPlan } from "./plan-sweep.ts";
import { type AnsweredRecord, isAnswered, type SweepRecord } from "./run-sweep.ts";
import { mainAxis, sweptAxes } from "./sweep-axis.ts";

/** A segment with its terms, the largest share first; none where the estimator names no terms. */
export interface ScalingSegment extends PowerLawSegment {
  readonly terms: readonly TermContribution[];
}

export interface ScalingLine {
  /** `read`, or `write` and `update` together, or `area`. */
  readonly figures: readonly string[];
  readonly quantity: "energy" | "leakage" | "area";
  /** pJ for an access, pJ for a cycle, um^2. */
  readonly unit: "pJ" | "pJ/cycle" | "µm²";
  /** Values of the other swept attributes. */
  readonly fixed: SweepAttributes;
  /** Ascending in x; points without a positive value are left out. */
  readonly points: readonly (ScalingPoint & { readonly terms: readonly CircuitTerm[] })[];
  /** One fewer than points. */
  readonly localExponents: readonly number[];
  readonly segments: readonly ScalingSegment[];
  readonly overall?: PowerLawSegment;
}

export interface SweepScaling {
  /** Name of the attribute along which all lines run. */
  readonly axis: string;
  readonly lines: readonly ScalingLine[];
}

/** Actions in the order in which people list them; others follow by name. */
const ACTION_ORDER = ["read", "write", "update", "compute", "access", "leak"];

export function compareActions(a: string, b: string): number {
  const rank = (action: string): number => {
    const at = ACTION_ORDER.indexOf(action);
    return at === -1 ? ACTION_ORDER.length - 1.5 : at;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function quantityOf(figure: string): Pick<ScalingLine, "quantity" | "unit"> {
  if (figure === "area") return { quantity: "area", unit: "µm²" };
  if (figure === "leak") return { quantity: "leakage", unit: "pJ/cycle" };
  return { quantity: "energy", unit: "pJ" };
}

function figureOf(record: AnsweredRecord, figure: string): number {
  return figure === "area" ? record.areaUm2 : (record.energyPj[figure] ?? 0);
}

/** A line through `records` (all of one combination) for one figure. */
export function scalingLine(
  records: readonly AnsweredRecord[],
  axis: string,
  figure: string,
  fixed: SweepAttributes,
  tolerance?: number,
): ScalingLine {
  const points = records
    .map((record) => ({
      x: Number(record.attributes[axis]),
      y: figureOf(record, figure),
      terms: record.terms?.[figure]?.filter(({ value }) => value !== 0) ?? [],
    }))
    .filter(({ x, y }) => x > 0 && y > 0)
    .sort((a, b) => a.x - b.x);
  const segments = fitExponents(points, tolerance).map((segment): ScalingSegment => {
    const part: readonly PointWithTerms[] = points.slice(segment.first, segment.last + 1);
    return { ...segment, terms: part.every(({ terms }) => terms.length > 0) ? termContributions(part) : [] };
  });
  const overall = overallExponent(points);
  return {
    figures: [figure],
    ...quantityOf(figure),
    fixed,
    points,
    localExponents: localExponents(points),
    segments,
    ...(overall === undefined ? {} : { overall }),
  };
}

const SAME = 1e-9;

function sameFigures(a: ScalingLine, b: ScalingLine): boolean {
  if (a.unit !== b.unit || a.points.length !== b.points.length || a.fixed !== b.fixed) return false;
  return a.points.every(({ x, y }, i) => b.points[i]?.x === x && Math.abs((b.points[i]?.y ?? 0) / y - 1) < SAME);
}

function mergeEqual(lines: readonly ScalingLine[]): readonly ScalingLine[] {
  const merged: ScalingLine[] = [];
  for (const line of lines) {
    const at = merged.findIndex((other) => sameFigures(other, line));
    const same = merged[at];
    if (same === undefined) merged.push(line);
    else merged[at] = { ...same, figures: [...same.figures, ...line.figures] };
  }
  return merged;
}

/** Undefined where no swept attribute is numeric: there is nothing to scale along. */
export function analyzeScaling(
  plan: SweepPlan,
  records: readonly SweepRecord[],
  options: { readonly actions?: readonly string[]; readonly tolerance?: number } = {},
): SweepScaling | undefined {
  const main = mainAxis(plan.axes);
  if (main === undefined) return undefined;
  const answered = records.filter(isAnswered);
  const others = sweptAxes(plan.axes).filter((axis) => axis !== main);
  const groups = new Map<string, { fixed: SweepAttributes; records: AnsweredRecord[] }>();
  for (const record of answered) {
    const fixed = Object.fromEntries(others.map(({ name }) => [name, record.attributes[name] ?? ""]));
    const key = JSON.stringify(fixed);
    const group = groups.get(key) ?? { fixed, records: [] };
    group.records.push(record);
    groups.set(key, group);
  }
  const actions = [...new Set(answered.flatMap(({ energyPj }) => Object.keys(energyPj)))].sort(compareActions);
  const figures = options.actions ?? [...actions, "area"];
  const lines = [...groups.values()].flatMap(({ fixed, records: members }) =>
    figures.map((figure) => scalingLine(members, main.name, figure, fixed, options.tolerance)),
  );
  return { axis: main.name, lines: mergeEqual(lines.filter(({ points }) => points.length > 0)) };
}
