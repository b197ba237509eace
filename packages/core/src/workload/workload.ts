/**
 * The problem: loop dimensions, data spaces, and how a point of the operation space touches each data space.
 * A data space is a tensor of `ranks.length` axes; along one axis the touched coordinate is
 * `sum over terms of coefficient * index(dimension)`.
 */
import type { Span } from "../text/source.ts";

/** Index into `Workload.dimensions`. */
export type DimensionId = number;
/** Index into `Workload.dataSpaces`. */
export type DataSpaceId = number;

/** One axis of the operation space, of `size` iterations. */
export interface Dimension {
  readonly name: string;
  readonly size: number;
  readonly span?: Span;
}

/**
 * One dimension as mappings see it. Without flattening there is one for each dimension, in the same order.
 * With flattening its index `x` stands for several dimensions, least significant first:
 * `parts[0] = x mod size0`, `parts[1] = floor(x / size0) mod size1`, and so on (Timeloop's `shape.flatten`).
 */
export interface LoopDimension {
  readonly name: string;
  readonly size: number;
  readonly parts: readonly DimensionId[];
}

/** `coefficient * index(dimension)`; coefficients are whole numbers, negative ones allowed, zero not. */
export interface ProjectionTerm {
  readonly dimension: DimensionId;
  readonly coefficient: number;
  /** Name of the coefficient in the problem (`Wstride`), where it has one. */
  readonly coefficientName?: string;
}

export interface DataSpace {
  readonly name: string;
  /** One sum of terms for each axis of the tensor. */
  readonly ranks: readonly (readonly ProjectionTerm[])[];
  /** Outputs: written and read back, reduced over the dimensions that do not appear. */
  readonly readWrite: boolean;
  /** Density as given (1 = dense), read and kept; the dense model does not use it. */
  readonly density?: DataDensity;
  readonly span?: Span;
}

/** `distribution` as in Timeloop (`fixed-structured`, `hypergeometric`, `banded`); `value` its density where it has one. */
export interface DataDensity {
  readonly distribution: string;
  readonly value?: number;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  readonly span?: Span;
}

export interface Workload {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  readonly loopDimensions: readonly LoopDimension[];
  readonly usesFlattening: boolean;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly dataSpaces: readonly DataSpace[];
  readonly span?: Span;
}
