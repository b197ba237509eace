/** Whoever does which task, where and when: the optimal search goes through the same rounds to the same end. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { compareCosts, type Metric } from "../objective.ts";
import { OptimalSearch, type Schedule } from "./optimal-search.ts";
import { type OptimalResult, OptimalRunner, type OptimalTask } from "./optimal-task.ts";
import { type SmallMapspace, smallMapspace } from "./testing/small-mapspace.ts";

/** Small spaces go through many rounds, of parts of all sizes. */
const schedules: fc.Arbitrary<Schedule> = fc.record({
  alone: fc.integer({ min: 1, max: 60 }),
  tasks: fc.integer({ min: 1, max: 5 }),
  firstTask: fc.integer({ min: 1, max: 10 }),
  mostTask: fc.integer({ min: 5, max: 40 }),
});

/** What is asked for: one metric, a list with a part that is searched first, a front. */
interface Question {
  readonly objective: readonly Metric[];
  readonly pareto: boolean;
}

const questions: fc.Arbitrary<Question> = fc.constantFrom(
  { objective: ["edp"], pareto: false },
  { objective: ["delay", "energy"], pareto: false },
  { objective: ["last-level-accesses", "energy"], pareto: false },
  { objective: ["energy", "delay"], pareto: true },
  { objective: ["energy", "utilization", "last-level-accesses"], pareto: true },
);

/** Everything that is told of a search. */
function told(search: OptimalSearch): object {
  const { status, nodes, evaluated, pruned, lowerBounds, gap, best, front } = search;
  const mappings = front.map(({ mapping }) => mapping);
  return { status, nodes, evaluated, pruned: { ...pruned }, lowerBounds, gap, mapping: best?.mapping, mappings };
}

/** On one thread in steps of `step`: what is told after each round; undefined if it takes too long. */
function alone(
  { spec, limits }: SmallMapspace,
  question: Question,
  schedule: Schedule,
  step: number,
): object[] | undefined {
  const search = new OptimalSearch(spec, limits, { ...question, schedule });
  const history: object[] = [];
  for (let steps = 0; search.advance(step) === "running"; steps++) {
    if (search.rounds > history.length) history.push(told(search));
    if (steps > 50_000 || history.length > 400) return undefined;
  }
  return [...history, told(search)];
}

/** By threads that take what they get, lose some of it and give some of it twice. */
function byThreads(
  { spec, limits }: SmallMapspace,
  question: Question,
  schedule: Schedule,
  rolls: readonly number[],
): object[] {
  const search = new OptimalSearch(spec, limits, { ...question, schedule });
  const setup = structuredClone(search.setup);
  const threads = [new OptimalRunner(setup), new OptimalRunner(setup), new OptimalRunner(setup)];
  const history: object[] = [];
  let at = 0;
  const roll = (): number => rolls[at++ % rolls.length] as number;
  while (search.status === "running") {
    if (search.rounds > history.length) history.push(told(search));
    if (search.needsOwner) {
      search.advance(1 + roll());
      continue;
    }
    const done: [OptimalTask, OptimalResult][] = [];
    for (let task = search.takeTask(); task !== undefined; task = search.takeTask()) {
      if (roll() === 0) {
        // The thread dies with it.
        search.giveBack(task);
        continue;
      }
      const runner = threads[roll() % threads.length] as OptimalRunner;
      runner.start(structuredClone(task));
      while (!runner.isDone) runner.advance(1 + roll());
      done.push([task, structuredClone(runner.finish())]);
    }
    done.sort(([a], [b]) => ((a.number * 7 + roll()) % 11) - ((b.number * 7 + roll()) % 11));
    for (const [task, result] of done) {
      search.giveResult(task, result);
      if (roll() === 1) search.giveResult(task, result);
    }
  }
  return [...history, told(search)];
}

const rolled = fc.array(fc.nat(9), { minLength: 20, maxLength: 40 });

describe("rounds of the optimal search", () => {
  it("end the same on one thread and on several, in any order, with losses", { timeout: 600_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(
        smallMapspace({ spatial: true, bypass: true }),
        questions,
        schedules,
        fc.integer({ min: 1, max: 200 }),
        rolled,
        (space, question, schedule, step, rolls) => {
          const expected = alone(space, question, schedule, step);
          if (expected === undefined) return;
          if (expected.length > 3) compared++;
          expect(byThreads(space, question, schedule, rolls)).toEqual(expected);
        },
      ),
      { numRuns: Math.ceil(inject("propertyRuns") / 8) },
    );
    expect(compared).toBeGreaterThan(inject("propertyRuns") / 25);
  });

  it("prove what the search alone proves, also when they are left in the middle", { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), schedules, rolled, (space, schedule, rolls) => {
        const { spec, limits } = space;
        const whole = new OptimalSearch(spec, limits);
        for (let i = 0; i < 40 && whole.advance(1000) === "running"; i++);
        if (whole.status === "running") return;
        const optimum = whole.best?.evaluation;
        const search = new OptimalSearch(spec, limits, { schedule });
        const runner = new OptimalRunner(search.setup);
        let at = 0;
        const roll = (): number => rolls[at++ % rolls.length] as number;
        let below = Number.NEGATIVE_INFINITY;
        for (let steps = 0; search.status === "running"; steps++) {
          const task = roll() < 3 ? search.takeTask() : undefined;
          if (task !== undefined) {
            runner.start(task);
            runner.advance(1 + roll());
            search.leaveRound(roll() < 5 ? [[task, runner.finish()]] : []);
          } else if (roll() < 1) search.leaveRound();
          else search.advance(1 + 20 * roll());
          if (steps > 30_000) return;
          below = search.lowerBound;
          if (optimum === undefined) continue;
          expect(below).toBeLessThanOrEqual(optimum.edpJouleCycles * (1 + 1e-9));
        }
        expect(search.status).toBe(whole.status);
        if (optimum === undefined) return;
        const own = search.best?.evaluation;
        expect(compareCosts([own?.edpJouleCycles ?? 0], [optimum.edpJouleCycles])).toBe(0);
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 8) },
    );
  });
});
