/**
 * The stand-ins as scripts meet them: installed into a folder, found on the search path, run from another folder. What
 * Timeloop and Accelergy themselves said of the same input (4cf6d4c and 6911d15) stands here as figures.
 */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const bundle = join(root, "packages/cli/dist/tilewright.mjs");
const fixtures = fileURLToPath(new URL("testing", import.meta.url));
const q1 = join(root, "examples/assignment/q1");
const base = [join(q1, "arch-0.3.yaml"), join(q1, "problem.yaml")];
const ws = join(q1, "ws.map.yaml");
const table = join(q1, "ert-45nm.yaml");
/** As Timeloop's Python front end hands it over. */
const processed = join(fixtures, "processed-input.yaml");

let folder = "";
let shims = "";
let cases = 0;

/** A new folder to run in. */
function place(): string {
  const path = join(folder, `case-${++cases}`);
  mkdirSync(path);
  return path;
}

function run(
  tool: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<string> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  return spawnSync(tool, args, {
    cwd,
    encoding: "utf8",
    env: { ...rest, PATH: `${shims}${delimiter}${process.env["PATH"]}`, ...env },
  });
}

const read = (path: string, name: string): string => readFileSync(join(path, name), "utf8");

function write(path: string, name: string, text: string): string {
  const file = join(path, name);
  writeFileSync(file, text);
  return file;
}

const tilewright = (...args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [bundle, ...args], { cwd: root, encoding: "utf8" });

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, "tools/build.mjs"), "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(built.stderr);
  folder = mkdtempSync(join(tmpdir(), "tilewright stand-ins-"));
  shims = join(folder, "it's bin");
  const installed = tilewright("shims", shims);
  expect([installed.status, installed.stderr]).toEqual([0, ""]);
  expect(installed.stdout).toContain("export PATH=");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TOOLS = ["accelergy", "timeloop-mapper", "timeloop-metrics", "timeloop-model"];

describe("tilewright shims", () => {
  it("installs four programs that may be run, and may be installed again", () => {
    expect(readdirSync(shims).sort()).toEqual(TOOLS);
    for (const tool of TOOLS) expect(statSync(join(shims, tool)).mode & 0o111).toBe(0o111);
    expect(tilewright("shims", shims).status).toBe(0);
  });

  it("leaves programs of others alone unless forced, and writes nothing then", () => {
    const other = place();
    write(other, "accelergy", "#!/bin/sh\necho the real one\n");
    const refused = tilewright("shims", other);
    expect([refused.status, readdirSync(other)]).toEqual([2, ["accelergy"]]);
    expect(refused.stderr).toContain("shim-in-the-way");
    expect(tilewright("shims", other, "--force").status).toBe(0);
    expect(readdirSync(other).sort()).toEqual(TOOLS);
    expect(tilewright("shims", write(other, "file", "")).status).toBe(2);
  });

  it("says what to do where tilewright has gone, or takes the one of the search path", () => {
    const broken = place();
    const text = read(shims, "accelergy").replace(/^script=.*$/m, "script='/nowhere/tilewright.mjs'");
    const file = write(broken, "accelergy", text);
    const alone = spawnSync("/bin/sh", [file], { encoding: "utf8", env: { PATH: broken } });
    expect([alone.status, alone.stderr]).toEqual([127, expect.stringContaining("run `tilewright shims` again")]);
    const found = write(broken, "tilewright", '#!/bin/sh\necho "$@"\n');
    spawnSync("chmod", ["+x", found]);
    const other = spawnSync("/bin/sh", [file, "a b", "-v"], { encoding: "utf8", env: { PATH: broken } });
    expect([other.status, other.stdout]).toEqual([0, "stand-in accelergy a b -v\n"]);
  });

  it("knows no other programs", () => {
    const unknown = tilewright("stand-in", "timeloop-simple-mapper");
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining("timeloop-mapper")]);
  });
});

