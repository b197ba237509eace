/**
 * Drives a sweep: asks point by point, keeps each in the journal, shows progress, and stops at Ctrl-C with what is done.
 */
import { type EstimateComponent, runSweep, type SweepPlan, type SweepRecord } from "@tilewright/core";
import type { JournalFile } from "@tilewright/node";
import { formatPlural } from "./format-number.ts";
import { watchInterruption } from "./interruption.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** How long points are worked on before signals get their turn. */
const TURN_MS = 25;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface FinishedPoints {
  readonly records: readonly SweepRecord[];
  /** How many of them were at hand from an earlier run. */
  readonly resumed: number;
  readonly interrupted: boolean;
}

export async function runPoints(
  terminal: Terminal,
  plan: SweepPlan,
  estimate: EstimateComponent,
  journal: JournalFile | undefined,
): Promise<FinishedPoints> {
  const progress = startProgress(terminal, "sweep");
  const interruption = watchInterruption(() => progress.finish());
  const records: SweepRecord[] = [];
  let resumed = 0;
  let turnStarted = performance.now();
  try {
    for (const step of runSweep(plan, estimate, journal?.finished)) {
      records.push(step.record);
      if (step.resumed) resumed++;
      else journal?.append(step.record);
      if (performance.now() - turnStarted > TURN_MS) {
        progress.update(records.length, plan.points.length, formatPlural(records.length, "point"));
        await nextTurn();
        turnStarted = performance.now();
      }
      if (interruption.requested) break;
    }
  } finally {
    progress.finish();
  }
  const interrupted = interruption.requested;
  interruption.release();
  return { records, resumed, interrupted };
}
