/**
 * A proof of some seconds (large-product.ts) on one thread and on two: the ratio is what the second one is worth, starting
 * threads and all messages included.
 */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { DividedProof, driveSearch, OptimalSearch } from "@tilewright/core";
import { nodePlatform, nodeThreads } from "../packages/node/src/search-threads.ts";
import { bench } from "./harness.ts";
import { largeProduct } from "./large-product.ts";

const { spec, limits } = largeProduct();
let script: URL | undefined;

async function prove(threads: number): Promise<void> {
  script ??= threadScript();
  const search = new OptimalSearch(spec, limits, { objective: ["edp"] });
  await driveSearch(new DividedProof(search), {
    platform: nodePlatform,
    startThread: nodeThreads(script),
    threads,
    isOver: () => false,
  });
  if (search.status !== "proven") throw new Error("not proven");
}

/** What threads run: the bundled command line, as in earnest. */
function threadScript(): URL {
  const prepared = spawnSync(process.execPath, ["tools/prepare.mjs", "--quiet"], { encoding: "utf8" });
  if (prepared.status !== 0) throw new Error(prepared.stderr);
  return pathToFileURL("packages/cli/dist/tilewright.mjs");
}

bench("optimal on one thread", () => prove(1), { unit: "proof" });
bench("optimal on two threads", () => prove(2), { unit: "proof", against: "optimal on one thread" });
