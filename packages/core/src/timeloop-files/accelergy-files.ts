/**
 * The files that Accelergy leaves behind, in its keys and layout: `ERT.yaml`, `ERT_summary.yaml`, `ART.yaml`,
 * `ART_summary.yaml`, `flattened_architecture.yaml` and its verbose form, which adds the primitive parts. Figures have six significant digits, as there.
 */
import type { AttributeValue } from "../architecture/architecture.ts";
import { sourceOf } from "../energy/energy-json.ts";
import type { ActionFigure, ComponentFigures, PartFigure } from "../energy/estimate-chip.ts";
import type { ChipEstimate } from "../energy/estimate-documents.ts";
import type { QueryValues } from "../energy/estimator.ts";
import { pythonFloat } from "./number-format.ts";

/** Texts by file name. */
export function writeAccelergyFiles(chip: ChipEstimate): Readonly<Record<string, string>> {
  return {
    "ERT.yaml": writeErt(chip),
    "ERT_summary.yaml": writeErtSummary(chip),
    "ART.yaml": writeArt(chip),
    "ART_summary.yaml": writeArtSummary(chip),
    "flattened_architecture.yaml": writeFlattened(chip),
    "flattened_architecture_verbose.yaml": writeVerbose(chip),
  };
}

function document(key: string, version: string, list: string, body: readonly string[]): string {
  const empty = body.length === 0 ? " []" : "";
  return `${[`${key}:`, `    version: '${version}'`, `    ${list}:${empty}`, ...body].join("\n")}\n`;
}

function writeErt({ version, components }: ChipEstimate): string {
  const body = components.flatMap(({ path, actions }) => [
    `      - name: ${plain(path)}`,
    ...(actions.length === 0 ? ["        actions: []"] : ["        actions:"]),
    ...actions.flatMap((figure) => [
      `          - name: ${plain(figure.action)}`,
      ...mapLines("arguments", figure.arguments, 12),
      `            energy: ${rounded(figure.energyPj)}`,
    ]),
  ]);
  return document("ERT", version, "tables", body);
}

function writeErtSummary({ version, components }: ChipEstimate): string {
  const body = components.flatMap((component) => [
    `      - name: ${plain(component.path)}`,
    ...(component.actions.length === 0 ? ["        actions: []"] : ["        actions:"]),
    ...summarizeActions(component.actions),
    "        primitive_estimation(s):",
    ...primitiveLines(
      component,
      component.actions.flatMap(({ parts }) => parts),
    ),
  ]);
  return document("ERT_summary", version, "table_summary", body);
}

/** One energy, or the average, largest and smallest of several. */
function summarizeActions(actions: readonly ActionFigure[]): readonly string[] {
  return [...new Set(actions.map(({ action }) => action))].flatMap((name) => {
    const energies = actions.filter(({ action }) => action === name).map(({ energyPj }) => energyPj);
    const head = `          - name: ${plain(name)}`;
    if (energies.length === 1) return [head, `            energy: ${rounded(energies[0] ?? 0)}`];
    const average = energies.reduce((sum, energy) => sum + energy, 0) / energies.length;
    return [
      head,
      `            average_energy: ${rounded(average)}`,
      `            max_energy: ${rounded(Math.max(...energies))}`,
      `            min_energy: ${rounded(Math.min(...energies))}`,
    ];
  });
}

/** Each part once, with the estimator that answered for it. */
function primitiveLines(component: ComponentFigures, parts: readonly PartFigure[]): readonly string[] {
  const estimators = new Map<string, string>();
  for (const { part, provenance } of parts) {
    const name = part === "" ? component.path : part;
    if (!estimators.has(name)) estimators.set(name, provenance.estimator);
  }
  return [...estimators].flatMap(([name, estimator]) => [
    `          - name: ${plain(name)}`,
    `            estimator: ${plain(estimator)}`,
  ]);
}

function writeArt({ version, components }: ChipEstimate): string {
  const body = components.flatMap(({ path, area }) => [
    `      - name: ${plain(path)}`,
    `        area: ${rounded(area.areaUm2)}`,
  ]);
  return document("ART", version, "tables", body);
}

function writeArtSummary({ version, components }: ChipEstimate): string {
  const body = components.flatMap((component) => {
    const { path, area, parts } = component;
    return [
      `      - name: ${plain(path)}`,
      `        area: ${rounded(area.areaUm2)}`,
      ...(parts.length === 0
        ? [`        primitive_estimations: ${plain(sourceOf(area))}`]
        : ["        primitive_estimations:", ...primitiveLines(component, area.parts)]),
    ];
  });
  return document("ART_summary", version, "table_summary", body);
}

/** Every component with all its attributes: an architecture again. */
function writeFlattened({ version, components }: ChipEstimate): string {
  const body = components.flatMap((component) => [
    ...headLines(component),
    "        required_actions:",
    ...[...new Set(component.actions.map(({ action }) => action))].map((action) => `          - ${plain(action)}`),
  ]);
  return document("architecture", version, "local", body);
}

/** With the primitive parts, and which of their actions each action takes. */
function writeVerbose({ version, components }: ChipEstimate): string {
  const body = components.flatMap((component) => [
    ...headLines(component),
    component.parts.length === 0 ? "        primitive_components: []" : "        primitive_components:",
    ...component.parts.flatMap((part) => [
      `          - name: ${plain(part.path)}`,
      `            class: ${plain(part.componentClass)}`,
      ...mapLines("attributes", part.attributes, 12),
      `            area_scale: ${part.areaScale}`,
      `            energy_scale: ${part.energyScale}`,
    ]),
    component.actions.length === 0 ? "        actions: []" : "        actions:",
    ...component.actions.flatMap((figure) => [
      `          - name: ${plain(figure.action)}`,
      ...mapLines("arguments", figure.arguments, 12),
      ...primitiveActions(figure),
    ]),
  ]);
  return document("architecture", version, "local", body);
}

function headLines({ path, componentClass, attributes }: ComponentFigures): readonly string[] {
  return [
    `      - name: ${plain(path)}`,
    `        class: ${plain(componentClass)}`,
    ...mapLines("attributes", attributes, 8),
  ];
}

function primitiveActions({ parts }: ActionFigure): readonly string[] {
  const own = parts.filter(({ part }) => part !== "");
  if (own.length === 0) return ["            primitive_actions: []"];
  return [
    "            primitive_actions:",
    ...own.flatMap(({ part, action, arguments: values, scale }) => [
      `              - name: ${plain(part)}`,
      `                action: ${plain(action ?? "")}`,
      ...mapLines("arguments", values, 16),
      `                energy_scale: ${scale}`,
    ]),
  ];
}

function mapLines(key: string, values: QueryValues, indent: number): readonly string[] {
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

function rounded(value: number): string {
  return pythonFloat(Number(value.toPrecision(6)));
}

/** `text` as YAML takes it for a text; Accelergy's names with ranges need no quotes. */
function plain(text: string): string {
  return /^[A-Za-z_][\w./[\]-]*( [\w./-]+)*$/.test(text) ? text : JSON.stringify(text);
}
