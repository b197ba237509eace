/**
 * All that decides on what a layer's search finds, as one text: equal texts, equal results. Where things were written
 * in which file is left out, and so are names of layers and whatever else no search looks at.
 */
import type { LayerPlan } from "./layer-search.ts";

/** Of what an optimal search proves only the question counts; what others find depends on their lanes and seeds too. */
export function planContent({ search, algorithm }: LayerPlan): string {
  const { spec, limits, objective, seed, lanes } = search;
  const { architecture, workload, ert } = spec;
  const question = {
    architecture,
    workload: { ...workload, name: "" },
    energies: ert?.components ?? [],
    limits,
    objective,
  };
  return JSON.stringify(algorithm === "optimal" ? question : { ...question, algorithm, seed, lanes }, plainly);
}

/** Leaves out places in files; numbers that JSON has no words for become texts. */
function plainly(_key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return isSpan(value) ? undefined : value;
}

function isSpan(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("source" in value && "from" in value && "to" in value))
    return false;
  return typeof value.source === "object" && value.source !== null && "text" in value.source;
}
