/** What a walk tells whoever watches it; traces and the animation are made of this. */

export interface WalkTransfer {
  readonly kind: "fetch" | "writeback";
  /** Storage level whose instances fetch or give back. */
  readonly level: number;
  readonly dataSpace: number;
  readonly words: readonly { readonly instance: number; readonly word: readonly number[] }[];
}

export interface WalkObserver {
  /** Before the movements of a time step. @param indices of every loop of the nest, innermost first */
  readonly timeStep?: (cycle: number, indices: readonly number[]) => void;
  readonly transfer?: (transfer: WalkTransfer) => void;
}
