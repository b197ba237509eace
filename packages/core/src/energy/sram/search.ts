/**
 * Chooses the organisation of an array: the least delay² × energy ("ED²") of all that are possible.
 *
 * As CACTI does, one that takes half as long again as the fastest and half as much energy again as the thriftiest is
 * left out first; of equal ones the first counts.
 * Source: CACTI 6.0 (HPL-2009-85), section 3; CACTI 6.5's and 7's solver.
 */
import type { ArrayModel, ArrayParts, Measure } from "./array-model.ts";
import { cutsOf, layoutsOf } from "./organisation.ts";

const EXCESS = 0.5;

export interface Choice {
  readonly parts: ArrayParts;
  readonly measure: Measure;
}

export function chooseOrganisation(model: ArrayModel): Choice | undefined {
  const choices: Choice[] = [];
  for (const cut of cutsOf(model.spec)) {
    for (const layout of layoutsOf(model.spec, cut)) {
      const parts = model.parts(layout);
      choices.push({ parts, measure: model.measure(parts) });
    }
  }
  let fastestS = Number.POSITIVE_INFINITY;
  let thriftiestJ = Number.POSITIVE_INFINITY;
  for (const { measure } of choices) {
    fastestS = Math.min(fastestS, measure.accessTimeS);
    thriftiestJ = Math.min(thriftiestJ, measure.readJ);
  }
  let best: Choice | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const choice of choices) {
    const delay = choice.measure.accessTimeS / fastestS;
    const energy = choice.measure.readJ / thriftiestJ;
    if (delay - 1 > EXCESS && energy - 1 > EXCESS) continue;
    const cost = delay * delay * energy;
    if (cost < least) {
      least = cost;
      best = choice;
    }
  }
  return best;
}
