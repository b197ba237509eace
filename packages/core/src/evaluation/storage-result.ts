/**
 * One storage level's figures from its counters: energy, leakage, bandwidth demand and throttling.
 *
 *   vector accesses   ceil(scalar accesses / block size), by action (see word-widths.ts for words of other widths)
 *   cluster           instances that share one wide access; its energy is spread over the instances at work in it
 *   throttling        least of bandwidth / demand over read, write and shared ports, at most 1
 *   cycles            ceil(compute cycles / throttling)
 *   leakage           pJ of an instance and cycle x all cycles of the run x instances under power (power-gating.ts)
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/buffer.cpp, dense case, restated. Its public build costs
 * temporal reductions nothing, and address generations nothing unless `addr_gen_energy` is given.
 */
import type { StorageLevel } from "../architecture/architecture.ts";
import type { DataSpaceCounters } from "../nest/counters.ts";
import type { Workload } from "../workload/workload.ts";
import { numberAttribute } from "./attribute-value.ts";
import type { BandwidthPort, DataSpaceResult, StorageResult } from "./evaluation.ts";
import type { StorageCosts } from "./level-costs.ts";
import type { PowerGating } from "./power-gating.ts";
import { recordOf } from "./record-of.ts";
import type { SpatialExpansion } from "./spatial-expansion.ts";
import { levelWordsPerWord, occupiedLevelWords, vectorAccesses } from "./word-widths.ts";

/** Everything about one level that does not need to know the other levels' cycles. */
export interface StorageDemand {
  readonly level: StorageLevel;
  readonly counters: readonly DataSpaceCounters[];
  readonly expansion: SpatialExpansion;
  readonly throttling: number;
  readonly cycles: number;
  /** Demand over bandwidth at the port nearest to its limit (above 1 the level stalls); absent without any limit. */
  readonly tightest?: { readonly port: BandwidthPort; readonly load: number };
  /** Words per cycle and instance after throttling, by data space. */
  readonly readRates: readonly number[];
  readonly writeRates: readonly number[];
  readonly sharedRates: readonly number[];
}

export function storageDemand(
  level: StorageLevel,
  counters: readonly DataSpaceCounters[],
  expansion: SpatialExpansion,
  workload: Workload,
  computeCycles: number,
): StorageDemand {
  const read: number[] = [];
  const write: number[] = [];
  counters.forEach((c, d) => {
    const scale = bandwidthScale(level, workload, d);
    const wordShare = levelWordsPerWord(level, workload.dataSpaces[d]?.name ?? "");
    // Spatially imperfect mappings leave instances idle part of the time: demand is of the average instance.
    const idle = (expansion.x * expansion.y) / c.utilizedInstances;
    const rate = (words: number): number =>
      c.tileSize === 0 ? 0 : (Math.ceil(words / idle) / computeCycles) * scale * wordShare;
    read.push(rate(c.reads));
    write.push(rate(c.fills + c.updates));
  });
  const reads = total(read);
  const writes = total(write);
  let throttling = 1;
  let tightest: StorageDemand["tightest"];
  const limit = (port: BandwidthPort, bandwidth: number | undefined, demand: number): void => {
    if (bandwidth === undefined) return;
    const load = demand / bandwidth;
    if (tightest === undefined || load > tightest.load) tightest = { port, load };
    if (bandwidth < demand) throttling = Math.min(throttling, bandwidth / demand);
  };
  limit("read", level.readBandwidth, reads);
  limit("write", level.writeBandwidth, writes);
  limit("shared", level.sharedBandwidth, reads + writes);
  return {
    level,
    counters,
    expansion,
    throttling,
    cycles: Math.ceil(computeCycles / throttling),
    ...(tightest !== undefined && { tightest }),
    readRates: read.map((rate) => rate * throttling),
    writeRates: write.map((rate) => rate * throttling),
    sharedRates: read.map((rate, d) => (rate + (write[d] ?? 0)) * throttling),
  };
}

