/**
 * What a result claims beyond its mapping, worked out again where that takes no search: the size of the mapspace, a lower
 * bound between what is known without any search and the best, the gap between them, and what follows from these.
 */
import type { ValidEvaluation } from "../evaluation/evaluation.ts";
import type { Mapspace } from "../mapspace/mapspace.ts";
import { gapOf } from "../search/claimed-bound.ts";
import { type LowerBound, simpleLowerBound } from "../search/lower-bound.ts";
import {
  compareCost,
  compareCosts,
  costOf,
  covers,
  figuresOf,
  METRIC_FIGURES,
  type Metric,
  metricValue,
} from "../search/objective.ts";
import { type Check, judged, notRederived } from "./check.ts";
import type { ReadDocument } from "./read-search-document.ts";

/** Algorithms that can come to the end of a mapspace. */
const COMPLETE_ALGORITHMS = ["optimal", "exhaustive", "linear-pruned"];
/** What rounding may do to a ratio. */
const RATIO_TOLERANCE = 1e-9;

/** Costs of the points that a document prints, by metric: of the best, or of a front in its order. */
export function pointCosts(
  objective: readonly Metric[],
  points: readonly ValidEvaluation[],
): readonly (readonly number[])[] {
  return points.map((point) => objective.map((metric) => costOf(metric, figuresOf(point))));
}

/** Metrics that have a lower bound of their own: the first, or all of a front. */
export function boundedMetrics({ objective, front }: ReadDocument): readonly Metric[] {
  return front === undefined ? objective.slice(0, 1) : objective;
}

/** A printed lower bound as a cost; undefined where it is not printed. */
export function printedBound({ lowerBound }: ReadDocument, metric: Metric): number | undefined {
  const value = lowerBound[METRIC_FIGURES[metric] ?? metric];
  return value === undefined ? undefined : metricValue(metric, value);
}

export function checkClaims(
  document: ReadDocument,
  mapspace: Mapspace,
  points: readonly ValidEvaluation[],
): readonly Check[] {
  const costs = pointCosts(document.objective, points);
  const simple = simpleLowerBound(mapspace.spec);
  return [
    ...(document.front === undefined ? [] : [checkFront(costs)]),
    checkMapspace(document, mapspace),
    checkBound(document, costs, simple),
    checkGap(document, costs),
    checkOptimality(document, costs),
    checkCounts(document),
  ];
}

function checkFront(costs: readonly (readonly number[])[]): Check {
  const complaints: string[] = [];
  costs.forEach((own, i) => {
    costs.forEach((other, j) => {
      if (i !== j && covers(other, own)) complaints.push(`point ${j + 1} is nowhere worse than point ${i + 1}`);
    });
    const next = costs[i + 1];
    if (next !== undefined && compareCosts(own, next) > 0)
      complaints.push(`points ${i + 1} and ${i + 2} are out of order`);
  });
  return judged("front", complaints, `${costs.length} points, none of which is better than another in every metric`);
}

function checkMapspace({ mapspaceSize, factorizations, keepChoices }: ReadDocument, mapspace: Mapspace): Check {
  const complaints: string[] = [];
  const size = mapspace.isCountable ? String(mapspace.size) : null;
  if (mapspaceSize !== size) {
    complaints.push(`printed are ${mapspaceSize ?? "uncounted"} mappings, there are ${size ?? "too many to count"}`);
  }
  if (factorizations !== String(mapspace.factorizations)) {
    complaints.push(`printed are ${factorizations} factorizations, there are ${mapspace.factorizations}`);
  }
  if (keepChoices !== mapspace.keeps.count) {
    complaints.push(`printed are ${keepChoices} ways to keep or bypass, there are ${mapspace.keeps.count}`);
  }
  if (complaints.length === 0 && size === null) {
    return notRederived(
      "mapspace",
      "too many mappings to be counted; factorizations and ways to keep or bypass are as printed",
    );
  }
  return judged("mapspace", complaints, `${size} mappings, ways to keep or bypass: ${keepChoices}; counted again`);
}

