/** The normalised input: what all files together say, whatever their version and spelling. */
import type { Architecture } from "../architecture/architecture.ts";
import type { NodeConstraints, ParallelGroup } from "../architecture/component-draft.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "../energy/reference-table.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Workload } from "../workload/workload.ts";
import type { LocatedNode } from "../yaml/located.ts";

export interface Spec {
  readonly architecture: Architecture;
  /** Without dimensions where the input has no problem and none was required. */
  readonly workload: Workload;
  /** Absent where the input has none (fine for `map` and `energy`). */
  readonly mapping?: Mapping;
  readonly ert?: EnergyReferenceTable;
  readonly art?: AreaReferenceTable;
  /** Constraints written at nodes of the architecture (0.4), for mapping searches. */
  readonly nodeConstraints?: readonly NodeConstraints[];
  /** `!Parallel` groups of the architecture, outermost first. */
  readonly parallelGroups?: readonly ParallelGroup[];
  /** Names of all containers, those without fan-out included, for directives that aim at them. */
  readonly containers?: readonly string[];
  /** `components` and `compound_components` as located nodes, for estimators. */
  readonly components?: readonly LocatedNode[];
  /** Sections that are read and kept only (`mapper`, `mapspace_constraints`, `globals`, ...), by their key. */
  readonly raw?: Readonly<Record<string, LocatedNode>>;
}

/** Result of reading: `spec` is present unless an error was reported; warnings and notes come along. */
export interface SpecResult {
  readonly spec?: Spec;
  readonly diagnostics: readonly Diagnostic[];
  /** `factors`: nothing is wrong but that the factors of a mapping do not make the sizes of the problem. */
  readonly invalidReason?: "factors";
}
