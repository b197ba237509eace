import { describe, expect, it } from "vitest";
import { powerGating } from "./power-gating.ts";
import { codesOf, evaluateChip, smallChip, storageOf, validChip } from "./testing/small-chip.ts";

const [registers, buffer] = smallChip().architecture.storage;

describe("which instances leak", () => {
  it("those at work, where each has its own gate", () => {
    const own = { level: registers!, utilizedInstances: [2, 2, 1.5] };
    expect(powerGating(own, own)).toEqual({
      instancesSharingPowerGate: 1,
      leakingInstances: 2,
      nonPowerGatedUtilization: 1,
    });
  });

  it("all behind a gate that is on, where several share it", () => {
    const own = { level: registers!, utilizedInstances: [3, 3, 3] };
    expect(powerGating(own, { level: buffer!, utilizedInstances: [1, 1, 1] })).toEqual({
      instancesSharingPowerGate: 4,
      leakingInstances: 4,
      nonPowerGatedUtilization: 0.75,
    });
  });

  it("at least one, even where nothing is kept", () => {
    const own = { level: registers!, utilizedInstances: [0, 0, 0] };
    expect(powerGating(own, own).leakingInstances).toBe(1);
  });
});

describe("leakage of a chip", () => {
  it("lasts as long as the slowest level", () => {
    // 48 cycles of computing; main memory takes 53 for its words at a word a cycle.
    expect(storageOf(validChip(), "Registers").leakagePj).toBe(0.25 * 48 * 4);
    const slow = validChip({ mainMemory: "read_bandwidth: 0.5" });
    expect(storageOf(slow, "Registers").leakagePj).toBe(0.25 * slow.cycles * 4);
    expect(slow.cycles).toBeGreaterThan(48);
  });

  it("of compute units counts only exactly", () => {
    const [timeloop, exact] = [validChip(), validChip({}, { semantics: "exact" })];
    expect(timeloop.levels[0]).toMatchObject({ leakagePj: 0, energyPj: 96 });
    expect(exact.levels[0]).toMatchObject({ leakagePj: 0.125 * 48 * 4, energyPj: 96 + 24 });
  });

  it("needs a gate that exists", () => {
    const evaluation = evaluateChip({ registers: "power_gated_at: Bufer" });
    expect(evaluation.valid).toBe(false);
    expect(codesOf(evaluation.diagnostics)).toContain("unknown-power-gate");
    expect(evaluation.diagnostics[0]?.hint).toContain("Buffer");
  });
});
