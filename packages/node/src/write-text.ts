/** Writing output: a text at once, or piece by piece without keeping it (traces of millions of steps). */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Diagnostic } from "@tilewright/core";
import { fileUnwritable } from "./errors.ts";

/** Takes text until it is closed. Buffered; `write` returns only after the text is in the buffer or on the disk. */
export interface TextSink {
  write(text: string): void;
  close(): void;
}

const BUFFER_CHARACTERS = 64 * 1024;

/** Why a file could not be written or read, in words. What no file system said is a bug and thrown again. */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error && "syscall" in error)) throw error;
  return reasonOf(error);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EISDIR: "it is a folder",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
    ENOTDIR: "part of the path is a file",
    EPIPE: "its reader has gone",
    EEXIST: "part of the path is a file",
  };
  return reasons[code] ?? (code === "" ? "unknown reason" : code);
}

/** The diagnostic for what writing to `path` threw. */
export function describeWriteFailure(path: string, error: unknown): Diagnostic {
  return fileUnwritable(path, failureReason(error));
}

const waiting = new Int32Array(new SharedArrayBuffer(4));

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      // A pipe in non-blocking mode that is full: whoever reads it needs a moment.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(waiting, 0, 0, 5);
    }
  }
}

/**
 * Opens `path` for writing, making its folders; `-` is standard output. Opening and writing throw what the file system
 * says; `describeWriteFailure` makes a diagnostic of it.
 */
export function openTextSink(path: string): TextSink {
  if (path !== "-") mkdirSync(dirname(path), { recursive: true });
  const descriptor = path === "-" ? 1 : openSync(path, "w");
  let pending: string[] = [];
  let pendingLength = 0;
  const flush = (): void => {
    const text = pending.join("");
    pending = [];
    pendingLength = 0;
    if (text !== "") writeAll(descriptor, text);
  };
  return {
    write(text) {
      pending.push(text);
      pendingLength += text.length;
      if (pendingLength >= BUFFER_CHARACTERS) flush();
    },
    close() {
      flush();
      if (descriptor !== 1) closeSync(descriptor);
    },
  };
}

/** Writes a whole text; the diagnostic says why not, where it failed. */
export function writeTextFile(path: string, text: string): Diagnostic | undefined {
  try {
    const sink = openTextSink(path);
    sink.write(text);
    sink.close();
    return undefined;
  } catch (error) {
    return describeWriteFailure(path, error);
  }
}
