/**
 * The result of a mapping search as JSON, `tilewright/mapping-search/1`: what was found, what is claimed of it, and what
 * it was found from, so that whoever doubts it can work it out again (verify/).
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Metric } from "../search/objective.ts";
import type { DiagnosticJson } from "../text/diagnostic-json.ts";

export const SEARCH_SCHEMA = "tilewright/mapping-search/1";

/** Figures of one mapping. */
export interface FiguresJson {
  readonly edpJouleCycles: number;
  readonly energyPj: number;
  readonly cycles: number;
  readonly utilization: number;
  /** Of the metrics that were asked for, by their names. */
  readonly values: Readonly<Record<string, number>>;
}

/** One point of a Pareto front. */
export interface PointJson extends FiguresJson {
  readonly mapping: string;
}

/** One text that was read. */
export interface RecordedFile {
  readonly name: string;
  /** Of the text in UTF-8, in hexadecimal digits. */
  readonly sha256: string;
  /** Read because another text includes it. */
  readonly included?: true;
  readonly text: string;
}

/** What one text asked for by a path or a pattern, and what was found: names of files, none where there was nothing. */
export interface RecordedLookup {
  readonly from: string;
  readonly path: string;
  readonly searchPaths: readonly string[];
  readonly names: readonly string[];
}

/** Everything that was read, so that it can be read again without a disk. */
export interface RecordedInput {
  readonly files: readonly RecordedFile[];
  readonly lookups: readonly RecordedLookup[];
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  /** A table known by its name, or the files of one; absent where energies come from the files. */
  readonly energyTable?: string | RecordedInput;
}

/** Why candidates were left out, in partial mappings or mappings. */
export interface PrunedJson {
  readonly capacity: number;
  readonly fanout: number;
  readonly other: number;
  readonly bound: number;
  readonly dominated: number;
}

/** What `map --json` prints of a search that ran. */
export interface SearchDocument {
  readonly schema: typeof SEARCH_SCHEMA;
  /** Version of the program. */
  readonly tilewright: string;
  readonly found: boolean;
  readonly algorithm: string;
  readonly objective: readonly Metric[];
  readonly best: FiguresJson | null;
  /**
   * What no mapping is below (of the utilization: above): of the first metric, or of each of a front, under the name that
   * it has in `best` or the metric's own.
   */
  readonly lowerBound: Readonly<Record<string, number>>;
  /** 1 - lower bound / best; of a front the part by which any point could be better in all metrics at once. */
  readonly gap: number | null;
  /** Whether every mapping was looked at or left out for a reason that holds for it. */
  readonly complete: boolean;
  /** A claim of proof: no mapping is better, or the front is complete. */
  readonly optimal: boolean;
  /** What is claimed, in words. */
  readonly statement: string;
  readonly mapspaceSize: string | null;
  readonly factorizations: string;
  /** Ways to keep or bypass what the constraints leave free. */
  readonly keepChoices: number;
  readonly evaluated: number;
  readonly valid: number;
  readonly pruned: PrunedJson;
  readonly nodes?: number;
  readonly mapping: string | null;
  readonly evaluation: ValidEvaluation | null;
  readonly front?: readonly PointJson[];
  readonly inputs?: RecordedInput;
  readonly diagnostics: readonly DiagnosticJson[];
}
