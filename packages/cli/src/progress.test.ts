import { describe, expect, it } from "vitest";
import { startProgress } from "./progress.ts";
import { recordingTerminal } from "./terminal.ts";

function run(interactive: boolean, steps: readonly (readonly [atMs: number, done: number])[]): string {
  const terminal = { ...recordingTerminal(), interactive };
  let time = 0;
  const progress = startProgress(terminal, "simulate", () => time);
  for (const [at, done] of steps) {
    time = at;
    progress.update(done, 100);
  }
  progress.finish();
  progress.finish();
  return terminal.errors;
}

describe("startProgress", () => {
  it("says nothing about what is over within a second", () => {
    expect(
      run(true, [
        [500, 50],
        [900, 90],
      ]),
    ).toBe("");
    expect(
      run(false, [
        [500, 50],
        [4900, 90],
      ]),
    ).toBe("");
  });

  it("writes a plain line every five seconds to a log", () => {
    const lines = run(false, [
      [5000, 25],
      [7000, 30],
      [10_000, 50],
      [14_000, 60],
    ])
      .trimEnd()
      .split("\n");
    expect(lines).toEqual(["simulate, 25 %, 15 s left", "simulate, 50 %, 10 s left"]);
  });

  it("redraws one line on a terminal and leaves it clean with the cursor shown", () => {
    const text = run(true, [
      [2000, 50],
      [2050, 51],
      [3000, 75],
    ]);
    expect(text.match(/2 s left/g)).toHaveLength(1);
    expect(text.match(/1 s left/g)).toHaveLength(1);
    expect(text.startsWith("\u001b[?25l")).toBe(true);
    expect(text.endsWith("\r\u001b[2K\u001b[?25h")).toBe(true);
    expect(text).not.toContain("\n");
  });
});
