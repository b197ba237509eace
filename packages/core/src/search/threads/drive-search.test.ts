/** Searches on threads that run in turns: the result is that of one thread, whatever becomes of them. */
import { describe, expect, it } from "vitest";
import type { StartThread } from "../../platform.ts";
import type { DividedSearch } from "./divided-search.ts";
import { type DriveReport, driveSearch } from "./drive-search.ts";
import { type Fate, fakeThreads, hastyPlatform } from "./testing/fake-threads.ts";
import { lanes, proof, type Told } from "./testing/searches.ts";

async function drive<Task, Result>(
  { search }: Told<DividedSearch<Task, Result>>,
  threads: number,
  startThread?: StartThread,
): Promise<DriveReport> {
  return driveSearch(search, { platform: hastyPlatform, startThread, threads, isOver: () => false });
}

const FATES: readonly (readonly [name: string, fates: readonly (Fate | undefined)[]])[] = [
  ["live on", []],
  ["die before they are ready", [{ after: 0, reason: "no such script" }]],
  ["die at a task", [undefined, { after: 2, reason: "out of memory" }]],
  ["all die", [1, 2, 4].map((after) => ({ after, reason: `after ${after}` }))],
];

describe("a search on threads", () => {
  it.each(FATES)("that %s proves the same, with the same counts", async (_name, fates) => {
    const alone = proof();
    await drive(alone, 1);
    expect(alone.told()).toMatchObject({ status: "proven" });
    const divided = proof();
    const { died } = await drive(divided, 3, fakeThreads(fates));
    expect(divided.told()).toEqual(alone.told());
    const expected = fates.flatMap((fate, i) => (fate ? [{ thread: i + 1, reason: fate.reason }] : []));
    expect(died.toSorted((a, b) => a.thread - b.thread)).toEqual(expected);
  });

  it.each(FATES)("that %s finds the same, lane by lane", async (_name, fates) => {
    const alone = lanes();
    await drive(alone, 1);
    const divided = lanes();
    const { died } = await drive(divided, 3, fakeThreads(fates));
    expect(divided.told()).toEqual(alone.told());
    expect(died.length).toBe(fates.filter((fate) => fate !== undefined).length);
  });

  it("stops at the same gap", async () => {
    const alone = proof(0.3);
    await drive(alone, 1);
    const divided = proof(0.3);
    await drive(divided, 2, fakeThreads());
    expect(divided.told()).toEqual(alone.told());
    expect(divided.search.isNear).toBe(true);
  });

  it("left in the middle has the best so far and an honest bound", async () => {
    const whole = proof();
    await drive(whole, 1);
    const optimum = whole.search.search.lowerBound;
    for (const threads of [1, 2]) {
      const cut = proof();
      let looks = 0;
      const isOver = (): boolean => cut.search.search.rounds > 2 && ++looks > 3;
      await driveSearch(cut.search, { platform: hastyPlatform, startThread: fakeThreads(), threads, isOver });
      const { best, lowerBound, status, nodes } = cut.search.search;
      expect(status).toBe("running");
      expect(best).toBeDefined();
      expect(nodes).toBeGreaterThan(0);
      expect(lowerBound).toBeGreaterThan(0);
      expect(lowerBound).toBeLessThanOrEqual(optimum * (1 + 1e-9));
      // Nothing is lost: going on from there ends where the whole search ends.
      await drive(cut, 1);
      expect(cut.search.search.lowerBound).toBeCloseTo(optimum, -Math.log10(optimum) + 9);
    }
  });

  it("keeps what a lane had told of when its thread died, until it is done again", async () => {
    const { search, told } = lanes();
    const first = search.takeTask() as number;
    const early = { ...search.results()[first]!, counts: { ...search.results()[first]!.counts, visited: 7 } };
    search.giveNews(first, early);
    expect(search.results()[first]).toEqual(early);
    search.giveBack(first);
    expect(search.results()[first]).toEqual(early);
    expect(search.waitingTasks).toBe(6);
    await drive({ search, told }, 1);
    expect(search.results()[first]!.counts.visited).toBeGreaterThan(7);
  });

  it("reports a bug of its own as a bug, after a thread has met it", async () => {
    const { search } = proof();
    const advance = search.advance.bind(search);
    const broken: StartThread = (events) => {
      setTimeout(() => events.message({ kind: "ready" }), 0);
      return {
        post: (message) => {
          if ((message as { kind: string }).kind !== "task") return;
          search.advance = () => {
            if (search.waitingTasks > 0) throw new Error("a broken invariant");
            advance();
          };
          setTimeout(() => events.message({ kind: "failed", reason: "a broken invariant" }), 0);
        },
        terminate: () => {},
      };
    };
    await expect(
      driveSearch(search, { platform: hastyPlatform, startThread: broken, threads: 2, isOver: () => false }),
    ).rejects.toThrow("a broken invariant");
  });
});
