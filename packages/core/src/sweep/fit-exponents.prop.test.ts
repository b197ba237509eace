import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitExponents, overallExponent, type ScalingPoint } from "./fit-exponents.ts";

const points = fc
  .array(fc.tuple(fc.double({ min: 0.2, max: 1.5, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true })), {
    minLength: 2,
    maxLength: 7,
  })
  .map((steps) =>
    steps.map(([, y], i): ScalingPoint => {
      const u = steps.slice(0, i + 1).reduce((sum, [step]) => sum + step, 0);
      return { x: Math.exp(u), y };
    }),
  );

/** The squared residuals of one line through points first to last, or undefined where it is not admissible. */
function squares(all: readonly ScalingPoint[], first: number, last: number, tolerance: number): number | undefined {
  const part = all.slice(first, last + 1);
  const line = overallExponent(part);
  if (line === undefined || (last - first > 1 && line.residual > tolerance)) return undefined;
  return part.reduce((sum, { x, y }) => sum + Math.log(y / (line.coefficient * x ** line.exponent)) ** 2, 0);
}

/** Every way to cut the points, one after another. */
function bruteForce(all: readonly ScalingPoint[], tolerance: number): { readonly count: number; readonly sum: number } {
  let best = { count: Number.POSITIVE_INFINITY, sum: Number.POSITIVE_INFINITY };
  const inner = all.length - 2;
  for (let cuts = 0; cuts < 2 ** inner; cuts++) {
    const ends = [
      0,
      ...Array.from({ length: inner }, (_, i) => i + 1).filter((i) => (cuts >> (i - 1)) & 1),
      all.length - 1,
    ];
    const each = ends.slice(1).map((last, i) => squares(all, ends[i] ?? 0, last, tolerance));
    if (each.includes(undefined)) continue;
    const sum = each.reduce<number>((total, value) => total + (value ?? 0), 0);
    if (each.length < best.count || (each.length === best.count && sum < best.sum)) best = { count: each.length, sum };
  }
  return best;
}

describe("fitExponents", () => {
  it("is the best of all ways to cut the points", () => {
    fc.assert(
      fc.property(points, fc.constantFrom(0.05, 0.2, 1, 5), (all, tolerance) => {
        const segments = fitExponents(all, tolerance);
        const sum = segments.reduce(
          (total, { first, last }) => total + (squares(all, first, last, tolerance) ?? Number.NaN),
          0,
        );
        const best = bruteForce(all, tolerance);
        expect(segments).toHaveLength(best.count);
        expect(sum).toBeCloseTo(best.sum, 9);
        expect(segments.map(({ first }) => first)).toEqual([0, ...segments.slice(0, -1).map(({ last }) => last)]);
        expect(segments.at(-1)?.last).toBe(all.length - 1);
      }),
    );
  });
});
