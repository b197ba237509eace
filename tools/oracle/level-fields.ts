/**
 * Timeloop's printed names of a level, of a data space in it and of a network, and where each is found in our
 * evaluation, or, for what only describes the hardware, in the architecture that was read.
 */
import type {
  ComputeLevel,
  ComputeResult,
  DataSpaceResult,
  NetworkDataSpaceResult,
  NetworkResult,
  StorageLevel,
  StorageResult,
} from "@tilewright/core";
import type { FieldReader, FieldTable } from "./comparison.ts";

export interface ComputeSides {
  readonly result: ComputeResult;
  readonly level: ComputeLevel;
}

export interface StorageSides {
  readonly result: StorageResult;
  readonly level: StorageLevel;
}

type Reading<T> = (from: T) => number | undefined;

const integer = <T>(ours: Reading<T>): FieldReader<T> => ({ kind: "integer", ours });
const decimal = <T>(ours: Reading<T>): FieldReader<T> => ({ kind: "decimal", ours });
const energy = <T>(ours: Reading<T>): FieldReader<T> => ({ kind: "energy", ours });
const text = <T>(ours: (from: T) => string): FieldReader<T> => ({ kind: "text", ours });
/** Timeloop prints `-` where there is no limit. */
const limit = <T>(ours: Reading<T>): FieldReader<T> => ({ kind: "decimal", ours: (from) => ours(from) ?? "-" });

export const computeSpecs: FieldTable<ComputeSides> = {
  "Word bits": integer(({ level }) => level.wordBits),
  Instances: integer(({ result }) => result.instances),
  "Compute energy": decimal(({ result }) => result.computeEnergyPj),
};

export const computeStats: FieldTable<ComputeSides> = {
  "Utilized instances": integer(({ result }) => result.utilizedInstances),
  "Computes (total)": integer(({ result }) => result.computes),
  Cycles: integer(({ result }) => result.cycles),
  "Energy (total)": energy(({ result }) => result.energyPj),
  "Area (total)": decimal(({ result }) => result.areaUm2),
};

export const storageSpecs: FieldTable<StorageSides> = {
  Technology: text(({ result }) => result.technologyKind),
  Size: limit(({ result }) => result.sizeWords),
  "Word bits": integer(({ result }) => result.wordBits),
  "Block size": integer(({ result }) => result.blockSize),
  "Cluster size": integer(({ result }) => result.clusterSize),
  Instances: integer(({ result }) => result.instances),
  "Shared bandwidth": limit(({ level }) => level.sharedBandwidth),
  "Read bandwidth": limit(({ level }) => level.readBandwidth),
  "Write bandwidth": limit(({ level }) => level.writeBandwidth),
  "Multiple buffering": decimal(({ level }) => level.multipleBuffering),
  "Effective size": limit(({ result }) => result.effectiveSizeWords),
  "Min utilization": decimal(({ level }) => level.minUtilization),
  "Vector access energy": decimal(({ result }) => result.vectorAccessEnergyPj),
  "Vector access energy source": text(({ result }) => result.vectorAccessEnergySource),
  "Instances sharing power gating": decimal(({ result }) => result.instancesSharingPowerGate),
  "Non-power-gated utilization": decimal(({ result }) => result.nonPowerGatedUtilization * 100),
  "Per-instance-cycle leakage": decimal(({ result }) => result.leakPerInstanceCyclePj),
  "Leakage energy (total)": energy(({ result }) => result.leakagePj),
  Area: decimal(({ result }) => result.areaUm2),
};

export const storageStats: FieldTable<StorageSides> = {
  Cycles: integer(({ result }) => result.cycles),
  "Bandwidth throttling": decimal(({ result }) => result.throttling),
};

