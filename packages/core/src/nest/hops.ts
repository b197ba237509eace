/**
 * Distances in the mesh between a storage level and its children.
 *
 * A level injects at the middle of the left edge of its children's mesh; a transfer runs along the X axis as far as the
 * farthest receiver, and at every column with receivers up and down to the farthest ones. Children are numbered row by
 * row. (The routing that Timeloop's legacy network assumes.)
 */

/** Children of one instance along the two axes of the mesh. */
export interface Fanout {
  readonly x: number;
  readonly y: number;
}

/**
 * Hops of one multicast to `elements` (linear positions), and the hops if each were served on its own.
 */
export function placeHops(elements: readonly number[], mesh: Fanout): { hops: number; unicastHops: number } {
  const centre = (mesh.y - 1) / 2;
  if (elements.length === 1) {
    const element = elements[0] as number;
    const hops = (element % mesh.x) + Math.abs(Math.floor(element / mesh.x) - centre);
    return { hops, unicastHops: hops };
  }
  const columns = new Map<number, { min: number; max: number }>();
  let farthest = 0;
  let unicastHops = 0;
  for (const element of elements) {
    const x = element % mesh.x;
    const y = Math.floor(element / mesh.x);
    farthest = Math.max(farthest, x);
    const column = columns.get(x);
    if (column === undefined) columns.set(x, { min: y, max: y });
    else {
      column.min = Math.min(column.min, y);
      column.max = Math.max(column.max, y);
    }
    unicastHops += x + Math.abs(y - centre);
  }
  let hops = farthest;
  for (const { min, max } of columns.values()) hops += Math.max(0, centre - min) + Math.max(0, max - centre);
  return { hops, unicastHops };
}
