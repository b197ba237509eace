/**
 * Signatures of fan-outs in which no two different index tuples of the relevant loops give the same offset: then who
 * shares a fetch depends on the bounds, on which loops move the data space, and on the mesh alone. Made once for each
 * and kept, since a search (or a batch) meets the same few fan-outs again and again.
 */
import { BoundsTree } from "./bounds-tree.ts";
import { plainSignature, type Signature } from "./fanout-signatures.ts";
import type { Fanout } from "./hops.ts";

/** Signatures kept at most; beyond it the cache starts anew. */
const CAPACITY = 20_000;

export class SignatureCache {
  readonly #tree = new BoundsTree<Signature>();
  #size = 0;

  /** @param bounds of the fan-out's loops, innermost first, negative where the loop moves the data space */
  lookUp(bounds: Int32Array, count: number, mesh: Fanout): Signature {
    const tree = this.#tree;
    let node = tree.step(tree.step(tree.root, mesh.x), mesh.y);
    for (let i = 0; i < count; i++) node = tree.step(node, bounds[i] as number);
    if (node.value === undefined) {
      node.value = plainSignature(indexTuples(Array.from(bounds.subarray(0, count))), mesh, false);
      if (++this.#size > CAPACITY) {
        tree.clear();
        this.#size = 0;
      }
    }
    return node.value;
  }
}

/** For each child the indices of the loops that move: they stand for its offset. */
function indexTuples(bounds: readonly number[]): number[][] {
  let tuples: number[][] = [[]];
  for (const bound of bounds) {
    const next: number[][] = [];
    for (let i = 0; i < Math.abs(bound); i++) for (const tuple of tuples) next.push(bound < 0 ? [...tuple, i] : tuple);
    tuples = next;
  }
  return tuples;
}
