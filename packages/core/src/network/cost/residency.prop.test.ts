/** The dynamic programme against every choice there is, on small random graphs. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import {
  chooseResidents,
  type ResidencyProblem,
  type Situation,
  type StayCandidate,
  situationKey,
  situationsOf,
} from "./residency.ts";

const LIMIT = 4096;

/** Up to eight tensors among up to seven layers, with one to three consumers each. */
const problems: fc.Arbitrary<ResidencyProblem> = fc.integer({ min: 1, max: 7 }).chain((layers) =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          fc.nat(layers - 1),
          fc.array(fc.nat(layers - 1), { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 0, max: 9 }),
        ),
        { maxLength: 8 },
      ),
      fc.integer({ min: 0, max: 20 }),
    )
    .map(([drafts, capacity]) => {
      const candidates = drafts.flatMap(([producer, places, words]): StayCandidate[] => {
        const consumers = [...new Set(places)].filter((place) => place > producer).sort((a, b) => a - b);
        return consumers.length > 0 ? [{ producer, consumers, words }] : [];
      });
      return { layers, candidates, capacity };
    }),
);

/** The situation of each layer if the candidates in `stay` stay. */
function situationsIf({ layers, candidates }: ResidencyProblem, stay: readonly number[]): Situation[] {
  return Array.from({ length: layers }, (_, layer) => {
    const of = (test: (candidate: StayCandidate) => boolean): number[] =>
      stay.filter((c) => test(candidates[c] as StayCandidate));
    const there = of(({ producer, consumers }) => producer <= layer && layer <= (consumers.at(-1) as number));
    return {
      layer,
      used: of(({ consumers }) => consumers.includes(layer)),
      made: of(({ producer }) => producer === layer),
      words: there.reduce((sum, c) => sum + (candidates[c] as StayCandidate).words, 0),
    };
  });
}

function everyChoice(count: number): number[][] {
  return Array.from({ length: 2 ** count }, (_, bits) => [...Array(count).keys()].filter((c) => (bits >> c) & 1));
}

/**
 * Costs out of nowhere, the same for the same situation; some situations are impossible. Whole, so that sums are exact.
 */
function costsBy(salt: number): (situation: Situation) => readonly number[] | undefined {
  return (situation) => {
    let hash = salt;
    for (const character of situationKey(situation)) {
      hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
    }
    if (hash % 11 === 0 && situation.words > 0) return undefined;
    return [(hash >>> 4) % 4, (hash >>> 8) % 100];
  };
}

function less(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((cost, i) => cost !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

describe("the choice of what stays", () => {
  it("is the best of all choices, and never worse than that nothing stays", () => {
    let many = 0;
    fc.assert(
      fc.property(problems, fc.nat(), (problem, salt) => {
        const costOf = costsBy(salt);
        const totalOf = (stay: readonly number[]): readonly number[] | undefined => {
          const situations = situationsIf(problem, stay);
          if (situations.some(({ words }) => words > problem.capacity)) return undefined;
          const costs = situations.map(costOf);
          if (costs.some((each) => each === undefined)) return undefined;
          return costs.reduce<number[]>((sum, each) => sum.map((s, i) => s + (each?.[i] ?? 0)), [0, 0]);
        };
        const totals = everyChoice(problem.candidates.length).flatMap((stay) => totalOf(stay) ?? []).length;
        let best: readonly number[] | undefined;
        for (const stay of everyChoice(problem.candidates.length)) {
          const total = totalOf(stay);
          if (total && (!best || less(total, best))) best = total;
        }
        if (totals > 20) many++;
        const found = chooseResidents(problem, LIMIT, costOf);
        expect(found?.costs).toEqual(best);
        if (!found) return;
        expect(totalOf(found.stay)).toEqual(best);
        expect(found.situations.map(situationKey)).toEqual(situationsIf(problem, found.stay).map(situationKey));
        const none = totalOf([]);
        if (none) expect(less(none, found.costs)).toBe(false);
      }),
    );
    expect(many).toBeGreaterThan(inject("propertyRuns") / 50);
  });

  it("asks for every situation that some choice leads to, and for no other", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const asked = situationsOf(problem, LIMIT)?.map(situationKey) ?? [];
        const possible = everyChoice(problem.candidates.length)
          .map((stay) => situationsIf(problem, stay))
          .filter((situations) => situations.every(({ words }) => words <= problem.capacity));
        expect([...asked].sort()).toEqual([...new Set(possible.flat().map(situationKey))].sort());
      }),
      { numRuns: 200 },
    );
  });

  it("says so where there are too many states", () => {
    const candidates = Array.from({ length: 6 }, (_, i) => ({ producer: i, consumers: [9], words: 1 }));
    const problem = { layers: 10, candidates, capacity: 100 };
    expect(situationsOf(problem, 63)).toBeUndefined();
    expect(chooseResidents(problem, 63, () => [1])).toBeUndefined();
    expect(situationsOf(problem, 64)).toBeDefined();
  });
});
