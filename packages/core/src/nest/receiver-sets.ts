/**
 * Sets of receivers that one transfer reaches, as numbers: few different ones occur, so each is made once and what it
 * costs to reach it is worked out once. Set 0 is empty; sets 1 to n are the single receivers.
 *
 * Members are added in ascending order, so that the last one tells whether a receiver is in already.
 */
import { type Fanout, placeHops } from "./hops.ts";

interface Grown {
  readonly from: number;
  readonly last: number;
  readonly size: number;
  hops: { readonly hops: number; readonly unicastHops: number } | undefined;
}

export class ReceiverSets {
  readonly #places: readonly number[];
  readonly #mesh: Fanout;
  readonly #sets: Grown[] = [{ from: 0, last: -1, size: 0, hops: { hops: 0, unicastHops: 0 } }];
  /** By set x receivers + receiver. */
  readonly #larger = new Map<number, number>();

  /** @param places by receiver: its place in the mesh, row by row */
  constructor(places: readonly number[], mesh: Fanout) {
    this.#places = places;
    this.#mesh = mesh;
    places.forEach((_, receiver) => {
      this.#sets.push({ from: 0, last: receiver, size: 1, hops: undefined });
    });
  }

  /** The set with one receiver more; the same if it is in already. */
  add(set: number, receiver: number): number {
    if (set === 0) return receiver + 1;
    const old = this.#sets[set] as Grown;
    if (old.last === receiver) return set;
    const key = set * this.#places.length + receiver;
    const known = this.#larger.get(key);
    if (known !== undefined) return known;
    const made = this.#sets.push({ from: set, last: receiver, size: old.size + 1, hops: undefined }) - 1;
    this.#larger.set(key, made);
    return made;
  }

  size(set: number): number {
    return (this.#sets[set] as Grown).size;
  }

  /** Hops of one transfer to the whole set, and if each member were served on its own. */
  hops(set: number): { readonly hops: number; readonly unicastHops: number } {
    const grown = this.#sets[set] as Grown;
    if (grown.hops === undefined) {
      const members: number[] = [];
      for (let at = set; at !== 0; at = (this.#sets[at] as Grown).from) {
        members.push(this.#places[(this.#sets[at] as Grown).last] as number);
      }
      grown.hops = placeHops(members, this.#mesh);
    }
    return grown.hops;
  }
}
