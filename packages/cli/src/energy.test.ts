/** `tilewright energy` in one process: what it prints, where, and how it ends. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "./program.ts";
import { recordingTerminal } from "./terminal.ts";

const ARCHITECTURE = `architecture:
  version: 0.4
  nodes:
    - !Container {name: system, attributes: {technology: 45nm, global_cycle_seconds: 1e-9}}
    - !Component {name: DRAM, class: DRAM, attributes: {width: 64, datawidth: 8}}
    - !Component {name: buffer, class: regfile, attributes: {width: 8, depth: 64, datawidth: 8}}
    - !Container {name: PE, spatial: {meshX: 4}}
    - !Component {name: mac, class: intmac, attributes: {width: 8}}
`;

let folder = "";
let file = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
  file = join(folder, "arch.yaml");
  writeFileSync(file, ARCHITECTURE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function energy(...args: string[]): Promise<Run> {
  const terminal = recordingTerminal();
  const code = await runProgram(["energy", ...args], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { output } = await energy(...args, "--json");
  return JSON.parse(output) as Record<string, unknown>;
}

describe("energy of an architecture", () => {
  it("lists components with actions, areas and sources", async () => {
    const { code, output, errors } = await energy(file);
    expect(code).toBe(0);
    expect(output).toMatch(/mac ×4 intmac +466\.38 +Aladdin tables\n +compute +0\.845/);
    expect(output).toContain("total area");
    expect(output.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(errors).toContain("type is not given, LPDDR4 is taken");
  });

  it("gives the same as JSON, unrounded", async () => {
    const { schema, valid, components, totals } = await json(file);
    expect([schema, valid]).toEqual(["tilewright/energy/1", true]);
    expect(components).toMatchObject([
      {
        name: "system_top_level.DRAM[1..1]",
        energyPj: { read: 512, leak: 0 },
        sources: { read: "DRAM energy per bit" },
      },
      { name: "system_top_level.buffer[1..1]", class: "regfile" },
      {
        name: "system_top_level.mac[1..4]",
        instances: 4,
        energyPj: { compute: expect.closeTo(0.845, 12) },
        areaUm2: 466.375,
      },
    ]);
    expect(totals).toMatchObject({ leakPj: expect.any(Number) });
  });

  it("tells where a figure comes from", async () => {
    const { code, output } = await energy(file, "--why", "mac.compute", "--why", "buffer.area");
    expect(code).toBe(0);
    expect(output).toContain("mac.compute = 0.845 pJ");
    expect(output).toContain("adder row x width / 32 + multiplier row x (width / 32)^2");
    expect(output).toContain("ISCA 2014");
    expect(output).toContain("buffer.area");
    expect(output).toContain("whatever");
  });

  it("suggests what was meant", async () => {
    const { code, errors } = await energy(file, "--why", "mac.comput");
    expect(code).toBe(2);
    expect(errors).toContain('did you mean "compute"?');
    expect((await energy(file, "--why", "mak.compute")).errors).toContain('did you mean "mac"?');
  });

  it("writes Accelergy's files, which model reads", async () => {
    const out = join(folder, "out");
    expect((await energy(file, "-o", out)).errors).toContain("wrote to");
    expect(readFileSync(join(out, "ERT.yaml"), "utf8")).toContain("name: system_top_level.mac[1..4]");
    expect(readFileSync(join(out, "ART_summary.yaml"), "utf8")).toContain("primitive_estimations: Aladdin tables");
    const again = (await json(file, join(out, "ERT.yaml"), join(out, "ART.yaml"))) as {
      components: { energyPj: Record<string, number>; sources: Record<string, string> }[];
    };
    expect(again.components[2]?.energyPj["compute"]).toBe(0.845);
    expect(again.components[2]?.sources["compute"]).toContain("ERT.yaml");
  });

  it("refuses what nobody can estimate", async () => {
    const bad = join(folder, "bad.yaml");
    writeFileSync(bad, ARCHITECTURE.replace("class: regfile", "class: storage, subclass: regfil"));
    const { code, errors, output } = await energy(bad, "--json");
    expect(code).toBe(2);
    expect(errors).toContain("unknown-estimator-class");
    expect(errors).toContain('did you mean "regfile"?');
    expect(JSON.parse(output)).toMatchObject({
      valid: false,
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: "unknown-estimator-class" })]),
    });
  });
});

describe("energy of one component", () => {
  it("by its attributes", async () => {
    const attributes = ["width=16", "depth=8192", "technology=45nm", "global_cycle_seconds=1e-9"];
    const compat = await json("--component", "regfile", ...attributes, "--compat");
    expect((compat["energyPj"] as Record<string, number>)["read"]).toBeCloseTo(98.0852, 4);
    const physical = await json("--component", "regfile", ...attributes);
    expect((physical["energyPj"] as Record<string, number>)["read"]).toBeGreaterThan(10);
    const why = await energy("--component", "regfile", ...attributes, "--why", "read");
    expect(why.output).toContain("(--compat) would say 98.0852 pJ");
  });

  it("warns of attributes that nothing reads", async () => {
    const { code, errors } = await energy("--component", "intadder", "width=8", "technology=45", "dpeth=3");
    expect(code).toBe(0);
    expect(errors).toContain("attribute-unused");
    expect(errors).toContain("global_cycle_seconds is not given, 5e-9 is taken");
  });

  it("from a table and a program of one's own", async () => {
    const table = join(folder, "thing.csv");
    writeFileSync(table, "width, energy, area, action\n8, 2, 30, go|leak\n");
    const scaled = await json("--component", "thing", "width=16", "--table", table);
    expect(scaled).toMatchObject({ energyPj: { go: 4, leak: 4 }, areaUm2: 60 });
    const program = join(folder, "program.cjs");
    writeFileSync(
      program,
      'let t = ""; process.stdin.on("data", (d) => { t += d; }).on("end", () => { for (const l of t.trim().split("\\n")) console.log(JSON.stringify({ id: JSON.parse(l).id, value: 9 })); });',
    );
    const answered = await json(
      "--component",
      "intadder",
      "width=16",
      "technology=45",
      "--estimator",
      `node '${program}'`,
    );
    expect(answered).toMatchObject({ energyPj: { add: 9, leak: 9 }, areaUm2: 9 });
    const failed = await energy("--component", "intadder", "width=16", "--estimator", "no-such-program-here");
    expect(failed.code).toBe(2);
    expect(failed.errors).toContain("external-estimator-failed");
  });
});

describe("energy --batch", () => {
  it("answers one line for each, refusals included", async () => {
    const batch = join(folder, "in.jsonl");
    const lines = [
      '{"id": "a", "class": "intmac", "attributes": {"width": 8, "technology": "45nm", "global_cycle_seconds": 1e-9}}',
      "",
      '{"class": "FIFO", "attributes": {"width": 8, "depth": 8, "technology": "45nm", "global_cycle_seconds": 1e-9}}',
      "not json",
      '{"class": "reg", "attributes": {"width": 8, "technology": 40, "global_cycle_seconds": 1e-9}, "actions": ["read"]}',
      '{"attributes": {}}',
    ];
    writeFileSync(batch, lines.join("\n"));
    const { code, output, errors } = await energy("--batch", batch, "--compat");
    expect(code).toBe(0);
    const answers = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toHaveLength(5);
    expect(answers[0]).toMatchObject({
      id: "a",
      class: "intmac",
      areaUm2: 466.375,
      sources: { compute: "Aladdin tables" },
    });
    expect(answers[1]).toMatchObject({ class: "FIFO", error: { diagnostics: [{ code: "not-estimated" }] } });
    expect(answers[2]).toMatchObject({ error: { diagnostics: [{ code: "energy-batch-line" }] } });
    expect(answers[3]).toMatchObject({ energyPj: { read: 0.072 } });
    expect(answers[4]).toMatchObject({ error: { diagnostics: [{ code: "energy-batch-line" }] } });
    expect(errors).toContain("5 components, 3 not estimated");
  });

  it("goes with neither --why nor --component", async () => {
    expect((await energy("--batch", "x", "--why", "a.b")).code).toBe(2);
    expect((await energy()).code).toBe(2);
  });
});
