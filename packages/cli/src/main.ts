/**
 * Entry of the command line: runs it, and turns what should never happen into a request for a report. The one file that
 * it is built into is also what threads of a search run.
 */
import { isMainThread, workerData } from "node:worker_threads";
import { LAYER_THREAD, serveLayers, serveSearchThread } from "@tilewright/node";
import { EXIT_BUG, EXIT_DONE, EXIT_INTERRUPTED } from "./exit-codes.ts";
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

const SHOW_CURSOR = "\u001b[?25h";

function reportBug(error: unknown): void {
  const terminal = processTerminal();
  const text = error instanceof Error ? error.message : String(error);
  if (terminal.interactive) terminal.error(`\r${SHOW_CURSOR}`);
  terminal.error(
    `tilewright ${VERSION} met a bug of its own: ${text}\n` +
      "Please report it with the command line and the input files. Nothing is wrong with your input as such.\n" +
      "TILEWRIGHT_DEBUG=1 shows where in the program it happened.\n",
  );
  if (process.env["TILEWRIGHT_DEBUG"] === "1" && error instanceof Error) terminal.error(`${error.stack ?? ""}\n`);
}

async function runCommandLine(): Promise<void> {
  // Whoever reads the output may stop reading (`| head`): that is no error.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      process.exit(error.code === "EPIPE" ? EXIT_DONE : EXIT_BUG);
    });
  }
  process.on("uncaughtException", (error) => {
    reportBug(error);
    process.exit(EXIT_BUG);
  });
  try {
    const code = await runProgram(process.argv.slice(2), processTerminal());
    process.exitCode = code;
    // Input that is still awaited must not keep the process: what is written goes out first.
    if (code === EXIT_INTERRUPTED) process.stdout.write("", () => process.exit(code));
  } catch (error) {
    reportBug(error);
    process.exitCode = EXIT_BUG;
  }
}

if (isMainThread) await runCommandLine();
else if (workerData === LAYER_THREAD) serveLayers();
else serveSearchThread();
