/** Two searches that share nothing: what is proven is what looking at every mapping finds. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { fanoutBelow } from "../architecture/mesh.ts";
import { Mapspace } from "../mapspace/mapspace.ts";
import { withPhysicalLimits } from "../mapspace/physical-limits.ts";
import { readConstraints } from "../mapspace/read-constraints.ts";
import { mapspaceCase } from "../mapspace/testing/mapspace-arbitrary.ts";
import { readChip } from "../mapspace/testing/small-chip.ts";
import { explainEmptyMapspace } from "../mapspace/why-not.ts";
import { finishSearch, MappingSearch, planSearch } from "./mapping-search.ts";
import type { Metric } from "./objective.ts";
import { compareObjective } from "./optimal/objective.ts";
import { OptimalSearch } from "./optimal/optimal-search.ts";
import { optimalObstacle, optimalOutcome, proofOf, provableObjective } from "./optimal-plan.ts";

const OBJECTIVES: readonly (readonly Metric[])[] = [["edp"], ["energy"], ["delay", "energy"], ["ed2p"]];
const MOST = 20_000n;

describe("asking the optimal search", () => {
  const mapspace = (): Mapspace => {
    const { spec } = readChip("");
    return new Mapspace(spec!, readConstraints(spec!).limits!);
  };

  it("is possible for energy, delay and their products, one mapping at a time", () => {
    expect(optimalObstacle(mapspace(), ["delay", "energy"], false)).toBeUndefined();
    expect(optimalObstacle(mapspace(), ["energy"], true)).toContain("Pareto");
    expect(optimalObstacle(mapspace(), ["utilization"], false)).toContain("utilization");
  });

  it("needs room for the ways to keep each data space, and says how much", () => {
    expect(optimalObstacle(mapspace(), ["edp"], false, 2 ** 20)).toBeUndefined();
    expect(optimalObstacle(mapspace(), ["edp"], false, 2000)).toContain("it needs 1 MB");
  });
});

describe("the optimal search", () => {
  it("finds what the exhaustive search finds", { timeout: 600_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(
        mapspaceCase({ operations: 48, levels: 3, imperfect: false }),
        fc.constantFrom(...OBJECTIVES),
        ({ spec, limits }, objective) => {
          const mapspace = new Mapspace(spec, withPhysicalLimits(spec.architecture, limits));
          const holds = mapspace.limits.levels.every(({ level, temporal, spatial }) => {
            const { x, y } = fanoutBelow(spec.architecture, level);
            return spec.workload.loopDimensions.every(
              ({ size }, k) =>
                (temporal.factors[k]?.min ?? 1) <= size &&
                (spatial.factors[k]?.min ?? 1) <= Math.min(size, Math.max(x, y)),
            );
          });
          fc.pre(holds);
          // Limits that the chip or the sizes forbid are told of before any search.
          fc.pre(explainEmptyMapspace(spec, mapspace.limits).length === 0);
          fc.pre(mapspace.isCountable && mapspace.size <= MOST);
          fc.pre(optimalObstacle(mapspace, objective, false) === undefined);
          const plan = planSearch(mapspace, {}, { algorithm: "exhaustive", objective });
          const every = new MappingSearch(mapspace, plan);
          while (!every.advance(1000));
          const expected = finishSearch(plan, every.results()).best?.evaluation;

          const search = new OptimalSearch(plan.spec, mapspace.limits, { objective: provableObjective(objective) });
          while (search.advance(1000) === "running");
          const outcome = optimalOutcome(search);
          expect(outcome.complete).toBe(true);
          const found = outcome.best?.evaluation;
          expect(found === undefined).toBe(expected === undefined);
          expect(proofOf(search, objective)).toMatchObject({ isClosed: true });
          if (found === undefined || expected === undefined) return;
          compared++;
          const order = provableObjective(objective);
          expect(compareObjective(order, found.energyPj, found.cycles, expected.energyPj, expected.cycles)).toBe(0);
          expect(proofOf(search, objective).gap).toBe(0);
        },
      ),
      { numRuns: Math.ceil(inject("propertyRuns") / 4) },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
