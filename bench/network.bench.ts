/**
 * A whole network as a user waits for it: the bundled command line as a process of its own, start to end, on ResNet-32
 * and the chip of the assignment's question 3. Cold is with an empty cache, warm with one that knows every layer. The
 * bars are 10 s cold and 1 s warm.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench } from "./harness.ts";

const bundle = join(process.cwd(), "packages/cli/dist/tilewright.mjs");
const folder = mkdtempSync(join(tmpdir(), "tilewright-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let isPrepared = false;
let runs = 0;

function question3(...args: readonly string[]): void {
  if (!isPrepared) spawnSync(process.execPath, ["tools/prepare.mjs", "--quiet"], { stdio: "inherit" });
  isPrepared = true;
  const { status, stderr } = spawnSync(process.execPath, [bundle, "assignment", "q3-energy", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
}

const emptyCache = (): string => join(folder, `cold-${runs++}`);
const warm = join(folder, "warm");

bench("ResNet-32, cold", () => question3("--cache", emptyCache()), { unit: "network" });
bench("ResNet-32, warm", () => question3("--cache", warm), { unit: "network", against: "ResNet-32, cold" });
bench("ResNet-32, cold, one thread", () => question3("--cache", emptyCache(), "--threads", "1"), {
  unit: "network",
  against: "ResNet-32, cold",
});
bench("ResNet-32, cold, activations stay", () => question3("--cache", emptyCache(), "--keep-activations"), {
  unit: "network",
  against: "ResNet-32, cold",
});
