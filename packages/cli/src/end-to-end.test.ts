/** The bundled command line on the examples, as a shell runs it: figures, exit codes, pipes, colours. */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bundle = join(root, "packages/cli/dist/tilewright.mjs");
const q1 = "examples/assignment/q1";
const base = [`${q1}/arch.yaml`, `${q1}/problem.yaml`];
const mappings = ["ws.map", "os-untiled.map", "os-untiled.map2", "os-tiled.map", "os-tiled.map2"];
const mappingOptions = mappings.flatMap((name) => ["--mapping", `${q1}/${name}.yaml`]);
let folder = "";

function tilewright(
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, ...env } = process.env;
  return spawnSync(process.execPath, [bundle, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...(options.input === undefined ? {} : { input: options.input }),
    env: { ...env, ...options.env },
  });
}

interface CounterJson {
  readonly level: string;
  readonly dataSpace: string;
  readonly counter: string;
  readonly words: number;
  readonly otherWords: number;
}

interface ComparisonJson {
  readonly schema: string;
  readonly mappings: readonly {
    readonly name: string;
    readonly computes: number;
    readonly cycles: number;
    readonly counters: readonly CounterJson[];
    readonly energies: readonly { readonly source: string; readonly energyPj: number; readonly best: boolean }[];
    readonly why: readonly string[];
    readonly semanticsExplained: readonly string[];
  }[];
}

interface TraceStepJson {
  readonly cycle: number;
  readonly transfers?: readonly {
    readonly kind: string;
    readonly level: string;
    readonly dataSpace: string;
    readonly words: readonly unknown[];
  }[];
}

