/**
 * The human report on a network: headline figures, three tables by layer (cost, energy by level, words at the edge),
 * reasons.
 */
import type { EdgeWords, NetworkCost } from "@tilewright/core";
import { displayWidth, padEnd, printable, truncate } from "../display-width.ts";
import {
  energyUnitFor,
  formatCount,
  formatDecimal,
  formatEnergy,
  formatEnergyIn,
  formatPlural,
  formatScaled,
  formatScientific,
  formatShare,
} from "../format-number.ts";
import { formatGap } from "../run-search.ts";
import type { Terminal } from "../terminal.ts";
import { bar, type Column, joinLines, type Row, renderTable, tableWidth, wrapText } from "../text-layout.ts";
import { bottleneckSentences } from "./network-bottlenecks.ts";
import { isOptimal, type NetworkReport } from "./network-json.ts";
import { type NetworkRow, networkRows } from "./network-rows.ts";
import type { Leaving } from "./network-stays.ts";

const MAX_NAME_CELLS = 28;
/** Of a terminal with fewer columns. */
const NARROW_NAME_CELLS = 18;
const WIDE_COLUMNS = 90;
const INTERRUPTED = "interrupted: layers without figures were not searched for to the end";

export function renderNetwork(report: NetworkReport, terminal: Terminal): string {
  const { cost, stays } = report.run;
  const rows = networkRows(cost);
  const { columns, styles } = terminal;
  const wrapped = (text: string): readonly string[] => wrapText(text, columns, 0, 2);
  const sections: (readonly string[])[] = [
    headline(report, rows, terminal),
    costTable(cost, rows, terminal),
    energyTable(cost, rows, terminal),
    edgeTable(cost, rows, terminal),
    bottleneckSentences(cost, rows, stays === undefined).flatMap(wrapped),
    stayLines(report, terminal),
    otherLayers(cost).flatMap(wrapped),
    report.interrupted ? wrapped(styles.bad(INTERRUPTED)) : [],
  ];
  return joinLines(
    sections.filter((lines) => lines.length > 0).flatMap((lines, i) => (i > 0 ? ["", ...lines] : lines)),
  );
}

function headline(
  { run, objective }: NetworkReport,
  rows: readonly NetworkRow[],
  terminal: Terminal,
): readonly string[] {
  const { cost, found } = run;
  const { styles, columns } = terminal;
  const { totals, mapped, network } = cost;
  const products = cost.layers.filter(({ layer }) => layer.work.kind === "product").length;
  const shapes = new Set(rows.flatMap(({ mapped: own }) => (own ? [JSON.stringify(own.shape)] : []))).size;
  const title = `${styles.strong(printable(network.name))}  ${formatPlural(products, "layer")} that multiply, in ${formatPlural(shapes, "shape")}`;
  const algorithms = [...new Set(mapped.map(({ plan }) => plan.algorithm))].join(", ");
  const proof = !found ? "not every layer has a mapping" : isOptimal(cost) ? "all proven" : "not all proven";
  const how = styles.faint(`${algorithms} search for ${objective.join(", ")}: ${proof}`);
  const gap = columns - displayWidth(title) - displayWidth(how);
  const first = gap >= 2 ? [`${title}${" ".repeat(gap)}${how}`] : [title, how];
  const hasEnergy = totals.energyPj > 0;
  const perMac = totals.macs > 0 ? totals.energyPj / totals.macs : 0;
  const { secondsPerCycle, cycles } = totals;
  const facts: readonly (readonly [string, string])[] = [
    ["operations", `${formatCount(totals.macs)} MACs`],
    ["energy", hasEnergy ? `${formatEnergy(totals.energyPj)}  (${formatEnergy(perMac)} a MAC)` : "not given"],
    ["cycles", formatCount(cycles)],
    ["EDP", hasEnergy ? `${formatScientific(totals.edpJouleCycles)} J·cycle` : "-"],
    ["utilization", formatShare(totals.utilization)],
    ["area", totals.areaUm2 > 0 ? `${formatCount(Math.round(totals.areaUm2))} µm²` : "not given"],
    ...(secondsPerCycle !== undefined && cycles > 0
      ? [
          ["time", `${formatScientific(cycles * secondsPerCycle * 1e3)} ms`] as const,
          ["speed", `${formatDecimal(1 / (cycles * secondsPerCycle), 1)} inferences/s`] as const,
        ]
      : []),
  ];
  const lines: string[] = [];
  for (let at = 0; at + 1 < facts.length; at += 2) {
    const [label = "", value = ""] = facts[at] ?? [];
    const [otherLabel = "", otherValue = ""] = facts[at + 1] ?? [];
    lines.push(padEnd(styles.faint(label), 13) + padEnd(value, 22) + padEnd(styles.faint(otherLabel), 8) + otherValue);
  }
  return [
    ...first,
    "",
    ...lines,
    ...(hasEnergy ? [styles.faint(`energies: ${printable(cost.chip.ert?.source ?? "none")}`)] : []),
  ];
}

