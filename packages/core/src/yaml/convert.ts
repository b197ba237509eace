/**
 * From the YAML library's nodes to located trees: aliases resolved, merge keys applied, scalars given their values.
 *
 * An alias becomes the very node that it names, not a copy: memory stays bounded, and errors point to where the value
 * is written. Because readers walk the tree as if it were written out, the size *written out* is counted, and a text
 * whose aliases multiply is refused (`alias-expansion`).
 */
import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { normalizeKey } from "./access.ts";
import * as errors from "./errors.ts";
import type { ReadLimits } from "./limits.ts";
import type { LocatedEntry, LocatedNode, LocatedScalar } from "./located.ts";
import { mergeEntries, mergeOperands } from "./merge-keys.ts";
import { plainValue } from "./scalar.ts";

/** What conversion needs from its surroundings. */
export interface ConvertContext {
  /** Span of `[from, to)` of the parsed text in the file where it was written. */
  readonly locate: (from: number, to: number) => Span;
  readonly report: Report;
  readonly limits: ReadLimits;
  /** Shared by all documents of one reading. */
  readonly budget: Budget;
  /** The tree that stands for a scalar with an include tag; undefined where the tag is none, or after an error. */
  readonly include: (tag: string, argument: LocatedScalar) => LocatedNode | undefined;
}

/** Nodes used so far, written out. */
export interface Budget {
  nodes: number;
  exhausted: boolean;
}

interface Anchored {
  readonly span: Span;
  /** Absent while the anchored node itself is being converted. */
  node?: LocatedNode;
  /** Nodes that it stands for, written out. */
  size: number;
}

const INCLUDE_TAGS: ReadonlySet<string> = new Set(["!include", "!includedir", "!include_loaded"]);
const CORE_TAG = "tag:yaml.org,2002:";

/** Converts the contents of one document; null where it is empty. */
export function convertDocument(contents: Node | null, context: ConvertContext): LocatedNode | undefined {
  if (contents === null) return undefined;
  return new Converter(context).convert(contents);
}

class Converter {
  readonly #context: ConvertContext;
  readonly #anchors = new Map<string, Anchored>();
  readonly #fixed = new Set<LocatedNode>();

  #unknown = 0;

  constructor(context: ConvertContext) {
    this.#context = context;
  }

  convert(node: Node): LocatedNode {
    if (isAlias(node)) return this.#alias(node);
    const span = this.#spanOf(node);
    this.#count(1, false, span);
    const name = (node as Scalar | YAMLMap | YAMLSeq).anchor;
    if (name === undefined) return this.#withTag(node, span);
    const anchored: Anchored = { span, size: 0 };
    this.#anchors.set(name, anchored);
    const before = this.#context.budget.nodes;
    const converted = this.#withTag(node, span);
    anchored.node = converted;
    anchored.size = this.#context.budget.nodes - before + 1;
    return converted;
  }

