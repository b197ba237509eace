/** Finding files for includes, without any notion of a disk: the caller of the reader supplies the two functions. */
import { FaultError } from "../expression/errors.ts";
import type { Source } from "../text/source.ts";
import * as errors from "./errors.ts";

/**
 * Gives the source of an included file, or undefined where there is none. A relative `path` is looked for beside
 * `from`, then in each of `searchPaths`. Its name identifies the file: one file, one name.
 */
export type LoadFile = (path: string, from: Source, searchPaths: readonly string[]) => Source | undefined;

/** Gives the paths of the files that `pattern` (with `*` and `?`) matches, sorted, looked for as `LoadFile` does. */
export type ListFiles = (pattern: string, from: Source, searchPaths: readonly string[]) => readonly string[];

export interface Files {
  readonly loadFile?: LoadFile;
  readonly listFiles?: ListFiles;
}

/** The sources that `path`, which may be a pattern, names from `from`; none is a fault. */
export function findSources(
  files: Files,
  path: string,
  from: Source,
  searchPaths: readonly string[],
): readonly Source[] {
  const { loadFile, listFiles } = files;
  if (!loadFile) throw new FaultError(errors.includeUnavailable(path));
  const paths = isPattern(path) && listFiles ? listFiles(path, from, searchPaths) : [path];
  const sources = paths.flatMap((each) => loadFile(each, from, searchPaths) ?? []);
  if (sources.length === 0) throw new FaultError(errors.includeNotFound(path, [directoryOf(from), ...searchPaths]));
  return sources;
}

/** True where a file of that name can be included from `from`. */
export function fileExists(files: Files, path: string, from: Source, searchPaths: readonly string[]): boolean {
  if (isPattern(path) && files.listFiles) return files.listFiles(path, from, searchPaths).length > 0;
  return files.loadFile?.(path, from, searchPaths) !== undefined;
}

function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** The folder of a source by its name; `.` where the name has none. */
export function directoryOf(source: Source): string {
  const slash = source.name.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : source.name.slice(0, slash);
}

/** `path` seen from the folder of `from`. */
export function besides(from: Source, path: string): string {
  const directory = directoryOf(from);
  return path.startsWith("/") || directory === "." ? path : `${directory}/${path}`;
}
