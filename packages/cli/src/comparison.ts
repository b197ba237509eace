/**
 * Several mappings of one problem on one architecture side by side: the figures of the assignment's Table 2 for any
 * levels and data spaces, energies under one or more tables, and why they differ. Schema `tilewright/comparison/1`.
 */
import type { Evaluation, InvalidReason, Semantics, Spec, StorageResult } from "@tilewright/core";
import {
  explainMovement,
  explainSemantics,
  levelsThatDiffer,
  type SemanticsDifference,
  semanticsDifferences,
} from "./explain-comparison.ts";
import { type Movement, movementsOf } from "./movement.ts";

/** One mapping as evaluated: under each energy source, and by the other way of counting. */
export interface MappingUnderComparison {
  readonly name: string;
  readonly file: string;
  /** Absent where the mapping could not be read against the problem. */
  readonly spec?: Spec;
  /** By energy source, at least one; counts are the same in all. */
  readonly evaluations: readonly Evaluation[];
  /** Under the first energy source by the other semantics. */
  readonly otherEvaluation?: Evaluation;
}

export interface LevelAccesses {
  readonly level: string;
  /** Words, all data spaces and instances. */
  readonly reads: number;
  /** Fills and updates. */
  readonly writes: number;
}

export interface SourceEnergy {
  readonly source: string;
  readonly energyPj: number;
  readonly edpJouleCycles: number;
  /** Whether no other valid mapping needs less. */
  readonly best: boolean;
}

/** One counter of one data space at one level, all instances. */
export interface CounterRow {
  readonly level: string;
  readonly dataSpace: string;
  readonly counter: "reads" | "fills" | "updates";
  readonly words: number;
  /** By the other way of counting, where that was evaluated. */
  readonly otherWords?: number;
}

export interface ComparedMapping {
  /** `A`, `B`, ... */
  readonly label: string;
  readonly name: string;
  readonly file: string;
  readonly valid: boolean;
  readonly reason?: InvalidReason;
  /** Outermost level first. */
  readonly accesses: readonly LevelAccesses[];
  readonly computes: number;
  readonly cycles: number;
  readonly energies: readonly SourceEnergy[];
  readonly counters: readonly CounterRow[];
  readonly movements: readonly Movement[];
  /** One sentence for each level from which the mappings move different numbers of words. */
  readonly why: readonly string[];
  readonly semanticsDifferences: readonly SemanticsDifference[];
  readonly semanticsExplained: readonly string[];
  readonly evaluation: Evaluation | undefined;
}

export interface Comparison {
  readonly schema: "tilewright/comparison/1";
  readonly semantics: Semantics;
  readonly energySources: readonly string[];
  readonly mappings: readonly ComparedMapping[];
}

const COUNTERS = ["reads", "fills", "updates"] as const;

/** `A` ... `Z`, `AA` ... */
export function mappingLabel(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : mappingLabel(Math.floor(index / 26) - 1) + letter;
}

function storageOutsideIn(evaluation: Evaluation | undefined): readonly StorageResult[] {
  if (evaluation === undefined || !evaluation.valid) return [];
  return evaluation.levels.filter((level): level is StorageResult => level.kind === "storage").reverse();
}

function countersOf(evaluation: Evaluation | undefined, other: Evaluation | undefined): readonly CounterRow[] {
  const others = new Map(storageOutsideIn(other).map((level) => [level.name, level]));
  return storageOutsideIn(evaluation).flatMap((level) =>
    Object.entries(level.dataSpaces).flatMap(([dataSpace, counts]) =>
      COUNTERS.map((counter): CounterRow => {
        const otherCounts = others.get(level.name)?.dataSpaces[dataSpace];
        return {
          level: level.name,
          dataSpace,
          counter,
          words: counts[counter] * counts.utilizedInstances,
          ...(otherCounts === undefined ? {} : { otherWords: otherCounts[counter] * otherCounts.utilizedInstances }),
        };
      }),
    ),
  );
}

function accessesOf(evaluation: Evaluation | undefined, counters: readonly CounterRow[]): readonly LevelAccesses[] {
  const holding = storageOutsideIn(evaluation).filter((level) => Object.keys(level.dataSpaces).length > 0);
  return holding.map(({ name }) => {
    const sum = (wanted: readonly CounterRow["counter"][]): number =>
      counters
        .filter((row) => row.level === name && wanted.includes(row.counter))
        .reduce((words, row) => words + row.words, 0);
    return { level: name, reads: sum(["reads"]), writes: sum(["fills", "updates"]) };
  });
}

/** Puts evaluated mappings side by side. */
export function compareMappings(mappings: readonly MappingUnderComparison[], semantics: Semantics): Comparison {
  const sources = mappings[0]?.evaluations.map((_, index) => {
    const first = mappings
      .map((mapping) => mapping.evaluations[index])
      .find((evaluation) => evaluation?.valid === true);
    return first?.valid === true ? first.energySource : "none";
  });
  const lowest = (sources ?? []).map((_, index) =>
    Math.min(
      ...mappings.map((mapping) => {
        const evaluation = mapping.evaluations[index];
        return evaluation?.valid === true ? evaluation.energyPj : Number.POSITIVE_INFINITY;
      }),
    ),
  );
  const movements = mappings.map(({ spec, evaluations: [evaluation] }) =>
    spec === undefined || evaluation === undefined ? [] : movementsOf(spec, evaluation),
  );
  const differing = levelsThatDiffer(movements);
  const validCount = mappings.filter(({ evaluations: [evaluation] }) => evaluation?.valid === true).length;
  const compared = mappings.map((mapping, index): ComparedMapping => {
    const evaluation = mapping.evaluations[0];
    const other = mapping.otherEvaluation;
    const counters = countersOf(evaluation, other);
    const spec = mapping.spec;
    const timeloop = semantics === "timeloop" ? evaluation : other;
    const exact = semantics === "timeloop" ? other : evaluation;
    const bothWays = spec !== undefined && timeloop !== undefined && exact !== undefined;
    return {
      label: mappingLabel(index),
      name: mapping.name,
      file: mapping.file,
      valid: evaluation?.valid === true,
      ...(evaluation?.valid === false ? { reason: evaluation.reason } : {}),
      accesses: accessesOf(evaluation, counters),
      computes: evaluation?.valid === true ? evaluation.computes : 0,
      cycles: evaluation?.valid === true ? evaluation.cycles : 0,
      energies: mapping.evaluations.flatMap((each, at) =>
        each.valid && each.energySource !== "none"
          ? [
              {
                source: each.energySource,
                energyPj: each.energyPj,
                edpJouleCycles: each.edpJouleCycles,
                best: validCount > 1 && each.energyPj === lowest[at],
              },
            ]
          : [],
      ),
      counters,
      movements: movements[index] ?? [],
      why: spec === undefined || evaluation === undefined ? [] : explainMovement(spec, evaluation, differing),
      semanticsDifferences: bothWays ? semanticsDifferences(timeloop, exact) : [],
      semanticsExplained: bothWays ? explainSemantics(spec, timeloop, exact) : [],
      evaluation,
    };
  });
  return {
    schema: "tilewright/comparison/1",
    semantics,
    energySources: (sources ?? []).filter((source) => source !== "none"),
    mappings: compared,
  };
}
