/**
 * Lines of a file or standard input as they arrive, for inputs without a bound on their number (batches).
 * The length of one line is bounded; each line is decoded on its own, so that one bad line spoils only itself.
 */
import { createReadStream, statSync } from "node:fs";
import type { Diagnostic } from "@tilewright/core";
import { decodeUtf8 } from "./decode-utf8.ts";
import { inputTooLarge } from "./errors.ts";
import { MAX_LINE_BYTES } from "./limits.ts";
import { readSourceFile } from "./read-source.ts";

/** One line: its text, or why there is none. */
export interface InputLine {
  /** One-based. */
  readonly number: number;
  readonly text?: string;
  readonly diagnostic?: Diagnostic;
}

const NEWLINE = 0x0a;

/** Opening failures (no such file) come as a diagnostic before any line. */
export function readLines(
  path: string,
  maxLineBytes: number = MAX_LINE_BYTES,
): {
  readonly lines?: AsyncGenerator<InputLine>;
  readonly totalBytes?: number;
  readonly diagnostics: readonly Diagnostic[];
} {
  if (path === "-") return { lines: splitLines("<stdin>", process.stdin, maxLineBytes), diagnostics: [] };
  let totalBytes: number | undefined;
  try {
    const status = statSync(path);
    if (status.isDirectory()) return { diagnostics: readSourceFile(path).diagnostics };
    if (status.isFile()) totalBytes = status.size;
    return {
      lines: splitLines(path, createReadStream(path), maxLineBytes),
      ...(totalBytes === undefined ? {} : { totalBytes }),
      diagnostics: [],
    };
  } catch {
    return { diagnostics: readSourceFile(path).diagnostics };
  }
}

/** Cuts a stream of bytes at line ends. A line over the limit is dropped up to its end and reported as one. */
export async function* splitLines(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<InputLine> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const take = (): InputLine => {
    const line = finishLine(name, number, pieces, length, maxLineBytes);
    pieces = [];
    length = 0;
    number += 1;
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE, from); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      length += end - from;
      if (length <= maxLineBytes) pieces.push(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    length += chunk.length - from;
    if (length <= maxLineBytes) pieces.push(chunk.subarray(from));
    else pieces = [];
  }
  if (length > 0) yield take();
}

function finishLine(
  name: string,
  number: number,
  pieces: readonly Uint8Array[],
  length: number,
  maxLineBytes: number,
): InputLine {
  const label = `${name}:${number}`;
  if (length > maxLineBytes) return { number, diagnostic: inputTooLarge(label, length, maxLineBytes) };
  const { text, diagnostic } = decodeUtf8(label, Buffer.concat(pieces, length));
  if (text === undefined) return diagnostic === undefined ? { number } : { number, diagnostic };
  return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
}
