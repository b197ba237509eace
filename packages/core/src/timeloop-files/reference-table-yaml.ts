/**
 * The energy and area tables as Accelergy writes them: `ERT.yaml`, `ART.yaml` and their summaries, which say who
 * estimated what. Components are listed by their full path with the number of instances, outermost level first.
 *
 *     - name: system.chip.buffer[1..4]
 *       actions:
 *         - name: read
 *           arguments: {}
 *           energy: 7.95
 */
import type { Architecture } from "../architecture/architecture.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "../energy/reference-table.ts";
import { pythonFloat } from "./number-format.ts";

const VERSION = "'0.4'";

/** The text of `ERT.yaml`. */
export function writeErt(ert: EnergyReferenceTable, architecture: Architecture): string {
  const lines = ["ERT:", `    version: ${VERSION}`, "    tables:"];
  for (const { component, actionsPj, argumentEnergies = [] } of inOrder(ert.components, architecture)) {
    lines.push(`      - name: ${pathOf(component, architecture)}`, "        actions:");
    for (const [action, energyPj] of Object.entries(actionsPj)) {
      const several = argumentEnergies.filter((entry) => entry.action === action);
      const entries = several.length > 0 ? several : [{ arguments: {}, energyPj }];
      for (const entry of entries) lines.push(...actionLines(action, entry.arguments, entry.energyPj));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** The text of `ERT_summary.yaml`. */
export function writeErtSummary(ert: EnergyReferenceTable, architecture: Architecture): string {
  const lines = ["ERT_summary:", `    version: ${VERSION}`, "    table_summary:"];
  for (const { component, actionsPj } of inOrder(ert.components, architecture)) {
    const path = pathOf(component, architecture);
    lines.push(`      - name: ${path}`, "        actions:");
    for (const [action, energyPj] of Object.entries(actionsPj)) {
      lines.push(`          - name: ${plain(action)}`, `            energy: ${pythonFloat(energyPj)}`);
    }
    lines.push("        primitive_estimation(s):", `          - name: ${path}`);
    lines.push(`            estimator: ${plain(ert.source)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The text of `ART.yaml`. */
export function writeArt(art: AreaReferenceTable, architecture: Architecture): string {
  const lines = ["ART:", `    version: ${VERSION}`, "    tables:"];
  for (const { component, areaUm2 } of inOrder(art.areas, architecture)) {
    lines.push(`      - name: ${pathOf(component, architecture)}`, `        area: ${pythonFloat(areaUm2)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The text of `ART_summary.yaml`. */
export function writeArtSummary(art: AreaReferenceTable, architecture: Architecture): string {
  const lines = ["ART_summary:", `    version: ${VERSION}`, "    table_summary:"];
  for (const { component, areaUm2 } of inOrder(art.areas, architecture)) {
    lines.push(`      - name: ${pathOf(component, architecture)}`, `        area: ${pythonFloat(areaUm2)}`);
    lines.push(`        primitive_estimations: ${plain(art.source)}`);
  }
  return `${lines.join("\n")}\n`;
}

function actionLines(action: string, args: Readonly<Record<string, number | string>>, energyPj: number): string[] {
  const entries = Object.entries(args);
  return [
    `          - name: ${plain(action)}`,
    ...(entries.length === 0 ? ["            arguments: {}"] : ["            arguments:"]),
    ...entries.map(
      ([key, value]) => `                ${plain(key)}: ${typeof value === "number" ? value : plain(value)}`,
    ),
    `            energy: ${pythonFloat(energyPj)}`,
  ];
}

function inOrder<T extends { readonly component: string }>(entries: readonly T[], architecture: Architecture): T[] {
  const order = [...architecture.storage.map(({ name }) => name)].reverse();
  order.push(...architecture.networks.map(({ name }) => name), architecture.compute.name);
  const rank = (component: string): number => {
    const place = order.indexOf(component);
    return place < 0 ? order.length : place;
  };
  return [...entries].sort((a, b) => rank(a.component) - rank(b.component));
}

function pathOf(component: string, architecture: Architecture): string {
  const level = [architecture.compute, ...architecture.storage].find(({ name }) => name === component);
  if (level !== undefined) return `${level.path === "" ? component : level.path}[1..${level.instances}]`;
  const network = architecture.networks.find(({ name }) => name === component);
  return `${network?.path ?? component}[1..1]`;
}

/** `text` as YAML takes it for a text. */
function plain(text: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
