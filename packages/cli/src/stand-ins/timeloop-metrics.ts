/** `timeloop-metrics`: prints what each level of an architecture is and costs. Without a table it writes those of Accelergy. */
import { writeSpecsText } from "@tilewright/core";
import { EXIT_DONE } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { openTimeloopRun, type StandInOptions } from "./timeloop-run.ts";
import { EXIT_TIMELOOP_FAILED, tell } from "./timeloop-text.ts";

export function runTimeloopMetrics(terminal: Terminal, args: readonly string[], options: StandInOptions): number {
  const run = openTimeloopRun(terminal, "timeloop-metrics", args, options, { problem: false });
  if (typeof run === "number") return run;
  const { spec } = run.result;
  tell(terminal, run.diagnostics);
  if (spec === undefined) return EXIT_TIMELOOP_FAILED;
  terminal.out(`Architecture configuration complete.\n${writeSpecsText(spec)}`);
  return EXIT_DONE;
}
