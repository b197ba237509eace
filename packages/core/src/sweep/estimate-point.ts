/** A point of a sweep by the estimators: the figures of one component, their terms and sources put together. */

import type { ActionFigure, PartFigure } from "../energy/estimate-chip.ts";
import { type ComponentContext, estimateComponent } from "../energy/estimate-documents.ts";
import { type EstimatorOptions, standardEstimators } from "../energy/standard-estimators.ts";
import { diagnosticToJson } from "../text/diagnostic-json.ts";
import type { ComponentEstimate, EstimateComponent, FigureSource } from "./component-estimate.ts";
import type { CircuitTerm } from "./exponent-of-sum.ts";

/** Terms so far below zero, in shares of their sum, are rounding; others say that the sum is no sum of parts. */
const NEGATIVE_SHARE = 1e-6;

/** The terms of all parts; with several parts each term carries its part's name. */
function termsOf(parts: readonly PartFigure[]): readonly CircuitTerm[] {
  const terms = parts.flatMap(({ part, count, scale, provenance }) =>
    provenance.terms.map(({ name, value }) => ({
      name: parts.length > 1 ? `${part} ${name}`.trim() : name,
      value: value * count * scale,
    })),
  );
  const sum = terms.reduce((total, { value }) => total + value, 0);
  if (terms.some(({ value }) => value < -NEGATIVE_SHARE * sum)) return [];
  return terms.map(({ name, value }) => ({ name, value: Math.max(0, value) }));
}

function sourcesOf(figures: ReadonlyMap<string, readonly PartFigure[]>): readonly FigureSource[] {
  const sources = new Map<string, { figures: string[]; source: Omit<FigureSource, "figures"> }>();
  for (const [figure, parts] of figures) {
    for (const { provenance } of parts) {
      const { estimator, equation, citation, notes } = provenance;
      const key = JSON.stringify([estimator, equation, citation, notes]);
      const known = sources.get(key) ?? { figures: [], source: { estimator, equation, citation, notes } };
      if (!known.figures.includes(figure)) known.figures.push(figure);
      sources.set(key, known);
    }
  }
  return [...sources.values()].map(({ figures: names, source }) => ({ figures: names, ...source }));
}

/** Asks the estimators; they are made once, so that memories that come again are not computed again. */
export function pointEstimator(options: EstimatorOptions, context?: ComponentContext): EstimateComponent {
  const estimators = standardEstimators(options);
  return (componentClass, attributes) => {
    const { component, diagnostics } = estimateComponent(
      { componentClass, attributes },
      estimators,
      options.compat,
      context,
    );
    if (component === undefined) return { error: { diagnostics: diagnostics.map(diagnosticToJson) } };
    // Of an action with several energies (by its arguments) the largest, as in a reference table.
    const actions = new Map<string, ActionFigure>();
    for (const figure of component.actions) {
      if (figure.energyPj >= (actions.get(figure.action)?.energyPj ?? Number.NEGATIVE_INFINITY))
        actions.set(figure.action, figure);
    }
    const parts = new Map([...actions].map(([action, figure]) => [action, figure.parts]));
    parts.set("area", component.area.parts);
    const estimate: ComponentEstimate = {
      energyPj: Object.fromEntries([...actions].map(([action, { energyPj }]) => [action, energyPj])),
      areaUm2: component.area.areaUm2,
      terms: Object.fromEntries([...parts].map(([figure, members]) => [figure, termsOf(members)])),
      sources: sourcesOf(parts),
    };
    return estimate;
  };
}
