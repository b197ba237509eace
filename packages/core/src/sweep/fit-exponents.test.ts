import { describe, expect, it } from "vitest";
import { fitExponents, localExponents, overallExponent } from "./fit-exponents.ts";

const xs = [16, 32, 64, 128, 256, 512, 1024, 2048];
const points = (y: (x: number) => number) => xs.map((x) => ({ x, y: y(x) }));

describe("fitExponents", () => {
  it("finds one power law", () => {
    const segments = fitExponents(points((x) => 3 * x ** 1.25));
    expect(segments).toHaveLength(1);
    expect(segments[0]).toMatchObject({ first: 0, last: 7, fromX: 16, toX: 2048 });
    expect(segments[0]?.exponent).toBeCloseTo(1.25, 12);
    expect(segments[0]?.coefficient).toBeCloseTo(3, 9);
    expect(segments[0]?.residual).toBeLessThan(1e-12);
  });

  it("finds where the exponent changes", () => {
    const segments = fitExponents(points((x) => (x < 128 ? x : x ** 2 / 128)));
    expect(segments.map(({ fromX, toX }) => [fromX, toX])).toEqual([
      [16, 128],
      [128, 2048],
    ]);
    expect(segments.map(({ exponent }) => exponent)).toEqual([expect.closeTo(1, 9), expect.closeTo(2, 9)]);
  });

  it("takes more segments for a smaller tolerance, and each keeps it", () => {
    const curve = points((x) => 5 + 0.02 * x ** 1.3);
    const counts = [0.3, 0.1, 0.03, 0.01].map((tolerance) => {
      const segments = fitExponents(curve, tolerance);
      for (const { residual, first, last } of segments) {
        if (last - first > 1) expect(residual).toBeLessThanOrEqual(tolerance);
      }
      expect(segments[0]?.first).toBe(0);
      expect(segments.at(-1)?.last).toBe(7);
      return segments.length;
    });
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeLessThan(counts.at(-1) ?? 0);
  });

  it("has no segment without two points", () => {
    expect(fitExponents([])).toEqual([]);
    expect(fitExponents([{ x: 1, y: 1 }])).toEqual([]);
    expect(overallExponent([{ x: 1, y: 1 }])).toBeUndefined();
  });

  it("fits all points with one line where asked", () => {
    expect(overallExponent(points((x) => 7 * x))?.exponent).toBeCloseTo(1, 12);
  });
});

describe("localExponents", () => {
  it("are difference quotients of logarithms", () => {
    expect(
      localExponents([
        { x: 1, y: 1 },
        { x: 2, y: 4 },
        { x: 8, y: 4 },
      ]),
    ).toEqual([expect.closeTo(2, 12), 0]);
  });
});