const MODEL_FILES = ["map+stats.xml", "map.tensella.txt", "map.txt", "stats.txt"];
const TABLES = ["ART.yaml", "ART_summary.yaml", "ERT.yaml", "ERT_summary.yaml", "flattened_architecture.yaml"];
const LOG = "accelergy.log";
const named = (tool: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${tool}.${name}`).sort();

describe("timeloop-model", () => {
  it("writes Timeloop's files and its line of figures, and nothing on standard error", () => {
    const here = place();
    mkdirSync(join(here, "out"));
    const { status, stdout, stderr } = run("timeloop-model", [...base, ws, table, "-o", "out"], here);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`input file: ${ws}\n`);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("Utilization = 1.00 | pJ/Compute =    7.943 | Cycles = 1536");
    expect(readdirSync(here)).toEqual(["out"]);
    // With a table in the input Timeloop does not call Accelergy.
    expect(readdirSync(join(here, "out")).sort()).toEqual(named("timeloop-model", ...MODEL_FILES));
    const stats = read(join(here, "out"), "timeloop-model.stats.txt");
    for (const line of ["Energy: 0.01 uJ", "EDP(J*cycle): 1.87e-05", "    Total                  = 7943.05"]) {
      expect(stats.split("\n")).toContain(line);
    }
  });

  it("reads the front end's processed input, estimates, and says the same by the table it wrote", () => {
    const here = place();
    const { status, stdout, stderr } = run("timeloop-model", [processed], here);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain("WARNING");
    expect(readdirSync(here).sort()).toEqual(named("timeloop-model", ...MODEL_FILES, ...TABLES, LOG));
    const stats = read(here, "timeloop-model.stats.txt");
    // A second run finds what the first one wrote among its files; the first section of a kind counts.
    const files = readdirSync(here).filter((name) => name.endsWith(".yaml"));
    const again = run("timeloop-model", [processed, ...files], here);
    expect([again.status, again.stderr]).toEqual([0, ""]);
    expect(again.stdout).toContain('WARNING: section "architecture" of timeloop-model.flattened_architecture.yaml');
    expect(read(here, "timeloop-model.stats.txt")).toBe(stats);
    expect(readdirSync(here).sort()).toEqual(named("timeloop-model", ...MODEL_FILES, ...TABLES, LOG));
  });

  it("--compat gives the figures of the public plug-ins", () => {
    const here = place();
    const compat = join(here, "bin");
    expect(tilewright("shims", compat, "--compat").status).toBe(0);
    expect(run(join(compat, "timeloop-model"), [processed], here).status).toBe(0);
    // Accelergy with its CACTI and Aladdin plug-ins: 845.00, 1420.71, 5545.76 fJ.
    const stats = read(here, "timeloop-model.stats.txt");
    expect(stats).toMatch(/MACC += 845\.00\n +Buffer += 1420\.71\n +MainMemory += 5545\.7[67]\n/);
  });

  it("lists idle levels where the environment asks for them, and refuses what it cannot do", () => {
    const here = place();
    const args = [...base, ws, table];
    const all = { TIMELOOP_HIDE_INCONSEQUENTIAL_STATS: "0" };
    expect(run("timeloop-model", args, here, all).status).toBe(0);
    expect(read(here, "timeloop-model.stats.txt")).toContain("Network 0\n---------\nBuffer <==> MACC");
    const refused = run("timeloop-model", args, here, { TIMELOOP_ENABLE_TOROIDAL_LINKS: "1" });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("TIMELOOP_ENABLE_TOROIDAL_LINKS")]);
  });

  it("fails with 1 and says where, and leaves no files", () => {
    const here = place();
    const small = write(here, "small.yaml", readFileSync(base[0] ?? "", "utf8").replace("depth: 64", "depth: 8"));
    const factors = write(here, "bad.yaml", readFileSync(ws, "utf8").replace("M=2", "M=4"));
    const sparse = write(here, "sparse.yaml", "sparse_optimizations: {targets: [{name: Buffer}]}\n");
    const constraint = "architecture_constraints: {targets: [{target: Buffer, type: temporal, factors: M=4}]}\n";
    const constrained = write(here, "constraints.yaml", constraint);
    const before = readdirSync(here);
    const [architecture = "", problem = ""] = base;
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [[], "usage: timeloop-model"],
      [["--frob", ...base], "there is no option --frob"],
      [[...base, ws, "-o"], "-o needs a folder"],
      [[...base, ws, "-o", "nowhere"], "cannot access output directory: nowhere"],
      [["chip.cfg"], "libconfig"],
      [["chip.txt"], "must end in .yaml"],
      [["nowhere.yaml"], "file-not-found"],
      [[...base, table], "missing-section"],
      [[...base, table, factors], "factor-product"],
      [[small, problem, ws, table], "ERROR: couldn't map level Buffer: "],
      [[...base, ws, table, sparse], "stand-in-unsupported"],
      [[architecture, problem, ws, table, constrained], "ERROR: mapping violates architecture constraints."],
    ];
    for (const [args, words] of wrong) {
      const { status, stderr } = run("timeloop-model", args, here);
      expect([args, status, stderr]).toEqual([args, 1, expect.stringContaining(words)]);
      expect(stderr).toMatch(/^ERROR: /);
      expect(readdirSync(here)).toEqual(before);
    }
  });

  it("passes over sections that it does not know, with a word", () => {
    const here = place();
    const extra = write(here, "extra.yaml", "mine: {a: 1}\nlayout: []\nsparse-optimizations: {}\n");
    const { status, stdout } = run("timeloop-model", [...base, ws, table, extra], here);
    expect([status, stdout]).toEqual([0, expect.stringContaining('WARNING: section "mine" of ')]);
  });
});

const MAPPER_FILES = [...MODEL_FILES, "map.cpp", "map.yaml", "orojenesis.csv"];

describe("timeloop-mapper", () => {
  it("finds the best mapping, and the model says of it what the mapper said", () => {
    const here = place();
    const { status, stdout, stderr } = run("timeloop-mapper", [...base, table, processedMapper(here)], here);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^\[ {2}0\] Utilization = 1\.00 \| pJ\/Compute = .* \| L1\[WIO\] .* \| Cycles = 1536\n/);
    expect(stderr).toMatch(/STATEMENT: optimal search: no mapping of the mapspace is better, terminating search\.\n$/);
    const line = stdout.trimEnd().split("\n").slice(-2);
    expect(line).toEqual([
      "Summary stats for best mapping found by mapper:",
      expect.stringMatching(/^ {2}Utilization = 1/),
    ]);
    expect(readdirSync(here).sort()).toEqual([...named("timeloop-mapper", ...MAPPER_FILES), "mapper.yaml"].sort());
    expect([read(here, "timeloop-mapper.map.cpp"), read(here, "timeloop-mapper.orojenesis.csv")]).toEqual(["", ""]);
    const model = run("timeloop-model", [...base, table, "./timeloop-mapper.map.yaml"], here);
    expect(model.stdout.trimEnd().split("\n").at(-1)).toBe(line[1]?.trim());
    expect(read(here, "timeloop-model.stats.txt")).toBe(read(here, "timeloop-mapper.stats.txt"));
    // Its own output among the input files is left out.
    const again = run("timeloop-mapper", [...base, table, "mapper.yaml", "timeloop-mapper.map.yaml"], here);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("WARNING: timeloop-mapper.map.yaml")]);
    const best = JSON.parse(tilewright("map", ...base, table, "--json").stdout) as { best: { energyPj: number } };
    expect(Number(/pJ\/Compute = +([\d.]+)/.exec(stdout)?.[1])).toBeCloseTo(best.best.energyPj / 1536, 3);
  });

  it("goes by the asked search where the optimal one cannot be asked, and ends by its rules", () => {
    const here = place();
    for (const algorithm of ["exhaustive", "linear_pruned", "random", "random-pruned", "hybrid"]) {
      const text = `mapper: {algorithm: ${algorithm}, optimization-metrics: [last-level-accesses], num-threads: 2, timeout: 50, victory-condition: 20}\nconstraints: [{target: Buffer, type: max_overbooked_proportion, proportion: 0.1}]\n`;
      const mapper = write(here, "mapper.yaml", text);
      const { status, stderr } = run("timeloop-mapper", [...base, table, mapper], here);
      expect([status, stderr]).toEqual([
        0,
        expect.stringContaining(`STATEMENT: ${algorithm.replace("_", "-")} search`),
      ]);
      const visited = Number(/best of (\d+) mappings/.exec(stderr)?.[1]);
      expect(visited).toBeGreaterThan(20);
      expect(visited).toBeLessThan(20_000);
    }
  });

  it("finds nothing with exit code 0 and empty files, as Timeloop", () => {
    const here = place();
    const factors = "{target: Buffer, type: temporal, factors: M=32 P=16 R=3}";
    const keep = "{target: Buffer, type: dataspace, keep: [Weights, Inputs, Outputs]}";
    const constraints = `mapspace_constraints: [${factors}, ${keep}]\n`;
    const mapper = write(here, "none.yaml", constraints);
    const { status, stdout, stderr } = run("timeloop-mapper", [...base, table, mapper], here);
    expect([status, stdout]).toEqual([0, expect.stringContaining("MESSAGE: no valid mappings found within search")]);
    expect(stderr).toContain("no-valid-mapping");
    for (const name of named("timeloop-mapper", ...MAPPER_FILES)) expect(read(here, name)).toBe("");
  });

  it("fails with 1 for wrong input, passes over keys of the mapper that it does not know", () => {
    const here = place();
    const wrong = write(here, "wrong.yaml", "mapper: {algorithm: randum}\n");
    const { status, stderr } = run("timeloop-mapper", [...base, table, wrong], here);
    expect([status, stderr]).toEqual([1, expect.stringContaining("unknown-algorithm")]);
    expect(readdirSync(here)).toEqual(["wrong.yaml"]);
    const key = write(here, "key.yaml", "mapper: {optimization_metrics: [delay, energy], frobnicate: 1}\n");
    const passed = run("timeloop-mapper", [...base, table, key], here);
    expect([passed.status, passed.stdout]).toEqual([0, expect.stringContaining("frobnicate")]);
  });

  it("keeps its best at a signal, with exit code 0", async () => {
    const here = place();
    const large = (text: string): string => readFileSync(text, "utf8").replace(/\b(M|P): \d+/g, "$1: 5040");
    const problem = write(here, "problem.yaml", large(base[1] ?? ""));
    const roomy = readFileSync(base[0] ?? "", "utf8").replace("depth: 32768", "depth: 33554432");
    const architecture = write(here, "arch.yaml", roomy);
    const env = { ...process.env, PATH: `${shims}${delimiter}${process.env["PATH"]}` };
    const endless = "algorithm: random, victory-condition: 0, timeout: 100000000";
    const mapper = write(here, "mapper.yaml", `mapper: {optimization-metric: last-level-accesses, ${endless}}\n`);
    const child = spawn(join(shims, "timeloop-mapper"), [architecture, problem, table, mapper], { cwd: here, env });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    let out = "";
    child.stdout.on("data", (data: Buffer) => {
      out += data.toString();
      if (out.includes("Search configuration complete.")) setTimeout(() => child.kill("SIGINT"), 1500);
    });
    expect(await ended).toBe(0);
    expect(out).toContain("Summary stats for best mapping found by mapper:");
    expect(read(here, "timeloop-mapper.stats.txt")).toContain("Summary Stats");
  });
});

/** A `mapper` section as front ends of two ages write it. */
function processedMapper(path: string): string {
  const section = /^mapper:\n(?: .*\n)+/m.exec(readFileSync(processed, "utf8"))?.[0] ?? "";
  const older = "    optimization_metrics:\n      - edp\n    log_oave_mappings: false\n    log_all_mappings: false\n";
  return write(path, "mapper.yaml", section.replace("mapper:\n", `mapper:\n${older}`));
}

describe("timeloop-metrics", () => {
  it("prints what levels are and cost, and leaves the tables", () => {
    const here = place();
    const { status, stdout, stderr } = run("timeloop-metrics", [base[0] ?? ""], here);
    expect([status, stderr]).toEqual([0, ""]);
    expect(readdirSync(here).sort()).toEqual(named("timeloop-metric", ...TABLES, LOG));
    expect(stdout).toMatch(/=== MainMemory ===[\s\S]*Vector access energy {12}: 12\.02 pJ/);
    const given = place();
    const again = run("timeloop-metrics", [base[0] ?? "", table], given);
    expect([again.status, readdirSync(given)]).toEqual([0, []]);
    expect(again.stdout).toMatch(/Compute energy {8}: 0\.84 pJ/);
    expect(run("timeloop-metrics", [base[0] ?? "", "-o", "x"], given).status).toBe(1);
    expect(run("timeloop-metrics", [base[1] ?? ""], given).status).toBe(1);
  });
});

describe("accelergy", () => {
  it("writes its files where and as it is asked to", () => {
    const here = place();
    const plain = run("accelergy", [base[0] ?? "", base[1] ?? "", "-o", "out"], here);
    expect([plain.status, plain.stdout]).toEqual([0, ""]);
    expect(readdirSync(join(here, "out")).sort()).toEqual(TABLES);
    const verbose = [
      "--outd=deep/er",
      "-v",
      "1",
      "--oprefix",
      "my.",
      "-p",
      "3",
      "-f",
      "ERT",
      "ART_summary",
      "flattened_arch",
    ];
    expect(run("accelergy", [base[0] ?? "", ...verbose], here).status).toBe(0);
    const files = readdirSync(join(here, "deep/er")).sort();
    expect(files).toEqual(["my.ART_summary_verbose.yaml", "my.ERT.yaml", "my.flattened_architecture_verbose.yaml"]);
    expect(read(join(here, "deep/er"), "my.ERT.yaml")).toContain("energy: 12.0\n");
    expect(run("accelergy", ["-l"], here).stdout).toContain("SRAM");
    expect(run("accelergy", ["-h"], here).stdout).toMatch(/^usage: accelergy/);
  });

  it("reads folders, and counts the energy of a run with and without an architecture", () => {
    const here = place();
    mkdirSync(join(here, "input/deep"), { recursive: true });
    writeFileSync(join(here, "input/arch.yaml"), readFileSync(base[0] ?? ""));
    const counts = "local: [{name: System.Buffer, action_counts: [{name: read, counts: 2}]}]";
    writeFileSync(join(here, "input/deep/counts.yaml"), `action_counts: {version: 0.4, ${counts}}\n`);
    expect(run("accelergy", ["input/", "-o", "a"], here).status).toBe(0);
    expect(readdirSync(join(here, "a")).sort()).toEqual([...TABLES, "energy_estimation.yaml"].sort());
    rmSync(join(here, "input/arch.yaml"));
    writeFileSync(join(here, "input/ERT.yaml"), readFileSync(table));
    expect(run("accelergy", ["input/", "-o", "b", "-f", "energy_estimation"], here).status).toBe(0);
    expect(readdirSync(join(here, "b"))).toEqual(["energy_estimation.yaml"]);
    expect(read(join(here, "b"), "energy_estimation.yaml")).toContain(
      "      - name: System.Buffer\n        energy: 0.72528\n    Total: 0.72528\n",
    );
  });

  it("gives Accelergy's exit codes", () => {
    const here = place();
    const nobody = write(
      here,
      "nobody.yaml",
      "architecture: {version: 0.4, subtree: [{name: a, local: [{name: b, class: warp_drive}]}]}\n",
    );
    const counts = "local: [{name: System.Buffr, action_counts: [{name: read, counts: 1}]}]";
    const typo = write(here, "typo.yaml", `action_counts: {version: 0.4, ${counts}}\n`);
    const codes: readonly (readonly [number, readonly string[]])[] = [
      [0, []],
      [1, [nobody]],
      [1, [base[0] ?? "", "-e", "plug_in.py"]],
      [2, ["--frob"]],
      [2, ["-o"]],
      [2, ["--o", "x"]],
      [2, ["-f", "ert", "--", base[0] ?? ""]],
      [2, ["-p", "many"]],
      [255, ["nowhere.yaml"]],
      [255, [write(here, "arch.txt", "architecture: {}\n")]],
      [255, [base[1] ?? ""]],
      [255, [base[0] ?? "", typo]],
    ];
    for (const [code, args] of codes) expect([args, run("accelergy", args, here).status]).toEqual([args, code]);
  });
});

/** A Python that has PyYAML; CI installs both. */
function findPython(): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => spawnSync(python, ["-c", "import yaml"]).status === 0);
}

describe("a script in Python, as the assignment's", () => {
  it("runs timeloop-mapper and reads statistics, table and mapping", (context) => {
    const python = findPython();
    if (python === undefined) context.skip("no python3 with PyYAML here: apt-get install python3 python3-yaml");
    const here = place();
    const input = write(
      here,
      "input.yaml",
      readFileSync(processed, "utf8").replace(/^mapping:\n(?: .*\n)+/m, "mapping: []\n"),
    );
    const { status, stdout, stderr } = run(python ?? "", [join(fixtures, "run_mapper.py"), input, "out"], here);
    expect([status, stderr]).toEqual([0, ""]);
    const answer = JSON.parse(stdout) as Record<string, unknown> & { energies: Record<string, Record<string, number>> };
    expect(answer).toMatchObject({
      code: 0,
      energyUj: 0.01,
      cycles: 1536,
      computes: 1536,
      targets: ["Buffer", "MainMemory"],
    });
    expect(answer.energies["MACC"]).toMatchObject({ compute: 0.845 });
    expect(answer.energies["MainMemory"]?.["read"]).toBeCloseTo(11.7, 0);
    expect(Object.keys(answer["femtojoules"] as object)).toEqual(["MACC", "Buffer", "MainMemory", "Total"]);
    expect(existsSync(join(here, "out/timeloop-mapper.accelergy.log"))).toBe(true);
  });
});
