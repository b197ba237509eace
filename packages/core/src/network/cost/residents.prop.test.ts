/** Searches with tensors that stay: the best mapping is the best of all, by enumeration. */
import fc from "fast-check";
import { expect, inject, it } from "vitest";
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { evaluate } from "../../evaluation/evaluate.ts";
import { OptimalSearch } from "../../search/optimal/optimal-search.ts";
import { fitsFanouts, forEachMapping } from "../../search/optimal/testing/brute-force.ts";
import { smallMapspace } from "../../search/optimal/testing/small-mapspace.ts";
import { withResidents } from "./residents.ts";

it("the optimal search with tensors that stay finds what enumeration finds", { timeout: 600_000 }, () => {
  const picks = fc.tuple(fc.nat(9), fc.nat(9), fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }));
  let compared = 0;
  fc.assert(
    fc.property(smallMapspace({ spatial: true, bypass: true }), picks, (given, [where, room, rolls]) => {
      const { storage } = given.spec.architecture;
      const dataSpaces = given.spec.workload.dataSpaces.map(({ name }) => name);
      const sized = storage.flatMap(({ effectiveSizeWords }, l) => (effectiveSizeWords === undefined ? [] : [l]));
      const buffer = sized[where % Math.max(1, sized.length)];
      if (buffer === undefined) return;
      const words = Math.floor(((storage[buffer]?.effectiveSizeWords ?? 0) * room) / 12);
      const staying = dataSpaces.filter((_, d) => (rolls[d] as number) < 5);
      const { spec, limits } = withResidents(given, buffer, staying, words);
      const sizes = spec.workload.loopDimensions.map(({ size }) => size);
      const plan = new CompiledPlan(spec);
      const units = spec.architecture.compute.instances;
      let best: number | undefined;
      const isWhole = forEachMapping(sizes, dataSpaces.length, limits, 5000, (mapping) => {
        const spread = mapping.levels
          .flatMap(({ spatialX, spatialY }) => [...spatialX, ...spatialY])
          .reduce((product, { bound }) => product * bound, 1);
        if (spread < limits.minParallelism * units || !fitsFanouts(spec, mapping)) return;
        if (plan.evaluateMapping(mapping) !== "valid") return;
        if (best === undefined || plan.edpJouleCycles < best) best = plan.edpJouleCycles;
      });
      if (!isWhole) return;
      compared++;
      const search = new OptimalSearch(spec, limits, { objective: ["edp"] });
      while (search.advance(1000) === "running");
      expect(search.status).toBe(best === undefined ? "infeasible" : "proven");
      if (best === undefined || !search.best) return;
      expect(Math.abs(search.best.evaluation.edpJouleCycles - best)).toBeLessThanOrEqual(1e-9 * best);
      const again = evaluate({ ...spec, mapping: search.best.mapping });
      expect(again.valid && again.edpJouleCycles).toBe(search.best.evaluation.edpJouleCycles);
      // What stays is not fetched from outside.
      for (const level of search.best.evaluation.levels.slice(buffer + 2)) {
        if (level.kind === "storage") for (const name of staying) expect(level.dataSpaces[name]).toBeUndefined();
      }
      const own = search.best.evaluation.levels[buffer + 1];
      for (const name of staying) {
        if (own?.kind === "storage") expect(own.dataSpaces[name]?.fills).toBe(0);
      }
    }),
    { numRuns: Math.ceil(inject("propertyRuns") / 4) },
  );
  expect(compared).toBeGreaterThan(inject("propertyRuns") / 50);
});
