/**
 * Figures that follow from the counters of an evaluation: operational intensity, roofline, cycles by level.
 * An operation is a multiplication or an addition: a MAC is two, but the first partial sum of an output adds nothing.
 */

/** Compulsory traffic of one data space: every word of it once. */
export interface CompulsoryTraffic {
  readonly total: number;
  /** The same in whole bytes, at the word widths of the outermost level. */
  readonly bytes: number;
  /** By data space name. */
  readonly dataSpaces: Readonly<Record<string, number>>;
}

/** How often one storage level is used, against what could not be avoided. */
export interface LevelIntensity {
  readonly name: string;
  /** Words read, filled and updated, over all instances. */
  readonly scalarAccesses: number;
  /** The same in whole bytes. */
  readonly bytes: number;
  /** Operations per byte that passes this level; absent where nothing does. */
  readonly opsPerByte?: number | undefined;
  /** Words that the data spaces kept here have at least to move: each word once. */
  readonly compulsoryWords: number;
  readonly actualWords: number;
  /** `actualWords / compulsoryWords`; absent where nothing is kept. */
  readonly ratio?: number | undefined;
}

/** Which limit a part of the machine is at. */
export type BandwidthPort = "read" | "write" | "shared";

/** What one part of the machine allows: the roof over the attainable rate. */
export interface Roof {
  /** Name of a storage level, or `compute`. */
  readonly name: string;
  /** Operations a cycle if nothing else limited; absent where a level has no bandwidth limit. */
  readonly peakOpsPerCycle?: number | undefined;
  /** The port that limits. */
  readonly port?: BandwidthPort | undefined;
}

export interface Roofline {
  /** Name of the storage level with the lowest roof, or `compute`. */
  readonly boundBy: string;
  /** Under all roofs, for this mapping with its idle units. */
  readonly attainableOpsPerCycle: number;
  /** With every compute unit at work and no other limit. */
  readonly computePeakOpsPerCycle: number;
  readonly roofs: readonly Roof[];
}

/** Cycles of one level, innermost first: each bar of the waterfall adds what this level stalls beyond those inside. */
export interface WaterfallStep {
  readonly name: string;
  readonly computeCycles: number;
  /** Cycles that this level on its own would add to `computeCycles`. */
  readonly stallCycles: number;
  /** Cycles that it adds to what the levels inside need already. */
  readonly addedCycles: number;
  /** `computeCycles + stallCycles`. */
  readonly cycles: number;
  /** The port that makes it stall; absent where it does not. */
  readonly boundBy?: BandwidthPort | undefined;
}

export interface DerivedFigures {
  readonly totalOps: number;
  readonly elementwiseOps: number;
  readonly reductionOps: number;
  readonly gflopsAt1GHz: number;
  readonly algorithmicMinimumAccesses: CompulsoryTraffic;
  /** Operations per byte if every word of every data space moved once. */
  readonly optimalOpsPerByte: number;
  readonly perLevel: readonly LevelIntensity[];
  readonly roofline: Roofline;
  readonly cycleWaterfall: readonly WaterfallStep[];
  /** Fill and drain latency of the networks, part of `cycles`. */
  readonly networkLatencyCycles: number;
}
