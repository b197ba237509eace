/**
 * The list of layers of a description, one after another: each reads what the one before gives, unless `from` says
 * otherwise. A block is a list of layers of its own, with arguments; its layers bear its name before theirs:
 *
 *     - {block: basic, name: stage2, out: 32, stride: [2, 1], repeat: 3}
 *       -> stage2.1.conv1, stage2.1.conv2, stage2.1.add1, stage2.2.conv1, ...      stride 2 the first time, then 1
 *
 * In a block, `input` is what the block got, and `channels` how many channels that has. Names are looked for in the block
 * first, then around it.
 */

import type { ExpressionValue } from "../../expression/value.ts";
import { duplicateName, missingKey, unknownKey, wrongType } from "../../spec/errors.ts";
import { evaluateScalar, type Scope } from "../../spec/expressions.ts";
import {
  asFlag,
  asList,
  asScalar,
  asText,
  describeNode,
  type Fields,
  readFields,
  scalarText,
  startOf,
} from "../../spec/fields.ts";
import { checkNumber } from "../../spec/numbers.ts";
import type { Report } from "../../text/diagnostic.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import type { Span } from "../../text/source.ts";
import { normalizeKey } from "../../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode, LocatedScalar } from "../../yaml/located.ts";
import {
  blockRecursive,
  blockUnknown,
  layerKinds,
  layerUnknown,
  modelTooLarge,
  valueUnknown,
  wordUnknown,
} from "./errors.ts";
import { BLOCK_WORD, COMMON_KEYS, LAYER_KINDS, layerWords } from "./layer-kinds.ts";
import { LayerReader, LayerStop, resolveWord } from "./layer-reader.ts";
import type { NetworkBuilder, Value } from "./network-builder.ts";
import { ELEMENT_WISE_WORDS, elementWiseWord } from "./other-layers.ts";

/** What all lists of layers of a network share. */
export interface Description {
  readonly builder: NetworkBuilder;
  readonly report: Report;
  readonly parameters: Scope;
  readonly blocks: ReadonlyMap<string, LocatedNode>;
  /** Items read so far, those left out by `when` among them. */
  readonly work: { items: number };
}

/** Items of all lists together. */
const MAX_ITEMS = 50_000;

/** One list of layers while it is read. */
interface Surroundings {
  readonly description: Description;
  readonly outer: Surroundings | undefined;
  /** Names of blocks around, outermost first. */
  readonly route: readonly string[];
  /** Before each layer's name. */
  readonly prefix: string;
  readonly scope: Scope;
  readonly values: Map<string, Value>;
  /** Where names were given, and those of layers without one. */
  readonly given: ReadonlyMap<string, Span>;
  readonly counts: Map<string, number>;
}

/** What the last layer gives. */
export function readLayers(
  description: Description,
  list: LocatedNode,
  inputs: ReadonlyMap<string, Value>,
  input: Value,
): Value {
  const outer: Surroundings = {
    description,
    outer: undefined,
    route: [],
    prefix: "",
    scope: description.parameters,
    values: new Map(inputs),
    given: new Map(),
    counts: new Map(),
  };
  return readList(outer, list, "layers", input);
}

function readList(around: Omit<Surroundings, "given">, node: LocatedNode, owner: string, input: Value): Value {
  const { report } = around.description;
  const list = asList(node, owner, report);
  if (list === undefined) throw new LayerStop();
  const here: Surroundings = { ...around, given: givenNames(list.items, report) };
  let current = input;
  for (const item of list.items) current = readItem(here, item, current);
  return current;
}

/** Names that layers are given; a name twice is an error. */
function givenNames(items: readonly LocatedNode[], report: Report): ReadonlyMap<string, Span> {
  const given = new Map<string, Span>();
  for (const item of items) {
    const entry = item.kind === "map" ? item.entries.find(({ key }) => key === "name") : undefined;
    if (entry?.value.kind !== "scalar") continue;
    const name = scalarText(entry.value);
    const first = given.get(name);
    if (first) report(duplicateName(entry.value.span, "layer", name, first));
    else given.set(name, entry.value.span);
  }
  return given;
}

interface Item {
  readonly kind: string;
  readonly node: LocatedNode | undefined;
  readonly map: LocatedMap | undefined;
  readonly span: Span;
}

function readItem(here: Surroundings, node: LocatedNode, current: Value): Value {
  const { report, work } = here.description;
  if (++work.items > MAX_ITEMS) {
    report(modelTooLarge(node.span, MAX_ITEMS));
    throw new LayerStop();
  }
  const item = itemOf(node, report);
  const kind = LAYER_KINDS.get(item.kind);
  const fields = kind ? fieldsOf(item, kind.keys, report) : blockFields(here, item);
  if (!isWanted(here, fields)) return current;
  const from = fields.get("from")?.value;
  const input = from === undefined ? current : find(here, from, current);
  if (input === undefined) throw new LayerStop();
  const name = nameOf(here, item, fields);
  const repeat = fields.get("repeat")?.value;
  const times = repeat === undefined ? 1 : repeatCount(here, repeat, name);
  let value = input;
  for (let turn = 0; turn < times; turn++) {
    if (turn > 0 && ++work.items > MAX_ITEMS) {
      report(modelTooLarge(node.span, MAX_ITEMS));
      throw new LayerStop();
    }
    const full = here.prefix + (repeat === undefined ? name : `${name}.${turn + 1}`);
    value = kind ? readLayer(here, item, fields, full, value) : useBlock(here, item, fields, full, value, turn);
  }
  here.values.set(name, value);
  // A weight stands aside: the next layer reads what the one before it gave.
  return item.kind === "weight" ? current : value;
}

