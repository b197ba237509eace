/** `tilewright assignment q3-energy`: what a network costs on the chip of question 3, with nothing to prepare. */
import { join } from "node:path";
import { writeTextFile } from "@tilewright/node";
import type { Command } from "commander";
import { QUESTION_3_INPUTS } from "../assignment-q3/inputs.ts";
import { EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { addNetworkOptions, type NetworkOptions } from "../network/network-options.ts";
import { readTexts } from "../pipeline.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { runNetworkCommand } from "./network.ts";

/** The network that the question starts from. */
const MODEL = "resnet32-cifar10";

export function addAssignmentQ3EnergyCommand(
  assignment: Command,
  terminal: Terminal,
  exit: (code: number) => void,
): void {
  const command = assignment
    .command("q3-energy")
    .summary("question 3: energy and time of a network on the Eyeriss-like chip")
    .description(
      "Evaluates a network on the chip of question 3, each layer with the mapping that is fastest and among the fastest needs " +
        "the least energy. The chip's files are built in; -o writes them out as well. tilewright network takes your own.",
    )
    .argument("[model]", "a network: a file, or the name of a built-in one", MODEL);
  addNetworkOptions(command, "optimal").action(async (model: string, options: NetworkOptions) => {
    exit(await runAssignmentQ3Energy(terminal, model, options));
  });
}

async function runAssignmentQ3Energy(terminal: Terminal, model: string, options: NetworkOptions): Promise<number> {
  const code = await runNetworkCommand(terminal, model, readTexts(QUESTION_3_INPUTS), options);
  if (options.outputDir === undefined || code === EXIT_WRONG_INPUT) return code;
  for (const { name, text } of QUESTION_3_INPUTS) {
    const failure = writeTextFile(join(options.outputDir, "inputs", name), text);
    if (failure === undefined) continue;
    printDiagnostics(terminal, [failure]);
    return EXIT_WRONG_INPUT;
  }
  return code;
}
