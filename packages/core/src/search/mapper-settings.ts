/**
 * The `mapper:` section: which search, what it makes least, when it ends. Keys and values may be written with hyphens
 * or underscores. Defaults are Timeloop's, but for two: a search that visits everything has no reason to end early
 * unless told so, and lanes are a fixed number, so that results do not depend on the machine.
 *
 * Sources: application::Mapper and the searches of Timeloop (4cf6d4c); mapper.py of its front end.
 */
import { duplicateSection, sectionIgnored, unknownKey } from "../spec/errors.ts";
import { EMPTY_SCOPE } from "../spec/expressions.ts";
import { asFlag, asMap, asScalar, scalarText } from "../spec/fields.ts";
import { readNumber } from "../spec/numbers.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { isNull, normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry } from "../yaml/located.ts";
import { mapperKeyIgnored, unknownAlgorithm, unknownMetric } from "./errors.ts";
import { METRICS, type Metric, readMetric } from "./objective.ts";

export type Algorithm = "optimal" | "exhaustive" | "linear-pruned" | "random" | "random-pruned" | "hybrid";

export const ALGORITHMS: readonly Algorithm[] = [
  "optimal",
  "exhaustive",
  "linear-pruned",
  "random",
  "random-pruned",
  "hybrid",
];

/** What the section says; absent where it says nothing. */
export interface MapperSettings {
  readonly algorithm?: Algorithm;
  readonly objective?: readonly Metric[];
  readonly threads?: number;
  readonly timeout?: number;
  readonly victoryCondition?: number;
  readonly searchSize?: number;
  readonly ordersPerFactorization?: number;
  readonly filterRevisits?: boolean;
  readonly penalizeConsecutiveBypassFails?: boolean;
}

export interface MapperReading {
  readonly settings: MapperSettings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Keys that change nothing here, and why. */
const IGNORED: Readonly<Record<string, string>> = {
  version: "",
  out_prefix: "files are called timeloop-mapper",
  sync_interval: "lanes do not exchange results, so that these do not depend on the number of threads",
  live_status: "progress is drawn on any terminal",
  log_interval: "progress is drawn on any terminal",
  log_stats: "the result has the counts",
  log_suboptimal: "only better mappings are told of",
  log_all: "only better mappings are told of",
  log_all_mappings: "only better mappings are told of",
  log_mappings_yaml: "the result has the mapping",
  log_mappings_verbose: "the result has the mapping",
  log_orojenesis_mappings: "there is no such log",
  log_oaves: "there is no such log",
  log_oaves_mappings: "there is no such log",
  log_oave_mappings: "there is no such log",
  diagnostics: "where no mapping is valid, the result says why in any case",
  emit_whoop_nest: "Whoop nests are not written",
};
const COUNTS: Readonly<Record<string, { readonly name: keyof MapperSettings; readonly min: number }>> = {
  num_threads: { name: "threads", min: 1 },
  timeout: { name: "timeout", min: 0 },
  heartbeat: { name: "timeout", min: 0 },
  victory_condition: { name: "victoryCondition", min: 0 },
  search_size: { name: "searchSize", min: 0 },
  max_permutations_per_if_visit: { name: "ordersPerFactorization", min: 1 },
};
const FLAGS: Readonly<Record<string, keyof MapperSettings>> = {
  filter_revisits: "filterRevisits",
  penalize_consecutive_bypass_fails: "penalizeConsecutiveBypassFails",
};
const OTHERS = ["algorithm", "optimization_metric", "optimization_metrics", "max_temporal_loops_in_a_mapping"];
const ALLOWED = [...OTHERS, ...Object.keys(COUNTS), ...Object.keys(FLAGS), ...Object.keys(IGNORED)];

/** Reads the section, if the input has one; tells of a section that a search might be thought to heed. */
export function readMapperSettings(spec: Spec): MapperReading {
  const bag = new DiagnosticBag();
  const node = spec.raw?.["mapper"];
  const second = spec.raw?.["mapper#2"];
  if (node && second) bag.report(duplicateSection(second.span, "mapper", node.span));
  const sparse = spec.raw?.["sparse_optimizations"];
  if (sparse) bag.report(sectionIgnored(sparse.span, "sparse_optimizations"));
  const settings: Record<string, unknown> = {};
  const map = node && !isNull(node) ? asMap(node, "mapper", bag.report) : undefined;
  for (const entry of map?.entries ?? []) {
    const key = normalizeKey(entry.key);
    const count = COUNTS[key];
    const flag = FLAGS[key];
    if (isNull(entry.value)) continue;
    if (count) {
      const rules = { owner: entry.key, kind: "integer" as const, min: count.min };
      settings[count.name] = readNumber(entry.value, rules, EMPTY_SCOPE, bag.report);
    } else if (flag) settings[flag] = asFlag(entry.value, entry.key, bag.report);
    else if (key === "algorithm") settings["algorithm"] = readAlgorithm(entry, bag.report);
    else if (key === "optimization_metric" || key === "optimization_metrics") {
      const objective = readObjective(entry, spec, bag.report);
      if (objective.length > 0) settings["objective"] = objective;
    } else if (key === "max_temporal_loops_in_a_mapping") {
      const most = readNumber(entry.value, { owner: entry.key, kind: "integer" }, EMPTY_SCOPE, bag.report);
      if (most !== undefined && most > 0) {
        bag.report(mapperKeyIgnored(entry.keySpan, entry.key, "mappings are not limited in their number of loops"));
      }
    } else if (IGNORED[key] !== undefined) {
      // Only what one might miss is told of.
      const tells = key === "sync_interval" || key.startsWith("log_") || key === "emit_whoop_nest";
      const off = entry.value.kind === "scalar" && (entry.value.value === false || entry.value.value === 0);
      if (tells && !off && key !== "log_interval") bag.report(mapperKeyIgnored(entry.keySpan, entry.key, IGNORED[key]));
    } else bag.report(unknownKey(entry.keySpan, entry.key, "mapper", ALLOWED, nearestWord(key, ALLOWED)));
  }
  const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { settings: known, diagnostics: bag.list() };
}

function readAlgorithm({ key, value }: LocatedEntry, report: Report): Algorithm | undefined {
  const scalar = asScalar(value, key, report);
  if (!scalar) return undefined;
  const word = scalarText(scalar);
  const found = findAlgorithm(word);
  if (!found) report(unknownAlgorithm(word, ALGORITHMS, nearestWord(word, ALGORITHMS), scalar.span));
  return found;
}

export function findAlgorithm(word: string): Algorithm | undefined {
  const name = word.replaceAll("_", "-");
  return ALGORITHMS.find((algorithm) => algorithm === name);
}

function readObjective({ key, value }: LocatedEntry, spec: Spec, report: Report): readonly Metric[] {
  const objective: Metric[] = [];
  for (const item of value.kind === "list" ? value.items : [value]) {
    const scalar = asScalar(item, key, report);
    if (!scalar) continue;
    const word = scalarText(scalar);
    if (normalizeKey(word) === "ordered_accesses") {
      // Accesses of every level in turn, the outermost first.
      for (let level = spec.architecture.storage.length - 1; level >= 0; level--) objective.push(`accesses-${level}`);
      continue;
    }
    const metric = readMetric(word);
    if (typeof metric === "string") objective.push(metric);
    else report(unknownMetric(word, METRICS, metric.nearest, scalar.span));
  }
  return objective;
}
