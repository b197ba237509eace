/** `tilewright model FILES`: evaluates one mapping in closed form. `--batch` evaluates a file of cases instead. */
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
import { runBatch } from "./model-batch.ts";
import { reportEvaluation } from "./report-evaluation.ts";

interface ModelOptions extends SharedOptions, TemplateOptions, OutputOptions {
  readonly energyTable?: string;
  readonly batch?: string;
}

export function addModelCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("model")
    .summary("accesses, cycles and energy of one mapping, in closed form")
    .description(
      "Evaluates one mapping in closed form. The files may come in any order and number: their top-level keys " +
        "(architecture, problem, mapping, ERT, ...) decide what each is. - is standard input.",
    )
    .argument("[files...]", "YAML files")
    .option("--energy-table <name|file>", `energies: a file with an ERT, or by name (${energyTableNames()})`)
    .option(
      "--batch <file.jsonl>",
      "evaluate one case a line ({id, architecture, problem, mapping, ert?}), - is stdin",
    );
  addOutputOption(command);
  addTemplateOption(addSharedOptions(command)).action(async (files: readonly string[], options: ModelOptions) => {
    if (options.batch !== undefined) {
      if (files.length > 0) command.error("error: --batch takes its input from its file: give no other files");
      if (options.outputDir !== undefined) command.error("error: --output-dir is for one mapping, not for --batch");
      exit(await runBatch(terminal, options.batch, options));
      return;
    }
    if (files.length === 0) command.error("error: give YAML files with an architecture, a problem and a mapping");
    exit(await reportEvaluation(terminal, files, options, { method: "closed-form" }));
  });
}
