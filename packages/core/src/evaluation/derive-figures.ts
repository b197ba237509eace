/** The derived figures of an evaluation, put together. */
import type { Architecture } from "../architecture/architecture.ts";
import type { Workload } from "../workload/workload.ts";
import { cycleWaterfall } from "./cycle-waterfall.ts";
import type { DerivedFigures } from "./derived-figures.ts";
import type { ComputeResult } from "./evaluation.ts";
import { operationalIntensity } from "./operational-intensity.ts";
import { roofline } from "./roofline.ts";
import type { StorageDemand } from "./storage-result.ts";

/** What the derived figures are made of. */
export interface DerivationInput {
  readonly architecture: Architecture;
  readonly workload: Workload;
  readonly compute: ComputeResult;
  /** Innermost level first. */
  readonly demands: readonly StorageDemand[];
  /** Of the whole run. */
  readonly cycles: number;
  readonly networkLatencyCycles: number;
}

export function deriveFigures(input: DerivationInput): DerivedFigures {
  const { architecture, workload, compute, demands, cycles, networkLatencyCycles } = input;
  const intensity = operationalIntensity(workload, compute.computes, demands);
  return {
    totalOps: intensity.totalOps,
    elementwiseOps: compute.computes,
    reductionOps: intensity.reductionOps,
    gflopsAt1GHz: intensity.totalOps / cycles,
    algorithmicMinimumAccesses: intensity.compulsory,
    optimalOpsPerByte: intensity.optimalOpsPerByte,
    perLevel: intensity.perLevel,
    roofline: roofline(architecture.compute, intensity.totalOps, compute, demands),
    cycleWaterfall: cycleWaterfall(compute.cycles, demands),
    networkLatencyCycles,
  };
}