function checkBound(document: ReadDocument, costs: readonly (readonly number[])[], simple: LowerBound): Check {
  const { objective, lowerBound } = document;
  const complaints: string[] = [];
  const words: string[] = [];
  for (const metric of boundedMetrics(document)) {
    const bound = printedBound(document, metric);
    if (bound === undefined) {
      complaints.push(`there is none of ${metric}`);
      continue;
    }
    const least = Math.min(...costs.map((each) => each[objective.indexOf(metric)] as number));
    const known = costOf(metric, simple);
    const [shown, best, compulsory] = [bound, least, known].map((cost) => metricValue(metric, cost));
    if (compareCost(bound, least) > 0) complaints.push(`${metric}: ${shown} is on the wrong side of the best, ${best}`);
    // Whatever the search knew, map prints no bound that is worse than this one.
    if (compareCost(bound, known) < 0)
      complaints.push(`${metric}: ${shown} is worse than what is known at once, ${compulsory}`);
    words.push(
      `${metric}: ${compulsory} (compulsory words and operations), ${shown} (printed), ${costs.length > 0 ? best : "-"} (best)`,
    );
  }
  const asked = new Set(boundedMetrics(document).map((metric) => METRIC_FIGURES[metric] ?? metric));
  for (const key of ["energyPj", "cycles", "edpJouleCycles"] as const) {
    if (asked.has(key) || lowerBound[key] === undefined || lowerBound[key] === simple[key]) continue;
    complaints.push(`${key} is ${lowerBound[key]}, should be ${simple[key]}`);
  }
  return judged("lower-bound", complaints, `in order: ${words.join("; ")}`);
}

function checkGap(document: ReadDocument, costs: readonly (readonly number[])[]): Check {
  const { gap, objective, front, complete } = document;
  if (costs.length === 0) {
    return judged(
      "gap",
      gap === null ? [] : [`${gap} is printed, but nothing was found`],
      "none, since nothing was found",
    );
  }
  const metrics = boundedMetrics(document);
  const bounds = metrics.map((metric) => printedBound(document, metric) ?? Number.NEGATIVE_INFINITY);
  const points = costs.map((each) => metrics.map((metric) => each[objective.indexOf(metric)] as number));
  const widest = gapOf(points, bounds);
  if (gap === null) return judged("gap", ["none is printed"], "");
  // A complete front has a gap of 0 whatever its ends are; an incomplete one may know more than the bounds of its ends.
  if (front !== undefined) {
    const complaints =
      gap < 0 || gap > widest + RATIO_TOLERANCE ? [`${gap} is printed, the bounds alone give ${widest}`] : [];
    if (complete && gap !== 0) complaints.push(`${gap} is printed of a front that is complete`);
    return judged("gap", complaints, `${gap}, and ${widest} by the bounds alone`);
  }
  const isSame = Math.abs(gap - widest) <= RATIO_TOLERANCE;
  return judged("gap", isSame ? [] : [`${gap} is printed, bound and best give ${widest}`], `${gap} = 1 - bound / best`);
}

function checkOptimality(document: ReadDocument, costs: readonly (readonly number[])[]): Check {
  const { optimal, complete, found, gap, algorithm, objective } = document;
  const complaints: string[] = [];
  if (optimal !== (complete && found)) {
    complaints.push(`optimal is ${optimal} where found is ${found} and complete is ${complete}`);
  }
  if (optimal && gap !== 0) complaints.push(`optimal with a gap of ${gap}`);
  if (complete && !COMPLETE_ALGORITHMS.includes(algorithm)) complaints.push(`a ${algorithm} search never is complete`);
  for (const metric of optimal ? boundedMetrics(document) : []) {
    const least = Math.min(...costs.map((each) => each[objective.indexOf(metric)] as number));
    const bound = printedBound(document, metric);
    if (bound !== undefined && compareCost(bound, least) !== 0) {
      complaints.push(
        `optimal with a bound of ${metricValue(metric, bound)} for ${metric} and a best of ${metricValue(metric, least)}`,
      );
    }
  }
  return judged("claims", complaints, optimal ? "optimal, without any gap" : "no proof is claimed");
}

function checkCounts({
  evaluated,
  valid,
  found,
  mapspaceSize,
  algorithm,
  pruned,
  nodes,
  keepChoices,
}: ReadDocument): Check {
  const complaints: string[] = [];
  const counts = { evaluated, valid, nodes: nodes ?? 0, keepChoices, ...pruned };
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 0) complaints.push(`${name} is ${count}`);
  }
  if (valid > evaluated) complaints.push(`${valid} valid of ${evaluated} evaluated`);
  if (found && valid < 1) complaints.push("a mapping was found, but none was valid");
  const looksAtEachOnce = algorithm === "exhaustive" || algorithm === "linear-pruned";
  if (looksAtEachOnce && mapspaceSize !== null && BigInt(Math.trunc(evaluated)) > BigInt(mapspaceSize)) {
    complaints.push(`${evaluated} evaluated of ${mapspaceSize} mappings`);
  }
  return judged("counts", complaints, "they agree with each other; how many they are depends on the run");
}
