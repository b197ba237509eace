/** Where a figure comes from, for people: parts, inputs, equation, terms, notes, source, and who else was asked. */
import type { PartFigure } from "@tilewright/core";
import { printable } from "./display-width.ts";
import { formatFigure } from "./energy-format.ts";
import type { AskedFigure } from "./energy-question.ts";
import { formatShare } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import { joinLines, type Row, renderTable, wrapText } from "./text-layout.ts";

export interface WhyOptions {
  readonly columns: number;
  readonly styles: Styles;
}

export function renderWhy(asked: readonly AskedFigure[], options: WhyOptions): string {
  return joinLines(asked.flatMap((each, i) => [...(i === 0 ? [] : [""]), ...explain(each, options)]));
}

function explain(asked: AskedFigure, options: WhyOptions): readonly string[] {
  const { styles, columns } = options;
  const { title, unit, value, figure, component } = asked;
  const head = `${styles.strong(printable(title))} = ${formatFigure(value)} ${unit}  ${styles.faint(`class ${printable(component.componentClass)}`)}`;
  const { parts } = figure;
  const [only] = parts;
  if (parts.length === 0) return [head, ...wrapText("nothing takes part: it costs nothing", columns, 2)];
  if (parts.length === 1 && only !== undefined && only.part === "") {
    return [head, ...scaleLine(only, unit, columns), ...partLines(only, unit, options, 2)];
  }
  const rows: Row[] = parts.map((part) => {
    const total = part.value * part.count * part.scale;
    const name = part.action === undefined ? part.part : `${part.part}.${part.action}`;
    const how = `${formatFigure(part.value)}${factor(part.count)}${factor(part.scale)}`;
    return [`  ${printable(name)}`, how, formatFigure(total), formatShare(value > 0 ? total / value : 0)];
  });
  const table = renderTable(
    [
      { header: "  part", align: "left" },
      { header: `${unit} each`, align: "right" },
      { header: unit, align: "right" },
      { header: "share", align: "right" },
    ],
    rows,
    { headerStyle: styles.faint, ruleStyle: styles.faint },
  );
  return [head, ...table, ...parts.flatMap((part) => ["", ...nestedPart(part, unit, options)])];
}

function factor(times: number): string {
  return times === 1 ? "" : ` × ${formatFigure(times)}`;
}

function scaleLine({ value, count, scale }: PartFigure, unit: string, columns: number): readonly string[] {
  if (count === 1 && scale === 1) return [];
  return wrapText(`= ${formatFigure(value)} ${unit}${factor(count)}${factor(scale)} (scale)`, columns, 2);
}

function nestedPart(part: PartFigure, unit: string, options: WhyOptions): readonly string[] {
  const { styles } = options;
  const name = part.action === undefined ? part.part : `${part.part}.${part.action}`;
  const head = `  ${styles.strong(printable(name))} = ${formatFigure(part.value)} ${unit}  ${styles.faint(`class ${printable(part.componentClass)}`)}`;
  return [head, ...partLines(part, unit, options, 4)];
}

function partLines(part: PartFigure, unit: string, { styles, columns }: WhyOptions, indent: number): readonly string[] {
  const { provenance, accuracy, others } = part;
  const margin = " ".repeat(indent);
  const labelled = (label: string, text: string): readonly string[] => {
    const [first = "", ...rest] = wrapText(printable(text), columns, indent + 10);
    return [margin + styles.faint(label.padEnd(10)) + first.slice(indent + 10), ...rest];
  };
  const inputs = provenance.inputs.map(({ name, value, unit: of, origin }) => {
    const shown = typeof value === "number" ? formatFigure(value) : value;
    return `${name} ${shown}${of === undefined ? "" : ` ${of}`}${origin === "default" ? " (default)" : ""}`;
  });
  const total = provenance.terms.reduce((sum, { value }) => sum + value, 0);
  const terms = provenance.terms.flatMap(({ name, value, how }) => {
    const share = provenance.terms.length > 1 && total > 0 ? ` ${formatShare(value / total)}` : "";
    return labelled("", `${name}  ${formatFigure(value)} ${unit}${share}  = ${how}`);
  });
  return [
    ...labelled("estimator", `${provenance.estimator}, accuracy ${accuracy}`),
    ...(inputs.length === 0 ? [] : labelled("inputs", inputs.join(", "))),
    ...labelled("equation", provenance.equation),
    ...terms,
    ...provenance.notes.flatMap((note) => labelled("note", note)),
    ...labelled("source", provenance.citation),
    ...others.flatMap((other) =>
      other.kind === "estimate"
        ? labelled(
            "also",
            `${other.provenance.estimator} says ${formatFigure(other.value)} ${unit}, accuracy ${other.accuracy}`,
          )
        : [],
    ),
  ];
}