/** Names in full are in the JSON document and the CSV table. */
const nameCell = (row: NetworkRow, width: number): string =>
  truncate(printable(row.name), width < WIDE_COLUMNS ? NARROW_NAME_CELLS : MAX_NAME_CELLS);
const timesCell = ({ count }: NetworkRow): string => (count > 1 ? `×${formatCount(count)}` : "");

/** Products first, then what moves words only, under a rule. */
function inTwoParts(rows: readonly NetworkRow[], line: (row: NetworkRow) => Row, total: Row): Row[] {
  const products = rows.filter(({ kind }) => kind === "product").map(line);
  const traffic = rows.filter(({ kind }) => kind === "traffic").map(line);
  return [...products, ...(traffic.length > 0 ? ["rule" as const, ...traffic] : []), "rule", total];
}

function costTable(
  cost: NetworkCost,
  rows: readonly NetworkRow[],
  { styles, columns: width }: Terminal,
): readonly string[] {
  const { totals } = cost;
  const units = cost.chip.architecture.compute.instances;
  const unit = energyUnitFor(rows.map((row) => row.cost?.energyPj ?? 0));
  const proofs = isOptimal(cost) ? [] : [{ header: "proof", align: "left" as const }];
  const dot = styles.faint("·");
  const build = (withEach: boolean, barCells: number, withShare: boolean): { columns: Column[]; rows: Row[] } => {
    const columns: Column[] = [
      { header: "layer", align: "left" },
      { header: "", align: "right" },
      { header: "MACs", align: "right" },
      { header: "cycles", align: "right" },
      { header: "busy", align: "right" },
      ...(withEach ? [{ header: "pJ/MAC", align: "right" as const }] : []),
      { header: unit.name, align: "right" },
      { header: `${unit.name} all`, align: "right" },
      ...(withShare ? [{ header: "share", align: "right" as const }] : []),
      ...(barCells > 0 ? [{ header: "", align: "left" as const }] : []),
      { header: "bound by", align: "left" },
      ...proofs,
    ];
    const line = (row: NetworkRow): Row => {
      const { cost: own, macs, count } = row;
      if (!own) return [nameCell(row, width), timesCell(row), formatScaled(macs), styles.bad("no mapping")];
      const share = totals.energyPj > 0 ? (count * own.energyPj) / totals.energyPj : 0;
      return [
        nameCell(row, width),
        timesCell(row),
        macs > 0 ? formatScaled(macs) : dot,
        formatCount(own.cycles),
        macs > 0 ? formatShare(macs / (units * own.cycles)) : dot,
        ...(withEach ? [macs > 0 ? formatDecimal(own.energyPj / macs, 2) : dot] : []),
        formatEnergyIn(own.energyPj, unit),
        formatEnergyIn(count * own.energyPj, unit),
        ...(withShare ? [formatShare(share)] : []),
        ...(barCells > 0 ? [styles.accent(bar(share, barCells))] : []),
        boundWords(row),
        ...(proofs.length > 0 ? [proofWords(row)] : []),
      ];
    };
    const total: Row = [
      styles.strong("in all"),
      "",
      formatScaled(totals.macs),
      formatCount(totals.cycles),
      formatShare(totals.utilization),
      ...(withEach ? [totals.macs > 0 ? formatDecimal(totals.energyPj / totals.macs, 2) : dot] : []),
      "",
      styles.strong(formatEnergyIn(totals.energyPj, unit)),
    ];
    return { columns, rows: inTwoParts(rows, line, total) };
  };
  const attempts = [
    build(true, 12, true),
    build(true, 8, true),
    build(true, 5, true),
    build(true, 0, true),
    build(false, 0, true),
  ];
  const narrowest = build(false, 0, false);
  const fitting = attempts.find((table) => tableWidth(table.columns, table.rows) <= width) ?? narrowest;
  return renderTable(fitting.columns, fitting.rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
}

function boundWords({ cost }: NetworkRow): string {
  const { name, port } = cost?.boundBy ?? { name: "" };
  return port === undefined ? name : `${truncate(printable(name), 14)} ${port}`;
}

function proofWords({ mapped }: NetworkRow): string {
  if (!mapped) return "";
  const { result } = mapped;
  if (result.complete) return "proven";
  const gap = result.proof?.gap;
  return gap === undefined || gap === null ? "none" : `within ${formatGap(gap)}`;
}

/** Energy of one layer by level; levels that do not fit beside the others are put together. */
function energyTable(
  cost: NetworkCost,
  rows: readonly NetworkRow[],
  { styles, columns: width }: Terminal,
): readonly string[] {
  if (cost.totals.energyPj <= 0) return [];
  const unit = energyUnitFor(rows.map((row) => row.cost?.energyPj ?? 0));
  // What would be 0.0 % everywhere says nothing.
  const spent = cost.levelNames.filter((name) => (cost.levelsPj.get(name) ?? 0) > cost.totals.energyPj / 2000);
  const build = (shown: readonly string[]): { columns: Column[]; rows: Row[] } => {
    const others = spent.filter((name) => !shown.includes(name));
    const cells = (of: (name: string) => number, format: (pj: number) => string): string[] => [
      ...shown.map((name) => format(of(name))),
      ...(others.length > 0 ? [format(others.reduce((sum, name) => sum + of(name), 0))] : []),
    ];
    const inUnit = (pj: number): string => (pj === 0 ? styles.faint("·") : formatDecimal(pj / unit.picojoules, 2));
    const line = (row: NetworkRow): Row => [
      nameCell(row, width),
      timesCell(row),
      ...cells((name) => row.cost?.levelsPj.get(name) ?? 0, inUnit),
    ];
    const share = (pj: number): string => formatShare(pj / cost.totals.energyPj);
    return {
      columns: [
        { header: `${unit.name} of one layer`, align: "left" },
        { header: "", align: "right" },
        ...shown.map((name): Column => ({ header: truncate(printable(name), 14), align: "right" })),
        ...(others.length > 0 ? [{ header: "others", align: "right" as const }] : []),
      ],
      rows: inTwoParts(rows, line, [
        styles.strong("share of all"),
        "",
        ...cells((name) => cost.levelsPj.get(name) ?? 0, share),
      ]),
    };
  };
  const byEnergy = [...spent].sort((a, b) => (cost.levelsPj.get(b) ?? 0) - (cost.levelsPj.get(a) ?? 0));
  let table = build(spent);
  for (let shown = spent.length - 1; shown > 0 && tableWidth(table.columns, table.rows) > width; shown--) {
    const largest = byEnergy.slice(0, shown);
    table = build(spent.filter((name) => largest.includes(name)));
  }
  return renderTable(table.columns, table.rows, { headerStyle: styles.faint, ruleStyle: styles.faint });
}

/** Words that cross the edge of the chip for one layer, by data space. */
function edgeTable(
  cost: NetworkCost,
  rows: readonly NetworkRow[],
  { styles, columns: width }: Terminal,
): readonly string[] {
  const level = printable(cost.chip.architecture.storage.at(-1)?.name ?? "");
  const moved = (edge: ReadonlyMap<string, EdgeWords>, name: string, way: keyof EdgeWords): number =>
    edge.get(name)?.[way] ?? 0;
  const ways = [...cost.edge.keys()].flatMap((name) =>
    (["read", "written"] as const).filter((way) => moved(cost.edge, name, way) > 0).map((way) => ({ name, way })),
  );
  if (ways.length === 0) return [];
  const cell = (words: number): string => (words === 0 ? styles.faint("·") : formatCount(words));
  const line = (row: NetworkRow): Row => [
    nameCell(row, width),
    timesCell(row),
    ...ways.map(({ name, way }) => cell(row.cost ? moved(row.cost.edge, name, way) : 0)),
    row.staying.join(" "),
  ];
  const columns: Column[] = [
    { header: `words at ${level}`, align: "left" },
    { header: "", align: "right" },
    ...ways.map(
      ({ name, way }): Column => ({ header: `${printable(name)} ${way === "read" ? "in" : "out"}`, align: "right" }),
    ),
    { header: rows.some(({ staying }) => staying.length > 0) ? "stays on the chip" : "", align: "left" },
  ];
  const total = [styles.strong("in all"), "", ...ways.map(({ name, way }) => formatCount(moved(cost.edge, name, way)))];
  return renderTable(columns, inTwoParts(rows, line, total), { headerStyle: styles.faint, ruleStyle: styles.faint });
}

/** What staying saves. */
function stayLines({ run: { stays } }: NetworkReport, { styles, columns }: Terminal): readonly string[] {
  if (stays === undefined) return [];
  const { cost, before, level, mostWords, capacityWords } = stays;
  const edgeOf = ({ edge }: NetworkCost): number =>
    [...edge.values()].reduce((sum, { read, written }) => sum + read + written, 0);
  const less = (now: number, then: number): string =>
    then > 0 && now < then ? `${formatShare(1 - now / then)} less` : now === then ? "the same" : "more";
  const [now, then] = [cost.totals, before.totals];
  const table = renderTable(
    [
      { header: `kept in ${printable(level)}`, align: "left" },
      { header: "without", align: "right" },
      { header: "with", align: "right" },
      { header: "", align: "left" },
    ],
    [
      ["energy", formatEnergy(then.energyPj), formatEnergy(now.energyPj), less(now.energyPj, then.energyPj)],
      ["cycles", formatCount(then.cycles), formatCount(now.cycles), less(now.cycles, then.cycles)],
      ["words at the edge", formatCount(edgeOf(before)), formatCount(edgeOf(cost)), less(edgeOf(cost), edgeOf(before))],
    ],
    { headerStyle: styles.faint, ruleStyle: styles.faint },
  );
  const all = stays.stays.length + stays.leaves.length;
  const held = `at most ${formatCount(mostWords)} of ${formatCount(capacityWords)} words at once`;
  const lines = [`${formatCount(stays.stays.length)} of ${formatPlural(all, "activation")} stay, ${held}.`];
  const byReason = new Map<Leaving["why"], string[]>();
  for (const { tensor, why } of stays.leaves) byReason.set(why, [...(byReason.get(why) ?? []), printable(tensor)]);
  const reasons = [...byReason].map(([why, tensors]) => {
    const names = tensors.slice(0, MAX_LEAVING).join(", ");
    return `${formatCount(tensors.length)} ${LEAVING[why]} (${names}${tensors.length > MAX_LEAVING ? ", ..." : ""})`;
  });
  if (reasons.length > 0) lines.push(`Going out: ${reasons.join("; ")}.`);
  return [...table, "", ...lines.flatMap((line) => wrapText(line, columns, 0, 2))];
}

const MAX_LEAVING = 3;
const LEAVING: Readonly<Record<Leaving["why"], string>> = {
  given: "that the network is given",
  result: "that the network is for",
  unmodelled: "made or used by a layer without a model or a mapping",
  joined: "joined with others under one name",
  bypassed: "taken as weights, which the level must not hold",
  unused: "that nothing uses",
  room: "larger than the level",
  "not-considered": "living too long to be considered",
  cost: "since that costs less",
};

/** What remains to be said: of searches that prove nothing, and of layers that have no row. */
function otherLayers({ layers, mapped, operations }: NetworkCost): readonly string[] {
  const of = (kind: string, costed: boolean) =>
    layers
      .filter(({ layer, cost }) => layer.work.kind === kind && (cost !== undefined) === costed)
      .map(({ layer }) => layer);
  const byOperator = (some: readonly { readonly operator: string }[]): string => {
    const counts = new Map<string, number>();
    for (const { operator } of some) counts.set(operator, (counts.get(operator) ?? 0) + 1);
    return [...counts].map(([operator, count]) => `${formatCount(count)} ${printable(operator)}`).join(", ");
  };
  const all = Object.values(operations).reduce((sum, count) => sum + count, 0);
  const sentences: string[] = [];
  const unproven = [...new Set(mapped.filter(({ result }) => !result.complete).map(({ plan }) => plan.algorithm))];
  if (unproven.some((algorithm) => algorithm !== "optimal")) {
    sentences.push(`Found by ${unproven.join(", ")} search, which proves nothing: --algorithm optimal does.`);
  }
  const unmapped = of("product", false);
  if (unmapped.length > 0) {
    const names = unmapped.slice(0, 4).map(({ name }) => printable(name));
    const share = formatShare(operations.unmapped / Math.max(1, all));
    sentences.push(
      `Not in any total, for want of a mapping: ${names.join(", ")}${unmapped.length > 4 ? ", ..." : ""}, ${share} of the operations.`,
    );
  }
  const moving = of("traffic", true);
  if (moving.length > 0) {
    sentences.push(`Moving words only: ${byOperator(moving)}. Their words are counted, their operations cost nothing.`);
  }
  const leftOut = of("traffic", false);
  if (leftOut.length > 0) sentences.push(`Left out by --no-traffic: ${byOperator(leftOut)}.`);
  const fused = of("fused", false);
  if (fused.length > 0) sentences.push(`Fused into other layers, at no cost: ${byOperator(fused)}.`);
  const unmodelled = of("unmodelled", false);
  if (unmodelled.length > 0) {
    const why = layers.flatMap(({ layer: { name, operator, work } }) =>
      work.kind === "unmodelled" ? [`${printable(name)} (${printable(operator)}): ${work.why}`] : [],
    );
    const share = all > 0 ? formatShare(operations.unmodelled / all) : "0 %";
    sentences.push(`Not modelled, ${share} of the operations: ${why.join("; ")}.`);
  }
  return sentences;
}
