import { describe, expect, it } from "vitest";
import { readEnergies } from "./access.ts";
import { ArrayModel } from "./array-model.ts";
import { bitLineDelayS } from "./column.ts";
import { chainAreaUm2, sizeChain, stageLeakages, switchChain } from "./gate-chain.ts";
import { inverterLeakage, nandLeakage } from "./leakage.ts";
import { repeatedWireOf } from "./repeated-wire.ts";
import { chooseOrganisation } from "./search.ts";
import { rampDelayS } from "./switching-delay.ts";
import { technologyOf } from "./technology.ts";
import { drainCapacitanceF, foldedHeightUm, gateCapacitanceF, onResistanceOhm } from "./transistor.ts";

const tech = technologyOf(45);

describe("a technology", () => {
  it("derives resistance and capacitance from the roadmap's figures", () => {
    expect(onResistanceOhm(tech, "n", 1)).toBeCloseTo((1.99 * 1.1) / 6.662e-4, 9);
    expect(onResistanceOhm(tech, "p", 2, 3)).toBeCloseTo((3 * 2.23 * 1.99 * 1.1) / 6.662e-4 / 2, 9);
    expect(gateCapacitanceF(tech, 2)).toBeCloseTo(2 * (1.2 * 5.18e-16 + 3 * 8e-17), 24);
  });

  it("has a cell of 146 F² and wires of the conservative projection", () => {
    expect(tech.cellWidthUm * tech.cellHeightUm).toBeCloseTo(146 * 0.045 ** 2, 12);
    // 2 eps0 (3.9 × 0.05625 / 0.315 + 1.5 × 2.46 × 2) + 0.115 fF, and 0.022 / ((0.1125 - 0.004) (0.05625 - 0.008))
    expect(tech.localWire.capacitanceFPerUm).toBeCloseTo(2.58014e-16, 20);
    expect(tech.localWire.resistanceOhmPerUm).toBeCloseTo(4.20241, 4);
  });
});

describe("a transistor", () => {
  it("has half the sidewalls when folded once", () => {
    // One finger of 0.1 um: its own sidewall and twice the drain's width; two of 0.05 um share their drain.
    const one = drainCapacitanceF(tech, 0.1, 1);
    const two = drainCapacitanceF(tech, 0.1, 0.05);
    const edge = 0.1 * 2 * (8e-17 + 0.2 * 5.18e-16);
    expect(one).toBeCloseTo(1e-15 * 0.135 * 0.1 + 2.5e-16 * (0.1 + 0.27) + edge, 24);
    expect(two).toBeCloseTo(
      1e-15 * 0.135 * 0.05 + 2.5e-16 * 0.27 + edge + tech.localWire.capacitanceFPerUm * 0.135,
      24,
    );
  });

  it("is as high as its fingers", () => {
    expect(foldedHeightUm(tech, 1, 0.4)).toBeCloseTo(3 * 0.045 + 4 * 0.135, 12);
  });
});

describe("a ramp's delay", () => {
  it("is tau ln 2 for a step and grows with the ramp", () => {
    expect(rampDelayS(0, 1)).toBeCloseTo(Math.LN2, 12);
    expect(rampDelayS(2, 1)).toBeCloseTo(Math.sqrt(Math.LN2 ** 2 + 1), 12);
  });
});

describe("a gate chain", () => {
  it("has two stages for a small load and more for a large one, always an even number", () => {
    const counts = [1, 10, 100, 1e3, 1e4, 1e5].map((load) => sizeChain(tech, 1, load * 1e-16).nmosUm.length);
    expect(counts[0]).toBe(2);
    expect(counts.every((count, index) => count % 2 === 0 && count >= (counts[index - 1] ?? 0))).toBe(true);
  });

  it("never goes beyond the widest transistor", () => {
    const chain = sizeChain(tech, 2, 1e-10);
    expect(chain.nmosUm.at(-1)).toBe(tech.maxWidthUm);
    expect(Math.max(...chain.nmosUm)).toBe(tech.maxWidthUm);
  });

  it("takes the energy of all it switches", () => {
    const chain = sizeChain(tech, 3, 5e-15);
    const switched = switchChain(tech, chain, 0, 5e-15, 0, tech.gateHeightUm);
    const later = switchChain(tech, chain, 0, 5e-15, 1e-12, tech.gateHeightUm);
    expect(switched.energyJ).toBeGreaterThan(5e-15 * 1.1 ** 2);
    expect(later.energyJ).toBe(switched.energyJ);
    expect(later.delayS).toBeGreaterThan(switched.delayS);
    expect(chainAreaUm2(tech, chain, tech.gateHeightUm)).toBeGreaterThan(0);
    expect(stageLeakages(tech, chain)).toHaveLength(chain.nmosUm.length);
  });
});

