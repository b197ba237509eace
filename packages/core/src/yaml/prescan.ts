/**
 * A look at the text before the YAML library sees it.
 *
 * The library recurses on nested collections, so a text of a hundred thousand brackets would overflow the stack; and
 * a binary file would give it a mistake a byte. One pass over the text finds both. The depth found is an upper bound:
 * brackets inside plain and quoted scalars count too, which is harmless below the limit.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { inputTooLarge, invalidCharacter, nestingTooDeep } from "./errors.ts";
import type { ReadLimits } from "./limits.ts";

// YAML 1.2 section 5.1: printable characters only; tab, line feed and carriage return are the controls allowed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/;

/** The first reason not to parse `text`, or undefined. */
export function findObstacle(
  text: string,
  limits: ReadLimits,
  locate: (from: number, to: number) => Span,
): Diagnostic | undefined {
  if (text.length > limits.textLength) return inputTooLarge(text.length, limits.textLength, locate(0, 0));
  const forbidden = text.search(FORBIDDEN);
  if (forbidden >= 0) return invalidCharacter(text.charCodeAt(forbidden), locate(forbidden, forbidden + 1));
  const deep = findTooDeep(text, limits.depth);
  return deep === undefined ? undefined : nestingTooDeep(limits.depth, locate(deep, deep + 1));
}

/** Offset at which the text is nested deeper than `limit`, by brackets or by indentation, or undefined. */
function findTooDeep(text: string, limit: number): number | undefined {
  const indents: number[] = [];
  let brackets = 0;
  let column = 0;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || unit === 13) {
      column = 0;
      atStart = true;
      continue;
    }
    if (unit === 35 && (atStart || isBlank(text.charCodeAt(i - 1)))) {
      while (i + 1 < text.length && text.charCodeAt(i + 1) !== 10 && text.charCodeAt(i + 1) !== 13) i++;
      continue;
    }
    if (atStart && unit !== 32) {
      // The first character of a line, or one after a `- ` or `? ` at its front: a block may begin at this column.
      while ((indents.at(-1) ?? -1) >= column) indents.pop();
      indents.push(column);
      const opens = (unit === 45 || unit === 63 || unit === 58) && isBlank(text.charCodeAt(i + 1));
      if (!opens) atStart = false;
      if (indents.length + brackets > limit) return i;
    }
    if (unit === 91 || unit === 123) {
      brackets++;
      if (indents.length + brackets > limit) return i;
    } else if (unit === 93 || unit === 125) {
      if (brackets > 0) brackets--;
    }
    column++;
  }
  return undefined;
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}
