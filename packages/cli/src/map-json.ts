/** What `map --json` prints: `tilewright/mapping-search/1`, with all that `verify` needs to work it out again. */
import {
  claimedBound,
  costOf,
  diagnosticToJson,
  type FiguresJson,
  type FoundMapping,
  METRIC_FIGURES,
  type Metric,
  metricValue,
  printMapping,
  RANDOM_ALGORITHM,
  type RecordedInput,
  SEARCH_SCHEMA,
  type SearchDocument,
} from "@tilewright/core";
import type { MapReport } from "./map-report.ts";
import { VERSION } from "./version.ts";

/** Under this name the document stands among the files of `-o`. */
export const RESULT_FILE = "tilewright-map.json";

/** The document's contract, and what only this run can say. */
interface MapDocument extends SearchDocument {
  readonly seconds: number;
  readonly seed: number;
  readonly random?: string;
  readonly lanes?: number;
  readonly ends: readonly string[];
  readonly stoppedBy: string;
  readonly threadsDied: readonly string[];
}

function figuresJson({ evaluation, figures }: FoundMapping, objective: readonly Metric[]): FiguresJson {
  const { edpJouleCycles, energyPj, cycles, utilization } = evaluation;
  const values = objective.map((metric) => [metric, metricValue(metric, costOf(metric, figures))] as const);
  return { edpJouleCycles, energyPj, cycles, utilization, values: Object.fromEntries(values) };
}

function boundJson({ plan, run, lowerBound: simple }: MapReport): Pick<SearchDocument, "lowerBound" | "gap"> {
  const { objective, pareto } = plan;
  const { bounds, gap } = claimedBound(objective, pareto, run.outcome, simple, run.proof);
  const { energyPj, cycles, edpJouleCycles } = simple;
  const told = bounds.map((bound, i) => {
    const metric = objective[i] as Metric;
    return [METRIC_FIGURES[metric] ?? metric, metricValue(metric, bound)] as const;
  });
  // Of a search that proves nothing, what is known of every mapping.
  const known = run.proof ? {} : { energyPj, cycles, edpJouleCycles };
  return { lowerBound: { ...known, ...Object.fromEntries(told) }, gap };
}

export function mapJson(report: MapReport, inputs: RecordedInput): MapDocument {
  const { mapspace, plan, run, diagnostics } = report;
  const { outcome, seconds, stoppedBy, died } = run;
  const { architecture, workload } = mapspace.spec;
  const print = (found: FoundMapping): string => printMapping(found.mapping, architecture, workload);
  const { best, counts, front } = outcome;
  const isOptimal = outcome.complete && best !== undefined;
  return {
    schema: SEARCH_SCHEMA,
    tilewright: VERSION,
    found: best !== undefined,
    algorithm: run.proof ? "optimal" : plan.algorithm,
    objective: plan.objective,
    best: best ? figuresJson(best, plan.objective) : null,
    ...boundJson(report),
    complete: outcome.complete,
    optimal: isOptimal,
    statement: statementOf(report),
    mapspaceSize: mapspace.isCountable ? String(mapspace.size) : null,
    factorizations: String(mapspace.factorizations),
    keepChoices: mapspace.keeps.count,
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
    ...(plan.pareto && {
      front: front.map((found) => ({ ...figuresJson(found, plan.objective), mapping: print(found) })),
    }),
    inputs,
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}

/** What is claimed, in words. */
function statementOf({ mapspace, plan, run }: MapReport): string {
  const { best, complete } = run.outcome;
  const space = mapspace.isCountable ? `the ${mapspace.size} mappings` : "the mappings";
  const least = plan.objective.map((metric) => (metric === "utilization" ? "most utilization" : `least ${metric}`));
  const aim = plan.pareto ? `the Pareto front of ${plan.objective.join(", ")}` : `the ${least.join(", then ")}`;
  if (!best) return complete ? `none of ${space} within the constraints is valid` : "no valid mapping was found";
  if (complete) return `of ${space} within the constraints this is ${aim}`;
  return `of ${space} within the constraints this is the best that was found for ${aim}: not proven`;
}
