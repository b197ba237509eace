import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/evaluate.ts";
import { Mapspace } from "../mapspace/mapspace.ts";
import { readConstraints } from "../mapspace/read-constraints.ts";
import { mapspaceCase } from "../mapspace/testing/mapspace-arbitrary.ts";
import { readChip } from "../mapspace/testing/small-chip.ts";
import { WALK_ALGORITHMS } from "./candidate-walk.ts";
import { finishSearch, MappingSearch, openLane, planSearch, type SearchPlan } from "./mapping-search.ts";
import { compareCosts, costOf, covers, figuresOf, type Metric } from "./objective.ts";
import type { SearchOutcome } from "./search-result.ts";
import { explainFruitless } from "./why-none.ts";

const OBJECTIVES: readonly (readonly Metric[])[] = [
  ["edp"],
  ["energy"],
  ["delay", "energy"],
  ["ed2p"],
  ["utilization", "energy"],
  ["last-level-accesses", "delay"],
  ["accesses-0"],
];

function run(mapspace: Mapspace, plan: SearchPlan): SearchOutcome {
  const search = new MappingSearch(mapspace, plan);
  while (!search.advance(100)) {}
  return finishSearch(plan, search.results());
}

/** Whether every level's spatial loops fit its axes: what the mapspace leaves to the search. */
function fitsAxes(mapspace: Mapspace, index: bigint): boolean {
  const { levels } = mapspace.mappingAt(index);
  return mapspace.slots.every(({ level, fanout }) => {
    const product = (loops: readonly { readonly bound: number }[]): number => loops.reduce((p, l) => p * l.bound, 1);
    const { spatialX = [], spatialY = [] } = levels[level] ?? {};
    return !fanout || (product(spatialX) <= fanout.x && product(spatialY) <= fanout.y);
  });
}

describe("a search that finds nothing", () => {
  it("names constraints that leave no mapping that fits, each of them needed", () => {
    // Either register or buffer must hold all of M, and neither can.
    const { spec } = readChip(`
constraints:
  - {target: Register, type: bypass, keep: [A, B, C]}
  - {target: Register, type: temporal, factors: N=1}
  - {target: Buffer, type: spatial, factors: M=1 N=1 K=1}
  - {target: Buffer, type: bypass, keep: [A, B, C]}
  - {target: Buffer, type: temporal, factors: K=1}
  - {target: Main, type: temporal, factors: N=1 K=1 M=1}
`);
    const mapspace = new Mapspace(spec!, readConstraints(spec!).limits!);
    const outcome = run(mapspace, planSearch(mapspace, {}));
    expect([outcome.complete, outcome.best]).toEqual([true, undefined]);
    const [diagnostic, ...more] = explainFruitless(mapspace, outcome);
    expect(more).toEqual([]);
    expect(diagnostic?.code).toBe("no-valid-mapping");
    expect(diagnostic?.message).toContain("Main");
    expect(diagnostic?.message).not.toContain("bypasses");
    expect(diagnostic?.related?.length).toBeGreaterThan(0);
  });
});

describe("searches", () => {
  it("that visit everything find what enumeration by numbers finds, for every objective", () => {
    let found = 0;
    const cases = mapspaceCase({ operations: 64, levels: 3, imperfect: true });
    fc.assert(
      fc.property(cases, fc.constantFrom(...OBJECTIVES), fc.integer({ min: 1, max: 5 }), (one, objective, threads) => {
        const mapspace = new Mapspace(one.spec, one.limits);
        fc.pre(mapspace.size < 300n);
        let best: readonly number[] | undefined;
        for (let i = 0n; i < mapspace.size; i++) {
          const evaluation = evaluate({ ...one.spec, mapping: mapspace.mappingAt(i) });
          if (!evaluation.valid || !fitsAxes(mapspace, i)) continue;
          const figures = figuresOf(evaluation);
          const costs = objective.map((metric) => costOf(metric, figures));
          if (!best || compareCosts(costs, best) < 0) best = costs;
        }
        const outcome = run(mapspace, planSearch(mapspace, { threads }, { algorithm: "exhaustive", objective }));
        expect(outcome.complete).toBe(true);
        expect(outcome.best === undefined).toBe(best === undefined);
        if (!outcome.best || !best) return;
        found++;
        const { figures } = outcome.best;
        const costs = objective.map((metric) => costOf(metric, figures));
        // The compiled evaluator adds energies in another order: equal up to rounding.
        for (const [i, cost] of costs.entries()) expect(cost).toBeCloseTo(best[i] as number, 6);
      }),
      { numRuns: 100 },
    );
    expect(found).toBeGreaterThan(8);
  });

  it("give the same result whoever computes which lane in whatever slices", () => {
    const cases = mapspaceCase({ operations: 1000, levels: 3, imperfect: false });
    fc.assert(
      fc.property(cases, fc.constantFrom(...WALK_ALGORITHMS), fc.integer(), (one, algorithm, seed) => {
        const mapspace = new Mapspace(one.spec, one.limits);
        const mapper = { threads: 3, timeout: 60, victoryCondition: 20, searchSize: 90 };
        const plan = planSearch(mapspace, mapper, { algorithm, seed });
        const together = run(mapspace, plan);
        const lanes = [2, 0, 1].map((i) => {
          const lane = openLane(plan, i);
          while (!lane.ended) lane.advance(7);
          return lane.result();
        });
        expect(finishSearch(plan, lanes)).toEqual(together);
        if (together.best) expect(mapspace.indexOf(together.best.mapping)).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  it("keep a Pareto front in which nothing covers anything", () => {
    let long = 0;
    const cases = mapspaceCase({ operations: 200, levels: 3, imperfect: false });
    fc.assert(
      fc.property(cases, (one) => {
        const mapspace = new Mapspace(one.spec, one.limits);
        fc.pre(mapspace.size < 3000n);
        const objective: readonly Metric[] = ["energy", "delay"];
        const plan = planSearch(mapspace, {}, { algorithm: "exhaustive", objective, pareto: true });
        const { front, best } = run(mapspace, plan);
        const costs = front.map(({ figures }) => objective.map((metric) => costOf(metric, figures)));
        for (const [i, a] of costs.entries()) {
          for (const [j, b] of costs.entries()) if (i !== j) expect(covers(a, b)).toBe(false);
        }
        expect(front.length > 0).toBe(best !== undefined);
        if (front.length > 1) long++;
      }),
      { numRuns: 40 },
    );
    expect(long).toBeGreaterThan(0);
  });
});
