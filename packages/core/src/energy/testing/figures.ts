/** For tests: figures of one component, and of the components of an architecture given as text. */
import { readDocuments } from "../../yaml/read-documents.ts";
import { type ChipResult, estimateChip, estimateComponent } from "../estimate-documents.ts";
import type { Estimator, QueryValues } from "../estimator.ts";
import type { SramModel } from "../estimators/sram.ts";
import { standardEstimators } from "../standard-estimators.ts";

/** A memory whose figures are easy to compute by hand: 1 pJ a read for each bit of width, 2 a write. */
export const SIMPLE_MEMORY: SramModel = ({ widthBits, depth, banks }) => ({
  kind: "estimate",
  readPj: widthBits,
  writePj: 2 * widthBits,
  leakageWatts: 1e-6 * banks,
  areaUm2: widthBits * depth,
  accessTimeNs: 1,
  randomCycleTimeNs: 1,
  nodes: [],
  readTerms: [{ name: "bit lines", energyPj: widthBits * 0.75 }],
  writeTerms: [],
  areaTerms: [{ name: "cells", areaUm2: widthBits * depth }],
});

export interface Figures {
  readonly energyPj: Readonly<Record<string, number>>;
  readonly areaUm2: number;
  readonly notes: readonly string[];
}

/** Figures of one component, or the codes of its errors. */
export function figuresOf(
  componentClass: string,
  attributes: QueryValues,
  options: {
    readonly compat?: boolean;
    readonly actions?: readonly string[];
    readonly own?: readonly Estimator[];
  } = {},
): Figures | readonly string[] {
  const { compat = false, actions, own = [] } = options;
  const estimators = standardEstimators({ compat, sramModel: SIMPLE_MEMORY, own });
  const question = { componentClass, attributes, ...(actions === undefined ? {} : { actions }) };
  const { component, diagnostics } = estimateComponent(question, estimators, compat);
  if (component === undefined) {
    return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  }
  return {
    energyPj: Object.fromEntries(component.actions.map(({ action, energyPj }) => [action, energyPj])),
    areaUm2: component.area.areaUm2,
    notes: component.actions.flatMap(({ parts }) => parts.flatMap(({ provenance }) => provenance.notes)),
  };
}

/** As `figuresOf`, where there must be figures. */
export function answered(...question: Parameters<typeof figuresOf>): Figures {
  const figures = figuresOf(...question);
  if (!("energyPj" in figures)) throw new Error(`not estimated: ${figures.join(", ")}`);
  return figures;
}

/** Estimates the chip that `texts` describe. */
export function chipOf(texts: readonly string[], compat: boolean = false): ChipResult {
  const sources = texts.map((text, i) => ({ name: `file-${i}.yaml`, text }));
  const { documents, diagnostics } = readDocuments(sources, {});
  return estimateChip(documents, { compat, sramModel: SIMPLE_MEMORY, earlier: diagnostics });
}
