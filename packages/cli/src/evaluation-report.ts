/** The human report on one evaluated mapping: headline figures, the loop nest, a table by level, networks, what follows. */
import type { LevelResult, Spec, StorageResult, ValidEvaluation } from "@tilewright/core";
import { derivedLines } from "./derived-report.ts";
import { displayWidth, padEnd, printable, truncate } from "./display-width.ts";
import {
  energyUnitFor,
  formatCount,
  formatEnergy,
  formatEnergyIn,
  formatScientific,
  formatShare,
} from "./format-number.ts";
import { drawLoopNest } from "./loop-nest-picture.ts";
import type { Styles } from "./styles.ts";
import { bar, type Column, joinLines, type Row, renderTable, tableWidth } from "./text-layout.ts";

export interface ReportOptions {
  readonly columns: number;
  readonly styles: Styles;
  /** How the counts came about: `modelled` or `simulated in 1 536 steps`. */
  readonly how: string;
}

const MAX_NAME_CELLS = 24;

function headline(spec: Spec, evaluation: ValidEvaluation, options: ReportOptions): readonly string[] {
  const { styles } = options;
  const name = spec.workload.name === "" ? "problem" : printable(spec.workload.name);
  const sizes = spec.workload.dimensions.map((dimension) => `${printable(dimension.name)}=${dimension.size}`).join(" ");
  const title = `${styles.strong(name)}  ${sizes}`;
  const how = styles.faint(`${options.how}, ${evaluation.semantics} counting`);
  const gap = options.columns - displayWidth(title) - displayWidth(how);
  const first = gap >= 2 ? [`${title}${" ".repeat(gap)}${how}`] : [title, how];

  const hasEnergy = evaluation.energySource !== "none";
  const perOperation = evaluation.computes > 0 ? evaluation.energyPj / evaluation.computes : 0;
  const facts: readonly (readonly [string, string])[] = [
    ["operations", formatCount(evaluation.computes)],
    ["energy", hasEnergy ? `${formatEnergy(evaluation.energyPj)}  (${formatEnergy(perOperation)} each)` : "not given"],
    ["cycles", formatCount(evaluation.cycles)],
    ["EDP", hasEnergy ? `${formatScientific(evaluation.edpJouleCycles)} J·cycle` : "-"],
    ["utilization", formatShare(evaluation.utilization)],
    ["area", evaluation.areaUm2 > 0 ? `${formatCount(Math.round(evaluation.areaUm2))} µm²` : "not given"],
  ];
  const lines: string[] = [];
  for (let at = 0; at + 1 < facts.length; at += 2) {
    const [label = "", value = ""] = facts[at] ?? [];
    const [otherLabel = "", otherValue = ""] = facts[at + 1] ?? [];
    const left = padEnd(styles.faint(label), 13) + padEnd(value, 18);
    lines.push(left + padEnd(styles.faint(otherLabel), 8) + otherValue);
  }
  if (hasEnergy) lines.push(styles.faint(`energies: ${printable(evaluation.energySource)}`));
  return [...first, "", ...lines];
}

function capacity(used: number, total: number | undefined): string {
  return total === undefined ? formatCount(used) : `${formatCount(used)}/${formatCount(total)}`;
}

/** False for levels that are a fan-out only, and for those that the mapping bypasses altogether. */
function holdsWords(level: LevelResult): level is StorageResult {
  return level.kind === "storage" && (Object.keys(level.dataSpaces).length > 0 || level.energyPj > 0);
}

