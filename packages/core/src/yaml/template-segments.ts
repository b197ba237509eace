/**
 * Cutting a template into text and tags, and marking the places.
 *
 * The template engine gives back one string and says nothing of where its parts came from. So, before it runs, a mark
 * is put before the first character of every line of text and before every tag; the marks pass through the engine
 * like any text, whatever is repeated, left out or included, and `source-map.ts` reads them off its output.
 *
 *   in:   depth: {{ d }}          marked:  ‹0›depth: ‹1›{{ d }}          out:  ‹0›depth: ‹1›64
 *
 * A mark is a number between two characters that Unicode reserves for such uses inside a program (noncharacters).
 * No mark is put where the engine strips white space (`{%-`), nor in blocks whose text is kept as a value.
 */
import type { Source, Span } from "../text/source.ts";
import type { Fault } from "./errors.ts";
import * as errors from "./errors.ts";

export const MARK_OPEN = "\ufdd0";
export const MARK_CLOSE = "\ufdd1";

/** What stands after a mark: text as it is in the file, or the output of a tag. */
export interface Segment {
  readonly span: Span;
  readonly verbatim: boolean;
}

export interface Tag {
  readonly kind: "expression" | "statement" | "comment";
  readonly from: number;
  readonly to: number;
  /** The first word of a statement. */
  readonly word: string;
}

/** True where `text` can only be read as a template. */
export function isTemplate(text: string): boolean {
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === 123 || next === 37 || next === 35) return true;
  }
  return false;
}

export interface TagsResult {
  readonly tags: readonly Tag[];
  readonly faults: readonly { readonly fault: Fault; readonly from: number; readonly to: number }[];
}

const MAX_TAGS = 100_000;
const OPENING = /\{[{%#]/g;
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["{{", "}}"],
  ["{%", "%}"],
  ["{#", "#}"],
]);

/** All tags of `text`, and what is wrong with their closing and nesting. */
export function findTags(text: string): TagsResult {
  const tags: Tag[] = [];
  const faults: { fault: Fault; from: number; to: number }[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match; match = OPENING.exec(text)) {
    const [opener] = match;
    const to = tagEnd(text, match.index, CLOSERS.get(opener) ?? "}}");
    if (tags.length >= MAX_TAGS) {
      faults.push({
        fault: errors.templateLimit(`more than ${MAX_TAGS} tags`),
        from: match.index,
        to: match.index + 2,
      });
      break;
    }
    if (to === undefined) {
      faults.push({ fault: errors.unclosedTag(opener), from: match.index, to: match.index + 2 });
      break;
    }
    const kind = opener === "{{" ? "expression" : opener === "{%" ? "statement" : "comment";
    const word = kind === "statement" ? (/^\{%[-+]?\s*(\w*)/.exec(text.slice(match.index, to))?.[1] ?? "") : "";
    tags.push({ kind, from: match.index, to, word });
    OPENING.lastIndex = to;
  }
  return { tags, faults: [...faults, ...checkBlocks(text, tags)] };
}

/** The end of the tag that begins at `from`: its closer, outside quotes. */
function tagEnd(text: string, from: number, closer: string): number | undefined {
  if (closer === "#}") {
    const end = text.indexOf(closer, from + 2);
    return end < 0 ? undefined : end + 2;
  }
  let depth = 0;
  for (let i = from + 2; i < text.length; i++) {
    const character = text[i];
    if (character === "'" || character === '"') {
      i = closingQuote(text, i, character);
    } else if (character === "{") depth++;
    else if (character === "}" && depth > 0) depth--;
    else if (text.startsWith(closer, i)) return i + 2;
  }
  return undefined;
}

function closingQuote(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === "\\" ? 2 : 1;
  return at;
}

const BLOCKS: ReadonlySet<string> = new Set(["if", "for", "macro", "call", "filter", "set"]);
const INNER: ReadonlyMap<string, readonly string[]> = new Map([
  ["elif", ["if"]],
  ["else", ["if", "for"]],
]);

/** `{% set x = 1 %}` stands alone; `{% set x %}` opens a block. */
function opensBlock(text: string, tag: Tag): boolean {
  if (!BLOCKS.has(tag.word)) return false;
  return tag.word !== "set" || !text.slice(tag.from, tag.to).includes("=");
}

function checkBlocks(text: string, tags: readonly Tag[]): TagsResult["faults"] {
  const open: Tag[] = [];
  const faults: { fault: Fault; from: number; to: number }[] = [];
  for (const tag of tags) {
    if (tag.kind !== "statement") continue;
    const { word, from, to } = tag;
    const top = open.at(-1);
    if (opensBlock(text, tag)) open.push(tag);
    else if (word.startsWith("end")) {
      if (top && word === `end${top.word}`) open.pop();
      else faults.push({ fault: errors.strayEnd(word, top?.word), from, to });
    } else if (INNER.has(word) && !(top && INNER.get(word)?.includes(top.word))) {
      faults.push({ fault: errors.strayEnd(word, top?.word), from, to });
    }
  }
  for (const { word, from, to } of open) faults.push({ fault: errors.unclosedBlock(word), from, to });
  return faults;
}

const VALUE_BLOCKS: ReadonlySet<string> = new Set(["macro", "call", "filter", "set"]);

/** The text of `source` with marks; the segments that they number are added to `segments`. */
export function markTemplate(source: Source, tags: readonly Tag[], segments: Segment[]): string {
  const { text } = source;
  const mark = (from: number, to: number, verbatim: boolean): string => {
    segments.push({ span: { source, from, to }, verbatim });
    return MARK_OPEN + (segments.length - 1).toString(36) + MARK_CLOSE;
  };
  let marked = "";
  let at = 0;
  let valueDepth = 0;
  const addText = (to: number): void => {
    const piece = text.slice(at, to);
    marked +=
      valueDepth > 0
        ? piece
        : piece.replace(/^([^\S\n]*)(\S)/gm, (_, space: string, first: string, offset: number) => {
            const place = at + offset + space.length;
            return space + mark(place, place + 1, true) + first;
          });
  };
  for (const tag of tags) {
    addText(tag.from);
    const isValueBlock = VALUE_BLOCKS.has(tag.word) && opensBlock(text, tag);
    if (tag.kind !== "comment" && valueDepth === 0 && text[tag.from + 2] !== "-") {
      marked += mark(tag.from, tag.to, false);
    }
    if (isValueBlock) valueDepth++;
    else if (tag.word.startsWith("end") && VALUE_BLOCKS.has(tag.word.slice(3)) && valueDepth > 0) valueDepth--;
    marked += text.slice(tag.from, tag.to);
    at = tag.to;
  }
  addText(text.length);
  return marked;
}
