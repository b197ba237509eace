import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { compareObjective, type Objective } from "./objective.ts";
import { OptimalSearch } from "./optimal-search.ts";
import { fitsFanouts, forEachMapping } from "./testing/brute-force.ts";
import { type SmallMapspace, smallMapspace } from "./testing/small-mapspace.ts";

const OBJECTIVES: readonly Objective[] = [
  ["energy"],
  ["delay"],
  ["edp"],
  ["ed2p"],
  ["delay", "energy"],
  ["energy", "delay"],
];
const MOST_MAPPINGS = 20_000;

interface Best {
  energyPj: number;
  cycles: number;
}

/** The least of every objective, or undefined if the space is too large; an entry is undefined if nothing is valid. */
function bruteForce({ spec, limits }: SmallMapspace, most = MOST_MAPPINGS): (Best | undefined)[] | undefined {
  const plan = new CompiledPlan(spec);
  const best: (Best | undefined)[] = OBJECTIVES.map(() => undefined);
  const units = spec.architecture.compute.instances;
  const sizes = spec.workload.loopDimensions.map(({ size }) => size);
  const isWhole = forEachMapping(sizes, spec.workload.dataSpaces.length, limits, most, (mapping) => {
    const spread = mapping.levels
      .flatMap(({ spatialX, spatialY }) => [...spatialX, ...spatialY])
      .reduce((product, { bound }) => product * bound, 1);
    if (spread < limits.minParallelism * units || !fitsFanouts(spec, mapping)) return;
    if (plan.evaluateMapping(mapping) !== "valid") return;
    const { energyPj, cycles } = plan;
    OBJECTIVES.forEach((objective, o) => {
      const known = best[o];
      if (known === undefined || compareObjective(objective, energyPj, cycles, known.energyPj, known.cycles) < 0) {
        best[o] = { energyPj, cycles };
      }
    });
  });
  return isWhole ? best : undefined;
}

function isOptimal(space: SmallMapspace, best: readonly (Best | undefined)[], o: number): void {
  const objective = OBJECTIVES[o] as Objective;
  const search = new OptimalSearch(space.spec, space.limits, { objective });
  while (search.advance(1000) === "running");
  const known = best[o];
  expect(search.status).toBe(known === undefined ? "infeasible" : "proven");
  if (known === undefined || search.best === undefined) return;
  const { energyPj, cycles } = search.best.evaluation;
  const compared = compareObjective(objective, energyPj, cycles, known.energyPj, known.cycles);
  expect({ compared, energyPj, cycles, known }).toMatchObject({ compared: 0 });
  expect(search.gap).toBeLessThanOrEqual(1e-9);
}

describe("the optimal search", () => {
  for (const spatial of [false, true]) {
    for (const bypass of [false, true]) {
      const name = `${spatial ? "with" : "without"} fan-out, ${bypass ? "with" : "without"} free bypass`;
      it(`finds what brute force finds ${name}`, { timeout: 600_000 }, () => {
        let enumerated = 0;
        fc.assert(
          fc.property(smallMapspace({ spatial, bypass }), fc.nat(OBJECTIVES.length - 1), (space, first) => {
            const best = bruteForce(space);
            if (best === undefined) return;
            enumerated++;
            for (const o of [first, (first + 2) % OBJECTIVES.length]) isOptimal(space, best, o);
          }),
          { numRuns: Math.ceil(inject("propertyRuns") / 8) },
        );
        expect(enumerated).toBeGreaterThan(inject("propertyRuns") / 25);
      });
    }
  }

  it("finds it with options that switch reuse off, too", { timeout: 600_000 }, () => {
    const options = fc.array(fc.nat(9), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), options, ({ spec, limits }, rolls) => {
        let at = 0;
        const flags = (): boolean[] => spec.workload.dataSpaces.map(() => rolls[at++ % rolls.length] === 0);
        const levels = limits.levels.map((level) => ({
          ...level,
          reuse: {
            noTemporalReuse: flags(),
            noMulticast: flags(),
            noLinkTransfer: flags(),
            rmwFirstUpdate: flags(),
            noCoalesce: flags(),
          },
        }));
        const space = { spec, limits: { ...limits, levels } };
        const best = bruteForce(space, 500);
        if (best !== undefined) isOptimal(space, best, 2);
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 10) },
    );
  });

  it("finds the same in small steps and without a table, its bound never above the answer", {
    timeout: 600_000,
  }, () => {
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), ({ spec, limits }) => {
        const whole = new OptimalSearch(spec, limits);
        for (let i = 0; i < 50 && whole.advance(1000) === "running"; i++);
        if (whole.status === "running") return;
        const steps = new OptimalSearch(spec, limits, { memoryBytes: 0 });
        const bounds: number[] = [];
        while (steps.advance(7) === "running") bounds.push(steps.lowerBound);
        expect(steps.status).toBe(whole.status);
        if (whole.best === undefined) return;
        const { energyPj, cycles } = whole.best.evaluation;
        const own = steps.best?.evaluation;
        expect(compareObjective(["edp"], own?.energyPj ?? 0, own?.cycles ?? 0, energyPj, cycles)).toBe(0);
        expect(Math.max(0, ...bounds)).toBeLessThanOrEqual(energyPj * cycles * (1 + 1e-9));
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 10) },
    );
  });
});