function levelTable(evaluation: ValidEvaluation, options: ReportOptions): readonly string[] {
  const { styles, columns: width } = options;
  const hasEnergy = evaluation.energySource !== "none";
  const storage = evaluation.levels.filter(holdsWords).reverse();
  const unit = energyUnitFor([evaluation.energyPj]);
  const anyReductions = storage.some((level) =>
    Object.values(level.dataSpaces).some((counts) => counts.temporalReductions > 0),
  );
  const share = (energyPj: number): string => formatShare(evaluation.energyPj > 0 ? energyPj / evaluation.energyPj : 0);
  const build = (withReductions: boolean, barCells: number): { columns: Column[]; rows: Row[] } => {
    const energyCells = (energyPj: number, drawBar: boolean): string[] => {
      if (!hasEnergy) return [];
      const cells = [formatEnergyIn(energyPj, unit), share(energyPj)];
      const drawn = drawBar && evaluation.energyPj > 0 ? bar(energyPj / evaluation.energyPj, barCells) : "";
      return barCells > 0 ? [...cells, styles.accent(drawn)] : cells;
    };
    const columns: Column[] = [
      { header: "level", align: "left" },
      { header: "words held", align: "right" },
      { header: "reads", align: "right" },
      { header: "fills", align: "right" },
      { header: "updates", align: "right" },
    ];
    if (withReductions) columns.push({ header: "reduced", align: "right" });
    if (hasEnergy) {
      columns.push({ header: unit.name, align: "right" }, { header: "share", align: "right" });
      if (barCells > 0) columns.push({ header: "", align: "left" });
    }
    const rows: Row[] = [];
    for (const level of storage) {
      const count = level.instances > 1 ? ` ×${formatCount(level.instances)}` : "";
      rows.push([
        styles.strong(truncate(printable(level.name), MAX_NAME_CELLS) + count),
        capacity(level.utilizedCapacity, level.effectiveSizeWords ?? level.sizeWords),
        ...(withReductions ? ["", "", "", ""] : ["", "", ""]),
        ...energyCells(level.energyPj, true),
      ]);
      for (const [dataSpace, counts] of Object.entries(level.dataSpaces)) {
        const numbers = [
          counts.reads,
          counts.fills,
          counts.updates,
          ...(withReductions ? [counts.temporalReductions] : []),
        ];
        rows.push([
          `  ${truncate(printable(dataSpace), MAX_NAME_CELLS)}`,
          formatCount(counts.utilizedCapacity),
          ...numbers.map((number) => (number === 0 ? styles.faint("·") : formatCount(number))),
          ...energyCells(counts.energyPj, false),
        ]);
      }
    }
    const compute = evaluation.levels.find((level) => level.kind === "compute");
    if (compute?.kind === "compute") {
      const count = compute.instances > 1 ? ` ×${formatCount(compute.instances)}` : "";
      rows.push([
        styles.strong(truncate(printable(compute.name), MAX_NAME_CELLS) + count),
        "",
        ...(withReductions ? ["", "", "", ""] : ["", "", ""]),
        ...energyCells(compute.energyPj, true),
      ]);
    }
    return { columns, rows };
  };
  // What does not fit goes, the bar first.
  const attempts = [12, 6, 4, 0].map((cells) => build(anyReductions, cells));
  const narrowest = build(false, 0);
  const fitting = attempts.find(({ columns, rows }) => tableWidth(columns, rows) <= width) ?? narrowest;
  const table = renderTable(fitting.columns, fitting.rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
  const several = evaluation.levels.some((level) => level.instances > 1);
  const note = several ? [styles.faint("counts are words of one instance, on average; energies are totals")] : [];
  return [...table, ...note];
}

function networkTable(evaluation: ValidEvaluation, options: ReportOptions): readonly string[] {
  const { styles } = options;
  const rows: Row[] = [];
  const unit = energyUnitFor(evaluation.networks.map((network) => network.energyPj));
  for (const network of evaluation.networks) {
    const entries = Object.entries(network.dataSpaces).filter(
      ([, { fanout, ingresses, multicastFactor, energyPj, spatialReductions }]) =>
        (fanout > 1 && ingresses > 0) || multicastFactor > 1 || energyPj > 0 || spatialReductions > 0,
    );
    if (entries.length === 0) continue;
    rows.push([styles.strong(truncate(printable(network.name), 36))]);
    for (const [dataSpace, counts] of entries) {
      rows.push([
        `  ${truncate(printable(dataSpace), MAX_NAME_CELLS)}`,
        formatCount(counts.fanout),
        formatCount(counts.multicastFactor),
        formatCount(counts.ingresses),
        counts.spatialReductions === 0 ? styles.faint("·") : formatCount(counts.spatialReductions),
        counts.energyPj === 0 ? styles.faint("·") : formatEnergyIn(counts.energyPj, unit),
      ]);
    }
  }
  if (rows.length === 0) return [];
  const columns: Column[] = [
    { header: "network", align: "left" },
    { header: "fan-out", align: "right" },
    { header: "multicast", align: "right" },
    { header: "ingresses", align: "right" },
    { header: "reduced", align: "right" },
    { header: unit.name, align: "right" },
  ];
  return ["", ...renderTable(columns, rows, { headerStyle: styles.faint, ruleStyle: styles.faint })];
}

/** The whole report, ready to print. */
export function renderEvaluation(spec: Spec, evaluation: ValidEvaluation, options: ReportOptions): string {
  const nest = drawLoopNest(spec, options.styles, options.columns);
  return joinLines([
    ...headline(spec, evaluation, options),
    "",
    ...nest,
    "",
    ...levelTable(evaluation, options),
    ...networkTable(evaluation, options),
    ...derivedLines(evaluation, options),
  ]);
}
