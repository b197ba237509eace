/** Computes the figures of question 2: sweeps, fits, and beside a physical register file what the public plug-in says. */
import {
  analyzeScaling,
  type EstimateComponent,
  isAnswered,
  isRefused,
  parseAxes,
  planSweep,
  type RefusedRecord,
  runSweep,
  type ScalingLine,
  type SweepPlan,
  type SweepRecord,
} from "@tilewright/core";
import { FIGURES, type FigureDefinition } from "./figures.ts";

export interface ComputedFigure {
  readonly definition: FigureDefinition;
  readonly plan: SweepPlan;
  /** The swept attribute. */
  readonly axis: string;
  readonly records: readonly SweepRecord[];
  /** The actions of the question. */
  readonly lines: readonly ScalingLine[];
  /** The first line as the public plug-in has it, where that differs. */
  readonly publicLine?: ScalingLine;
  readonly refused: readonly RefusedRecord[];
}

export interface Estimators {
  readonly estimate: EstimateComponent;
  /** The public plug-ins' way, to compare with; absent where that is the way already. */
  readonly publicEstimate?: EstimateComponent;
}

function linesOf(plan: SweepPlan, records: readonly SweepRecord[], actions: readonly string[]): readonly ScalingLine[] {
  return analyzeScaling(plan, records, { actions })?.lines ?? [];
}

/** Lines that are apart by more than this somewhere are drawn both. */
const NOTABLE = 0.01;

function differs(a: ScalingLine, b: ScalingLine): boolean {
  return a.points.some(({ y }, i) => Math.abs((b.points[i]?.y ?? y) / y - 1) > NOTABLE);
}

export function computeFigure(definition: FigureDefinition, { estimate, publicEstimate }: Estimators): ComputedFigure {
  const { axes } = parseAxes(definition.attributes);
  const { plan } = planSweep(definition.componentClass, axes, "");
  if (plan === undefined) throw new Error(`a figure of question 2 has no plan: ${definition.id}`);
  const records = [...runSweep(plan, estimate)].map(({ record }) => record);
  const scaling = analyzeScaling(plan, records, { actions: definition.actions });
  const lines = scaling?.lines ?? [];
  const [first] = lines;
  const [publicLine] =
    publicEstimate === undefined || definition.componentClass !== "regfile"
      ? []
      : linesOf(plan, [...runSweep(plan, publicEstimate)].map(({ record }) => record).filter(isAnswered), ["read"]);
  return {
    definition,
    plan,
    axis: scaling?.axis ?? "",
    records,
    lines,
    ...(first !== undefined && publicLine !== undefined && differs(first, publicLine) ? { publicLine } : {}),
    refused: records.filter(isRefused),
  };
}

export function computeFigures(estimators: Estimators): readonly ComputedFigure[] {
  return FIGURES.map((definition) => computeFigure(definition, estimators));
}
