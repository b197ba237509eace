/**
 * A temporal or spatial constraint into limits.
 *
 *     factors            R=3  R3  C<=4  C>=2  P=0 (the whole dimension)
 *     default_max_factor, default_min_factor        of dimensions that this constraint names no factor of
 *     permutation, split, remainders
 *     no_reuse, no_temporal_reuse, no_multicast_no_reduction, no_link_transfer, rmw_first_update
 *     factors_only, no_iteration_over_dataspaces, must_iterate_over_dataspaces      short for factors of 1
 *
 * Sources: Constraints::Parse* of Timeloop (4cf6d4c) and constraint_macro.py of its front end.
 */

import { readDataSpaces } from "../mapping/directive.ts";
import { badFactor, badSplit, duplicateFactor } from "../mapping/errors.ts";
import type { LevelId } from "../mapping/mapping.ts";
import { scanFactorWords } from "../mapping/read-factors.ts";
import { unknownKey } from "../spec/errors.ts";
import { EMPTY_SCOPE } from "../spec/expressions.ts";
import { describeNode } from "../spec/fields.ts";
import { readNumber } from "../spec/numbers.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { unknownDimension } from "../workload/errors.ts";
import type { DataSpaceId, DimensionId, Workload } from "../workload/workload.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedNode } from "../yaml/located.ts";
import { constraintIgnored, factorBeyondSize } from "./errors.ts";
import type { LimitsBuilder, LoopKind, ReuseFlag } from "./limits-builder.ts";
import { readOrder } from "./read-order.ts";

const LOOP_KEYS = [
  "factors",
  "permutation",
  "default_max_factor",
  "default_min_factor",
  "remainders",
  "no_reuse",
  "factors_only",
  "no_iteration_over_dataspaces",
  "must_iterate_over_dataspaces",
  "maximize_dims",
  "maximize_dims_capacity",
  "optimize",
];
const FLAGS: Readonly<Record<LoopKind, Readonly<Record<string, ReuseFlag>>>> = {
  temporal: { no_reuse: "noTemporalReuse", no_temporal_reuse: "noTemporalReuse", rmw_first_update: "rmwFirstUpdate" },
  spatial: {
    no_reuse: "noMulticast",
    no_multicast: "noMulticast",
    no_multicast_no_reduction: "noMulticast",
    no_link_transfer: "noLinkTransfer",
  },
};

/** A constraint on the loops of one level: its entries without target and type. */
export interface LoopConstraint {
  readonly level: LevelId;
  readonly kind: LoopKind;
  readonly entries: readonly LocatedEntry[];
  readonly span: Span;
}

/** The known entries by normalised key; others are reported. */
export function loopConstraintFields(
  { entries, kind }: Pick<LoopConstraint, "entries" | "kind">,
  report: Report,
): ReadonlyMap<string, LocatedEntry> {
  const allowed = [...LOOP_KEYS, ...(kind === "spatial" ? ["split"] : []), ...Object.keys(FLAGS[kind])];
  const fields = new Map<string, LocatedEntry>();
  for (const entry of entries) {
    const key = normalizeKey(entry.key);
    if (allowed.includes(key)) fields.set(key, entry);
    else report(unknownKey(entry.keySpan, entry.key, `a ${kind} constraint`, allowed, nearestWord(key, allowed)));
  }
  return fields;
}

/** One factor of a constraint, its name looked up. */
interface NamedLimit {
  readonly dimension: DimensionId;
  readonly min?: number;
  readonly max?: number;
  readonly span: Span;
}

