/** `tilewright shims DIR`: installs programs named like Timeloop's and Accelergy's that call tilewright. */
import { chmodSync, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { assertInvariant, type Diagnostic } from "@tilewright/core";
import { readSourceFile, writeTextFile } from "@tilewright/node";
import type { Command } from "commander";
import { printable } from "../display-width.ts";
import { shimInTheWay } from "../errors.ts";
import { EXIT_DONE, EXIT_WRONG_INPUT } from "../exit-codes.ts";
import { ownScript } from "../own-script.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { commandShim, SHIM_MARK, type ShimTarget, shellShim } from "../stand-ins/shim-text.ts";
import { STAND_INS } from "../stand-ins/stand-in.ts";
import type { Terminal } from "../terminal.ts";
import { joinLines, wrapText } from "../text-layout.ts";

interface ShimOptions {
  readonly compat?: boolean;
  readonly force?: boolean;
}

export function addShimsCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("shims")
    .summary("installs stand-ins for Timeloop's and Accelergy's programs")
    .description(
      `Writes ${STAND_INS.join(", ")} into a folder. They take the same arguments, write the same files and give the ` +
        "same exit codes, so that scripts run on tilewright without a change.",
    )
    .argument("<folder>", "where the programs go; put it in front of PATH")
    .option("--compat", "energies as the public Accelergy plug-ins compute them, faults included")
    .option("--force", "overwrite programs of the same names that tilewright has not written")
    .action((folder: string, options: ShimOptions) => exit(installShims(terminal, folder, options)));
}

function installShims(terminal: Terminal, folder: string, options: ShimOptions): number {
  const files = shimFiles(folder, targetOf(options));
  const inTheWay = options.force === true ? [] : files.filter(({ path }) => existsSync(path) && !isOurs(path));
  const failures: Diagnostic[] = inTheWay.map(({ path }) => shimInTheWay(path));
  if (failures.length === 0) {
    for (const { path, text } of files) {
      const failure = writeTextFile(path, text);
      if (failure === undefined) chmodSync(path, 0o755);
      else failures.push(failure);
    }
  }
  if (failures.length > 0) {
    printDiagnostics(terminal, failures);
    return EXIT_WRONG_INPUT;
  }
  const full = resolve(folder);
  terminal.out(joinLines(wrapText(`wrote to ${printable(full)}: ${STAND_INS.join(" ")}`, terminal.columns, 0, 2)));
  const isOnPath = (process.env["PATH"] ?? "").split(delimiter).some((entry) => resolve(entry) === full);
  if (!isOnPath) terminal.out(`put it in front of the search path:\n  export PATH="${printable(full)}:$PATH"\n`);
  return EXIT_DONE;
}

function targetOf({ compat }: ShimOptions): ShimTarget {
  const script = ownScript();
  assertInvariant(script !== undefined, "stand-ins call the bundled command line, and this is not it");
  const bundle = fileURLToPath(script as URL);
  // What npm links says what to do where nothing is built.
  const linked = fileURLToPath(new URL("../bin/tilewright.mjs", script));
  return { node: process.execPath, script: existsSync(linked) ? linked : bundle, compat: compat === true };
}

interface ShimFile {
  readonly path: string;
  readonly text: string;
}

function shimFiles(folder: string, target: ShimTarget): readonly ShimFile[] {
  return STAND_INS.flatMap((tool) => {
    const path = join(folder, tool);
    const shell = { path, text: shellShim(tool, target) };
    return process.platform === "win32" ? [shell, { path: `${path}.cmd`, text: commandShim(tool, target) }] : [shell];
  });
}

function isOurs(path: string): boolean {
  return readSourceFile(path).source?.text.includes(SHIM_MARK) === true;
}
