/**
 * The points of a plan one after another, each asked once. A generator: whoever drives it decides when to let signals
 * and output have their turn, and stops by asking no further.
 */
import type { ComponentEstimate, EstimateComponent, RefusedEstimate } from "./component-estimate.ts";
import type { SweepAttributes, SweepPlan } from "./plan-sweep.ts";
import type { SweepValue } from "./sweep-axis.ts";

interface FinishedPoint {
  readonly hash: string;
  readonly componentClass: string;
  readonly attributes: SweepAttributes;
}

export type AnsweredRecord = FinishedPoint & ComponentEstimate;
export type RefusedRecord = FinishedPoint & RefusedEstimate;

/** One finished point: a line of the journal. */
export type SweepRecord = AnsweredRecord | RefusedRecord;

export function isAnswered(record: SweepRecord): record is AnsweredRecord {
  return !("error" in record);
}

export function isRefused(record: SweepRecord): record is RefusedRecord {
  return "error" in record;
}

export interface SweepStep {
  readonly record: SweepRecord;
  /** Whether the answer was at hand from an earlier run. */
  readonly resumed: boolean;
}

/** @param finished records of an earlier run, by hash */
export function* runSweep(
  plan: SweepPlan,
  estimate: EstimateComponent,
  finished: ReadonlyMap<string, SweepRecord> = new Map(),
): Generator<SweepStep, undefined, undefined> {
  const { componentClass } = plan;
  for (const { attributes, hash } of plan.points) {
    const known = finished.get(hash);
    // A hash may collide, attributes do not.
    if (
      known !== undefined &&
      known.componentClass === componentClass &&
      sameAttributes(known.attributes, attributes)
    ) {
      yield { record: known, resumed: true };
    } else {
      yield { record: { hash, componentClass, attributes, ...estimate(componentClass, attributes) }, resumed: false };
    }
  }
}

function sameAttributes(a: SweepAttributes, b: SweepAttributes): boolean {
  const entries = Object.entries(a);
  const other = new Map<string, SweepValue>(Object.entries(b));
  return entries.length === other.size && entries.every(([name, value]) => other.get(name) === value);
}
