/**
 * `problem` -> Workload. Shape and instance may stand in any order, the instance inside the shape's sibling
 * `instance` or (old form) its entries beside the shape.
 *
 *     1 shape       names, written out, by a built-in name, or from a `shape:` section of another file
 *     2 instance    a size for each dimension, coefficients, densities
 *     3 projections now that coefficients are numbers
 *     4 checks      sizes below 2^53, unused dimensions, no output
 */
import { sparsityIgnored, unknownKey } from "../spec/errors.ts";
import type { Scope } from "../spec/expressions.ts";
import { asMap, asText, describeNode, readFields, startOf } from "../spec/fields.ts";
import { obeys, readNumber } from "../spec/numbers.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { getValue, normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode } from "../yaml/located.ts";
import { BUILT_IN_SHAPES, builtInShapeNode, findBuiltInShape } from "./built-in-shapes.ts";
import {
  badCoefficient,
  badDimensionSize,
  instanceKeyIgnored,
  missingDimensionSize,
  noReadWrite,
  problemTooLarge,
  shapeDefault,
  unknownDataSpace,
  unknownInstanceKey,
  unknownShape,
  unusedDimension,
} from "./errors.ts";
import { readDensity } from "./read-density.ts";
import { readProjection } from "./read-projection.ts";
import { type ProblemShape, readShape } from "./read-shape.ts";
import type { DataDensity, DataSpace, Dimension, LoopDimension, Workload } from "./workload.ts";

const PROBLEM_KEYS = ["version", "shape", "instance", "name"];
const DENSITY_KEYS = ["densities", "density", "common_density", "commonDensity"];
const DEFAULT_SHAPE = "cnn_layer";

/** What an instance gives. */
interface Instance {
  readonly sizes: ReadonlyMap<string, number>;
  readonly coefficients: ReadonlyMap<string, number>;
  readonly densities: ReadonlyMap<string, DataDensity>;
}

/**
 * The workload that a `problem` section describes, or undefined after an error.
 * `namedShapes`: `shape` sections of other files, which `shape: <name>` may mean.
 */
export function readProblem(
  node: LocatedNode,
  scope: Scope,
  report: Report,
  namedShapes: readonly LocatedMap[] = [],
): Workload | undefined {
  let failed = false;
  const reportHere: Report = (diagnostic) => {
    if (diagnostic.severity === "error") failed = true;
    report(diagnostic);
  };
  const map = asMap(node, "problem", reportHere);
  if (!map) return undefined;
  const shapeNode = resolveShape(map, namedShapes, reportHere);
  const shape = shapeNode && readShape(shapeNode, scope, reportHere);
  if (!shape) return undefined;
  const instance = readInstance(map, shape, scope, reportHere);
  for (const [name, { span, value }] of instance.densities) {
    if (value !== 1 && span) report(sparsityIgnored(span, `the density of ${name}`));
  }
  if (failed) return undefined;
  const workload = buildWorkload(map, shape, instance, reportHere);
  return failed ? undefined : workload;
}

function resolveShape(map: LocatedMap, namedShapes: readonly LocatedMap[], report: Report): LocatedNode | undefined {
  const node = getValue(map, "shape");
  if (!node) {
    const [only] = namedShapes;
    if (only) return only;
    const shape = findBuiltInShape(DEFAULT_SHAPE);
    report(shapeDefault(startOf(map.span), DEFAULT_SHAPE));
    return shape && builtInShapeNode(shape);
  }
  if (node.kind !== "scalar") return node;
  const name = asText(node, "problem.shape", report);
  if (name === undefined) return undefined;
  const given = namedShapes.find((candidate) => {
    const nameNode = getValue(candidate, "name");
    return nameNode?.kind === "scalar" && nameNode.raw === name;
  });
  if (given) return given;
  const builtIn = findBuiltInShape(name);
  if (builtIn) return builtInShapeNode(builtIn);
  const known = [...BUILT_IN_SHAPES.keys()];
  report(unknownShape(node.span, name, known, nearestWord(name, known)));
  return undefined;
}

function readInstance(problem: LocatedMap, shape: ProblemShape, scope: Scope, report: Report): Instance {
  const dimensionNames = shape.dimensions.map(({ name }) => name);
  const sizeNames = [...dimensionNames, ...shape.coefficients.keys()];
  const known = [...sizeNames, "densities", "commonDensity"];
  const inner = getValue(problem, "instance");
  const instance = inner ? asMap(inner, "problem.instance", report) : problem;
  if (inner) readFields(problem, { owner: "problem", allowed: PROBLEM_KEYS }, report);

  const sizes = new Map<string, number>();
  const coefficients = new Map(shape.coefficients);
  const densities = new Map<string, DataDensity>();
  for (const entry of instance?.entries ?? []) {
    const { key, value } = entry;
    if (dimensionNames.includes(key)) {
      const size = readSize(key, value, scope, report);
      // Kept even where wrong, so that it is not reported as missing too.
      sizes.set(key, size ?? 1);
    } else if (shape.coefficients.has(key)) {
      const rules = { owner: `coefficient ${key}`, kind: "integer" } as const;
      const number = readNumber(value, rules, scope, report);
      if (number === 0) report(badCoefficient(value.span, key, "0"));
      if (number !== undefined) coefficients.set(key, number);
    } else if (DENSITY_KEYS.includes(normalizeKey(key))) {
      readDensities(entry, shape, densities, report);
    } else if (inner || !PROBLEM_KEYS.includes(normalizeKey(key))) {
      reportExtraKey(entry, inner !== undefined, known, report);
    }
  }
  const missing = dimensionNames.filter((name) => !sizes.has(name));
  if (instance && missing.length > 0) report(missingDimensionSize(startOf(instance.span), missing));
  return { sizes, coefficients, densities };
}

