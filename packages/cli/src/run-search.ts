/**
 * One mapping search from the command line: on this thread in slices, or on several threads, with progress, a limit of
 * time and Ctrl-C (watch-run.ts). Whatever ends it, the best so far is kept.
 */
import {
  bestCosts,
  finishSearch,
  type LaneResult,
  MappingSearch,
  type Mapspace,
  OptimalSearch,
  optimalOutcome,
  type Proof,
  proofOf,
  provableObjective,
  type SearchOutcome,
  type SearchPlan,
} from "@tilewright/core";
import { type LaneThreads, startLaneThreads } from "@tilewright/node";
import { formatCount, formatScientific } from "./format-number.ts";
import type { Terminal } from "./terminal.ts";
import { type RunState, watchRun } from "./watch-run.ts";

export interface SearchRun {
  readonly outcome: SearchOutcome;
  readonly seconds: number;
  readonly stoppedBy: "end" | "time" | "user";
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
const POLL_MS = 50;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The file that threads run: only the bundled command line is one. */
function threadScript(): URL | undefined {
  return import.meta.url.endsWith(".mjs") ? new URL(import.meta.url) : undefined;
}

export async function runSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  limits: SearchLimits,
): Promise<SearchRun> {
  const watch = watchRun(terminal, "map", limits);
  const stateOf = (results: readonly LaneResult[]): RunState => {
    const visited = results.reduce((sum, { counts }) => sum + counts.visited, 0);
    const costs = bestCosts(results);
    const best = costs && Object.fromEntries(plan.objective.map((metric, i) => [metric, costs[i]]));
    const words = costs ? `best ${plan.objective[0]} ${formatScientific(costs[0] ?? 0)}` : "nothing valid yet";
    return {
      done: visited,
      ...(plan.algorithm === "exhaustive" && mapspace.isCountable && { total: Number(mapspace.size) }),
      text: `${formatCount(visited)} seen, ${words}`,
      json: { evaluated: visited, best },
    };
  };

  let died: readonly string[] = [];
  let results: readonly LaneResult[];
  const script = limits.threads > 1 ? threadScript() : undefined;
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
      watch.tell(() => stateOf(threads.results()));
      if (watch.isOver && !stopping) {
        stopping = true;
        threads.stop();
      }
    }
    results = threads.results();
  } else {
    const search = new MappingSearch(mapspace, plan);
    while (!search.advance(SLICE_CANDIDATES) && !watch.isOver) {
      watch.tell(() => stateOf(search.results()));
      await nextTurn();
    }
    results = search.results();
  }
  const unfinished = results.length < plan.lanes.length || results.some(({ end }) => end === undefined);
  const stoppedBy = watch.interrupted ? "user" : unfinished && watch.isOver ? "time" : "end";
  watch.end();
  return { outcome: finishSearch(plan, results), seconds: watch.seconds, stoppedBy, died };
}

/**
 * The optimal search, on this thread: it runs until its best mapping is proven, or close enough, or until it is stopped.
 * @param gap ends it when the best is proven to be within this part of the optimum
 */
export async function runOptimalSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  limits: Pick<SearchLimits, "seconds" | "json"> & { readonly gap: number },
): Promise<SearchRun> {
  const watch = watchRun(terminal, "map", limits);
  const search = new OptimalSearch(plan.spec, mapspace.limits, { objective: provableObjective(plan.objective) });
  const [metric = "edp"] = plan.objective;
  const stateOf = ({ lowerBound, gap, nodes }: Proof): RunState => {
    const best = gap === null ? undefined : lowerBound / (1 - gap);
    const words = best === undefined ? "nothing valid yet" : `best ${metric} ${formatScientific(best)}`;
    const distance = gap === null ? "" : `, at most ${formatGap(gap)} above the optimum`;
    return {
      done: nodes,
      text: `${formatCount(nodes)} partial mappings, ${words}${distance}`,
      json: { nodes, best: best === undefined ? undefined : { [metric]: best }, lowerBound, gap },
    };
  };
  let isNear = false;
  while (search.advance(SLICE_NODES) === "running") {
    const proof = proofOf(search, plan.objective);
    isNear = proof.gap !== null && proof.gap <= limits.gap;
    if (isNear || watch.isOver) break;
    watch.tell(() => stateOf(proof));
    await nextTurn();
  }
  const proof = proofOf(search, plan.objective);
  const stoppedBy = proof.isClosed || isNear ? "end" : watch.interrupted ? "user" : "time";
  watch.end();
  return { outcome: optimalOutcome(search), seconds: watch.seconds, stoppedBy, died: [], proof };
}

/** A part as a percentage with two digits. */
export function formatGap(gap: number): string {
  return `${Number((100 * gap).toPrecision(2))} %`;
}
