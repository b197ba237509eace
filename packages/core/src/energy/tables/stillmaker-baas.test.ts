import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaFactor, energyFactor, nominalSupply, plugInAreaFactor, plugInEnergyFactor } from "./stillmaker-baas.ts";

const NODES = [180, 130, 90, 65, 45, 32, 20, 16, 14, 10, 7];

describe("scaling between nodes", () => {
  test("leaves a node as it is", () => {
    for (const node of NODES) {
      expect(energyFactor(node, node)).toBeCloseTo(1, 12);
      expect(areaFactor(node, node)).toBe(1);
    }
  });

  test("has the published figures at published nodes", () => {
    expect(areaFactor(45, 7)).toBe(0.059);
    expect(areaFactor(180, 45)).toBe(0.053);
    expect(nominalSupply(45)).toBe(1);
    // 45 nm at 1 V: 1.018 - 0.3107 + 0.1539; 65 nm at 1.1 V: 3.755 x 1.21 - 4.398 x 1.1 + 1.975.
    expect(energyFactor(45, 65)).toBeCloseTo((3.755 * 1.21 - 4.398 * 1.1 + 1.975) / (1.018 - 0.3107 + 0.1539), 12);
  });

  test("never grows towards smaller nodes", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 7, max: 180, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (node, part) => {
          const smaller = 7 + (node - 7) * part;
          expect(energyFactor(45, smaller)).toBeLessThanOrEqual(energyFactor(45, node) * (1 + 1e-12));
          expect(areaFactor(45, smaller)).toBeLessThanOrEqual(areaFactor(45, node) * (1 + 1e-12));
        },
      ),
    );
  });

  test("follows the library plug-in where asked", () => {
    // Low-power coefficients at 45 nm, everything at 0.8 V.
    const at = (a: number, b: number, c: number): number => a * 0.64 + b * 0.8 + c;
    expect(plugInEnergyFactor(45, 65)).toBeCloseTo(at(3.755, -4.398, 1.975) / at(1.103, -0.362, 0.2767), 12);
    expect(plugInAreaFactor(45, 65)).toBe(1.5);
    expect(plugInEnergyFactor(7, 3.5)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(plugInAreaFactor(7, 3.5)).toBe(0.5);
  });
});

describe("between published nodes, as the public library plug-in was seen to scale from its tables at 40 nm", () => {
  test.each([
    [45, 0.265701 / 0.21, 483.292 / 278],
    [32, 0.175187 / 0.21, 220.262 / 278],
    [65, 0.329643 / 0.21, 724.938 / 278],
    [40, 1, 1],
  ])("%d nm", (nm, energy, area) => {
    expect(plugInEnergyFactor(40, nm)).toBeCloseTo(energy, 5);
    expect(plugInAreaFactor(40, nm)).toBeCloseTo(area, 5);
  });
});
