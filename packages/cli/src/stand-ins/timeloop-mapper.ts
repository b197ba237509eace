/**
 * `timeloop-mapper`: searches for the best mapping and writes `timeloop-mapper.*`.
 *
 *     1 optimal search   whatever algorithm is asked for, for OPTIMAL_NODES partial mappings: mostly it has proven its
 *                        result before, in less time than the asked search would take
 *     2 asked search     only where 1 has no proof: the asked algorithm with its rules of termination, on a fixed seed
 *     3 the better one
 *
 * Everything is counted and nothing timed, so that the same input gives the same mapping on every machine; a limit of
 * seconds only guards against partial mappings that are slow to bound. As in Timeloop, finding nothing is no failure:
 * the files are empty then.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  compactMapping,
  costOf,
  type Diagnostic,
  explainFruitless,
  type FoundMapping,
  type Mapspace,
  optimalObstacle,
  type SearchPlan,
  writeResultFiles,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import { EXIT_DONE } from "../exit-codes.ts";
import { type PreparedSearch, prepareSearch } from "../prepare-search.ts";
import { runOptimalSearch, runSearch, type SearchRun } from "../run-search.ts";
import type { Terminal } from "../terminal.ts";
import { hidesIdle } from "./timeloop-arguments.ts";
import { openTimeloopRun, type StandInOptions } from "./timeloop-run.ts";
import { EXIT_TIMELOOP_FAILED, figuresLine, tell } from "./timeloop-text.ts";

/** Partial mappings that the optimal search may look at: some seconds of one core. */
const OPTIMAL_NODES = 200_000;
const OPTIMAL_SECONDS = 60;

/** Written whether or not a mapping is found. */
const FILES = ["stats.txt", "map+stats.xml", "map.txt", "map.yaml", "map.cpp", "map.tensella.txt", "orojenesis.csv"];

export async function runTimeloopMapper(
  terminal: Terminal,
  args: readonly string[],
  options: StandInOptions,
): Promise<number> {
  const run = openTimeloopRun(terminal, "timeloop-mapper", args, options, {});
  if (typeof run === "number") return run;
  const { spec } = run.result;
  tell(terminal, run.diagnostics);
  if (spec === undefined) return EXIT_TIMELOOP_FAILED;
  terminal.out("Problem configuration complete.\nArchitecture configuration complete.\n");
  const prepared = prepareSearch(spec, { mayEndEarly: true }, asTimeloopJudges);
  if (prepared.kind === "wrong") {
    tell(terminal, prepared.diagnostics);
    return EXIT_TIMELOOP_FAILED;
  }
  const best = prepared.kind === "ready" ? await search(terminal, prepared) : undefined;
  if (prepared.kind === "empty") tell(terminal, prepared.diagnostics);
  const texts: Record<string, string> = Object.fromEntries(FILES.map((name) => [`timeloop-mapper.${name}`, ""]));
  if (best === undefined) terminal.out("\nMESSAGE: no valid mappings found within search criteria.\n");
  else {
    terminal.out(`\nSummary stats for best mapping found by mapper:\n  ${figuresLine(best.evaluation)}\n`);
    const found = { ...spec, mapping: best.mapping };
    const hideIdle = hidesIdle(process.env);
    Object.assign(texts, writeResultFiles(found, best.evaluation, "timeloop-mapper", { hideIdle }));
  }
  for (const [name, text] of Object.entries(texts)) {
    const failure = writeTextFile(join(run.outputDir, name), text);
    if (failure === undefined) continue;
    tell(terminal, [failure]);
    return EXIT_TIMELOOP_FAILED;
  }
  return EXIT_DONE;
}

/** Timeloop passes over keys of the `mapper` section that it does not know; front ends of all ages write some. */
function asTimeloopJudges(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code === "unknown-key" ? { ...diagnostic, severity: "warning" } : diagnostic;
}

async function search(
  terminal: Terminal,
  { mapspace, plan, settings, diagnostics }: PreparedSearch & { readonly kind: "ready" },
): Promise<FoundMapping | undefined> {
  tell(terminal, diagnostics);
  if (settings.objective === undefined) {
    terminal.out("WARNING: no optimization metric(s) specified, using edp as default.\n");
  }
  terminal.out("Mapper configuration complete.\nMapspace construction complete.\nSearch configuration complete.\n");
  const proven = await searchOptimally(terminal, mapspace, plan);
  if (proven !== undefined && (proven.proof?.isClosed === true || proven.stoppedBy === "user")) {
    const why = proven.stoppedBy === "user" ? "stopped by a signal" : "no mapping of the mapspace is better";
    return announce(terminal, mapspace, proven, `optimal search: ${why}`);
  }
  const threads = Math.min(plan.lanes.length, availableParallelism());
  const asked = await runSearch(terminal, mapspace, plan, { threads, seconds: Number.POSITIVE_INFINITY, json: false });
  const isBetter = proven !== undefined && comesBefore(plan, proven.outcome.best, asked.outcome.best);
  const better = isBetter ? proven : asked;
  if (better.outcome.best === undefined) tell(terminal, explainFruitless(mapspace, asked.outcome));
  const visited = `${asked.outcome.counts.visited} mappings`;
  const statement = isBetter
    ? `optimal search: no proof, but none of ${visited} that ${plan.algorithm} search looked at is better`
    : `${plan.algorithm} search: the best of ${visited} looked at`;
  return announce(terminal, mapspace, better, statement);
}

async function searchOptimally(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
): Promise<SearchRun | undefined> {
  if (optimalObstacle(mapspace) !== undefined) return undefined;
  const limits = {
    seconds: OPTIMAL_SECONDS,
    nodes: OPTIMAL_NODES,
    gap: 0,
    threads: availableParallelism(),
    json: false,
  };
  return await runOptimalSearch(terminal, mapspace, plan, limits);
}

/** Whether the first is at least as good. */
function comesBefore(plan: SearchPlan, one: FoundMapping | undefined, other: FoundMapping | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  for (const metric of plan.objective) {
    const [a, b] = [costOf(metric, one.figures), costOf(metric, other.figures)];
    if (a !== b) return a < b;
  }
  return true;
}

/** The lines of progress that Timeloop's threads print: the best mapping, and why its search is over. */
function announce(
  terminal: Terminal,
  { spec }: Mapspace,
  { outcome }: SearchRun,
  statement: string,
): FoundMapping | undefined {
  const { best } = outcome;
  if (best !== undefined) {
    terminal.error(`[  0] ${figuresLine(best.evaluation, `${compactMapping(best.mapping, spec.workload)} | `)}\n`);
  }
  terminal.error(`[  0] STATEMENT: ${statement}, terminating search.\n`);
  return best;
}