/** @param totalCycles of the slowest level: that long everything leaks */
export function storageResult(
  demand: StorageDemand,
  costs: StorageCosts,
  gating: PowerGating,
  workload: Workload,
  totalCycles: number,
  areaPerInstanceUm2: number,
): StorageResult {
  const { level } = demand;
  const dataSpaces: [string, DataSpaceResult][] = [];
  const { leakPj } = costs.actions;
  const leakagePj = leakPj * totalCycles * gating.leakingInstances;
  // Leakage is added in equal shares by data space, as Timeloop does: the sum is then the same to the last bit.
  const leakageSharePj = leakagePj / demand.counters.length;
  let energyPj = 0;
  const tiles: { name: string; words: number }[] = [];
  demand.counters.forEach((c, d) => {
    const name = workload.dataSpaces[d]?.name ?? `${d}`;
    tiles.push({ name, words: c.tileSize });
    if (!c.kept) {
      energyPj += leakageSharePj;
      return;
    }
    const result = dataSpaceResult(demand, c, d, costs, workload);
    const { temporalReductionEnergyPj, addressGenerationEnergyPj } = result;
    energyPj += result.energyPj + temporalReductionEnergyPj + addressGenerationEnergyPj + leakageSharePj;
    dataSpaces.push([name, result]);
  });
  return {
    kind: "storage",
    name: level.name,
    technologyKind: level.technologyKind,
    instances: level.instances,
    cycles: demand.cycles,
    throttling: demand.throttling,
    wordBits: level.wordBits,
    blockSize: level.blockSize,
    clusterSize: level.clusterSize,
    ...sizesOf(level),
    utilizedCapacity: occupiedLevelWords(level, tiles),
    vectorAccessEnergyPj: costs.vectorAccessPj,
    vectorAccessEnergySource: costs.source,
    leakPerInstanceCyclePj: leakPj,
    instancesSharingPowerGate: gating.instancesSharingPowerGate,
    nonPowerGatedUtilization: gating.nonPowerGatedUtilization,
    leakagePj,
    energyPj,
    areaUm2: areaPerInstanceUm2 * level.instances,
    dataSpaces: recordOf(dataSpaces),
  };
}

/** The same two fields for every level of a kind: a spread of few shapes stays fast. */
function sizesOf({ sizeWords, effectiveSizeWords }: StorageLevel): { sizeWords?: number; effectiveSizeWords?: number } {
  if (sizeWords === undefined || effectiveSizeWords === undefined) return NO_SIZES;
  return { sizeWords, effectiveSizeWords };
}

const NO_SIZES = {};

function dataSpaceResult(
  demand: StorageDemand,
  c: DataSpaceCounters,
  d: number,
  costs: StorageCosts,
  workload: Workload,
): DataSpaceResult {
  const { level, expansion } = demand;
  const energies = costs.actions;
  const vectors = (words: number): number => vectorAccesses(level, workload.dataSpaces[d]?.name ?? "", words);
  const clusterEnergyPj =
    vectors(c.reads) * energies.readPj + vectors(c.fills) * energies.fillPj + vectors(c.updates) * energies.updatePj;
  const instancesNeeded = expansion.x * expansion.y;
  const clusters = Math.min(instancesNeeded, Math.floor(level.instances / level.clusterSize));
  const instanceEnergyPj = clusterEnergyPj / (instancesNeeded / clusters);
  const accesses = c.reads + c.fills + c.updates;
  const readWrite = workload.dataSpaces[d]?.readWrite ?? false;
  const addressGenerations = readWrite ? c.updates + c.fills : c.reads + c.fills;
  const addressEnergyPj = numberAttribute(level, "addr_gen_energy") ?? 0;
  return {
    partitionSize: c.partitionSize,
    utilizedCapacity: c.tileSize,
    utilizedInstances: c.utilizedInstances,
    utilizedClusters: clusters,
    reads: c.reads,
    fills: c.fills,
    updates: c.updates,
    temporalReductions: c.temporalReductions,
    addressGenerations,
    energyPj: instanceEnergyPj * c.utilizedInstances,
    energyPerInstancePj: instanceEnergyPj,
    energyPerScalarAccessPj: accesses === 0 ? 0 : instanceEnergyPj / accesses,
    temporalReductionEnergyPj: 0,
    addressGenerationEnergyPj: Math.max(0, addressEnergyPj) * addressGenerations * clusters,
    bandwidthConsumptionScale: bandwidthScale(level, workload, d),
    readWordsPerCycle: demand.readRates[d] ?? 0,
    writeWordsPerCycle: demand.writeRates[d] ?? 0,
    sharedWordsPerCycle: demand.sharedRates[d] ?? 0,
  };
}

function bandwidthScale(level: StorageLevel, workload: Workload, d: number): number {
  const name = workload.dataSpaces[d]?.name ?? "";
  return Object.hasOwn(level.bandwidthConsumptionScale, name) ? (level.bandwidthConsumptionScale[name] ?? 1) : 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
