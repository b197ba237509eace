/** `stats.txt`: levels, networks, operational intensity, summary. */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Spec } from "../spec/spec.ts";
import { assertInvariant } from "../text/invariant.ts";
import { levelLines } from "./stats-levels.ts";
import { networkLines } from "./stats-networks.ts";
import { intensityLines, summaryLines } from "./stats-summary.ts";

/** How a stats file is written. */
export interface StatsOptions {
  /** Leave out what nothing touches or what costs nothing; Timeloop's default, and this one's. */
  readonly hideIdle?: boolean;
}

/** The text of `stats.txt`, line by line as Timeloop writes it. */
export function writeStatsText(spec: Spec, evaluation: ValidEvaluation, options: StatsOptions = {}): string {
  const hideIdle = options.hideIdle ?? true;
  const { derived } = evaluation;
  assertInvariant(derived !== undefined, "an evaluation without derived figures");
  if (derived === undefined) return "";
  const lines = [
    ...levelLines(evaluation, spec.architecture, hideIdle),
    ...networkLines(evaluation, spec.architecture, hideIdle),
    ...intensityLines(derived),
    ...summaryLines(evaluation, derived, hideIdle),
  ];
  return `${lines.join("\n")}\n`;
}
