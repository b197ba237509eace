/**
 * From file names to Sources. Nothing is thrown: a file that is missing, a folder, too large or not UTF-8 gives a
 * diagnostic with what the user can do about it. `-` is standard input.
 */
import { closeSync, fstatSync, openSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Diagnostic, Source } from "@tilewright/core";
import { decodeUtf8 } from "./decode-utf8.ts";
import { fileIsDirectory, fileNotFound, fileUnreadable, inputTooLarge, standardInputTwice } from "./errors.ts";
import { MAX_SOURCE_BYTES } from "./limits.ts";
import { readBytes } from "./read-bytes.ts";

export interface FileReadOptions {
  /** Largest input in bytes; by default {@link MAX_SOURCE_BYTES}. */
  readonly maxBytes?: number;
}

export interface FileReadResult {
  /** Present unless there was an error. */
  readonly source?: Source;
  readonly diagnostics: readonly Diagnostic[];
}

/** The name under which standard input appears in diagnostics. */
const STANDARD_INPUT_NAME = "<stdin>";

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

/** The diagnostic for what opening or reading `path` threw. */
export function explainFailure(path: string, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return fileNotFound(path, basename(path), namesIn(dirname(path)));
  if (code === "EACCES" || code === "EPERM") return fileUnreadable(path, "permission denied");
  return fileUnreadable(path, code === "" ? "unknown reason" : code);
}

/** Reads one file, or standard input for `-`. */
export function readSourceFile(path: string, options: FileReadOptions = {}): FileReadResult {
  const limit = options.maxBytes ?? MAX_SOURCE_BYTES;
  const name = path === "-" ? STANDARD_INPUT_NAME : path;
  let descriptor: number | undefined;
  try {
    descriptor = path === "-" ? 0 : openSync(path, "r");
    const status = fstatSync(descriptor);
    if (status.isDirectory()) {
      const yamlFiles = (namesIn(path) ?? []).filter((entry) => /\.ya?ml$/i.test(entry));
      return { diagnostics: [fileIsDirectory(path, yamlFiles)] };
    }
    if (status.isFile() && status.size > limit) return { diagnostics: [inputTooLarge(name, status.size, limit)] };
    const bytes = readBytes(descriptor, limit);
    if (bytes === undefined) return { diagnostics: [inputTooLarge(name, undefined, limit)] };
    const { text, diagnostic } = decodeUtf8(name, bytes);
    return text === undefined
      ? { diagnostics: diagnostic === undefined ? [] : [diagnostic] }
      : { source: { name, text }, diagnostics: [] };
  } catch (error) {
    return { diagnostics: [explainFailure(path, error)] };
  } finally {
    if (descriptor !== undefined && path !== "-") closeSync(descriptor);
  }
}

/** Reads several files in the order given; every one that fails is reported, not only the first. */
export function readSourceFiles(
  paths: readonly string[],
  options: FileReadOptions = {},
): { readonly sources: readonly Source[]; readonly diagnostics: readonly Diagnostic[] } {
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  let standardInputRead = false;
  for (const path of paths) {
    if (path === "-") {
      if (standardInputRead) {
        diagnostics.push(standardInputTwice());
        continue;
      }
      standardInputRead = true;
    }
    const result = readSourceFile(path, options);
    diagnostics.push(...result.diagnostics);
    if (result.source !== undefined) sources.push(result.source);
  }
  return { sources, diagnostics };
}
