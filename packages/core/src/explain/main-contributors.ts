/** Which counts to explain first: those that cost most energy or, where nothing has a price, those of most words. */
import type { StorageLevel } from "../architecture/architecture.ts";
import { storageCosts } from "../evaluation/level-costs.ts";
import { vectorAccesses } from "../evaluation/word-widths.ts";
import type { Spec } from "../spec/spec.ts";
import type { Explainer } from "./explain-count.ts";
import type { Explanation } from "./explanation.ts";

export interface ContributorFilter {
  readonly level?: string;
  readonly dataSpace?: string;
  readonly counter?: "reads" | "fills" | "updates";
  /** How many at most; all by default. */
  readonly limit?: number;
}

export interface Contributor {
  readonly explanation: Explanation;
  /** Of all accesses to storage; by words where no access costs anything. */
  readonly share: number;
  readonly shareOf: "energy" | "words";
}

const COUNTERS = ["reads", "fills", "updates"] as const;

/** The accesses of storage levels that matter most, largest first. */
export function explainMain(spec: Spec, explainer: Explainer, filter: ContributorFilter = {}): Contributor[] {
  const accesses = spec.architecture.storage.flatMap((level) => weighAccesses(spec, explainer, level));
  const energy = accesses.reduce((sum, { energyPj }) => sum + energyPj, 0);
  const words = accesses.reduce((sum, access) => sum + access.words, 0);
  const shareOf = energy > 0 ? "energy" : "words";
  return accesses
    .filter(({ words: count }) => count > 0)
    .filter(({ level }) => filter.level === undefined || level.name === filter.level || level.fanoutOf === filter.level)
    .filter(({ dataSpace }) => filter.dataSpace === undefined || dataSpace === filter.dataSpace)
    .filter(({ counter }) => filter.counter === undefined || counter === filter.counter)
    .map((access) => ({ ...access, share: energy > 0 ? access.energyPj / energy : access.words / words }))
    .sort((a, b) => b.share - a.share)
    .slice(0, filter.limit)
    .flatMap(({ level, dataSpace, counter, share }): Contributor[] => {
      const explanation = explainer.explain(level.name, dataSpace, counter);
      return "code" in explanation ? [] : [{ explanation, share, shareOf }];
    });
}

interface WeighedAccess {
  readonly level: StorageLevel;
  readonly dataSpace: string;
  readonly counter: (typeof COUNTERS)[number];
  /** All instances. */
  readonly words: number;
  readonly energyPj: number;
}

function weighAccesses(spec: Spec, explainer: Explainer, level: StorageLevel): WeighedAccess[] {
  const result = explainer.evaluation.levels.find(({ name }) => name === level.name);
  if (result?.kind !== "storage") return [];
  const { readPj, fillPj, updatePj } = storageCosts(level, spec.ert).actions;
  const prices = { reads: readPj, fills: fillPj, updates: updatePj };
  return Object.entries(result.dataSpaces).flatMap(([dataSpace, counts]) =>
    COUNTERS.map((counter) => ({
      level,
      dataSpace,
      counter,
      words: counts[counter] * counts.utilizedInstances,
      energyPj: vectorAccesses(level, dataSpace, counts[counter]) * prices[counter] * counts.utilizedInstances,
    })),
  );
}
