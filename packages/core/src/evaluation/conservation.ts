/**
 * Checks that hold for every evaluation whatever the input; a violated one is a bug of tilewright, and no figure is
 * printed then. (Timeloop's unsigned counters once wrapped to 18446744073709551600 fills without a word.)
 */

import type { Spec } from "../spec/spec.ts";
import { assertInvariant } from "../text/invariant.ts";
import type { ValidEvaluation } from "./evaluation.ts";

export function checkConservation(evaluation: ValidEvaluation, spec: Spec): void {
  for (const level of evaluation.levels) {
    checkFigure(level.energyPj, `energy of ${level.name}`);
    if (level.kind === "compute") {
      checkCount(level.computes, `computes of ${level.name}`);
      continue;
    }
    for (const [name, d] of Object.entries(level.dataSpaces)) {
      const where = `${name} at ${level.name}`;
      checkCount(d.reads, `reads of ${where}`);
      checkCount(d.fills, `fills of ${where}`);
      checkCount(d.updates, `updates of ${where}`);
      checkCount(d.temporalReductions, `temporal reductions of ${where}`);
      checkCount(d.utilizedCapacity, `capacity used by ${where}`);
      checkCount(d.partitionSize, `partition of ${where}`);
      const readWrite = spec.workload.dataSpaces.find((dataSpace) => dataSpace.name === name)?.readWrite ?? false;
      assertInvariant(readWrite || d.updates === 0, `updates of the read-only ${where}`);
      assertInvariant(d.temporalReductions <= d.updates + d.reads, `reductions of ${where} without words to reduce`);
    }
  }
  for (const network of evaluation.networks) {
    for (const [name, d] of Object.entries(network.dataSpaces)) {
      checkFigure(d.ingresses, `ingresses of ${name} in ${network.name}`);
      checkFigure(d.linkTransfers, `link transfers of ${name} in ${network.name}`);
    }
  }
  checkCount(evaluation.cycles, "cycles");
  checkFigure(evaluation.energyPj, "energy");
}

function checkCount(value: number, what: string): void {
  assertInvariant(Number.isSafeInteger(value) && value >= 0, `${what} is ${value}, which no count can be`);
}

function checkFigure(value: number, what: string): void {
  assertInvariant(Number.isFinite(value) && value >= 0, `${what} is ${value}`);
}
