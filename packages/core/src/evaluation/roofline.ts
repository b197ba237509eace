/**
 * Which roof a mapping stands under.
 *
 *     compute roof   operations / cycles of the units at work
 *     level's roof   operations / cycles that its busiest port needs for its words
 *     attainable     the lowest of them; the level or `compute` it belongs to bounds the mapping
 *
 * A level's roof is its bandwidth times the operations that the mapping does per word passing it: the slanted line of
 * the usual drawing, taken at this mapping's intensity.
 */
import type { ComputeLevel } from "../architecture/architecture.ts";
import type { Roof, Roofline } from "./derived-figures.ts";
import type { ComputeResult } from "./evaluation.ts";
import type { StorageDemand } from "./storage-result.ts";

export function roofline(
  level: ComputeLevel,
  totalOps: number,
  compute: ComputeResult,
  demands: readonly StorageDemand[],
): Roofline {
  const mappedPeak = totalOps / compute.cycles;
  const roofs: Roof[] = [{ name: "compute", peakOpsPerCycle: mappedPeak }];
  let boundBy = "compute";
  let attainable = mappedPeak;
  for (const { level: storage, tightest } of demands) {
    if (tightest === undefined || tightest.load === 0) {
      roofs.push({ name: storage.name });
      continue;
    }
    const peak = mappedPeak / tightest.load;
    roofs.push({ name: storage.name, peakOpsPerCycle: peak, port: tightest.port });
    if (peak < attainable) {
      attainable = peak;
      boundBy = storage.name;
    }
  }
  const fullCycles = compute.computes / level.instances;
  return {
    boundBy,
    attainableOpsPerCycle: attainable,
    computePeakOpsPerCycle: totalOps / (fullCycles * level.cyclesPerOperation),
    roofs,
  };
}
