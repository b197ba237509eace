/**
 * `node tools/oracle-sram.mjs`: the SRAM model against the recorded answers of Accelergy with CACTI, where they are at
 * hand (`../shared/oracle`, or the folder that TILEWRIGHT_ORACLE names).
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { root, runTypeScript } from "./run-typescript.mjs";

const folder = resolve(process.env["TILEWRIGHT_ORACLE"] ?? join(root, "../shared/oracle"));
if (existsSync(folder)) {
  process.exitCode = await runTypeScript("tools/oracle/sram-errors.ts", "oracle-sram", [folder]);
} else {
  console.log("oracle: left out, the recorded answers are not on this machine (TILEWRIGHT_ORACLE names their folder)");
}
