/**
 * The derivation of one count, as data: which tile moves, what each loop outside it does to it, which factors multiply,
 * and the equation whose value is the count. Terminal text (render-explanation.ts) and pages are made from this alone.
 *
 *     count = sum over groups ( sum over terms (product of factors) * product of the group's scale )
 */
import type { Semantics } from "../evaluation/evaluation.ts";
import type { LoopKind } from "../nest/loop-nest.ts";

/** Counters of a storage level. */
export type StorageCounter = "reads" | "fills" | "updates" | "temporalReductions" | "addressGenerations" | "energy";
/** Counters of the network below a storage level. */
export type NetworkCounter = "ingresses" | "linkTransfers" | "spatialReductions";
export type ExplainedCounter = StorageCounter | NetworkCounter;

export const STORAGE_COUNTERS: readonly StorageCounter[] = [
  "reads",
  "fills",
  "updates",
  "temporalReductions",
  "addressGenerations",
  "energy",
];
export const NETWORK_COUNTERS: readonly NetworkCounter[] = ["ingresses", "linkTransfers", "spatialReductions"];

/** Which count to explain; levels and data spaces by their names. */
export interface ExplainQuestion {
  readonly level: string;
  readonly dataSpace: string;
  readonly counter: ExplainedCounter;
  readonly semantics: Semantics;
}

/** A loop by the words that a person knows it by. */
export interface LoopLabel {
  /** Index into the flattened nest, innermost 0. */
  readonly index: number;
  readonly dimension: string;
  readonly bound: number;
  readonly residual: number;
  readonly kind: LoopKind;
  /** Storage level in whose block it stands. */
  readonly level: string;
}

/** One rank of a data space and the words of it that a tile spans. */
export interface TileRank {
  /** The projection as written: `R + 2P`. */
  readonly expression: string;
  readonly extent: number;
  /** Loops inside the tile that make the extent, innermost first. */
  readonly loops: readonly LoopLabel[];
}

/** What is fetched as one: the words of a data space that the loops inside a boundary touch. */
export interface Tile {
  readonly words: number;
  /** Words of the box around it, where strides leave holes that only boxes count. */
  readonly boxWords: number;
  readonly ranks: readonly TileRank[];
  /** Loops inside that do not touch the data space: they work on the same words again. */
  readonly reusing: readonly LoopLabel[];
}

/** What one advance of a loop does to the tile. */
export type StepEffect =
  /** The very first tile: everything is new. */
  | "first"
  /** Nobody keeps anything: every iteration asks anew. */
  | "anew"
  /** The tile stays where it is. */
  | "stays"
  /** It moves and keeps an overlap. */
  | "slides"
  /** It moves so far that nothing is left of it. */
  | "replaces"
  /** Words come in, so many on average (read off a walk). */
  | "averaged"
  /** Words taken over from the iteration before, or otherwise not due to one loop. */
  | "adjusted";

/** Why Timeloop fetches what it fetches at a step. */
export type TimeloopRule =
  | "first-tile"
  | "in-place"
  | "first-movement"
  | "same-movement"
  | "reversed"
  | "turned"
  | "other-distance"
  | "no-reuse";

/** Words that a tile moves along one rank. */
export interface RankMovement {
  readonly rank: number;
  readonly expression: string;
  readonly words: number;
}

/** One number of a product and where it comes from. */
export interface Factor {
  readonly value: number;
  readonly kind: "times" | "words" | "sharing" | "bypass" | "average" | "neighbours" | "energy" | "instances" | "sum";
  readonly text: string;
  readonly loop?: LoopLabel;
  /** The value as a sum of products, each factor with its loop. */
  readonly parts?: readonly (readonly Factor[])[];
}

/** One kind of step: the advances of one loop that end alike. */
export interface Step {
  /** Absent for the first tile and where no single loop is behind it. */
  readonly loop?: LoopLabel;
  readonly effect: StepEffect;
  /** Under `timeloop` semantics. */
  readonly rule?: TimeloopRule;
  /** Movement of the tile, ranks that do not move left out. */
  readonly movement: readonly RankMovement[];
  /** Loops inside that start over at this step and move the tile back by it. */
  readonly startingOver: readonly LoopLabel[];
  /** How often it happens, with the loops that make it. */
  readonly times: Factor;
  /** Words that each asker lacks, and that it still has. */
  readonly newWords: number;
  readonly keptWords: number;
  /** Words that the serving level sends in one such step, by how many askers one word reaches. */
  readonly sends: readonly { readonly multicast: number; readonly words: number }[];
  /** Words that askers get from their neighbours in one such step, all askers together. */
  readonly fromNeighbours: number;
}

/** Everything that one asker (an instance of the level inside, or a compute unit) fetches over the whole run. */
export interface FetchSeries {
  readonly asker: string;
  readonly server: string;
  /** Askers below one serving instance. */
  readonly askers: number;
  readonly tile: Tile;
  readonly steps: readonly Step[];
  /** `sampled` and `walked`: read off a walk, where factors are imperfect or the closed form does not hold. */
  readonly method: "closed-form" | "sampled" | "walked";
  /** Words that one asker fetches in all. */
  readonly words: number;
}

export interface Term {
  readonly sign: 1 | -1;
  readonly factors: readonly Factor[];
  readonly text: string;
  readonly loop?: LoopLabel;
}

/** Terms with common factors. */
export interface TermGroup {
  readonly text: string;
  readonly terms: readonly Term[];
  readonly scale: readonly Factor[];
}

export interface Equation {
  readonly name: string;
  readonly groups: readonly TermGroup[];
  /** How the sum becomes the count. */
  readonly rounding: "none" | "nearest" | "down";
  readonly value: number;
  /** `reads = 16 + 32 x 1 + 15 x 16 = 288`. */
  readonly text: string;
}

/** One fetch that serves several children of one instance. */
export interface Sharing {
  readonly level: string;
  readonly children: number;
  /** Words sent for one word that every child asks. */
  readonly sent: number;
  /** Spatial loops over which children ask the same words. */
  readonly loops: readonly LoopLabel[];
}

/** The same count under the other semantics, and why it is another. */
export interface SemanticsDifference {
  readonly semantics: Semantics;
  readonly value: number;
  readonly why: string;
}

export interface Explanation {
  readonly schema: "tilewright/explanation/1";
  readonly semantics: Semantics;
  readonly level: string;
  /** What a person calls the level: for a fan-out without storage the container that makes it. */
  readonly levelTitle: string;
  readonly dataSpace: string;
  readonly counter: ExplainedCounter;
  /** Of the network, for its counters. */
  readonly network?: string;
  /** Equal to the evaluation's figure: words per instance, pJ over all instances. */
  readonly value: number;
  readonly unit: "words" | "pJ";
  /** Instances that the count is an average over. */
  readonly instances: number;
  readonly equation: Equation;
  readonly series: readonly FetchSeries[];
  readonly sharing: readonly Sharing[];
  /** Levels between that bypass the data space. */
  readonly bypassed: readonly string[];
  /** One sentence each: first visits, peers, bypasses, roundings. */
  readonly notes: readonly string[];
  /** Counts that this one is made of. */
  readonly parts: readonly Explanation[];
  /** Absent where both semantics agree or the other one cannot be had. */
  readonly difference?: SemanticsDifference;
}
