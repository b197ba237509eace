/** Chooses the nest analysis: `timeloop` or `exact` semantics, by closed form or by walking the nest. */
import type { Mapping } from "../mapping/mapping.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Workload } from "../workload/workload.ts";
import { countInClosedForm } from "./closed-form.ts";
import { countAccesses, type DataSpaceCounters } from "./counters.ts";
import { flattenedExact, simulationTooLarge, walkedInstead } from "./errors.ts";
import { countExactly, hasExactClosedForm } from "./exact-closed-form.ts";
import { countExactlyImperfect, hasImperfectForm } from "./exact-imperfect.ts";
import { type ExactCounts, ExactWalk, exactWalkBytes } from "./exact-walk.ts";
import type { Fanout } from "./hops.ts";
import { countImperfect } from "./imperfect-closed-form.ts";
import type { LoopNest } from "./loop-nest.ts";
import { walkSampled } from "./sampled-walk.ts";
import type { ComputeAccesses } from "./tile-accesses.ts";
import type { WalkObserver } from "./walk-observer.ts";

export type NestMethod = "closed-form" | "walk";

/** Tables of a walk may not grow beyond this. */
const WALK_BYTES_LIMIT = 2 * 2 ** 30;

export interface NestAnalysis {
  readonly compute: ComputeAccesses;
  /** By storage level (innermost first), then data space. */
  readonly counters: readonly (readonly DataSpaceCounters[])[];
  readonly notes: readonly Diagnostic[];
}

export interface NestQuestion {
  readonly workload: Workload;
  readonly nest: LoopNest;
  readonly mapping: Mapping;
  /** Physical fan-out of each storage level, innermost first. */
  readonly fanouts: readonly Fanout[];
  readonly semantics: "timeloop" | "exact";
  readonly method: NestMethod;
  readonly observer?: WalkObserver;
}

/** An analysis under way: the exact walk pauses between time steps, everything else is done at once. */
export interface NestRun {
  /** Fraction done, 0 to 1. */
  readonly progress: () => number;
  /** Works on; true when complete. */
  readonly advance: (steps: number) => boolean;
  readonly analysis: () => NestAnalysis;
}

/** Starts an analysis, or says why it cannot be made. */
export function startNestAnalysis(question: NestQuestion): NestRun | Diagnostic {
  const { workload, nest, mapping, fanouts, semantics, method, observer } = question;
  if (semantics === "timeloop") {
    const accesses =
      method === "walk" || workload.usesFlattening
        ? walkSampled(workload, nest, mapping, fanouts, observer)
        : (nest.imperfect ? countImperfect : countInClosedForm)(workload, nest, mapping, fanouts);
    const counters = countAccesses(accesses, mapping, workload);
    return completed({ compute: accesses.compute, counters, notes: [] });
  }
  if (workload.usesFlattening) return flattenedExact();
  if (method === "closed-form" && hasExactClosedForm(workload, nest, mapping)) {
    return completed({ ...countExactly(workload, nest, mapping, fanouts), notes: [] });
  }
  if (method === "closed-form" && hasImperfectForm(workload, nest, mapping)) {
    return completed({ ...countExactlyImperfect(workload, nest, mapping, fanouts), notes: [] });
  }
  const tooLarge = exactWalkTooLarge(workload, nest, mapping);
  if (tooLarge !== undefined) return tooLarge;
  const walk = new ExactWalk(workload, nest, mapping, fanouts, observer);
  const notes = method === "closed-form" ? [walkedInstead()] : [];
  return {
    progress: () => walk.stepsDone / walk.totalSteps,
    advance: (steps) => walk.advance(steps),
    analysis: () => ({ ...(walk.counts() satisfies ExactCounts), notes }),
  };
}

/** Why an exact walk of this nest is not begun, if its tables would not fit. */
export function exactWalkTooLarge(workload: Workload, nest: LoopNest, mapping: Mapping): Diagnostic | undefined {
  const bytes = exactWalkBytes(workload, nest, mapping);
  return bytes > WALK_BYTES_LIMIT ? simulationTooLarge(bytes, WALK_BYTES_LIMIT) : undefined;
}

function completed(analysis: NestAnalysis): NestRun {
  return { progress: () => 1, advance: () => true, analysis: () => analysis };
}
