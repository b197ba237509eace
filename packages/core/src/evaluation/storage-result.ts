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
import { putInto } from "./record-of.ts";
import type { SpatialExpansion } from "./spatial-expansion.ts";
import { accessesOfWidth, levelWordsPerWord, residentWordsOf, roomBitsOf, wordBitsOf } from "./word-widths.ts";

/** Everything about one level that does not need to know the other levels' cycles. */
export interface StorageDemand {
  readonly level: StorageLevel;
  readonly counters: readonly DataSpaceCounters[];
  readonly expansion: SpatialExpansion;
  readonly throttling: number;
  readonly cycles: number;
  /** Demand over bandwidth at the port nearest to its limit (above 1 the level stalls); undefined without any limit. */
  readonly tightest: { readonly port: BandwidthPort; readonly load: number } | undefined;
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
  const shares = wordShares(level, workload);
  const readRates: number[] = [];
  const writeRates: number[] = [];
  let reads = 0;
  let writes = 0;
  for (let d = 0; d < counters.length; d++) {
    const c = counters[d] as DataSpaceCounters;
    const { bandwidthScale, levelWords } = shares[d] as WordShare;
    // Spatially imperfect mappings leave instances idle part of the time: demand is of the average instance.
    const idle = (expansion.x * expansion.y) / c.utilizedInstances;
    const isHere = c.tileSize !== 0;
    const read = isHere ? (Math.ceil(c.reads / idle) / computeCycles) * bandwidthScale * levelWords : 0;
    const write = isHere ? (Math.ceil((c.fills + c.updates) / idle) / computeCycles) * bandwidthScale * levelWords : 0;
    readRates.push(read);
    writeRates.push(write);
    reads += read;
    writes += write;
  }
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
  const sharedRates: number[] = [];
  for (let d = 0; d < readRates.length; d++) {
    const read = readRates[d] as number;
    const write = writeRates[d] as number;
    sharedRates.push((read + write) * throttling);
    readRates[d] = read * throttling;
    writeRates[d] = write * throttling;
  }
  const cycles = Math.ceil(computeCycles / throttling);
  return { level, counters, expansion, throttling, cycles, tightest, readRates, writeRates, sharedRates };
}

/** What is fixed about a data space in a level. */
interface WordShare {
  readonly name: string;
  readonly readWrite: boolean;
  readonly bits: number;
  /** Level words that one word takes. */
  readonly levelWords: number;
  readonly bandwidthScale: number;
  /** Energy of an address generation. */
  readonly addressPj: number;
}

/** It depends on chip and problem alone: searches and batches ask for the same ones again and again. */
const knownShares = new WeakMap<StorageLevel, { readonly workload: Workload; readonly shares: readonly WordShare[] }>();

function wordShares(level: StorageLevel, workload: Workload): readonly WordShare[] {
  const known = knownShares.get(level);
  if (known?.workload === workload) return known.shares;
  const scales = level.bandwidthConsumptionScale;
  const addressPj = Math.max(0, numberAttribute(level, "addr_gen_energy") ?? 0);
  const shares = workload.dataSpaces.map(({ name, readWrite }) => ({
    name,
    readWrite,
    bits: wordBitsOf(level, name),
    levelWords: levelWordsPerWord(level, name),
    bandwidthScale: Object.hasOwn(scales, name) ? (scales[name] ?? 1) : 1,
    addressPj,
  }));
  knownShares.set(level, { workload, shares });
  return shares;
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
  const { level, counters } = demand;
  const shares = wordShares(level, workload);
  const { leakPj } = costs.actions;
  const leakagePj = leakPj * totalCycles * gating.leakingInstances;
  // Leakage is added in equal shares by data space, as Timeloop does: the sum is then the same to the last bit.
  const leakageSharePj = leakagePj / counters.length;
  const dataSpaces: Record<string, DataSpaceResult> = {};
  let energyPj = 0;
  // In bits, which are whole, so that no rounding decides about a tile that just fits.
  let occupiedBits = 0;
  for (let d = 0; d < counters.length; d++) {
    const c = counters[d] as DataSpaceCounters;
    const share = shares[d] as WordShare;
    occupiedBits += c.tileSize * roomBitsOf(level, share.name);
    if (!c.kept) {
      energyPj += leakageSharePj;
      continue;
    }
    const result = dataSpaceResult(demand, c, d, costs, share);
    const { temporalReductionEnergyPj, addressGenerationEnergyPj } = result;
    energyPj += result.energyPj + temporalReductionEnergyPj + addressGenerationEnergyPj + leakageSharePj;
    putInto(dataSpaces, share.name, result);
  }
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
    sizeWords: level.sizeWords,
    effectiveSizeWords: level.effectiveSizeWords,
    utilizedCapacity: occupiedBits / level.wordBits + residentWordsOf(level),
    vectorAccessEnergyPj: costs.vectorAccessPj,
    vectorAccessEnergySource: costs.source,
    leakPerInstanceCyclePj: leakPj,
    instancesSharingPowerGate: gating.instancesSharingPowerGate,
    nonPowerGatedUtilization: gating.nonPowerGatedUtilization,
    leakagePj,
    energyPj,
    areaUm2: areaPerInstanceUm2 * level.instances,
    dataSpaces,
  };
}

function dataSpaceResult(
  demand: StorageDemand,
  c: DataSpaceCounters,
  d: number,
  costs: StorageCosts,
  { readWrite, bits, bandwidthScale, addressPj }: WordShare,
): DataSpaceResult {
  const { level, expansion } = demand;
  const energies = costs.actions;
  const vectors = (words: number): number => accessesOfWidth(level, bits, words);
  const clusterEnergyPj =
    vectors(c.reads) * energies.readPj + vectors(c.fills) * energies.fillPj + vectors(c.updates) * energies.updatePj;
  const instancesNeeded = expansion.x * expansion.y;
  const clusters = Math.min(instancesNeeded, Math.floor(level.instances / level.clusterSize));
  const instanceEnergyPj = clusterEnergyPj / (instancesNeeded / clusters);
  const accesses = c.reads + c.fills + c.updates;
  const addressGenerations = readWrite ? c.updates + c.fills : c.reads + c.fills;
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
    addressGenerationEnergyPj: addressPj * addressGenerations * clusters,
    bandwidthConsumptionScale: bandwidthScale,
    readWordsPerCycle: demand.readRates[d] ?? 0,
    writeWordsPerCycle: demand.writeRates[d] ?? 0,
    sharedWordsPerCycle: demand.sharedRates[d] ?? 0,
  };
}
