/** The page of charts that a sweep asks for: energies, what they are made of, leakage and area, each where there is one. */
import type { BreakdownPanel, ChartPage, Panel, ScalingPanel, ScalingSeries } from "@tilewright/chart";
import {
  attributeLabel,
  attributeUnit,
  DEFAULT_TOLERANCE,
  figureName,
  joinNames,
  type ScalingLine,
  type SweepPlan,
  type SweepScaling,
  sweptAxes,
} from "@tilewright/core";

const QUANTITY_LABELS = {
  energy: "energy per action (pJ)",
  leakage: "leakage per cycle (pJ)",
  area: "area (µm²)",
} as const;

/** `depth 8192, technology 45nm`. */
export function fixedText(fixed: Readonly<Record<string, unknown>>): string {
  return Object.entries(fixed)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

function seriesOf(line: ScalingLine, name: string): ScalingSeries {
  return {
    name,
    points: line.points.map(({ x, y }) => ({ x, y })),
    segments: line.segments.map(({ fromX, toX, exponent }) => ({ fromX, toX, exponent })),
  };
}

/** One panel for lines of one quantity. */
export function scalingPanelOf(
  lines: readonly ScalingLine[],
  axis: string,
  nameOf: (line: ScalingLine) => string = ({ figures }) => joinNames(figures),
): ScalingPanel {
  const quantity = lines[0]?.quantity ?? "energy";
  return {
    kind: "scaling",
    xName: axis,
    xLabel: attributeLabel(axis),
    yLabel: QUANTITY_LABELS[quantity],
    series: lines.map((line) => seriesOf(line, nameOf(line))),
  };
}

/** Terms that nowhere reach this share are drawn and named together, and so are those for which there is no colour. */
const LEAST_SHARE = 0.01;
const MAX_TERMS = 8;
const REST = "others";

function sharesOf({
  points,
}: ScalingLine): readonly { readonly x: number; readonly shares: ReadonlyMap<string, number> }[] {
  return points.map(({ x, terms }) => {
    const sum = terms.reduce((total, { value }) => total + value, 0);
    return { x, shares: new Map(terms.map(({ name, value }) => [name, value / sum])) };
  });
}

/** Terms in the order in which they are stacked: the largest over all lines lies at the bottom. */
export function termNamesOf(lines: readonly ScalingLine[]): readonly string[] {
  const totals = new Map<string, { sum: number; most: number }>();
  for (const { shares } of lines.flatMap(sharesOf)) {
    for (const [name, share] of shares) {
      const { sum, most } = totals.get(name) ?? { sum: 0, most: 0 };
      totals.set(name, { sum: sum + share, most: Math.max(most, share) });
    }
  }
  const sorted = [...totals].sort(([a, x], [b, y]) => y.sum - x.sum || (a < b ? -1 : 1));
  const large = sorted.filter(
    ([, { most }], i) => most >= LEAST_SHARE && (sorted.length <= MAX_TERMS || i < MAX_TERMS - 1),
  );
  const named = sorted.length - large.length < 2 ? sorted : large;
  return [...named.map(([name]) => name), ...(named.length < sorted.length ? [REST] : [])];
}

/** Undefined where the estimator names fewer than two terms. */
export function breakdownPanelOf(
  line: ScalingLine,
  axis: string,
  termNames: readonly string[] = termNamesOf([line]),
): BreakdownPanel | undefined {
  const points = sharesOf(line).map(({ x, shares }) => {
    const rest = [...shares].reduce((sum, [name, share]) => sum + (termNames.includes(name) ? 0 : share), 0);
    const named = termNames.map((name): [string, number] => [name, name === REST ? rest : (shares.get(name) ?? 0)]);
    return { x, shares: Object.fromEntries(named) };
  });
  if (termNames.length < 2 || line.points.some(({ terms }) => terms.length === 0)) return undefined;
  return {
    kind: "breakdown",
    xLabel: attributeLabel(axis),
    yLabel: `share of ${figureName(line)} (%)`,
    termNames,
    points,
  };
}

/** How exponents and rings on the charts of `lines` are to be read. */
export function readingNote(lines: readonly ScalingLine[]): string {
  const rings = lines.some(({ segments }) => segments.length > 1);
  const fit = `Lines are labelled with fitted exponents; each fit is within ${DEFAULT_TOLERANCE * 100} % of its points`;
  return rings ? `${fit}, and a ring marks where the exponent changes.` : `${fit}.`;
}

/** Lines that one panel can show apart. */
const MAX_LINES = 12;

/** As many as `most` of the lines, the first and the last among them. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]).filter(
    (line) => line !== undefined,
  );
}

export function scalingPage(plan: SweepPlan, { axis, lines }: SweepScaling, estimators: readonly string[]): ChartPage {
  const others = sweptAxes(plan.axes).filter(({ name }) => name !== axis);
  const constants = plan.axes.filter(({ name, values }) => name !== axis && values.length === 1);
  const subtitle = constants.map(({ name, values: [value] }) => {
    const unit = attributeUnit(name);
    return `${name} ${String(value)}${unit === undefined ? "" : ` ${unit}`}`;
  });
  const panels: Panel[] = [];
  if (others.length === 0) {
    for (const quantity of ["energy", "leakage", "area"] as const) {
      const members = lines.filter((line) => line.quantity === quantity);
      if (members.length > 0) panels.push(scalingPanelOf(members, axis));
      if (quantity !== "energy") continue;
      const breakdown = members[0] === undefined ? undefined : breakdownPanelOf(members[0], axis);
      if (breakdown !== undefined) panels.push(breakdown);
    }
  } else {
    const figures = [...new Set(lines.map((line) => line.figures.join()))];
    for (const figure of figures) {
      const members = lines.filter((line) => line.figures.join() === figure);
      const [first] = members;
      if (first === undefined) continue;
      const drawn = evenly(members, MAX_LINES);
      const left = drawn.length < members.length ? ` (${drawn.length} of ${members.length} lines)` : "";
      panels.push({
        ...scalingPanelOf(drawn, axis, ({ fixed }) => fixedText(fixed)),
        title: `${figureName(first)}${left}`,
      });
    }
  }
  return {
    title: `${plan.componentClass}: scaling with ${axis}`,
    ...(subtitle.length === 0 ? {} : { subtitle: subtitle.join(", ") }),
    source: `${readingNote(lines)}${estimators.length === 0 ? "" : ` Figures: ${estimators.join("; ")}.`}`,
    panels,
    columns: panels.length > 1 ? 2 : 1,
  };
}
