/** What commands that search for mappings ask on the command line: numbers, and words that may be misspelt. */
import {
  ALGORITHMS,
  type Algorithm,
  type Diagnostic,
  findAlgorithm,
  METRICS,
  type Metric,
  nearestWord,
  readMetric,
  unknownAlgorithm,
  unknownMetric,
} from "@tilewright/core";
import { InvalidArgumentError } from "commander";
import { positive } from "./options.ts";

export function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Write a whole number.");
  return value;
}

export function wholeAboveZero(text: string): number {
  return whole(text) >= 1 ? whole(text) : positive("0");
}

export interface SearchWords {
  /** Absent where the option is not given. */
  readonly objective?: readonly Metric[];
  readonly algorithm?: Algorithm;
  readonly diagnostics: readonly Diagnostic[];
}

/** `--objective` and `--algorithm`; words that are not known become diagnostics. */
export function readSearchWords(options: { readonly objective?: string; readonly algorithm?: string }): SearchWords {
  const diagnostics: Diagnostic[] = [];
  const objective: Metric[] = [];
  for (const word of options.objective?.split(",") ?? []) {
    const metric = readMetric(word);
    if (typeof metric === "string") objective.push(metric);
    else diagnostics.push(unknownMetric(word.trim(), METRICS, metric.nearest));
  }
  const algorithm = options.algorithm === undefined ? undefined : findAlgorithm(options.algorithm);
  if (options.algorithm !== undefined && algorithm === undefined) {
    diagnostics.push(unknownAlgorithm(options.algorithm, ALGORITHMS, nearestWord(options.algorithm, ALGORITHMS)));
  }
  return { ...(objective.length > 0 && { objective }), ...(algorithm && { algorithm }), diagnostics };
}
