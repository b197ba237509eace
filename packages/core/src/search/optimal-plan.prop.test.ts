/** Two searches that share nothing: what is proven is what looking at every mapping finds. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { fanoutBelow } from "../architecture/mesh.ts";
import { Mapspace } from "../mapspace/mapspace.ts";
import { withPhysicalLimits } from "../mapspace/physical-limits.ts";
import { mapspaceCase } from "../mapspace/testing/mapspace-arbitrary.ts";
import { explainEmptyMapspace } from "../mapspace/why-not.ts";
import { finishSearch, MappingSearch, planSearch } from "./mapping-search.ts";
import { compareCosts, costOf, type Metric } from "./objective.ts";
import { OptimalSearch } from "./optimal/optimal-search.ts";
import { optimalObstacle, optimalOutcome, proofOf } from "./optimal-plan.ts";
import type { SearchOutcome } from "./search-result.ts";

const OBJECTIVES: readonly (readonly Metric[])[] = [
  ["edp"],
  ["energy", "delay"],
  ["delay", "energy"],
  ["ed2p", "accesses-0"],
  ["last-level-accesses", "utilization", "energy"],
  ["utilization", "last-level-accesses"],
];
const MOST = 20_000n;

/** Of the best, then of the front, point by point. */
function costsOf(objective: readonly Metric[], { best, front }: SearchOutcome): readonly (readonly number[])[] {
  const all = best === undefined ? [] : [best, ...front];
  return all.map(({ figures }) => objective.map((metric) => costOf(metric, figures)));
}

describe("the optimal search", () => {
  it("finds what the exhaustive search finds", { timeout: 600_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(
        mapspaceCase({ operations: 48, levels: 3, imperfect: false }),
        fc.constantFrom(...OBJECTIVES),
        fc.boolean(),
        ({ spec, limits }, objective, pareto) => {
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
          fc.pre(optimalObstacle(mapspace) === undefined);
          const plan = planSearch(mapspace, {}, { algorithm: "exhaustive", objective, pareto });
          const every = new MappingSearch(mapspace, plan);
          while (!every.advance(1000));
          const expected = costsOf(objective, finishSearch(plan, every.results()));

          const search = new OptimalSearch(plan.spec, mapspace.limits, { objective, pareto });
          while (search.advance(1000) === "running");
          const outcome = optimalOutcome(search);
          expect(outcome.complete).toBe(true);
          const found = costsOf(objective, outcome);
          const isSame =
            found.length === expected.length &&
            found.every((costs, i) => compareCosts(costs, expected[i] as readonly number[]) === 0);
          expect({ isSame, found, expected }).toMatchObject({ isSame: true });
          expect(proofOf(search)).toMatchObject({ isClosed: true, gap: found.length === 0 ? null : 0 });
          if (found.length > 0) compared++;
        },
      ),
      { numRuns: Math.ceil(inject("propertyRuns") / 4) },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
