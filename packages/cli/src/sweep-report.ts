/**
 * The human form of a sweep: for each combination of the other attributes a table of points with the exponent from each
 * to the next, then a sentence for each fitted segment, then where the figures come from.
 */
import {
  attributeUnit,
  type DiagnosticJson,
  describeLine,
  type FigureSource,
  isAnswered,
  isRefused,
  joinNames,
  type ScalingLine,
  type SweepPlan,
  type SweepRecord,
  type SweepScaling,
} from "@tilewright/core";
import { printable } from "./display-width.ts";
import { formatPlural, formatScientific } from "./format-number.ts";
import { fixedText } from "./scaling-page.ts";
import type { Styles } from "./styles.ts";
import { type Column, joinLines, type Row, renderTable, tableWidth, wrapText } from "./text-layout.ts";

export interface SweepReportOptions {
  readonly columns: number;
  readonly styles: Styles;
}

/** Groups of lines with the same other attributes, in order. */
function groupsOf(lines: readonly ScalingLine[]): readonly (readonly ScalingLine[])[] {
  const groups = new Map<string, ScalingLine[]>();
  for (const line of lines) {
    const key = JSON.stringify(line.fixed);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

function pointTable(
  lines: readonly ScalingLine[],
  axis: string,
  { columns: cells, styles }: SweepReportOptions,
): readonly string[] {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const tableOf = (some: readonly ScalingLine[]): { columns: readonly Column[]; rows: readonly Row[] } => ({
    columns: [
      { header: attributeUnit(axis) ?? "", align: "right", group: axis },
      ...some.flatMap(({ figures, unit }): readonly Column[] => [
        { header: unit, align: "right", group: figures.join(", ") },
        { header: "exp.", align: "right", group: figures.join(", ") },
      ]),
    ],
    rows: xs.map((x) => [
      String(x),
      ...some.flatMap(({ points, localExponents }) => {
        const at = points.findIndex((point) => point.x === x);
        const point = points[at];
        const exponent = localExponents[at - 1];
        return [
          point === undefined ? "-" : formatScientific(point.y),
          exponent === undefined ? "" : styles.faint(exponent.toFixed(2)),
        ];
      }),
    ]),
  });
  // As many figures beside one another as fit.
  const tables: string[][] = [];
  let from = 0;
  while (from < lines.length) {
    let count = 1;
    for (let more = 2; from + more <= lines.length; more++) {
      const wider = tableOf(lines.slice(from, from + more));
      if (tableWidth(wider.columns, wider.rows) > cells) break;
      count = more;
    }
    const { columns, rows } = tableOf(lines.slice(from, from + count));
    tables.push([...renderTable(columns, rows, { headerStyle: styles.faint, ruleStyle: styles.faint })]);
    from += count;
  }
  return tables.flatMap((table, i) => (i === 0 ? table : ["", ...table]));
}

/** Points without a numeric axis: attributes and energies, as they come. */
function plainTable(
  plan: SweepPlan,
  records: readonly SweepRecord[],
  { styles }: SweepReportOptions,
): readonly string[] {
  const swept = plan.axes.filter(({ values }) => values.length > 1).map(({ name }) => name);
  const answered = records.filter(isAnswered);
  const actions = [...new Set(answered.flatMap(({ energyPj }) => Object.keys(energyPj)))];
  const columns: readonly Column[] = [
    ...swept.map((name): Column => ({ header: name, align: "left" })),
    ...actions.map((action): Column => ({ header: `${action} pJ`, align: "right" })),
    { header: "area µm²", align: "right" },
  ];
  const rows = answered.map(
    ({ attributes, energyPj, areaUm2 }): Row => [
      ...swept.map((name) => printable(String(attributes[name] ?? ""))),
      ...actions.map((action) => (energyPj[action] === undefined ? "-" : formatScientific(energyPj[action]))),
      formatScientific(areaUm2),
    ],
  );
  return renderTable(columns, rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
}

/** Why there is no answer, and what to do about it. */
export function refusalText({ message, hint }: DiagnosticJson): string {
  return hint === undefined ? message : `${message}: ${hint}`;
}

/** Each source once, with all figures that it answered for. */
export function mergedSources(records: readonly SweepRecord[]): readonly FigureSource[] {
  const merged = new Map<string, { source: FigureSource; figures: Set<string> }>();
  for (const record of records) {
    if (isRefused(record)) continue;
    for (const source of record.sources) {
      const key = JSON.stringify([source.estimator, source.citation]);
      const known = merged.get(key) ?? { source, figures: new Set<string>() };
      for (const figure of source.figures) known.figures.add(figure);
      merged.set(key, known);
    }
  }
  return [...merged.values()].map(({ source, figures }) => ({ ...source, figures: [...figures] }));
}

export function renderSweep(
  plan: SweepPlan,
  records: readonly SweepRecord[],
  scaling: SweepScaling | undefined,
  options: SweepReportOptions,
): string {
  const { styles, columns } = options;
  const constants = Object.fromEntries(
    plan.axes.filter(({ values }) => values.length === 1).map(({ name, values: [value] }) => [name, value]),
  );
  const at = fixedText(constants);
  const lines = [
    styles.strong(printable(plan.componentClass)) +
      (scaling === undefined ? "" : ` over ${scaling.axis}`) +
      styles.faint(at === "" ? "" : `, at ${printable(at)}`),
  ];
  if (scaling === undefined) lines.push("", ...plainTable(plan, records, options));
  for (const group of groupsOf(scaling?.lines ?? [])) {
    const fixed = fixedText(group[0]?.fixed ?? {});
    const axis = scaling?.axis ?? "";
    lines.push("", ...(fixed === "" ? [] : [styles.accent(fixed)]), ...pointTable(group, axis, options), "");
    for (const line of group) {
      for (const sentence of describeLine({ ...line, fixed: {} }, axis))
        lines.push(...wrapText(sentence, columns, 0, 2));
    }
  }
  const sources = mergedSources(records).map(({ figures, estimator, citation }) =>
    wrapText(`${joinNames(figures)}: ${estimator}${citation === undefined ? "" : ` (${citation})`}`, columns, 2, 4),
  );
  if (sources.length > 0) lines.push("", styles.faint("Figures by"), ...sources.flat());
  const refused = records.filter(isRefused);
  if (refused.length > 0) {
    const messages = new Set(refused.flatMap(({ error }) => error.diagnostics.map(refusalText)));
    lines.push("", styles.bad(`${formatPlural(refused.length, "point")} without an answer`));
    for (const message of [...messages].slice(0, 5)) lines.push(...wrapText(printable(message), columns, 2, 4));
  }
  return joinLines(lines);
}
