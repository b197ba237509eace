/** What `map` prints: the search in a few lines, then the mapping and its evaluation; or all of it as JSON. */
import {
  type Diagnostic,
  diagnosticToJson,
  type FoundMapping,
  type LowerBound,
  type Mapspace,
  type Metric,
  type Proof,
  printMapping,
  RANDOM_ALGORITHM,
  type SearchPlan,
} from "@tilewright/core";
import { renderEvaluation } from "./evaluation-report.ts";
import { formatCount, formatDuration, formatEnergy, formatScientific } from "./format-number.ts";
import { formatGap, type SearchRun } from "./run-search.ts";
import type { Terminal } from "./terminal.ts";
import { joinLines, wrapText } from "./text-layout.ts";

/** Everything that a search is told about with. */
export interface MapReport {
  readonly mapspace: Mapspace;
  readonly plan: SearchPlan;
  readonly run: SearchRun;
  readonly lowerBound: LowerBound;
  readonly diagnostics: readonly Diagnostic[];
}

function figuresJson({ evaluation }: FoundMapping): object {
  const { edpJouleCycles, energyPj, cycles, utilization } = evaluation;
  return { edpJouleCycles, energyPj, cycles, utilization };
}

/** Bounds of what was asked for: the best itself where everything was looked at. */
function boundJson({ run, plan, lowerBound }: MapReport): { lowerBound: object; gap: number | null } {
  const { best, complete } = run.outcome;
  if (!best) return { lowerBound: { ...lowerBound }, gap: null };
  const metric = plan.objective[0];
  const { energyPj, cycles, edpJouleCycles } = best.evaluation;
  const pairs: Partial<Record<Metric, readonly [keyof LowerBound, number]>> = {
    energy: ["energyPj", energyPj],
    delay: ["cycles", cycles],
    edp: ["edpJouleCycles", edpJouleCycles],
  };
  const pair = metric && pairs[metric];
  if (!pair && run.proof && metric) return { lowerBound: { [metric]: run.proof.lowerBound }, gap: run.proof.gap };
  if (!pair) return { lowerBound: { ...lowerBound }, gap: complete ? 0 : null };
  const [key, value] = pair;
  if (run.proof) return { lowerBound: { [key]: complete ? value : run.proof.lowerBound }, gap: run.proof.gap };
  if (complete) return { lowerBound: { ...lowerBound, [key]: value }, gap: 0 };
  return { lowerBound: { ...lowerBound }, gap: value > 0 ? 1 - lowerBound[key] / value : 0 };
}

