/** What `map` prints: the search in a few lines, then the mapping and its evaluation. */
import {
  costOf,
  type Diagnostic,
  type FoundMapping,
  type LowerBound,
  type Mapspace,
  type Metric,
  metricValue,
  type Proof,
  printMapping,
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
  if (proof.isClosed && outcome.front.length > 0)
    return "proven: no other mapping of the mapspace belongs to the front";
  if (proof.isClosed)
    return outcome.best ? "proven: no mapping of the mapspace is better" : "proven: no mapping is valid";
  const why = {
    user: "stopped by you",
    time: "stopped by the time limit",
    nodes: "stopped after as many partial mappings as it may look at",
    end: "close enough",
  }[stoppedBy];
  if (proof.gap === null) return why;
  const gap = formatGap(proof.gap);
  return outcome.front.length > 0
    ? `${why}: no mapping of this front can be more than ${gap} better in all metrics`
    : `${why}: the optimum is at most ${gap} below the best so far`;
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

/** Energy, cycles and their product, and what else was asked for. */
function pointWords({ evaluation, figures }: FoundMapping, objective: readonly Metric[]): string {
  const { energyPj, cycles, edpJouleCycles } = evaluation;
  const words = [
    formatEnergy(energyPj),
    `${formatCount(cycles)} cycles`,
    `${formatScientific(edpJouleCycles)} J·cycle`,
  ];
  for (const metric of objective) {
    if (metric === "energy" || metric === "delay" || metric === "edp") continue;
    const value = metricValue(metric, costOf(metric, figures));
    const text =
      metric === "ed2p"
        ? formatScientific(value)
        : metric === "utilization"
          ? `${formatGap(value)}`
          : formatCount(value);
    words.push(`${text} ${metric}`);
  }
  return words.join(", ");
}

export function renderMap(report: MapReport, terminal: Terminal): string {
  const { mapspace, plan, run } = report;
  const { best, front } = run.outcome;
  const lines = [...summary(report, terminal.columns)];
  if (!best) return joinLines([...lines, "no valid mapping was found"]);
  const spec = { ...mapspace.spec, mapping: best.mapping };
  if (plan.pareto) {
    lines.push("", `Pareto front of ${plan.objective.join(", ")}: ${front.length}`);
    for (const point of front) lines.push(`  ${pointWords(point, plan.objective)}`);
    lines.push("", `The one with least ${plan.objective[0]}:`);
  }
  const { columns, styles } = terminal;
  const text = renderEvaluation(spec, best.evaluation, { columns, styles, how: "modelled" });
  const yaml = printMapping(best.mapping, spec.architecture, spec.workload);
  return `${joinLines([...lines, ""])}${text}\n${yaml}`;
}
