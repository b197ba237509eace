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

  /** @param loops of the fan-out, innermost first: bound, and whether the loop moves the data space */
  lookUp(loops: readonly { readonly bound: number; readonly moves: boolean }[], mesh: Fanout): Signature {
    const tree = this.#tree;
    let node = tree.step(tree.step(tree.root, mesh.x), mesh.y);
    for (const { bound, moves } of loops) node = tree.step(node, moves ? -bound : bound);
    if (node.value === undefined) {
      node.value = plainSignature(indexTuples(loops), mesh, false);
      if (++this.#size > CAPACITY) {
        tree.clear();
        this.#size = 0;
      }
    }
    return node.value;
  }
}

/** For each child the indices of the loops that move: they stand for its offset. */
function indexTuples(loops: readonly { readonly bound: number; readonly moves: boolean }[]): number[][] {
  let tuples: number[][] = [[]];
  for (const { bound, moves } of loops) {
    const next: number[][] = [];
    for (let i = 0; i < bound; i++) for (const tuple of tuples) next.push(moves ? [...tuple, i] : tuple);
    tuples = next;
  }
  return tuples;
}
