import { describe, expect, it } from "vitest";
import { productShape } from "../network-builder.ts";
import { readLayerSpec } from "./layer-specs.ts";
import { readSmallChip, type SmallChip } from "./testing/small-chip.ts";
import { type MovedWords, trafficCost, trafficPath } from "./traffic-cost.ts";

function cost(chipGiven: SmallChip, moved: Partial<MovedWords>) {
  const chip = readSmallChip(chipGiven);
  const { spec, limits } = readLayerSpec(chip, "any", productShape({}));
  if (!spec || !limits) throw new Error("the layer can be read");
  const path = trafficPath(spec, limits);
  const words = { read: 0, written: 0, readFromBuffer: 0, writtenToBuffer: 0, ...moved };
  return trafficCost(path, chip.ert, words);
}
const levels = ({ levelsPj }: ReturnType<typeof cost>): unknown => Object.fromEntries(levelsPj);

describe("words that are only moved", () => {
  it("pass the buffer on their way in and out", () => {
    const found = cost({}, { read: 60, written: 20 });
    // Dram: 60 reads, 20 updates. Buffer: 60 fills, 60 reads, 20 updates.
    expect(levels(found)).toEqual({ Dram: 8000, Buffer: 1400 });
    expect(found.energyPj).toBe(9400);
    // Dram reads 2 words a cycle, the buffer 4.
    expect([found.cycles, found.boundBy]).toEqual([30, { name: "Dram", port: "read" }]);
    expect(Object.fromEntries(found.edge)).toEqual({
      Inputs: { read: 60, written: 0 },
      Outputs: { read: 0, written: 20 },
    });
    expect(Object.fromEntries(found.accesses)).toEqual({ Dram: 80, Buffer: 140 });
  });

  it("stay inside of it where they are there already", () => {
    const found = cost({}, { readFromBuffer: 60, writtenToBuffer: 20 });
    expect(levels(found)).toEqual({ Dram: 0, Buffer: 800 });
    expect([found.cycles, found.boundBy]).toEqual([15, { name: "Buffer", port: "read" }]);
  });

  it("take no time where no bandwidth is known, and go round a buffer that must not hold them", () => {
    const free = { buffer: "n_banks: 1", dram: "n_banks: 1" };
    expect(cost(free, { read: 60, written: 20 })).toMatchObject({ cycles: 0, boundBy: { name: "nothing" } });
    const more = "mapspace_constraints:\n- {target: Buffer, type: bypass, bypass: [Outputs], keep: [Inputs]}\n";
    expect(levels(cost({ more }, { read: 60, written: 20 }))).toEqual({ Dram: 8000 });
  });
});
