/** The JSON of estimates: `tilewright/energy/1`, of a whole chip or of one component. Values are unrounded. */
import type { ActionFigure, AreaFigure, ComponentFigures, PartFigure } from "./estimate-chip.ts";
import type { ChipEstimate } from "./estimate-documents.ts";
import type { Estimate, QueryValues } from "./estimator.ts";

/** Where one figure of a component comes from. */
export interface PartJson {
  /** Subcomponent, empty for a primitive component. */
  readonly part: string;
  readonly class: string;
  readonly action?: string;
  readonly arguments?: QueryValues;
  /** pJ or um^2 of one part. */
  readonly value: number;
  readonly count: number;
  readonly scale: number;
  readonly accuracy: number;
  readonly provenance: Estimate["provenance"];
}

export interface ActionJson {
  readonly name: string;
  readonly arguments: QueryValues;
  readonly energyPj: number;
  readonly source: string;
  readonly parts: readonly PartJson[];
}

export interface ComponentJson {
  readonly name: string;
  readonly class: string;
  readonly instances: number;
  readonly attributes: QueryValues;
  /** By action; of an action with arguments the largest. */
  readonly energyPj: Readonly<Record<string, number>>;
  readonly areaUm2: number;
  /** By action, and `area`: the estimators that answered. */
  readonly sources: Readonly<Record<string, string>>;
  readonly actions: readonly ActionJson[];
  readonly area: { readonly areaUm2: number; readonly source: string; readonly parts: readonly PartJson[] };
}

export interface EnergyJson {
  readonly schema: "tilewright/energy/1";
  readonly valid: true;
  readonly compat: boolean;
  readonly components: readonly ComponentJson[];
  readonly totals: ChipTotals;
}

/** Sums over all instances. */
export interface ChipTotals {
  readonly areaUm2: number;
  /** pJ of one cycle. */
  readonly leakPj: number;
}

export function chipTotals(components: readonly ComponentFigures[]): ChipTotals {
  let areaUm2 = 0;
  let leakPj = 0;
  for (const { area, actions, count } of components) {
    areaUm2 += area.areaUm2 * count;
    leakPj += Math.max(0, ...actions.filter(({ action }) => action === "leak").map(({ energyPj }) => energyPj)) * count;
  }
  return { areaUm2, leakPj };
}

export function energyToJson({ components, compat }: ChipEstimate): EnergyJson {
  return {
    schema: "tilewright/energy/1",
    valid: true,
    compat,
    components: components.map(componentToJson),
    totals: chipTotals(components),
  };
}

/** The estimators behind a figure, by name, each once. */
export function sourceOf({ parts }: ActionFigure | AreaFigure): string {
  return [...new Set(parts.map(({ provenance }) => provenance.estimator))].join(" + ") || "nothing to count";
}

export function componentToJson(component: ComponentFigures): ComponentJson {
  const { path, componentClass, count, attributes, actions, area } = component;
  const energyPj = new Map<string, number>();
  const sources = new Map<string, string>();
  for (const figure of actions) {
    energyPj.set(figure.action, Math.max(figure.energyPj, energyPj.get(figure.action) ?? 0));
    sources.set(figure.action, sourceOf(figure));
  }
  sources.set("area", sourceOf(area));
  return {
    name: path,
    class: componentClass,
    instances: count,
    attributes,
    energyPj: Object.fromEntries(energyPj),
    areaUm2: area.areaUm2,
    sources: Object.fromEntries(sources),
    actions: actions.map((figure) => ({
      name: figure.action,
      arguments: figure.arguments,
      energyPj: figure.energyPj,
      source: sourceOf(figure),
      parts: figure.parts.map(partToJson),
    })),
    area: { areaUm2: area.areaUm2, source: sourceOf(area), parts: area.parts.map(partToJson) },
  };
}

function partToJson({
  part,
  componentClass,
  action,
  value,
  count,
  scale,
  accuracy,
  provenance,
  ...rest
}: PartFigure): PartJson {
  return {
    part,
    class: componentClass,
    ...(action === undefined ? {} : { action, arguments: rest.arguments }),
    value,
    count,
    scale,
    accuracy,
    provenance,
  };
}