export function readLoopConstraint(
  constraint: LoopConstraint,
  workload: Workload,
  limits: LimitsBuilder,
  report: Report,
): void {
  const { level, kind } = constraint;
  const fields = loopConstraintFields(constraint, report);
  const value = (key: string): LocatedNode | undefined => {
    const node = fields.get(key)?.value;
    return node && !isEmpty(node) ? node : undefined;
  };
  const number = (key: string, min: number): number | undefined => {
    const node = value(key);
    return node && readNumber(node, { owner: key, kind: "integer", min }, EMPTY_SCOPE, report);
  };
  const dimensions = workload.loopDimensions;

  // 1 factors, and those of 1 that shorthands stand for
  const named = [...readLimits(value("factors"), workload, report)];
  const only = fields.get("factors_only");
  if (only) named.push(...readLimits(isEmpty(only.value) ? undefined : only.value, workload, report));
  for (const { dimension, min, max, span } of named) {
    limits.limitFactor(level, kind, dimension, { ...(min && { min }), ...(max && { max }) }, span);
  }
  const fixToOne = (which: (dimension: DimensionId) => boolean, span: Span): void => {
    for (const id of dimensions.keys()) if (which(id)) limits.limitFactor(level, kind, id, { min: 1, max: 1 }, span);
  };
  const isNamed = (id: DimensionId): boolean => named.some(({ dimension }) => dimension === id);
  if (only) fixToOne((id) => !isNamed(id), only.keySpan);
  for (const [key, insideIsOne] of [
    ["no_iteration_over_dataspaces", true],
    ["must_iterate_over_dataspaces", false],
  ] as const) {
    const node = value(key);
    if (!node) continue;
    const touched = dimensionsOf(readDataSpaces(node, key, workload, report).keys(), workload);
    fixToOne((id) => touched.has(id) === insideIsOne, node.span);
  }

  // 2 defaults
  const most = number("default_max_factor", 1);
  const least = number("default_min_factor", 1);
  for (const id of dimensions.keys()) {
    if (isNamed(id)) continue;
    const span = (key: string): Span => fields.get(key)?.value.span ?? constraint.span;
    if (most !== undefined) limits.limitFactor(level, kind, id, { max: most }, span("default_max_factor"));
    if (least !== undefined) limits.limitFactor(level, kind, id, { min: least }, span("default_min_factor"));
  }

  // 3 order, split, remainders
  const order = value("permutation");
  if (order) {
    const { innermost, outermost } = readOrder(order, dimensions, report);
    if (innermost.length + outermost.length > 0) limits.setOrder(level, kind, innermost, outermost, order.span);
  }
  const split = value("split");
  if (split) {
    const count = split.kind === "scalar" ? Number(split.value) : Number.NaN;
    if (Number.isSafeInteger(count) && count >= 0) limits.setSplit(level, count, split.span);
    else report(badSplit(split.span, describeNode(split)));
  }
  const remainder = number("remainders", 0);
  if (remainder !== undefined) {
    limits.setRemainder(level, kind, remainder, fields.get("remainders")?.value.span ?? constraint.span);
  }

  // 4 flags
  for (const [key, flag] of Object.entries(FLAGS[kind])) {
    const node = value(key);
    if (!node) continue;
    for (const id of readDataSpaces(node, key, workload, report).keys()) limits.setFlag(level, flag, id);
  }
  const optimize = fields.get("optimize");
  if (optimize) report(constraintIgnored(optimize.keySpan, optimize.key, "no search takes advice from it"));
}

/** Factors with their operators; a wrong one is reported and left out. */
function* readLimits(node: LocatedNode | undefined, workload: Workload, report: Report): Generator<NamedLimit> {
  if (!node) return;
  const dimensions = workload.loopDimensions;
  const names = dimensions.map(({ name }) => name);
  const seen = new Map<string, Span>();
  for (const raw of scanFactorWords(node, { dimensions, role: "constraint" }, report)) {
    const { name, digits, operator, span } = raw;
    const dimension = names.indexOf(name);
    const size = dimensions[dimension]?.size;
    if (size === undefined) {
      report(unknownDimension(raw.nameSpan, name, "the problem", names, nearestWord(name, names)));
      continue;
    }
    if (raw.residual !== undefined) {
      report(
        badFactor(span, raw.text, "is a factor of a mapping: constraints allow shorter last iterations by remainders"),
      );
      continue;
    }
    const relation = operator === "" ? "=" : operator;
    const first = seen.get(`${name}${relation}`);
    if (first) {
      report(duplicateFactor(span, name, first));
      continue;
    }
    seen.set(`${name}${relation}`, span);
    const number = Number(digits);
    if (!Number.isSafeInteger(number)) report(badFactor(span, raw.text, "is too large"));
    else if (relation !== "=" && number === 0)
      report(badFactor(span, raw.text, "is a limit of zero: factors begin at 1"));
    else if (relation === "<=") yield { dimension, max: number, span };
    else if (relation === ">=") yield { dimension, min: number, span };
    else if (number > size) report(factorBeyondSize(span, name, number, size));
    // 0 stands for the whole dimension, whatever other levels hold (Timeloop 4cf6d4c).
    else yield { dimension, min: number || size, max: number || size, span };
  }
}

function dimensionsOf(dataSpaces: Iterable<DataSpaceId>, workload: Workload): ReadonlySet<DimensionId> {
  const touched = new Set<DimensionId>();
  for (const id of dataSpaces) {
    const terms = workload.dataSpaces[id]?.ranks.flat() ?? [];
    for (const [loop, { parts }] of workload.loopDimensions.entries()) {
      if (terms.some(({ dimension }) => parts.includes(dimension))) touched.add(loop);
    }
  }
  return touched;
}

export function isEmpty(node: LocatedNode): boolean {
  return (
    (node.kind === "scalar" && (node.value === null || node.raw.trim() === "")) ||
    (node.kind === "list" && node.items.length === 0)
  );
}