export function mapJson(report: MapReport): object {
  const { mapspace, plan, run, diagnostics } = report;
  const { outcome, seconds, stoppedBy, died } = run;
  const { architecture, workload } = mapspace.spec;
  const print = (found: FoundMapping): string => printMapping(found.mapping, architecture, workload);
  const { best, counts, front } = outcome;
  return {
    schema: "tilewright/mapping-search/1",
    found: best !== undefined,
    algorithm: run.proof ? "optimal" : plan.algorithm,
    objective: plan.objective,
    best: best ? figuresJson(best) : null,
    ...boundJson(report),
    optimal: outcome.complete && best !== undefined,
    mapspaceSize: mapspace.isCountable ? String(mapspace.size) : null,
    factorizations: String(mapspace.factorizations),
    evaluated: counts.visited,
    valid: counts.valid,
    pruned: {
      capacity: counts.capacity,
      fanout: counts.fanout,
      other: counts.other,
      bound: run.proof?.pruned.bound ?? 0,
      dominated: run.proof?.pruned.dominated ?? 0,
    },
    ...(run.proof && { nodes: run.proof.nodes }),
    seconds,
    seed: plan.seed,
    ...(run.proof ? {} : { random: RANDOM_ALGORITHM, lanes: plan.lanes.length }),
    ends: outcome.ends.map((end) => end ?? stoppedBy),
    stoppedBy,
    threadsDied: died.map(({ thread, reason }) => `thread ${thread}: ${reason}`),
    mapping: best ? print(best) : null,
    evaluation: best ? best.evaluation : null,
    ...(plan.pareto && { front: front.map((found) => ({ ...figuresJson(found), mapping: print(found) })) }),
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}

/** Why the search is over, in words. */
function endWords({ run, plan }: MapReport): string {
  const { outcome, stoppedBy, proof } = run;
  if (proof) return proofWords(run, proof);
  if (stoppedBy === "user") return "stopped by you: the best so far";
  if (stoppedBy === "time") return "stopped by the time limit: the best so far";
  if (outcome.complete) return "every mapping was looked at: this is the best there is";
  const count = (end: string): number => outcome.ends.filter((each) => each === end).length;
  const words: readonly (readonly [string, string])[] = [
    ["victory", "found no better one for long (victory condition)"],
    ["timeout", "met too many invalid ones in a row (timeout)"],
    ["search-size", "had looked at enough (search size)"],
    ["exhausted", "came to the end"],
  ];
  const parts = words
    .filter(([end]) => count(end) > 0)
    .map(([end, text]) => `${count(end)} of ${plan.lanes.length} lanes ${text}`);
  return `${parts.join("; ")}: not proven to be the best`;
}

/** What the optimal search has shown. */
function proofWords({ outcome, stoppedBy }: SearchRun, proof: Proof): string {
  if (proof.isClosed)
    return outcome.best ? "proven: no mapping of the mapspace is better" : "proven: no mapping is valid";
  const why = { user: "stopped by you", time: "stopped by the time limit", end: "close enough" }[stoppedBy];
  return proof.gap === null ? why : `${why}: the best so far is at most ${formatGap(proof.gap)} above the optimum`;
}

function summary(report: MapReport, columns: number): readonly string[] {
  const { mapspace, plan, run } = report;
  const { counts } = run.outcome;
  const size = mapspace.isCountable ? formatCount(Number(mapspace.size)) : "more than can be counted";
  if (run.proof) {
    const { nodes, pruned } = run.proof;
    const text = [
      `mapspace: ${size} mappings; optimal search for ${plan.objective.join(", ")}`,
      `${formatCount(nodes)} partial mappings in ${formatDuration(run.seconds)}: ${formatCount(counts.visited)} completed, ` +
        `left out ${formatCount(pruned.bound)} by their bound, ${formatCount(pruned.dominated)} as no better than another, ` +
        `${formatCount(pruned.capacity)} that do not fit`,
      endWords(report),
    ];
    return text.flatMap((line) => wrapText(line, columns, 0, 2));
  }
  const lines = [
    `mapspace: ${size} mappings; ${plan.algorithm} search for ${plan.objective.join(", ")}, seed ${plan.seed}`,
    `looked at ${formatCount(counts.visited)} in ${formatDuration(run.seconds)}: ${formatCount(counts.valid)} valid, ` +
      `${formatCount(counts.fanout)} beyond a fan-out, ${formatCount(counts.capacity)} beyond a capacity`,
    endWords(report),
  ];
  return lines.flatMap((line) => wrapText(line, columns, 0, 2));
}

export function renderMap(report: MapReport, terminal: Terminal): string {
  const { mapspace, plan, run } = report;
  const { best, front } = run.outcome;
  const lines = [...summary(report, terminal.columns)];
  if (!best) return joinLines([...lines, "no valid mapping was found"]);
  const spec = { ...mapspace.spec, mapping: best.mapping };
  if (plan.pareto) {
    lines.push("", `Pareto front of ${plan.objective.join(", ")}: ${front.length}`);
    for (const { evaluation } of front) {
      const { energyPj, cycles, edpJouleCycles } = evaluation;
      lines.push(
        `  ${formatEnergy(energyPj)}, ${formatCount(cycles)} cycles, ${formatScientific(edpJouleCycles)} J·cycle`,
      );
    }
    lines.push("", `The one with least ${plan.objective[0]}:`);
  }
  const { columns, styles } = terminal;
  const text = renderEvaluation(spec, best.evaluation, { columns, styles, how: "modelled" });
  const yaml = printMapping(best.mapping, spec.architecture, spec.workload);
  return `${joinLines([...lines, ""])}${text}\n${yaml}`;
}
