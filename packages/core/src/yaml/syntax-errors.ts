/**
 * What the YAML library says of a broken text, turned to what helps: where a quote or a bracket was opened, not where
 * the text ran out; the word that is indented wrongly, not the line's beginning; and one mistake where the library,
 * having lost its way, finds several in a row.
 */
import type { Document, YAMLError } from "yaml";
import { visit } from "yaml";
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import * as errors from "./errors.ts";

type Locate = (from: number, to: number) => Span;

/** Reports the mistakes of one document of `body`; those on the line of the last one, or on the next, follow from it. */
export function reportSyntax(
  problems: readonly YAMLError[],
  document: Document.Parsed | undefined,
  body: string,
  locate: Locate,
  report: Report,
): void {
  let last = -1;
  for (const problem of problems) {
    const [from] = problem.pos;
    const isNear = last >= 0 && from >= last && body.slice(last, from).split("\n", 3).length <= 2;
    last = from;
    if (!isNear) report(syntaxError(problem, document, body, locate));
  }
}

interface Advice {
  readonly message?: string;
  readonly hint: string;
}

const ADVICE: ReadonlyMap<string, Advice> = new Map([
  ["BAD_INDENT", { hint: "entries of one map or list begin in the same column" }],
  ["MISSING_CHAR", { hint: "is a quote, a bracket, a comma, a dash or a colon missing?" }],
  [
    "BLOCK_AS_IMPLICIT_KEY",
    { message: "a second `key:` stands inside the value of the first", hint: "is it indented too far, or not quoted?" },
  ],
  [
    "MULTILINE_IMPLICIT_KEY",
    { message: "`key: value` is expected here", hint: "is a colon, or the space after it, missing?" },
  ],
  ["UNEXPECTED_TOKEN", { hint: "is something left over from an edit, or a quote missing?" }],
  ["BAD_SCALAR_START", { hint: "put the value in quotes" }],
  ["BAD_DQ_ESCAPE", { hint: 'in "..." a backslash is written \\\\, or use single quotes' }],
]);
const DEFAULT_HINT = "check the punctuation and the indentation of this line";

function syntaxError(
  problem: YAMLError,
  document: Document.Parsed | undefined,
  body: string,
  locate: Locate,
): Diagnostic {
  const { code, message } = problem;
  const [at, end] = problem.pos;
  if (code === "TAB_AS_INDENT") return errors.tabIndentation(locate(at, Math.max(at, end)));
  const isQuote = /^Missing closing .quote/.test(message);
  const isBracket = /must be sufficiently indented and end with|^Expected flow (map|sequence) to end/i.test(message);
  const opening = isQuote || isBracket ? openingOf(document, at, isQuote) : undefined;
  if (opening !== undefined) return errors.neverClosed(body[opening] ?? "", locate(opening, opening + 1));
  let from = at;
  while (body[from] === " " && from + 1 < body.length) from++;
  const { message: ours = message, hint } = ADVICE.get(code) ?? { hint: DEFAULT_HINT };
  return errors.yamlSyntax(ours, locate(from, Math.max(from + 1, end)), hint);
}

/** Where the innermost quoted scalar or bracket begins that runs on to `at`. */
function openingOf(document: Document.Parsed | undefined, at: number, isQuote: boolean): number | undefined {
  let opening: number | undefined;
  const consider = (range: readonly number[] | null | undefined): void => {
    const [from = 0, to = 0] = range ?? [];
    if (from < at && to >= at - 1) opening = from;
  };
  if (!document) return undefined;
  visit(document, {
    Scalar(_, scalar) {
      if (isQuote && scalar.type?.startsWith("QUOTE")) consider(scalar.range);
    },
    Collection(_, collection) {
      if (!isQuote && collection.flow) consider(collection.range);
    },
  });
  return opening;
}
