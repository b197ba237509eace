/**
 * Drives a sweep: asks point by point, keeps each in the journal, shows progress, and stops at Ctrl-C with what is done.
 */
import { type EstimateComponent, runSweep, type SweepPlan, type SweepRecord } from "@tilewright/core";
import type { JournalFile } from "@tilewright/node";
import { formatPlural } from "./format-number.ts";
import type { Terminal } from "./terminal.ts";
import { watchRun } from "./watch-run.ts";

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
  const watch = watchRun(terminal, "sweep", { saysInterrupted: false });
  const records: SweepRecord[] = [];
  let resumed = 0;
  let turnStarted = performance.now();
  try {
    for (const step of runSweep(plan, estimate, journal?.finished)) {
      records.push(step.record);
      if (step.resumed) resumed++;
      else journal?.append(step.record);
      if (performance.now() - turnStarted > TURN_MS) {
        const done = records.length;
        watch.tell(() => ({ done, total: plan.points.length, text: formatPlural(done, "point") }));
        await nextTurn();
        turnStarted = performance.now();
      }
      if (watch.isOver) break;
    }
    return { records, resumed, interrupted: watch.interrupted };
  } finally {
    watch.end();
  }
}
