/**
 * Timeloop's closing figures. Our evaluation carries the totals; operational intensity, GFLOPs and energy for each
 * compute follow from it by the formulas here, which makes them a second look at counts and sizes:
 *
 *     total ops      = computes + reductions,  reductions = computes - words of the outputs
 *     ops per byte   = total ops / (scalar accesses * bytes of a word)
 *     GFLOPs @ 1 GHz = total ops / cycles
 */
import type { StorageResult, ValidEvaluation } from "@tilewright/core";
import type { Comparison, FieldTable } from "./comparison.ts";
import type { PrintedResult } from "./model-case.ts";

const PJ_PER_UJ = 1e6;
const FJ_PER_PJ = 1e3;
const UM2_PER_MM2 = 1e6;
const BITS_PER_BYTE = 8;

interface Totals {
  readonly evaluation: ValidEvaluation;
  readonly reductionOps: number;
  readonly totalOps: number;
  /** Words of all data spaces together: what must be touched at least once. */
  readonly requiredAccesses: number;
  readonly outermost: StorageResult | undefined;
}

const problemFields: FieldTable<Totals> = {
  "Total elementwise ops": { kind: "integer", ours: ({ evaluation }) => evaluation.computes },
  "Total reduction ops": { kind: "integer", ours: ({ reductionOps }) => reductionOps },
  "Total ops": { kind: "integer", ours: ({ totalOps }) => totalOps },
  "Total memory accesses required": { kind: "integer", ours: ({ requiredAccesses }) => requiredAccesses },
  "Optimal Op per Byte": {
    kind: "decimal",
    ours: ({ totalOps, requiredAccesses, outermost }) => totalOps / bytes(requiredAccesses, outermost?.wordBits ?? 0),
  },
};

const summaryFields: FieldTable<Totals> = {
  "GFLOPs (@1GHz)": { kind: "decimal", ours: ({ totalOps, evaluation }) => totalOps / evaluation.cycles },
  Utilization: { kind: "decimal", ours: ({ evaluation }) => evaluation.utilization * 100 },
  Cycles: { kind: "integer", ours: ({ evaluation }) => evaluation.cycles },
  Energy: { kind: "decimal", ours: ({ evaluation }) => evaluation.energyPj / PJ_PER_UJ },
  "EDP(J*cycle)": { kind: "significant3", ours: ({ evaluation }) => evaluation.edpJouleCycles },
  Area: { kind: "decimal", ours: ({ evaluation }) => evaluation.areaUm2 / UM2_PER_MM2 },
  Computes: { kind: "integer", ours: ({ evaluation }) => evaluation.computes },
  Total: { kind: "energy", ours: ({ evaluation }) => (evaluation.energyPj / evaluation.computes) * FJ_PER_PJ },
};

/** Compares the summary and the operational intensity; `outputs` names the data spaces that are written. */
export function compareSummary(
  comparison: Comparison,
  printed: PrintedResult,
  evaluation: ValidEvaluation,
  outputs: ReadonlySet<string>,
): void {
  const totals = totalsOf(evaluation, outputs);
  const { problem = {}, ...byLevel } = printed.operational_intensity;
  comparison.checkAll("operational intensity", "problem", problem, problemFields, totals);
  for (const [name, fields] of Object.entries(byLevel)) {
    const level = evaluation.levels.find((candidate) => candidate.name === name);
    if (level?.kind !== "storage") continue;
    const accesses = scalarAccesses(level);
    comparison.checkAll(
      "operational intensity",
      name,
      fields,
      {
        "Total scalar accesses": { kind: "integer", ours: () => accesses },
        "Op per Byte": { kind: "decimal", ours: () => totals.totalOps / bytes(accesses, level.wordBits) },
      },
      totals,
    );
  }

  for (const [field, raw] of Object.entries(printed.summary)) {
    if (field.endsWith(" <")) {
      compareNetworkEnergy(comparison, `${field}=${raw}`, evaluation);
      continue;
    }
    const level = evaluation.levels.find((candidate) => candidate.name === field);
    const value = Number.parseFloat(raw);
    if (level !== undefined) {
      comparison.check("summary", field, "fJ per compute", "energy", value, perCompute(level.energyPj, evaluation));
    } else comparison.checkAll("summary", "summary", { [field]: value }, summaryFields, totals);
  }
}

/** `DRAM <==> RF = 0.00`, which the recording cut in two at its first `=`. */
function compareNetworkEnergy(comparison: Comparison, line: string, evaluation: ValidEvaluation): void {
  const [, outer, inner, value] = /^(\S+) <==> (\S+)\s*=\s*(\S+)$/.exec(line) ?? [];
  const name = `${outer} <==> ${inner}`;
  const network = evaluation.networks.find((candidate) => candidate.name === name);
  const ours = network && perCompute(network.energyPj, evaluation);
  comparison.check("summary", name, "fJ per compute", "energy", Number(value), ours);
}

function totalsOf(evaluation: ValidEvaluation, outputs: ReadonlySet<string>): Totals {
  const storage = evaluation.levels.filter((level) => level.kind === "storage");
  const words = new Map(
    storage.flatMap((level) => Object.entries(level.dataSpaces).map(([name, space]) => [name, space.partitionSize])),
  );
  const sum = (wanted: (name: string) => boolean): number =>
    [...words].reduce((total, [name, size]) => total + (wanted(name) ? size : 0), 0);
  const reductionOps = evaluation.computes - sum((name) => outputs.has(name));
  return {
    evaluation,
    reductionOps,
    totalOps: evaluation.computes + reductionOps,
    requiredAccesses: sum(() => true),
    outermost: storage.at(-1),
  };
}

function scalarAccesses(level: StorageResult): number {
  return Object.values(level.dataSpaces).reduce(
    (total, space) => total + (space.reads + space.fills + space.updates) * space.utilizedInstances,
    0,
  );
}

function bytes(words: number, wordBits: number): number {
  return (words * wordBits) / BITS_PER_BYTE;
}

function perCompute(energyPj: number, evaluation: ValidEvaluation): number {
  return (energyPj / evaluation.computes) * FJ_PER_PJ;
}
