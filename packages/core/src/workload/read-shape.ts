/**
 * The shape of a problem: names of dimensions, coefficients with their defaults, flattening, data spaces.
 * Nothing here knows sizes; projections are kept as nodes until the instance has given the coefficients.
 */
import { badName, duplicateName } from "../spec/errors.ts";
import type { Scope } from "../spec/expressions.ts";
import { asFlag, asList, asMap, asText, readFields } from "../spec/fields.ts";
import { readNumber } from "../spec/numbers.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { badFlattening, emptyProblem, unknownDimension } from "./errors.ts";

/** A name with its place. */
export interface NamedPlace {
  readonly name: string;
  readonly span: Span;
}

/** A data space before the instance is known. */
export interface DataSpaceShape extends NamedPlace {
  readonly projection: LocatedNode;
  readonly readWrite: boolean;
}

export interface ProblemShape {
  readonly name: string;
  readonly dimensions: readonly NamedPlace[];
  /** Coefficient name to its default. */
  readonly coefficients: ReadonlyMap<string, number>;
  /** Groups of `flatten`, least significant dimension first. */
  readonly flatten: readonly (NamedPlace & { readonly dimensions: readonly string[] })[];
  readonly dataSpaces: readonly DataSpaceShape[];
  readonly span: Span;
}

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const SHAPE_KEYS = ["name", "dimensions", "coefficients", "data_spaces", "flatten", "version"];

/** The shape written in `node`; what cannot be read is reported and left out. */
export function readShape(node: LocatedNode, scope: Scope, report: Report): ProblemShape | undefined {
  const map = asMap(node, "problem.shape", report);
  if (!map) return undefined;
  const rules = { owner: "problem.shape", allowed: SHAPE_KEYS, required: ["dimensions", "data_spaces"] };
  const fields = readFields(map, rules, report);
  const nameNode = fields.get("name")?.value;
  const name = (nameNode && asText(nameNode, "the name of the shape", report)) ?? "";

  const dimensionsNode = fields.get("dimensions")?.value;
  const dimensions = dimensionsNode ? readNames(dimensionsNode, "dimension", report) : [];
  if (dimensionsNode?.kind === "list" && dimensionsNode.items.length === 0) {
    report(emptyProblem(dimensionsNode.span, "dimensions"));
  }
  const coefficientsNode = fields.get("coefficients")?.value;
  const coefficients = coefficientsNode ? readCoefficients(coefficientsNode, dimensions, scope, report) : new Map();
  const flattenNode = fields.get("flatten")?.value;
  const flatten = flattenNode ? readFlatten(flattenNode, dimensions, report) : [];
  const spacesNode = fields.get("data_spaces")?.value;
  const dataSpaces = spacesNode ? readDataSpaces(spacesNode, report) : [];
  return { name, dimensions, coefficients, flatten, dataSpaces, span: map.span };
}

/** A list of distinct identifiers. */
function readNames(node: LocatedNode, owner: string, report: Report): readonly NamedPlace[] {
  const seen = new Map<string, Span>();
  for (const item of asList(node, `the list of ${owner}s`, report)?.items ?? []) {
    const name = asText(item, `a ${owner}`, report);
    if (name === undefined) continue;
    if (!IDENTIFIER.test(name)) report(badName(item.span, `a ${owner}`, name));
    else if (seen.has(name)) report(duplicateName(item.span, owner, name, seen.get(name)));
    else seen.set(name, item.span);
  }
  return [...seen].map(([name, span]) => ({ name, span }));
}

