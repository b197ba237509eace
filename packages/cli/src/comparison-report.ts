/** The human form of a comparison: Table 2, the counts behind it, and why. */
import type { ComparedMapping, Comparison, CounterRow } from "./comparison.ts";
import { displayWidth, printable, truncate } from "./display-width.ts";
import { otherSemantics } from "./explain-comparison.ts";
import { energyUnitFor, formatCount, formatEnergy, formatEnergyIn, formatShare } from "./format-number.ts";
import type { Styles } from "./styles.ts";
import { type Column, joinLines, type Row, renderTable, tableWidth, wrapText } from "./text-layout.ts";

export interface ComparisonReportOptions {
  readonly columns: number;
  readonly styles: Styles;
}

/** Files and folders say less than the end of a path: `.../tables/ert-45nm.yaml` is `ert-45nm.yaml`. */
function shortSource(source: string): string {
  return printable(source.split(/[\\/]/).at(-1) ?? source);
}

function overviewTable(comparison: Comparison, options: ComparisonReportOptions): readonly string[] {
  const { styles } = options;
  const { mappings, energySources } = comparison;
  const levels = mappings.find((mapping) => mapping.valid)?.accesses.map((access) => access.level) ?? [];
  const units = energySources.map((source) =>
    energyUnitFor(
      mappings.flatMap((mapping) =>
        mapping.energies.filter((energy) => energy.source === source).map((energy) => energy.energyPj),
      ),
    ),
  );
  const columns: Column[] = [{ header: "mapping", align: "left" }];
  for (const level of levels) {
    const group = truncate(printable(level), 16);
    columns.push({ header: "read", align: "right", group }, { header: "write", align: "right", group });
  }
  columns.push({ header: "uses", align: "right", group: "MAC" });
  energySources.forEach((source, index) => {
    columns.push({ header: units[index]?.name ?? "pJ", align: "right", group: truncate(shortSource(source), 14) });
  });
  const rows: Row[] = mappings.map((mapping) => [
    `${styles.accent(mapping.label)} ${truncate(printable(mapping.name), 24)}`,
    ...levels.flatMap((level) => {
      const access = mapping.accesses.find((each) => each.level === level);
      return access === undefined ? ["-", "-"] : [formatCount(access.reads), formatCount(access.writes)];
    }),
    mapping.valid ? formatCount(mapping.computes) : "-",
    ...energySources.map((source, index) => {
      const energy = mapping.energies.find((each) => each.source === source);
      const unit = units[index];
      if (energy === undefined || unit === undefined) return "-";
      const text = formatEnergyIn(energy.energyPj, unit);
      return energy.best ? styles.good(`★${text}`) : text;
    }),
  ]);
  if (tableWidth(columns, rows) <= options.columns) {
    return renderTable(columns, rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
  }
  return transposed(columns, rows, mappings, options);
}

/** Where the table is too wide: the same figures with one column a mapping, as many columns at a time as fit. */
function transposed(
  columns: readonly Column[],
  rows: readonly Row[],
  mappings: readonly ComparedMapping[],
  options: ComparisonReportOptions,
): readonly string[] {
  const { styles } = options;
  const legend = rows.map((row) => (row === "rule" ? "" : `  ${row[0] ?? ""}`));
  const figures = columns.slice(1).map((column, index) => ({
    label: column.group === undefined ? column.header : `${column.group} ${column.header}`,
    cells: rows.map((row) => (row === "rule" ? "" : (row[index + 1] ?? ""))),
  }));
  return [...legend, "", ...tableByMapping(figures, mappings, options, styles)];
}

interface FigureRow {
  readonly label: string;
  readonly cells: readonly string[];
}

function tableByMapping(
  figures: readonly FigureRow[],
  mappings: readonly ComparedMapping[],
  options: ComparisonReportOptions,
  styles: Styles,
): readonly string[] {
  const labelWidth = Math.max(0, ...figures.map((figure) => displayWidth(figure.label)));
  const cellWidth = Math.max(5, ...figures.flatMap((figure) => figure.cells.map(displayWidth)));
  const perBlock = Math.max(1, Math.floor((options.columns - labelWidth) / (cellWidth + 2)));
  const lines: string[] = [];
  for (let from = 0; from < mappings.length; from += perBlock) {
    const block = mappings.slice(from, from + perBlock);
    const columns: Column[] = [
      { header: "", align: "left" },
      ...block.map((mapping): Column => ({ header: mapping.label, align: "right" })),
    ];
    const rows = figures.map((figure): Row => [figure.label, ...figure.cells.slice(from, from + perBlock)]);
    if (from > 0) lines.push("");
    lines.push(...renderTable(columns, rows, { headerStyle: styles.accent, ruleStyle: styles.faint }));
  }
  return lines;
}

interface CounterKey {
  readonly level: string;
  readonly dataSpace: string;
  readonly counter: CounterRow["counter"];
}

function counterKeys(mappings: readonly ComparedMapping[]): readonly CounterKey[] {
  const keys = new Map<string, CounterKey>();
  for (const { counters } of mappings) {
    for (const { level, dataSpace, counter } of counters) {
      keys.set(JSON.stringify([level, dataSpace, counter]), { level, dataSpace, counter });
    }
  }
  const order = ["reads", "fills", "updates"];
  const levels = [...new Set([...keys.values()].map((key) => key.level))];
  return [...keys.values()].sort(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || order.indexOf(a.counter) - order.indexOf(b.counter),
  );
}

/** Counts by data space: those that differ as a table, those that are the same for all mappings as a sentence. */
function counterTable(comparison: Comparison, options: ComparisonReportOptions): readonly string[] {
  const { styles } = options;
  const mappings = comparison.mappings.filter((mapping) => mapping.valid);
  const figures: FigureRow[] = [];
  const same: string[] = [];
  for (const key of counterKeys(mappings)) {
    const cells = mappings.map((mapping) =>
      mapping.counters.find(
        (row) => row.level === key.level && row.dataSpace === key.dataSpace && row.counter === key.counter,
      ),
    );
    const words = cells.map((cell) => cell?.words);
    const differsByCounting = cells.some((cell) => cell?.otherWords !== undefined && cell.otherWords !== cell.words);
    const label = `${printable(key.level)} ${key.counter} ${printable(key.dataSpace)}`;
    if (new Set(words).size === 1 && !differsByCounting && mappings.length > 1) {
      if (words[0] !== undefined && words[0] !== 0) same.push(`${label} ${formatCount(words[0])}`);
      continue;
    }
    if (words.every((count) => count === undefined || count === 0) && !differsByCounting) continue;
    figures.push({ label, cells: words.map((count) => (count === undefined ? "-" : formatCount(count))) });
    if (differsByCounting) {
      figures.push({
        label: styles.faint(`  by ${otherSemantics(comparison.semantics)} counting`),
        cells: cells.map((cell) => {
          if (cell?.otherWords === undefined) return "-";
          const text = formatCount(cell.otherWords);
          return cell.otherWords === cell.words ? styles.faint(text) : styles.accent(text);
        }),
      });
    }
  }
  const table = figures.length === 0 ? [] : tableByMapping(figures, mappings, options, styles);
  const common = same.length === 0 ? [] : wrapText(`Same for all: ${same.join(", ")}.`, options.columns);
  return [...table, ...(table.length > 0 && common.length > 0 ? [""] : []), ...common];
}

function whyLines(comparison: Comparison, options: ComparisonReportOptions): readonly string[] {
  const { styles, columns } = options;
  const lines: string[] = [];
  for (const mapping of comparison.mappings) {
    const title = `${styles.accent(mapping.label)} ${styles.strong(printable(mapping.name))}`;
    if (!mapping.valid) {
      lines.push(`${title}  ${styles.bad(`invalid (${mapping.reason ?? "spec"})`)}`);
      continue;
    }
    lines.push(title);
    for (const sentence of mapping.why) lines.push(...wrapText(sentence, columns, 2));
    for (const sentence of mapping.semanticsExplained) lines.push(...wrapText(`≠ ${sentence}`, columns, 2, 4));
  }
  return lines;
}

/** Who needs least, against whom, and which level makes the difference. */
function verdict(comparison: Comparison, options: ComparisonReportOptions): readonly string[] {
  return comparison.energySources.flatMap((source, index) => {
    const ranked = comparison.mappings
      .flatMap((mapping) =>
        mapping.energies.filter((each) => each.source === source).map((energy) => ({ mapping, energy })),
      )
      .sort((a, b) => a.energy.energyPj - b.energy.energyPj);
    const [best, second] = ranked;
    const worst = ranked.at(-1);
    if (best === undefined || second === undefined || worst === undefined) return [];
    const names = (entry: { mapping: ComparedMapping }): string =>
      `${entry.mapping.label} (${printable(entry.mapping.name)})`;
    const below = (entry: { energy: { energyPj: number } }): string =>
      formatShare(1 - best.energy.energyPj / entry.energy.energyPj);
    const tied = second.energy.energyPj === best.energy.energyPj;
    const against = tied
      ? `as much as ${names(second)}`
      : worst === second
        ? `${below(second)} less than ${names(second)}`
        : `${below(second)} less than ${names(second)} and ${below(worst)} less than ${names(worst)}`;
    const level = index === 0 ? decidingLevel(best.mapping, worst.mapping) : undefined;
    const because = level === undefined || tied ? "" : `; ${level}`;
    const sentence = `★ By ${shortSource(source)}, ${names(best)} needs the least energy: ${formatEnergy(best.energy.energyPj)}, ${against}${because}.`;
    return wrapText(sentence, options.columns, 0, 2);
  });
}

function decidingLevel(best: ComparedMapping, worst: ComparedMapping): string | undefined {
  const { evaluation: low } = best;
  const { evaluation: high } = worst;
  if (low?.valid !== true || high?.valid !== true || high.energyPj <= low.energyPj) return undefined;
  const gaps = high.levels.map((level) => {
    const other = low.levels.find((each) => each.name === level.name);
    return { name: level.name, gap: level.energyPj - (other?.energyPj ?? 0) };
  });
  const [largest] = gaps.sort((a, b) => b.gap - a.gap);
  if (largest === undefined) return undefined;
  const share = largest.gap / (high.energyPj - low.energyPj);
  // The other levels may take part of the saving back.
  if (share > 1.0005) return `${printable(largest.name)} more than makes the difference to ${worst.label}`;
  const part = share >= 0.9995 ? "all" : formatShare(share);
  return `${printable(largest.name)} makes ${part} of the difference to ${worst.label}`;
}

/** The whole comparison, ready to print. */
export function renderComparison(comparison: Comparison, options: ComparisonReportOptions): string {
  const { styles } = options;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", styles.strong(title), ...lines];
  const ruling = verdict(comparison, options);
  return joinLines([
    styles.strong(`Accesses in words, by ${comparison.semantics} counting`) +
      styles.faint(comparison.energySources.length > 0 ? "; total energy by each table" : "; no energy table given"),
    "",
    ...overviewTable(comparison, options),
    ...(ruling.length > 0 ? ["", ...ruling] : []),
    ...section("Where the accesses come from", counterTable(comparison, options)),
    ...section("Why", whyLines(comparison, options)),
  ]);
}
