import { describe, expect, it } from "vitest";
import type { Spec } from "../spec/spec.ts";
import { InvariantError } from "../text/invariant.ts";
import { equate, numberGroup } from "./equation.ts";
import { createExplainer, explainCount } from "./explain-count.ts";
import type { ExplainQuestion, Explanation } from "./explanation.ts";
import { explainMain } from "./main-contributors.ts";
import { renderBriefly, renderExplanation } from "./render-explanation.ts";
import { spatialRow, tooLarge, weightStationary } from "./testing/question-one.ts";

function explained(spec: Spec, question: ExplainQuestion): Explanation {
  const explanation = explainCount(spec, question);
  if ("code" in explanation) throw new Error(explanation.message);
  return explanation;
}

const INPUT_READS = { level: "MainMemory", dataSpace: "Inputs", counter: "reads" } as const;

describe("question 1, weight stationary: input reads of main memory", () => {
  it("are 288 by Timeloop's rules: the window turns back with every M", () => {
    const explanation = explained(weightStationary(), { ...INPUT_READS, semantics: "timeloop" });
    expect(explanation.value).toBe(288);
    const [series] = explanation.series;
    expect(series?.tile).toMatchObject({ words: 16, reusing: [{ dimension: "M", bound: 2, level: "Buffer" }] });
    expect(
      series?.steps.map(({ loop, rule, effect, newWords, times }) => [
        loop?.dimension,
        rule,
        effect,
        newWords,
        times.value,
      ]),
    ).toEqual([
      [undefined, "first-tile", "first", 16, 1],
      ["R", "first-movement", "slides", 1, 32],
      ["M", "reversed", "slides", 16, 15],
    ]);
    expect(
      series?.steps[1]?.times.parts?.map((product) => product.map(({ value, loop }) => [value, loop?.dimension])),
    ).toEqual([
      [
        [2, "R"],
        [16, "M"],
      ],
    ]);
    expect(explanation.difference).toMatchObject({ semantics: "exact", value: 78 });
    expect(renderExplanation(explanation)).toMatchInlineSnapshot(`
      "reads of Inputs at MainMemory: 288, by timeloop counting

        reads = 16 + 32 x 1 + 15 x 16 = 288

      What moves from MainMemory to Buffer: a tile of 16 words of Inputs
        R + P  16 words  from P=16 at Buffer
        M=2 at Buffer inside uses the same words again

      What the loops outside do to it, innermost first
        the first tile       1 x 16 =  16
        R=3 at MainMemory   32 x  1 =  32
            slides by 1 along R + P; 1 of 16 words is new, 15 stay (Timeloop: no
            direction was remembered: this one is now)
            32 times: 2 of R x 16 of M
        M=16 at MainMemory  15 x 16 = 240
            R starts over: moves back by 1 along R + P; the whole tile is fetched
            again (Timeloop: the tile turns back: the direction is forgotten)

      By exact counting it is 78: each time M at MainMemory advances and R starts
        over, 14 of 16 words are still in Buffer and exact counting fetches 2;
        Timeloop fetches all 16 again (the tile turns back: the direction is
        forgotten).
      "
    `);
  });

  it("are 78 in truth: 14 words are still there", () => {
    const explanation = explained(weightStationary(), { ...INPUT_READS, semantics: "exact" });
    expect(explanation.value).toBe(78);
    expect(explanation.difference).toMatchObject({ semantics: "timeloop", value: 288 });
    expect(renderExplanation(explanation)).toMatchInlineSnapshot(`
      "reads of Inputs at MainMemory: 78, by exact counting

        reads = 16 + 32 x 1 + 15 x 2 = 78

      What moves from MainMemory to Buffer: a tile of 16 words of Inputs
        R + P  16 words  from P=16 at Buffer
        M=2 at Buffer inside uses the same words again

      What the loops outside do to it, innermost first
        the first tile       1 x 16 = 16
        R=3 at MainMemory   32 x  1 = 32
            slides by 1 along R + P; 1 of 16 words is new, 15 stay
            32 times: 2 of R x 16 of M
        M=16 at MainMemory  15 x  2 = 30
            R starts over: slides back by 2 along R + P; 2 of 16 words are new, 14
            stay

      By timeloop counting it is 288: each time M at MainMemory advances and R starts
        over, 14 of 16 words are still in Buffer and exact counting fetches 2;
        Timeloop fetches all 16 again (the tile turns back: the direction is
        forgotten).
      "
    `);
  });
});

