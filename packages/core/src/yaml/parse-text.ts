/**
 * One rendered text to located documents, by way of the `yaml` library.
 *
 * The library composes with the failsafe schema, in which every scalar is a string: what a scalar means is settled in
 * `scalar.ts`, once, whatever `%YAML` directive stands at the top. Its check for equal keys is quadratic and knows
 * nothing of hyphens, so it is off; `convert.ts` has its own.
 */
import type { Document, YAMLError } from "yaml";
import { Composer, Lexer, Parser, Schema, visit } from "yaml";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { ConvertContext } from "./convert.ts";
import { convertDocument } from "./convert.ts";
import * as errors from "./errors.ts";
import type { LocatedNode } from "./located.ts";
import { findObstacle } from "./prescan.ts";

const OPTIONS = { schema: new Schema({ schema: "failsafe", resolveKnownTags: false }), uniqueKeys: false } as never;

/** The documents of `text`; those with a syntax error are reported and left out. */
export function parseText(text: string, context: ConvertContext): readonly LocatedNode[] {
  const { limits, locate, report } = context;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const shifted = (from: number, to: number): Span => locate(from + start, to + start);
  const body = start === 0 ? text : text.slice(1);
  const obstacle = findObstacle(body, limits, shifted);
  if (obstacle) {
    report(obstacle);
    return [];
  }
  const { parsed, problems, stop } = compose(body);
  for (const problem of problems) report(syntaxError(problem, shifted));
  if (stop === "tokens") report(errors.tooManyNodes(limits.nodes, false, shifted(0, 0)));
  // The prescan keeps the library's recursion shallow; should a form of nesting escape it, this still is an answer.
  if (stop === "stack") report(errors.nestingTooDeep(limits.depth, shifted(0, 0)));
  const documents: LocatedNode[] = [];
  for (const document of stop ? [] : parsed) {
    for (const problem of document.errors) report(syntaxError(problem, shifted, document));
    if (document.errors.length > 0) continue;
    const node = convertDocument(document.contents, start === 0 ? context : { ...context, locate: shifted });
    if (node) documents.push(node);
  }
  return documents;
}

interface Composed {
  readonly parsed: readonly Document.Parsed[];
  /** Where composing was stopped: the errors found until then. */
  readonly problems: readonly YAMLError[];
  readonly stop?: "tokens" | "errors" | "stack";
}

/** The library builds some hundred bytes for each token, and an object for each error: both are counted. */
const MAX_TOKENS = 3_000_000;
const MAX_DOCUMENTS = 10_000;
const MAX_DIRECTIVES = 1000;
const MAX_ERRORS = 200;

/** The parts of the library's composer that its types keep private. */
interface ComposerState {
  onError: (...args: readonly unknown[]) => void;
  readonly errors: readonly YAMLError[];
  readonly doc: { readonly errors: readonly YAMLError[] } | null;
}

class TooManyErrors extends Error {}

/** `parseAllDocuments`, step by step, so that it can be stopped. */
function compose(body: string): Composed {
  const composer = new Composer(OPTIONS);
  const state = composer as unknown as ComposerState;
  let errorCount = 0;
  const countError = (): void => {
    if (++errorCount > MAX_ERRORS) throw new TooManyErrors();
  };
  const record = state.onError;
  state.onError = (...args) => {
    record(...args);
    if (args[3] !== true) countError();
  };
  const parser = new Parser();
  const parsed: Document.Parsed[] = [];
  let tokens = 0;
  let directives = 0;
  const problems = (): readonly YAMLError[] => [...(state.doc?.errors ?? []), ...state.errors];
  try {
    for (const lexeme of new Lexer().lex(body)) {
      const isTooMuch = ++tokens > MAX_TOKENS || parsed.length > MAX_DOCUMENTS || directives > MAX_DIRECTIVES;
      if (isTooMuch) return { parsed, problems: [], stop: "tokens" };
      for (const token of parser.next(lexeme)) {
        if (token.type === "error") countError();
        if (token.type === "directive") directives++;
        for (const document of composer.next(token)) parsed.push(document);
      }
    }
    for (const token of parser.end()) {
      if (token.type === "error") countError();
      for (const document of composer.next(token)) parsed.push(document);
    }
    for (const document of composer.end(false, body.length)) parsed.push(document);
    return { parsed, problems: [] };
  } catch (thrown) {
    if (thrown instanceof TooManyErrors) return { parsed, problems: problems(), stop: "errors" };
    if (thrown instanceof RangeError) return { parsed, problems: [], stop: "stack" };
    throw thrown;
  }
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ["BAD_INDENT", "entries of one map or list begin in the same column"],
  ["MISSING_CHAR", "is a quote, a bracket, a comma or a colon missing?"],
  ["BLOCK_AS_IMPLICIT_KEY", "is a quote or a bracket missing, or a value indented too far?"],
  ["MULTILINE_IMPLICIT_KEY", "a key stands on one line; is a colon missing?"],
  ["UNEXPECTED_TOKEN", "is something left over from an edit?"],
  ["IMPOSSIBLE", "is something left over from an edit?"],
]);

function syntaxError(problem: YAMLError, locate: ConvertContext["locate"], document?: Document.Parsed): Diagnostic {
  const [from, to] = problem.pos;
  const opening = /^Missing closing .quote/.test(problem.message) ? openingQuote(document, from) : undefined;
  if (opening !== undefined) return errors.unclosedQuote(locate(opening, opening + 1));
  const span = locate(from, Math.max(to, from));
  if (problem.code === "TAB_AS_INDENT") return errors.tabIndentation(span);
  return errors.yamlSyntax(problem.message, span, HINTS.get(problem.code));
}

/** The library points to where the text ran out; a person looks for the quote that was opened. */
function openingQuote(document: Document.Parsed | undefined, end: number): number | undefined {
  let opening: number | undefined;
  if (!document) return undefined;
  visit(document, {
    Scalar(_, scalar) {
      const [from, to] = scalar.range ?? [0, 0];
      if (scalar.type?.startsWith("QUOTE") && from < end && to >= end - 1) opening = from;
    },
  });
  return opening;
}
