/**
 * Projections: how a loop point touches a tensor. One sum of products for each rank, written as Timeloop does
 *
 *     [ [[C]], [[R, Wdilation], [P, Wstride]] ]      lists of ranks, terms, factors
 *     [ C, "R*Wdilation + P*Wstride" ]               flat list, a rank may be a formula
 *
 * A term holds exactly one dimension; its other factors are coefficients or whole numbers and multiply up.
 */
import { describeNode, scalarText, spanInside } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import type { LocatedNode, LocatedScalar } from "../yaml/located.ts";
import { badCoefficient, badProjection, unknownCoefficient } from "./errors.ts";
import type { ProjectionTerm } from "./workload.ts";

/** The names that a projection may use. */
export interface ProjectionNames {
  /** Dimension name to its id. */
  readonly dimensions: ReadonlyMap<string, number>;
  /** Coefficient name to its value. */
  readonly coefficients: ReadonlyMap<string, number>;
}

type Rank = readonly ProjectionTerm[];

/** A factor of a term with its place. */
interface Factor {
  readonly text: string;
  readonly span: Span;
}

/** The ranks of a `projection` value; those that cannot be read are reported and left out. */
export function readProjection(node: LocatedNode, names: ProjectionNames, report: Report): readonly Rank[] {
  const ranks: Rank[] = [];
  const items = node.kind === "list" ? node.items : [node];
  if (node.kind === "map") {
    report(badProjection(node.span, describeNode(node), "is not a projection"));
    return ranks;
  }
  for (const item of items) {
    const rank = readRank(item, names, report);
    if (rank) ranks.push(rank);
  }
  return ranks;
}

function readRank(node: LocatedNode, names: ProjectionNames, report: Report): Rank | undefined {
  if (node.kind === "scalar") return readFormula(node, names, report);
  if (node.kind === "map" || node.items.length === 0) {
    report(badProjection(node.span, node.kind === "map" ? "a map" : "an empty list", "is not a rank"));
    return undefined;
  }
  // `[R, Wstride]` without the inner brackets is one product; `[R, P]` is a sum of two dimensions.
  if (node.items.every((item) => item.kind === "scalar") && node.items.length > 1) {
    const factors = node.items.map(wholeFactor);
    if (factors.some((factor) => !names.dimensions.has(factor.text) && !/[*+]/.test(factor.text))) {
      const term = readTerm(factors, node.span, names, report);
      return term && [term];
    }
  }
  const terms: ProjectionTerm[] = [];
  for (const item of node.items) {
    if (item.kind === "scalar") {
      const rank = readFormula(item, names, report);
      if (!rank) return undefined;
      terms.push(...rank);
      continue;
    }
    if (item.kind === "map" || item.items.some((factor) => factor.kind !== "scalar")) {
      report(badProjection(item.span, describeNode(item), "is not a term: [dimension] or [dimension, coefficient]"));
      return undefined;
    }
    const term = readTerm(item.items.filter(isScalar).map(wholeFactor), item.span, names, report);
    if (!term) return undefined;
    terms.push(term);
  }
  return terms;
}

function isScalar(node: LocatedNode): node is LocatedScalar {
  return node.kind === "scalar";
}

function wholeFactor(node: LocatedNode): Factor {
  return { text: node.kind === "scalar" ? scalarText(node).trim() : "", span: node.span };
}

/** `R*Wdilation + P*2 - Q`: terms split at the signs, factors at the stars. */
function readFormula(scalar: LocatedScalar, names: ProjectionNames, report: Report): Rank | undefined {
  const text = scalarText(scalar);
  const terms: ProjectionTerm[] = [];
  const pattern = /([+-]?)([^+-]+)/g;
  const rest = text.replace(pattern, "").trim();
  if (text.trim() === "" || rest !== "") {
    report(badProjection(scalar.span, describeNode(scalar), "is not a sum of products"));
    return undefined;
  }
  for (const match of text.matchAll(pattern)) {
    const [, sign = "", body = ""] = match;
    let at = match.index + sign.length;
    const factors: Factor[] = [];
    for (const piece of body.split("*")) {
      const lead = piece.length - piece.trimStart().length;
      const word = piece.trim();
      factors.push({ text: word, span: spanInside(scalar, at + lead, at + lead + word.length) });
      at += piece.length + 1;
    }
    const term = readTerm(factors, spanInside(scalar, match.index, match.index + match[0].length), names, report);
    if (!term) return undefined;
    terms.push(sign === "-" ? { ...term, coefficient: -term.coefficient } : term);
  }
  return terms;
}

function readTerm(
  factors: readonly Factor[],
  span: Span,
  names: ProjectionNames,
  report: Report,
): ProjectionTerm | undefined {
  let dimension: number | undefined;
  let coefficient = 1;
  const coefficientNames: string[] = [];
  for (const { text, span: place } of factors) {
    const id = names.dimensions.get(text);
    if (id !== undefined) {
      if (dimension !== undefined) {
        report(badProjection(place, `"${text}"`, "is a second dimension in one product"));
        return undefined;
      }
      dimension = id;
      continue;
    }
    const named = names.coefficients.get(text);
    const value = named ?? (/^-?\d+$/.test(text) ? Number(text) : undefined);
    if (value === undefined) {
      const known = [...names.dimensions.keys(), ...names.coefficients.keys()];
      report(unknownCoefficient(place, text, known, nearestWord(text, known)));
      return undefined;
    }
    if (value === 0 || !Number.isSafeInteger(value)) {
      report(badCoefficient(place, `"${text}"`, String(value)));
      return undefined;
    }
    if (named !== undefined) coefficientNames.push(text);
    coefficient *= value;
  }
  if (dimension === undefined) {
    report(badProjection(span, "this term", "has no dimension"));
    return undefined;
  }
  const name = coefficientNames.length === 1 && factors.length === 2 ? coefficientNames[0] : undefined;
  return { dimension, coefficient, ...(name !== undefined && { coefficientName: name }) };
}
