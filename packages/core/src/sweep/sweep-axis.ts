/** One attribute of a sweep with the values that it takes; a constant is an axis of one value. */
import type { Span } from "../text/source.ts";

/** What an attribute of a component may be: `8192`, `"45nm"`, `true`. */
export type SweepValue = number | string | boolean;

export interface SweepAxis {
  readonly name: string;
  /** At least one; in the order given, each once. */
  readonly values: readonly SweepValue[];
  /** How a range was stepped, for whoever chooses the scale of a chart. */
  readonly spacing: "constant" | "list" | "geometric" | "linear";
  readonly span: Span;
}

/** Axes with more than one value, in the order given. */
export function sweptAxes(axes: readonly SweepAxis[]): readonly SweepAxis[] {
  return axes.filter(({ values }) => values.length > 1);
}

/** Whether a chart can have this axis as its abscissa: all values are positive numbers, and there are several. */
export function isNumericAxis(axis: SweepAxis): boolean {
  return axis.values.length > 1 && axis.values.every((value) => typeof value === "number" && value > 0);
}

/**
 * The axis along which exponents are fitted and charts are drawn: of the numeric ones the one with most values, the
 * first of several. The others make one line each.
 */
export function mainAxis(axes: readonly SweepAxis[]): SweepAxis | undefined {
  const numeric = axes.filter(isNumericAxis);
  const most = Math.max(0, ...numeric.map(({ values }) => values.length));
  return numeric.find(({ values }) => values.length === most);
}
