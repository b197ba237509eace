import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { CompiledPlan } from "../../compiled/compiled-plan.ts";
import { compareCosts, costOf, covers, type Figures, figuresOf, type Metric } from "../objective.ts";
import { OptimalSearch } from "./optimal-search.ts";
import { fitsFanouts, forEachMapping } from "./testing/brute-force.ts";
import { type SmallMapspace, smallMapspace } from "./testing/small-mapspace.ts";

interface Aim {
  readonly metrics: readonly Metric[];
  readonly pareto: boolean;
}

const inOrder = (...metrics: readonly Metric[]): Aim => ({ metrics, pareto: false });
const front = (...metrics: readonly Metric[]): Aim => ({ metrics, pareto: true });

const AIMS: readonly Aim[] = [
  inOrder("energy"),
  inOrder("last-level-accesses"),
  front("energy", "delay"),
  inOrder("delay"),
  inOrder("last-level-accesses", "energy"),
  front("delay", "last-level-accesses"),
  inOrder("edp"),
  inOrder("utilization", "last-level-accesses", "energy"),
  front("energy", "last-level-accesses", "delay"),
  inOrder("ed2p"),
  inOrder("accesses-0", "delay"),
  front("accesses-0", "accesses-1", "energy"),
  inOrder("delay", "energy"),
  inOrder("energy", "utilization"),
  front("utilization", "edp"),
  inOrder("energy", "delay"),
  inOrder("accesses-2", "accesses-1", "accesses-0"),
  front("last-level-accesses"),
];
const EDP = AIMS.findIndex(({ metrics }) => metrics[0] === "edp");
/** Aims that one space is tested with. */
const AIMS_A_SPACE = 4;
const MOST_MAPPINGS = 20_000;

const costsOf = (metrics: readonly Metric[], figures: Figures): readonly number[] =>
  metrics.map((metric) => costOf(metric, figures));

/** Costs of the best of every aim, or of its front in order; undefined if the space is too large. */
function bruteForce({ spec, limits }: SmallMapspace, most = MOST_MAPPINGS): (readonly number[])[][] | undefined {
  const plan = new CompiledPlan(spec);
  const best: (readonly number[])[][] = AIMS.map(() => []);
  const units = spec.architecture.compute.instances;
  const sizes = spec.workload.loopDimensions.map(({ size }) => size);
  const operations = sizes.reduce((product, size) => product * size, 1);
  const isWhole = forEachMapping(sizes, spec.workload.dataSpaces.length, limits, most, (mapping) => {
    const spread = mapping.levels
      .flatMap(({ spatialX, spatialY }) => [...spatialX, ...spatialY])
      .reduce((product, { bound }) => product * bound, 1);
    if (spread < limits.minParallelism * units || !fitsFanouts(spec, mapping)) return;
    if (plan.evaluateMapping(mapping) !== "valid") return;
    const { energyPj, cycles, accesses } = plan;
    const figures = { energyPj, cycles, utilization: operations / units / cycles, accesses };
    AIMS.forEach(({ metrics, pareto }, a) => {
      const costs = costsOf(metrics, figures);
      const known = best[a] as (readonly number[])[];
      if (
        pareto ? known.some((other) => covers(other, costs)) : known.some((other) => compareCosts(other, costs) <= 0)
      ) {
        return;
      }
      best[a] = [...(pareto ? known.filter((other) => !covers(costs, other)) : []), costs];
    });
  });
  for (const known of best) known.sort(compareCosts);
  return isWhole ? best : undefined;
}

function isOptimal({ spec, limits }: SmallMapspace, best: readonly (readonly number[])[][], a: number): void {
  const { metrics, pareto } = AIMS[a] as Aim;
  const search = new OptimalSearch(spec, limits, { objective: metrics, pareto });
  while (search.advance(1000) === "running");
  const known = best[a] as (readonly number[])[];
  expect(search.status).toBe(known.length === 0 ? "infeasible" : "proven");
  if (search.best === undefined) return;
  const found = (pareto ? search.front : [search.best]).map(({ evaluation }) =>
    costsOf(metrics, figuresOf(evaluation)),
  );
  const isSame = found.length === known.length && found.every((costs, i) => compareCosts(costs, known[i] ?? []) === 0);
  expect({ isSame, metrics, found, known }).toMatchObject({ isSame: true });
  expect(search.gap).toBe(0);
  expect(compareCosts([search.lowerBound], (known[0] as readonly number[]).slice(0, 1))).toBe(0);
}

describe("the optimal search", () => {
  for (const spatial of [false, true]) {
    for (const bypass of [false, true]) {
      const name = `${spatial ? "with" : "without"} fan-out, ${bypass ? "with" : "without"} free bypass`;
      it(`finds what brute force finds ${name}`, { timeout: 600_000 }, () => {
        let enumerated = 0;
        fc.assert(
          fc.property(smallMapspace({ spatial, bypass }), fc.nat(AIMS.length - 1), (space, first) => {
            const best = bruteForce(space);
            if (best === undefined) return;
            enumerated++;
            for (let i = 0; i < AIMS_A_SPACE; i++) isOptimal(space, best, (first + i) % AIMS.length);
          }),
          { numRuns: Math.ceil(inject("propertyRuns") / 8) },
        );
        // Four times 50 of 1000: that many triples of architecture, problem and limits at least.
        expect(enumerated).toBeGreaterThanOrEqual(inject("propertyRuns") / 20);
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
        if (best !== undefined) for (const a of [EDP, EDP + 1, EDP + 2]) isOptimal(space, best, a);
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 10) },
    );
  });

  it("finds the same in small steps, without a table and with bounds sharpened, its bound never above the answer", {
    timeout: 600_000,
  }, () => {
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), ({ spec, limits }) => {
        const whole = new OptimalSearch(spec, limits);
        for (let i = 0; i < 50 && whole.advance(1000) === "running"; i++);
        if (whole.status === "running") return;
        const steps = new OptimalSearch(spec, limits, { memoryBytes: 0 });
        const sharp = new OptimalSearch(spec, limits, {
          schedule: { alone: 40, tasks: 3, firstTask: 20, mostTask: 100 },
        });
        while (sharp.advance(100) === "running") expect(sharp.lowerBound).toBeLessThanOrEqual(least(whole));
        const bounds: number[] = [];
        while (steps.advance(7) === "running") bounds.push(steps.lowerBound);
        expect(steps.status).toBe(whole.status);
        if (whole.best === undefined) return;
        const { edpJouleCycles } = whole.best.evaluation;
        const own = steps.best?.evaluation;
        expect(compareCosts([own?.edpJouleCycles ?? 0], [edpJouleCycles])).toBe(0);
        expect(compareCosts([sharp.best?.evaluation.edpJouleCycles ?? 0], [edpJouleCycles])).toBe(0);
        expect(Math.max(0, ...bounds)).toBeLessThanOrEqual(edpJouleCycles * (1 + 1e-9));
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 10) },
    );
  });
});

function least({ best }: OptimalSearch): number {
  return (best?.evaluation.edpJouleCycles ?? Number.POSITIVE_INFINITY) * (1 + 1e-9);
}
