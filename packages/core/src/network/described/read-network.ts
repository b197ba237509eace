/**
 * A network in YAML, as a person writes it; the language is in docs/reference/networks.md.
 *
 *     network:
 *       name: ...
 *       parameters: {n: 3}          numbers and words, which `--set` may change
 *       input: [1, 3, 32, 32]       or inputs: {image: [...], mask: [...]}
 *       blocks: {basic: [...]}      lists of layers with arguments
 *       layers: [...]
 */
import { badName, missingSection, unknownSection } from "../../spec/errors.ts";
import {
  type AttributeSource,
  EMPTY_SCOPE,
  evaluateAttributes,
  type Scope,
  toExpression,
} from "../../spec/expressions.ts";
import { asList, asMap, asText, type Fields, readFields } from "../../spec/fields.ts";
import { readNumber } from "../../spec/numbers.ts";
import type { Diagnostic, Report } from "../../text/diagnostic.ts";
import { DiagnosticBag } from "../../text/diagnostic-bag.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import { getEntry } from "../../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../../yaml/located.ts";
import type { NetworkReading } from "../network-reading.ts";
import { parameterUnknown, shapesDiffer } from "./errors.ts";
import { LayerStop } from "./layer-reader.ts";
import { NetworkBuilder, type Value } from "./network-builder.ts";
import { readLayers } from "./read-layers.ts";

/** Values for the parameters of a network, by name. */
export type ParameterValues = ReadonlyMap<string, number | string | boolean>;

export interface DescriptionOptions {
  readonly parameters?: ParameterValues;
  /** What reading the documents found: an error there means that there is no network. */
  readonly earlier?: readonly Diagnostic[];
}

const KEYS = ["name", "parameters", "input", "inputs", "blocks", "layers"];

/** Whether a document describes a network. */
export function describesNetwork(document: LocatedNode): boolean {
  return document.kind === "map" && getEntry(document, "network") !== undefined;
}

/**
 * The network that one of `documents` describes.
 *
 * @example
 * const text = "network: {name: tiny, input: [1, 3, 8, 8], layers: [{conv: 4, kernel: 3}, flatten, {linear: 10}]}";
 * const { network } = readNetwork(readDocuments([{ name: "tiny.yaml", text }]).documents);
 * network?.layers.map(({ name }) => name) // ["conv1", "flatten1", "linear1"]
 */
export function readNetwork(documents: readonly LocatedNode[], options: DescriptionOptions = {}): NetworkReading {
  const bag = new DiagnosticBag();
  for (const diagnostic of options.earlier ?? []) bag.report(diagnostic);
  const document = documents.find(describesNetwork);
  if (document?.kind !== "map") {
    if (!bag.hasErrors) bag.report(missingSection("network", documents[0]?.span));
    return { diagnostics: bag.list() };
  }
  for (const { key, keySpan } of document.entries) {
    if (key !== "network") bag.report(unknownSection(keySpan, key, nearestWord(key, ["network"])));
  }
  const body = getEntry(document, "network")?.value;
  const map = body && asMap(body, "network", bag.report);
  try {
    const network = map && build(map, options.parameters ?? new Map(), bag.report);
    return { ...(network && !bag.hasErrors && { network }), diagnostics: bag.list() };
  } catch (thrown) {
    if (!(thrown instanceof LayerStop)) throw thrown;
    return { diagnostics: bag.list() };
  }
}

function build(map: LocatedMap, given: ParameterValues, report: Report): NetworkReading["network"] {
  const rules = { owner: "network", allowed: KEYS, required: ["name", "layers"] };
  const fields = readFields(map, rules, report);
  const layers = fields.get("layers")?.value;
  const nameNode = fields.get("name")?.value;
  const name = nameNode && asText(nameNode, "network.name", report);
  if (layers === undefined || nameNode === undefined || name === undefined) return undefined;
  if (!/^\w[\w.-]*$/.test(name)) report(badName(nameNode.span, "a network", name));
  const parameters = readParameters(name, fields.get("parameters")?.value, given, report);
  const builder = new NetworkBuilder();
  const inputs = readInputs(map, fields, parameters, builder, report);
  const [first] = inputs.values();
  if (first === undefined) return undefined;
  const description = { builder, report, parameters, blocks: readBlocks(fields, report), work: { items: 0 } };
  const output = readLayers(description, layers, inputs, first);
  const { beyond } = builder;
  if (beyond) report(shapesDiffer(beyond.span, beyond.name, "counts beyond 2^53", "make its sizes smaller"));
  return builder.build(name, output);
}

function readParameters(network: string, node: LocatedNode | undefined, given: ParameterValues, report: Report): Scope {
  const map = node && asMap(node, "network.parameters", report);
  const sources = new Map<string, AttributeSource>();
  for (const { key, value } of map?.entries ?? []) {
    const override = given.get(key);
    if (override !== undefined) sources.set(key, { kind: "value", value: override, span: value.span });
    else if (value.kind === "scalar" && typeof value.value === "string" && value.style === "plain") {
      sources.set(key, { kind: "text", text: value.value, span: value.span, wordAllowed: true });
    } else if (value.kind === "scalar") sources.set(key, { kind: "value", value: value.value, span: value.span });
    else asText(value, `network.parameters.${key}`, report);
  }
  for (const name of given.keys()) {
    if (!sources.has(name)) report(parameterUnknown(network, name, [...sources.keys()], node?.span));
  }
  const values = evaluateAttributes(sources, EMPTY_SCOPE, report);
  return new Map([...values].map(([name, value]) => [name, toExpression(value)]));
}

/**
 * `input` is one tensor of that name; `inputs` are several by name, the first of which the first layer reads. One with a size
 * of 0 (a cache that is still empty) holds no words; `concat` may name it all the same.
 */
function readInputs(
  map: LocatedMap,
  fields: Fields,
  scope: Scope,
  builder: NetworkBuilder,
  report: Report,
): ReadonlyMap<string, Value> {
  const single = fields.get("input");
  const several = fields.get("inputs");
  const inputs = new Map<string, Value>();
  if (single === undefined && several === undefined) {
    readFields({ ...map, entries: [] }, { owner: "network", allowed: KEYS, required: ["input"] }, report);
  }
  const named = several && asMap(several.value, "network.inputs", report);
  const entries = [...(single ? [{ key: "input", value: single.value }] : []), ...(named?.entries ?? [])];
  for (const { key, value } of entries) {
    const list = asList(value, `the shape of input "${key}"`, report);
    const rules = { owner: `a size of input "${key}"`, kind: "count", min: 0 } as const;
    const sizes = list?.items.map((item) => readNumber(item, rules, scope, report)) ?? [];
    const shape = sizes.filter((size) => size !== undefined);
    if (list && shape.length === sizes.length) inputs.set(key, builder.input(key, shape));
  }
  return inputs;
}

function readBlocks(fields: Fields, report: Report): ReadonlyMap<string, LocatedNode> {
  const node = fields.get("blocks")?.value;
  const map = node && asMap(node, "network.blocks", report);
  return new Map(map?.entries.map(({ key, value }) => [key, value]));
}