describe("a row of cells", () => {
  it("shares weights: one read serves four", () => {
    const explanation = explained(spatialRow(), {
      level: "Buffer",
      dataSpace: "Weights",
      counter: "reads",
      semantics: "timeloop",
    });
    expect(explanation.sharing).toEqual([
      {
        level: "Cell",
        children: 4,
        sent: 1,
        loops: [{ index: 1, dimension: "P", bound: 4, residual: 4, kind: "spatialX", level: "Cell" }],
      },
    ]);
    expect(explanation.bypassed).toEqual(["Cell"]);
    expect(renderExplanation(explanation)).toMatchInlineSnapshot(`
      "reads of Weights at Buffer: 384, by timeloop counting

        reads = 1 + 256 x 1 + 96 x 1 + 28 x 1 + 3 x 1 = 384

      What moves from Buffer to Registers: a tile of 1 word of Weights
        M  1 word
        R  1 word

      What the loops outside do to it, innermost first
        the first tile       1 x 1 =   1
        R=3 at Buffer      256 x 1 = 256
            moves by 1 along R; nothing of the tile is there yet (Timeloop: no
            direction was remembered: this one is now)
            256 times: 2 of R x 4 of P x 8 of M x 4 of M
        P=4 at Buffer       96 x 1 =  96
            R starts over: moves back by 1 along R; nothing of the tile is there yet
            (Timeloop: the tile turns back: the direction is forgotten)
            96 times: 3 of P x 8 of M x 4 of M
        M=8 at Buffer       28 x 1 =  28
            R starts over: moves by 1 along M and back by 1 along R; nothing of the
            tile is there yet (Timeloop: the tile turns into another dimension: the
            direction is forgotten)
            28 times: 7 of M x 4 of M
        M=4 at MainMemory    3 x 1 =   3
            R and M start over: moves by 7 along M and back by 1 along R; nothing of
            the tile is there yet (Timeloop: the tile turns into another dimension:
            the direction is forgotten)

      4 children below each Cell: 1 sent for each word that all of them ask, because
        P=4 at Cell (spatial) does not touch Weights.
      Cell lets the requests pass through to Buffer.
      "
    `);
  });

  it("passes inputs from cell to cell", () => {
    const explanation = explained(spatialRow(), {
      level: "Cell",
      dataSpace: "Inputs",
      counter: "linkTransfers",
      semantics: "timeloop",
    });
    expect(explanation.value).toBeGreaterThan(0);
    expect(renderExplanation(explanation)).toMatchInlineSnapshot(`
      "words of Inputs passed between neighbours below Cell: 768, by timeloop counting

        linkTransfers = 256 x 1 x 3 = 768

      What moves from Cell to Registers: a tile of 1 word of Inputs
        R + P  1 word

      What the loops outside do to it, innermost first
        the first tile       1 x 1 =   1
        R=3 at Buffer      256 x 1 = 256
            moves by 1 along R + P; nothing of the tile is there yet (Timeloop: no
            direction was remembered: this one is now); neighbours pass on 3 of 4
            words, which they fetched one step earlier
            256 times: 2 of R x 4 of P x 8 of M x 4 of M
        P=4 at Buffer       96 x 1 =  96
            R starts over: moves by 3 along R + P; nothing of the tile is there yet
            (Timeloop: the tile moves by another distance than before: the direction
            is forgotten)
            96 times: 3 of P x 8 of M x 4 of M
        M=8 at Buffer       28 x 1 =  28
            R and P start over: moves back by 5 along R + P; nothing of the tile is
            there yet (Timeloop: the tile turns back: the direction is forgotten)
            28 times: 7 of M x 4 of M
        M=4 at MainMemory    3 x 1 =   3
            R and P start over: moves back by 5 along R + P; nothing of the tile is
            there yet (Timeloop: the tile turns back: the direction is forgotten)

      By exact counting it is 0: Timeloop lets neighbours pass words on to each other,
        exact counting has the level outside send them.
      "
    `);
  });

  it("says in short what costs most", () => {
    const spec = spatialRow();
    const explainer = createExplainer(spec, "timeloop");
    if ("code" in explainer) throw new Error(explainer.message);
    const main = explainMain(spec, explainer, { limit: 3 });
    expect(main.map(({ shareOf }) => shareOf)).toEqual(["words", "words", "words"]);
    expect(main.every(({ share }, i) => i === 0 || share <= (main[i - 1]?.share ?? 0))).toBe(true);
    expect(explainMain(spec, explainer, { level: "Buffer", dataSpace: "Weights", counter: "fills" })).toHaveLength(1);
    expect(renderBriefly((main[0] as (typeof main)[number]).explanation)).toMatch(/^.+: \d+\n {4}\w+ = /);
  });
});

describe("questions that cannot be answered", () => {
  const code = (spec: Spec, question: ExplainQuestion): string | undefined => {
    const answer = explainCount(spec, question);
    return "code" in answer ? answer.code : undefined;
  };
  it("name what is wrong", () => {
    const spec = weightStationary();
    expect(code(spec, { ...INPUT_READS, level: "MainMemroy", semantics: "exact" })).toBe("unknown-target");
    expect(code(spec, { ...INPUT_READS, dataSpace: "Input", semantics: "exact" })).toBe("unknown-data-space");
    expect(code(tooLarge(), { ...INPUT_READS, semantics: "timeloop" })).toBe("capacity-exceeded");
  });
});

it("an equation that does not add up is a bug", () => {
  expect(() => equate("reads", [numberGroup(3, 1, "words", "three")], "none", 4)).toThrow(InvariantError);
  expect(equate("reads", [numberGroup(3.5, 1, "words", "three and a half")], "down", 3).text).toBe("reads = 3.5 -> 3");
});
