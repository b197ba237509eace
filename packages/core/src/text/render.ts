/**
 * A diagnostic as a person reads it:
 *
 *   error[unknown-dimension]: dimension "K" is not in problem.shape.dimensions
 *     --> mapping.yaml:12:12
 *   12 |   factors: K=4 C=3
 *      |            ^
 *   hint: did you mean "M"? dimensions are: C M P Q R S N
 *
 * A long line is cut around the span, tabs become spaces, characters that a terminal would obey are shown as `?`.
 */
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { lineStarts, positionAt } from "./position.ts";
import type { Span } from "./source.ts";

export interface RenderOptions {
  /** ANSI colours; default: false. */
  readonly color?: boolean;
}

/** Columns of source that a frame shows at most. */
const FRAME_COLUMNS = 100;
const TAB = "  ";

const COLORS: Readonly<Record<Severity | "frame" | "bold", string>> = {
  error: "\u001b[1;31m",
  warning: "\u001b[1;33m",
  note: "\u001b[1;36m",
  frame: "\u001b[34m",
  bold: "\u001b[1m",
};
const RESET = "\u001b[0m";

type Paint = (style: keyof typeof COLORS, text: string) => string;

/** The lines of one diagnostic, without a line break at the end. */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const paint: Paint = options.color ? (style, text) => `${COLORS[style]}${text}${RESET}` : (_, text) => text;
  const { code, severity, message, span, path, related = [], hint } = diagnostic;
  const lines = [`${paint(severity, `${severity}[${code}]`)}${paint("bold", `: ${printable(message)}`)}`];
  if (span) lines.push(...frame(span, paint, severity));
  else if (path !== undefined) lines.push(`  ${paint("frame", "-->")} ${printable(path)}`);
  for (const place of related) {
    lines.push(`${paint("note", "note")}: ${printable(place.message)}`, ...frame(place.span, paint, "note"));
  }
  if (hint !== undefined) lines.push(`${paint("note", "hint")}: ${printable(hint)}`);
  return lines.join("\n");
}

function frame(span: Span, paint: Paint, severity: Severity): readonly string[] {
  const { source, from, to } = span;
  const { line, column } = positionAt(source, from);
  const where = `  ${paint("frame", "-->")} ${printable(source.name)}:${line}:${column}`;
  const start = lineStarts(source)[line - 1] ?? 0;
  const text = /^[^\r\n]*/.exec(source.text.slice(start, start + MAX_LINE))?.[0] ?? "";
  if (column - 1 > MAX_LINE || text.trim() === "") return [where];
  const cut = window(text, column - 1, Math.max(1, Math.min(to - from, text.length - (column - 1))));
  const number = String(line);
  const bar = paint("frame", "|");
  const caret = " ".repeat(cut.column) + paint(severity, "^".repeat(cut.length));
  return [where, `${paint("frame", number)} ${bar} ${cut.text}`, `${" ".repeat(number.length)} ${bar} ${caret}`];
}

/** Characters of a line that are looked at: a frame needs no more, and a line may be the whole of a large file. */
const MAX_LINE = 1_000_000;

interface Window {
  readonly text: string;
  /** Where the caret stands, and how many there are. */
  readonly column: number;
  readonly length: number;
}

/** The part of `line` around the span that fits the frame, with `...` where something is left out. */
function window(line: string, at: number, length: number): Window {
  const shown = Math.min(length, FRAME_COLUMNS - 20);
  const begin = line.length <= FRAME_COLUMNS ? 0 : Math.max(0, Math.min(at - 30, line.length - FRAME_COLUMNS));
  const end = line.length <= FRAME_COLUMNS ? line.length : Math.min(line.length, begin + FRAME_COLUMNS);
  const before = (begin > 0 ? "..." : "") + expand(line.slice(begin, at));
  const marked = expand(line.slice(at, Math.min(at + shown, end)));
  const after = expand(line.slice(Math.min(at + shown, end), end)) + (end < line.length ? "..." : "");
  return {
    text: (before + marked + after).trimEnd(),
    column: before.length,
    length: Math.max(1, marked.length),
  };
}

function expand(text: string): string {
  return printable(text.replaceAll("\t", TAB));
}

/** Control characters would move the cursor or change colours: they are shown as `?`. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "?");
}
