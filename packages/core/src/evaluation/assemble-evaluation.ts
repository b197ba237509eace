/**
 * From the counters of a nest to an evaluation, in order (1 to 3 are in evaluate.ts):
 *
 *   4 levels     energy, bandwidth, cycles, leakage        compute-result.ts, storage-result.ts
 *   5 networks   ingresses, reductions, hops               networks/network-result.ts
 *   6 totals     cycles, energy, utilization, EDP
 *   7 derived    operational intensity, roofline, waterfall   derive-figures.ts
 */
import type { NestAnalysis } from "../nest/analyze.ts";
import type { LoopNest } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { diagnosticToJson } from "../text/diagnostic-json.ts";
import { computeResult, wholeComputeInstances, withComputeLeakage } from "./compute-result.ts";
import { checkConservation } from "./conservation.ts";
import { deriveFigures } from "./derive-figures.ts";
import type { LevelResult, Semantics, ValidEvaluation } from "./evaluation.ts";
import { areaPerInstanceUm2, computeCosts, storageCosts } from "./level-costs.ts";
import { networkOutcomes } from "./networks/network-result.ts";
import { type LevelAtWork, powerGating } from "./power-gating.ts";
import type { PreparedChip } from "./prepare-chip.ts";
import { spatialExpansion } from "./spatial-expansion.ts";
import { storageDemand, storageResult } from "./storage-result.ts";

/** What an evaluation is assembled from. */
export interface EvaluationParts {
  readonly spec: Spec;
  readonly nest: LoopNest;
  readonly semantics: Semantics;
  readonly analysis: NestAnalysis;
  readonly chip: PreparedChip;
  /** Notes and warnings so far. */
  readonly diagnostics: readonly Diagnostic[];
  readonly id?: string;
}

export function assembleEvaluation(parts: EvaluationParts): ValidEvaluation {
  const { spec, nest, semantics, analysis, chip, diagnostics, id } = parts;
  const { connections } = chip;
  const { architecture, workload } = spec;
  // 4 levels
  const computeEnergies = computeCosts(architecture.compute, spec.ert);
  const busyCompute = computeResult(
    architecture.compute,
    semantics === "exact" ? analysis.compute : { ...analysis.compute, utilizedInstances: wholeComputeInstances(nest) },
    spatialExpansion(nest, -1),
    computeEnergies,
    nest.imperfect || semantics === "exact",
    areaPerInstanceUm2(architecture.compute, spec.art),
  );
  const demands = architecture.storage.map((level, i) =>
    storageDemand(level, analysis.counters[i] ?? [], spatialExpansion(nest, i), workload, busyCompute.cycles),
  );
  const levelCycles = Math.max(busyCompute.cycles, ...demands.map((demand) => demand.cycles));
  const compute =
    semantics === "exact" ? withComputeLeakage(busyCompute, computeEnergies.leakPj, levelCycles) : busyCompute;
  const atWork = demands.map(({ level, counters }) => {
    return { level, utilizedInstances: counters.map((c) => c.utilizedInstances) };
  });
  const storage = demands.map((demand, i) => {
    const own = atWork[i] as LevelAtWork;
    const gate = atWork.find(({ level }) => level.name === demand.level.powerGatedAt) ?? own;
    return storageResult(
      demand,
      storageCosts(demand.level, spec.ert),
      powerGating(own, gate),
      workload,
      levelCycles,
      areaPerInstanceUm2(demand.level, spec.art),
    );
  });
  // 5 networks
  const outcomes = networkOutcomes(connections.plans, analysis.counters, workload, semantics);
  const networks = outcomes.map(({ result }) => result);
  // 6 totals
  const levels: LevelResult[] = [compute, ...storage];
  const cycles = levelCycles + connections.latencyCycles;
  const levelsPj = sumOf(levels.map((part) => part.energyPj));
  // By the networks' names, as Timeloop adds: the total is then the same to the last bit.
  const energyPj = connections.byName.reduce((sum, i) => sum + (networks[i]?.energyPj ?? 0), levelsPj);
  // 7 derived
  const derived = deriveFigures({
    architecture,
    workload,
    compute,
    demands,
    cycles,
    networkLatencyCycles: connections.latencyCycles,
  });
  const notes = [
    ...diagnostics,
    ...connections.notes,
    ...analysis.notes,
    ...chip.energyNotes,
    ...outcomes.flatMap((outcome) => outcome.notes),
  ];
  const evaluation: ValidEvaluation = {
    schema: "tilewright/evaluation/1",
    valid: true,
    id,
    semantics,
    diagnostics: notes.map(diagnosticToJson),
    computes: compute.computes,
    cycles,
    utilization: compute.computes / architecture.compute.instances / cycles,
    energyPj,
    areaUm2: sumOf(levels.map((l) => l.areaUm2)),
    edpJouleCycles: (cycles * energyPj) / 1e12,
    energySource: spec.ert?.source ?? "none",
    levels,
    networks,
    derived,
  };
  checkConservation(evaluation, spec);
  return evaluation;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
