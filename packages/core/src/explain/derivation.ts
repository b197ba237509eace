/** What a derivation of one nest counter hands back, whichever semantics it follows. */
import type { FetchSeries, Sharing, TermGroup } from "./explanation.ts";

/** Counters that a nest analysis gives; the others are made of these. */
export type NestCounter = "reads" | "fills" | "updates" | "temporalReductions" | "linkTransfers" | "sent";

export interface Derivation {
  readonly groups: readonly TermGroup[];
  readonly rounding: "none" | "nearest" | "down";
  readonly series: readonly FetchSeries[];
  readonly sharing: readonly Sharing[];
  readonly bypassed: readonly string[];
  readonly notes: readonly string[];
}

/** A count of nothing, and why. */
export function nothing(...notes: readonly string[]): Derivation {
  return { groups: [], rounding: "none", series: [], sharing: [], bypassed: [], notes };
}
