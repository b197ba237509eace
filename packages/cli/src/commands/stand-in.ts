/** `tilewright stand-in TOOL ...`: does what Timeloop's or Accelergy's program of that name would. */
import { type Command, InvalidArgumentError } from "commander";
import { runStandIn, STAND_INS, type StandIn } from "../stand-ins/stand-in.ts";
import type { StandInOptions } from "../stand-ins/timeloop-run.ts";
import type { Terminal } from "../terminal.ts";

function knownTool(word: string): StandIn {
  const tool = STAND_INS.find((name) => name === word);
  if (tool === undefined) throw new InvalidArgumentError(`Tools are: ${STAND_INS.join(", ")}.`);
  return tool;
}

export function addStandInCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("stand-in", { hidden: true })
    .summary("does what a program of Timeloop or Accelergy would")
    .description(
      `Takes the arguments of ${STAND_INS.join(", ")}, writes their files and gives their exit codes. ` +
        "`tilewright shims` installs small programs of these names that call this.",
    )
    .option("--compat", "energies as the public Accelergy plug-ins compute them, faults included")
    .argument("<tool>", STAND_INS.join(", "), knownTool)
    .argument("[arguments...]", "its own arguments")
    .passThroughOptions()
    .action(async (tool: StandIn, args: readonly string[], { compat }: Partial<StandInOptions>) => {
      exit(await runStandIn(terminal, tool, args, { compat: compat === true }));
    });
}
