/**
 * "Buffer and Arithmetic Levels" of a stats file: what each level is and did.
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/buffer.cpp and arithmetic.cpp.
 */
import type { Architecture, ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import { numberAttribute } from "../evaluation/attribute-value.ts";
import type {
  ComputeResult,
  DataSpaceResult,
  EnergySource,
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
  const stat = (title: string, value: string): string => titled(1, 24, title, value);
  return [
    ...computeSpecs(level, result.computeEnergyPj),
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

/** What the compute level is. */
export function computeSpecs(level: ComputeLevel, computeEnergyPj: number): string[] {
  const spec = (title: string, value: string): string => titled(1, 22, title, value);
  return [
    `=== ${level.name} ===`,
    "",
    ...underlined(1, "SPECS"),
    spec("Word bits", integer(level.wordBits)),
    spec("Instances", instancesText(level)),
    spec("Compute energy", `${fixed2(computeEnergyPj)} pJ`),
  ];
}

/** What a storage level is, as far as no mapping has a say in it. */
export interface StorageFigures {
  readonly vectorAccessEnergyPj: number;
  readonly vectorAccessEnergySource: EnergySource;
  readonly leakPerInstanceCyclePj: number;
  readonly areaPerInstanceUm2: number;
}

function storageLines(result: StorageResult, level: StorageLevel): string[] {
  const areaPerInstanceUm2 = result.areaUm2 / result.instances;
  const lines = [
    ...storageSpecs(level, { ...result, areaPerInstanceUm2 }, result),
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

/** What a storage level is; with `run` also what is under power in it. */
export function storageSpecs(level: StorageLevel, figures: StorageFigures, run?: StorageResult): string[] {
  const spec = (title: string, value: string): string => titled(2, 32, title, value);
  return [
    `=== ${level.name} ===`,
    "",
    ...underlined(1, "SPECS"),
    spec("Technology", level.technologyKind),
    spec("Size", optional(level.sizeWords, integer)),
    spec("Word bits", integer(level.wordBits)),
    spec("Block size", integer(level.blockSize)),
    spec("Cluster size", integer(level.clusterSize)),
    spec("Instances", instancesText(level)),
    spec("Shared bandwidth", optional(level.sharedBandwidth, fixed2)),
    spec("Read bandwidth", optional(level.readBandwidth, fixed2)),
    spec("Write bandwidth", optional(level.writeBandwidth, fixed2)),
    spec("Multiple buffering", fixed2(level.multipleBuffering)),
    spec("Effective size", optional(level.effectiveSizeWords, integer)),
    spec("Min utilization", fixed2(level.minUtilization)),
    spec("Vector access energy", `${fixed2(figures.vectorAccessEnergyPj)} pJ`),
    spec("Vector access energy source", figures.vectorAccessEnergySource),
    spec("Per-instance-cycle leakage", `${fixed2(figures.leakPerInstanceCyclePj)} pJ`),
    ...(run === undefined
      ? []
      : [
          spec("Instances sharing power gating", fixed2(run.instancesSharingPowerGate)),
          spec("Non-power-gated utilization", `${fixed2(run.nonPowerGatedUtilization * 100)}%`),
          spec("Leakage energy (total)", `${fixed2(run.leakagePj)} pJ`),
        ]),
    spec("Area", `${fixed2(figures.areaPerInstanceUm2)} um^2`),
  ];
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
