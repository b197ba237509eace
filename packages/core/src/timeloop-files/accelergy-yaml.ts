/** How Accelergy lays out YAML: four blanks a level, lists two in, numbers with their decimal point; lines that several files share. */
import type { AttributeValue } from "../architecture/architecture.ts";
import type { ActionFigure, ComponentFigures } from "../energy/estimate-chip.ts";
import type { QueryValues } from "../energy/estimator.ts";
import { pythonFloat } from "./number-format.ts";

/** A document with one key, its version and one list, whose lines `body` are. */
export function document(key: string, version: string, list: string, body: readonly string[]): string {
  const empty = body.length === 0 ? " []" : "";
  return `${[`${key}:`, `    version: '${version}'`, `    ${list}:${empty}`, ...body].join("\n")}\n`;
}

/** Lines of a map under `key`, itself `indent` blanks in. */
export function mapLines(key: string, values: QueryValues, indent: number): readonly string[] {
  const margin = " ".repeat(indent);
  const entries = Object.entries(values);
  if (entries.length === 0) return [`${margin}${key}: {}`];
  return [
    `${margin}${key}:`,
    ...entries.map(([name, value]) => `${margin}    ${plain(name)}: ${valueOfKey(name, value)}`),
  ];
}

/** Estimators elsewhere take a technology only with its unit. */
function valueOfKey(name: string, value: AttributeValue): string {
  return name === "technology" && typeof value === "number" ? `"${value}nm"` : scalar(value);
}

function scalar(value: AttributeValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : pythonFloat(value);
  return value === null || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

/** A figure with so many significant digits. */
export function rounded(value: number, digits: number): string {
  return pythonFloat(Number(value.toPrecision(digits)));
}

/** `text` as YAML takes it for a text; Accelergy's names with ranges need no quotes. */
export function plain(text: string): string {
  return /^[A-Za-z_][\w./[\]-]*( [\w./-]+)*$/.test(text) ? text : JSON.stringify(text);
}

/** Name, class and attributes of a component of an architecture. */
export function headLines({ path, componentClass, attributes }: ComponentFigures): readonly string[] {
  return [
    `      - name: ${plain(path)}`,
    `        class: ${plain(componentClass)}`,
    ...mapLines("attributes", attributes, 8),
  ];
}

/** One energy, or the average, largest and smallest of several. */
export function summarizeActions(actions: readonly ActionFigure[], digits: number): readonly string[] {
  return [...new Set(actions.map(({ action }) => action))].flatMap((name) => {
    const energies = actions.filter(({ action }) => action === name).map(({ energyPj }) => energyPj);
    const head = `          - name: ${plain(name)}`;
    if (energies.length === 1) return [head, `            energy: ${rounded(energies[0] ?? 0, digits)}`];
    const average = energies.reduce((sum, energy) => sum + energy, 0) / energies.length;
    return [
      head,
      `            average_energy: ${rounded(average, digits)}`,
      `            max_energy: ${rounded(Math.max(...energies), digits)}`,
      `            min_energy: ${rounded(Math.min(...energies), digits)}`,
    ];
  });
}
