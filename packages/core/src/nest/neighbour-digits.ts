/**
 * By how much the indices of the spatial loops differ between a child and its direct neighbours in the mesh.
 *
 * Children are numbered with the innermost spatial loop fastest and placed row by row; a step to a neighbour changes
 * one or several indices (a carry). The list depends on the bounds and the mesh alone, so it is made once for each and
 * kept: looked up for every mapping of a search. When they have become too many, all are forgotten.
 */
import { BoundsTree } from "./bounds-tree.ts";
import { directNeighbours } from "./spatial-fetches.ts";

/** Numbers kept at most, 4 MiB of them. */
const MOST_NUMBERS: number = 2 ** 20;

export class NeighbourDigits {
  readonly #tree = new BoundsTree<Int32Array>();
  #numbers = 0;

  /** Rows of `count` index differences. @param bounds of the spatial loops, innermost first; `count` of them are used */
  lookUp(bounds: Int32Array, count: number, meshX: number, meshY: number): Int32Array {
    const tree = this.#tree;
    let node = tree.step(tree.step(tree.root, meshX), meshY);
    for (let i = 0; i < count; i++) node = tree.step(node, bounds[i] as number);
    if (node.value !== undefined) return node.value;
    const digits = neighbourDigits(Array.from(bounds.subarray(0, count)), meshX, meshY);
    this.#numbers += digits.length;
    if (this.#numbers > MOST_NUMBERS) {
      tree.clear();
      this.#numbers = 0;
    } else node.value = digits;
    return digits;
  }
}

function neighbourDigits(bounds: readonly number[], meshX: number, meshY: number): Int32Array {
  const children = bounds.reduce((n, bound) => n * bound, 1);
  const rows = new Map<string, number[]>();
  const digitsOf = (child: number): number[] => {
    let rest = child;
    return bounds.map((bound) => {
      const digit = rest % bound;
      rest = Math.floor(rest / bound);
      return digit;
    });
  };
  for (let child = 0; child < children; child++) {
    const own = digitsOf(child);
    const y = Math.floor(child / meshX);
    if (y >= meshY) continue;
    for (const neighbour of directNeighbours(child % meshX, y, { x: meshX, y: meshY })) {
      if (neighbour >= children) continue;
      const row = digitsOf(neighbour).map((digit, i) => digit - (own[i] as number));
      rows.set(row.join(), row);
    }
  }
  return Int32Array.from([...rows.values()].flat());
}
