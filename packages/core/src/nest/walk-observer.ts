/** What a walk tells whoever watches it; traces and the animation are made of this. */

export interface WalkTransfer {
  readonly kind: "fetch" | "writeback";
  /** Storage level whose instances fetch or give back. */
  readonly level: number;
  readonly dataSpace: number;
  readonly words: readonly { readonly instance: number; readonly word: readonly number[] }[];
}

/** One visited tile of the sampled walk. */
export interface SampledVisit {
  readonly level: number;
  /** Linear position at each fan-out on the way in, outermost first. */
  readonly position: readonly number[];
  /** Iterations that this visit stands for. */
  readonly weight: number;
  /** By data space: words of the tile, and words that must be fetched for it. */
  readonly tileWords: readonly number[];
  readonly fetchedWords: readonly number[];
}

export interface WalkObserver {
  /** Exact walk: before the movements of a time step. @param indices of every loop of the nest, innermost first */
  readonly timeStep?: (cycle: number, indices: readonly number[]) => void;
  readonly transfer?: (transfer: WalkTransfer) => void;
  /** Sampled walk: after a tile was visited. */
  readonly visit?: (visit: SampledVisit, indices: readonly number[]) => void;
}
