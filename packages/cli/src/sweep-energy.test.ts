import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EstimateComponent } from "@tilewright/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runSweepEnergy, type SweepEnergyOptions } from "./commands/sweep-energy.ts";
import { recordingTerminal } from "./terminal.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bit lines in proportion to the width, a decoder that does not care. */
const madeUp: EstimateComponent = (componentClass, attributes) => {
  const width = Number(attributes["width"]);
  if (!(width > 0))
    return { error: { diagnostics: [{ code: "x", severity: "error", message: `no ${componentClass}` }] } };
  const read = [
    { name: "bit lines", value: width },
    { name: "decoder", value: 32 },
  ];
  return {
    energyPj: { read: width + 32, write: 2 * width, leak: 0 },
    areaUm2: width * 10,
    terms: { read },
    sources: [{ figures: ["read", "write", "leak", "area"], estimator: "made up" }],
  };
};

async function sweep(attributes: readonly string[], more: Partial<SweepEnergyOptions> = {}, estimate = madeUp) {
  const terminal = recordingTerminal();
  const options: SweepEnergyOptions = { component: "SRAM", theme: "light", estimatorTimeout: 60, ...more };
  const code = await runSweepEnergy(terminal, attributes, options, estimate);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe("sweep energy", () => {
  it("prints points with the exponents between them and a sentence for each segment", async () => {
    const { code, output, errors } = await sweep(["depth=8192", "width=16..2048x2"]);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toContain("SRAM over width, at depth 8192");
    expect(output).toMatch(/^ {3}16 +48 +32 +160$/m);
    expect(output).toMatch(/^ {3}32 +64 +0\.42 +64 +1\.00/m);
    expect(output).toMatch(/From 16 to \d+ bits read energy grows as width\^0\.\d\d/);
    expect(output.replace(/\s+/g, " ")).toContain("bit lines rise from");
    expect(output).toContain("made up");
  });

  it("is a document on request", async () => {
    const { output } = await sweep(["width=16,32"], { json: true, technology: "45nm" });
    const document = JSON.parse(output);
    expect(document).toMatchObject({
      schema: "tilewright/sweep/1",
      componentClass: "SRAM",
      complete: true,
      axes: [
        { name: "width", values: [16, 32] },
        { name: "technology", values: ["45nm"] },
      ],
    });
    expect(document.points).toHaveLength(2);
    expect(document.scaling.lines[0].segments[0].terms.map(({ name }: { name: string }) => name)).toContain(
      "bit lines",
    );
  });

  it("writes everything into a folder, and goes on from there", async () => {
    const first = await sweep(["width=16..64x2"], { outputDir: folder });
    expect(first.code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(
      ["chart-light.png", "chart-light.svg", "journal.jsonl", "points.csv", "points.jsonl", "points.parquet"].sort(),
    );
    expect(readFileSync(join(folder, "points.csv"), "utf8").split("\n")[0]).toBe(
      "class,width,read_pJ,write_pJ,leak_pJ,area_um2,read_bit_lines_pJ,read_decoder_pJ,source,error",
    );
    let asked = 0;
    const counting: EstimateComponent = (...question) => {
      asked++;
      return madeUp(...question);
    };
    const second = await sweep(["width=16..256x2"], { outputDir: folder, resume: true, json: true }, counting);
    expect(asked).toBe(2);
    expect(JSON.parse(second.output)).toMatchObject({ resumed: 3, points: { length: 5 } });
  });

  it("leaves no journal beside a single file", async () => {
    const file = join(folder, "points.csv");
    await sweep(["width=16..64x2"], { output: file, plot: [join(folder, "chart.svg")] });
    expect(existsSync(`${file}.journal`)).toBe(false);
    expect(readFileSync(join(folder, "chart.svg"), "utf8")).toContain('aria-label="fitted exponent"');
  });

  it("draws a panel for each figure where several attributes are swept", async () => {
    const file = join(folder, "chart.svg");
    await sweep(["depth=256,1024", "width=16..64x2"], { plot: [file], theme: "dark" });
    const svg = readFileSync(file, "utf8");
    expect(svg).toContain(">depth 256<");
    expect(svg).toContain(">read energy<");
  });

  it("tells points without an answer, and fails where there is none at all", async () => {
    const some = await sweep(["width=0,16,32"]);
    expect(some.code).toBe(0);
    expect(some.output).toContain("1 point without an answer");
    expect((await sweep(["width=0"])).code).toBe(2);
  });

  it.each([
    [["width=16..32"], {}, "sweep-range-step"],
    [["width=16"], { output: "a.xlsx" }, "table-format-unknown"],
    [["width=16"], { plot: ["a.pdf"] }, "chart-format-unknown"],
    [["width=16"], { resume: true }, "sweep-resume-nowhere"],
    [["width=16"], { action: ["raed"] }, "sweep-action-unknown"],
    [["width=16"], { plot: ["a.svg"] }, "sweep-nothing-to-plot"],
    [["width=16", "technology=45nm"], { technology: "32nm" }, "sweep-axis-twice"],
  ] as const)("refuses %j %j", async (attributes, options, code) => {
    const result = await sweep(attributes, options);
    expect(result.code).toBe(2);
    expect(result.errors).toContain(`error[${code}]`);
    expect(result.output).toBe("");
  });

  it("places what is wrong at its column in the argument", async () => {
    const { errors } = await sweep(["width=16..64x1"]);
    expect(errors).toContain("--> width=16..64x1:1:13");
  });
});
