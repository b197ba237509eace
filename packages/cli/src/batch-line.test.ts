import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluateLine } from "./batch-line.ts";

const q1 = new URL("../../../examples/assignment/q1/", import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, q1), "utf8");
const CASE = { architecture: text("arch.yaml"), problem: text("problem.yaml"), mapping: text("ws.map.yaml") };

function evaluate(line: string, number: number = 7): ReturnType<typeof evaluateLine> {
  return evaluateLine(line, "in.jsonl", number, {
    semantics: "timeloop",
    method: "closed-form",
    searchPaths: [],
    energy: { kind: "input" },
  });
}

describe("evaluateLine", () => {
  it("evaluates a case and carries its id", () => {
    const result = evaluate(JSON.stringify({ id: "a", ...CASE, ert: text("ert-45nm.yaml") }));
    expect(result).toMatchObject({ schema: "tilewright/evaluation/1", id: "a", valid: true, computes: 1536 });
    expect(result.valid && result.energyPj).toBeGreaterThan(0);
  });

  it("gives the line number to a case without id", () => {
    expect(evaluate(JSON.stringify(CASE), 12)).toMatchObject({ valid: true, line: 12 });
  });

  it.each([
    ["{oops", "batch-json"],
    ["[1, 2]", "batch-json"],
    ["null", "batch-json"],
    ['{"architecture": {"a": 1}}', "batch-field"],
  ])("answers %s with its line number", (line, code) => {
    expect(evaluate(line)).toMatchObject({
      valid: false,
      reason: "spec",
      line: 7,
      diagnostics: [{ code, file: "in.jsonl", line: 7 }],
    });
  });

  it("names the line and the field of what is wrong inside a text", () => {
    const result = evaluate(
      JSON.stringify({ id: 3, ...CASE, mapping: "mapping:\n- {target: Bufer, type: temporal}\n" }),
    );
    expect(result).toMatchObject({ valid: false, reason: "spec", id: 3 });
    expect(result.diagnostics[0]).toMatchObject({ file: "in.jsonl:7:mapping", line: 2 });
  });

  it("tells wrong factors from wrong input", () => {
    const mapping = "mapping:\n- {target: MainMemory, type: temporal, factors: M=3 R=3 P=16}\n";
    expect(evaluate(JSON.stringify({ id: "f", ...CASE, mapping }))).toMatchObject({ valid: false, reason: "factors" });
  });
});
