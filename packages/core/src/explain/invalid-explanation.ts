/** Why a mapping is not valid, as data: what is too large, by how much, which loops make it, and what would fit. */
import type { InvalidReason } from "../evaluation/evaluation.ts";
import type { LoopKind } from "../nest/loop-nest.ts";
import type { DiagnosticJson } from "../text/diagnostic-json.ts";
import type { LoopLabel, Tile } from "./explanation.ts";

/** One data space's tile in a level that is too small (or too empty). */
export interface HeldTile {
  readonly dataSpace: string;
  readonly words: number;
  readonly bits: number;
  readonly tile: Tile;
}

export interface CapacityProblem {
  readonly kind: "capacity";
  readonly level: string;
  /** In words of the level. */
  readonly neededWords: number;
  readonly availableWords: number;
  readonly neededBits: number;
  readonly availableBits: number;
  /** Largest first. */
  readonly tiles: readonly HeldTile[];
}

/** `min_utilization` asks for more than the tiles fill. */
export interface UtilizationProblem {
  readonly kind: "utilization";
  readonly level: string;
  readonly usedWords: number;
  readonly leastWords: number;
  readonly tiles: readonly HeldTile[];
}

export interface FanoutProblem {
  readonly kind: "fanout";
  /** Whose instances do not suffice. */
  readonly level: string;
  readonly axis: "X" | "Y" | "total";
  readonly needed: number;
  readonly available: number;
  /** Spatial loops that need them, innermost first. */
  readonly loops: readonly LoopLabel[];
  /** For each of these loops alone: the largest bound that divides it and would fit, where there is one. */
  readonly nearestDivisors: readonly { readonly loop: LoopLabel; readonly bound: number }[];
}

export interface FactorProblem {
  readonly kind: "factors";
  readonly dimension: string;
  readonly size: number;
  readonly product: number;
  readonly loops: readonly LoopLabel[];
  /** One factor changed alone that would fit. */
  readonly repairs: readonly { readonly loop: LoopLabel; readonly bound: number }[];
}

export interface OtherProblem {
  readonly kind: "other";
  readonly code: string;
  readonly message: string;
}

export type InvalidityExplanation = CapacityProblem | UtilizationProblem | FanoutProblem | FactorProblem | OtherProblem;

/** Takes a factor of one dimension out of one place and puts it into another. */
export interface FactorMove {
  readonly dimension: string;
  readonly factor: number;
  readonly from: FactorPlace;
  readonly to: FactorPlace;
}

export interface FactorPlace {
  readonly level: string;
  readonly kind: LoopKind;
  /** Bound of the dimension there before and after. */
  readonly before: number;
  readonly after: number;
}

/** A change that makes the mapping valid, checked on the changed mapping. */
export interface SuggestedChange {
  readonly moves: readonly FactorMove[];
  /** Words that enter and leave the outermost level, all instances; absent where it was not counted. */
  readonly outerTrafficWords?: number;
  /** The same before the change, as if the mapping were valid. */
  readonly outerTrafficBefore?: number;
}

export interface InvalidExplanation {
  readonly schema: "tilewright/invalid-explanation/1";
  readonly valid: false;
  readonly reason: InvalidReason;
  readonly problems: readonly InvalidityExplanation[];
  /** The fewest moves that fit, of these the ones with the least main-memory traffic; absent where none was found. */
  readonly suggestion?: SuggestedChange;
  /** Data spaces that a level that is too small could leave out, each alone enough to make the mapping valid. */
  readonly bypasses: readonly { readonly level: string; readonly dataSpace: string }[];
  readonly diagnostics: readonly DiagnosticJson[];
}
