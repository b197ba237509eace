import { describe, expect, test } from "vitest";
import { answered, figuresOf } from "../testing/figures.ts";

describe("memories by a model", () => {
  const attributes = { width: 64, depth: 1024, technology: "45nm", global_cycle_seconds: 2e-9 };

  test("reads, writes, leaks", () => {
    const { energyPj, areaUm2 } = answered("SRAM", { ...attributes, n_banks: 4 });
    expect(energyPj).toEqual({ read: 64, write: 128, update: 128, leak: expect.closeTo(4 * 1e-6 * 2e-9 * 1e12, 12) });
    expect(areaUm2).toBe(64 * 1024);
  });

  test("counts copies in area and leakage only", () => {
    const { energyPj, areaUm2 } = answered("SRAM", { ...attributes, n_instances: 3 });
    expect(energyPj["read"]).toBe(64);
    expect(energyPj["leak"]).toBeCloseTo(3 * 0.002, 12);
    expect(areaUm2).toBe(3 * 64 * 1024);
  });

  test("refuses without a technology, or with nonsense", () => {
    expect(figuresOf("SRAM", { width: 64, depth: 1024 })).toEqual(["not-estimated"]);
    expect(figuresOf("SRAM", { ...attributes, width: 6.5 })).toContain("not-estimated");
    expect(figuresOf("SRAM", { ...attributes, depth: -1 })).toContain("not-estimated");
  });
});

describe("DRAM", () => {
  test.each([
    ["LPDDR4", 8],
    ["LPDDR", 40],
    ["DDR3", 70],
    ["GDDR5", 14],
    ["HBM2", 3.9],
    ["HMC", 4.2],
  ])("%s costs %d pJ a bit", (type, pjPerBit) => {
    for (const compat of [true, false]) {
      const { energyPj, areaUm2 } = answered("DRAM", { type, width: 64 }, { compat });
      expect(energyPj).toEqual({ read: 64 * pjPerBit, write: 64 * pjPerBit, update: 64 * pjPerBit, leak: 0 });
      expect(areaUm2).toBe(0);
    }
  });

  test("knows newer types by its own rules only, and takes a figure of the user's own", () => {
    expect(answered("DRAM", { type: "LPDDR5", width: 10 }).energyPj["read"]).toBeCloseTo(56, 9);
    expect(figuresOf("DRAM", { type: "LPDDR5", width: 10 }, { compat: true })).toEqual(["not-estimated"]);
    expect(answered("DRAM", { type: "HBM3", width: 10, pj_per_bit: 3.5 }).energyPj["read"]).toBe(35);
  });

  test("is LPDDR4 where nobody says", () => {
    expect(answered("dram", { width: 8 }).notes.join()).toContain("LPDDR4 is taken");
    expect(figuresOf("DRAM", { width: 8, type: "DDR33" })).toContain("not-estimated");
  });
});

describe("wires", () => {
  test("cost by length", () => {
    const wire = { width: 64, length: "2mm", technology: 45 };
    expect(answered("wire", wire).energyPj["transfer"]).toBeCloseTo(64 * 0.2 * 1.627e-3 * 2000, 9);
    expect(answered("wire", { ...wire, voltage: 0.5 }).energyPj["transfer"]).toBeCloseTo(
      64 * 0.2 * 1.627e-3 * 2000 * 0.25,
      9,
    );
    expect(answered("wire", { ...wire, length: 10 }).notes.join()).toContain("um is taken");
    expect(figuresOf("wire", { ...wire, length: "far" })).toContain("not-estimated");
  });
});