/**
 * A key near a known one is likely a slip (published layers have `HStride` for `Hstride`); others (`H`, `Wpad`) are
 * told of and skipped. Neither stops a run: Timeloop reads these files too, without a word.
 */
function reportExtraKey(entry: LocatedEntry, inInstance: boolean, known: readonly string[], report: Report): void {
  if (!inInstance && entry.value.kind !== "scalar") {
    const allowed = [...PROBLEM_KEYS, ...known];
    report(unknownKey(entry.keySpan, entry.key, "problem", allowed, nearestWord(entry.key, allowed)));
    return;
  }
  const suggestion = nearestWord(entry.key, known);
  if (suggestion === undefined) report(instanceKeyIgnored(entry.keySpan, entry.key, known));
  else report(unknownInstanceKey(entry.keySpan, entry.key, known, suggestion));
}

function readSize(name: string, node: LocatedNode, scope: Scope, report: Report): number | undefined {
  const rules = { owner: `the size of dimension ${name}`, kind: "number" } as const;
  if (node.kind === "scalar" && typeof node.value === "number" && !obeys(node.value, { ...rules, kind: "count" })) {
    report(badDimensionSize(node.span, name, describeNode(node)));
    return undefined;
  }
  const size = readNumber(node, rules, scope, report);
  if (size === undefined || obeys(size, { ...rules, kind: "count" })) return size;
  report(badDimensionSize(node.span, name, String(size)));
  return undefined;
}

function readDensities(
  entry: LocatedEntry,
  shape: ProblemShape,
  densities: Map<string, DataDensity>,
  report: Report,
): void {
  const names = shape.dataSpaces.map(({ name }) => name);
  if (/common/i.test(entry.key)) {
    for (const name of names) {
      const density = readDensity(entry.value, name, report);
      if (density) densities.set(name, density);
    }
    return;
  }
  const map = asMap(entry.value, "densities", report);
  for (const { key, keySpan, value } of map?.entries ?? []) {
    if (!names.includes(key)) {
      report(unknownDataSpace(keySpan, key, names, nearestWord(key, names)));
      continue;
    }
    const density = readDensity(value, key, report);
    if (density) densities.set(key, density);
  }
}

function buildWorkload(problem: LocatedMap, shape: ProblemShape, instance: Instance, report: Report): Workload {
  const dimensions: Dimension[] = shape.dimensions.map(({ name, span }) => {
    return { name, size: instance.sizes.get(name) ?? 1, span };
  });
  const ids = new Map(dimensions.map(({ name }, id) => [name, id]));
  const names = { dimensions: ids, coefficients: instance.coefficients };
  const dataSpaces: DataSpace[] = shape.dataSpaces.map(({ name, span, projection, readWrite }) => {
    const density = instance.densities.get(name);
    const ranks = readProjection(projection, names, report);
    return { name, ranks, readWrite, span, ...(density && { density }) };
  });
  checkSizes(shape, dimensions, dataSpaces, report);

  const used = new Set(dataSpaces.flatMap(({ ranks }) => ranks.flat().map(({ dimension }) => dimension)));
  for (const [id, { name, size, span }] of dimensions.entries()) {
    if (!used.has(id) && size > 1 && span) report(unusedDimension(span, name));
  }
  const [firstSpace] = shape.dataSpaces;
  if (firstSpace && !dataSpaces.some(({ readWrite }) => readWrite)) report(noReadWrite(firstSpace.span));

  return {
    name: shape.name,
    dimensions,
    loopDimensions: flattenDimensions(shape, dimensions, ids),
    usesFlattening: shape.flatten.length > 0,
    coefficients: Object.fromEntries(instance.coefficients),
    dataSpaces,
    span: problem.span,
  };
}

/** Flattened groups first, then every dimension that is in no group, as Timeloop numbers them. */
function flattenDimensions(
  shape: ProblemShape,
  dimensions: readonly Dimension[],
  ids: ReadonlyMap<string, number>,
): readonly LoopDimension[] {
  const grouped = new Set(shape.flatten.flatMap((group) => group.dimensions));
  const groups = shape.flatten.map((group) => {
    const parts = group.dimensions.map((name) => ids.get(name) ?? 0);
    return { name: group.name, size: parts.reduce((size, id) => size * (dimensions[id]?.size ?? 1), 1), parts };
  });
  const singles = dimensions.map(({ name, size }, id) => ({ name, size, parts: [id] }));
  return [...groups, ...singles.filter(({ name }) => !grouped.has(name))];
}

function checkSizes(
  shape: ProblemShape,
  dimensions: readonly Dimension[],
  dataSpaces: readonly DataSpace[],
  report: Report,
): void {
  const points = dimensions.reduce((product, { size }) => product * size, 1);
  if (points > Number.MAX_SAFE_INTEGER) {
    report(problemTooLarge(shape.dimensions[0]?.span ?? shape.span, "the operation space", points.toExponential(2)));
  }
  for (const { name, ranks, span } of dataSpaces) {
    let words = 1;
    for (const rank of ranks) {
      words *= rank.reduce(
        (extent, term) => extent + Math.abs(term.coefficient) * ((dimensions[term.dimension]?.size ?? 1) - 1),
        1,
      );
    }
    if (words > Number.MAX_SAFE_INTEGER && span)
      report(problemTooLarge(span, `data space ${name}`, words.toExponential(2)));
  }
}
