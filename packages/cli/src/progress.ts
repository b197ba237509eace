/**
 * Progress of anything that takes more than a second, with the time that is left. On a terminal one line is redrawn
 * and gone when the work is done; elsewhere (a log, a CI run) a plain line is written every five seconds.
 */
import { formatDuration } from "./format-number.ts";
import type { Terminal } from "./terminal.ts";
import { bar, joinLines } from "./text-layout.ts";

export interface Progress {
  /** `done` of `total` units of work; a total that is unknown gives a line without an estimate. */
  update(done: number, total: number | undefined, detail?: string): void;
  /** Takes the line away and shows the cursor again. Safe to call more than once. */
  finish(): void;
}

const FIRST_AFTER_MS = 1000;
const REDRAW_EVERY_MS = 100;
const PLAIN_LINE_EVERY_MS = 5000;
const BAR_CELLS = 24;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_LINE = "\r\u001b[2K";

/** `now` is a clock in milliseconds. */
export function startProgress(
  terminal: Terminal,
  label: string,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;

  const describe = (done: number, total: number | undefined, detail: string): string => {
    const share = total === undefined || total <= 0 ? undefined : Math.min(1, done / total);
    const elapsed = (now() - started) / 1000;
    const left = share !== undefined && share > 0 ? (elapsed * (1 - share)) / share : undefined;
    const percent = share === undefined ? "" : `${Math.floor(share * 100)} %`;
    const estimate = left === undefined ? `${formatDuration(elapsed)} so far` : `${formatDuration(left)} left`;
    if (!terminal.interactive) return [label, percent, detail, estimate].filter((part) => part !== "").join(", ");
    const drawing =
      share === undefined ? "" : terminal.errorStyles.accent(bar(share, BAR_CELLS).padEnd(BAR_CELLS, "·"));
    return [label, drawing, percent.padStart(5), detail, estimate].filter((part) => part.trim() !== "").join("  ");
  };

  return {
    update(done, total, detail = "") {
      const time = now();
      if (time - started < FIRST_AFTER_MS) return;
      if (time - last < (terminal.interactive ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS)) return;
      if (!terminal.interactive && last === Number.NEGATIVE_INFINITY && time - started < PLAIN_LINE_EVERY_MS) return;
      last = time;
      const text = describe(done, total, detail);
      if (terminal.interactive) terminal.error(`${drawn ? "" : HIDE_CURSOR}${CLEAR_LINE}${text}`);
      else terminal.error(joinLines([text]));
      drawn = true;
    },
    finish() {
      if (drawn && terminal.interactive) terminal.error(`${CLEAR_LINE}${SHOW_CURSOR}`);
      drawn = false;
    },
  };
}
