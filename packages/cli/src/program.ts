/** The command line as a whole: which commands there are, what help looks like, how wrong usage ends. */
import { Command, CommanderError } from "commander";
import { addAssignmentCommand } from "./commands/assignment.ts";
import { addCompareCommand } from "./commands/compare.ts";
import { addEnergyCommand } from "./commands/energy.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addExportLayersCommand } from "./commands/export-layers.ts";
import { addMapCommand } from "./commands/map.ts";
import { addModelCommand } from "./commands/model.ts";
import { addNetworkCommand } from "./commands/network.ts";
import { addShimsCommand } from "./commands/shims.ts";
import { addSimulateCommand } from "./commands/simulate.ts";
import { addStandInCommand } from "./commands/stand-in.ts";
import { addSweepCommand } from "./commands/sweep-energy.ts";
import { addVerifyCommand } from "./commands/verify.ts";
import { EXIT_DONE, EXIT_WRONG_INPUT } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

const EXAMPLE = `
Example (from the root of the project; question 1 of the assignment):
  cd examples/assignment/q1
  tilewright compare arch.yaml problem.yaml --energy-table assignment \\
    -m ws.map.yaml -m os-tiled.map.yaml -m os-tiled.map2.yaml

Exit codes: 0 done, 1 invalid mapping or a claim that does not hold,
2 wrong input, 3 interrupted, 70 a bug in tilewright.
`;

/** Runs the command line `args` (without node and script) and returns the exit code. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = EXIT_DONE;
  const exit = (next: number): void => {
    code = next;
  };
  const program = new Command("tilewright")
    .description("Where each word of data goes in a deep-learning accelerator, what it costs, and why.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this, or the help of a command")
    .enablePositionalOptions()
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", EXAMPLE)
    .showHelpAfterError("(--help lists what there is)")
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.error(text),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .exitOverride();
  addModelCommand(program, terminal, exit);
  addSimulateCommand(program, terminal, exit);
  addCompareCommand(program, terminal, exit);
  addExplainCommand(program, terminal, exit);
  addMapCommand(program, terminal, exit);
  addVerifyCommand(program, terminal, exit);
  addNetworkCommand(program, terminal, exit);
  addEnergyCommand(program, terminal, exit);
  addSweepCommand(program, terminal, exit);
  addExportLayersCommand(program, terminal, exit);
  addAssignmentCommand(program, terminal, exit);
  addShimsCommand(program, terminal, exit);
  addStandInCommand(program, terminal, exit);
  if (args.length === 0) {
    terminal.out(program.helpInformation());
    terminal.out(EXAMPLE);
    return EXIT_DONE;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_DONE : EXIT_WRONG_INPUT;
  }
  return code;
}
