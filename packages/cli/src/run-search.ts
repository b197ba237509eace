/**
 * One mapping search from the command line: on this thread in slices, or on several threads, with progress, a limit of
 * time and Ctrl-C (watch-run.ts). Whatever ends it, the best so far is kept.
 */
import {
  bestCosts,
  costOf,
  type DeadThread,
  DividedLanes,
  DividedProof,
  type DividedSearch,
  driveSearch,
  figuresOf,
  finishSearch,
  type Mapspace,
  metricValue,
  OptimalSearch,
  optimalOutcome,
  type Proof,
  proofOf,
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
  /** `nodes`: it has looked at as many partial nests as it may. */
  readonly stoppedBy: "end" | "time" | "user" | "nodes";
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
    const values = costs?.map((cost, i) => metricValue(plan.objective[i] ?? "edp", cost));
    const best = values && Object.fromEntries(plan.objective.map((metric, i) => [metric, values[i]]));
    const words = values ? `best ${plan.objective[0]} ${formatScientific(values[0] ?? 0)}` : "nothing valid yet";
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
  readonly memoryBytes?: number;
  /** Partial nests that it may look at; as many as it wants unless given. */
  readonly nodes?: number;
}

/** The optimal search: it runs until its best mapping is proven, or close enough, or until it is stopped. */
export async function runOptimalSearch(
  terminal: Terminal,
  mapspace: Mapspace,
  plan: SearchPlan,
  { gap: enough, memoryBytes, nodes: mostNodes, ...limits }: ProofLimits,
): Promise<SearchRun> {
  const { objective, pareto } = plan;
  const watch = watchRun(terminal, "map", limits);
  const options = { objective, pareto, ...(memoryBytes !== undefined && { memoryBytes }) };
  const search = new OptimalSearch(plan.spec, mapspace.limits, options);
  const [metric = "edp"] = objective;
  const divided = new DividedProof(search, enough, mostNodes);
  const run = await drive(divided, watch, limits.threads, () => {
    const { lowerBound, gap, nodes } = proofOf(search);
    const best = search.best && metricValue(metric, costOf(metric, figuresOf(search.best.evaluation)));
    const words = best === undefined ? "nothing valid yet" : `best ${metric} ${formatScientific(best)}`;
    const distance = gap === null ? "" : `, the optimum at most ${formatGap(gap)} below`;
    return {
      done: nodes,
      text: `${formatCount(nodes)} partial mappings, ${words}${distance}`,
      json: {
        nodes,
        best: best === undefined ? undefined : { [metric]: best },
        lowerBound: metricValue(metric, lowerBound),
        gap,
      },
    };
  });
  const isSpent = run.stoppedBy === "end" && search.status === "running" && !divided.isNear;
  return {
    ...run,
    ...(isSpent && { stoppedBy: "nodes" }),
    outcome: optimalOutcome(search),
    proof: proofOf(search),
  };
}

/** A part as a percentage with two digits. */
export function formatGap(gap: number): string {
  return `${Number((100 * gap).toPrecision(2))} %`;
}
