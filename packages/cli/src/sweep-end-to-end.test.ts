/** Sweeps and charts from the bundled command line: what is loaded lazily is found, and Ctrl-C keeps finished points. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bundle = join(root, "packages/cli/dist/tilewright.mjs");
let folder = "";

beforeAll(() => {
  const prepared = spawnSync(process.execPath, [join(root, "tools/prepare.mjs"), "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(prepared.stderr).toBe("");
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

function tilewright(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync(process.execPath, [bundle, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
}

describe("the bundled command line", () => {
  it("sweeps over a table and a program of one's own", () => {
    writeFileSync(join(folder, "thing.csv"), "width, energy, area, action\n8, 2, 30, go|leak\n");
    const args = ["sweep", "energy", "--component", "thing", "width=8..32x2", "--action", "go", "--json"];
    const byTable = tilewright(...args, "--table", "thing.csv");
    expect(JSON.parse(byTable.stdout).points.map((point: { energyPj: object }) => point.energyPj)).toMatchObject([
      { go: 2 },
      { go: 4 },
      { go: 8 },
    ]);
    writeFileSync(
      join(folder, "nine.cjs"),
      'let t = ""; process.stdin.on("data", (d) => { t += d; }).on("end", () => { for (const l of t.trim().split("\\n")) console.log(JSON.stringify({ id: JSON.parse(l).id, value: 9 })); });',
    );
    const byProgram = tilewright(...args, "--table", "thing.csv", "--estimator", "node nine.cjs");
    expect(JSON.parse(byProgram.stdout).points[0].energyPj.go).toBe(9);
    expect(tilewright(...args, "--table", "none.csv").status).toBe(2);
  });

  it("draws SVG and PNG and writes Parquet", () => {
    const args = ["sweep", "energy", "--component", "DRAM", "type=LPDDR4", "width=16..2048x2"];
    const { status, stdout } = tilewright(...args, "--plot", "a.svg", "--plot", "a.png", "--output", "a.parquet");
    expect(status).toBe(0);
    expect(stdout).toContain("read, write, update");
    expect(readFileSync(join(folder, "a.svg"), "utf8")).toContain("<svg xmlns=");
    expect(statSync(join(folder, "a.png")).size).toBeGreaterThan(10_000);
    expect(readFileSync(join(folder, "a.parquet")).subarray(0, 4).toString()).toBe("PAR1");
  });

  it("answers question 2 into a folder", () => {
    const { stdout } = tilewright("assignment", "q2", "-o", "q2");
    expect(stdout).toContain("register file over width");
    const files = readdirSync(join(folder, "q2"));
    for (const file of ["explanation.html", "explanation.md", "q2.csv", "overview.svg", "intmac-width.png"]) {
      expect(files).toContain(file);
    }
    expect(readFileSync(join(folder, "q2/explanation.html"), "utf8")).not.toMatch(/<script|src="http/);
  });

  it("keeps finished points when it is interrupted, and goes on from them", async () => {
    const args = [
      "sweep",
      "energy",
      "--component",
      "regfile",
      "technology=45nm",
      "depth=2..300+1",
      "width=1..300+1",
      "-o",
      "big",
      "--json",
    ];
    const journal = join(folder, "big/journal.jsonl");
    const child = spawn(process.execPath, [bundle, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += String(chunk);
    });
    while (!existsSync(journal) || statSync(journal).size < 200_000)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).toBe(3);
    expect(errors).toMatch(/interrupted after .* of 89700; --resume goes on from there/);
    const kept = readFileSync(journal, "utf8").trimEnd().split("\n").length - 1;
    expect(kept).toBeGreaterThan(50);
    const small = [
      "sweep",
      "energy",
      "--component",
      "regfile",
      "technology=45nm",
      "depth=2",
      "width=1..20+1",
      "-o",
      "big",
      "--json",
      "--resume",
    ];
    const { stdout, status } = tilewright(...small);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ resumed: 20, complete: true });
  }, 120_000);

  it("starts without what draws charts", () => {
    const text = readFileSync(bundle, "utf8");
    expect(text).not.toContain("parseHTML(");
    expect(text).toContain('import("./lazy/tilewright-chart-headless.mjs")');
  });
});
