/** Where the cycles of a run come from: the compute units' own, then what each level adds by being too slow. */
import type { WaterfallStep } from "./derived-figures.ts";
import type { StorageDemand } from "./storage-result.ts";

/** One step for each storage level, innermost first; the last running maximum is the cycles before network latency. */
export function cycleWaterfall(computeCycles: number, demands: readonly StorageDemand[]): WaterfallStep[] {
  let reached = computeCycles;
  return demands.map(({ level, cycles, throttling, tightest }): WaterfallStep => {
    const addedCycles = Math.max(0, cycles - reached);
    reached += addedCycles;
    return {
      name: level.name,
      computeCycles,
      stallCycles: cycles - computeCycles,
      addedCycles,
      cycles,
      boundBy: throttling < 1 ? tightest?.port : undefined,
    };
  });
}
