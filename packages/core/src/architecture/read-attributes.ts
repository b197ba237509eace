/**
 * Attributes of one component: its own over the inherited ones, every value evaluated, keys normalised.
 *
 * An unquoted text is an expression over siblings, inherited attributes and variables where it looks like one, and a
 * plain word where nothing of that name exists (`type: LPDDR4`). `45nm`, `"45nm"` and 45 are all the number 45 under
 * `technology`.
 */

import { type AttributeSource, evaluateAttributes, type Scope, toExpression } from "../spec/expressions.ts";
import { asMap } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import { normalizeKey } from "../yaml/access.ts";
import type { LocatedNode } from "../yaml/located.ts";
import type { Attribute, Attributes, AttributeValue } from "./architecture.ts";
import { KNOWN_NAMES, NUMERIC_NAMES, SHAPING_NAMES } from "./attribute-schema.ts";
import { unknownAttribute } from "./errors.ts";

/** No attributes. */
export const NO_ATTRIBUTES: Attributes = {};

const NANOMETRES = /^\s*(\d+(?:\.\d+)?)\s*nm\s*$/i;

/** What is known around a component. */
export interface AttributeContext {
  /** Name of the component, for messages. */
  readonly owner: string;
  readonly inherited: Attributes;
  /** `variables` of the specification. */
  readonly scope: Scope;
  /** True where names are free: no slip of a known one is looked for. */
  readonly anyName?: boolean;
}

/** The attributes written in `node`, without the inherited ones. */
export function readOwnAttributes(
  node: LocatedNode | undefined,
  context: AttributeContext,
  report: Report,
): Attributes {
  if (!node || (node.kind === "scalar" && node.value === null)) return NO_ATTRIBUTES;
  const map = asMap(node, `attributes of ${context.owner}`, report);
  if (!map) return NO_ATTRIBUTES;
  const sources = new Map<string, AttributeSource>();
  for (const { key: written, keySpan, value } of map.entries) {
    const key = normalizeKey(written);
    if (context.anyName !== true && !KNOWN_NAMES.has(key)) {
      const suggestion = key.length > 3 ? nearestWord(key, SHAPING_NAMES) : undefined;
      if (suggestion !== undefined) report(unknownAttribute(keySpan, written, context.owner, suggestion));
    }
    sources.set(key, attributeSource(key, value));
  }
  const scope = new Map(context.scope);
  for (const [key, { value }] of Object.entries(context.inherited)) scope.set(key, toExpression(value));
  const values = evaluateAttributes(sources, scope, report);
  const attributes: [string, Attribute][] = [];
  for (const [key, { span }] of sources) {
    const value = values.get(key);
    if (value !== undefined) attributes.push([key, { value: normalizeTechnology(key, value), origin: "given", span }]);
  }
  return Object.fromEntries(attributes);
}

/** What is to be evaluated of one attribute: unquoted texts are, all else stands as it is. */
function attributeSource(key: string, node: LocatedNode): AttributeSource {
  const { span } = node;
  if (node.kind !== "scalar") return { kind: "value", value: plainValue(node), span };
  if (typeof node.value !== "string" || node.style !== "plain") return { kind: "value", value: node.value, span };
  if (key === "technology" && NANOMETRES.test(node.raw)) return { kind: "value", value: node.raw, span };
  return { kind: "text", text: node.raw, span, wordAllowed: !NUMERIC_NAMES.has(key) };
}

/** `own` over `inherited`, the latter marked as such. */
export function inheritAttributes(own: Attributes, inherited: Attributes): Attributes {
  const entries = Object.entries(inherited).map(([key, attribute]): [string, Attribute] => {
    return [key, attribute.origin === "inherited" ? attribute : { ...attribute, origin: "inherited" }];
  });
  return Object.fromEntries([...entries, ...Object.entries(own)]);
}

function normalizeTechnology(key: string, value: AttributeValue): AttributeValue {
  if (key !== "technology" || typeof value !== "string") return value;
  const nanometres = NANOMETRES.exec(value)?.[1];
  return nanometres === undefined ? value : Number(nanometres);
}

/** Lists and maps are kept as they are written, without evaluation. */
function plainValue(node: LocatedNode): AttributeValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
}
