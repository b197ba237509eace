import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { compareCosts, costOf, covers, figuresOf, type Metric } from "../objective.ts";
import { OptimalSearch } from "./optimal-search.ts";
import { type CostClaim, Refutation } from "./refutation.ts";
import { smallMapspace } from "./testing/small-mapspace.ts";

const OBJECTIVES: readonly (readonly Metric[])[] = [
  ["edp"],
  ["energy", "delay"],
  ["last-level-accesses", "energy"],
  ["utilization", "edp"],
];

describe("a refutation", () => {
  for (const pareto of [false, true]) {
    it(`upholds what is proven and refutes what is not, ${pareto ? "fronts" : "lists"}`, { timeout: 600_000 }, () => {
      let refuted = 0;
      fc.assert(
        fc.property(
          smallMapspace({ spatial: true, bypass: true }),
          fc.constantFrom(...OBJECTIVES),
          fc.constantFrom(0, 2 ** 20),
          ({ spec, limits }, objective, memoryBytes) => {
            const proven = new OptimalSearch(spec, limits, { objective, pareto });
            for (let i = 0; i < 6 && proven.advance(1000) === "running"; i++);
            fc.pre(proven.status !== "running");
            const points = pareto ? proven.front : proven.best ? [proven.best] : [];
            const costs = points.map(({ evaluation }) =>
              objective.map((metric) => costOf(metric, figuresOf(evaluation))),
            );
            const judge = (claimed: CostClaim["costs"]): Refutation => {
              const refutation = new Refutation(spec, limits, { objective, pareto, costs: claimed }, memoryBytes);
              while (refutation.advance(50) === "running");
              return refutation;
            };
            expect(judge(costs)).toMatchObject({ status: "upheld", better: undefined });
            const [first, ...others] = costs;
            if (first === undefined) return;
            // A front without a point, or a list whose best is said to be worse than it is.
            const wrong = pareto ? others : [first.map((cost) => cost + Math.abs(cost) / 100 + 1e-6)];
            const { status, better } = judge(wrong);
            expect(status).toBe("refuted");
            refuted++;
            if (better === undefined) throw new Error("refuted without a mapping");
            const found = objective.map((metric) => costOf(metric, figuresOf(better.evaluation)));
            if (pareto) expect(others.every((other) => !covers(other, found))).toBe(true);
            else expect(compareCosts(found, wrong[0] ?? [])).toBeLessThan(0);
          },
        ),
        { numRuns: Math.ceil(inject("propertyRuns") / 20) },
      );
      expect(refuted).toBeGreaterThan(0);
    });
  }
});
