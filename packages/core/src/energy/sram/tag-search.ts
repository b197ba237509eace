/**
 * Chooses the organisation of a cache's tags: the least leakage (subthreshold) among those within 20 % of the least
 * access time, 10 % of the least read energy and twice the least cycle time and area; the last of equals.
 *
 * These are the plug-in's deviations and weights; for the data array and for RAMs its "ED^2" overrules them.
 */
import { cycleTimeS } from "./access.ts";
import type { ArrayModel, ArrayParts } from "./array-model.ts";
import { muxesOf, partitionsOf } from "./organisation.ts";
import { type Choice, measureOf } from "./search.ts";

interface TagFigures extends Choice {
  readonly figures: readonly [accessTimeS: number, readJ: number, cycleTimeS: number, areaUm2: number];
  readonly leakageW: number;
}

const DEVIATIONS = [0.2, 0.1, 1, 1];

export function chooseTags(model: ArrayModel): Choice | undefined {
  const all: TagFigures[] = [];
  for (const partition of partitionsOf(model.spec)) {
    for (const muxes of muxesOf(partition.columnsPerWire)) {
      const inside = model.matParts(partition, muxes);
      all.push(figuresOf(model, model.complete(partition, inside, model.matSize(partition, inside))));
    }
  }
  const least = DEVIATIONS.map((_, index) =>
    all.reduce((min, { figures }) => Math.min(min, figures[index] ?? 0), 1e30),
  );
  let best: TagFigures | undefined;
  for (const choice of all) {
    const admitted = DEVIATIONS.every((deviation, index) => {
      const min = least[index] ?? 0;
      return ((choice.figures[index] ?? 0) - min) / min <= deviation;
    });
    if (admitted && (best === undefined || choice.leakageW <= best.leakageW)) best = choice;
  }
  return best;
}

function figuresOf(model: ArrayModel, parts: ArrayParts): TagFigures {
  const measure = measureOf(model, parts);
  const { widthUm, heightUm } = parts.routing.size;
  return {
    parts,
    measure,
    figures: [measure.accessTimeS, measure.readJ, cycleTimeS(model.tech, parts), widthUm * heightUm],
    leakageW: model.leakage(parts).subthresholdW,
  };
}
