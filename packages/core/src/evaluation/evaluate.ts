/**
 * From a spec to its evaluation, in order:
 *
 *   1 validity   factors (by the reader), networks, fan-out, capacity   prepare-chip.ts, validity.ts
 *   2 accesses   nest analysis under the chosen semantics               nest/
 *   3 counters   reads, fills, updates of every level                   nest/counters.ts
 *   4-7          levels, networks, totals, derived figures              assemble-evaluation.ts
 */
import { type NestMethod, startNestAnalysis } from "../nest/analyze.ts";
import { buildLoopNest } from "../nest/loop-nest.ts";
import type { WalkObserver } from "../nest/walk-observer.ts";
import type { Spec, SpecResult } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { diagnosticToJson } from "../text/diagnostic-json.ts";
import { assembleEvaluation } from "./assemble-evaluation.ts";
import type { Evaluation, InvalidEvaluation, InvalidReason, Semantics } from "./evaluation.ts";
import { prepareChip } from "./prepare-chip.ts";
import { findInvalidities } from "./validity.ts";

export interface EvaluateOptions {
  /** Default `timeloop`. */
  readonly semantics?: Semantics;
  /** `closed-form` (default) or `walk`, the simulator; both give the same figures. */
  readonly method?: NestMethod;
  /** Carried into the result. */
  readonly id?: string;
  /** Told of every step of a walk, for traces. */
  readonly observer?: WalkObserver;
}

/** An evaluation under way; only a walk takes more than one `advance`. */
export interface EvaluationRun {
  /** Fraction done, 0 to 1. */
  readonly progress: () => number;
  /** Works on for some time steps of the walk; true when complete. */
  readonly advance: (steps: number) => boolean;
  readonly result: () => Evaluation;
}

/** Evaluates what the reader returned: an invalid input becomes an invalid evaluation with all its diagnostics. */
export function evaluateSpecResult(result: SpecResult, options: EvaluateOptions = {}): Evaluation {
  const errors = result.diagnostics.filter((d) => d.severity === "error");
  if (result.spec === undefined || errors.length > 0) {
    return invalid(result.invalidReason ?? "spec", result.diagnostics, options.id);
  }
  return evaluate(result.spec, options, result.diagnostics);
}

/** Evaluates a mapping. @param diagnostics notes and warnings of the reader, carried into the result */
export function evaluate(
  spec: Spec,
  options: EvaluateOptions = {},
  diagnostics: readonly Diagnostic[] = [],
): Evaluation {
  const run = startEvaluation(spec, options, diagnostics);
  run.advance(Number.POSITIVE_INFINITY);
  return run.result();
}

/** Like `evaluate`, in steps: for progress and for stopping in between. */
export function startEvaluation(
  spec: Spec,
  options: EvaluateOptions = {},
  diagnostics: readonly Diagnostic[] = [],
): EvaluationRun {
  const { architecture, workload, mapping } = spec;
  if (mapping === undefined) {
    const missing: Diagnostic = {
      code: "mapping-missing",
      severity: "error",
      message: "the input has no mapping",
      hint: 'give a file with the key "mapping"',
    };
    return refused(invalid("spec", [...diagnostics, missing], options.id));
  }
  // 1 validity
  const chip = prepareChip(spec);
  if (chip.errors.length > 0) {
    return refused(invalid("spec", [...diagnostics, ...chip.errors], options.id));
  }
  const nest = buildLoopNest(mapping, workload);
  const invalidities = findInvalidities(architecture, workload, mapping, nest);
  const first = invalidities[0];
  if (first !== undefined) {
    return refused(invalid(first.reason, [...diagnostics, ...invalidities.map((i) => i.diagnostic)], options.id));
  }
  // 2 accesses, 3 counters
  const semantics = options.semantics ?? "timeloop";
  const started = startNestAnalysis({
    workload,
    nest,
    mapping,
    fanouts: chip.fanouts,
    semantics,
    method: options.method ?? "closed-form",
    ...(options.observer === undefined ? {} : { observer: options.observer }),
  });
  if ("code" in started) return refused(invalid("spec", [...diagnostics, started], options.id));
  return {
    progress: started.progress,
    advance: started.advance,
    result: () =>
      assembleEvaluation({
        spec,
        nest,
        semantics,
        analysis: started.analysis(),
        chip,
        diagnostics,
        ...(options.id === undefined ? {} : { id: options.id }),
      }),
  };
}

/** A run that is over before it began. */
function refused(evaluation: InvalidEvaluation): EvaluationRun {
  return { progress: () => 1, advance: () => true, result: () => evaluation };
}

function invalid(reason: InvalidReason, diagnostics: readonly Diagnostic[], id: string | undefined): InvalidEvaluation {
  return {
    schema: "tilewright/evaluation/1",
    valid: false,
    ...(id === undefined ? {} : { id }),
    reason,
    diagnostics: diagnostics.map(diagnosticToJson),
  };
}
