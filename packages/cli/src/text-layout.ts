/** Laying out text in a terminal: tables without frames, wrapped paragraphs, bars. Works on styled text. */
import { wrapLines } from "@tilewright/core";
import { displayWidth, padEnd, padStart } from "./display-width.ts";
import { FIXED_SPACE } from "./format-number.ts";
import type { Style } from "./styles.ts";

export interface Column {
  readonly header: string;
  readonly align: "left" | "right";
  /** Neighbouring columns of the same group stand under one heading. */
  readonly group?: string;
}

/** A row of cells (missing ones are empty) or a rule across the table. */
export type Row = readonly string[] | "rule";

export interface TableOptions {
  readonly indent?: number;
  /** Spaces between columns. */
  readonly gap?: number;
  readonly headerStyle?: Style;
  readonly ruleStyle?: Style;
}

function columnWidths(columns: readonly Column[], rows: readonly Row[], gap: number): readonly number[] {
  const widths = columns.map((column, index) => {
    const cells = rows.map((row) => (row === "rule" ? 0 : displayWidth(row[index] ?? "")));
    return Math.max(displayWidth(column.header), ...cells, 0);
  });
  return widenForGroups(columns, widths, gap);
}

/** Cells that the table takes from the left edge. */
export function tableWidth(columns: readonly Column[], rows: readonly Row[], options: TableOptions = {}): number {
  const gap = options.gap ?? 2;
  const widths = columnWidths(columns, rows, gap);
  const gaps = gap * Math.max(0, columns.length - 1);
  return (options.indent ?? 0) + gaps + widths.reduce((sum, width) => sum + width, 0);
}

interface Group {
  readonly heading: string | undefined;
  readonly width: number;
}

function groupColumns(columns: readonly Column[], widths: readonly number[], gap: number): readonly Group[] {
  const groups: Group[] = [];
  columns.forEach((column, index) => {
    const before = groups.at(-1);
    const width = widths[index] ?? 0;
    if (before !== undefined && column.group !== undefined && before.heading === column.group) {
      groups[groups.length - 1] = { heading: column.group, width: before.width + gap + width };
    } else groups.push({ heading: column.group, width });
  });
  return groups;
}

/** Headings that need more room than their columns have give it to the first of them. */
function widenForGroups(columns: readonly Column[], widths: readonly number[], gap: number): readonly number[] {
  const widened = [...widths];
  let first = 0;
  for (const group of groupColumns(columns, widths, gap)) {
    const missing = displayWidth(group.heading ?? "") - group.width;
    if (missing > 0) widened[first] = (widened[first] ?? 0) + missing;
    const count = columns.slice(first).findIndex((column) => column.group !== group.heading);
    first += group.heading === undefined ? 1 : count === -1 ? columns.length : count;
  }
  return widened;
}

function groupHeadings(columns: readonly Column[], widths: readonly number[], gap: number, style: Style): string {
  const cells = groupColumns(columns, widths, gap).map(({ heading, width }) =>
    heading === undefined ? " ".repeat(width) : padStart(style(heading), width),
  );
  return cells.join(" ".repeat(gap)).trimEnd();
}

/** Lines of a table: header, rule, rows. Numbers right-aligned under right-aligned headers. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  options: TableOptions = {},
): readonly string[] {
  const { indent = 0, gap = 2, headerStyle = (text) => text, ruleStyle = (text) => text } = options;
  const widths = columnWidths(columns, rows, gap);
  const margin = " ".repeat(indent);
  const line = (cells: readonly string[]): string => {
    const padded = columns.map((column, index) => {
      const pad = column.align === "left" ? padEnd : padStart;
      return pad(cells[index] ?? "", widths[index] ?? 0);
    });
    return (margin + padded.join(" ".repeat(gap))).trimEnd();
  };
  const groups = columns.some((column) => column.group !== undefined)
    ? [margin + groupHeadings(columns, widths, gap, headerStyle)]
    : [];
  const rule = margin + ruleStyle("─".repeat(tableWidth(columns, rows, { gap })));
  const header = line(columns.map((column) => headerStyle(column.header)));
  return [...groups, header, rule, ...rows.map((row) => (row === "rule" ? rule : line(row)))];
}

/** Breaks a paragraph, which may be styled, at ordinary spaces (never inside `1 536`); later lines hang by `hang` cells. */
export function wrapText(text: string, width: number, indent: number = 0, hang: number = indent): readonly string[] {
  return wrapLines(text, width, indent, hang, displayWidth);
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of up to `cells` cells for a share between 0 and 1, in eighths of a cell. */
export function bar(share: number, cells: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * cells * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

/** Joins lines for output: fixed spaces become ordinary ones. */
export function joinLines(lines: readonly string[]): string {
  return `${lines.join("\n").replaceAll(FIXED_SPACE, " ")}\n`;
}
