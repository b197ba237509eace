/** What a sweep asks for each point: the energies and the area of one component, and what they are made of. */
import type { DiagnosticJson } from "../text/diagnostic-json.ts";
import type { CircuitTerm } from "./exponent-of-sum.ts";
import type { SweepAttributes } from "./plan-sweep.ts";

/** Who answered for some figures, and on what it rests. */
export interface FigureSource {
  /** Actions, or `area`. */
  readonly figures: readonly string[];
  readonly estimator: string;
  /** In names: `energy per bit x width`. */
  readonly equation?: string;
  readonly citation?: string;
  /** Defaults taken, scalings applied, what another way of counting would say. */
  readonly notes?: readonly string[];
}

export interface ComponentEstimate {
  /** By action; `leak` is per cycle. */
  readonly energyPj: Readonly<Record<string, number>>;
  readonly areaUm2: number;
  /** By action, and `area`: the parts of the circuit, adding up to the figure (pJ, um^2). Absent where nobody says. */
  readonly terms?: Readonly<Record<string, readonly CircuitTerm[]>>;
  readonly sources: readonly FigureSource[];
}

export interface RefusedEstimate {
  readonly error: { readonly diagnostics: readonly DiagnosticJson[] };
}

export type EstimateComponent = (
  componentClass: string,
  attributes: SweepAttributes,
) => ComponentEstimate | RefusedEstimate;
