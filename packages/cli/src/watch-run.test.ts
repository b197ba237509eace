import { describe, expect, it } from "vitest";
import { recordingTerminal } from "./terminal.ts";
import { watchRun } from "./watch-run.ts";

describe("watchRun", () => {
  it("tells as JSON lines, not more often than is of use", () => {
    const terminal = recordingTerminal();
    const watch = watchRun(terminal, "map", { json: true });
    for (let done = 0; done < 5; done++) watch.tell(() => ({ done, json: { nodes: done } }));
    watch.end();
    const [line, ...more] = terminal.errors.trimEnd().split("\n");
    expect(more).toEqual([]);
    expect(JSON.parse(line ?? "")).toMatchObject({ event: "progress", nodes: 0, seconds: expect.any(Number) });
  });

  it("is over when its time is up", () => {
    const open = watchRun(recordingTerminal(), "map");
    expect([open.isOver, open.interrupted]).toEqual([false, false]);
    open.end();
    const closed = watchRun(recordingTerminal(), "map", { seconds: 0 });
    expect([closed.isOver, closed.interrupted]).toEqual([true, false]);
    closed.end();
  });

  it.each([true, false])(
    "is over at Ctrl-C, and gives the signals back at its end (says so: %s)",
    (saysInterrupted) => {
      const before = process.listenerCount("SIGINT");
      const ended = watchRun(recordingTerminal(), "map");
      expect(process.listenerCount("SIGINT")).toBe(before + 1);
      ended.end();
      expect(process.listenerCount("SIGINT")).toBe(before);

      const terminal = recordingTerminal();
      const watch = watchRun(terminal, "map", { saysInterrupted });
      const [handler] = process.listeners("SIGINT").slice(-1);
      handler?.("SIGINT");
      expect([watch.isOver, watch.interrupted]).toEqual([true, true]);
      expect(terminal.errors).toBe(saysInterrupted ? "interrupted\n" : "");
      watch.end();
      // A second signal must not change the exit code, so the handlers of an interrupted run stay: take them away here.
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        for (const each of process.listeners(signal).slice(before)) process.off(signal, each);
      }
    },
  );
});
