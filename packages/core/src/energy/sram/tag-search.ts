/**
 * Chooses the organisation of a cache's tags: the least leakage (subthreshold) among those within 20 % of the least
 * access time, 10 % of the least read energy and twice the least cycle time and area; the last of equals.
 *
 * These are the plug-in's deviations and weights; for the data array and for RAMs its "ED^2" overrules them. Bounds
 * leave out what cannot be within the limits.
 */
import { cycleTimeS } from "./access.ts";
import type { ArrayModel } from "./array-model.ts";
import { boundOfMat, boundOfPartition, type Measure } from "./bounds.ts";
import { bankSize } from "./htree.ts";
import type { MatParts, MatSize } from "./mat.ts";
import { muxesOf, type Partition, partitionsOf } from "./organisation.ts";
import { type Choice, leastMeasure, measureOf } from "./search.ts";

const MORE_TIME = 0.2;
const MORE_ENERGY = 0.1;
const MORE_CYCLE = 1;
const MORE_AREA = 1;

interface Candidate {
  readonly partition: Partition;
  readonly inside: MatParts;
  readonly mat: MatSize;
  readonly cycleS: number;
  readonly areaUm2: number;
}

export function chooseTags(model: ArrayModel): Choice | undefined {
  const least = leastMeasure(model);
  const isFitting = ({ accessTimeS, readJ }: Measure): boolean =>
    within(accessTimeS, least.accessTimeS, MORE_TIME) && within(readJ, least.readJ, MORE_ENERGY);

  const fitting: Candidate[] = [];
  let leastCycleS = Number.POSITIVE_INFINITY;
  let leastAreaUm2 = Number.POSITIVE_INFINITY;
  for (const partition of partitionsOf(model.spec)) {
    const isPossible = isFitting(boundOfPartition(model, partition));
    for (const muxes of muxesOf(partition.columnsPerWire)) {
      const candidate = candidateOf(model, partition, model.matParts(partition, muxes));
      leastCycleS = Math.min(leastCycleS, candidate.cycleS);
      leastAreaUm2 = Math.min(leastAreaUm2, candidate.areaUm2);
      if (isPossible && isFitting(boundOfMat(model, partition, candidate.inside, candidate.mat)))
        fitting.push(candidate);
    }
  }

  let best: Choice | undefined;
  let leastLeakageW = Number.POSITIVE_INFINITY;
  for (const { partition, inside, mat, cycleS, areaUm2 } of fitting) {
    if (!within(cycleS, leastCycleS, MORE_CYCLE) || !within(areaUm2, leastAreaUm2, MORE_AREA)) continue;
    const parts = model.complete(partition, inside, mat);
    const measure = measureOf(model, parts);
    if (!isFitting(measure)) continue;
    const leakageW = model.leakage(parts).subthresholdW;
    if (leakageW > leastLeakageW) continue;
    best = { parts, measure };
    leastLeakageW = leakageW;
  }
  return best;
}

function candidateOf(model: ArrayModel, partition: Partition, inside: MatParts): Candidate {
  const mat = model.matSize(partition, inside);
  const shape = model.bankShape(partition, mat.widthUm, mat.heightUm);
  const { size } = model.outline({ shape, size: bankSize(model.tech, shape) });
  const areaUm2 = size.widthUm * size.heightUm;
  return { partition, inside, mat, cycleS: cycleTimeS(model.tech, inside), areaUm2 };
}

function within(value: number, least: number, share: number): boolean {
  return (value - least) / least <= share;
}
