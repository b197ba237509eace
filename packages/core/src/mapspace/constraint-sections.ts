/**
 * All places where constraints may stand, walked into one flat list:
 *
 *     architecture_constraints, mapspace_constraints, constraints, mapspace     sections of the input
 *         a list | {targets: [...]} | {constraints: [...]} | {constraints: name} with {constraints_name: [...]}
 *         items: {target, type, ...} | {target, constraints: [{type, ...}]}; settings may stand under `attributes`
 *     {temporal: {...}, spatial: {...}, dataspace: {...}}                       at nodes of a 0.4 architecture
 *
 * Source: Constraints::Parse, ParseList, ParseSingleConstraint of Timeloop (4cf6d4c).
 */
import { missingKey, unknownKey, wrongType } from "../spec/errors.ts";
import { asList, asMap, asScalar, scalarText, startOf } from "../spec/fields.ts";
import type { Spec } from "../spec/spec.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { getValue, isNull, normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode, LocatedScalar } from "../yaml/located.ts";
import { unknownConstraintType, unknownTemplate } from "./errors.ts";

export type ConstraintType = "temporal" | "spatial" | "dataspace" | "max_overbooked_proportion" | "parallelism";

const TYPES: ReadonlyMap<string, ConstraintType> = new Map([
  ["temporal", "temporal"],
  ["spatial", "spatial"],
  ["dataspace", "dataspace"],
  ["datatype", "dataspace"],
  ["bypass", "dataspace"],
  ["bypassing", "dataspace"],
  ["max_overbooked_proportion", "max_overbooked_proportion"],
  ["parallelism", "parallelism"],
  ["utilization", "parallelism"],
]);
const TEMPLATES = ["uber", "ruby"];

/** One constraint, not yet understood: what it aims at and what it says. */
export interface RawConstraint {
  /** As written, or the name of the level for constraints of a node. */
  readonly target: LocatedScalar | string;
  readonly type: ConstraintType;
  readonly entries: readonly LocatedEntry[];
  readonly span: Span;
}

/** Every constraint of the input, those of sections first. */
export function collectConstraints(spec: Spec, report: Report): readonly RawConstraint[] {
  const found: RawConstraint[] = [];
  for (const [key, node] of Object.entries(spec.raw ?? {})) {
    const section = key.replace(/#\d+$/, "");
    if (section === "mapspace" || section.includes("constraints")) readSection(section, node, found, report);
  }
  for (const { level, constraints } of spec.nodeConstraints ?? []) readNode(level, constraints, found, report);
  return found;
}

function readSection(section: string, node: LocatedNode, found: RawConstraint[], report: Report): void {
  if (isNull(node)) return;
  if (node.kind === "list") {
    readList(node, section, found, report);
    return;
  }
  const map = asMap(node, section, report);
  if (!map) return;
  const allowed = ["version", "targets", "constraints", "template", "name"];
  const named = getValue(map, "constraints");
  const byName = named?.kind === "scalar" && !isNull(named) ? `constraints_${scalarText(named)}` : undefined;
  for (const { key, keySpan, value } of map.entries) {
    const name = normalizeKey(key);
    if (name === "template") checkTemplate(value, report);
    else if (name === byName) readList(value, section, found, report);
    else if ((name === "targets" || name === "constraints") && byName === undefined) {
      if (!isNull(value)) readList(value, section, found, report);
    } else if (!allowed.includes(name) && !name.startsWith("constraints_")) {
      report(unknownKey(keySpan, key, section, allowed, nearestWord(name, allowed)));
    }
  }
}

function checkTemplate(node: LocatedNode, report: Report): void {
  const scalar = asScalar(node, "the template of a mapspace", report);
  if (!scalar) return;
  const name = scalarText(scalar);
  if (!TEMPLATES.includes(name)) report(unknownTemplate(scalar.span, name, TEMPLATES, nearestWord(name, TEMPLATES)));
}

function readList(node: LocatedNode, owner: string, found: RawConstraint[], report: Report): void {
  for (const item of asList(node, owner, report)?.items ?? []) {
    const map = asMap(item, "a constraint", report);
    if (!map) continue;
    const nested = getValue(map, "constraints");
    if (!nested) {
      readItem(map, map, found, report);
      continue;
    }
    for (const inner of asList(nested, "the constraints of a target", report)?.items ?? []) {
      const innerMap = asMap(inner, "a constraint", report);
      if (innerMap) readItem(map, innerMap, found, report);
    }
  }
}

/** `owner` names the target, `map` says the rest; they are the same where nothing is nested. */
function readItem(owner: LocatedMap, map: LocatedMap, found: RawConstraint[], report: Report): void {
  const targetNode = getValue(owner, "target") ?? getValue(owner, "name");
  const typeNode = getValue(map, "type");
  if (!targetNode) report(missingKey(startOf(owner.span), "a constraint", "target"));
  if (!typeNode) report(missingKey(startOf(map.span), "a constraint", "type"));
  const target = targetNode && asScalar(targetNode, "the target of a constraint", report);
  const typeScalar = typeNode && asScalar(typeNode, "the type of a constraint", report);
  if (!target || !typeScalar) return;
  const word = scalarText(typeScalar);
  const type = TYPES.get(normalizeKey(word));
  if (!type) {
    const types = [...TYPES.keys()];
    report(unknownConstraintType(typeScalar.span, word, types, nearestWord(word, types)));
    return;
  }
  const entries: LocatedEntry[] = [];
  for (const entry of map.entries) {
    const key = normalizeKey(entry.key);
    if (key === "attributes") entries.push(...(asMap(entry.value, "attributes", report)?.entries ?? []));
    else if (!["target", "name", "type", "constraints"].includes(key)) entries.push(entry);
  }
  found.push({ target, type, entries, span: map.span });
}

function readNode(level: string, constraints: LocatedMap, found: RawConstraint[], report: Report): void {
  for (const { key, keySpan, value } of constraints.entries) {
    const type = TYPES.get(normalizeKey(key).replace(/^dataspaces$/, "dataspace"));
    if (!type) {
      const allowed = ["temporal", "spatial", "dataspace", "max_overbooked_proportion"];
      report(unknownKey(keySpan, key, "the constraints of a node", allowed, nearestWord(key, allowed)));
    } else if (value.kind === "map") {
      const entries = value.entries.filter(({ key: inner }) => !["target", "type"].includes(normalizeKey(inner)));
      found.push({ target: level, type, entries, span: value.span });
    } else if (!isNull(value)) report(wrongType(value.span, key, "a map (key: value)", "something else"));
  }
}
