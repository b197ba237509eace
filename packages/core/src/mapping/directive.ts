/**
 * Directives: what a mapping, or the constraints of a node, say about one level. Both are read by the same code, a
 * constraint with more keys and without errors for what only a mapping search can use.
 */
import { unknownKey } from "../spec/errors.ts";
import { asText, describeNode, type Fields } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { unknownDataSpace } from "../workload/errors.ts";
import type { DataSpaceId, DimensionId, Workload } from "../workload/workload.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode } from "../yaml/located.ts";
import { badSplit, keepAndBypass } from "./errors.ts";
import { type Factors, readFactors } from "./read-factors.ts";
import { readPermutation } from "./read-permutation.ts";

/** Loops of one level in time or in space. */
export interface LoopDirective {
  readonly factors: Factors;
  readonly permutation: readonly DimensionId[];
  readonly permutationSpan: Span | undefined;
  readonly split: number | undefined;
  /** Data spaces named by each flag. */
  readonly noReuse: readonly DataSpaceId[];
  readonly noLinkTransfer: readonly DataSpaceId[];
  readonly rmwFirstUpdate: readonly DataSpaceId[];
  readonly span: Span;
}

/** Data spaces that one level keeps and bypasses, with the place of each. */
export interface KeepDirective {
  readonly keep: ReadonlyMap<DataSpaceId, Span>;
  readonly bypass: ReadonlyMap<DataSpaceId, Span>;
  readonly noCoalesce: readonly DataSpaceId[];
  readonly span: Span;
}

/** Who speaks. */
export type Role = "mapping" | "constraint";

const LOOP_KEYS = ["target", "type", "factors", "permutation", "no_reuse"];
/** Front-end shorthands and search bounds: allowed in constraints, kept raw there. */
const SEARCH_KEYS = [
  "default_max_factor",
  "default_min_factor",
  "remainders",
  "factors_only",
  "no_iteration_over_dataspaces",
  "must_iterate_over_dataspaces",
  "maximize_dims",
  "maximize_dims_capacity",
  "optimize",
];

/** Keys that a directive of `type` may have in a mapping. */
export function directiveKeys(type: "temporal" | "spatial" | "dataspace"): readonly string[] {
  if (type === "temporal") return [...LOOP_KEYS, "no_temporal_reuse", "rmw_first_update"];
  if (type === "spatial")
    return [...LOOP_KEYS, "split", "no_multicast", "no_multicast_no_reduction", "no_link_transfer"];
  return ["target", "type", "keep", "bypass", "keep_only", "bypass_only", "no_coalesce"];
}

/** The known entries of a directive; other keys are errors in a mapping, and in a constraint where no search knows them. */
export function directiveFields(
  map: LocatedMap,
  type: "temporal" | "spatial" | "dataspace",
  role: Role,
  report: Report,
): Fields {
  const allowed = directiveKeys(type);
  const fields = new Map<string, LocatedEntry>();
  for (const entry of map.entries) {
    const key = normalizeKey(entry.key);
    if (allowed.includes(key)) fields.set(key, entry);
    else if (role === "mapping" || !SEARCH_KEYS.includes(key)) {
      const owner = role === "mapping" ? `a ${type} directive` : `a ${type} constraint`;
      report(unknownKey(entry.keySpan, entry.key, owner, allowed, nearestWord(key, allowed)));
    }
  }
  return fields;
}

/** The loops that `map` gives. */
export function readLoopDirective(
  map: LocatedMap,
  type: "temporal" | "spatial",
  role: Role,
  workload: Workload,
  report: Report,
): LoopDirective {
  const fields = directiveFields(map, type, role, report);
  const dimensions = workload.loopDimensions;
  const factors = fields.get("factors")?.value;
  const permutation = fields.get("permutation")?.value;
  const list = (...keys: readonly string[]): readonly DataSpaceId[] => {
    return keys.flatMap((key) => {
      const node = fields.get(key)?.value;
      return node ? [...readDataSpaces(node, key, workload, report).keys()] : [];
    });
  };
  return {
    factors: factors && !isEmpty(factors) ? readFactors(factors, { dimensions, role }, report) : new Map(),
    permutation: permutation && !isEmpty(permutation) ? readPermutation(permutation, dimensions, report) : [],
    permutationSpan: permutation?.span,
    split: readSplit(fields, report),
    noReuse:
      type === "temporal"
        ? list("no_reuse", "no_temporal_reuse")
        : list("no_reuse", "no_multicast", "no_multicast_no_reduction"),
    noLinkTransfer: list("no_link_transfer"),
    rmwFirstUpdate: list("rmw_first_update"),
    span: map.span,
  };
}

/** What `map` keeps and bypasses; `level` is its name for messages. */
export function readKeepDirective(
  map: LocatedMap,
  level: string,
  role: Role,
  workload: Workload,
  report: Report,
): KeepDirective {
  const fields = directiveFields(map, "dataspace", role, report);
  const read = (key: string): Map<DataSpaceId, Span> => {
    const node = fields.get(key)?.value;
    return node && !isEmpty(node) ? readDataSpaces(node, key, workload, report) : new Map();
  };
  const keep = read("keep");
  const bypass = read("bypass");
  // `keep_only: [A]` is keep A and bypass the rest; `bypass_only` the other way round.
  for (const [only, mine, others] of [
    ["keep_only", keep, bypass],
    ["bypass_only", bypass, keep],
  ] as const) {
    const node = fields.get(only)?.value;
    if (!node) continue;
    const named = readDataSpaces(node, only, workload, report);
    for (const id of workload.dataSpaces.keys()) (named.has(id) ? mine : others).set(id, named.get(id) ?? node.span);
  }
  for (const [id, span] of bypass) {
    if (keep.has(id)) report(keepAndBypass(span, workload.dataSpaces[id]?.name ?? "?", level, keep.get(id)));
  }
  return { keep, bypass, noCoalesce: [...read("no_coalesce").keys()], span: map.span };
}

function isEmpty(node: LocatedNode): boolean {
  return (
    (node.kind === "scalar" && (node.value === null || node.raw.trim() === "")) ||
    (node.kind === "list" && node.items.length === 0)
  );
}

/** A list of data spaces, or one name, or `*` for all of them. */
export function readDataSpaces(
  node: LocatedNode,
  key: string,
  workload: Workload,
  report: Report,
): Map<DataSpaceId, Span> {
  const found = new Map<DataSpaceId, Span>();
  const names = workload.dataSpaces.map(({ name }) => name);
  for (const item of node.kind === "list" ? node.items : [node]) {
    const name = asText(item, key, report);
    if (name === undefined) continue;
    const id = names.indexOf(name);
    if (name === "*") for (const every of names.keys()) found.set(every, item.span);
    else if (id < 0) report(unknownDataSpace(item.span, name, names, nearestWord(name, names)));
    else found.set(id, item.span);
  }
  return found;
}

function readSplit(fields: Fields, report: Report): number | undefined {
  const node = fields.get("split")?.value;
  if (!node || (node.kind === "scalar" && node.value === null)) return undefined;
  const value = node.kind === "scalar" ? Number(node.value) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= 0) return value;
  report(badSplit(node.span, describeNode(node)));
  return undefined;
}
