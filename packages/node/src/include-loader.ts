/**
 * Finds the files that a YAML text includes: beside the text that includes them, then in the search paths
 * (those that the text added, then those of the command line), then in the working folder, as the designs
 * published for Timeloop expect.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic, Source } from "@tilewright/core";
import { type FileReadOptions, readSourceFile } from "./read-source.ts";

/** What core's `readDocuments` takes as `loadFile`; `undefined` when no such file is found. */
export type IncludeLoader = (path: string, from: Source, searchPaths: readonly string[]) => Source | undefined;

function isReadableFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}

/**
 * A loader with the command line's `searchPaths`. A file that is found but cannot be read (too large, not UTF-8)
 * goes to `report`; core then says where it was included.
 */
export function createIncludeLoader(
  searchPaths: readonly string[],
  report: (diagnostic: Diagnostic) => void,
  options: FileReadOptions = {},
): IncludeLoader {
  const loaded = new Map<string, Source>();
  return (path, from, addedPaths) => {
    const base = from.name.startsWith("<") ? "." : dirname(from.name);
    // Paths that a text adds (`add_to_path`) are meant relative to that text, or to the working folder.
    const folders = [base, ...addedPaths.flatMap((folder) => [resolve(base, folder), folder]), ...searchPaths, "."];
    const candidates = isAbsolute(path) ? [path] : folders.map((folder) => join(folder, path));
    const found = candidates.find(isReadableFile);
    if (found === undefined) return undefined;
    const before = loaded.get(found);
    if (before !== undefined) return before;
    const { source, diagnostics } = readSourceFile(found, options);
    for (const diagnostic of diagnostics) report(diagnostic);
    if (source !== undefined) loaded.set(found, source);
    return source;
  };
}