/** The word that names the kind of a layer, and what stands behind it. */
function itemOf(node: LocatedNode, report: Report): Item {
  if (node.kind === "scalar") {
    const word = normalizeKey(scalarText(node));
    if (LAYER_KINDS.get(word)?.isBare) return { kind: word, node: undefined, map: undefined, span: node.span };
    const words = layerWords();
    if (words.includes(word)) report(wrongType(node.span, `layer "${word}"`, `a map: {${word}: ...}`, "a bare word"));
    else report(layerUnknown(node.span, scalarText(node), words));
    throw new LayerStop();
  }
  if (node.kind === "list") {
    report(wrongType(node.span, "a layer", "a word or a map", "a list"));
    throw new LayerStop();
  }
  const words = layerWords();
  const kinds = node.entries.filter(({ key }) => words.includes(normalizeKey(key)));
  const [entry] = kinds;
  if (entry === undefined || kinds.length > 1) {
    const [odd] = node.entries.filter(({ key }) => !COMMON_KEYS.includes(key));
    const near = odd && nearestWord(odd.key, words);
    if (odd && near && kinds.length === 0) report(layerUnknown(odd.keySpan, odd.key, words));
    else
      report(
        layerKinds(
          startOf(node.span),
          kinds.map(({ key }) => key),
          words,
        ),
      );
    throw new LayerStop();
  }
  return { kind: normalizeKey(entry.key), node: entry.value, map: node, span: node.span };
}

function fieldsOf({ map, kind }: Item, keys: readonly string[], report: Report): Fields {
  if (map === undefined) return new Map();
  return readFields(map, { owner: `a "${kind}" layer`, allowed: [kind, ...keys, ...COMMON_KEYS] }, report);
}

/** All keys of the use of a block but its own are arguments, each used somewhere in the block. */
function blockFields(here: Surroundings, { map }: Item): Fields {
  const { report } = here.description;
  const fields = new Map<string, LocatedEntry>();
  const own = [BLOCK_WORD, ...COMMON_KEYS];
  const name = map?.entries.find(({ key }) => key === BLOCK_WORD)?.value;
  const body = name?.kind === "scalar" ? here.description.blocks.get(blockName(name, here.scope)) : undefined;
  const used = body ? [...wordsIn(body)].filter((word) => !own.includes(word)) : [];
  for (const entry of map?.entries ?? []) {
    const { key } = entry;
    fields.set(own.includes(normalizeKey(key)) ? normalizeKey(key) : key, entry);
    if (own.includes(normalizeKey(key)) || used.includes(key) || body === undefined) continue;
    report(
      unknownKey(
        entry.keySpan,
        key,
        `block "${scalarText(name as LocatedScalar)}"`,
        [...used, ...COMMON_KEYS],
        nearestWord(key, used),
      ),
    );
  }
  return fields;
}

/** Names in the values of a tree: what a block may take as arguments. */
function wordsIn(node: LocatedNode, into: Set<string> = new Set()): ReadonlySet<string> {
  if (node.kind === "scalar") {
    if (node.style === "plain") for (const word of node.raw.match(/[A-Za-z_]\w*/g) ?? []) into.add(word);
  } else if (node.kind === "list") for (const item of node.items) wordsIn(item, into);
  else for (const { value } of node.entries) wordsIn(value, into);
  return into;
}

function isWanted(here: Surroundings, fields: Fields): boolean {
  const node = fields.get("when")?.value;
  if (node === undefined) return true;
  const { report } = here.description;
  const scalar = asScalar(node, "when", report);
  const value = scalar && argumentValue(scalar, here.scope, report);
  if (typeof value === "boolean") return value;
  if (scalar && value !== undefined) asFlag(node, "when", report);
  throw new LayerStop();
}

function repeatCount(here: Surroundings, node: LocatedNode, name: string): number {
  const { report } = here.description;
  const scalar = asScalar(node, `repeat of "${name}"`, report);
  const value = scalar && argumentValue(scalar, here.scope, report);
  if (value === undefined) throw new LayerStop();
  const count = checkNumber(value, node, { owner: `repeat of "${name}"`, kind: "count", min: 0 }, report);
  if (count === undefined) throw new LayerStop();
  return count;
}

