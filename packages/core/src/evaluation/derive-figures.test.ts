import { describe, expect, it } from "vitest";
import { validChip } from "./testing/small-chip.ts";

describe("figures derived from the counters", () => {
  it("operations and intensity, as Timeloop (4cf6d4c) prints them for this chip", () => {
    const { derived } = validChip();
    expect(derived).toMatchObject({ elementwiseOps: 192, reductionOps: 160, totalOps: 352 });
    expect(derived?.algorithmicMinimumAccesses).toEqual({
      total: 69,
      bytes: 69,
      dataSpaces: { Weights: 24, Inputs: 13, Outputs: 32 },
    });
    expect(derived?.optimalOpsPerByte).toBeCloseTo(352 / 69, 12);
    expect(derived?.perLevel.map(({ name, scalarAccesses }) => [name, scalarAccesses])).toEqual([
      ["Registers", 808],
      ["Buffer", 146],
      ["MainMemory", 82],
    ]);
    expect(derived?.perLevel.at(-1)).toMatchObject({ compulsoryWords: 69, actualWords: 82 });
    expect(derived?.perLevel.at(-1)?.ratio).toBeCloseTo(82 / 69, 12);
    expect(derived?.gflopsAt1GHz).toBeCloseTo(352 / 48, 12);
  });

  it("a level that keeps nothing has no intensity", () => {
    const level = validChip({ bufferKeeps: "" }).derived?.perLevel[1];
    expect(level).toEqual({ name: "Buffer", scalarAccesses: 0, bytes: 0, compulsoryWords: 0, actualWords: 0 });
  });

  it("the compute units bound a mapping that no bandwidth slows", () => {
    const { derived, cycles } = validChip({ mainMemory: "read_bandwidth: 1000" });
    expect(derived?.roofline).toMatchObject({ boundBy: "compute", attainableOpsPerCycle: 352 / 48 });
    expect(derived?.roofline.roofs.map(({ name }) => name)).toEqual(["compute", "Registers", "Buffer", "MainMemory"]);
    expect(derived?.roofline.roofs[1]).toEqual({ name: "Registers" });
    expect(derived?.cycleWaterfall.map(({ addedCycles }) => addedCycles)).toEqual([0, 0, 0]);
    expect(cycles).toBe(48);
  });

  it("the slowest level bounds one that bandwidth slows; the waterfall adds up to the cycles", () => {
    const { derived, cycles } = validChip({
      mainMemory: "shared_bandwidth: 0.75, network_fill_latency: 9",
      buffer: "write_bandwidth: 0.9",
    });
    expect(derived?.roofline.boundBy).toBe("MainMemory");
    const added = derived?.cycleWaterfall.map(({ addedCycles }) => addedCycles) ?? [];
    expect(derived?.cycleWaterfall.map(({ boundBy }) => boundBy)).toEqual([undefined, "write", "shared"]);
    expect(added[1]).toBeGreaterThan(0);
    expect(added.reduce((sum, step) => sum + step, 48 + (derived?.networkLatencyCycles ?? 0))).toBe(cycles);
    expect(derived?.roofline.attainableOpsPerCycle).toBeCloseTo(352 / (82 / 0.75), 12);
  });
});
