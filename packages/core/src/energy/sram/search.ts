/**
 * Chooses the organisation of an array: the least delay² × energy ("ED²") of all that are possible.
 *
 * As CACTI does, one that takes half as long again as the fastest and half as much energy again as the thriftiest is
 * left out first; of equal ones the first counts. There are some ten thousand; lower bounds (`bounds.ts`) that never
 * exceed the true delay and energy let the search stop when no other can be better, so that it is exact all the same.
 * Source: CACTI 6.0 (HPL-2009-85), section 3; the solver of CACTI 6.5 and 7.
 */
import { accessTimeS, readJ } from "./access.ts";
import type { ArrayModel, ArrayParts } from "./array-model.ts";
import { boundOfMat, boundOfPartition, type Measure, roughBound } from "./bounds.ts";
import { type Muxes, muxesOf, type Partition, partitionsOf } from "./organisation.ts";

export interface Choice {
  readonly parts: ArrayParts;
  readonly measure: Measure;
}

type Cost = (measure: Measure) => number;

const EXCESS = 0.5;

interface Candidate {
  readonly partition: Partition;
  /** Place in CACTI's order. */
  readonly place: number;
  readonly rough: Measure;
  /** The closer bound, once it was needed. */
  close?: Measure;
}

/** Of a cache's data `beside` are the tags, which are read at the same time. */
export function chooseOrganisation(model: ArrayModel, beside?: Measure): Choice | undefined {
  const energyDelaySquared: Cost = (measure) => {
    const time = Math.max(measure.accessTimeS, beside?.accessTimeS ?? 0);
    return time * time * (measure.readJ + (beside?.readJ ?? 0));
  };
  const candidates = candidatesOf(model);
  const best = cheapest(model, candidates, energyDelaySquared);
  if (best === undefined || !isExcessive(model, candidates, best.measure)) return best;

  const minS = cheapest(model, candidates, timeOf)?.measure.accessTimeS ?? 0;
  const minJ = cheapest(model, candidates, energyOf)?.measure.readJ ?? 0;
  return cheapest(
    model,
    candidates,
    energyDelaySquared,
    ({ accessTimeS: time, readJ }) => (time - minS) / minS <= EXCESS || (readJ - minJ) / minJ <= EXCESS,
  );
}

/** The least access time and the least read energy of any organisation. */
export function leastMeasure(model: ArrayModel): Measure {
  const candidates = candidatesOf(model);
  return {
    accessTimeS: cheapest(model, candidates, timeOf)?.measure.accessTimeS ?? 0,
    readJ: cheapest(model, candidates, energyOf)?.measure.readJ ?? 0,
  };
}

function candidatesOf(model: ArrayModel): Candidate[] {
  return partitionsOf(model.spec).map(
    (partition, place): Candidate => ({ partition, place, rough: roughBound(model, partition) }),
  );
}

const timeOf: Cost = (measure) => measure.accessTimeS;
const energyOf: Cost = (measure) => measure.readJ;

/** Whether something is so much faster, and something so much thriftier, that this is left out. */
function isExcessive(
  model: ArrayModel,
  candidates: readonly Candidate[],
  { accessTimeS: time, readJ }: Measure,
): boolean {
  // A little more than the limit: where it is close, the exact comparison follows.
  const limit = (1 + 1e-9) / (1 + EXCESS);
  return (
    isThereBelow(model, candidates, timeOf, time * limit) && isThereBelow(model, candidates, energyOf, readJ * limit)
  );
}

function isThereBelow(model: ArrayModel, candidates: readonly Candidate[], cost: Cost, limit: number): boolean {
  for (const candidate of candidates) {
    if (cost(candidate.rough) > limit || cost(closeBound(model, candidate)) > limit) continue;
    const { partition } = candidate;
    for (const muxes of muxesOf(partition.columnsPerWire)) {
      const parts = completeIf(model, partition, muxes, (lower) => cost(lower) <= limit);
      if (parts !== undefined && cost(measureOf(model, parts)) <= limit) return true;
    }
  }
  return false;
}

/** The admitted choice of least cost, the first of equals; the cost must grow with time and with energy. */
function cheapest(
  model: ArrayModel,
  candidates: readonly Candidate[],
  cost: Cost,
  admits?: (measure: Measure) => boolean,
): Choice | undefined {
  const byBound = candidates.map((candidate) => ({ candidate, bound: cost(candidate.rough) }));
  byBound.sort((a, b) => a.bound - b.bound || a.candidate.place - b.candidate.place);
  let best: Choice | undefined;
  let least = Number.POSITIVE_INFINITY;
  let leastPlace = Number.POSITIVE_INFINITY;
  for (const { candidate, bound } of byBound) {
    if (bound > least) break;
    if (cost(closeBound(model, candidate)) > least) continue;
    for (const [order, muxes] of muxesOf(candidate.partition.columnsPerWire).entries()) {
      const parts = completeIf(model, candidate.partition, muxes, (lower) => cost(lower) <= least);
      if (parts === undefined) continue;
      const measure = measureOf(model, parts);
      const price = cost(measure);
      const place = candidate.place * PLACES + order;
      if (price > least || (price === least && place > leastPlace) || admits?.(measure) === false) continue;
      best = { parts, measure };
      least = price;
      leastPlace = place;
    }
  }
  return best;
}

function closeBound(model: ArrayModel, candidate: Candidate): Measure {
  candidate.close ??= boundOfPartition(model, candidate.partition);
  return candidate.close;
}

/** More than the ways to spread one multiplexer. */
const PLACES = 1024;

function completeIf(
  model: ArrayModel,
  partition: Partition,
  muxes: Muxes,
  promises: (bound: Measure) => boolean,
): ArrayParts | undefined {
  const inside = model.matParts(partition, muxes);
  const mat = model.matSize(partition, inside);
  if (!promises(boundOfMat(model, partition, inside, mat))) return undefined;
  return model.complete(partition, inside, mat);
}

export function measureOf(model: ArrayModel, parts: ArrayParts): Measure {
  return { accessTimeS: accessTimeS(model.tech, parts), readJ: readJ(model, parts) };
}
