/** The human report of `energy`: what each action of each component costs, and who says so; areas; totals. */
import { type ActionFigure, type ChipEstimate, type ComponentFigures, chipTotals, sourceOf } from "@tilewright/core";
import { printable, truncate } from "./display-width.ts";
import { formatFigure } from "./energy-format.ts";
import { formatCount } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import { type Column, joinLines, type Row, renderTable, tableWidth, wrapText } from "./text-layout.ts";

export interface EnergyReportOptions {
  readonly columns: number;
  readonly styles: Styles;
  readonly compat: boolean;
}

const MAX_NAME_CELLS = 30;

export function renderChip(chip: ChipEstimate, options: EnergyReportOptions): string {
  const { areaUm2, leakPj } = chipTotals(chip.components);
  const totals = `total  area ${formatCount(Math.round(areaUm2))} µm² = ${formatFigure(areaUm2 / 1e6)} mm², leakage ${formatFigure(leakPj)} pJ a cycle, of all instances`;
  return joinLines([...componentLines(chip.components, options), "", ...wrapText(totals, options.columns, 0, 7)]);
}

/** One table for all components: a row that names each, with its area, and a row for each action. */
export function renderComponents(components: readonly ComponentFigures[], options: EnergyReportOptions): string {
  return joinLines(componentLines(components, options));
}

function componentLines(components: readonly ComponentFigures[], options: EnergyReportOptions): readonly string[] {
  const { styles, columns: width, compat } = options;
  const columns: readonly Column[] = [
    { header: "component", align: "left" },
    { header: "pJ", align: "right" },
    { header: "µm²", align: "right" },
    { header: "source", align: "left" },
  ];
  const build = (sourceCells: number): Row[] =>
    components.flatMap((component) => rowsOf(component, sourceCells, styles));
  const spare =
    width -
    tableWidth(
      columns,
      build(0).map((row) => (row === "rule" ? row : row.slice(0, 3))),
      {},
    ) +
    6;
  const table = renderTable(columns, build(Math.max(12, spare)), {
    headerStyle: styles.faint,
    ruleStyle: styles.faint,
  });
  const how = compat
    ? "One action of one instance, by the rules of the public plug-ins (--compat), faults included."
    : "One action of one instance; leakage is that of one cycle. --why NAME.ACTION tells where a figure comes from.";
  const footnote = components.some(hasRegisterFile)
    ? ["", ...wrapText(REGISTER_FILES[compat ? "compat" : "own"], width)]
    : [];
  return [
    ...wrapText(how, width).map((line) => styles.faint(line)),
    "",
    ...table,
    ...footnote.map((line) => styles.faint(line)),
  ];
}

const REGISTER_FILES = {
  own:
    "Register files: by their circuit, so that width counts. The public table plug-in counts one register whatever the " +
    "width; --why says its figure too.",
  compat:
    "Register files: as the public table plug-in counts, one register whatever the width. --why says what the circuit " +
    "would take.",
} as const;

function hasRegisterFile({ area }: ComponentFigures): boolean {
  return area.parts.some(({ componentClass }) => componentClass === "regfile");
}

function rowsOf(component: ComponentFigures, sourceCells: number, styles: Styles): Row[] {
  const { name, componentClass, count, actions, area } = component;
  const times = count > 1 ? ` ×${formatCount(count)}` : "";
  const title = styles.strong(truncate(printable(name), MAX_NAME_CELLS) + times);
  const source = (text: string): string => styles.faint(truncate(printable(text), sourceCells));
  const names = [...new Set(actions.map(({ action }) => action))];
  return [
    [
      componentClass === name ? title : `${title} ${styles.faint(truncate(printable(componentClass), 20))}`,
      "",
      formatFigure(area.areaUm2),
      source(sourceOf(area)),
    ],
    ...names.map((action): Row => {
      const own = actions.filter((figure) => figure.action === action);
      return [
        `  ${truncate(printable(action), MAX_NAME_CELLS)}${variants(own)}`,
        spread(own),
        "",
        source(sourceOf(dearest(own))),
      ];
    }),
  ];
}

function variants(own: readonly ActionFigure[]): string {
  return own.length === 1 ? "" : ` (${formatCount(own.length)} arguments)`;
}

function dearest(own: readonly ActionFigure[]): ActionFigure {
  return own.reduce((best, figure) => (figure.energyPj > best.energyPj ? figure : best));
}

/** One figure, or the smallest and the largest. */
function spread(own: readonly ActionFigure[]): string {
  const energies = own.map(({ energyPj }) => energyPj);
  const [least, most] = [Math.min(...energies), Math.max(...energies)];
  return least === most ? formatFigure(most) : `${formatFigure(least)}…${formatFigure(most)}`;
}
