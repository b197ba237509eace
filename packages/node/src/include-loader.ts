/**
 * Finds the files that a YAML text includes: beside the text that includes them, then in the search paths
 * (those that the text added, then those of the command line), then in the working folder, as the designs
 * published for Timeloop expect. A pattern names the files of all these folders.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic, Source } from "@tilewright/core";
import { includePatternWide } from "./errors.ts";
import { matchFiles, type PatternLimits } from "./include-pattern.ts";
import { type FileReadOptions, readSourceFile } from "./read-source.ts";

/** What core's `readDocuments` takes to read included files. */
export interface IncludeLoader {
  /** `undefined` when no such file is found. */
  readonly loadFile: (path: string, from: Source, searchPaths: readonly string[]) => Source | undefined;
  /** Paths of the files that a pattern matches: each file once, folder by folder, sorted in each. */
  readonly listFiles: (pattern: string, from: Source, searchPaths: readonly string[]) => readonly string[];
}

export interface IncludeOptions extends FileReadOptions {
  readonly patternLimits?: PatternLimits;
}

function isReadableFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}

/**
 * A loader with the command line's `searchPaths`. A file that is found but cannot be read (too large, not UTF-8), or a
 * pattern that matches too much, goes to `report`; core then says where it was included.
 */
export function createIncludeLoader(
  searchPaths: readonly string[],
  report: (diagnostic: Diagnostic) => void,
  options: IncludeOptions = {},
): IncludeLoader {
  /** By real path: one file, one source, however it was found. */
  const loaded = new Map<string, Source>();
  /** Paths that `listFiles` gave out: they are meant as they stand. */
  const listed = new Set<string>();

  const candidates = (path: string, from: Source, addedPaths: readonly string[]): readonly string[] => {
    if (isAbsolute(path)) return [path];
    const base = from.name.startsWith("<") ? "." : dirname(from.name);
    // Paths that a text adds (`add_to_path`) are meant relative to that text, or to the working folder.
    const folders = [base, ...addedPaths.flatMap((folder) => [resolve(base, folder), folder]), ...searchPaths, "."];
    return folders.map((folder) => join(folder, path));
  };

  return {
    loadFile(path, from, addedPaths) {
      const found = listed.has(path) ? path : candidates(path, from, addedPaths).find(isReadableFile);
      if (found === undefined) return undefined;
      const real = realpathSync(found);
      const before = loaded.get(real);
      if (before !== undefined) return before;
      const { source, diagnostics } = readSourceFile(found, options);
      for (const diagnostic of diagnostics) report(diagnostic);
      if (source !== undefined) loaded.set(real, source);
      return source;
    },
    listFiles(pattern, from, addedPaths) {
      const seen = new Set<string>();
      const paths: string[] = [];
      for (const candidate of candidates(pattern, from, addedPaths)) {
        const { paths: matches, cutShort } = matchFiles(candidate, options.patternLimits);
        if (cutShort) {
          report(includePatternWide(pattern));
          return [];
        }
        for (const path of matches) {
          const real = realpathSync(path);
          if (seen.has(real)) continue;
          seen.add(real);
          listed.add(path);
          paths.push(path);
        }
      }
      return paths;
    },
  };
}
