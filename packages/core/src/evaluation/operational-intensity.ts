/**
 * Operations per byte, for the whole problem and at each level.
 *
 *   operations     computes + (computes - output words): a multiplication and an addition for each compute, but the
 *                  first partial sum of an output has nothing to be added to
 *   compulsory     every word of a data space once, as its outermost holder's tile counts them
 *   ops per byte   operations / whole bytes that pass the level, summed over its instances
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/topology.cpp, "Operational Intensity Stats", restated.
 */
import type { DataSpaceCounters } from "../nest/counters.ts";
import type { Workload } from "../workload/workload.ts";
import type { CompulsoryTraffic, LevelIntensity } from "./derived-figures.ts";
import type { StorageDemand } from "./storage-result.ts";
import { wordBitsOf } from "./word-widths.ts";

export interface OperationalIntensity {
  readonly totalOps: number;
  readonly reductionOps: number;
  readonly compulsory: CompulsoryTraffic;
  readonly optimalOpsPerByte: number;
  readonly perLevel: readonly LevelIntensity[];
}

/** @param demands innermost level first */
export function operationalIntensity(
  workload: Workload,
  computes: number,
  demands: readonly StorageDemand[],
): OperationalIntensity {
  const words = workload.dataSpaces.map((_, d) => compulsoryWords(demands, d));
  let outputs = 0;
  const compulsory: Record<string, number> = Object.create(null) as Record<string, number>;
  workload.dataSpaces.forEach(({ name, readWrite }, d) => {
    compulsory[name] = words[d] ?? 0;
    if (readWrite) outputs += words[d] ?? 0;
  });
  // Outputs whose box has holes have more words than computes; nothing is reduced then.
  const reductionOps = Math.max(0, computes - outputs);
  const totalOps = computes + reductionOps;
  const outermost = demands.at(-1);
  const optimalBytes = bytesOf(words, outermost, workload);
  return {
    totalOps,
    reductionOps,
    compulsory: { total: words.reduce((sum, count) => sum + count, 0), bytes: optimalBytes, dataSpaces: compulsory },
    optimalOpsPerByte: optimalBytes === 0 ? 0 : totalOps / optimalBytes,
    perLevel: demands.map((demand) => levelIntensity(demand, totalOps, words, workload)),
  };
}

function levelIntensity(
  demand: StorageDemand,
  totalOps: number,
  compulsory: readonly number[],
  workload: Workload,
): LevelIntensity {
  const accesses = demand.counters.map(scalarAccesses);
  const scalar = accesses.reduce((sum, count) => sum + count, 0);
  const bytes = bytesOf(accesses, demand, workload);
  const least = demand.counters.reduce((sum, c, d) => sum + (c.kept ? (compulsory[d] ?? 0) : 0), 0);
  return {
    name: demand.level.name,
    scalarAccesses: scalar,
    bytes,
    opsPerByte: bytes > 0 ? totalOps / bytes : undefined,
    compulsoryWords: least,
    actualWords: scalar,
    ratio: least > 0 ? scalar / least : undefined,
  };
}

/** Words read, filled and updated over all instances; whole, as instances at work may be an average. */
function scalarAccesses(c: DataSpaceCounters): number {
  return Math.trunc(c.utilizedInstances * (c.reads + c.updates + c.fills));
}

function compulsoryWords(demands: readonly StorageDemand[], d: number): number {
  const holder = demands.findLast(({ counters }) => (counters[d]?.tileSize ?? 0) > 0);
  return holder?.counters[d]?.tileSize ?? 0;
}

function bytesOf(words: readonly number[], demand: StorageDemand | undefined, workload: Workload): number {
  if (demand === undefined) return 0;
  const bits = workload.dataSpaces.reduce(
    (sum, { name }, d) => sum + (words[d] ?? 0) * wordBitsOf(demand.level, name),
    0,
  );
  return Math.floor(bits / 8);
}
