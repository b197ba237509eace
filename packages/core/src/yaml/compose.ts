/**
 * The `yaml` library, step by step.
 *
 * It composes with the failsafe schema, in which every scalar is a string: what a scalar means is settled in
 * `scalar.ts`, once, whatever `%YAML` directive stands at the top. Its check for equal keys is quadratic and knows
 * nothing of hyphens, so it is off; `convert.ts` has its own. And it is fed token by token, so that a text of millions
 * of tokens or mistakes can be stopped before it fills the memory.
 */
import type { Document, YAMLError } from "yaml";
import { Composer, Lexer, Parser, Schema } from "yaml";

const OPTIONS = { schema: new Schema({ schema: "failsafe", resolveKnownTags: false }), uniqueKeys: false } as never;

export interface Composed {
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
export function compose(body: string): Composed {
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
