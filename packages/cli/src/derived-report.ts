/**
 * What follows from the counts, in a few lines of the report: traffic at the outermost level against the least that
 * there is, what bounds the rate, and where cycles are lost. Lines that say nothing are left out: no bound without a
 * bandwidth limit, no waterfall without a stall.
 *
 *     cycles                  computing and waiting, each bar where the one above ends
 *     computing       1 536   ██████
 *     Buffer, read  + 3 072         ████████████
 */
import type { Roof, ValidEvaluation } from "@tilewright/core";
import { padEnd, printable, truncate } from "./display-width.ts";
import { FIXED_SPACE, formatCount, formatShare } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import { bar, type Column, type Row, renderTable, tableWidth, wrapText } from "./text-layout.ts";

type Derived = NonNullable<ValidEvaluation["derived"]>;

export interface DerivedReportOptions {
  readonly columns: number;
  readonly styles: Styles;
}

const MAX_NAME_CELLS = 24;
const LABEL_CELLS = 9;

/** The lines, with an empty one before them; none for an evaluation without derived figures. */
export function derivedLines(evaluation: ValidEvaluation, options: DerivedReportOptions): readonly string[] {
  const { derived } = evaluation;
  if (derived === undefined) return [];
  const { columns, styles } = options;
  const facts = [["traffic", trafficSentence(derived)] as const, ["bound", boundSentence(derived)] as const].flatMap(
    ([label, sentence]) => {
      if (sentence === undefined) return [];
      const [first = "", ...more] = wrapText(sentence, columns, LABEL_CELLS);
      return [styles.faint(padEnd(label, LABEL_CELLS)) + first.slice(LABEL_CELLS), ...more];
    },
  );
  const waterfall = waterfallTable(evaluation, derived, options);
  return [...(facts.length > 0 ? ["", ...facts] : []), ...(waterfall.length > 0 ? ["", ...waterfall] : [])];
}

/** Operations in a byte, a cycle: three digits are enough to compare. */
function ratio(value: number): string {
  return value >= 100 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function trafficSentence({ perLevel, optimalOpsPerByte }: Derived): string | undefined {
  const level = perLevel.findLast(({ compulsoryWords }) => compulsoryWords > 0);
  if (level?.ratio === undefined || level.opsPerByte === undefined) return undefined;
  const name = printable(truncate(level.name, MAX_NAME_CELLS));
  const words = `${name} moves ${formatCount(level.actualWords)}${FIXED_SPACE}words`;
  const intensity = `${ratio(level.opsPerByte)}${FIXED_SPACE}operations a byte`;
  if (level.actualWords <= level.compulsoryWords) return `${words}, each once and no more: ${intensity}`;
  const least = `${ratio(level.ratio)}${FIXED_SPACE}times the ${formatCount(level.compulsoryWords)} that there are`;
  return `${words}, ${least}: ${intensity}, ${ratio(optimalOpsPerByte)} at best`;
}

function boundSentence({ roofline }: Derived): string | undefined {
  const { roofs, boundBy, attainableOpsPerCycle } = roofline;
  const compute = roofs.find(({ name }) => name === "compute")?.peakOpsPerCycle;
  const limited = roofs.filter((roof): roof is Roof & { readonly peakOpsPerCycle: number } => roof.port !== undefined);
  const lowest = limited.reduce((least, roof) => Math.min(least, roof.peakOpsPerCycle), Number.POSITIVE_INFINITY);
  const nearest = limited.find(({ peakOpsPerCycle }) => peakOpsPerCycle === lowest);
  if (compute === undefined || nearest === undefined) return undefined;
  const port = `the ${nearest.port} bandwidth of ${printable(truncate(nearest.name, MAX_NAME_CELLS))}`;
  const rate = `${ratio(attainableOpsPerCycle)}${FIXED_SPACE}operations a cycle`;
  if (boundBy !== "compute") return `${port}: ${rate}, where the units at work could do ${ratio(compute)}`;
  return `the compute units: ${rate}; ${port} is nearest, at ${formatShare(compute / lowest)}`;
}

function waterfallTable(
  evaluation: ValidEvaluation,
  derived: Derived,
  { columns: width, styles }: DerivedReportOptions,
): readonly string[] {
  const { cycleWaterfall, networkLatencyCycles } = derived;
  const waits = cycleWaterfall.flatMap(({ name, addedCycles, boundBy }) =>
    addedCycles > 0 ? [{ label: `${printable(truncate(name, MAX_NAME_CELLS))}, ${boundBy}`, cycles: addedCycles }] : [],
  );
  if (networkLatencyCycles > 0) waits.push({ label: "networks fill and drain", cycles: networkLatencyCycles });
  if (waits.length === 0) return [];
  const steps = [{ label: "computing", cycles: cycleWaterfall[0]?.computeCycles ?? 0 }, ...waits];
  const header: Column[] = [
    { header: "cycles", align: "left" },
    { header: "", align: "right" },
  ];
  const build = (cells: number): { columns: Column[]; rows: Row[] } => {
    let before = 0;
    const rows = steps.map(({ label, cycles }, index) => {
      const offset = " ".repeat(Math.round((before / evaluation.cycles) * cells));
      before += cycles;
      const style = index === 0 ? styles.accent : styles.bad;
      const count = `${index === 0 ? "" : `+${FIXED_SPACE}`}${formatCount(cycles)}`;
      return cells === 0 ? [label, count] : [label, count, offset + style(bar(cycles / evaluation.cycles, cells))];
    });
    return { columns: cells === 0 ? header : [...header, { header: "", align: "left" }], rows };
  };
  const attempts = [32, 16, 8, 0].map(build);
  const fitting = attempts.find(({ columns, rows }) => tableWidth(columns, rows) <= width) ?? build(0);
  return renderTable(fitting.columns, fitting.rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
}
