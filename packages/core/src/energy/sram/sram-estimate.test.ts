import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateSram, type SramRequest } from "./sram-estimate.ts";
import { anyRam, estimateOf, plainRam } from "./testing/requests.ts";

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("an estimate", () => {
  it("has terms that add up, of nothing negative", () => {
    fc.assert(
      fc.property(anyRam, (request) => {
        const result = estimateSram(request);
        if (result.kind === "refusal") return;
        const energies = (terms: typeof result.readTerms): number[] => terms.map((term) => term.energyPj);
        expect(sum(energies(result.readTerms)) / result.readPj).toBeCloseTo(1, 9);
        expect(sum(energies(result.writeTerms)) / result.writePj).toBeCloseTo(1, 9);
        const areas = result.areaTerms.map((term) => term.areaUm2);
        expect(sum(areas) / result.areaUm2).toBeCloseTo(1, 9);
        const all = [...energies(result.readTerms), ...energies(result.writeTerms)];
        for (const value of all) expect(value).toBeGreaterThanOrEqual(0);
        for (const value of areas) expect(value).toBeGreaterThan(-1e-6 * result.areaUm2);
      }),
      { numRuns: 30 },
    );
  });

  it("has terms of a cache's tags that add up, too", () => {
    const cache = estimateOf({ kind: "cache", widthBits: 128, depth: 64, associativity: 2, tagBits: 20 });
    expect(sum(cache.readTerms.map((term) => term.energyPj)) / cache.readPj).toBeCloseTo(1, 9);
    expect(sum(cache.areaTerms.map((term) => term.areaUm2)) / cache.areaUm2).toBeCloseTo(1, 9);
    expect(cache.readTerms.some(({ name }) => name === "tag comparators")).toBe(true);
  });

  it("grows with depth and with width", () => {
    for (const figure of ["readPj", "leakageWatts", "areaUm2"] as const) {
      const deep = [256, 512, 1024, 2048, 4096].map((depth) => estimateOf({ depth })[figure]);
      const wide = [32, 64, 128, 256].map((widthBits) => estimateOf({ widthBits })[figure]);
      expect(deep).toEqual([...deep].sort((a, b) => a - b));
      expect(wide).toEqual([...wide].sort((a, b) => a - b));
    }
  });

  it("scales sizes below the smallest modelled one", () => {
    const whole = estimateOf({ widthBits: 32, depth: 64 });
    const part = estimateOf({ widthBits: 8, depth: 16 });
    expect(part.readPj).toBeCloseTo(whole.readPj * (0.7 * 0.25 + 0.3) * 0.25 ** 0.78, 12);
    expect(part.areaUm2).toBeCloseTo(whole.areaUm2 / 16, 9);
    expect(part.leakageWatts).toBeCloseTo(whole.leakageWatts / 16, 15);
    expect(part.accessTimeNs).toBe(whole.accessTimeNs);
  });

  it("rounds banks up, but lets only those leak that were asked for", () => {
    const four = estimateOf({ banks: 4 });
    const three = estimateOf({ banks: 3 });
    expect(three.readPj).toBe(four.readPj);
    expect(three.leakageWatts).toBeCloseTo((four.leakageWatts * 3) / 4, 15);
  });

  it("lies between its nodes in proportion", () => {
    const [low, middle, high] = [32, 40, 45].map((technologyNm) => estimateOf({ technologyNm }));
    expect(middle?.nodes.map(({ nodeNm }) => nodeNm)).toEqual([32, 45]);
    const weight = 8 / 13;
    expect(middle?.writePj).toBeCloseTo((1 - weight) * (low?.writePj ?? 0) + weight * (high?.writePj ?? 0), 9);
  });

  it("extends below 22 nm and above 90 nm", () => {
    const at22 = estimateOf({ technologyNm: 22 });
    const at11 = estimateOf({ technologyNm: 11 });
    expect(at11.readPj / at22.readPj).toBeCloseTo(Math.SQRT1_2, 12);
    expect(at11.areaUm2 / at22.areaUm2).toBeCloseTo(0.5, 12);
    expect(at11.leakageWatts / at22.leakageWatts).toBeCloseTo(Math.SQRT1_2 * 0.79, 12);
    const at90 = estimateOf({ technologyNm: 90 });
    const at180 = estimateOf({ technologyNm: 180 });
    expect(at180.leakageWatts / at90.leakageWatts).toBeCloseTo(4, 12);
    expect(at180.randomCycleTimeNs / at90.randomCycleTimeNs).toBeCloseTo(4, 12);
  });

  it("costs more with more ports", () => {
    const areas = [1, 2, 3, 4].map((readWritePorts) => estimateOf({ readWritePorts }).areaUm2);
    expect(areas).toEqual([...areas].sort((a, b) => a - b));
    const differential = estimateOf({ readPorts: 1 });
    const singleEnded = estimateOf({ readPorts: 1, singleEndedReadPorts: 1 });
    expect(singleEnded.areaUm2).toBeLessThan(differential.areaUm2);
  });
});

describe("a refusal", () => {
  it.each<Partial<SramRequest>>([
    { technologyNm: 0 },
    { technologyNm: Number.NaN },
    { widthBits: 0 },
    { widthBits: 1.5 },
    { depth: -1 },
    { banks: 0 },
    { readWritePorts: 0 },
    { readWritePorts: 0.5 },
    { readPorts: -1 },
    { readPorts: 1, singleEndedReadPorts: 2 },
    { kind: "cache", associativity: 3, tagBits: 20 },
    { kind: "cache", associativity: 2 },
    { kind: "cache", associativity: 64, tagBits: 20, depth: 64 },
  ])("of %j", (change) => {
    const result = estimateSram({ ...plainRam, ...change });
    expect(result.kind).toBe("refusal");
  });
});
