/**
 * One mapping search from the command line: on this thread in slices, or on several threads, with progress, a limit of
 * time and Ctrl-C. Whatever ends it, the best so far is kept.
 *
 * With `--json` progress goes to standard error as JSON lines, `{"event": "progress", ...}`.
 */
import {
  bestCosts,
  costOf,
  figuresOf,
  finishSearch,
  type LaneResult,
  MappingSearch,
  type Mapspace,
  metricValue,
  OptimalSearch,
  optimalOutcome,
  type Proof,
  proofOf,
  type SearchOutcome,
  type SearchPlan,
} from "@tilewright/core";
import { type LaneThreads, startLaneThreads } from "@tilewright/node";
import { formatCount, formatScientific } from "./format-number.ts";
import { watchInterruption } from "./interruption.ts";
import { ownScript } from "./own-script.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface SearchRun {
  readonly outcome: SearchOutcome;
  readonly seconds: number;
  /** `nodes`: the optimal search looked at as many partial mappings as it was allowed. */
  readonly stoppedBy: "end" | "time" | "nodes" | "user";
  /** What threads that died said. */
  readonly died: readonly string[];
  /** Of the optimal search. */
  readonly proof?: Proof;
}

export interface SearchLimits {
  readonly threads: number;
  /** Infinite for none. */
  readonly seconds: number;
  readonly json: boolean;
}

const SLICE_CANDIDATES = 1000;
const SLICE_NODES = 500;
const JSON_EVERY_MS = 500;
const POLL_MS = 50;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function runSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  limits: SearchLimits,
): Promise<SearchRun> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const progress = limits.json ? undefined : startProgress(terminal, "map");
  const interruption = watchInterruption(() => {
    progress?.finish();
    terminal.error(limits.json ? `${JSON.stringify({ event: "interrupted" })}\n` : "interrupted\n");
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (results: readonly LaneResult[]): void => {
    const visited = results.reduce((sum, { counts }) => sum + counts.visited, 0);
    const costs = bestCosts(results);
    if (limits.json) {
      if (performance.now() - toldAt < JSON_EVERY_MS) return;
      toldAt = performance.now();
      const values = costs?.map((cost, i) => metricValue(plan.objective[i] ?? "edp", cost));
      const best = values && Object.fromEntries(plan.objective.map((metric, i) => [metric, values[i]]));
      terminal.error(`${JSON.stringify({ event: "progress", seconds: elapsed(), evaluated: visited, best })}\n`);
      return;
    }
    const [metric = "edp"] = plan.objective;
    const best = costs ? `best ${metric} ${formatScientific(metricValue(metric, costs[0] ?? 0))}` : "nothing valid yet";
    const total = plan.algorithm === "exhaustive" && mapspace.isCountable ? Number(mapspace.size) : undefined;
    progress?.update(visited, total, `${formatCount(visited)} seen, ${best}`);
  };
  const isOver = (): boolean => interruption.requested || elapsed() >= limits.seconds;

  let died: readonly string[] = [];
  let results: readonly LaneResult[];
  const script = limits.threads > 1 ? ownScript() : undefined;
  if (script) {
    const threads: LaneThreads = startLaneThreads(script, plan, limits.threads);
    let ended = false;
    const finished = threads.finished.then((end) => {
      ended = true;
      died = end.died;
    });
    let stopping = false;
    while (!ended) {
      await Promise.race([finished, wait(POLL_MS)]);
      tell(threads.results());
      if (isOver() && !stopping) {
        stopping = true;
        threads.stop();
      }
    }
    results = threads.results();
  } else {
    const search = new MappingSearch(mapspace, plan);
    while (!search.advance(SLICE_CANDIDATES) && !isOver()) {
      tell(search.results());
      await nextTurn();
    }
    results = search.results();
  }
  progress?.finish();
  const unfinished = results.length < plan.lanes.length || results.some(({ end }) => end === undefined);
  const stoppedBy = interruption.requested ? "user" : unfinished && elapsed() >= limits.seconds ? "time" : "end";
  interruption.release();
  return { outcome: finishSearch(plan, results), seconds: elapsed(), stoppedBy, died };
}

/**
 * The optimal search, on this thread: it runs until its best mapping is proven, or close enough, or until it is stopped.
 * @param limits `gap` ends it when the best is proven to be within this part of the optimum, `nodes` after so many partial
 * mappings, whatever the machine
 */
export async function runOptimalSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  limits: Pick<SearchLimits, "seconds" | "json"> & { readonly gap: number; readonly nodes?: number },
): Promise<SearchRun> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const progress = limits.json ? undefined : startProgress(terminal, "map");
  const interruption = watchInterruption(() => {
    progress?.finish();
    terminal.error(limits.json ? `${JSON.stringify({ event: "interrupted" })}\n` : "interrupted\n");
  });
  const { objective, pareto } = plan;
  const search = new OptimalSearch(plan.spec, mapspace.limits, { objective, pareto });
  const [metric = "edp"] = objective;
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = (proof: Proof): void => {
    const best = search.best && metricValue(metric, costOf(metric, figuresOf(search.best.evaluation)));
    if (limits.json) {
      if (performance.now() - toldAt < JSON_EVERY_MS) return;
      toldAt = performance.now();
      const { gap, nodes } = proof;
      const lowerBound = metricValue(metric, proof.lowerBound);
      const found = best === undefined ? undefined : { [metric]: best };
      const line = { event: "progress", seconds: elapsed(), nodes, best: found, lowerBound, gap };
      terminal.error(`${JSON.stringify(line)}\n`);
      return;
    }
    const words = best === undefined ? "nothing valid yet" : `best ${metric} ${formatScientific(best)}`;
    const gap = proof.gap === null ? "" : `, the optimum at most ${formatGap(proof.gap)} below`;
    progress?.update(proof.nodes, undefined, `${formatCount(proof.nodes)} partial mappings, ${words}${gap}`);
  };
  const mostNodes = limits.nodes ?? Number.POSITIVE_INFINITY;
  let isNear = false;
  let isSpent = false;
  while (search.advance(SLICE_NODES) === "running") {
    const proof = proofOf(search);
    // Of a list the first metric alone may be met long before the others are.
    isNear = limits.gap > 0 && proof.gap !== null && proof.gap <= limits.gap;
    isSpent = proof.nodes >= mostNodes;
    if (isNear || isSpent || interruption.requested || elapsed() >= limits.seconds) break;
    tell(proof);
    await nextTurn();
  }
  progress?.finish();
  const proof = proofOf(search);
  const stopped = interruption.requested ? "user" : isSpent ? "nodes" : "time";
  const stoppedBy = proof.isClosed || isNear ? "end" : stopped;
  interruption.release();
  return { outcome: optimalOutcome(search), seconds: elapsed(), stoppedBy, died: [], proof };
}

/** A part as a percentage with two digits. */
export function formatGap(gap: number): string {
  return `${Number((100 * gap).toPrecision(2))} %`;
}
