/** Something kept for each list of whole numbers (bounds, a mesh): a tree of maps, so that looking up makes no text keys. */

interface Node<T> {
  readonly next: Map<number, Node<T>>;
  value?: T;
}

/** Walk down with `step` from `root`, number by number; the value hangs on the last node. */
export class BoundsTree<T> {
  root: Node<T> = { next: new Map() };

  step(node: Node<T>, key: number): Node<T> {
    let next = node.next.get(key);
    if (next === undefined) {
      next = { next: new Map() };
      node.next.set(key, next);
    }
    return next;
  }

  clear(): void {
    this.root = { next: new Map() };
  }
}
