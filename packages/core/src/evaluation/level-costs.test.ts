import { describe, expect, it } from "vitest";
import { tileWidthsUm } from "./floor-plan.ts";
import { smallChip, storageOf, validChip } from "./testing/small-chip.ts";

describe("who says what an access costs", () => {
  it("a level's own vector_access_energy before the table, for every action and without leakage", () => {
    const chip = validChip({ buffer: "vector_access_energy: 10" });
    const buffer = storageOf(chip, "Buffer");
    expect(buffer).toMatchObject({ vectorAccessEnergyPj: 10, vectorAccessEnergySource: "user", leakagePj: 0 });
    const { reads, fills, energyPj } = buffer.dataSpaces["Weights"]!;
    expect(energyPj).toBe(10 * (Math.ceil(reads / 4) + Math.ceil(fills / 4)));
  });

  it("the table, a cluster's energy shared by its instances", () => {
    const registers = storageOf(validChip({ registers: "cluster_size: 2" }), "Registers");
    expect(registers).toMatchObject({ vectorAccessEnergyPj: 1, vectorAccessEnergySource: "ERT" });
    const { energyPj, reads, fills, utilizedClusters } = registers.dataSpaces["Weights"]!;
    expect(utilizedClusters).toBe(2);
    expect(energyPj).toBe(2 * (reads * 1 + fills * 2));
  });

  it("addresses cost what the level says, once for each cluster", () => {
    const weights = storageOf(validChip({ registers: "addr_gen_energy: 0.5" }), "Registers").dataSpaces["Weights"]!;
    expect(weights.addressGenerationEnergyPj).toBe(0.5 * weights.addressGenerations * 4);
  });
});

describe("areas", () => {
  it("come from the table, else from the level", () => {
    const chip = validChip({ areas: { Buffer: 50 }, registers: "cluster_area: 12, cluster_size: 2", mac: "area: 3" });
    expect(chip.levels.map(({ areaUm2 }) => areaUm2)).toEqual([12, 24, 50, 0]);
    expect(chip.areaUm2).toBe(86);
  });

  it("make hops as long as the square of all that lies inside", () => {
    const { architecture, art } = smallChip({ areas: { Mac: 400, Registers: 225, Buffer: 4000 } });
    expect(tileWidthsUm(architecture, art)).toEqual([20, 25, Math.sqrt(4000 + 4 * 625)]);
  });
});

it("operations of several cycles make the run longer, and everything leaks as long", () => {
  const slow = validChip({ mac: "cycles_per_operation: 3" });
  expect(slow.cycles).toBe(3 * validChip().cycles);
  expect(storageOf(slow, "Registers").leakagePj).toBe(3 * storageOf(validChip(), "Registers").leakagePj);
  expect(slow.derived?.roofline.computePeakOpsPerCycle).toBeCloseTo(
    (validChip().derived?.totalOps ?? 0) / (3 * 48),
    12,
  );
});
