/**
 * Checks that hold for every evaluation whatever the input; a violated one is a bug of tilewright, and no figure is
 * printed then. (Timeloop's unsigned counters once wrapped to 18446744073709551600 fills without a word.)
 *
 *   counts     whole, not negative, below 2^53; under `exact` semantics the total over instances is whole, the average
 *              per instance need not be (instances idle at the edge of an imperfect mapping)
 *   read-only  words are never updated, nor reduced
 *   outputs    what is reduced was read and updated
 */

import type { Spec } from "../spec/spec.ts";
import { InvariantError } from "../text/invariant.ts";
import type { DataSpaceResult, ValidEvaluation } from "./evaluation.ts";

const PER_INSTANCE = ["reads", "fills", "updates", "temporalReductions", "partitionSize"] as const;

export function checkConservation(evaluation: ValidEvaluation, spec: Spec): void {
  const averages = evaluation.semantics === "exact";
  for (const level of evaluation.levels) {
    if (!isFigure(level.energyPj)) refuse("energy", level.name, level.energyPj);
    if (level.kind === "compute") {
      if (!isCount(level.computes)) refuse("computes", level.name, level.computes);
      continue;
    }
    for (const { name, readWrite } of spec.workload.dataSpaces) {
      const result = Object.hasOwn(level.dataSpaces, name) ? level.dataSpaces[name] : undefined;
      if (result !== undefined) checkDataSpace(result, readWrite, averages, name, level.name);
    }
  }
  for (const network of evaluation.networks) {
    for (const name of Object.keys(network.dataSpaces)) {
      const { ingresses, linkTransfers } = network.dataSpaces[name] as (typeof network.dataSpaces)[string];
      if (!isFigure(ingresses)) refuse(`ingresses of ${name}`, network.name, ingresses);
      if (!isFigure(linkTransfers)) refuse(`link transfers of ${name}`, network.name, linkTransfers);
    }
  }
  if (!isCount(evaluation.cycles)) refuse("cycles", "the run", evaluation.cycles);
  if (!isFigure(evaluation.energyPj)) refuse("energy", "the run", evaluation.energyPj);
}

function checkDataSpace(
  result: DataSpaceResult,
  readWrite: boolean,
  averages: boolean,
  name: string,
  level: string,
): void {
  for (const counter of PER_INSTANCE) {
    const value = result[counter];
    const isWhole = averages ? isNearlyCount(value * result.utilizedInstances) : isCount(value);
    if (!isWhole) refuse(`${counter} of ${name}`, level, value);
  }
  if (!isCount(result.utilizedCapacity)) refuse(`tile of ${name}`, level, result.utilizedCapacity);
  if (!readWrite && result.updates !== 0) refuse(`updates of the read-only ${name}`, level, result.updates);
  if (result.temporalReductions > result.updates + result.reads) {
    refuse(`reductions of ${name} without words to reduce`, level, result.temporalReductions);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isNearlyCount(value: number): boolean {
  const whole = Math.round(value);
  return isCount(whole) && Math.abs(value - whole) <= 1e-9 * Math.max(1, whole);
}

function isFigure(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

function refuse(what: string, where: string, value: number): never {
  throw new InvariantError(`${what} at ${where}: ${value} is no such figure`);
}
