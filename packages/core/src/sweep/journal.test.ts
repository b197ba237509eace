import { describe, expect, it } from "vitest";
import { journalHeader, journalLine, readJournal } from "./journal.ts";
import { parseAxes } from "./parse-axis.ts";
import { planSweep } from "./plan-sweep.ts";
import { runSweep, type SweepRecord } from "./run-sweep.ts";
import { analyticMemory } from "./testing/analytic-memory.ts";

const plan = planSweep("analytic", parseAxes(["depth=2..64x2", "width=0,8"]).axes, "v1").plan;

function run(finished?: ReadonlyMap<string, SweepRecord>) {
  if (plan === undefined) throw new Error("no plan");
  let asked = 0;
  const estimate: typeof analyticMemory = (...question) => {
    asked++;
    return analyticMemory(...question);
  };
  const steps = [...runSweep(plan, estimate, finished)];
  return { steps, records: steps.map(({ record }) => record), asked };
}

describe("a journal", () => {
  const { records } = run();
  const whole = journalHeader() + records.map(journalLine).join("");

  it("gives back what was written, refusals too", () => {
    const { finished, diagnostics, wholeLength } = readJournal("j", whole);
    expect(diagnostics).toEqual([]);
    expect([...finished.values()]).toEqual(records);
    expect(wholeLength).toBe(whole.length);
    expect(records.filter((record) => "error" in record)).toHaveLength(6);
  });

  it("saves every finished point from being asked again", () => {
    expect(run(readJournal("j", whole).finished)).toMatchObject({ asked: 0, records });
  });

  it("drops a torn last line, wherever it was torn", () => {
    for (const cut of [0, 5, journalHeader().length + 10, whole.length - 1]) {
      const { finished, diagnostics, wholeLength } = readJournal("j", whole.slice(0, cut));
      expect(diagnostics).toEqual([]);
      expect(whole.slice(0, wholeLength).endsWith("\n") || wholeLength === 0).toBe(true);
      const resumed = run(finished);
      expect(resumed.records).toEqual(records);
      expect(resumed.asked).toBe(records.length - finished.size);
    }
  });

  it("tells of a damaged line and goes on", () => {
    const lines = whole.split("\n");
    lines[2] = '{"hash": 7}';
    const { finished, diagnostics } = readJournal("j", lines.join("\n"));
    expect(diagnostics).toMatchObject([{ code: "sweep-journal-line", severity: "warning" }]);
    expect(finished.size).toBe(records.length - 1);
  });

  it("refuses a file that is something else", () => {
    expect(readJournal("j", "depth,width\n1,2\n").diagnostics).toMatchObject([{ code: "sweep-journal-foreign" }]);
    expect(readJournal("j", "").diagnostics).toEqual([]);
  });

  it("does not take a record for another question of the same hash", () => {
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new Error("no records");
    const wrong = new Map([[first.hash, { ...second, hash: first.hash }]]);
    expect(run(wrong)).toMatchObject({ asked: records.length, records });
  });
});
