/**
 * Offsets to lines and columns.
 *
 * The starts of a source's lines are found once, on the first question, and kept with the source; each question is
 * then a binary search. `\n`, `\r\n` and a lone `\r` all end a line, as YAML has it.
 */
import type { Position, Source } from "./source.ts";

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of `source` begin; the first is always 0. */
export function lineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const { text } = source;
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  lineStartsOf.set(source, starts);
  return starts;
}

/**
 * One-based line and column of `offset`; offsets outside the text are clamped to it. Columns count UTF-16 units.
 *
 * @example positionAt({ name: "a.yaml", text: "a: 1\nb: 2" }, 5) // { line: 2, column: 1 }
 */
export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  const clamped = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= clamped) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: clamped - (starts[low] ?? 0) + 1 };
}
