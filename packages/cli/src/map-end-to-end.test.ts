/** Mapping searches from the bundled command line: threads, memory, the clock, Ctrl-C, threads that really die. */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bundle = join(root, "packages/cli/dist/tilewright.mjs");
const example = "examples/eyeriss-small";
const small = ["arch", "problem", "ert"].map((name) => `${example}/${name}.yaml`);
let folder = "";
/** Six levels below the main memory, all free to keep or bypass three data spaces: 2^18 ways. */
let deep: readonly string[] = [];
/** A product of 128 x 128 x 128: a second or two. */
let large: readonly string[] = [];

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function problem(size: number): string {
  return `
problem:
  shape:
    name: product
    dimensions: [M, N, K]
    data_spaces:
      - {name: A, projection: [[[M]], [[K]]]}
      - {name: B, projection: [[[K]], [[N]]]}
      - {name: C, projection: [[[M]], [[N]]], read_write: true}
  instance: {M: ${size}, N: ${size}, K: ${size}}
`;
}

/** A main memory above levels that become smaller and cheaper inwards, 16 x 16 units below the innermost but one. */
function chip(depths: readonly number[]): string {
  const memories = depths.map(
    (depth, i) => `{name: L${i}, class: SRAM, attributes: {depth: ${depth}, width: 16, word-bits: 16, block-size: 1}}`,
  );
  const inner = memories.pop();
  const prices = [512, ...depths.map((depth) => Math.log2(depth))];
  const names = ["system.Main", ...depths.map((_, i) => `system.${i === depths.length - 1 ? "PE[0..255]." : ""}L${i}`)];
  const tables = names.map((name, i) => {
    const actions = ["read", "write", "update"].map((action) => `{name: ${action}, energy: ${prices[i]}}`);
    return `    - {name: "${name}", actions: [${actions.join(", ")}]}`;
  });
  return `
architecture:
  version: 0.3
  subtree:
    - name: system
      local:
        - {name: Main, class: DRAM, attributes: {width: 64, block-size: 4, word-bits: 16}}
${memories.map((memory) => `        - ${memory}`).join("\n")}
      subtree:
        - name: PE[0..255]
          local:
            - ${inner?.replace("}}", ", meshX: 16}}")}
            - {name: MAC, class: intmac, attributes: {datawidth: 16, meshX: 16}}
ERT:
  version: 0.4
  tables:
${tables.join("\n")}
    - {name: "system.PE[0..255].MAC", actions: [{name: compute, energy: 1}]}
`;
}

beforeAll(() => {
  const prepared = spawnSync(process.execPath, [join(root, "tools/prepare.mjs"), "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(prepared.stderr).toBe("");
  folder = mkdtempSync(join(tmpdir(), "tilewright-map-"));
  deep = [
    file("deep.yaml", chip([1 << 18, 1 << 16, 1 << 14, 1 << 12, 1 << 10, 64])),
    file("deep-problem.yaml", problem(256)),
  ];
  large = [file("large.yaml", chip([1 << 16, 64])), file("large-problem.yaml", problem(128))];
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function map(args: readonly string[], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } } as const;
  return spawnSync(process.execPath, [bundle, "map", ...args, "--json"], options);
}

/** All that is told, but for the time that it took. */
function told({ stdout, status }: SpawnSyncReturns<string>): object {
  expect(status).toBe(0);
  return { ...JSON.parse(stdout), seconds: 0 };
}

/** Runs until `isTime` says so of what has come on standard error, then sends Ctrl-C. */
async function interrupt(
  args: readonly string[],
  isTime: (errors: string) => boolean,
): Promise<{ readonly code: unknown; readonly output: string; readonly errors: string; readonly answerMs: number }> {
  const child = spawn(process.execPath, [bundle, "map", ...args, "--json"], { cwd: root });
  let output = "";
  let errors = "";
  let asked: number | undefined;
  child.stdout.on("data", (data: Buffer) => {
    output += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    errors += data.toString();
    if (asked !== undefined || !isTime(errors)) return;
    asked = performance.now();
    child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, output, errors, answerMs: performance.now() - (asked ?? 0) };
}

describe("map on threads", () => {
  it("searches lanes on two as on one", () => {
    const mapper = file("mapper.yaml", "mapper: {victory-condition: 40, timeout: 300, num-threads: 5}");
    const constraints = `${example}/row-stationary.constraints.yaml`;
    const args = [...small, constraints, mapper, "--algorithm", "random-pruned"];
    expect(told(map([...args, "--threads", "2"]))).toEqual(told(map([...args, "--threads", "1"])));
  });

  it("proves on two, and on as many as there are, what it proves on one, with the same counts", () => {
    const one = told(map([...large, "--threads", "1"]));
    expect(one).toMatchObject({ algorithm: "optimal", optimal: true, gap: 0, threadsDied: [] });
    expect(told(map([...large, "--threads", "2"]))).toEqual(one);
    expect(told(map(large))).toEqual(one);
    // A thread that ends with a task in hand: that is done again, and the result is the same.
    const dies = file(
      "dies.mjs",
      `import { parentPort, threadId } from "node:worker_threads";
       const post = parentPort?.postMessage.bind(parentPort);
       let posts = 0;
       if (post && threadId === 1) parentPort.postMessage = (m) => (++posts === 3 ? process.exit(9) : post(m));`,
    );
    const result = map([...large, "--threads", "2"], { NODE_OPTIONS: `--import ${pathToFileURL(dies)}` });
    expect(result.stderr).toContain("search-thread-died");
    const hurt = told(result) as { readonly diagnostics: readonly object[] };
    expect(hurt).toMatchObject({ threadsDied: ["thread 1: it ended with exit code 9"] });
    expect(hurt.diagnostics).toMatchObject([{ code: "search-thread-died", severity: "warning" }]);
    expect({ ...hurt, threadsDied: [], diagnostics: [] }).toEqual(one);
  });

  it("says where memory has no room for as many as are asked for", () => {
    const { status, stderr, stdout } = map([...small, "--threads", "8", "--memory", "128", "--time", "0.2"]);
    expect(status).toBe(0);
    expect(stderr).toContain("threads-beyond-memory");
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: "threads-beyond-memory", severity: "note" }]);
  });
});

