/** What the stand-ins of Timeloop's programs have in common: arguments, files and energies, up to the Spec. */
import type { Diagnostic, ReadSpecOptions, Source, SpecResult } from "@tilewright/core";
import { specFrom } from "../pipeline.ts";
import type { Terminal } from "../terminal.ts";
import { withAccelergyTables } from "./accelergy-tables.ts";
import { readTimeloopArguments, refusedVariable, type TimeloopTool } from "./timeloop-arguments.ts";
import { readTimeloopInput } from "./timeloop-input.ts";
import { EXIT_TIMELOOP_FAILED, hasErrors, refuseArguments, tell } from "./timeloop-text.ts";

export interface StandInOptions {
  /** Energies as the public plug-ins of Accelergy compute them. */
  readonly compat: boolean;
}

export interface TimeloopRun {
  readonly outputDir: string;
  readonly result: SpecResult;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly Source[];
}

/** Reads what the arguments name, or refuses with an exit code. */
export function openTimeloopRun(
  terminal: Terminal,
  tool: TimeloopTool,
  args: readonly string[],
  { compat }: StandInOptions,
  require: NonNullable<ReadSpecOptions["require"]>,
): TimeloopRun | number {
  const read = readTimeloopArguments(tool, args);
  if (typeof read === "string") return refuseArguments(terminal, read);
  const refused = refusedVariable(process.env);
  if (refused !== undefined) return refuseArguments(terminal, refused);
  const { files, outputDir, leftOut } = read;
  for (const file of files) terminal.out(`input file: ${file}\n`);
  // Timeloop's metrics call their files otherwise than themselves.
  const program = tool === "timeloop-metrics" ? "timeloop-metric" : tool;
  const { input, warnings, prefix } = readTimeloopInput(files, program);
  for (const file of leftOut) terminal.out(`WARNING: ${file} is the mapper's output and is not read\n`);
  for (const warning of warnings) terminal.out(`WARNING: ${warning}\n`);
  const tables = withAccelergyTables(input, { compat, outputDir, prefix });
  if (hasErrors(tables.diagnostics)) {
    tell(terminal, tables.diagnostics);
    return EXIT_TIMELOOP_FAILED;
  }
  const result = specFrom(tables.input, { kind: "input" }, require);
  return { outputDir, result, diagnostics: result.diagnostics, sources: tables.input.sources };
}
