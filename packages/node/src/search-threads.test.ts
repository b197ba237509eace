import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SearchPlan } from "@tilewright/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startLaneThreads } from "./search-threads.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-threads-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that speaks the protocol: what it does with a lane is `body`, with `tell(done)` at hand. */
function script(name: string, body: string): URL {
  const path = join(folder, name);
  const text = `
import { parentPort } from "node:worker_threads";
let stopped = false;
const run = (lane) => {
  const tell = (done) => parentPort.postMessage({ result: { lane, front: [] }, done });
  ${body}
};
parentPort.on("message", ({ lane, stop }) => { if (stop) stopped = true; else run(lane); });
`;
  writeFileSync(path, text);
  return pathToFileURL(path);
}

const plan = { lanes: Array.from({ length: 5 }, (_, lane) => ({ lane })) } as unknown as SearchPlan;
const lanesOf = (results: readonly { readonly lane: number }[]): readonly number[] =>
  results.map(({ lane }) => lane).sort();

it("gives every lane to some thread, once", async () => {
  const threads = startLaneThreads(script("good.mjs", "tell(true);"), plan, 3);
  expect(await threads.finished).toEqual({ died: [] });
  expect(lanesOf(threads.results())).toEqual([0, 1, 2, 3, 4]);
});

it("keeps what a thread told before it died, and lets the others go on", async () => {
  const body = "tell(false); if (lane === 1) throw new Error('out of memory'); setTimeout(() => tell(true), 20);";
  const threads = startLaneThreads(script("dies.mjs", body), plan, 2);
  const { died } = await threads.finished;
  expect(died).toEqual(["out of memory"]);
  expect(lanesOf(threads.results())).toEqual([0, 1, 2, 3, 4]);
});

it("stops when it is asked to, with what was found", async () => {
  const body = "tell(false); const wait = () => (stopped ? tell(true) : setTimeout(wait, 5)); wait();";
  const threads = startLaneThreads(script("long.mjs", body), plan, 2);
  while (threads.results().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  threads.stop();
  expect(await threads.finished).toEqual({ died: [] });
  expect(lanesOf(threads.results())).toEqual([0, 1]);
});
