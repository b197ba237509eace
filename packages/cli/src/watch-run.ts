/**
 * What every long run of a command is watched by: its clock and limit of time, its progress, and Ctrl-C. A run tells how
 * far it is as often as it likes; what is shown, where and how often is decided here.
 *
 * With `--json` progress goes to standard error as JSON lines, `{"event": "progress", ...}`.
 */
import { watchInterruption } from "./interruption.ts";
import { startProgress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** How far a run is. */
export interface RunState {
  readonly done: number;
  /** Absent where it is not known how much there is to do. */
  readonly total?: number;
  readonly text?: string;
  /** Fields of the JSON line, beside the event's name and the seconds. */
  readonly json?: object;
}

export interface RunWatch {
  /** Since the run began. */
  readonly seconds: number;
  /** Whether the user has asked for the end. */
  readonly interrupted: boolean;
  /** Whether the run has to end: asked to, or out of time. */
  readonly isOver: boolean;
  /** `state` is asked only when it is time to show something. */
  tell(state: () => RunState): void;
  /** Takes the progress line away and gives the signals back. */
  end(): void;
}

export interface WatchOptions {
  readonly json?: boolean;
  /** Infinite for none, as by default. */
  readonly seconds?: number;
  /** Says "interrupted" at Ctrl-C; the default. A command that sums up what it has done says so then. */
  readonly saysInterrupted?: boolean;
}

const JSON_EVERY_MS = 500;

/** @param label what the progress line begins with */
export function watchRun(
  terminal: Terminal,
  label: string,
  { json = false, seconds = Number.POSITIVE_INFINITY, saysInterrupted = true }: WatchOptions = {},
): RunWatch {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const progress = json ? undefined : startProgress(terminal, label);
  const interruption = watchInterruption(() => {
    progress?.finish();
    if (saysInterrupted) terminal.error(json ? `${JSON.stringify({ event: "interrupted" })}\n` : "interrupted\n");
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    get seconds() {
      return elapsed();
    },
    get interrupted() {
      return interruption.requested;
    },
    get isOver() {
      return interruption.requested || elapsed() >= seconds;
    },
    tell(state) {
      if (progress) {
        const { done, total, text } = state();
        progress.update(done, total, text);
        return;
      }
      const now = performance.now();
      if (now - toldAt < JSON_EVERY_MS) return;
      toldAt = now;
      terminal.error(`${JSON.stringify({ event: "progress", seconds: elapsed(), ...state().json })}\n`);
    },
    end() {
      progress?.finish();
      interruption.release();
    },
  };
}
