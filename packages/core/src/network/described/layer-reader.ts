/** The keys of one layer of a description, read with the numbers of its surroundings; and where its words come from. */

import type { Scope } from "../../spec/expressions.ts";
import { asFlag, asList, asText, describeNode, type Fields } from "../../spec/fields.ts";
import { type NumberRules, readNumber } from "../../spec/numbers.ts";
import type { Report } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import type { LocatedNode } from "../../yaml/located.ts";
import { shapesDiffer, wordUnknown } from "./errors.ts";
import type { NetworkBuilder, Value } from "./network-builder.ts";

/** A layer that cannot be built; what is wrong has been reported. */
export class LayerStop extends Error {
  constructor() {
    super("this layer cannot be built");
    this.name = "LayerStop";
  }
}

interface LayerSurroundings {
  /** Unique in the network. */
  readonly name: string;
  /** The word that says what kind of layer it is, and what stands behind it; absent for a bare word. */
  readonly kind: string;
  readonly node: LocatedNode | undefined;
  readonly fields: Fields;
  readonly span: Span;
  readonly scope: Scope;
  readonly input: Value;
  readonly builder: NetworkBuilder;
  readonly report: Report;
  find(reference: LocatedNode): Value | undefined;
}

/** Text that a parameter stands for, or the text itself. */
export function resolveWord(text: string, scope: Scope): string {
  const value = scope.get(text);
  return typeof value === "string" ? value : text;
}

export class LayerReader {
  readonly name: string;
  readonly kind: string;
  readonly span: Span;
  /** What the layer reads. */
  readonly input: Value;
  readonly builder: NetworkBuilder;
  readonly #surroundings: LayerSurroundings;

  constructor(surroundings: LayerSurroundings) {
    this.#surroundings = surroundings;
    this.name = surroundings.name;
    this.kind = surroundings.kind;
    this.span = surroundings.span;
    this.input = surroundings.input;
    this.builder = surroundings.builder;
  }

  has(key: string): boolean {
    return this.#surroundings.fields.has(key);
  }

  /** The node of a key; that of the kind itself by the kind's word. */
  node(key: string): LocatedNode | undefined {
    return key === this.kind ? this.#surroundings.node : this.#surroundings.fields.get(key)?.value;
  }

  /** A whole number of at least 1, unless `min` says otherwise. */
  count(key: string, byDefault?: number, min = 1): number {
    const node = this.node(key);
    if (node === undefined && byDefault !== undefined) return byDefault;
    return this.#number(key, node, { owner: `${key} of "${this.name}"`, kind: "count", min });
  }

  /** One number for both axes, or [height, width]. */
  pair(key: string, byDefault: readonly [number, number], min = 1): readonly [number, number] {
    const node = this.node(key);
    if (node === undefined) return byDefault;
    if (node.kind === "list") {
      const [height = 1, width = 1] = this.numbers(key, 2, min);
      return [height, width];
    }
    const size = this.count(key, undefined, min);
    return [size, size];
  }

  /** A list of `length` whole numbers. */
  numbers(key: string, length: number | undefined, min = 1): readonly number[] {
    const owner = `${key} of "${this.name}"`;
    const node = this.node(key);
    const list = node && asList(node, owner, this.#surroundings.report);
    if (list === undefined || (length !== undefined && list.items.length !== length)) {
      this.fail(
        `needs a list of ${length === undefined ? "" : `${length} `}numbers as ${key}`,
        `write ${key}: [1, 1]`,
        node?.span,
      );
    }
    return list.items.map((item) => this.#number(key, item, { owner, kind: "integer", min }));
  }

  word<Word extends string>(key: string, allowed: readonly Word[], byDefault?: Word): Word {
    const node = this.node(key);
    if (node === undefined && byDefault !== undefined) return byDefault;
    const text = node && asText(node, `${key} of "${this.name}"`, this.#surroundings.report);
    const word = text === undefined ? undefined : resolveWord(text, this.#surroundings.scope);
    const found = allowed.find((each) => each === word);
    if (found !== undefined) return found;
    if (node && text !== undefined) {
      this.#surroundings.report(wordUnknown(node.span, `${key} of "${this.name}"`, describeNode(node), allowed));
    }
    throw new LayerStop();
  }

  /** Whether the key is a word rather than a number. */
  isWord(key: string, word: string): boolean {
    const node = this.node(key);
    return node?.kind === "scalar" && resolveWord(String(node.value), this.#surroundings.scope) === word;
  }

  flag(key: string): boolean {
    const node = this.node(key);
    if (node === undefined) return false;
    const value = asFlag(node, `${key} of "${this.name}"`, this.#surroundings.report);
    if (value === undefined) throw new LayerStop();
    return value;
  }

  /** One name or several; a single one stands beside the layer's input where two are needed. */
  values(key: string, withInput: boolean): readonly Value[] {
    const node = this.node(key);
    if (node === undefined) this.fail(`needs names of layers as ${key}`, `write ${key}: [conv1, conv2]`);
    const items = node.kind === "list" ? node.items : [node];
    const found = items.map((item) => this.#surroundings.find(item));
    const values = found.filter((value) => value !== undefined);
    if (values.length < found.length) throw new LayerStop();
    return withInput && node.kind !== "list" ? [this.input, ...values] : values;
  }

  weight(suffix: string, shape: readonly number[]): Value {
    return this.builder.weight(`${this.name}.${suffix}`, shape);
  }

  /** @param problem what follows the layer's name in a sentence */
  fail(problem: string, hint: string, span: Span = this.span): never {
    this.#surroundings.report(shapesDiffer(span, this.name, problem, hint));
    throw new LayerStop();
  }

  #number(key: string, node: LocatedNode | undefined, rules: NumberRules): number {
    if (node === undefined) this.fail(`needs a number as ${key}`, `write ${key}: 1`);
    const number = readNumber(node, rules, this.#surroundings.scope, this.#surroundings.report);
    if (number === undefined) throw new LayerStop();
    return number;
  }
}
