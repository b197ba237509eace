/** Chooses the derivation for a nest: by semantics, and by whether a closed form holds or a walk must be asked. */
import type { Semantics } from "../evaluation/evaluation.ts";
import { startNestAnalysis } from "../nest/analyze.ts";
import { countInClosedForm } from "../nest/closed-form.ts";
import { countAccesses, type DataSpaceCounters } from "../nest/counters.ts";
import { hasExactClosedForm } from "../nest/exact-closed-form.ts";
import { countImperfect } from "../nest/imperfect-closed-form.ts";
import { isSpatial } from "../nest/loop-nest.ts";
import { walkSampled } from "../nest/sampled-walk.ts";
import type { NestAccesses } from "../nest/tile-accesses.ts";
import { assertInvariant } from "../text/invariant.ts";
import type { Derivation, NestCounter } from "./derivation.ts";
import { deriveExact } from "./exact-derivation.ts";
import type { NestSubject } from "./nest-question.ts";
import { SampledVisits } from "./sampled-series.ts";
import { deriveTimeloop } from "./timeloop-derivation.ts";
import { WalkedTransfers } from "./walked-transfers.ts";

/** Derives the counters of one data space of one nest. */
export interface NestDeriver {
  /** By storage level, innermost first. */
  readonly counters: readonly DataSpaceCounters[];
  readonly derive: (level: number, counter: NestCounter) => Derivation;
}

/** The nest must be one that `startNestAnalysis` takes. */
export function nestDeriver(subject: NestSubject, semantics: Semantics): NestDeriver {
  return semantics === "timeloop" ? timeloopDeriver(subject) : exactDeriver(subject);
}

/** Visits of the sampled walk that are made at most, to tell loops apart where factors are imperfect. */
const VISITS_LIMIT = 1e6;

function timeloopDeriver(subject: NestSubject): NestDeriver {
  const { mapping, workload, dataSpace } = subject;
  const { accesses, visits } = timeloopAccesses(subject);
  const counters = countAccesses(accesses, mapping, workload).map((level) => level[dataSpace] as DataSpaceCounters);
  const findings = { accesses, counters, ...(visits === undefined ? {} : { visits }) };
  return { counters, derive: (level, counter) => deriveTimeloop(subject, findings, level, counter) };
}

function timeloopAccesses(subject: NestSubject): { accesses: NestAccesses; visits?: SampledVisits | "too-many" } {
  const { workload, nest, mapping, fanouts, dataSpace } = subject;
  if (!nest.imperfect && !workload.usesFlattening)
    return { accesses: countInClosedForm(workload, nest, mapping, fanouts) };
  const visited = nest.loops.reduce((n, loop) => n * (isSpatial(loop) ? 1 : Math.min(loop.bound, 4)), 1);
  if (visited > VISITS_LIMIT && !workload.usesFlattening) {
    return { accesses: countImperfect(workload, nest, mapping, fanouts), visits: "too-many" };
  }
  const visits = new SampledVisits(nest, dataSpace);
  return { accesses: walkSampled(workload, nest, mapping, fanouts, visits.observer), visits };
}

function exactDeriver(subject: NestSubject): NestDeriver {
  const { workload, nest, mapping, fanouts, dataSpace } = subject;
  const walked = hasExactClosedForm(workload, nest, mapping) ? undefined : new WalkedTransfers(subject);
  const run = startNestAnalysis({
    workload,
    nest,
    mapping,
    fanouts,
    semantics: "exact",
    method: walked === undefined ? "closed-form" : "walk",
    ...(walked === undefined ? {} : { observer: walked.observer }),
  });
  assertInvariant(!("code" in run), "a nest that was evaluated cannot be explained");
  run.advance(Number.POSITIVE_INFINITY);
  const counters = run.analysis().counters.map((level) => level[dataSpace] as DataSpaceCounters);
  const findings = { counters, ...(walked === undefined ? {} : { walked }) };
  return { counters, derive: (level, counter) => deriveExact(subject, findings, level, counter) };
}
