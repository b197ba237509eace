/** The catalogue of what can be wrong with a YAML text. Every function makes one diagnostic of one code. */
import type { Fault } from "../expression/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";

const error = (code: string, message: string, span: Span, hint: string): Diagnostic => ({
  code,
  severity: "error",
  message,
  span,
  hint,
});

/** The text breaks YAML's grammar; `problem` is the parser's own sentence. */
export function yamlSyntax(problem: string, span: Span, hint: string): Diagnostic {
  return error("yaml-syntax", problem, span, hint);
}

/** A quote or bracket whose partner is missing; `span` is where it opens. */
export function neverClosed(opener: string, span: Span): Diagnostic {
  const closer = opener === "[" ? "]" : opener === "{" ? "}" : opener;
  const what = closer === opener ? `the quote ${opener}` : `the bracket ${opener}`;
  return error("yaml-syntax", `${what} is never closed`, span, `close it with ${closer}`);
}

export function tabIndentation(span: Span): Diagnostic {
  const hint = "indent with spaces: YAML does not allow tabs there";
  return error("tab-indentation", "a tab is used as indentation", span, hint);
}

export function invalidCharacter(unit: number, span: Span): Diagnostic {
  const name = `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
  const hint =
    unit === 0 ? "is this a binary file, or one saved as UTF-16? save it as UTF-8 text" : "remove it, or save as UTF-8";
  return error("invalid-character", `the character ${name} is not allowed in YAML`, span, hint);
}

export function inputTooLarge(length: number, limit: number, span: Span): Diagnostic {
  const message = `the text has ${length} characters; at most ${limit} are read`;
  return error("input-too-large", message, span, "split the input, or raise limits.textLength");
}

export function nestingTooDeep(limit: number, span: Span): Diagnostic {
  const message = `lists and maps are nested more than ${limit} deep here`;
  return error("nesting-too-deep", message, span, "is a closing bracket missing?");
}

export function tooManyNodes(limit: number, byAliases: boolean, span: Span): Diagnostic {
  if (!byAliases) {
    const message = `the documents hold more than ${limit} values`;
    return error("input-too-large", message, span, "split the input, or raise limits.nodes");
  }
  const message = `written out, the aliases make more than ${limit} values`;
  const hint = "aliases of lists of aliases grow exponentially; write the values that are needed";
  return error("alias-expansion", message, span, hint);
}

export function unknownAlias(name: string, span: Span, nearest: string | undefined): Diagnostic {
  const hint = nearest === undefined ? `write &${name} at the value that it stands for` : `did you mean *${nearest}?`;
  return error("unknown-alias", `no anchor &${name} stands before this alias`, span, hint);
}

export function aliasCycle(name: string, span: Span, anchor: Span): Diagnostic {
  return {
    ...error("alias-cycle", `the alias *${name} stands inside its own value`, span, "a value cannot contain itself"),
    related: [{ message: `&${name} begins here`, span: anchor }],
  };
}

export function duplicateKey(key: string, first: string, span: Span, firstSpan: Span): Diagnostic {
  const spelt = key === first ? "" : ` (spelt "${first}" there; hyphen and underscore are the same)`;
  return {
    ...error("duplicate-key", `the key "${key}" is already given in this map${spelt}`, span, "keep one of the two"),
    related: [{ message: "first given here", span: firstSpan }],
  };
}

export function complexKey(span: Span): Diagnostic {
  return error("complex-key", "a list or map cannot be a key", span, "keys are words, e.g. `depth: 64`");
}

export function badMerge(key: string, span: Span): Diagnostic {
  const hint = `write ${key}: *anchor, or ${key}: [*first, *second]`;
  return error("bad-merge", `"${key}" needs a map or a list of maps to merge`, span, hint);
}

export function inexactInteger(raw: string, span: Span): Diagnostic {
  const message = `the integer ${raw} is beyond 2^53 and cannot be kept exactly`;
  return error(
    "inexact-integer",
    message,
    span,
    `write it as a float (${Number(raw).toExponential()}) if it may round`,
  );
}

export function badTaggedValue(tag: string, span: Span): Diagnostic {
  return error("bad-tagged-value", `this value does not fit its tag ${tag}`, span, "change the value, or drop the tag");
}

/** A diagnostic that waits for its place: the template engine knows it only when it stops. */
export type { Fault };

export function unclosedTag(opener: string): Fault {
  const closer = opener === "{{" ? "}}" : opener === "{%" ? "%}" : "#}";
  return { code: "template-syntax", message: `"${opener}" is never closed`, hint: `close it with ${closer}` };
}

export function unclosedBlock(word: string): Fault {
  return { code: "template-syntax", message: `{% ${word} %} is never closed`, hint: `close it with {% end${word} %}` };
}

export function strayEnd(word: string, open: string | undefined): Fault {
  const hint = open === undefined ? "no block is open here" : `{% ${open} %} is open here; close it first`;
  return { code: "template-syntax", message: `{% ${word} %} closes nothing`, hint };
}

export function templateSyntax(problem: string): Fault {
  const hint = "expressions stand in {{ ... }}, statements in {% ... %}, in Jinja's spelling";
  return { code: "template-syntax", message: `the template cannot be read: ${problem}`, hint };
}

export function templateFailure(problem: string): Fault {
  return { code: "template-failure", message: `the template cannot be evaluated: ${problem}`, hint: "check this tag" };
}

export function templateUnknownName(name: string, available: readonly string[]): Fault {
  const nearest = nearestWord(name, available);
  const given = `set it above, give it as a variable, or write {{ ${name} | default(...) }}`;
  const hint = nearest === undefined ? given : `did you mean "${nearest}"? if not, ${given}`;
  return { code: "template-unknown-name", message: `the template uses "${name}", which is not defined`, hint };
}

export function templateLimit(problem: string): Fault {
  return { code: "template-limit", message: problem, hint: "does a loop or a macro repeat itself without end?" };
}

export function includeUnavailable(path: string): Fault {
  const hint = "give the file itself, or paste its contents";
  return { code: "include-not-found", message: `"${path}" cannot be included: no files can be read here`, hint };
}

export function includeNotFound(path: string, searched: readonly string[]): Fault {
  const hint = `looked in: ${searched.slice(0, 8).join(", ")}; add folders with {{ add_to_path('...') }}`;
  return { code: "include-not-found", message: `there is no file "${path}"`, hint };
}

export function includeCycle(names: readonly string[]): Fault {
  const route = names.slice(-6).join(" -> ");
  return { code: "include-cycle", message: `a file includes itself: ${route}`, hint: "take one of the includes out" };
}

export function includeTooMany(limit: number, what: string): Fault {
  return { code: "include-too-deep", message: `more than ${limit} ${what}`, hint: "does a file include itself?" };
}

export function includeKey(key: string, name: string, available: readonly string[]): Fault {
  const nearest = nearestWord(key, available);
  const keys = available.length === 0 ? "it has no keys there" : `keys there are: ${available.slice(0, 20).join(" ")}`;
  const hint = nearest === undefined ? keys : `did you mean "${nearest}"? ${keys}`;
  return { code: "include-key", message: `${name} has no key "${key}" to include`, hint };
}

export function includeArgument(name: string): Fault {
  const message = `${name}() needs the path of a file`;
  return { code: "template-failure", message, hint: `write ${name}('file.yaml')` };
}