  #withTag(node: Node, span: Span): LocatedNode {
    const converted = this.#content(node, span);
    const { tag } = converted;
    if (tag === "!nomerge") {
      const { tag: _, ...plain } = converted;
      this.#fixed.add(plain);
      return plain;
    }
    if (tag !== undefined && INCLUDE_TAGS.has(tag) && converted.kind === "scalar") {
      const included = this.#context.include(tag, converted);
      if (included) return included;
      return { kind: "scalar", span, value: null, raw: "", style: "plain" };
    }
    return converted;
  }

  #content(node: Node, span: Span): LocatedNode {
    const tag = userTag(node);
    if (this.#context.budget.exhausted) return { kind: "scalar", span, value: null, raw: "", style: "plain" };
    if (isMap(node)) return { kind: "map", span, ...tag, entries: this.#entries(node) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#child(item, span));
      return { kind: "list", span, ...tag, items };
    }
    return this.#scalar(node as Scalar, span, tag);
  }

  /** A child that the library may leave out (`key:` at the end of a line) is an empty value at `near`. */
  #child(node: unknown, near: Span): LocatedNode {
    if (node !== null && node !== undefined) return this.convert(node as Node);
    return { kind: "scalar", span: { ...near, from: near.to }, value: null, raw: "", style: "plain" };
  }

  #scalar(node: Scalar, span: Span, tag: { readonly tag?: string }): LocatedScalar {
    const text = typeof node.value === "string" ? node.value : "";
    const quoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
    const style = quoted ? "quoted" : node.type === "PLAIN" || node.type === undefined ? "plain" : "block";
    const core = node.tag?.startsWith(CORE_TAG) ? node.tag.slice(CORE_TAG.length) : undefined;
    if (core !== undefined && core !== "str") return this.#coreTagged(core, text, span, style);
    if (style !== "plain" || core === "str" || node.tag === "!") {
      const shown = core === "str" && style === "plain" ? "quoted" : style;
      return { kind: "scalar", span, ...tag, value: text, raw: text, style: shown };
    }
    const { value, inexact } = plainValue(text);
    if (inexact) this.#context.report(errors.inexactInteger(text, span));
    return { kind: "scalar", span, ...tag, value, raw: text, style };
  }

  /** `!!int "3"` and the like: the tag decides, and the value must fit. */
  #coreTagged(core: string, text: string, span: Span, style: LocatedScalar["style"]): LocatedScalar {
    const { value, inexact } = plainValue(text);
    const fits =
      (core === "int" && Number.isInteger(value)) ||
      (core === "float" && typeof value === "number") ||
      (core === "bool" && typeof value === "boolean") ||
      (core === "null" && value === null);
    if (!fits) this.#context.report(errors.badTaggedValue(`!!${core}`, span));
    else if (inexact) this.#context.report(errors.inexactInteger(text, span));
    return { kind: "scalar", span, value, raw: text, style: style === "quoted" ? "plain" : style };
  }

  #entries(node: YAMLMap): readonly LocatedEntry[] {
    const seen = new Map<string, LocatedEntry>();
    const merges: LocatedEntry[] = [];
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const entry = this.#entry(pair, node);
      if (!entry) continue;
      const key = normalizeKey(entry.key);
      const first = seen.get(key);
      if (first) {
        this.#context.report(errors.duplicateKey(entry.key, first.key, entry.keySpan, first.keySpan));
        continue;
      }
      seen.set(key, entry);
      if (isMergeKey(pair.key, entry.key)) merges.push(entry);
    }
    if (merges.length === 0) return [...seen.values()];
    for (const merge of merges) seen.delete(merge.key);
    let entries: readonly LocatedEntry[] = [...seen.values()];
    for (const merge of merges) {
      const operands = mergeOperands(merge.value);
      if (!operands) this.#context.report(errors.badMerge(merge.key, merge.keySpan));
      else {
        const rules = { deep: merge.key === "<<<", isFixed: (value: LocatedNode) => this.#fixed.has(value) };
        entries = mergeEntries(entries, operands, rules);
      }
    }
    return entries;
  }

  #entry(pair: Pair<Node | null, Node | null>, parent: YAMLMap): LocatedEntry | undefined {
    const near = pair.key ? this.#spanOf(pair.key) : this.#spanOf(parent);
    const key = pair.key && isAlias(pair.key) ? this.#alias(pair.key) : undefined;
    if (key ? key.kind !== "scalar" : pair.key && !isScalar(pair.key)) {
      this.#context.report(errors.complexKey(near));
      return undefined;
    }
    const written = key?.kind === "scalar" ? key.raw : String((pair.key as Scalar | null)?.value ?? "");
    const anchor = (pair.key as Scalar | null)?.anchor;
    if (anchor !== undefined) {
      const node: LocatedNode = { kind: "scalar", span: near, value: written, raw: written, style: "quoted" };
      this.#anchors.set(anchor, { span: near, node, size: 1 });
    }
    return { key: written, keySpan: near, value: this.#child(pair.value, near) };
  }

  #alias(alias: Alias): LocatedNode {
    const span = this.#spanOf(alias);
    const name = alias.source;
    const anchored = this.#anchors.get(name);
    if (anchored?.node) {
      this.#count(anchored.size, true, span);
      return this.#context.budget.exhausted ? nothing(span) : anchored.node;
    }
    if (anchored) this.#context.report(errors.aliasCycle(name, span, anchored.span));
    else {
      // The search for a near name is worth its time for the first ones only.
      const candidates = ++this.#unknown <= 20 ? [...this.#anchors.keys()] : [];
      this.#context.report(errors.unknownAlias(name, span, nearestWord(name, candidates)));
    }
    return nothing(span);
  }

  #count(nodes: number, byAlias: boolean, span: Span): void {
    const { budget, limits, report } = this.#context;
    budget.nodes += nodes;
    if (budget.nodes <= limits.nodes || budget.exhausted) return;
    budget.exhausted = true;
    report(errors.tooManyNodes(limits.nodes, byAlias, span));
  }

  #spanOf(node: Node): Span {
    const [from, to] = node.range ?? [0, 0];
    return this.#context.locate(from, to);
  }
}

function nothing(span: Span): LocatedScalar {
  return { kind: "scalar", span, value: null, raw: "", style: "plain" };
}

function userTag(node: Node): { readonly tag?: string } {
  const { tag } = node as Scalar;
  return tag === undefined || tag === "!" || tag.startsWith(CORE_TAG) ? {} : { tag };
}

/** `<<` is a merge key only where it is written plainly; `<<<` in any style. */
function isMergeKey(node: Node | null, key: string): boolean {
  if (key === "<<<") return true;
  return key === "<<" && isScalar(node) && node.type === "PLAIN";
}