function count(counters: readonly CounterJson[], key: string): number | undefined {
  return counters.find((row) => `${row.level} ${row.counter} ${row.dataSpace}` === key)?.words;
}

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(root, "tools/build.mjs"), "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(built.stderr);
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("compare on question 1", () => {
  const run = (args: readonly string[] = []): ComparisonJson => {
    const energies = ["--energy-table", "assignment", "--ert", `${q1}/ert-45nm.yaml`];
    const result = tilewright(["compare", ...base, ...mappingOptions, ...energies, "--json", ...args]);
    expect(result.stderr).toBe("");
    expect(result.status).toBe(0);
    return JSON.parse(result.stdout) as ComparisonJson;
  };

  it("prints Table 2 with Timeloop's counts", () => {
    const { schema, mappings: compared } = run();
    expect(schema).toBe("tilewright/comparison/1");
    const rows = compared.map(({ name, computes, cycles, counters }) => [
      name,
      computes,
      cycles,
      ...["MainMemory reads Weights", "MainMemory reads Inputs", "Buffer fills Weights", "Buffer fills Inputs"].map(
        (key) => count(counters, key),
      ),
    ]);
    expect(rows).toEqual([
      ["ws.map", 1536, 1536, 96, 288, 96, 288],
      ["os-untiled.map", 1536, 1536, 96, 576, 96, 576],
      ["os-untiled.map2", 1536, 1536, 1536, 18, 1536, 18],
      ["os-tiled.map", 1536, 1536, 96, 72, 96, 72],
      ["os-tiled.map2", 1536, 1536, 192, 18, 192, 18],
    ]);
    for (const { counters } of compared) {
      expect(count(counters, "Buffer reads Weights")).toBe(1536);
      expect(count(counters, "Buffer reads Inputs")).toBe(1536);
      expect(count(counters, "Buffer reads Outputs")).toBe(1024);
      expect(count(counters, "Buffer updates Outputs")).toBe(1536);
      expect(count(counters, "MainMemory updates Outputs")).toBe(512);
      expect(count(counters, "MainMemory reads Outputs")).toBe(0);
    }
  });

  it("charges both energy tables and finds the same mapping best", () => {
    for (const { name, energies, counters } of run().mappings) {
      const get = (key: string): number => count(counters, key) ?? Number.NaN;
      const reads = get("MainMemory reads Weights") + get("MainMemory reads Inputs");
      const buffer = 1536 + 1536 + 1024 + 1536 + get("Buffer fills Weights") + get("Buffer fills Inputs");
      expect(energies.map((energy) => energy.source.split("/").at(-1))).toEqual(["assignment", "ert-45nm.yaml"]);
      expect(energies[0]?.energyPj).toBeCloseTo(reads * 7.95 + 512 * 5.45 + buffer * 0.42 + 1536 * 0.56, 6);
      expect(energies[1]?.energyPj).toBeCloseTo(reads * 12.0182 + 512 * 8.01947 + buffer * 0.36264 + 1536 * 0.845, 6);
      expect(energies.map((energy) => energy.best)).toEqual([name === "os-tiled.map", name === "os-tiled.map"]);
    }
  });

  it("says why they differ, and where exact counting does: 78 inputs against 288", () => {
    const [ws, ...others] = run().mappings;
    const fills = ws?.counters.find(
      (row) => row.level === "Buffer" && row.counter === "fills" && row.dataSpace === "Inputs",
    );
    expect(fills).toMatchObject({
      words: 288,
      otherWords: 78,
    });
    expect(ws?.semanticsExplained.join(" ")).toMatch(/288.*78.*when m steps and r starts over/);
    for (const other of others) expect(other.semanticsExplained).toEqual([]);
    for (const { why } of [ws, ...others].filter((mapping) => mapping !== undefined)) expect(why).toHaveLength(1);
    expect(run(["--semantics", "exact"]).mappings[0]?.counters.find((row) => row.dataSpace === "Inputs")).toMatchObject(
      {
        words: 78,
        otherWords: 288,
      },
    );
  });

  it("prints a table that fits 80 columns", () => {
    const result = tilewright(["compare", ...base, ...mappingOptions, "--energy-table", "assignment"]);
    expect(result.status).toBe(0);
    expect(result.stdout).toMatch(/A ws\.map +384 +512 +4 096 +1 920 +1 536 +9 230\.1/);
    expect(result.stdout).toContain("★7 422.2");
    for (const line of result.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("reads the 0.3 form to the same figures", () => {
    const files = [
      `${q1}/arch-0.3.yaml`,
      `${q1}/problem.yaml`,
      `${q1}/ws.map.yaml`,
      "--energy-table",
      "assignment",
      "--json",
    ];
    const older = tilewright(["model", ...files]);
    const newer = tilewright(["model", `${q1}/arch.yaml`, ...files.slice(1)]);
    expect(older.status).toBe(0);
    expect(JSON.parse(older.stdout)).toEqual(JSON.parse(newer.stdout));
  });
});

describe("model and simulate", () => {
  it("agree in both ways of counting", () => {
    for (const semantics of ["timeloop", "exact"]) {
      const args = [...base, `${q1}/ws.map.yaml`, "--semantics", semantics, "--json"];
      const model = tilewright(["model", ...args]);
      const simulated = tilewright(["simulate", ...args]);
      expect([model.status, simulated.status]).toEqual([0, 0]);
      expect(JSON.parse(simulated.stdout)).toEqual(JSON.parse(model.stdout));
      expect(JSON.parse(model.stdout)).toMatchObject({ schema: "tilewright/evaluation/1", valid: true, semantics });
    }
  });

  it("trace every step of the exact walk", () => {
    const path = join(folder, "trace.jsonl");
    const args = [...base, `${q1}/ws.map.yaml`, "--semantics", "exact", "--trace", path];
    expect(tilewright(["simulate", ...args]).status).toBe(0);
    const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(JSON.parse(header ?? "")).toMatchObject({ schema: "tilewright/trace/1", levels: ["Buffer", "MainMemory"] });
    expect(JSON.parse(lines.pop() ?? "")).toEqual({ end: true, cycles: 1536 });
    const steps = lines.map((line) => JSON.parse(line) as TraceStepJson);
    expect(steps.map((step) => step.cycle)).toEqual(Array.from({ length: 1536 }, (_, cycle) => cycle));
    const fetched = steps
      .flatMap((step) => step.transfers ?? [])
      .filter(({ kind, level, dataSpace }) => kind === "fetch" && level === "Buffer" && dataSpace === "Inputs");
    expect(fetched.reduce((words, transfer) => words + transfer.words.length, 0)).toBe(78);
  });

  it("say why a trace cannot be written", () => {
    const { status, stderr } = tilewright(["simulate", ...base, `${q1}/ws.map.yaml`, "--trace", folder]);
    expect(status).toBe(2);
    expect(stderr).toContain("file-unwritable");
  });

  it("draw the loop nest and a table by level", () => {
    const { stdout, stderr, status } = tilewright([
      "model",
      ...base,
      `${q1}/ws.map.yaml`,
      "--energy-table",
      "assignment",
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("│   for r in 0..3");
    expect(stdout).toMatch(/Inputs +16 +1 536 +288/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("evaluate spatial mappings", () => {
    const e = "examples/eyeriss-small";
    const files = ["arch", "problem", "row-stationary.map", "ert"].map((name) => `${e}/${name}.yaml`);
    const { stdout, stderr, status } = tilewright(["model", ...files]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("spatial x");
    expect(stdout).toContain("Scratchpad ×12");
  });

  it("read standard input", () => {
    const input = "mapping:\n- {target: MainMemory, type: temporal, factors: M=32 R=3 P=16, permutation: RMP}\n";
    const both = `${input}- {target: Buffer, type: temporal, factors: M=1 R=1 P=1, permutation: RMP}\n`;
    const { stdout, status } = tilewright(["model", ...base, "-", "--json"], { input: both });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, computes: 1536 });
  });
});

describe("Timeloop's files", () => {
  const tables = ["--energy-table", "assignment"];

  it("are written beside the report, and told of on standard error", () => {
    for (const command of ["model", "simulate"]) {
      const out = join(folder, `out-${command}`, "deep");
      const args = [command, ...base, `${q1}/ws.map.yaml`, ...tables];
      const { stdout, stderr, status } = tilewright([...args, "-o", out]);
      expect(status).toBe(0);
      expect(stdout).toBe(tilewright(args).stdout);
      const results = ["stats.txt", "map.txt", "map+stats.xml", "map.tensella.txt", "map.yaml"];
      const names = [...results, "ERT.yaml", "ERT_summary.yaml"];
      const files = names.map((name) => `timeloop-model.${name}`);
      expect(readdirSync(out).sort()).toEqual([...files].sort());
      for (const file of files) expect(stderr).toContain(file);
      for (const line of stderr.replaceAll(out, "").split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      const stats = readFileSync(join(out, "timeloop-model.stats.txt"), "utf8");
      for (const line of ["Energy: 0.01 uJ", "Cycles: 1536", "EDP(J*cycle): 1.42e-05", "GFLOPs (@1GHz): 1.67"]) {
        expect(stats.split("\n")).toContain(line);
      }
    }
  });

  it("map.yaml and ERT.yaml read back to the same evaluation, in JSON too", () => {
    const out = join(folder, "out-json");
    const first = tilewright(["model", ...base, `${q1}/os-tiled.map2.yaml`, ...tables, "--json", "--output-dir", out]);
    expect(first.status).toBe(0);
    const [map, ert] = ["map", "ERT"].map((name) => join(out, `timeloop-model.${name}.yaml`));
    const again = tilewright(["model", ...base, map ?? "", ert ?? "", "--json"]);
    expect(again.status).toBe(0);
    const [one, other] = [first, again].map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
    expect({ ...other, energySource: "" }).toEqual({ ...one, energySource: "" });
  });

  it("are not written for a mapping that is not valid", () => {
    const wrong = join(folder, "not-valid.yaml");
    writeFileSync(wrong, "mapping:\n- {target: Buffer, type: temporal, factors: M=32 R=3 P=16, permutation: RMP}\n");
    const out = join(folder, "out-invalid");
    expect(tilewright(["model", ...base, wrong, "-o", out]).status).toBe(1);
    expect(existsSync(out)).toBe(false);
  });

  it("say why they cannot be written", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { status, stderr } = tilewright(["model", ...base, `${q1}/ws.map.yaml`, "-o", file]);
    expect(status).toBe(2);
    expect(stderr).toContain("file-unwritable");
    expect(tilewright(["model", "--batch", file, "-o", folder]).status).toBe(2);
  });
});

describe("a template on top of a design", () => {
  const top = `{{add_to_path(cwd())}}
{% set given = cwd() ~ '/' ~ design ~ '/problem.yaml' %}
{% if path_exists(given) %}{% set problem = given %}{% endif %}
variables: {version: 0.4, technology: "SET ME", global_cycle_seconds: 1e-9}
problem: {{include(problem | default('_include/problem.yaml'), 'problem')}}
architecture: {{include(cwd() ~ '/' ~ design ~ '/arch.yaml', 'architecture')}}
components:
  version: 0.4
  classes: {{include_all('_components/*.yaml', 'compound_components.classes')}}
`;
  const write = (path: string, text: string): string => {
    const file = join(folder, "designs", path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  };

  it("finds the design that a variable names, its parts, and every component", () => {
    const example = (name: string): string => readFileSync(join(root, q1, name), "utf8");
    write("small/arch.yaml", example("arch.yaml"));
    write("_include/problem.yaml", example("problem.yaml"));
    for (const name of ["one", "two"]) {
      write(
        `_components/${name}.yaml`,
        `compound_components: {version: 0.4, classes: [{name: ${name}, actions: []}]}\n`,
      );
    }
    const file = write("top.yaml.jinja2", top);
    const args = [file, `${q1}/ws.map.yaml`, "--energy-table", "assignment", "--json"];
    const { stdout, stderr, status } = tilewright(["model", ...args, "-D", "design=small"]);
    expect([status, stderr]).toEqual([0, ""]);
    const plain = tilewright(["model", ...base, ...args.slice(1)]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(plain.stdout));

    const unset = tilewright(["model", ...args]);
    expect([
      unset.status,
      (JSON.parse(unset.stdout) as { diagnostics: { code: string }[] }).diagnostics[0]?.code,
    ]).toEqual([2, "template-unknown-name"]);
    expect(tilewright(["model", ...args, "-D", "design"]).status).toBe(2);
  });
});

describe("wrong input", () => {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("exits 2 with the place and a suggestion", () => {
    const typo = file(
      "typo.yaml",
      "mapping:\n- {target: MainMemroy, type: temporal, factors: M=32, permutation: RMP}\n",
    );
    const { stdout, stderr, status } = tilewright(["model", ...base, typo]);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("typo.yaml:2:");
    expect(stderr).toContain("MainMemory");
    expect(stderr).not.toContain("    at ");
  });

  it("shows the mistakes of all files at once, and misses nothing that an unreadable file may hold", () => {
    const broken = file("broken.yaml", "problem: {shape: [\n");
    const typo = file("typo-in-arch.yaml", "architecture: {version: 0.4, nodse: []}\n");
    const { stdout, status } = tilewright(["model", broken, typo, "--json"]);
    expect(status).toBe(2);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; file: string }[] };
    const codes = diagnostics.map(({ code }) => code);
    expect(codes[0]).toBe("yaml-syntax");
    expect(codes.length).toBeGreaterThan(1);
    expect(diagnostics.at(-1)?.file).toBe(typo);
    expect(codes).not.toContain("missing-section");
  });

  it("exits 1 for factors that do not give the problem, in JSON too", () => {
    const wrong = file(
      "factors.yaml",
      "mapping:\n- {target: MainMemory, type: temporal, factors: M=3 R=3 P=16, permutation: RMP}\n",
    );
    const { stdout, status } = tilewright(["model", ...base, wrong, "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, reason: "factors" });
  });

  it("exits 1 for tiles that do not fit", () => {
    const big = file(
      "big.yaml",
      "mapping:\n- {target: Buffer, type: temporal, factors: M=32 R=3 P=16, permutation: RMP}\n",
    );
    const { stdout, status } = tilewright(["model", ...base, big, "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, reason: "capacity" });
  });

  it("exits 2 for files that are not there and options that do not exist", () => {
    expect(tilewright(["model", `${q1}/arhc.yaml`]).stderr).toContain('did you mean "arch.yaml"?');
    expect(tilewright(["model", `${q1}/arhc.yaml`]).status).toBe(2);
    const unknown = tilewright(["modle"]);
    expect([unknown.status, unknown.stderr.includes("Did you mean model?")]).toEqual([2, true]);
    expect(tilewright(["model", "--jsno", "x"]).status).toBe(2);
    expect(tilewright(["model", ...base, "--energy-table", "asignment"]).stderr).toContain(
      'did you mean "assignment"?',
    );
  });

  it("names the component that a named energy table does not cover", () => {
    const e = "examples/eyeriss-small";
    const files = ["arch", "problem", "row-stationary.map"].map((name) => `${e}/${name}.yaml`);
    const { stderr, status } = tilewright(["model", ...files, "--energy-table", "assignment"]);
    expect(status).toBe(2);
    expect(stderr).toContain("energy-table-class");
  });
});

describe("as part of a shell", () => {
  it("survives a reader that stops reading", async () => {
    const lines = Array.from({ length: 3000 }, () => "{}").join("\n");
    const batch = join(folder, "many.jsonl");
    writeFileSync(batch, lines);
    const child = spawn("bash", [
      "-c",
      `"${process.execPath}" "${bundle}" model --batch "${batch}" | head -n 1; echo "\${PIPESTATUS[0]}"`,
    ]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(output.trimEnd().split("\n").at(-1)).toBe("0");
    expect(errors).not.toContain("EPIPE");
  });

  it("answers Ctrl-C with a clean end: code 3, whole lines", async () => {
    const child = spawn(process.execPath, [bundle, "model", "--batch", "-"], { cwd: root });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      child.kill("SIGINT");
    });
    child.stdin.write("{}\n".repeat(10));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(3);
    expect(output.endsWith("}\n")).toBe(true);
  });

  it("stops a long simulation at once", async () => {
    const write = (name: string, change: (text: string) => string): string => {
      const path = join(folder, name);
      writeFileSync(path, change(readFileSync(join(root, q1, name), "utf8")));
      return path;
    };
    const files = [
      write("arch.yaml", (text) => text.replace("depth: 32768", "depth: 1000000000")),
      write("problem.yaml", (text) => text.replace("P: 16", "P: 160000")),
      write("ws.map.yaml", (text) => text.replace("R=3 P=1 M=16", "R=3 P=10000 M=16")),
    ];
    const child = spawn(process.execPath, [bundle, "simulate", ...files, "--semantics", "exact"], { cwd: root });
    setTimeout(() => child.kill("SIGINT"), 1500);
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).toBe(3);
  });

  it("colours only where that is wanted", () => {
    const args = ["model", ...base, `${q1}/ws.map.yaml`];
    const escapeCode = "\u001b[";
    expect(tilewright(args).stdout).not.toContain(escapeCode);
    expect(tilewright(args, { env: { FORCE_COLOR: "1" } }).stdout).toContain(escapeCode);
    expect(tilewright(args, { env: { NO_COLOR: "1" } }).stdout).not.toContain(escapeCode);
  });

  it("prints help and version with code 0", () => {
    const help = tilewright(["--help"]);
    expect(help.status).toBe(0);
    for (const command of ["model", "simulate", "compare", "map"]) expect(help.stdout).toContain(command);
    expect(tilewright(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const line of help.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("starts fast enough to be used in a loop", () => {
    const fastest = (args: readonly string[]): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const started = performance.now();
          spawnSync(process.execPath, args, { cwd: root });
          return performance.now() - started;
        }),
      );
    // The limits hold on an idle machine, where an empty node takes some 50 ms; a busy one stretches all alike.
    const slowdown = Math.max(1, fastest(["-e", "0"]) / 50);
    expect(fastest([bundle, "--help"])).toBeLessThan(300 * slowdown);
    expect(fastest([bundle, "model", ...base, `${q1}/ws.map.yaml`])).toBeLessThan(400 * slowdown);
  });
});
