import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { SeenNests } from "./dominance.ts";
import { Incumbent } from "./incumbent.ts";
import { keepChoices } from "./keep-choice.ts";
import { type BoundedChoice, KeepOrder, keepOrderBytes } from "./keep-order.ts";
import { SearchSpace } from "./search-space.ts";
import { SpatialOrders } from "./spatial-orders.ts";
import { type SmallMapspace, smallMapspace } from "./testing/small-mapspace.ts";
import { TreeSearch } from "./tree-search.ts";

/** Takes all choices; `visit` sees what is said of those that are still to come. */
function* choicesOf(order: KeepOrder): Generator<BoundedChoice> {
  while (!order.isExhausted) {
    const found = order.next();
    if (found !== undefined) yield found;
  }
}

/** Nothing fixed about who keeps what, at levels and data spaces by number. */
function freed({ spec, limits }: SmallMapspace): SmallMapspace {
  const levels = limits.levels.map((level) => ({ ...level, keep: level.keep.map(() => undefined) }));
  return { spec, limits: { ...limits, levels } };
}

function every({ levels }: SearchSpace): boolean[] {
  return Array.from({ length: levels }, () => true);
}

describe("the order of ways to keep or bypass", () => {
  it("has each way once, roughly by rising energy, and never one below what it said", () => {
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), fc.boolean(), (drawn, isFree) => {
        const { spec, limits } = isFree ? freed(drawn) : drawn;
        const space = new SearchSpace(spec, limits);
        const order = new KeepOrder(space, every(space));
        const found: string[] = [];
        let most = 0;
        let said = order.energyPj;
        for (const { choice, energyPj } of choicesOf(order)) {
          found.push(choice.keep.join());
          // What was said before this one, and is said of it and all that follow.
          expect(energyPj).toBeGreaterThanOrEqual(said);
          said = order.energyPj;
          expect(energyPj).toBeGreaterThanOrEqual(said);
          expect(energyPj).toBeGreaterThanOrEqual(most * (1 - 1 / 32));
          most = Math.max(most, energyPj);
        }
        const all = [...keepChoices(limits, space.dataSpaces)].map(({ keep }) => keep.join());
        expect(found.toSorted()).toEqual(all.toSorted());
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 5) },
    );
  });

  it("says no more of a way than its tree does", () => {
    fc.assert(
      fc.property(smallMapspace({ spatial: true, bypass: true }), (drawn) => {
        const { spec, limits } = freed(drawn);
        const space = new SearchSpace(spec, limits);
        const incumbent = new Incumbent(space, ["energy", "delay"], true);
        const orders = new SpatialOrders(space, incumbent.plan.layout);
        for (const { choice, energyPj, cycles } of choicesOf(new KeepOrder(space, every(space)))) {
          const pruned = { capacity: 0, bound: 0, dominated: 0 };
          const tree = new TreeSearch(space, choice, incumbent, orders, pruned, new SeenNests(0));
          expect(energyPj).toBeLessThanOrEqual((tree.rootCosts[0] as number) * (1 + 1e-12));
          expect(cycles).toBeLessThanOrEqual((tree.rootCosts[1] as number) * (1 + 1e-12));
        }
      }),
      { numRuns: Math.ceil(inject("propertyRuns") / 10) },
    );
  });

  it("needs room for ways of each data space, not for all of them together", () => {
    const [space] = fc.sample(smallMapspace({ spatial: false, bypass: true }), { numRuns: 1, seed: 1 });
    const keep = [undefined, undefined, undefined];
    const level = { ...space!.limits.levels[0]!, keep };
    const limits = { ...space!.limits, levels: Array.from({ length: 6 }, () => level) };
    expect(keepOrderBytes(limits)).toBeLessThan(2 ** 16);
  });
});