/** The name given, or the kind (for a block its own name) and a number. */
function nameOf(here: Surroundings, item: Item, fields: Fields): string {
  const { report } = here.description;
  const node = fields.get("name")?.value;
  if (node) {
    const name = asText(node, "a name", report);
    if (name !== undefined && /^\w[\w-]*$/.test(name) && name !== "input") return name;
    if (name !== undefined) {
      report(wrongType(node.span, "a name", "letters, digits, _ and - (but not the word input)", `"${name}"`));
    }
    throw new LayerStop();
  }
  const base = item.kind === BLOCK_WORD && item.node?.kind === "scalar" ? blockName(item.node, here.scope) : item.kind;
  let count = here.counts.get(base) ?? 0;
  do count++;
  while (here.given.has(`${base}${count}`));
  here.counts.set(base, count);
  return `${base}${count}`;
}

/** What a name stands for: `.` is what the layer before gives. */
function find(here: Surroundings, node: LocatedNode, current: Value): Value | undefined {
  const { report } = here.description;
  const name = asText(node, "a reference", report);
  if (name === undefined) return undefined;
  if (name === ".") return current;
  const known: string[] = [];
  for (let at: Surroundings | undefined = here; at; at = at.outer) {
    const value = at.values.get(name);
    if (value) return value;
    known.push(...at.values.keys());
  }
  report(valueUnknown(node.span, name, [...new Set(known)]));
  return undefined;
}

function readLayer(here: Surroundings, item: Item, fields: Fields, name: string, input: Value): Value {
  const { builder, report } = here.description;
  const layer = new LayerReader({
    name,
    kind: item.kind,
    node: item.node,
    fields,
    span: item.span,
    scope: here.scope,
    input,
    builder,
    report,
    find: (node) => find(here, node, input),
  });
  const value = LAYER_KINDS.get(item.kind)?.build(layer) ?? input;
  const words = thenWords(here, fields.get("then")?.value, name);
  return words.reduce((sum, word) => elementWiseWord(layer, word, `${name}.${word}`, sum), value);
}

function thenWords(here: Surroundings, node: LocatedNode | undefined, name: string): readonly string[] {
  const { report } = here.description;
  const owner = `then of "${name}"`;
  const items = node === undefined ? [] : node.kind === "list" ? node.items : [node];
  return items.map((each) => {
    const text = asText(each, owner, report);
    if (text === undefined) throw new LayerStop();
    const word = normalizeKey(resolveWord(text, here.scope));
    if (ELEMENT_WISE_WORDS.includes(word)) return word;
    report(wordUnknown(each.span, owner, describeNode(each), ELEMENT_WISE_WORDS));
    throw new LayerStop();
  });
}

function blockName(node: LocatedScalar, scope: Scope): string {
  return resolveWord(scalarText(node), scope);
}

function useBlock(here: Surroundings, item: Item, fields: Fields, name: string, input: Value, turn: number): Value {
  const { description } = here;
  const { report } = description;
  const scalar = item.node && asScalar(item.node, "the name of a block", report);
  if (scalar === undefined) throw new LayerStop();
  const block = blockName(scalar, here.scope);
  const body = description.blocks.get(block);
  if (body === undefined) {
    report(blockUnknown(scalar.span, block, [...description.blocks.keys()]));
    throw new LayerStop();
  }
  if (here.route.includes(block)) {
    report(blockRecursive(scalar.span, block));
    throw new LayerStop();
  }
  const scope = new Map([
    ...description.parameters,
    ...readArguments(here, fields, turn),
    ["channels", channelsOf(input)] as const,
  ]);
  const inside = {
    description,
    outer: here,
    route: [...here.route, block],
    prefix: `${name}.`,
    scope,
    values: new Map([["input", input]]),
    counts: new Map(),
  };
  const then = fields.get("then");
  if (then) {
    report(unknownKey(then.keySpan, then.key, "the use of a block", [BLOCK_WORD, ...COMMON_KEYS], undefined));
    throw new LayerStop();
  }
  return readList(inside, body, `block "${block}"`, input);
}

/** Features of rows, channels of pictures. */
function channelsOf({ shape }: Value): number {
  return (shape.length === 4 ? shape[1] : shape.at(-1)) ?? 1;
}

/** Arguments of a block; of a list each repetition takes the next item, and all that follow the last. */
function readArguments(here: Surroundings, fields: Fields, turn: number): Scope {
  const { report } = here.description;
  const read = new Map<string, ExpressionValue>();
  for (const [key, { value: node }] of fields) {
    if (key === BLOCK_WORD || COMMON_KEYS.includes(key)) continue;
    const one = node.kind === "list" ? (node.items[turn] ?? node.items.at(-1)) : node;
    const scalar = one && asScalar(one, `argument ${key}`, report);
    const value = scalar && argumentValue(scalar, here.scope, report);
    if (one === undefined) report(missingKey(startOf(node.span), `argument ${key}`, "a value"));
    if (value === undefined) throw new LayerStop();
    read.set(key, value);
  }
  return read;
}

/** A number, a truth value, the result of an expression; a lone word that names nothing is a text. */
function argumentValue(scalar: LocatedScalar, scope: Scope, report: Report): ExpressionValue | undefined {
  if (typeof scalar.value !== "string" || scalar.style !== "plain") return scalar.value ?? undefined;
  const isLone = /^[A-Za-z_][\w-]*$/.test(scalar.value);
  if (isLone && !scope.has(scalar.value)) return scalar.value;
  return evaluateScalar(scalar, scope, report);
}
