import { type Evaluation, evaluate, type Spec } from "@tilewright/core";
import { describe, expect, it } from "vitest";
import { explainMovement, explainSemantics } from "./explain-comparison.ts";
import { movementsOf } from "./movement.ts";
import { QUESTION_ONE, questionOne } from "./testing/question-one.ts";

function plain(text: string): string {
  return text.replaceAll("\u00a0", " ");
}

function movement(spec: Spec, dataSpace: string): ReturnType<typeof movementsOf>[number] {
  const found = movementsOf(spec, evaluate(spec)).find((each) => each.dataSpace === dataSpace);
  if (found === undefined) throw new Error(`no movement of ${dataSpace}`);
  return found;
}

/** An evaluation in which one data space's movement between the two levels has another count. */
function withInputs(evaluation: Evaluation, words: number): Evaluation {
  if (!evaluation.valid) throw new Error("invalid");
  return {
    ...evaluation,
    semantics: "exact",
    levels: evaluation.levels.map((level) => {
      const inputs = level.kind === "storage" ? level.dataSpaces["Inputs"] : undefined;
      if (level.kind !== "storage" || inputs === undefined) return level;
      const counter = level.name === "MainMemory" ? "reads" : "fills";
      return { ...level, dataSpaces: { ...level.dataSpaces, Inputs: { ...inputs, [counter]: words } } };
    }),
  };
}

describe("movementsOf", () => {
  it("finds which loops run through a data space again", () => {
    const { ws } = QUESTION_ONE;
    expect(movement(ws, "Weights")).toMatchObject({ passes: 1, stays: [], wordsIn: 96, distinctWords: 96 });
    const inputs = movement(ws, "Inputs");
    expect(inputs).toMatchObject({ passes: 16, wordsIn: 288, distinctWords: 18, outer: "MainMemory", inner: "Buffer" });
    expect(inputs.refetches.map((loop) => loop.label)).toEqual(["m"]);
    expect(inputs.slides.map((loop) => loop.label)).toEqual(["r"]);
  });

  it("finds which loops leave a data space where it is", () => {
    const { osUntiled1, osUntiled2 } = QUESTION_ONE;
    expect(movement(osUntiled1, "Weights").stays.map((loop) => loop.label)).toEqual(["p"]);
    expect(movement(osUntiled2, "Inputs").stays.map((loop) => loop.label)).toEqual(["m"]);
    expect(movement(osUntiled2, "Weights")).toMatchObject({ passes: 16, wordsIn: 1536 });
  });

  it("says how much of the window is still there when it slides back", () => {
    // After r = 2 the buffer holds inputs 2 to 17; the next m asks for 0 to 15: 14 are there.
    expect(movement(QUESTION_ONE.ws, "Inputs").wrap).toMatchObject({ tileWords: 16, keptWords: 14 });
    // After p = 15 it holds 15 to 17; the next m asks for 0 to 2: nothing is there.
    expect(movement(QUESTION_ONE.osUntiled1, "Inputs").wrap).toBeUndefined();
  });

  it("names the level where two loops run over one dimension", () => {
    const spec = questionOne(
      [
        ["P", 2],
        ["M", 4],
        ["R", 3],
      ],
      [["P", 8]],
    );
    expect(movement(spec, "Outputs").refetches.map((loop) => loop.label)).toEqual(["r"]);
  });
});

describe("explainMovement", () => {
  it.each([
    [
      "ws",
      ["Weights come in once (96 words)", "Inputs slide along r and come in 16 times over, because m runs outside"],
    ],
    ["osUntiled1", ["Weights stay in Buffer while p runs and come in once", "32 times over, because m runs outside"]],
    ["osUntiled2", ["Weights come in 16 times over, because p runs outside them (1 536 words for 96 distinct)"]],
    ["osTiled1", ["(72 words for 18 distinct)", "Outputs are completed in Buffer and leave once (512 words)"]],
    ["osTiled2", ["Inputs stay in Buffer while m runs, slide along p and come in once (18 words)"]],
  ] as const)("explains %s", (name, parts) => {
    const spec = QUESTION_ONE[name];
    const sentence = plain(explainMovement(spec, evaluate(spec)).join(" "));
    for (const part of parts) expect(sentence).toContain(part);
  });

  it("says that partial sums leave and come back", () => {
    const spec = questionOne(
      [
        ["P", 16],
        ["M", 32],
        ["R", 3],
      ],
      [],
    );
    const sentence = plain(explainMovement(spec, evaluate(spec)).join(" "));
    expect(sentence).toContain(
      "Outputs leave Buffer unfinished 3 times over, because r runs outside them (1 536 words",
    );
  });
});

describe("explainSemantics", () => {
  it("says where exact counting differs, by how much and why", () => {
    const timeloop = evaluate(QUESTION_ONE.ws);
    const [sentence = "", ...more] = explainSemantics(QUESTION_ONE.ws, timeloop, withInputs(timeloop, 78)).map(plain);
    expect(more).toEqual([]);
    for (const part of ["288", "78", "when m steps and r starts over", "14 of its 16", "2 are new"]) {
      expect(sentence).toContain(part);
    }
  });

  it("says nothing where they agree", () => {
    const timeloop = evaluate(QUESTION_ONE.osTiled1);
    expect(explainSemantics(QUESTION_ONE.osTiled1, timeloop, { ...timeloop })).toEqual([]);
  });
});
