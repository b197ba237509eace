/**
 * Reading the fields of a located map: known keys in either spelling, unknown ones reported with the nearest known
 * one, missing ones reported once. Readers go on with what they have, so that one run reports many mistakes.
 */
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedEntry, LocatedList, LocatedMap, LocatedNode, LocatedScalar } from "../yaml/located.ts";
import { missingKey, notAFlag, unknownKey, wrongType } from "./errors.ts";

/** What a map may hold. `owner` names it in messages: `a component`, `problem.shape`. */
export interface FieldRules {
  readonly owner: string;
  readonly allowed: readonly string[];
  readonly required?: readonly string[];
}

/** The known entries of one map by normalised key. */
export type Fields = ReadonlyMap<string, LocatedEntry>;

/** What kind of thing a node is, in words, for messages. */
export function describeNode(node: LocatedNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a map";
  if (node.value === null) return "empty";
  const text = node.raw.length > 40 ? `${node.raw.slice(0, 37)}...` : node.raw;
  return typeof node.value === "string" ? `"${text}"` : text;
}

/** `node` as a map, or undefined with a diagnostic. */
export function asMap(node: LocatedNode, owner: string, report: Report): LocatedMap | undefined {
  if (node.kind === "map") return node;
  report(wrongType(node.span, owner, "a map (key: value)", describeNode(node)));
  return undefined;
}

/** `node` as a list, or undefined with a diagnostic. */
export function asList(node: LocatedNode, owner: string, report: Report): LocatedList | undefined {
  if (node.kind === "list") return node;
  report(wrongType(node.span, owner, "a list", describeNode(node)));
  return undefined;
}

/** `node` as a scalar that is not empty, or undefined with a diagnostic. */
export function asScalar(node: LocatedNode, owner: string, report: Report): LocatedScalar | undefined {
  if (node.kind === "scalar" && node.value !== null) return node;
  report(wrongType(node.span, owner, "one word or number", describeNode(node)));
  return undefined;
}

/** The text of a scalar as its writer sees it: `0.4` and `N` stay as written whatever YAML makes of them. */
export function scalarText(scalar: LocatedScalar): string {
  return typeof scalar.value === "string" ? scalar.value : scalar.raw;
}

/** `node` as text, or undefined with a diagnostic. */
export function asText(node: LocatedNode, owner: string, report: Report): string | undefined {
  const scalar = asScalar(node, owner, report);
  return scalar && scalarText(scalar);
}

/** `node` as true or false, or undefined with a diagnostic; 0 and 1 count, as they do for Timeloop. */
export function asFlag(node: LocatedNode, owner: string, report: Report): boolean | undefined {
  if (node.kind === "scalar") {
    if (typeof node.value === "boolean") return node.value;
    const text = scalarText(node).toLowerCase();
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
  }
  report(notAFlag(node.span, owner, describeNode(node)));
  return undefined;
}

/** The fields of `map`; unknown and missing keys are reported. */
export function readFields(map: LocatedMap, rules: FieldRules, report: Report): Fields {
  const fields = new Map<string, LocatedEntry>();
  for (const entry of map.entries) {
    const key = normalizeKey(entry.key);
    if (rules.allowed.includes(key)) fields.set(key, entry);
    else report(unknownKey(entry.keySpan, entry.key, rules.owner, rules.allowed, nearestWord(key, rules.allowed)));
  }
  const missing = (rules.required ?? []).filter((key) => !fields.has(key));
  if (missing.length > 0) report(missingKey(startOf(map.span), rules.owner, ...missing));
  return fields;
}

/** A one-character span at the start of `span`: where a missing thing belongs. */
export function startOf(span: Span): Span {
  return { source: span.source, from: span.from, to: Math.min(span.from + 1, span.to) };
}

/** The place of characters `[from, to)` of a scalar's text, also inside quotes; the whole scalar where escapes hide it. */
export function spanInside(scalar: LocatedScalar, from: number, to: number): Span {
  const start = textStart(scalar);
  if (start === undefined) return scalar.span;
  return { source: scalar.span.source, from: start + from, to: start + Math.max(to, from + 1) };
}

/** Where texts of many words begin, kept since one look compares the whole text. */
const textStarts = new WeakMap<LocatedScalar, number | undefined>();

function textStart(scalar: LocatedScalar): number | undefined {
  if (!textStarts.has(scalar)) {
    const { source, from } = scalar.span;
    const shift = [0, 1].find((quote) => source.text.startsWith(scalarText(scalar), from + quote));
    textStarts.set(scalar, shift === undefined ? undefined : from + shift);
  }
  return textStarts.get(scalar);
}
