/**
 * `npm run oracle`: compares the core with what real tools answered, where their recorded answers are at hand
 * (`../shared/oracle`, or the folder that TILEWRIGHT_ORACLE names). `npm run oracle -- --help` tells the options.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, runTypeScript } from "./run-typescript.mjs";

const folder = resolve(process.env["TILEWRIGHT_ORACLE"] ?? join(root, "../shared/oracle"));
if (existsSync(folder)) {
  const options = process.argv.slice(2);
  process.exitCode = await runTypeScript("tools/oracle/main.ts", "oracle", [folder, ...options]);
  // How far the memory model is off by itself, figure by figure.
  if (options.length === 0) {
    const beyondBars = await runTypeScript("tools/oracle/sram-errors.ts", "oracle-sram", [folder]);
    process.exitCode = process.exitCode || beyondBars;
  }
} else {
  console.log("oracle: left out, the recorded answers are not on this machine (TILEWRIGHT_ORACLE names their folder)");
}
