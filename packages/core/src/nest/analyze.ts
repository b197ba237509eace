/** Chooses the nest analysis: `timeloop` or `exact` semantics, by closed form or by walking the nest. */
import type { Mapping } from "../mapping/mapping.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Workload } from "../workload/workload.ts";
import { countInClosedForm } from "./closed-form.ts";
import { countAccesses, type DataSpaceCounters } from "./counters.ts";
import { countExactly, hasExactClosedForm } from "./exact-closed-form.ts";
import { walkExactly } from "./exact-walk.ts";
import type { Fanout } from "./hops.ts";
import type { LoopNest } from "./loop-nest.ts";
import { walkSampled } from "./sampled-walk.ts";
import type { NestAccesses } from "./tile-accesses.ts";

export type NestMethod = "closed-form" | "walk";

export interface NestAnalysis {
  readonly accesses: NestAccesses;
  /** By storage level (innermost first), then data space. */
  readonly counters: readonly (readonly DataSpaceCounters[])[];
  readonly notes: readonly Diagnostic[];
}

export function analyzeNest(
  workload: Workload,
  nest: LoopNest,
  mapping: Mapping,
  fanouts: readonly Fanout[],
  semantics: "timeloop" | "exact",
  method: NestMethod,
): NestAnalysis {
  if (semantics === "exact") {
    const closed = method === "closed-form" && hasExactClosedForm(workload, nest);
    const exact = (closed ? countExactly : walkExactly)(workload, nest, mapping);
    return { accesses: { levels: [], compute: exact.compute }, counters: exact.counters, notes: [] };
  }
  const isRegular = !nest.imperfect && !workload.usesFlattening;
  const count = method === "closed-form" && isRegular ? countInClosedForm : walkSampled;
  const accesses = count(workload, nest, mapping, fanouts);
  return { accesses, counters: countAccesses(accesses, mapping, workload), notes: [] };
}
