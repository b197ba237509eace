/**
 * The compute level's figures.
 *
 *   instances  at work: exactly, their average over time. Timeloop takes the average of the innermost level's instances x
 *              the full fan-out below it, cut down to whole ones: where spatial factors have a shorter last iteration,
 *              it counts more or fewer operations than there are
 *   computes   operations of one instance x instances at work
 *   cycles     exactly, the time steps in which any unit works. Timeloop: operations / instances at work, and with
 *              imperfect factors the product of the full temporal bounds, as if every iteration were a full one; times the cycles that one operation takes
 *              (tilewright's extension; Timeloop knows only 1)
 *   leakage    only under `exact`: Timeloop's compute units do not leak
 */
import type { ComputeLevel } from "../architecture/architecture.ts";
import type { ComputeActionEnergies } from "../energy/action-energy.ts";
import type { LoopNest } from "../nest/loop-nest.ts";
import { spatialShape, utilizedInstances } from "../nest/spatial-shape.ts";
import type { ComputeAccesses } from "../nest/tile-accesses.ts";
import type { ComputeResult } from "./evaluation.ts";
import type { SpatialExpansion } from "./spatial-expansion.ts";

export function computeResult(
  level: ComputeLevel,
  accesses: ComputeAccesses,
  expansion: SpatialExpansion,
  energies: ComputeActionEnergies,
  countedSteps: boolean,
  areaPerInstanceUm2: number,
): ComputeResult {
  const instances = accesses.utilizedInstances;
  const computes = wholePart(accesses.operationsPerInstance * instances);
  const steps = countedSteps ? accesses.temporalIterations : Math.ceil(computes / instances);
  return {
    kind: "compute",
    name: level.name,
    instances: level.instances,
    utilizedInstances: expansion.x * expansion.y,
    computes,
    cycles: steps * level.cyclesPerOperation,
    energyPj: computes * energies.computePj,
    computeEnergyPj: energies.computePj,
    leakagePj: 0,
    areaUm2: areaPerInstanceUm2 * level.instances,
  };
}

/** Instances at work as Timeloop takes them. */
export function wholeComputeInstances(nest: LoopNest): number {
  return Math.floor(utilizedInstances(nest, nest.boundaries[0] ?? 0) * spatialShape(nest, 0).fanout);
}

/** A quotient times its divisor may fall just short of a whole number. */
function wholePart(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= 1e-9 * Math.max(1, nearest) ? nearest : Math.floor(value);
}

/** The same level with the leakage of its units at work over the whole run. */
export function withComputeLeakage(result: ComputeResult, leakPj: number, totalCycles: number): ComputeResult {
  const leakagePj = leakPj * totalCycles * result.utilizedInstances;
  return { ...result, leakagePj, energyPj: result.energyPj + leakagePj };
}
