/** Characters to tokens, in Python's spelling. Offsets count from the beginning of the expression. */
import type { Fault } from "./errors.ts";
import { syntax, unsupported } from "./errors.ts";

export type TokenKind = "integer" | "float" | "string" | "name" | "operator" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The characters as written; of a string, its contents. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface LexResult {
  readonly tokens: readonly Token[];
  readonly fault?: Fault & { readonly from: number; readonly to: number };
}

const SPACE = /[ \t\r\n]+/y;
const RADIX = /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+/y;
const NUMBER = /(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9][0-9_]*)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%<>=()[\]{},:.~!&|^?@;]/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
]);

/** The tokens of `text`, closed by an `end` token; where a character fits nowhere, the fault and its place. */
export function tokenize(text: string): LexResult {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const stop = (fault: Fault, from: number, to: number): LexResult => ({ tokens, fault: { ...fault, from, to } });
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const first = text[at] ?? "";
    if (first === "'" || first === '"') {
      const token = readString(text, at);
      if (!token) return stop(syntax("the quote is never closed", "close it with the same quote"), at, text.length);
      tokens.push(token);
      at = token.to;
      continue;
    }
    const number = match(RADIX) ?? match(NUMBER);
    if (number !== undefined) {
      const to = at + number.length;
      const wrong = numberFault(number, text.slice(to));
      if (wrong) return stop(wrong, at, to + (/^[\p{L}\p{N}_.]+/u.exec(text.slice(to))?.[0].length ?? 0));
      const isFloat = !/^0[xob]/i.test(number) && /[.eE]/.test(number);
      tokens.push({ kind: isFloat ? "float" : "integer", text: number.replaceAll("_", ""), from: at, to });
      at = to;
      continue;
    }
    const name = match(NAME);
    const operator = name === undefined ? match(OPERATOR) : undefined;
    const word = name ?? operator;
    if (word === undefined) return stop(syntax(`the character ${JSON.stringify(first)} is not expected`), at, at + 1);
    tokens.push({ kind: name === undefined ? "operator" : "name", text: word, from: at, to: at + word.length });
    at += word.length;
  }
  tokens.push({ kind: "end", text: "", from: text.length, to: text.length });
  return { tokens };
}

function numberFault(number: string, rest: string): Fault | undefined {
  if (/^[jJ]\b/.test(rest)) return unsupported("a complex number", "use real numbers");
  if (/^[\p{L}_]/u.test(rest)) {
    const unit = /^[\p{L}_]+/u.exec(rest)?.[0] ?? "";
    return syntax(
      `the number ${number} runs into "${unit}"`,
      `write it as a text ("${number}${unit}"), or without unit`,
    );
  }
  if (/^0[0-9_]*[1-9]/.test(number) && !/[.eExXoObB]/.test(number)) {
    return syntax(`the number ${number} begins with a zero`, "leave out the zeros; octal numbers begin with 0o");
  }
  return undefined;
}

function readString(text: string, start: number): Token | undefined {
  const quote = text[start];
  let contents = "";
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i] ?? "";
    if (character === quote) return { kind: "string", text: contents, from: start, to: i + 1 };
    if (character !== "\\") contents += character;
    else {
      i++;
      const escaped = text[i];
      if (escaped === undefined) return undefined;
      const known = escaped === quote || escaped === "\\" || escaped === "'" || escaped === '"';
      contents += ESCAPES.get(escaped) ?? (known ? escaped : `\\${escaped}`);
    }
  }
  return undefined;
}
