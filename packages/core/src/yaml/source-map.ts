/** From a template's output with marks (see `template-segments.ts`) to plain text that knows where each part was written. */
import type { Span } from "../text/source.ts";
import type { Segment } from "./template-segments.ts";

export interface MappedText {
  readonly text: string;
  /** The place in the files of `[from, to)` of the text. */
  readonly locate: (from: number, to: number) => Span;
}

interface Piece extends Segment {
  /** Offset in the text at which the piece begins. */
  readonly at: number;
}

const MARK = /\ufdd0([0-9a-z]+)\ufdd1/g;

/** Takes the marks out of `marked`; `whole` stands in where there is no mark before a place. */
export function readMarks(marked: string, segments: readonly Segment[], whole: Span): MappedText {
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let length = 0;
  let last = 0;
  for (const match of marked.matchAll(MARK)) {
    const part = marked.slice(last, match.index);
    parts.push(part);
    length += part.length;
    last = match.index + match[0].length;
    const segment = segments[Number.parseInt(match[1] ?? "", 36)];
    if (segment) pieces.push({ ...segment, at: length });
  }
  parts.push(marked.slice(last));
  return { text: parts.join(""), locate: (from, to) => locate(pieces, from, to, whole) };
}

function locate(pieces: readonly Piece[], from: number, to: number, whole: Span): Span {
  const first = pieceAt(pieces, from);
  if (!first) return { source: whole.source, from: whole.from, to: whole.from };
  const start = startIn(first, from);
  const last = pieceAt(pieces, Math.max(from, to - 1)) ?? first;
  const end = endIn(last, from, to);
  // A value may begin in one file and end in another; then its beginning is shown.
  const isOneStretch = first.span.source === last.span.source && end >= start;
  return { source: first.span.source, from: start, to: isOneStretch ? end : Math.max(start, first.span.to) };
}

function startIn(piece: Piece, offset: number): number {
  return piece.verbatim
    ? Math.min(piece.span.from + offset - piece.at, piece.span.source.text.length)
    : piece.span.from;
}

function endIn(piece: Piece, from: number, to: number): number {
  if (!piece.verbatim) return piece.span.to;
  return startIn(piece, Math.max(from, to - 1)) + (to > from ? 1 : 0);
}

/** The last piece that begins at or before `offset`. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return pieces[high];
}
