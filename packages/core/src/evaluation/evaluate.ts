/**
 * From a spec to its evaluation, in order:
 *
 *   1 validity   factors (by the reader), fan-out, capacity          validity.ts
 *   2 accesses   nest analysis under the chosen semantics            nest/
 *   3 counters   reads, fills, updates of every level                nest/counters.ts
 *   4 levels     energy, bandwidth, cycles, leakage                  compute-result.ts, storage-result.ts
 *   5 networks   ingresses, reductions, hops                         network-result.ts
 *   6 totals     cycles, energy, utilization, EDP
 */
import type { Architecture, StorageLevel } from "../architecture/architecture.ts";
import { computeActionEnergies, storageActionEnergies } from "../energy/action-energy.ts";
import type { AreaReferenceTable } from "../energy/reference-table.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { analyzeNest, type NestMethod } from "../nest/analyze.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import type { Spec, SpecResult } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { diagnosticToJson } from "../text/diagnostic-json.ts";
import { checkConservation } from "./conservation.ts";
import { computeResult } from "./compute-result.ts";
import { componentWithoutEnergy, noEnergyTable } from "./errors.ts";
import type { Evaluation, InvalidEvaluation, InvalidReason, LevelResult, Semantics, ValidEvaluation } from "./evaluation.ts";
import { networkResult } from "./network-result.ts";
import { spatialExpansion } from "./spatial-expansion.ts";
import { storageDemand, storageResult } from "./storage-result.ts";
import { findInvalidities } from "./validity.ts";

export interface EvaluateOptions {
  /** Default `timeloop`. */
  readonly semantics?: Semantics;
  /** `closed-form` (default) or `walk`, the simulator; both give the same figures. */
  readonly method?: NestMethod;
  /** Carried into the result. */
  readonly id?: string;
}

/** Evaluates what the reader returned: an invalid input becomes an invalid evaluation with all its diagnostics. */
export function evaluateSpecResult(result: SpecResult, options: EvaluateOptions = {}): Evaluation {
  const errors = result.diagnostics.filter((d) => d.severity === "error");
  if (result.spec === undefined || errors.length > 0) {
    return invalid(result.invalidReason ?? "spec", result.diagnostics, options.id);
  }
  return evaluate(result.spec, options, result.diagnostics);
}

/** Evaluates a mapping. @param diagnostics notes and warnings of the reader, carried into the result */
export function evaluate(spec: Spec, options: EvaluateOptions = {}, diagnostics: readonly Diagnostic[] = []): Evaluation {
  const { architecture, workload, mapping } = spec;
  if (mapping === undefined) {
    const missing: Diagnostic = {
      code: "mapping-missing",
      severity: "error",
      message: "the input has no mapping",
      hint: 'give a file with the key "mapping"',
    };
    return invalid("spec", [...diagnostics, missing], options.id);
  }
  // 1 validity
  const nest = buildLoopNest(mapping, workload);
  const invalidities = findInvalidities(architecture, workload, mapping, nest);
  const first = invalidities[0];
  if (first !== undefined) {
    return invalid(first.reason, [...diagnostics, ...invalidities.map((i) => i.diagnostic)], options.id);
  }
  // 2 accesses, 3 counters
  const semantics = options.semantics ?? "timeloop";
  const analysis = analyzeNest(workload, nest, mapping, fanoutsOf(architecture), semantics, options.method ?? "closed-form");
  const notes = [...diagnostics, ...analysis.notes, ...energyNotes(spec)];
  // 4 levels
  const compute = computeResult(
    architecture.compute,
    analysis.accesses.compute,
    spatialExpansion(nest, -1),
    computeActionEnergies(spec.ert, architecture.compute.name),
    nest.imperfect && semantics === "timeloop",
    areaOf(spec.art, architecture.compute.name),
  );
  const demands = architecture.storage.map((level, i) =>
    storageDemand(level, analysis.counters[i] ?? [], spatialExpansion(nest, i), workload, compute.cycles),
  );
  const levelCycles = Math.max(compute.cycles, ...demands.map((demand) => demand.cycles));
  const storage = demands.map((demand) =>
    storageResult(
      demand,
      storageActionEnergies(spec.ert, demand.level.name),
      workload,
      levelCycles,
      leakingInstances(demand.level, architecture, mapping, nest),
      areaOf(spec.art, demand.level.name),
    ),
  );
  // 5 networks
  const components = [architecture.compute, ...architecture.storage];
  const tileWidths = tileWidthsUm(architecture, spec.art);
  const networks = architecture.storage.map((level, i) =>
    networkResult(level, components[i]?.name ?? "", analysis.counters[i] ?? [], workload, tileWidths[i] ?? 0),
  );
  // 6 totals
  const levels: LevelResult[] = [compute, ...storage];
  const latency = architecture.storage.reduce((sum, l) => sum + l.networkFillLatency + l.networkDrainLatency, 0);
  const cycles = levelCycles + latency;
  const energyPj = sumOf(levels.map((l) => l.energyPj)) + sumOf(networks.map((n) => n.energyPj));
  const evaluation: ValidEvaluation = {
    schema: "tilewright/evaluation/1",
    valid: true,
    ...(options.id === undefined ? {} : { id: options.id }),
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
  };
  checkConservation(evaluation, spec);
  return evaluation;
}

