import { expect, test } from "vitest";
import { smallChip } from "../evaluation/testing/small-chip.ts";
import { writeSpecsText } from "./specs-text.ts";

test("every level with its sizes and costs, none of what a mapping decides", () => {
  const { architecture, ert, art } = smallChip({ areas: { Mac: 400, Registers: 225, Buffer: 4000 } });
  const text = writeSpecsText({ architecture, ...(ert && { ert }), ...(art && { art }) });
  for (const { name } of [architecture.compute, ...architecture.storage]) expect(text).toContain(`=== ${name} ===`);
  expect(text).toMatch(/Compute energy {8}: [\d.]+ pJ/);
  expect(text).toMatch(/=== Buffer ===[\s\S]*Vector access energy source {5}: ERT[\s\S]*Area {28}: 4000\.00 um\^2/);
  expect(text).not.toMatch(/STATS|Leakage energy|Non-power/);
  expect(text.trimEnd().split("\n").at(-1)).toBe("Area: 0.01 mm^2");
});
