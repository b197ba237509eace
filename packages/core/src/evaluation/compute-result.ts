/**
 * The compute level's figures.
 *
 *   computes   operations of one instance x instances at work
 *   cycles     operations / instances at work; with imperfect factors Timeloop takes the product of the full temporal
 *              bounds instead, as if every iteration were a full one; times the cycles that one operation takes
 *              (tilewright's extension; Timeloop knows only 1)
 *   leakage    only under `exact`: Timeloop's compute units do not leak
 */
import type { ComputeLevel } from "../architecture/architecture.ts";
import type { ComputeActionEnergies } from "../energy/action-energy.ts";
import type { ComputeAccesses } from "../nest/tile-accesses.ts";
import type { ComputeResult } from "./evaluation.ts";
import type { SpatialExpansion } from "./spatial-expansion.ts";

export function computeResult(
  level: ComputeLevel,
  accesses: ComputeAccesses,
  expansion: SpatialExpansion,
  energies: ComputeActionEnergies,
  fullIterations: boolean,
  areaPerInstanceUm2: number,
): ComputeResult {
  // Instances are whole in Timeloop's product; operations of the average instance may not be.
  const instances = Math.floor(accesses.utilizedInstances);
  const computes = Math.floor(accesses.operationsPerInstance * instances);
  const steps = fullIterations ? accesses.temporalIterations : Math.ceil(computes / instances);
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

/** The same level with the leakage of its units at work over the whole run. */
export function withComputeLeakage(result: ComputeResult, leakPj: number, totalCycles: number): ComputeResult {
  const leakagePj = leakPj * totalCycles * result.utilizedInstances;
  return { ...result, leakagePj, energyPj: result.energyPj + leakagePj };
}
