import { describe, expect, it } from "vitest";
import { analyzeScaling } from "./analyze-scaling.ts";
import { describeLine } from "./describe-scaling.ts";
import { parseAxes } from "./parse-axis.ts";
import { planSweep } from "./plan-sweep.ts";
import { runSweep } from "./run-sweep.ts";
import { analyticMemory } from "./testing/analytic-memory.ts";

function scaling(axes: readonly string[], options?: Parameters<typeof analyzeScaling>[2]) {
  const { plan } = planSweep("analytic", parseAxes(axes).axes, "");
  if (plan === undefined) throw new Error("no plan");
  return analyzeScaling(
    plan,
    [...runSweep(plan, analyticMemory)].map(({ record }) => record),
    options,
  );
}

describe("analyzeScaling", () => {
  it("draws one line a figure, and one for figures that are the same", () => {
    const { axis, lines } = scaling(["depth=8192", "width=16..2048x2"]) ?? { axis: "", lines: [] };
    expect(axis).toBe("width");
    expect(lines.map(({ figures, unit }) => [figures.join(), unit])).toEqual([
      ["read", "pJ"],
      ["write,update", "pJ"],
      ["leak", "pJ/cycle"],
      ["area", "µm²"],
    ]);
    const [read] = lines;
    expect(read?.points).toHaveLength(8);
    expect(read?.localExponents).toHaveLength(7);
    for (const { terms, exponent } of read?.segments ?? []) {
      expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(exponent, 9);
    }
    expect(lines[3]?.segments).toMatchObject([{ exponent: expect.closeTo(1, 9), terms: [] }]);
  });

  it("draws lines for the other swept attributes", () => {
    const lines = scaling(["depth=256,1024", "width=16..64x2"], { actions: ["read"] })?.lines ?? [];
    expect(lines.map(({ fixed }) => fixed)).toEqual([{ depth: 256 }, { depth: 1024 }]);
  });

  it("leaves out points that were refused", () => {
    expect(scaling(["width=0,8,16"])?.lines ?? []).toEqual([]);
    expect(scaling(["depth=1,8,16,32"], { actions: ["read"] })?.lines[0]?.points).toHaveLength(3);
  });

  it("has nothing to say without a numeric axis", () => {
    expect(scaling(["technology=45nm,32nm"])).toBeUndefined();
  });
});

describe("describeLine", () => {
  it("says how a figure grows and what makes it, in numbers of the data", () => {
    const [read] = scaling(["depth=8192", "width=16..2048x2"])?.lines ?? [];
    if (read === undefined) throw new Error("no line");
    const sentences = describeLine(read, "width");
    expect(sentences).toHaveLength(read.segments.length);
    expect(sentences[0]).toMatch(
      /^From 16 to \d+ bits read energy grows as width\^\d\.\d\d, [\d.]+ times in all; bit lines/,
    );
    expect(sentences.join(" ")).toMatch(/H-tree (make|rise)/);
  });

  it("says where nothing grows", () => {
    const line = scaling(["depth=256,1024", "width=16..64x2"], { actions: ["area"] })?.lines[1];
    if (line === undefined) throw new Error("no line");
    expect(describeLine(line, "width")).toEqual([
      "At depth=1024: from 16 to 64 bits area is proportional to width (exponent 1.00), 4 times in all.",
    ]);
  });
});
