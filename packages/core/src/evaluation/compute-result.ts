/**
 * The compute level's figures.
 *
 *   computes   operations of one instance x instances at work
 *   cycles     operations / instances at work; with imperfect factors Timeloop takes the product of the full temporal
 *              bounds instead, as if every iteration were a full one
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