describe("map with 2^18 ways to keep and 64 MB", () => {
  it("ends within its second with the best so far and an honest bound, in the memory that it was given", () => {
    const peak = file(
      "peak.mjs",
      `import { appendFileSync } from "node:fs";
       process.on("exit", () => appendFileSync(process.env.PEAK_FILE, process.resourceUsage().maxRSS + "\\n"));`,
    );
    const peaks = join(folder, "peaks.txt");
    const env = { NODE_OPTIONS: `--import ${pathToFileURL(peak)}`, PEAK_FILE: peaks };
    const { status, stdout } = map([...deep, "--memory", "64", "--time", "1"], env);
    expect(status).toBe(0);
    const { found, optimal, stoppedBy, seconds, gap, lowerBound, best, nodes } = JSON.parse(stdout);
    expect({ found, optimal, stoppedBy }).toEqual({ found: true, optimal: false, stoppedBy: "time" });
    // Half a second for a machine that is busy with other tests.
    expect(seconds).toBeLessThan(1.5);
    expect(nodes).toBeGreaterThan(0);
    expect(gap).toBeGreaterThan(0);
    expect(lowerBound.edpJouleCycles).toBeCloseTo((1 - gap) * best.edpJouleCycles, 12);
    // The model alone on the mapping found: what is beyond its peak is the search's.
    const mapping = file("best.map.yaml", JSON.parse(stdout).mapping);
    const model = spawnSync(process.execPath, [bundle, "model", ...deep, mapping, "--json"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    expect(JSON.parse(model.stdout).edpJouleCycles).toBe(best.edpJouleCycles);
    const [search = 0, plain = 0] = readFileSync(peaks, "utf8").trim().split("\n").map(Number);
    expect((search - plain) / 1024).toBeLessThan(64);
  });

  it.each(["1", "2"])("ends at Ctrl-C with the best so far, on %s thread(s)", async (threads) => {
    const args = [...deep, "--memory", threads === "1" ? "64" : "128", "--threads", threads];
    const { code, output, errors, answerMs } = await interrupt(
      args,
      (text) => text.includes('"best":{') && text.split("\n").length > 3,
    );
    expect(code).toBe(3);
    expect(answerMs).toBeLessThan(5000);
    const { found, optimal, stoppedBy, gap, lowerBound, best } = JSON.parse(output);
    expect({ found, optimal, stoppedBy }).toEqual({ found: true, optimal: false, stoppedBy: "user" });
    expect(lowerBound.edpJouleCycles).toBeCloseTo((1 - gap) * best.edpJouleCycles, 12);
    expect(JSON.parse(errors.split("\n")[0] ?? "")).toMatchObject({ event: "progress" });
    expect(errors).toContain('{"event":"interrupted"}');
  });
});

it.each(["1", "2"])("an exhaustive search keeps the best mapping at Ctrl-C, on %s thread(s)", async (threads) => {
  const args = [...small, "--algorithm", "exhaustive", "--threads", threads];
  const { code, output } = await interrupt(args, (errors) => errors.includes('"best":{'));
  expect(code).toBe(3);
  expect(JSON.parse(output)).toMatchObject({ found: true, optimal: false, stoppedBy: "user" });
});