describe("leakage", () => {
  it("of an inverter is the mean of its two states", () => {
    expect(inverterLeakage(tech, 1, 3).subthresholdW).toBeCloseTo(2 * 1.01e-11 * 1.1, 24);
  });

  it("of a NAND counts stacks", () => {
    // (2 Ip + In (2 + 3 × 0.43)) / 4 off; (Ip (2 + 2 × 3) + In (2 + 1)) / 4 of gate current
    const leakage = nandLeakage(tech, 2, 1, 1);
    expect(leakage.subthresholdW).toBeCloseTo(((2 + 2 + 3 * 0.43) / 4) * 1.01e-11 * 1.1, 24);
    expect(leakage.gateW).toBeCloseTo(((2 + 6 + 2 + 1) / 4) * 9.47e-12 * 1.1, 24);
  });
});

describe("a repeated wire", () => {
  it("is the one that CACTI prints for 30 % more delay at 45 nm", () => {
    const wire = repeatedWireOf(tech);
    expect(wire.repeaterSize).toBeCloseTo(31.3563, 4);
    expect(wire.repeaterSpacingUm).toBeCloseTo(410.387, 3);
    expect(wire.delaySPerUm * 1e12).toBeCloseTo(0.43133, 5);
    expect(wire.energyJPerUm * 1e15).toBeCloseTo(0.375659, 6);
    expect(wire.leakagePerUm.subthresholdW * 1e12).toBeCloseTo(0.0925384, 7);
    expect(wire.leakagePerUm.gateW * 1e12).toBeCloseTo(0.0867662, 7);
  });
});

describe("64 KiB in words of 64 bits at 45 nm", () => {
  const ports = { readWrite: 1, read: 0, singleEndedRead: 0, write: 0 };
  const model = new ArrayModel(tech, {
    kind: "data",
    bytes: 65536,
    blockBytes: 8,
    banks: 1,
    ways: 1,
    tagBits: 0,
    ports,
  });
  const parts = chooseOrganisation(model)?.parts;
  if (parts === undefined) throw new Error("no organisation");

  it("have the energies that CACTI prints for each block", () => {
    const pj = Object.entries(readEnergies(model, parts)).map(([name, energyJ]) => [
      name,
      (energyJ * 1e12).toPrecision(6),
    ]);
    expect(Object.fromEntries(pj)).toMatchObject({
      predecoderJ: "0.119379",
      wordLineJ: "0.681178",
      prechargeJ: "4.61889",
      bitLineJ: "10.6419",
      senseAmplifierJ: "0.140533",
      outputDriverJ: "6.01395",
      dataTreeJ: "2.79814",
    });
  });

  it("have the sizes and delays that CACTI prints for each block", () => {
    const { row, column, mat, bank } = parts;
    expect(row.subarray.heightUm).toBeCloseTo(84.096, 3);
    expect(row.subarray.widthUm).toBeCloseTo(241.2, 1);
    expect(mat.heightUm).toBeCloseTo(196.266, 3);
    expect(mat.widthUm).toBeCloseTo(503.843, 3);
    expect(bank.size.heightUm).toBeCloseTo(394.871, 3);
    expect(bank.size.widthUm).toBeCloseTo(529.403, 3);
    expect(bank.input.delayS * 1e9).toBeCloseTo(0.0864395, 7);
    expect((row.predecoder.delayS + row.decoderDelayS) * 1e9).toBeCloseTo(0.79488, 5);
    expect(bitLineDelayS(tech, column, row.wordLineRampS) * 1e9).toBeCloseTo(0.295881, 6);
    expect(column.senseDelayS * 1e9).toBeCloseTo(0.00900145, 8);
  });
});