/** Our energies are totals over instances; Timeloop also prints them for one instance (one cluster) of those in use. */
export const dataSpaceStats: FieldTable<DataSpaceResult> = {
  "Partition size": integer((d) => d.partitionSize),
  "Utilized capacity": integer((d) => d.utilizedCapacity),
  "Utilized instances (max)": integer((d) => d.utilizedInstances),
  "Utilized clusters (max)": integer((d) => d.utilizedClusters),
  "Scalar reads (per-instance)": integer((d) => d.reads),
  "Scalar fills (per-instance)": integer((d) => d.fills),
  "Scalar updates (per-instance)": integer((d) => d.updates),
  "Temporal reductions (per-instance)": integer((d) => d.temporalReductions),
  "Address generations (per-cluster)": integer((d) => d.addressGenerations),
  "Energy (per-scalar-access)": decimal((d) => d.energyPerScalarAccessPj),
  "Energy (per-instance)": energy((d) => share(d.energyPj, d.utilizedInstances)),
  "Energy (total)": energy((d) => d.energyPj),
  "Temporal Reduction Energy (per-instance)": energy((d) => share(d.temporalReductionEnergyPj, d.utilizedInstances)),
  "Temporal Reduction Energy (total)": energy((d) => d.temporalReductionEnergyPj),
  "Address Generation Energy (per-cluster)": energy((d) => share(d.addressGenerationEnergyPj, d.utilizedClusters)),
  "Address Generation Energy (total)": energy((d) => d.addressGenerationEnergyPj),
  "Bandwidth Consumption Scale": decimal((d) => d.bandwidthConsumptionScale),
  "Shared Bandwidth (per-instance)": decimal((d) => d.sharedWordsPerCycle),
  "Shared Bandwidth (total)": decimal((d) => d.sharedWordsPerCycle * d.utilizedInstances),
  "Read Bandwidth (per-instance)": decimal((d) => d.readWordsPerCycle),
  "Read Bandwidth (total)": decimal((d) => d.readWordsPerCycle * d.utilizedInstances),
  "Write Bandwidth (per-instance)": decimal((d) => d.writeWordsPerCycle),
  "Write Bandwidth (total)": decimal((d) => d.writeWordsPerCycle * d.utilizedInstances),
};

/** Timeloop's numbers for what a network carries. */
const CONNECTIONS: Readonly<Record<NetworkResult["connection"], number>> = {
  "read-fill": 1,
  "update-drain": 2,
  both: 3,
};

export const networkSpecs: FieldTable<NetworkResult> = {
  // Our results name a network's type by its class in the input, `legacy`; Timeloop prints `Legacy`.
  Type: text(({ type }) => type.charAt(0).toUpperCase() + type.slice(1)),
  ConnectionType: integer(({ connection }) => CONNECTIONS[connection]),
  "Word bits": integer(({ wordBits }) => wordBits),
  "Wire energy": text(({ wirePjPerBitMm }) => `${wirePjPerBitMm ?? "-"} pJ/b/mm`),
  "Fill latency": integer(({ fillLatency }) => fillLatency),
  "Drain latency": integer(({ drainLatency }) => drainLatency),
};

export const transferStats: FieldTable<NetworkDataSpaceResult> = {
  Fanout: integer((t) => t.fanout),
  "Multicast factor": integer((t) => t.multicastFactor),
  Ingresses: integer((t) => t.ingresses),
  "Link transfers": integer((t) => t.linkTransfers),
  "Spatial reductions": integer((t) => t.spatialReductions),
  "Average number of hops": decimal((t) => t.hops),
  "Energy (per-hop)": energy((t) => t.energyPerHopPj),
  "Energy (per-instance)": energy((t) => t.energyPerInstancePj),
  "Energy (total)": energy((t) => t.energyPj),
  "Link transfer energy (per-instance)": energy((t) => t.linkTransferEnergyPerInstancePj),
  "Link transfer energy (total)": energy((t) => t.linkTransferEnergyPj),
  "Spatial Reduction Energy (per-instance)": energy((t) => share(t.spatialReductionEnergyPj, t.utilizedInstances)),
  "Spatial Reduction Energy (total)": energy((t) => t.spatialReductionEnergyPj),
};

function share(total: number, parts: number): number {
  return parts === 0 ? 0 : total / parts;
}
