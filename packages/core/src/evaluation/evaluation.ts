/**
 * The result of evaluating one mapping: the JSON contract `tilewright/evaluation/1`.
 * Counts are scalar words per instance, averaged over utilized instances (as Timeloop prints them);
 * energies are totals over instances, in pJ, unrounded. Levels run from the compute level outwards.
 */
import type { DiagnosticJson } from "../text/diagnostic-json.ts";
import type { DerivedFigures } from "./derived-figures.ts";

export type * from "./derived-figures.ts";
export type { DiagnosticJson };

export interface ComputeResult {
  readonly kind: "compute";
  readonly name: string;
  readonly instances: number;
  readonly utilizedInstances: number;
  /** Operations in total over all instances. */
  readonly computes: number;
  readonly cycles: number;
  readonly energyPj: number;
  /** pJ of one operation. */
  readonly computeEnergyPj: number;
  /** Of idle and busy units at work in the mapping; only `exact` counts it: Timeloop's compute units do not leak. */
  readonly leakagePj: number;
  readonly areaUm2: number;
}

export interface DataSpaceResult {
  readonly partitionSize: number;
  readonly utilizedCapacity: number;
  readonly utilizedInstances: number;
  readonly utilizedClusters: number;
  readonly reads: number;
  readonly fills: number;
  readonly updates: number;
  readonly temporalReductions: number;
  /** Per cluster. */
  readonly addressGenerations: number;
  readonly energyPj: number;
  /** Storage energy of one utilized instance. */
  readonly energyPerInstancePj: number;
  readonly energyPerScalarAccessPj: number;
  readonly temporalReductionEnergyPj: number;
  readonly addressGenerationEnergyPj: number;
  readonly bandwidthConsumptionScale: number;
  readonly readWordsPerCycle: number;
  readonly writeWordsPerCycle: number;
  readonly sharedWordsPerCycle: number;
}

export interface StorageResult {
  readonly kind: "storage";
  readonly name: string;
  readonly technologyKind: "DRAM" | "SRAM";
  readonly instances: number;
  readonly cycles: number;
  /** 1 = the level never slows the rest down; 0.5 = everything takes twice as long because of it. */
  readonly throttling: number;
  readonly wordBits: number;
  readonly blockSize: number;
  readonly clusterSize: number;
  readonly sizeWords?: number | undefined;
  readonly effectiveSizeWords?: number | undefined;
  readonly utilizedCapacity: number;
  readonly vectorAccessEnergyPj: number;
  /** `ERT`: from the table; `user`: the level's own `vector_access_energy`; `none`: nobody says, it costs nothing. */
  readonly vectorAccessEnergySource: EnergySource;
  /** pJ that one instance without power gating loses in a cycle. */
  readonly leakPerInstanceCyclePj: number;
  /** Instances behind one power gate; 1 where each has its own. */
  readonly instancesSharingPowerGate: number;
  /** Part of the instances under power that are at work; 1 where each has its own gate. */
  readonly nonPowerGatedUtilization: number;
  readonly leakagePj: number;
  readonly energyPj: number;
  readonly areaUm2: number;
  /** By data space name; a bypassed data space is absent. */
  readonly dataSpaces: Readonly<Record<string, DataSpaceResult>>;
}

/** Who said what an access costs. */
export type EnergySource = "ERT" | "user" | "none";

export type LevelResult = ComputeResult | StorageResult;

export interface SignatureIngresses {
  readonly multicast: number;
  readonly scatter: number;
  readonly ingresses: number;
}

export interface NetworkDataSpaceResult {
  readonly fanout: number;
  readonly multicastFactor: number;
  readonly ingresses: number;
  readonly linkTransfers: number;
  readonly spatialReductions: number;
  /** Average over ingresses. */
  readonly hops: number;
  /** Instances of the level at the outer end. */
  readonly utilizedInstances: number;
  /** pJ of one word over one hop. */
  readonly energyPerHopPj: number;
  readonly energyPj: number;
  readonly energyPerInstancePj: number;
  readonly linkTransferEnergyPj: number;
  readonly linkTransferEnergyPerInstancePj: number;
  readonly spatialReductionEnergyPj: number;
  readonly bySignature: readonly SignatureIngresses[];
}

/** `legacy`: mesh with multicast; the others exist only where the architecture names them. */
export type NetworkKind = "legacy" | "simple-multicast" | "reduction-tree";

/** What a network carries: words going inwards, results going outwards, or `both`. */
export type NetworkConnection = "read-fill" | "update-drain" | "both";

export interface NetworkResult {
  /** `Outer <==> Inner`, or the name of the component. */
  readonly name: string;
  readonly type: NetworkKind;
  readonly connection: NetworkConnection;
  /** Whether it stands in for a network that the architecture does not name. */
  readonly inferred: boolean;
  readonly wordBits: number;
  /** Energy of a bit over a millimetre, where anybody says. */
  readonly wirePjPerBitMm?: number;
  /** Cycles added to the whole run, once. */
  readonly fillLatency: number;
  readonly drainLatency: number;
  readonly energyPj: number;
  readonly dataSpaces: Readonly<Record<string, NetworkDataSpaceResult>>;
}

/** `timeloop`: as Timeloop counts; `exact`: element by element, walking everything. */
export type Semantics = "timeloop" | "exact";

export interface ValidEvaluation {
  readonly schema: "tilewright/evaluation/1";
  readonly valid: true;
  readonly id?: string | undefined;
  readonly semantics: Semantics;
  readonly diagnostics: readonly DiagnosticJson[];
  readonly computes: number;
  readonly cycles: number;
  readonly utilization: number;
  readonly energyPj: number;
  readonly areaUm2: number;
  readonly edpJouleCycles: number;
  /** Where energies came from (`assignment`, a file name), or `none`: then every energy is 0 and a note says so. */
  readonly energySource: string;
  readonly levels: readonly LevelResult[];
  readonly networks: readonly NetworkResult[];
  /** Figures that follow from those above. */
  readonly derived?: DerivedFigures;
}

export type InvalidReason = "capacity" | "fanout" | "factors" | "spec";

export interface InvalidEvaluation {
  readonly schema: "tilewright/evaluation/1";
  readonly valid: false;
  readonly id?: string;
  readonly reason: InvalidReason;
  readonly diagnostics: readonly DiagnosticJson[];
}

export type Evaluation = ValidEvaluation | InvalidEvaluation;
