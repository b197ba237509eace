/** Figures are those that Accelergy with its public plug-ins gave for these components. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CIRCUIT_ROWS, circuitRow } from "../tables/circuit-rows.ts";
import { answered, figuresOf } from "../testing/figures.ts";

const at = (technology: string, global_cycle_seconds: number): Record<string, string | number> => ({
  technology,
  global_cycle_seconds,
});

describe("as the public table plug-in", () => {
  test.each([
    ["intmultiplier", { ...at("40nm", 5e-9), width: 16 }, { multiply: 2.1575, leak: 0.06 }, 1150],
    ["intadder", { ...at("45nm", 1e-8), width: 24 }, { add: 0.064275, leak: 0.017875 }, 134.25],
    ["intmac", { ...at("45nm", 1e-9), width: 8 }, { compute: 0.845, leak: 0.005575 }, 466.375],
    [
      "fpmultiplier",
      { ...at("40nm", 5e-10), exponent: 5, mantissa: 10 },
      { multiply: 7.75635, leak: 0.0394984 },
      958.008,
    ],
    ["fpadder", { ...at("40nm", 5e-9), exponent: 5, mantissa: 52 }, { add: 20.724, leak: 0.468469 }, 4560],
    ["fpmac", { ...at("45nm", 1e-8), exponent: 8, mantissa: 23 }, { compute: 30.3914, leak: 1.62282 }, 3928.89],
    ["counter", { ...at("45nm", 5e-9), width: 8 }, { count: 0.0515813, leak: 0.0001015 }, 62.625],
    ["comparator", { ...at("40nm", 5e-10), width: 4 }, { compare: 0.003815, leak: 1.7125e-6 }, 8.9375],
    ["bitwise", { ...at("45nm", 5e-10), width: 2 }, { process: 0.0362, leak: 0.001 }, 100.8],
    ["reg", { ...at("40nm", 2e-9), width: 24 }, { read: 0.21624, write: 0.21624, leak: 0.0036 }, 143.52],
    [
      "crossbar",
      { ...at("45nm", 5e-10), width: 12, n_inputs: 2, n_outputs: 8 },
      { transfer: 1.0206, leak: 0.000120225 },
      854.25,
    ],
    [
      "regfile",
      { ...at("45nm", 1e-9), width: 2048, depth: 8192 },
      { read: 98.0852, write: 98.0852, update: 98.0852, leak: 0.0836028 },
      232966,
    ],
  ])("%s %o", (componentClass, attributes, energies, areaUm2) => {
    const figures = answered(componentClass, attributes, { compat: true });
    expect(Object.keys(figures.energyPj)).toEqual(Object.keys(energies));
    for (const [action, energyPj] of Object.entries(energies)) {
      expect(Math.abs((figures.energyPj[action] ?? Number.NaN) - energyPj)).toBeLessThanOrEqual(1e-3 * energyPj);
    }
    expect(Math.abs(figures.areaUm2 - areaUm2)).toBeLessThanOrEqual(1e-3 * areaUm2);
  });

  test("refuses what the plug-in refuses", () => {
    expect(figuresOf("FIFO", { ...at("45nm", 1e-9), width: 8, depth: 8 }, { compat: true })).toEqual(["not-estimated"]);
    expect(figuresOf("intadder", { ...at("65nm", 1e-9), width: 8 }, { compat: true })).toEqual(["not-estimated"]);
    expect(figuresOf("IntAdder", { ...at("45nm", 1e-9), width: 8 }, { compat: true })).toEqual(["not-estimated"]);
  });

  test("takes any action for an operation, and gates multipliers", () => {
    const attributes = { ...at("45nm", 1e-9), width: 8 };
    const actions = ["mac_random", "mac_gated", "mac_reused", "whatever"];
    const { energyPj } = answered("intmac", attributes, { compat: true, actions });
    expect(energyPj["mac_random"]).toBeCloseTo(0.845, 9);
    expect(energyPj["whatever"]).toBeCloseTo(0.845, 9);
    expect(energyPj["mac_gated"]).toBeCloseTo(0.0525 + 0.08 / 16, 9);
    expect(energyPj["mac_reused"]).toBeCloseTo(0.0525 + 0.85 * 0.7925, 9);
  });

  test("switches parts of a register file off by its arguments, says what the circuit would take", () => {
    const { notes } = answered("regfile", { ...at("45nm", 1e-9), width: 16, depth: 64 }, { compat: true });
    expect(notes.join()).toContain("register file circuit would say");
  });
});

describe("by tilewright's own rules", () => {
  test("agrees with the plug-in at 40 and 45 nm where both answer", () => {
    const classes = ["intadder", "intmultiplier", "intmac", "counter", "comparator", "bitwise", "reg"];
    fc.assert(
      fc.property(
        fc.constantFrom(...classes),
        fc.integer({ min: 1, max: 256 }),
        fc.constantFrom(40, 45),
        fc.constantFrom(5e-10, 1e-9, 3e-9, 6e-9, 8e-9, 2e-8),
        (componentClass, width, technology, global_cycle_seconds) => {
          const attributes = { technology, global_cycle_seconds, width };
          const { energyPj, areaUm2 } = answered(componentClass, attributes);
          const compat = answered(componentClass, attributes, { compat: true });
          expect({ energyPj, areaUm2 }).toEqual({ energyPj: compat.energyPj, areaUm2: compat.areaUm2 });
        },
      ),
    );
  });

  test("scales to other nodes, and says so", () => {
    const here = answered("intadder", { ...at("45nm", 1e-9), width: 32 });
    const there = answered("intadder", { ...at("7nm", 1e-9), width: 32 });
    expect(there.energyPj["add"]).toBeLessThan(0.1 * (here.energyPj["add"] ?? 0));
    expect(there.areaUm2).toBeCloseTo(here.areaUm2 * 0.059, 9);
    expect(there.notes.join()).toContain("scaled from 45 to 7 nm");
    expect(figuresOf("intadder", { ...at("5nm", 1e-9), width: 32 })).toEqual(["not-estimated"]);
  });

  test("refuses an action that nobody knows", () => {
    const question = [{ ...at("45nm", 1e-9), width: 32 }, { actions: ["addd"] }] as const;
    expect(figuresOf("intadder", ...question)).toEqual(["not-estimated"]);
  });

  test("takes operands of different widths", () => {
    const { energyPj } = answered("intmultiplier", { ...at("45nm", 1e-9), width_a: 8, width_b: 16 });
    expect(energyPj["multiply"]).toBeCloseTo(12.68 / 8, 9);
    const mac = answered("intmac", { ...at("45nm", 1e-9), multiplier_width: 8, adder_width: 16 });
    expect(mac.energyPj["compute"]).toBeCloseTo(12.68 / 16 + 0.105, 9);
  });
});

test("rows are chosen by latency", () => {
  expect(circuitRow("adder", 0.75e-9)[0]).toBe(0.5);
  expect(circuitRow("adder", 0.76e-9)[0]).toBe(1);
  expect(circuitRow("adder", 6.5e-9)[0]).toBe(6);
  expect(circuitRow("adder", 1e-8)[0]).toBe(6);
  expect(circuitRow("adder", 1.1e-8)[0]).toBe(10);
  // No row of half a nanosecond: the first one.
  expect(circuitRow("crossbar", 1e-10)).toBe(CIRCUIT_ROWS.crossbar[0]);
});
