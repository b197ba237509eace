/**
 * One storage level's figures from its counters: energy, leakage, bandwidth demand and throttling.
 *
 *   vector accesses   ceil(scalar accesses / block size), by action
 *   cluster           instances that share one wide access; its energy is spread over the instances at work in it
 *   throttling        least of bandwidth / demand over read, write and shared ports, at most 1
 *   cycles            ceil(compute cycles / throttling)
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/buffer.cpp, dense case, restated. Its public build costs
 * temporal reductions nothing, and address generations nothing unless `addr_gen_energy` is given.
 */
import type { StorageLevel } from "../architecture/architecture.ts";
import type { StorageActionEnergies } from "../energy/action-energy.ts";
import type { DataSpaceCounters } from "../nest/counters.ts";
import type { Workload } from "../workload/workload.ts";
import type { DataSpaceResult, StorageResult } from "./evaluation.ts";
import type { SpatialExpansion } from "./spatial-expansion.ts";

/** Everything about one level that does not need to know the other levels' cycles. */
export interface StorageDemand {
  readonly level: StorageLevel;
  readonly counters: readonly DataSpaceCounters[];
  readonly expansion: SpatialExpansion;
  readonly throttling: number;
  readonly cycles: number;
  /** Words per cycle and instance after throttling, by data space. */
  readonly readRates: readonly number[];
  readonly writeRates: readonly number[];
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
    // Spatially imperfect mappings leave instances idle part of the time: demand is of the average instance.
    const idle = (expansion.x * expansion.y) / c.utilizedInstances;
    const rate = (words: number): number =>
      c.tileSize === 0 ? 0 : (Math.ceil(words / idle) / computeCycles) * scale;
    read.push(rate(c.reads));
    write.push(rate(c.fills + c.updates));
  });
  const reads = total(read);
  const writes = total(write);
  let throttling = 1;
  const limit = (bandwidth: number | undefined, demand: number): void => {
    if (bandwidth !== undefined && bandwidth < demand) throttling = Math.min(throttling, bandwidth / demand);
  };
  limit(level.readBandwidth, reads);
  limit(level.writeBandwidth, writes);
  limit(level.sharedBandwidth, reads + writes);
  return {
    level,
    counters,
    expansion,
    throttling,
    cycles: Math.ceil(computeCycles / throttling),
    readRates: read.map((rate) => rate * throttling),
    writeRates: write.map((rate) => rate * throttling),
  };
}

/** @param leakingInstances instances that leak in every cycle (those not power-gated) */
export function storageResult(
  demand: StorageDemand,
  energies: StorageActionEnergies,
  workload: Workload,
  totalCycles: number,
  leakingInstances: number,
  areaPerInstanceUm2: number,
): StorageResult {
  const { level } = demand;
  const dataSpaces: Record<string, DataSpaceResult> = Object.create(null) as Record<string, DataSpaceResult>;
  let energyPj = 0;
  let utilizedCapacity = 0;
  demand.counters.forEach((c, d) => {
    utilizedCapacity += c.tileSize;
    if (!c.kept) return;
    const result = dataSpaceResult(demand, c, d, energies, workload);
    energyPj += result.energyPj + result.temporalReductionEnergyPj + result.addressGenerationEnergyPj;
    dataSpaces[workload.dataSpaces[d]?.name ?? `${d}`] = result;
  });
  const leakagePj = energies.leakPj * totalCycles * leakingInstances;
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
    ...(level.sizeWords === undefined ? {} : { sizeWords: level.sizeWords }),
    ...(level.effectiveSizeWords === undefined ? {} : { effectiveSizeWords: level.effectiveSizeWords }),
    utilizedCapacity,
    vectorAccessEnergyPj: energies.dearestPj / level.clusterSize,
    leakagePj,
    energyPj: energyPj + leakagePj,
    areaUm2: areaPerInstanceUm2 * level.instances,
    dataSpaces,
  };
}

function dataSpaceResult(
  demand: StorageDemand,
  c: DataSpaceCounters,
  d: number,
  energies: StorageActionEnergies,
  workload: Workload,
): DataSpaceResult {
  const { level, expansion } = demand;
  const vectors = (words: number): number => Math.ceil(words / level.blockSize);
  const clusterEnergyPj =
    vectors(c.reads) * energies.readPj + vectors(c.fills) * energies.fillPj + vectors(c.updates) * energies.updatePj;
  const instancesNeeded = expansion.x * expansion.y;
  const clusters = Math.min(instancesNeeded, Math.floor(level.instances / level.clusterSize));
  const instanceEnergyPj = clusterEnergyPj / (instancesNeeded / clusters);
  const accesses = c.reads + c.fills + c.updates;
  const readWrite = workload.dataSpaces[d]?.readWrite ?? false;
  const addressGenerations = readWrite ? c.updates + c.fills : c.reads + c.fills;
  const readRate = demand.readRates[d] ?? 0;
  const writeRate = demand.writeRates[d] ?? 0;
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
    energyPerScalarAccessPj: accesses === 0 ? 0 : instanceEnergyPj / accesses,
    temporalReductionEnergyPj: 0,
    addressGenerationEnergyPj: Math.max(0, addressEnergyPj) * addressGenerations * clusters,
    bandwidthConsumptionScale: bandwidthScale(level, workload, d),
    readWordsPerCycle: readRate,
    writeWordsPerCycle: writeRate,
    sharedWordsPerCycle: readRate + writeRate,
  };
}

/** A numeric attribute of a component, where it has one. */
export function numberAttribute(level: { readonly attributes: StorageLevel["attributes"] }, key: string): number | undefined {
  const value = Object.hasOwn(level.attributes, key) ? level.attributes[key]?.value : undefined;
  return typeof value === "number" ? value : undefined;
}

function bandwidthScale(level: StorageLevel, workload: Workload, d: number): number {
  const name = workload.dataSpaces[d]?.name ?? "";
  return Object.hasOwn(level.bandwidthConsumptionScale, name) ? (level.bandwidthConsumptionScale[name] ?? 1) : 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
