/**
 * One mapping search from the command line: on this thread in slices, or on several threads, with progress, a limit of
 * time and Ctrl-C (watch-run.ts). Whatever ends it, the best so far is kept.
 */
import {
  bestCosts,
  type DeadThread,
  DividedLanes,
  DividedProof,
  type DividedSearch,
  driveSearch,
  finishSearch,
  type Mapspace,
  OptimalSearch,
  optimalOutcome,
  type Proof,
  proofOf,
  provableObjective,
  type SearchOutcome,
  type SearchPlan,
  type StartThread,
} from "@tilewright/core";
import { nodePlatform, nodeThreads } from "@tilewright/node";
import { formatCount, formatScientific } from "./format-number.ts";
import type { Terminal } from "./terminal.ts";
import { type RunState, type RunWatch, watchRun } from "./watch-run.ts";

export interface SearchRun {
  readonly outcome: SearchOutcome;
  readonly seconds: number;
  readonly stoppedBy: "end" | "time" | "user";
  /** Threads that died. */
  readonly died: readonly DeadThread[];
  /** Of the optimal search. */
  readonly proof?: Proof;
}

export interface SearchLimits {
  readonly threads: number;
  /** Infinite for none. */
  readonly seconds: number;
  readonly json: boolean;
}

/** The file that threads run: only the bundled command line is one. */
function startThread(): StartThread | undefined {
  return import.meta.url.endsWith(".mjs") ? nodeThreads(new URL(import.meta.url)) : undefined;
}

/** Carries a search through until it is done or has to end, and shows how far it is. */
async function drive<Task, Result>(
  search: DividedSearch<Task, Result>,
  watch: RunWatch,
  threads: number,
  state: () => RunState,
): Promise<Pick<SearchRun, "died" | "stoppedBy" | "seconds">> {
  try {
    const { died } = await driveSearch(search, {
      platform: nodePlatform,
      startThread: startThread(),
      threads,
      isOver: () => watch.isOver,
      onProgress: () => watch.tell(state),
    });
    return { died, stoppedBy: search.isDone ? "end" : watch.interrupted ? "user" : "time", seconds: watch.seconds };
  } finally {
    watch.end();
  }
}

export async function runSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  limits: SearchLimits,
): Promise<SearchRun> {
  const search = new DividedLanes(mapspace, plan);
  const run = await drive(search, watchRun(terminal, "map", limits), limits.threads, () => {
    const results = search.results();
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
  });
  return { ...run, outcome: finishSearch(plan, search.results()) };
}

export interface ProofLimits extends SearchLimits {
  /** The search ends when the best is proven to be within this part of the optimum. */
  readonly gap: number;
  readonly memoryBytes: number;
}

/** The optimal search: it runs until its best mapping is proven, or close enough, or until it is stopped. */
export async function runOptimalSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  { gap: enough, memoryBytes, ...limits }: ProofLimits,
): Promise<SearchRun> {
  const objective = provableObjective(plan.objective);
  const watch = watchRun(terminal, "map", limits);
  const search = new OptimalSearch(plan.spec, mapspace.limits, { objective, memoryBytes });
  const [metric = "edp"] = plan.objective;
  const divided = new DividedProof(search, plan.objective, enough);
  const run = await drive(divided, watch, limits.threads, () => {
    const { lowerBound, gap, nodes } = proofOf(search, plan.objective);
    const best = gap === null ? undefined : lowerBound / (1 - gap);
    const words = best === undefined ? "nothing valid yet" : `best ${metric} ${formatScientific(best)}`;
    const distance = gap === null ? "" : `, at most ${formatGap(gap)} above the optimum`;
    return {
      done: nodes,
      text: `${formatCount(nodes)} partial mappings, ${words}${distance}`,
      json: { nodes, best: best === undefined ? undefined : { [metric]: best }, lowerBound, gap },
    };
  });
  return { ...run, outcome: optimalOutcome(search), proof: proofOf(search, plan.objective) };
}

/** A part as a percentage with two digits. */
export function formatGap(gap: number): string {
  return `${Number((100 * gap).toPrecision(2))} %`;
}
