import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logarithmicMean, termContributions } from "./exponent-of-sum.ts";
import { fitExponents } from "./fit-exponents.ts";
import { intervalWeights, leastSquaresLine } from "./least-squares-slope.ts";

const ascending = fc
  .array(fc.double({ min: 0.05, max: 2, noNaN: true }), { minLength: 2, maxLength: 8 })
  .map((steps) => steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0)));

describe("the slope of a least-squares line", () => {
  it("is a mean of the local slopes: weights are positive and add up to 1", () => {
    fc.assert(
      fc.property(ascending, (us) => {
        const weights = intervalWeights(us);
        for (const weight of weights) expect(weight).toBeGreaterThan(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("is the textbook's", () => {
    // Means 7/3 and 4; covariance sum 8, variance sum 14/3.
    expect(leastSquaresLine([1, 2, 4], [2, 3, 7])).toEqual({
      slope: expect.closeTo(12 / 7, 12),
      intercept: expect.closeTo(0, 12),
    });
  });
});

describe("termContributions", () => {
  it("add up to the fitted exponent, and shares to 1", () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1000, noNaN: true }));
    const problem = ascending.chain((us) =>
      fc.record({
        us: fc.constant(us),
        rows: fc.array(fc.tuple(value, value, fc.double({ min: 0.01, max: 1000, noNaN: true })), {
          minLength: us.length,
          maxLength: us.length,
        }),
      }),
    );
    fc.assert(
      fc.property(problem, ({ us, rows }) => {
        const points = us.map((u, i) => ({
          x: Math.exp(u),
          terms: (rows[i] ?? []).map((term, k) => ({ name: `t${k}`, value: term })),
        }));
        const sums = points.map(({ x, terms }) => ({ x, y: terms.reduce((sum, term) => sum + term.value, 0) }));
        const contributions = termContributions(points);
        const fitted = leastSquaresLine(
          sums.map(({ x }) => Math.log(x)),
          sums.map(({ y }) => Math.log(y)),
        ).slope;
        const total = contributions.reduce((sum, { contribution }) => sum + contribution, 0);
        expect(Math.abs(total - fitted)).toBeLessThan(1e-6 * (1 + Math.abs(fitted)));
        expect(contributions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("are share times own exponent for power laws close together", () => {
    const at = (x: number) => ({
      x,
      terms: [
        { name: "bit lines", value: 3 * x },
        { name: "H-tree", value: x ** 1.5 },
      ],
    });
    const [first, second] = termContributions([at(4), at(4.0001)]);
    expect(first).toMatchObject({ name: "bit lines", share: expect.closeTo(0.6, 4), exponent: expect.closeTo(1, 9) });
    expect(first?.contribution).toBeCloseTo(0.6 * 1, 4);
    expect(second?.contribution).toBeCloseTo(0.4 * 1.5, 4);
    const [segment] = fitExponents(
      [at(4), at(4.0001)].map(({ x, terms }) => ({ x, y: terms.reduce((sum, { value }) => sum + value, 0) })),
    );
    expect(segment?.exponent).toBeCloseTo(1.2, 4);
  });

  it("have no exponent of their own where a term is absent", () => {
    const terms = termContributions([
      { x: 1, terms: [{ name: "a", value: 1 }] },
      {
        x: 2,
        terms: [
          { name: "a", value: 1 },
          { name: "b", value: 1 },
        ],
      },
    ]);
    expect(terms.find(({ name }) => name === "b")).not.toHaveProperty("exponent");
    expect(terms.find(({ name }) => name === "b")?.contribution).toBeCloseTo(1, 12);
  });
});

describe("logarithmicMean", () => {
  it("lies between the geometric and the arithmetic mean", () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (p, q) => {
        const mean = logarithmicMean(p, q);
        expect(mean).toBeGreaterThanOrEqual(Math.sqrt(p * q) * (1 - 1e-9));
        expect(mean).toBeLessThanOrEqual(((p + q) / 2) * (1 + 1e-9));
      }),
    );
  });
});
