import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ValidEvaluation } from "@tilewright/core";
import { describe, expect, it } from "vitest";
import { derivedLines } from "./derived-report.ts";
import { displayWidth } from "./display-width.ts";
import { evaluateInput, readTexts, specFrom } from "./pipeline.ts";
import { PLAIN_STYLES } from "./styles.ts";
import { joinLines } from "./text-layout.ts";

const folder = fileURLToPath(new URL("../../../examples/assignment/q1/", import.meta.url));

/** Question 1's first mapping, with attributes of its two memories. */
function evaluateWith(attributes: { readonly buffer?: string; readonly mainMemory?: string }): ValidEvaluation {
  const [arch = "", problem = "", mapping = ""] = ["arch.yaml", "problem.yaml", "ws.map.yaml"].map((name) =>
    readFileSync(folder + name, "utf8"),
  );
  const text = arch
    .replace("depth: 64\n", `depth: 64\n        ${attributes.buffer ?? ""}\n`)
    .replace("depth: 32768", `${attributes.mainMemory ?? ""}\n        depth: 32768`);
  const sources = Object.entries({ text, problem, mapping }).map(([name, content]) => ({ name, text: content }));
  const evaluation = evaluateInput(specFrom(readTexts(sources)), { semantics: "timeloop", method: "closed-form" });
  if (!evaluation.valid) throw new Error(JSON.stringify(evaluation.diagnostics));
  return evaluation;
}

function lines(evaluation: ValidEvaluation, columns: number = 80): string {
  const text = joinLines(derivedLines(evaluation, { columns, styles: PLAIN_STYLES }));
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  return text;
}

describe("derived figures in the report", () => {
  it("compare the traffic with the least there is; without limits nothing bounds and nothing waits", () => {
    const text = lines(evaluateWith({}));
    // 384 words are read and 512 written, of 96 + 18 + 512; (2 * 1536 - 512) operations.
    expect(text).toMatch(/traffic +MainMemory moves 896 words, 1\.43 times the 626/);
    expect(text).toMatch(/2\.86 operations a byte, 4\.09 at best/);
    expect(text).not.toMatch(/bound|cycles\n/);
  });

  it("name the compute units as the bound, and the memory that comes next", () => {
    const text = lines(evaluateWith({ buffer: "read_bandwidth: 4" }));
    expect(text).toMatch(/bound +the compute units: 1\.67 operations a cycle; the read bandwidth of\n? +Buffer/);
    expect(text).toContain("66.7 %");
    expect(text).not.toContain("computing");
  });

  it("draw where the cycles go", () => {
    const evaluation = evaluateWith({
      buffer: "read_bandwidth: 1",
      mainMemory: "network_fill_latency: 7",
    });
    for (const columns of [80, 40]) {
      const text = lines(evaluation, columns);
      expect(text).toMatch(/computing +1 536/);
      expect(text).toMatch(/Buffer, read +\+ 2 560/);
      expect(text).toMatch(/networks fill and drain +\+ 7/);
    }
    expect(evaluation.cycles).toBe(1536 + 2560 + 7);
    expect(lines(evaluation)).toContain("the read bandwidth of Buffer: 0.625 operations a cycle");
  });
});
