/** `tilewright simulate FILES`: steps through the mapped loop nest and counts every transfer. */
import type { Command } from "commander";
import {
  addSharedOptions,
  addTemplateOption,
  energyTableNames,
  type SharedOptions,
  type TemplateOptions,
} from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { addOutputOption, type OutputOptions } from "../timeloop-output.ts";
import { reportEvaluation } from "./report-evaluation.ts";

interface SimulateOptions extends SharedOptions, TemplateOptions, OutputOptions {
  readonly energyTable?: string;
  readonly trace?: string;
}

export function addSimulateCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("simulate")
    .summary("step through the loop nest of one mapping and count every transfer")
    .description(
      "Steps through the mapped loop nest iteration by iteration, keeping what each memory holds. Slower than " +
        "model and equal to it: this is the count that can be believed by reading it.",
    )
    .argument("<files...>", "YAML files, in any order; - is standard input")
    .option("--energy-table <name|file>", `energies: a file with an ERT, or by name (${energyTableNames()})`)
    .option("--trace <file.jsonl>", "write every step of the exact walk, one JSON object a line");
  addOutputOption(command);
  addTemplateOption(addSharedOptions(command)).action(async (files: readonly string[], options: SimulateOptions) => {
    exit(
      await reportEvaluation(terminal, files, options, {
        method: "walk",
        ...(options.trace === undefined ? {} : { trace: options.trace }),
      }),
    );
  });
}
