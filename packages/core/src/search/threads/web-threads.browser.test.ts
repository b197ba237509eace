/** Real web workers, in a browser: searches on them end as on the page alone. */
import { describe, expect, it } from "vitest";
import type { Platform, StartThread } from "../../platform.ts";
import type { DividedSearch } from "./divided-search.ts";
import { type DriveReport, driveSearch } from "./drive-search.ts";
import { hastyPlatform } from "./testing/fake-threads.ts";
import { lanes, proof, type Told } from "./testing/searches.ts";
import { webPlatform, webThreads } from "./web-threads.ts";

const works = (): Worker => new Worker(new URL("./testing/search-worker.ts", import.meta.url), { type: "module" });
const dies = (): Worker =>
  new Worker(new URL("./testing/search-worker.ts", import.meta.url), { type: "module", name: "dies" });
const isMissing = (): Worker => new Worker("/there-is-no-such-file.js", { type: "module" });

/** Until each worker has been heard of, the page hardly works. */
async function drive<Task, Result>(
  { search }: Told<DividedSearch<Task, Result>>,
  create?: () => Worker,
): Promise<DriveReport & { readonly messages: number }> {
  const threads = create ? 2 : 1;
  let silent = create ? threads : 0;
  let messages = 0;
  const start = create && webThreads(create);
  const startThread: StartThread | undefined =
    start &&
    ((events) => {
      let isFirst = true;
      const hear = (): void => {
        if (isFirst) silent--;
        isFirst = false;
      };
      return start({
        message: (message) => {
          messages++;
          hear();
          events.message(message);
        },
        died: (reason) => {
          hear();
          events.died(reason);
        },
      });
    });
  const platform: Platform = { ...hastyPlatform, wait: (ms) => hastyPlatform.wait(silent > 0 ? ms + 100 : ms) };
  const report = await driveSearch(search, { platform, startThread, threads, isOver: () => false });
  return { ...report, messages };
}

describe("web workers", () => {
  it("prove what the page alone proves, with the same counts", async () => {
    const alone = proof();
    await drive(alone);
    const divided = proof();
    const { died, messages } = await drive(divided, works);
    expect(divided.told()).toEqual(alone.told());
    expect(died).toEqual([]);
    expect(messages).toBeGreaterThan(2);
  });

  it("find, lane by lane, what the page alone finds", async () => {
    const alone = lanes();
    await drive(alone);
    const divided = lanes();
    const { died, messages } = await drive(divided, works);
    expect(divided.told()).toEqual(alone.told());
    expect(died).toEqual([]);
    expect(messages).toBeGreaterThan(2);
  });

  it.each([
    ["die at a task", dies, "out of memory"],
    ["cannot be started", isMissing, ""],
  ])("that %s lose nothing", async (_name, create, reason) => {
    const alone = proof();
    await drive(alone);
    const divided = proof();
    const { died } = await drive(divided, create);
    expect(divided.told()).toEqual(alone.told());
    expect(died.map(({ thread }) => thread).toSorted()).toEqual([1, 2]);
    for (const each of died) expect(each.reason).toContain(reason);
  });

  it("leave a turn to others and wait as long as they are told to", async () => {
    const platform = webPlatform(globalThis);
    const from = platform.now();
    for (let i = 0; i < 100; i++) await platform.wait(0);
    const turns = platform.now() - from;
    await platform.wait(30);
    expect(platform.now() - from - turns).toBeGreaterThan(25);
    // Nested timers of 0 ms take 4 ms each.
    expect(turns).toBeLessThan(400);
  });
});
