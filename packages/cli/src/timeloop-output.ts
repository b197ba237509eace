/** `-o DIR`: the files that Timeloop leaves behind, written beside one another; what was written is told on stderr. */
import { join } from "node:path";
import {
  type Diagnostic,
  type Spec,
  type TimeloopProgram,
  type ValidEvaluation,
  writeTimeloopFiles,
} from "@tilewright/core";
import { writeTextFile } from "@tilewright/node";
import type { Command } from "commander";
import { printable } from "./display-width.ts";
import type { Terminal } from "./terminal.ts";
import { joinLines, wrapText } from "./text-layout.ts";

/** Options of commands that can write Timeloop's files. */
export interface OutputOptions {
  readonly outputDir?: string;
}

export function addOutputOption(command: Command): Command {
  return command.option(
    "-o, --output-dir <folder>",
    "also write Timeloop's files there: statistics, map, ERT and ART; map also its result as JSON",
  );
}

/**
 * Writes the files of a valid evaluation into `folder`, which is made where it does not exist.
 * @param more other texts to write beside them, by file name
 * @returns why a file could not be written; the others that come after it are not tried
 */
export function writeTimeloopOutput(
  terminal: Terminal,
  folder: string,
  spec: Spec,
  evaluation: ValidEvaluation,
  program: TimeloopProgram,
  more: Readonly<Record<string, string>> = {},
): Diagnostic | undefined {
  const files = Object.entries({ ...writeTimeloopFiles(spec, evaluation, program), ...more });
  for (const [name, text] of files) {
    const failure = writeTextFile(join(folder, name), text);
    if (failure !== undefined) return failure;
  }
  const names = files.map(([name]) => name).join(" ");
  terminal.error(joinLines(wrapText(`wrote to ${printable(folder)}: ${names}`, terminal.columns, 0, 2)));
  return undefined;
}
