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
    for (const name of namesIn(folder)) if (matchesName(segment, name)) enter(join(folder, name));
  };
  visit(".", 0);
  return { paths, cutShort };
}

/**
 * Whether `name` matches. A `*` first takes nothing and one character more each time that what follows it fails; only
 * the last `*` is ever taken up again, so that no pattern takes longer than its length times that of the name.
 */
function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  let at = 0;
  let star: { readonly next: number; taken: number } | undefined;
  for (let i = 0; i < name.length; ) {
    if (pattern[at] === "*") {
      star = { next: ++at, taken: i };
    } else if (pattern[at] === "?" || pattern[at] === name[i]) {
      at++;
      i++;
    } else if (star !== undefined) {
      at = star.next;
      i = ++star.taken;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}
