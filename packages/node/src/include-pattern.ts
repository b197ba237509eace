/**
 * Files whose names match a pattern with `*` (any characters) and `?` (one), within one folder level each, as in a
 * shell: names that begin with a dot match only where the pattern says the dot. Sorted, and bounded in what it looks at.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export interface PatternMatches {
  /** Paths of files, sorted by name. */
  readonly paths: readonly string[];
  /** True where the limits ended the search: `paths` is then incomplete. */
  readonly cutShort: boolean;
}

/** What one pattern may cost. */
export interface PatternLimits {
  readonly files: number;
  readonly folders: number;
}

const DEFAULT_LIMITS: PatternLimits = { files: 1000, folders: 1000 };

/** The files that `pattern` names; none where a folder on its way does not exist or cannot be read. */
export function matchFiles(pattern: string, limits: PatternLimits = DEFAULT_LIMITS): PatternMatches {
  const segments = pattern.split("/").filter((segment, index) => segment !== "" || index === 0);
  let folders = 0;
  let cutShort = false;
  const paths: string[] = [];
  const visit = (folder: string, at: number): void => {
    const segment = segments[at];
    if (segment === undefined || cutShort) return;
    const isLast = at === segments.length - 1;
    const enter = (path: string): void => {
      if (!isLast) visit(path, at + 1);
      else if (paths.length >= limits.files) cutShort = true;
      else if (isFile(path)) paths.push(path);
    };
    if (!/[*?]/.test(segment)) {
      // An empty first segment is the root.
      enter(segment === "" ? "/" : join(folder, segment));
      return;
    }
    if (++folders > limits.folders) {
      cutShort = true;
      return;
    }
    const name = nameMatcher(segment);
    for (const entry of namesIn(folder).filter((candidate) => name.test(candidate))) enter(join(folder, entry));
  };
  visit(".", 0);
  return { paths, cutShort };
}

/** Linear in the name for each `*`: no part of the expression can match in two ways but by where a `*` ends. */
function nameMatcher(segment: string): RegExp {
  const body = segment
    .replace(/\*+/g, "*")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${segment.startsWith(".") ? "" : "(?!\\.)"}${body}$`, "s");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}
