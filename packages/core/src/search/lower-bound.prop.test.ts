import fc from "fast-check";
import { expect, it } from "vitest";
import { specOfNest } from "../compiled/testing/spec-of-nest.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { levelAccesses } from "../evaluation/level-accesses.ts";
import { nestCase } from "../nest/testing/nest-arbitrary.ts";
import { simpleLowerBound } from "./lower-bound.ts";

it("no mapping is below the simple lower bound", () => {
  const options = { levels: { min: 1, max: 4 }, spatial: true, imperfect: true, reuseOptions: true, operations: 1500 };
  const dice = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 });
  let tight = 0;
  fc.assert(
    fc.property(nestCase(options), dice, (nest, rolls) => {
      const spec = specOfNest(nest, rolls);
      const bound = simpleLowerBound(spec);
      const evaluation = evaluate({ ...spec, mapping: nest.mapping });
      if (!evaluation.valid) return;
      expect(evaluation.cycles).toBeGreaterThanOrEqual(bound.cycles);
      expect(evaluation.energyPj).toBeGreaterThanOrEqual(bound.energyPj * (1 - 1e-12));
      expect(evaluation.utilization).toBeLessThanOrEqual(bound.utilization * (1 + 1e-12));
      const accesses = levelAccesses(evaluation);
      for (const [level, least] of bound.accesses.entries()) expect(accesses[level]).toBeGreaterThanOrEqual(least);
      if (evaluation.energyPj < 2 * bound.energyPj) tight++;
    }),
    { numRuns: 2000 },
  );
  expect(tight).toBeGreaterThan(0);
});
