/**
 * `-o DIR` of a network:
 *
 *     DIR/network.json             the document that --json prints
 *     DIR/network.csv              a line for every layer
 *     DIR/layers/03-NAME/          of every layer with a mapping: its problem.yaml and Timeloop's files
 *
 * Layers of one shape get the same files: scripts that add up folders find every layer.
 */
import { join } from "node:path";
import { type CostedLayer, type Diagnostic, type NetworkCost, writeTimeloopFiles } from "@tilewright/core";
import { csvText, type Table, type TableColumn, writeTextFile } from "@tilewright/node";
import { printable } from "../display-width.ts";
import { formatPlural } from "../format-number.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines, wrapText } from "../text-layout.ts";
import { type NetworkReport, networkJson } from "./network-json.ts";

/** @returns why a file could not be written; those after it are not tried */
export function writeNetworkFiles(terminal: Terminal, folder: string, report: NetworkReport): Diagnostic | undefined {
  const { cost } = report.run;
  const texts = new Map<number, Readonly<Record<string, string>>>();
  let written = 0;
  for (const [position, { mapped: number }] of cost.layers.entries()) {
    if (number === undefined) continue;
    const files = texts.get(number) ?? layerFiles(cost, number);
    texts.set(number, files);
    const names = Object.entries(files);
    if (names.length === 0) continue;
    for (const [name, text] of names) {
      const failure = writeTextFile(join(folder, "layers", layerFolder(cost, position), name), text);
      if (failure) return failure;
    }
    written++;
  }
  const failure =
    writeTextFile(join(folder, "network.csv"), csvText(layerTable(cost))) ??
    writeTextFile(join(folder, "network.json"), `${JSON.stringify(networkJson(report), undefined, 2)}\n`);
  if (failure) return failure;
  const told = `wrote to ${printable(folder)}: network.json network.csv, and Timeloop's files of ${formatPlural(written, "layer")} in layers/`;
  terminal.error(joinLines(wrapText(told, terminal.columns, 0, 2)));
  return undefined;
}

function layerFiles({ mapped }: NetworkCost, number: number): Readonly<Record<string, string>> {
  const { spec, result, evaluation, problem } = mapped[number] as NetworkCost["mapped"][number];
  if (!evaluation || !result.mapping) return {};
  const files = writeTimeloopFiles({ ...spec, mapping: result.mapping }, evaluation, "timeloop-mapper");
  return { "problem.yaml": problem, ...files };
}

/** `03-conv1`: sorted as the network runs, and safe on any file system. */
function layerFolder({ layers }: NetworkCost, position: number): string {
  const digits = String(layers.length - 1).length;
  const name = (layers[position]?.layer.name ?? "")
    .replace(/[^A-Za-z0-9._-]+/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 80);
  return `${String(position).padStart(digits, "0")}-${name}`;
}

const COLUMNS: readonly TableColumn[] = [
  { name: "layer", type: "text" },
  { name: "operator", type: "text" },
  { name: "kind", type: "text" },
  { name: "folder", type: "text" },
  { name: "macs", type: "number" },
  { name: "cycles", type: "number" },
  { name: "energy_pj", type: "number" },
  { name: "utilization", type: "number" },
  { name: "bound_by", type: "text" },
  { name: "proven", type: "text" },
];

function layerTable(cost: NetworkCost): Table {
  const { layers, levelNames, edge } = cost;
  const ways = [...edge.keys()].flatMap((name) => [[name, "read"] as const, [name, "written"] as const]);
  const columns: TableColumn[] = [
    ...COLUMNS,
    ...levelNames.map((name): TableColumn => ({ name: `${name}_pj`, type: "number" })),
    ...ways.map(([name, way]): TableColumn => ({ name: `edge_${name}_${way}_words`, type: "number" })),
  ];
  const rows = layers.map((layer, position) => {
    const { cost: own } = layer;
    return [
      layer.layer.name,
      layer.layer.operator,
      layer.layer.work.kind,
      own && layer.mapped !== undefined ? `layers/${layerFolder(cost, position)}` : null,
      layer.macs,
      own?.cycles ?? null,
      own?.energyPj ?? null,
      utilizationOf(layer, cost),
      own?.boundBy.name ?? null,
      provenWord(layer, cost),
      ...levelNames.map((name) => (own ? (own.levelsPj.get(name) ?? 0) : null)),
      ...ways.map(([name, way]) => (own ? (own.edge.get(name)?.[way] ?? 0) : null)),
    ];
  });
  return { columns, rows };
}

function utilizationOf({ mapped }: CostedLayer, cost: NetworkCost): number | null {
  return mapped === undefined ? null : (cost.mapped[mapped]?.evaluation?.utilization ?? null);
}

function provenWord({ mapped }: CostedLayer, cost: NetworkCost): string | null {
  if (mapped === undefined) return null;
  return cost.mapped[mapped]?.result.complete ? "yes" : "no";
}
