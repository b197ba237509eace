/** One component of a chip as estimators need it: its class, all its attributes, how many there are of it. */
import type { Span } from "../../text/source.ts";
import type { LocatedNode } from "../../yaml/located.ts";
import type { QueryValues } from "../estimator.ts";

export interface ComponentInstance {
  /** As Accelergy's tables name it: `system.PE[0..167].mac`, `system_top_level.mac[1..168]`. */
  readonly path: string;
  /** Without path and ranges; what levels of the architecture are called. */
  readonly name: string;
  readonly componentClass: string;
  /** Class as the nest analysis reads it, which may differ where there is a `subclass`. */
  readonly levelClass: string;
  readonly attributes: QueryValues;
  /** Copies of it on the chip. */
  readonly count: number;
  readonly requiredActions: readonly string[];
  /** Where somebody asks for these and no others. */
  readonly onlyActions?: readonly string[];
  readonly areaScale: LocatedNode | undefined;
  readonly energyScale: LocatedNode | undefined;
  readonly span?: Span;
}