function readCoefficients(
  node: LocatedNode,
  dimensions: readonly NamedPlace[],
  scope: Scope,
  report: Report,
): ReadonlyMap<string, number> {
  const coefficients = new Map<string, number>();
  const places = new Map(dimensions.map(({ name, span }) => [name, span]));
  for (const item of asList(node, "coefficients", report)?.items ?? []) {
    const map = asMap(item, "a coefficient", report);
    if (!map) continue;
    const fields = readFields(
      map,
      { owner: "a coefficient", allowed: ["name", "default"], required: ["name"] },
      report,
    );
    const nameNode = fields.get("name")?.value;
    const name = nameNode && asText(nameNode, "the name of a coefficient", report);
    if (nameNode === undefined || name === undefined) continue;
    if (places.has(name)) report(duplicateName(nameNode.span, "dimension or coefficient", name, places.get(name)));
    places.set(name, nameNode.span);
    const valueNode = fields.get("default")?.value;
    const rules = { owner: `the default of ${name}`, kind: "integer" } as const;
    coefficients.set(name, (valueNode && readNumber(valueNode, rules, scope, report)) ?? 1);
  }
  return coefficients;
}

function readFlatten(
  node: LocatedNode,
  dimensions: readonly NamedPlace[],
  report: Report,
): (NamedPlace & { dimensions: string[] })[] {
  const known = dimensions.map(({ name }) => name);
  const used = new Set<string>();
  const groups: (NamedPlace & { dimensions: string[] })[] = [];
  for (const item of asList(node, "flatten", report)?.items ?? []) {
    const map = asMap(item, "a flattened dimension", report);
    if (!map) continue;
    const keys = ["name", "dimensions"];
    const fields = readFields(map, { owner: "a flattened dimension", allowed: keys, required: keys }, report);
    const nameNode = fields.get("name")?.value;
    const partsNode = fields.get("dimensions")?.value;
    const name = nameNode && asText(nameNode, "the name of a flattened dimension", report);
    if (!nameNode || name === undefined || !partsNode) continue;
    if (!IDENTIFIER.test(name)) report(badName(nameNode.span, "a flattened dimension", name));
    const parts: string[] = [];
    for (const part of asList(partsNode, "the dimensions of a flattened dimension", report)?.items ?? []) {
      const text = asText(part, "a dimension", report);
      if (text === undefined) continue;
      if (!known.includes(text)) {
        report(unknownDimension(part.span, text, "problem.shape.dimensions", known, nearestWord(text, known)));
      } else if (used.has(text)) report(badFlattening(part.span, name, `takes "${text}", which is already taken`));
      else parts.push(text);
      used.add(text);
    }
    if (parts.length === 0) report(badFlattening(partsNode.span, name, "stands for no dimension"));
    groups.push({ name, span: nameNode.span, dimensions: parts });
  }
  const names = new Map(dimensions.filter(({ name }) => !used.has(name)).map(({ name, span }) => [name, span]));
  for (const { name, span } of groups) {
    if (names.has(name)) report(duplicateName(span, "dimension", name, names.get(name)));
    names.set(name, span);
  }
  return groups;
}

function readDataSpaces(node: LocatedNode, report: Report): readonly DataSpaceShape[] {
  const list = asList(node, "data_spaces", report);
  if (list?.items.length === 0) report(emptyProblem(list.span, "data spaces"));
  const spaces = new Map<string, DataSpaceShape>();
  for (const item of list?.items ?? []) {
    const map = asMap(item, "a data space", report);
    if (!map) continue;
    const allowed = ["name", "projection", "read_write", "ranks"];
    const fields = readFields(map, { owner: "a data space", allowed, required: ["name", "projection"] }, report);
    const nameNode = fields.get("name")?.value;
    const projection = fields.get("projection")?.value;
    const name = nameNode && asText(nameNode, "the name of a data space", report);
    if (!nameNode || name === undefined || !projection) continue;
    if (!IDENTIFIER.test(name)) report(badName(nameNode.span, "a data space", name));
    const first = spaces.get(name);
    if (first) {
      report(duplicateName(nameNode.span, "data space", name, first.span));
      continue;
    }
    const flag = fields.get("read_write")?.value;
    const readWrite = (flag && asFlag(flag, `read_write of ${name}`, report)) ?? false;
    spaces.set(name, { name, span: nameNode.span, projection, readWrite });
  }
  return [...spaces.values()];
}
