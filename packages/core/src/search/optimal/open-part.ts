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

/** Choices of one node that are still open, in the order in which they are tried. */
export interface OpenRow {
  /** Choices on the path before them. */
  readonly depth: number;
  readonly choice: Int32Array;
  /** Lower bounds of the costs of each, one after the other. */
  readonly costs: Float64Array;
}

export interface OpenPart {
  /** Which levels keep what (keep-choice.ts). */
  readonly keep: Uint8Array;
  readonly path: Int32Array;
  /** By rising depth. A root that has not been looked into has neither path nor rows. */
  readonly rows: readonly OpenRow[];
  /** Where the path ends at a complete nest: the first order of its loops in space that is not evaluated, and its bounds. */
  readonly leaf?: { readonly order: number; readonly costs: Float64Array };
  /** Least bounds of all that is open: the first by the order of the objective; of a Pareto front each cost by itself. */
  readonly costs: Float64Array;
}

/** Calls back with the bounds of all that is open in a part. */
export function forEachOpen({ rows, leaf, costs }: OpenPart, visit: (costs: Float64Array) => void): void {
  if (rows.length === 0 && leaf === undefined) visit(costs);
  for (const row of rows) {
    for (let i = 0; i < row.choice.length; i++) visit(row.costs.subarray(i * costs.length, (i + 1) * costs.length));
  }
  if (leaf !== undefined) visit(leaf.costs);
}

/** Puts a part together from what is open in it; undefined if that is nothing. */
export function openPart(
  isPareto: boolean,
  { keep, path, rows, leaf }: Pick<OpenPart, "keep" | "path" | "rows" | "leaf">,
): OpenPart | undefined {
  const [first] = rows;
  if (first === undefined && leaf === undefined) return undefined;
  const width = first === undefined ? (leaf?.costs.length ?? 0) : first.costs.length / first.choice.length;
  const least = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const part: OpenPart = { keep, path, rows, ...(leaf && { leaf }), costs: least };
  forEachOpen(part, (costs) => {
    if (!isPareto) {
      if (compareExactly(costs, least) < 0) least.set(costs);
    } else for (let i = 0; i < width; i++) least[i] = Math.min(least[i] as number, costs[i] as number);
  });
  return part;
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
export function splitPart(isPareto: boolean, part: OpenPart): OpenPart[] {
  const { keep, path, rows, leaf, costs } = part;
  const [top, ...others] = rows;
  if (top === undefined) return [part];
  const rest = openPart(isPareto, { keep, path, rows: others, ...(leaf && { leaf }) });
  const parts: OpenPart[] = [];
  for (let i = 0; i < top.choice.length; i++) {
    const row: OpenRow = {
      depth: top.depth,
      choice: top.choice.slice(i, i + 1),
      costs: top.costs.slice(i * costs.length, (i + 1) * costs.length),
    };
    const own = openPart(isPareto, { keep, path: path.slice(0, top.depth), rows: [row] });
    if (own !== undefined) parts.push(own);
  }
  if (rest !== undefined) parts.push(rest);
  return parts;
}

/** Order in which parts are worked on: the most promising first. Exact, so that it is an order in any engine. */
export function compareExactly(a: Float64Array, b: Float64Array): number {
  for (let i = 0; i < a.length; i++) {
    const one = a[i] as number;
    const other = b[i] as number;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
