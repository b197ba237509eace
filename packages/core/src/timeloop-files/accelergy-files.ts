/**
 * The files that Accelergy leaves behind, in its keys and layout: `ERT.yaml`, `ERT_summary.yaml`, `ART.yaml`,
 * `ART_summary.yaml`, `flattened_architecture.yaml`, and verbose forms of the last four, which add the primitive parts
 * (accelergy-verbose.ts). Figures have six significant digits, as there, unless told otherwise.
 *
 * Layout: Accelergy (6911d15), input_output.py, ERT_generator.py and ART_generator.py.
 */
import { sourceOf } from "../energy/energy-json.ts";
import type { ComponentFigures, PartFigure } from "../energy/estimate-chip.ts";
import type { ChipEstimate } from "../energy/estimate-documents.ts";
import { writeArtVerbose, writeErtVerbose, writeFlattenedVerbose } from "./accelergy-verbose.ts";
import { document, headLines, mapLines, plain, rounded, summarizeActions } from "./accelergy-yaml.ts";

/** What Accelergy can be asked to write about a chip, by the names of its option `-f`. */
export const ACCELERGY_FILES = ["ERT", "ERT_summary", "ART", "ART_summary", "flattened_arch"] as const;
export type AccelergyFile = (typeof ACCELERGY_FILES)[number];

export interface AccelergyFileOptions {
  /** Of the two forms of a file the one that shows primitive parts. */
  readonly verbose?: boolean;
  /** Significant digits of energies and areas. */
  readonly digits?: number;
}

/** Name and text of one file. */
export function writeAccelergyFile(
  kind: AccelergyFile,
  chip: ChipEstimate,
  { verbose = false, digits = DIGITS }: AccelergyFileOptions = {},
): { readonly name: string; readonly text: string } {
  const form = verbose ? "_verbose.yaml" : ".yaml";
  switch (kind) {
    case "ERT":
      return { name: "ERT.yaml", text: writeErt(chip, digits) };
    case "ART":
      return { name: "ART.yaml", text: writeArt(chip, digits) };
    case "ERT_summary":
      return { name: `ERT_summary${form}`, text: (verbose ? writeErtVerbose : writeErtSummary)(chip, digits) };
    case "ART_summary":
      return { name: `ART_summary${form}`, text: (verbose ? writeArtVerbose : writeArtSummary)(chip, digits) };
    case "flattened_arch":
      return {
        name: `flattened_architecture${form}`,
        text: verbose ? writeFlattenedVerbose(chip) : writeFlattened(chip),
      };
  }
}

const DIGITS = 6;

/** All of them, the architecture in both forms; texts by file name. */
export function writeAccelergyFiles(chip: ChipEstimate): Readonly<Record<string, string>> {
  const files = ACCELERGY_FILES.map((kind) => writeAccelergyFile(kind, chip));
  const verbose = writeAccelergyFile("flattened_arch", chip, { verbose: true });
  return Object.fromEntries([...files, verbose].map(({ name, text }) => [name, text]));
}

function writeErt({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap(({ path, actions }) => [
    `      - name: ${plain(path)}`,
    ...(actions.length === 0 ? ["        actions: []"] : ["        actions:"]),
    ...actions.flatMap((figure) => [
      `          - name: ${plain(figure.action)}`,
      ...mapLines("arguments", figure.arguments, 12),
      `            energy: ${rounded(figure.energyPj, digits)}`,
    ]),
  ]);
  return document("ERT", version, "tables", body);
}

function writeErtSummary({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap((component) => [
    `      - name: ${plain(component.path)}`,
    ...(component.actions.length === 0 ? ["        actions: []"] : ["        actions:"]),
    ...summarizeActions(component.actions, digits),
    "        primitive_estimation(s):",
    ...primitiveLines(
      component,
      component.actions.flatMap(({ parts }) => parts),
    ),
  ]);
  return document("ERT_summary", version, "table_summary", body);
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

function writeArt({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap(({ path, area }) => [
    `      - name: ${plain(path)}`,
    `        area: ${rounded(area.areaUm2, digits)}`,
  ]);
  return document("ART", version, "tables", body);
}

function writeArtSummary({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap((component) => {
    const { path, area, parts } = component;
    return [
      `      - name: ${plain(path)}`,
      `        area: ${rounded(area.areaUm2, digits)}`,
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
