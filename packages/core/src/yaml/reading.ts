/**
 * One reading: the files that are open, what they have cost so far, and how a file becomes documents.
 *
 *   source --marks--> template engine --output--> text that knows its places --yaml--> nodes --convert--> documents
 *               ^                          |
 *               +---- include_text, include, include_all read further files the same way
 */
import type { Fault } from "../expression/errors.ts";
import { FaultError, faultAt } from "../expression/errors.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { getValue } from "./access.ts";
import type { Budget, ConvertContext } from "./convert.ts";
import * as errors from "./errors.ts";
import type { Files } from "./files.ts";
import { besides, directoryOf, fileExists, findSources } from "./files.ts";
import type { ReadLimits } from "./limits.ts";
import type { LocatedNode, LocatedScalar } from "./located.ts";
import { parseText } from "./parse-text.ts";
import type { MappedText } from "./source-map.ts";
import { readMarks } from "./source-map.ts";
import type { TemplateProgram } from "./template-engine.ts";
import { parseTemplate, runTemplate } from "./template-engine.ts";
import type { Segment, Tag } from "./template-segments.ts";
import { findTags, isTemplate, MARK_CLOSE, MARK_OPEN, markTemplate } from "./template-segments.ts";

/** The tag under which a template leaves a tree that it has read; the argument is its number. */
const LOADED_TAG = "!include_loaded";
const MAX_INCLUDES = 10_000;

/** A file that is being read, and the files that led to it. */
interface Frame {
  readonly source: Source;
  /** Names of this file and those that include it, outermost first. */
  readonly route: readonly string[];
  /** Folders to look in besides that of the file; `add_to_path` adds to it. */
  readonly searchPaths: string[];
}

export class Reading {
  readonly #files: Files;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #limits: ReadLimits;
  readonly #report: Report;
  readonly #budget: Budget = { nodes: 0, exhausted: false };
  readonly #segments: Segment[] = [];
  readonly #loaded: LocatedNode[] = [];
  #includes = 0;

  constructor(files: Files, variables: Readonly<Record<string, unknown>>, limits: ReadLimits, report: Report) {
    this.#files = files;
    this.#variables = variables;
    this.#limits = limits;
    this.#report = report;
  }

  /** The documents of an input file. */
  documents(source: Source): readonly LocatedNode[] {
    return this.#read({ source, route: [source.name], searchPaths: [] });
  }

