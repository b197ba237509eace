/** Real worker threads, some of which really end: the search ends as on one thread. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  DividedProof,
  type DriveReport,
  driveSearch,
  OptimalSearch,
  type Platform,
  readConstraints,
  readDocuments,
  readSpec,
  type StartThread,
} from "@tilewright/core";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodePlatform, nodeThreads, threadsWithin } from "./search-threads.ts";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-threads-"));
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    stdin: {
      contents: 'import { serveSearchThread } from "./search-threads.ts"; serveSearchThread();',
      resolveDir: dirname(fileURLToPath(import.meta.url)),
      loader: "ts",
    },
    outfile: join(folder, "works.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
    banner: { js: require },
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A thread that does its first tasks, and at the third what `body` says. */
function script(name: string, body: string): URL {
  const path = join(folder, name);
  const text = `
import { parentPort } from "node:worker_threads";
import "./works.mjs";
let tasks = 0;
parentPort.on("message", ({ kind }) => {
  if (kind !== "task" || ++tasks < 3) return;
  ${body}
});
`;
  writeFileSync(path, text);
  return pathToFileURL(path);
}

const CHIP = `
architecture:
  version: 0.3
  subtree:
    - name: system
      local:
        - {name: Main, class: DRAM, attributes: {width: 8, word-bits: 8}}
        - {name: Buffer, class: SRAM, attributes: {depth: 512, width: 8, word-bits: 8, block-size: 1}}
      subtree:
        - name: PE[0..15]
          local:
            - {name: Register, class: regfile, attributes: {depth: 16, width: 8, word-bits: 8, block-size: 1, meshX: 4}}
            - {name: MAC, class: intmac, attributes: {datawidth: 8, meshX: 4}}
problem:
  shape:
    name: product
    dimensions: [M, N, K]
    data_spaces:
      - {name: A, projection: [[[M]], [[K]]]}
      - {name: B, projection: [[[K]], [[N]]]}
      - {name: C, projection: [[[M]], [[N]]], read_write: true}
  instance: {M: 32, N: 48, K: 12}
`;
const ENERGIES = `
ERT:
  version: 0.4
  tables:
    - {name: system.Main, actions: [{name: read, energy: 200}, {name: write, energy: 200}, {name: update, energy: 200}]}
    - {name: system.Buffer, actions: [{name: read, energy: 6}, {name: write, energy: 6}, {name: update, energy: 6}]}
    - {name: "system.PE[0..15].Register", actions: [{name: read, energy: 1}, {name: write, energy: 1}, {name: update, energy: 1}]}
    - {name: "system.PE[0..15].MAC", actions: [{name: compute, energy: 1}]}
`;

function newSearch(): OptimalSearch {
  const texts = [CHIP, ENERGIES].map((text, i) => ({ name: `${i}.yaml`, text }));
  const { spec } = readSpec(readDocuments(texts).documents, { require: { mapping: false } });
  const { architecture, workload, ert } = spec!;
  const schedule = { alone: 1000, tasks: 16, firstTask: 100, mostTask: 400 };
  return new OptimalSearch({ architecture, workload, ert: ert! }, readConstraints(spec!).limits!, { schedule });
}

function told({ status, nodes, evaluated, pruned, lowerBound, best }: OptimalSearch): object {
  return { status, nodes, evaluated, pruned: { ...pruned }, lowerBound, mapping: best?.mapping };
}

/** On a clock so fast that threads are started at once; until each has been heard of, the main thread hardly works. */
async function drive(search: OptimalSearch, threads: number, script?: URL, heapMib?: number): Promise<DriveReport> {
  const start = script && nodeThreads(script, heapMib);
  let silent = start ? threads : 0;
  const startThread: StartThread | undefined =
    start &&
    ((events) => {
      let isFirst = true;
      const hear = (): void => {
        if (isFirst) silent--;
        isFirst = false;
      };
      return start({
        message: (message) => {
          hear();
          events.message(message);
        },
        died: (reason) => {
          hear();
          events.died(reason);
        },
      });
    });
  const platform: Platform = {
    now: () => 50 * performance.now(),
    wait: (ms) => nodePlatform.wait(silent > 0 ? ms + 100 : ms),
  };
  return driveSearch(new DividedProof(search), { platform, startThread, threads, isOver: () => false });
}

describe("worker threads", () => {
  it.each<readonly [string, string, RegExp]>([
    ["live on", "", /^$/],
    ["exit in the middle of a task", "process.exit(7);", /^it ended with exit code 7$/],
    ["throw", "throw new Error('a broken invariant');", /^a broken invariant$/],
    ["need too much memory", "const hoard = []; for (;;) hoard.push(new Array(100_000).fill(hoard.length));", /memory/],
  ])("that %s prove what one thread proves, with the same counts", async (name, body, reason) => {
    const alone = newSearch();
    await drive(alone, 1);
    expect(alone.status).toBe("proven");
    const search = newSearch();
    const { died } = await drive(search, 2, script(`${name.replaceAll(" ", "-")}.mjs`, body), 64);
    expect(told(search)).toEqual(told(alone));
    expect(died.map(({ thread }) => thread).toSorted()).toEqual(body === "" ? [] : [1, 2]);
    for (const each of died) expect(each.reason).toMatch(reason);
  });

  it("whose script is missing leave the search to the main thread", async () => {
    const alone = newSearch();
    await drive(alone, 1);
    const search = newSearch();
    const { died } = await drive(search, 2, pathToFileURL(join(folder, "is-not-there.mjs")));
    expect(told(search)).toEqual(told(alone));
    expect(died.length).toBe(2);
  });

  it("are as many as memory has room for, one at least", () => {
    expect(threadsWithin(2 ** 20, 8)).toBe(1);
    expect(threadsWithin(64 * 2 ** 20, 8)).toBe(1);
    expect(threadsWithin(128 * 2 ** 20, 8)).toBe(2);
    expect(threadsWithin(1024 * 2 ** 20, 8)).toBe(8);
    expect(threadsWithin(1024 * 2 ** 20, 1000)).toBe(29);
  });
});
