/** `tilewright map` inside of this process, on one thread; threads and Ctrl-C are in map-end-to-end.test.ts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";

const example = fileURLToPath(new URL("../../../examples/eyeriss-small/", import.meta.url));
const base = ["arch.yaml", "problem.yaml", "ert.yaml"].map((name) => join(example, name));
const constraints = join(example, "row-stationary.constraints.yaml");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-map-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function map(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  const terminal = recordingTerminal();
  const code = await runProgram(["map", ...args], terminal);
  return { code, out: terminal.output, errors: terminal.errors };
}

/** Fixed so far that the mapspace is searched through in no time. */
const tight = `
mapspace_constraints:
  - {target: DRAM, type: temporal, factors: C=1 P=1 Q=1 R=1 S=1}
  - {target: GlobalBuffer, type: temporal, factors: R=1 S=1 C=4, permutation: CPQ}
  - {target: Scratchpad, type: temporal, factors: Q<=4 P=1 C=1}
`;

describe("map", () => {
  it("finds the best mapping, says so, and the model says the same of it", async () => {
    const { code, out, errors } = await map(...base, constraints, file("tight.yaml", tight), "--json");
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      schema: "tilewright/mapping-search/1",
      found: true,
      algorithm: "optimal",
      objective: ["edp"],
      optimal: true,
      gap: 0,
      seed: 1,
    });
    expect(BigInt(result.mapspaceSize)).toBeGreaterThan(100n);
    expect(result.lowerBound.edpJouleCycles).toBe(result.best.edpJouleCycles);
    const every = await map(...base, constraints, file("tight.yaml", tight), "--json", "--algorithm", "exhaustive");
    expect(JSON.parse(every.out)).toMatchObject({ algorithm: "exhaustive", optimal: true, best: result.best });
    expect(errors).not.toContain("error");

    const terminal = recordingTerminal();
    const mapping = file("best.map.yaml", result.mapping);
    expect(await runProgram(["model", ...base, mapping, "--json"], terminal)).toBe(0);
    const model = JSON.parse(terminal.output);
    for (const key of ["edpJouleCycles", "energyPj", "cycles"]) expect(model[key]).toBe(result.best[key]);
    expect(result.evaluation.energyPj).toBe(result.best.energyPj);
  });

  it("draws the mapping and prints it as YAML, and writes Timeloop's files", async () => {
    const { code, out, errors } = await map(...base, constraints, file("tight.yaml", tight), "-o", join(folder, "out"));
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "out/tilewright-map.json"), "utf8"))).toMatchObject({ optimal: true });
    expect(out).toContain("proven: no mapping of the mapspace is better");
    expect(out).toContain("\nmapping:\n");
    expect(out).toMatch(/for r in 0\.\.3 {3}spatial y/);
    expect(errors).toContain("wrote to");
    const names = readdirSync(join(folder, "out"));
    for (const end of ["stats.txt", "map.txt", "map.yaml"]) expect(names).toContain(`timeloop-mapper.${end}`);
    expect(readFileSync(join(folder, "out/timeloop-mapper.stats.txt"), "utf8")).toContain("EDP(J*cycle):");
  });

  it("takes objectives in order, and gives Pareto fronts", async () => {
    const all = [...base, constraints, file("tight.yaml", tight), "--json"];
    const delay = JSON.parse((await map(...all, "--objective", "delay,energy")).out);
    const energy = JSON.parse((await map(...all, "--objective", "energy")).out);
    expect(delay.objective).toEqual(["delay", "energy"]);
    expect(delay.best.cycles).toBeLessThanOrEqual(energy.best.cycles);
    expect(energy.best.energyPj).toBeLessThanOrEqual(delay.best.energyPj);
    // The least delay is met at once; the energy behind it is proven, too.
    const both = JSON.parse((await map(...base, constraints, "--json", "--objective", "delay,energy")).out);
    expect(both).toMatchObject({ optimal: true, stoppedBy: "end" });
    const front = await map(...all, "--objective", "energy,delay", "--pareto");
    const pareto = JSON.parse(front.out);
    expect(pareto).toMatchObject({ algorithm: "optimal", optimal: true, gap: 0 });
    expect(pareto.lowerBound).toEqual({ energyPj: energy.best.energyPj, cycles: delay.best.cycles });
    expect(pareto.front[0].energyPj).toBe(energy.best.energyPj);
    expect(pareto.front.at(-1).cycles).toBe(delay.best.cycles);
    expect(pareto.front.every((point: { mapping: string }) => point.mapping.startsWith("mapping:"))).toBe(true);
  });

  it("proves the least accesses of the outermost level, and says what utilization there can be at most", async () => {
    const all = [...base, constraints, file("tight.yaml", tight), "--json"];
    const words = JSON.parse((await map(...all, "--objective", "last-level-accesses,delay")).out);
    expect(words).toMatchObject({ algorithm: "optimal", optimal: true });
    const { dataSpaces } = words.evaluation.levels.at(-1);
    const sum = Object.values<{ reads: number; updates: number }>(dataSpaces).reduce(
      (n, d) => n + d.reads + d.updates,
      0,
    );
    expect(words.best.values).toEqual({ "last-level-accesses": sum, delay: words.best.cycles });
    expect(words.lowerBound).toEqual({ "last-level-accesses": sum });
    const busy = JSON.parse((await map(...all, "--objective", "utilization")).out);
    expect(busy.lowerBound).toEqual({ utilization: busy.best.utilization });
    const wrong = await map(...all, "--objective", "accesses-9");
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toContain("storage levels are 0");
  });

  it("gives the same result for the same seed", async () => {
    const args = [...base, constraints, "--json", "--algorithm", "random-pruned"];
    const mapper = file("mapper.yaml", "mapper: {victory-condition: 30, timeout: 200, num-threads: 2}");
    const strip = (text: string): object => ({ ...JSON.parse(text), seconds: 0 });
    const [a, b, c] = [
      await map(...args, mapper, "--seed", "7"),
      await map(...args, mapper, "--seed", "7"),
      await map(...args, mapper, "--seed", "8"),
    ];
    expect(strip(a.out)).toEqual(strip(b.out));
    expect(JSON.parse(a.out)).toMatchObject({ found: true, optimal: false, algorithm: "random-pruned", lanes: 2 });
    expect(JSON.parse(c.out).evaluated).not.toBe(JSON.parse(a.out).evaluated);
  });

  it("stops by the clock and keeps the best", async () => {
    const { code, out } = await map(...base, "--algorithm", "exhaustive", "--time", "0.3", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ found: true, optimal: false, stoppedBy: "time" });
  });

  it("stops when the best is close enough to the optimum, and says how close", async () => {
    const { code, out } = await map(...base, constraints, "--gap", "50", "--json");
    expect(code).toBe(0);
    const { gap, optimal, lowerBound, best, algorithm } = JSON.parse(out);
    expect(algorithm).toBe("optimal");
    expect(gap).toBeLessThanOrEqual(0.5);
    expect(lowerBound.edpJouleCycles).toBeCloseTo((1 - gap) * best.edpJouleCycles, 12);
    expect(optimal).toBe(gap === 0);
    const short = JSON.parse((await map(...base, "--time", "0.2", "--json")).out);
    expect(short).toMatchObject({ algorithm: "optimal", optimal: false, stoppedBy: "time" });
    expect(short.gap).toBeGreaterThan(0);
  });

  it("says why no mapping is valid, with exit code 1", async () => {
    const wrong = file("wrong.yaml", "constraints:\n  - {target: PE, type: spatial, factors: M=8 P=4}\n");
    const { code, out, errors } = await map(...base, wrong, "--json");
    expect(code).toBe(1);
    expect(errors).toContain("wrong.yaml:2");
    const [diagnostic] = JSON.parse(out).diagnostics.filter((each: { severity: string }) => each.severity === "error");
    expect(diagnostic).toMatchObject({ code: "no-valid-mapping", line: 2 });
  });

  it.each([
    ["unknown-metric", ["--objective", "energi"]],
    ["unknown-algorithm", ["--algorithm", "hybridd"]],
  ])("%s on the command line ends with exit code 2", async (code, args) => {
    const run = await map(...base, "--json", ...args);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({ found: false });
    expect(run.errors).toContain(code);
    expect(run.errors).toContain("did you mean");
  });

  it("tells of wrong constraints with their place and exit code 2", async () => {
    const wrong = file("typo.yaml", "constraints:\n  - {target: GlobalBufer, type: temporal, factors: M=8}\n");
    const { code, errors } = await map(...base, wrong);
    expect(code).toBe(2);
    expect(errors).toContain("typo.yaml:2:14");
    expect(errors).toContain('did you mean "GlobalBuffer"');
  });
});