  #read(frame: Frame): readonly LocatedNode[] {
    const mapped = this.#render(frame);
    if (!mapped) return [];
    const context: ConvertContext = {
      locate: mapped.locate,
      report: this.#report,
      limits: this.#limits,
      budget: this.#budget,
      include: (tag, argument) => this.#includeTag(tag, argument, frame),
    };
    return parseText(mapped.text, context);
  }

  /** The text of a file with its template evaluated; undefined after an error. */
  #render(frame: Frame): MappedText | undefined {
    const { source } = frame;
    const whole: Span = { source, from: 0, to: 0 };
    if (source.text.length > this.#limits.textLength || !isTemplate(source.text)) {
      return { text: source.text, locate: (from, to) => ({ source, from, to }) };
    }
    const marked = this.#evaluateTemplate(frame);
    return marked === undefined ? undefined : readMarks(marked, this.#segments, whole);
  }

  /** The output of a file's template, marks and all; undefined after an error. */
  #evaluateTemplate(frame: Frame): string | undefined {
    const { source } = frame;
    const at = (fault: Fault, from: number, to: number): void => this.#report(faultAt(fault, { source, from, to }));
    const reserved = source.text.search(/[\ufdd0\ufdd1]/);
    if (reserved >= 0) {
      this.#report(
        errors.invalidCharacter(source.text.charCodeAt(reserved), { source, from: reserved, to: reserved + 1 }),
      );
      return undefined;
    }
    const { tags, faults } = findTags(source.text);
    for (const { fault, from, to } of faults) at(fault, from, to);
    if (faults.length > 0) return undefined;
    const program = this.#parseTemplate(source, tags);
    if (!program) return undefined;
    const run = runTemplate(program, this.#names(frame), this.#limits);
    if ("output" in run) return run.output;
    const tag = this.#tagAfter(run.mark, source, tags);
    at(run.fault, tag?.from ?? 0, tag?.to ?? 0);
    return undefined;
  }

  #parseTemplate(source: Source, tags: readonly Tag[]): TemplateProgram | undefined {
    try {
      return parseTemplate(markTemplate(source, tags, this.#segments));
    } catch (thrown) {
      const { from, to } = findBadTag(source.text, tags) ?? { from: 0, to: 0 };
      const isDeep = thrown instanceof RangeError;
      const problem = thrown instanceof Error ? thrown.message : String(thrown);
      const fault = isDeep ? errors.templateLimit("the template nests without end") : errors.templateSyntax(problem);
      this.#report(faultAt(fault, { source, from, to }));
      return undefined;
    }
  }

  /** The tag at which the engine stood when it had last passed `mark`. */
  #tagAfter(mark: number | undefined, source: Source, tags: readonly Tag[]): Tag | undefined {
    const span = mark === undefined ? undefined : this.#segments[mark]?.span;
    const place = span?.source === source ? span.from : 0;
    return tags.find((tag) => tag.from >= place && tag.kind !== "comment") ?? tags.at(-1);
  }

  /** What the template of a file can use. */
  #names(frame: Frame): ReadonlyMap<string, unknown> {
    const { source, searchPaths } = frame;
    const one = (name: string, use: (path: string) => unknown) => (argument: unknown) => use(pathOf(name, argument));
    const find = (path: string): readonly Source[] => findSources(this.#files, path, source, searchPaths);
    return new Map<string, unknown>([
      ["cwd", () => directoryOf(source)],
      ["find_path", one("find_path", (path) => find(path)[0]?.name)],
      ["find_paths", one("find_paths", (path) => find(path).map(({ name }) => name))],
      ["path_exists", one("path_exists", (path) => fileExists(this.#files, path, source, searchPaths))],
      [
        "add_to_path",
        one("add_to_path", (path) => {
          searchPaths.push(besides(source, path));
          return "";
        }),
      ],
      ["include_text", one("include_text", (path) => this.#includeText(path, frame))],
      ["include", (path: unknown, keys?: unknown) => this.#includeTree("include", path, keys, frame)],
      ["include_all", (path: unknown, keys?: unknown) => this.#includeTree("include_all", path, keys, frame)],
      ...Object.entries(this.#variables),
    ]);
  }

  #enter(source: Source, frame: Frame): Frame {
    const route = [...frame.route, source.name];
    if (frame.route.includes(source.name)) throw new FaultError(errors.includeCycle(route));
    const { includeDepth } = this.#limits;
    if (route.length > includeDepth) throw new FaultError(errors.includeTooMany(includeDepth, "files in one another"));
    if (++this.#includes > MAX_INCLUDES) throw new FaultError(errors.includeTooMany(MAX_INCLUDES, "includes"));
    return { source, route, searchPaths: [...frame.searchPaths] };
  }

  /** `include_text`: the text of the file, marked, to be read as if it stood here. */
  #includeText(path: string, frame: Frame): string {
    const sources = findSources(this.#files, path, frame.source, frame.searchPaths);
    const texts = sources.map((source) => {
      const inner = this.#enter(source, frame);
      if (source.text.length > this.#limits.textLength) {
        this.#report(errors.inputTooLarge(source.text.length, this.#limits.textLength, { source, from: 0, to: 0 }));
        return "";
      }
      if (isTemplate(source.text)) return this.#evaluateTemplate(inner) ?? "";
      return markTemplate(source, [], this.#segments)
        .replace(/^\ufeff/, "")
        .replace(/\r?\n$/, "");
    });
    return texts.join("\n");
  }

  /** `include` and `include_all`: a part of the tree of a file, or of several, which may be joined. */
  #includeTree(name: string, path: unknown, keys: unknown, frame: Frame): string {
    const sources = findSources(this.#files, pathOf(name, path), frame.source, frame.searchPaths);
    const steps = String(keys ?? "")
      .split(".")
      .filter((step) => step !== "");
    const trees = sources.flatMap((source) => {
      const [tree] = this.#read(this.#enter(source, frame));
      return tree ? [follow(tree, steps, source.name)] : [];
    });
    const [first] = trees;
    if (!first) return "null";
    this.#loaded.push(trees.length === 1 ? first : joined(trees, first.span));
    return `${LOADED_TAG} ${this.#loaded.length - 1}`;
  }

  #includeTag(tag: string, argument: LocatedScalar, frame: Frame): LocatedNode | undefined {
    if (tag === LOADED_TAG) return this.#loaded[Number(argument.raw)];
    try {
      const path = argument.raw.replace(/,$/, "");
      const pattern = tag === "!includedir" ? `${path}/*.yaml` : path;
      const sources = findSources(this.#files, pattern, frame.source, frame.searchPaths);
      const trees = sources.flatMap((source) => this.#read(this.#enter(source, frame)).slice(0, 1));
      if (tag === "!includedir") return { kind: "list", span: argument.span, items: trees };
      return trees[0];
    } catch (thrown) {
      if (!(thrown instanceof FaultError)) throw thrown;
      this.#report(faultAt(thrown.fault, argument.span));
      return undefined;
    }
  }
}

function pathOf(name: string, argument: unknown): string {
  if (typeof argument === "string") return argument.replaceAll(MARK_OPEN, "").replaceAll(MARK_CLOSE, "");
  throw new FaultError(errors.includeArgument(name));
}

function follow(tree: LocatedNode, steps: readonly string[], name: string): LocatedNode {
  let node = tree;
  for (const step of steps) {
    const next =
      node.kind === "map" ? getValue(node, step) : node.kind === "list" ? node.items[Number(step)] : undefined;
    if (!next) {
      const keys = node.kind === "map" ? node.entries.map((entry) => entry.key) : [];
      throw new FaultError(errors.includeKey(step, name, keys));
    }
    node = next;
  }
  return node;
}

/** Lists of several files become one list; anything else a list of what each file has. */
function joined(trees: readonly LocatedNode[], span: Span): LocatedNode {
  const items = trees.every((tree) => tree.kind === "list") ? trees.flatMap((tree) => tree.items) : trees;
  return { kind: "list", span, items };
}

/** The first expression tag that the engine cannot read by itself, else the first tag. */
function findBadTag(text: string, tags: readonly Tag[]): Tag | undefined {
  const bad = tags.find((tag) => {
    const closing = tag.kind === "expression" || /^(set|break|continue)$/.test(tag.word) ? "" : `{% end${tag.word} %}`;
    if (tag.kind === "comment" || /^(end|el)/.test(tag.word)) return false;
    try {
      parseTemplate(text.slice(tag.from, tag.to) + closing);
      return false;
    } catch {
      return true;
    }
  });
  return bad ?? tags[0];
}