function invalid(reason: InvalidReason, diagnostics: readonly Diagnostic[], id: string | undefined): InvalidEvaluation {
  return {
    schema: "tilewright/evaluation/1",
    valid: false,
    ...(id === undefined ? {} : { id }),
    reason,
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}

/** Physical fan-out below each storage level. */
function fanoutsOf(architecture: Architecture): { x: number; y: number }[] {
  return architecture.storage.map((level, i) => {
    const inner = i === 0 ? architecture.compute : (architecture.storage[i - 1] as StorageLevel);
    return { x: Math.floor(inner.meshX / level.meshX), y: Math.floor(inner.meshY / level.meshY) };
  });
}

/**
 * Instances that leak: those in use, or, where several share a power gate, all that share a gate with one in use.
 */
function leakingInstances(
  level: StorageLevel,
  architecture: Architecture,
  mapping: Mapping,
  nest: ReturnType<typeof buildLoopNest>,
): number {
  const utilized = (name: string): number => {
    const i = architecture.storage.findIndex((candidate) => candidate.name === name);
    const held = mapping.levels[i]?.keep.some((kept) => kept) ?? false;
    const { x, y } = spatialExpansion(nest, i);
    void held;
    return Math.max(1, x * y);
  };
  const gate = level.powerGatedAt === undefined ? level.name : level.powerGatedAt;
  const gateLevel = architecture.storage.find((candidate) => candidate.name === gate) ?? level;
  const sharing = level.instances / Math.max(1, gateLevel.instances);
  return sharing > 1 ? sharing * utilized(gateLevel.name) : utilized(level.name);
}

function areaOf(art: AreaReferenceTable | undefined, component: string): number {
  return art?.areas.find((entry) => entry.component === component)?.areaUm2 ?? 0;
}

/** Side of the square that one child of each storage level occupies with everything inside it. */
function tileWidthsUm(architecture: Architecture, art: AreaReferenceTable | undefined): number[] {
  let area = areaOf(art, architecture.compute.name);
  let instances = architecture.compute.instances;
  return architecture.storage.map((level) => {
    const width = Math.sqrt(area);
    area = areaOf(art, level.name) + area * Math.floor(instances / level.instances);
    instances = level.instances;
    return width;
  });
}

function energyNotes(spec: Spec): Diagnostic[] {
  const { ert } = spec;
  if (ert === undefined) return [noEnergyTable()];
  const named = new Set(ert.components.map((entry) => entry.component));
  const components = [spec.architecture.compute, ...spec.architecture.storage.filter((level) => !level.virtual)];
  return components.filter(({ name }) => !named.has(name)).map(({ name }) => componentWithoutEnergy(name, ert.source));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
