/**
 * "Buffer and Arithmetic Levels" of a stats file: what each level is and did.
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/buffer.cpp and arithmetic.cpp.
 */
import type { Architecture, ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import { numberAttribute } from "../evaluation/attribute-value.ts";
import type {
  ComputeResult,
  DataSpaceResult,
  LevelResult,
  StorageResult,
  ValidEvaluation,
} from "../evaluation/evaluation.ts";
import { fixed2, integer } from "./number-format.ts";
import { optional, titled, underlined } from "./text-lines.ts";

/** @param hideIdle leave out levels that nothing touches, as Timeloop does */
export function levelLines(evaluation: ValidEvaluation, architecture: Architecture, hideIdle: boolean): string[] {
  const lines = underlined(0, "Buffer and Arithmetic Levels");
  evaluation.levels.forEach((level, i) => {
    if (hideIdle && isIdle(level)) return;
    lines.push(`Level ${i}`, "-------");
    if (level.kind === "compute") lines.push(...computeLines(level, architecture.compute));
    else lines.push(...storageLines(level, architecture.storage[i - 1] as StorageLevel));
  });
  return lines;
}

function isIdle(level: LevelResult): boolean {
  if (level.energyPj !== 0) return false;
  if (level.kind === "compute") return true;
  return Object.values(level.dataSpaces).every((d) => (d.reads + d.fills + d.updates) * d.utilizedInstances < 1);
}

function instancesText(level: StorageLevel | ComputeLevel): string {
  return `${level.instances} (${level.meshX}*${level.meshY})`;
}

function computeLines(result: ComputeResult, level: ComputeLevel): string[] {
  const spec = (title: string, value: string): string => titled(1, 22, title, value);
  const stat = (title: string, value: string): string => titled(1, 24, title, value);
  return [
    `=== ${result.name} ===`,
    "",
    ...underlined(1, "SPECS"),
    spec("Word bits", integer(level.wordBits)),
    spec("Instances", instancesText(level)),
    spec("Compute energy", `${fixed2(result.computeEnergyPj)} pJ`),
    "",
    ...underlined(1, "STATS"),
    stat("Utilized instances", integer(result.utilizedInstances)),
    stat("Computes (total)", integer(result.computes)),
    stat("Cycles", integer(result.cycles)),
    stat("Energy (total)", `${fixed2(result.energyPj)} pJ`),
    stat("Area (total)", `${fixed2(result.areaUm2)} um^2`),
    "",
  ];
}

function storageLines(result: StorageResult, level: StorageLevel): string[] {
  const spec = (title: string, value: string): string => titled(2, 32, title, value);
  const lines = [
    `=== ${result.name} ===`,
    "",
    ...underlined(1, "SPECS"),
    spec("Technology", result.technologyKind),
    spec("Size", optional(result.sizeWords, integer)),
    spec("Word bits", integer(result.wordBits)),
    spec("Block size", integer(result.blockSize)),
    spec("Cluster size", integer(result.clusterSize)),
    spec("Instances", instancesText(level)),
    spec("Shared bandwidth", optional(level.sharedBandwidth, fixed2)),
    spec("Read bandwidth", optional(level.readBandwidth, fixed2)),
    spec("Write bandwidth", optional(level.writeBandwidth, fixed2)),
    spec("Multiple buffering", fixed2(level.multipleBuffering)),
    spec("Effective size", optional(result.effectiveSizeWords, integer)),
    spec("Min utilization", fixed2(level.minUtilization)),
    spec("Vector access energy", `${fixed2(result.vectorAccessEnergyPj)} pJ`),
    spec("Vector access energy source", result.vectorAccessEnergySource),
    spec("Per-instance-cycle leakage", `${fixed2(result.leakPerInstanceCyclePj)} pJ`),
    spec("Instances sharing power gating", fixed2(result.instancesSharingPowerGate)),
    spec("Non-power-gated utilization", `${fixed2(result.nonPowerGatedUtilization * 100)}%`),
    spec("Leakage energy (total)", `${fixed2(result.leakagePj)} pJ`),
    spec("Area", `${fixed2(result.areaUm2 / result.instances)} um^2`),
    "",
    ...underlined(1, "STATS"),
    titled(1, 21, "Cycles", integer(result.cycles)),
    titled(1, 21, "Bandwidth throttling", fixed2(result.throttling)),
  ];
  for (const [name, dataSpace] of Object.entries(result.dataSpaces)) {
    lines.push(...dataSpaceLines(name, dataSpace, level));
  }
  lines.push("");
  return lines;
}

function dataSpaceLines(name: string, d: DataSpaceResult, level: StorageLevel): string[] {
  const line = (title: string, value: string): string => titled(2, 41, title, value);
  const energy = (title: string, value: number): string => line(title, `${fixed2(value)} pJ`);
  const rate = (title: string, value: number): string => line(title, `${fixed2(value)} words/cycle`);
  const instances = d.utilizedInstances;
  // Without any access this is 0 / 0, and printed so.
  const perAccess = d.reads + d.fills + d.updates === 0 ? Number.NaN : d.energyPerScalarAccessPj;
  const addressPerCluster = Math.max(0, numberAttribute(level, "addr_gen_energy") ?? 0) * d.addressGenerations;
  return [
    `    ${name}:`,
    line("Partition size", integer(d.partitionSize)),
    line("Utilized capacity", integer(d.utilizedCapacity)),
    line("Utilized instances (max)", integer(instances)),
    line("Utilized clusters (max)", integer(d.utilizedClusters)),
    line("Scalar reads (per-instance)", integer(d.reads)),
    line("Scalar fills (per-instance)", integer(d.fills)),
    line("Scalar updates (per-instance)", integer(d.updates)),
    line("Temporal reductions (per-instance)", integer(d.temporalReductions)),
    line("Address generations (per-cluster)", integer(d.addressGenerations)),
    energy("Energy (per-scalar-access)", perAccess),
    energy("Energy (per-instance)", d.energyPerInstancePj),
    energy("Energy (total)", d.energyPj),
    energy("Temporal Reduction Energy (per-instance)", d.temporalReductionEnergyPj / Math.max(1, instances)),
    energy("Temporal Reduction Energy (total)", d.temporalReductionEnergyPj),
    energy("Address Generation Energy (per-cluster)", addressPerCluster),
    energy("Address Generation Energy (total)", d.addressGenerationEnergyPj),
    line("Bandwidth Consumption Scale", fixed2(d.bandwidthConsumptionScale)),
    rate("Shared Bandwidth (per-instance)", d.sharedWordsPerCycle),
    rate("Shared Bandwidth (total)", d.sharedWordsPerCycle * instances),
    rate("Read Bandwidth (per-instance)", d.readWordsPerCycle),
    rate("Read Bandwidth (total)", d.readWordsPerCycle * instances),
    rate("Write Bandwidth (per-instance)", d.writeWordsPerCycle),
    rate("Write Bandwidth (total)", d.writeWordsPerCycle * instances),
  ];
}
