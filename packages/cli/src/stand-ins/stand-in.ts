/** The programs that tilewright stands in for, and who does what each of them does. */
import type { Terminal } from "../terminal.ts";
import { runAccelergy } from "./accelergy.ts";
import { TIMELOOP_TOOLS, type TimeloopTool } from "./timeloop-arguments.ts";
import { runTimeloopMapper } from "./timeloop-mapper.ts";
import { runTimeloopMetrics } from "./timeloop-metrics.ts";
import { runTimeloopModel } from "./timeloop-model.ts";
import type { StandInOptions } from "./timeloop-run.ts";

export type StandIn = TimeloopTool | "accelergy";
export const STAND_INS: readonly StandIn[] = [...TIMELOOP_TOOLS, "accelergy"];

/** @returns the exit code that the program itself would give */
export async function runStandIn(
  terminal: Terminal,
  tool: StandIn,
  args: readonly string[],
  options: StandInOptions,
): Promise<number> {
  // Tools that look for running mappers by name find this one.
  process.title = tool;
  switch (tool) {
    case "timeloop-model":
      return runTimeloopModel(terminal, args, options);
    case "timeloop-mapper":
      return await runTimeloopMapper(terminal, args, options);
    case "timeloop-metrics":
      return runTimeloopMetrics(terminal, args, options);
    case "accelergy":
      return runAccelergy(terminal, args, options);
  }
}
