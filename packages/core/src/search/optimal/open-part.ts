/**
 * A part of the search that is still to be done, as plain data: it can wait, be sent to another thread, be cut in two, and
 * be done twice with the same result. It is what depth first search holds on its stack:
 *
 *     root --3--> o --1--> o --7--> here         path   3 1 7
 *           \ 5    \ 4      \ 8 9                rows   depth 0: 5   depth 1: 4   depth 2: 8 9
 *
 * `path` are the choices taken, `rows` those of each node on the way that are still open, with their bounds. Whoever takes
 * up the part walks the path again and goes on; nothing of it has to be bounded a second time.
 */
import { compareObjective, type Objective, type ObjectiveKey, objectiveValue } from "./objective.ts";

/** Choices of one node that are still open, by rising bounds. */
export interface OpenRow {
  /** Choices on the path before them. */
  readonly depth: number;
  readonly choice: Int32Array;
  readonly energyPj: Float64Array;
  readonly cycles: Float64Array;
}

export interface OpenPart {
  /** Which levels keep what (keep-choice.ts). */
  readonly keep: Uint8Array;
  readonly path: Int32Array;
  /** By rising depth. A root that has not been looked into has neither path nor rows. */
  readonly rows: readonly OpenRow[];
  /** Where the path ends at a complete nest: the first order of its loops in space that is not evaluated, and its bounds. */
  readonly leaf?: { readonly order: number; readonly energyPj: number; readonly cycles: number };
  /** Least bounds of all that is open. */
  readonly energyPj: number;
  readonly cycles: number;
}

/** Puts a part together from what is open in it; undefined if that is nothing. */
export function openPart(
  objective: Objective,
  { keep, path, rows, leaf }: Pick<OpenPart, "keep" | "path" | "rows" | "leaf">,
): OpenPart | undefined {
  let energyPj = leaf?.energyPj ?? Number.POSITIVE_INFINITY;
  let cycles = leaf?.cycles ?? Number.POSITIVE_INFINITY;
  let isEmpty = leaf === undefined;
  for (const row of rows) {
    const own = row.energyPj[0] as number;
    const ownCycles = row.cycles[0] as number;
    if (!isEmpty && compareObjective(objective, own, ownCycles, energyPj, cycles) >= 0) continue;
    energyPj = own;
    cycles = ownCycles;
    isEmpty = false;
  }
  return isEmpty ? undefined : { keep, path, rows, ...(leaf && { leaf }), energyPj, cycles };
}

/** Whether a part can be cut: whether it holds more than one choice of one node. */
export function isDivisible({ rows, leaf }: OpenPart): boolean {
  const [top, ...others] = rows;
  return top !== undefined && (top.choice.length > 1 || others.length > 0 || leaf !== undefined);
}

/**
 * Cuts a part where it is largest, at the node nearest to the root: each of that node's open choices becomes a part, and
 * so does the rest.
 */
export function splitPart(objective: Objective, part: OpenPart): OpenPart[] {
  const { keep, path, rows, leaf } = part;
  const [top, ...others] = rows;
  if (top === undefined) return [part];
  const rest = openPart(objective, { keep, path, rows: others, ...(leaf && { leaf }) });
  const parts: OpenPart[] = [];
  for (let i = 0; i < top.choice.length; i++) {
    const row: OpenRow = {
      depth: top.depth,
      choice: top.choice.slice(i, i + 1),
      energyPj: top.energyPj.slice(i, i + 1),
      cycles: top.cycles.slice(i, i + 1),
    };
    const own = openPart(objective, { keep, path: path.slice(0, top.depth), rows: [row] });
    if (own !== undefined) parts.push(own);
  }
  if (rest !== undefined) parts.push(rest);
  return parts;
}

/** Order in which parts are worked on: the most promising first. Exact, so that it is an order in any engine. */
export function comparePromise(objective: Objective, a: OpenPart, b: OpenPart): number {
  for (const key of objective) {
    const difference = objectiveValue(key, a.energyPj, a.cycles) - objectiveValue(key, b.energyPj, b.cycles);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Least figure of the objective that parts leave possible. */
export function leastOf(key: ObjectiveKey, parts: readonly OpenPart[]): number {
  return parts.reduce(
    (least, { energyPj, cycles }) => Math.min(least, objectiveValue(key, energyPj, cycles)),
    Number.POSITIVE_INFINITY,
  );
}
