/**
 * The verbose forms of Accelergy's files: summaries that show what each primitive part adds to a figure, and the
 * architecture with its primitive components.
 *
 * Layout: Accelergy (6911d15), ERT_generator.py, ART_generator.py and compound_component.py.
 */
import { sourceOf } from "../energy/energy-json.ts";
import type { ActionFigure, ComponentFigures, PartFigure } from "../energy/estimate-chip.ts";
import type { ChipEstimate } from "../energy/estimate-documents.ts";
import { document, headLines, mapLines, plain, rounded, summarizeActions } from "./accelergy-yaml.ts";
import { pythonFloat } from "./number-format.ts";

/** `ERT_summary_verbose.yaml`: for each action of a compound component what its parts add. */
export function writeErtVerbose({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap((component) => [
    `      - name: ${plain(component.path)}`,
    ...(component.actions.length === 0 ? ["        actions: []"] : ["        actions:"]),
    ...summarizeActions(component.actions, digits),
    ...(component.parts.length === 0 ? wholeEstimate(component) : partEstimates(component, digits)),
  ]);
  return document("ERT_summary", version, "table_summary", body);
}

function wholeEstimate({ path, actions }: ComponentFigures): readonly string[] {
  const estimator = actions[0]?.parts[0]?.provenance.estimator;
  if (estimator === undefined) return ["        primitive_estimation(s): []"];
  return [
    "        primitive_estimation(s):",
    `          - ${plain(path)}:`,
    `                estimator: ${plain(estimator)}`,
  ];
}

function partEstimates({ actions }: ComponentFigures, digits: number): readonly string[] {
  if (actions.length === 0) return ["        primitive_estimation(s): []"];
  return [
    "        primitive_estimation(s):",
    ...actions.flatMap((figure) => [
      `          - action_name: ${plain(figure.action)}`,
      ...mapLines("arguments", figure.arguments, 12),
      `            energy: ${rounded(figure.energyPj, digits)}`,
      figure.parts.length === 0 ? "            subaction_estimations: []" : "            subaction_estimations:",
      ...figure.parts.flatMap((part) => subactionLines(part, figure.energyPj)),
    ]),
  ];
}

function subactionLines(part: PartFigure, wholePj: number): readonly string[] {
  const addedPj = part.value * part.count * part.scale;
  const percent = wholePj === 0 ? 0 : Number(((100 * addedPj) / wholePj).toPrecision(2));
  return [
    `              - subcomponent_name: ${plain(part.part)}`,
    `                subaction_name: ${plain(part.action ?? "")}`,
    ...mapLines("arguments", part.arguments, 16),
    `                energy: ${pythonFloat(part.value)}`,
    `                scale_energy_by: ${part.scale}`,
    `                interpreted_energy: ${pythonFloat(addedPj)}`,
    `                percentage: ${pythonFloat(percent)}%`,
    `                estimator: ${plain(part.provenance.estimator)}`,
  ];
}

/** `ART_summary_verbose.yaml`: for each compound component the areas of its parts. */
export function writeArtVerbose({ version, components }: ChipEstimate, digits: number): string {
  const body = components.flatMap(({ path, area, parts }) => [
    `      - name: ${plain(path)}`,
    `        area: ${rounded(area.areaUm2, digits)}`,
    ...(parts.length === 0
      ? [`        primitive_estimations: ${plain(sourceOf(area))}`]
      : ["        primitive_estimations:"]),
    ...(parts.length === 0 ? [] : area.parts).flatMap((part) => [
      `          - name: ${plain(part.part)}`,
      `            estimator: ${plain(part.provenance.estimator)}`,
      `            area: ${rounded(part.value, digits)}`,
      `            area_scale: ${part.scale}`,
      `            total_component_area: ${rounded(part.value * part.count * part.scale, digits)}`,
    ]),
  ]);
  return document("ART_summary", version, "table_summary", body);
}

/** `flattened_architecture_verbose.yaml`: the primitive parts, and which of their actions each action takes. */
export function writeFlattenedVerbose({ version, components }: ChipEstimate): string {
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
