import { expect, it } from "vitest";
import { QUESTION_ONE } from "./testing/question-one.ts";
import { openTrace } from "./trace.ts";

it("writes a header, one line a step with what moves in it, and an end", () => {
  let text = "";
  const sink = {
    write: (piece: string): void => {
      text += piece;
    },
    close: (): void => {},
  };
  const trace = openTrace(QUESTION_ONE.ws, "trace.jsonl", () => sink);
  const { observer } = trace;
  const indices = [0, 0, 0, 0];
  observer.timeStep?.(0, indices);
  observer.transfer?.({ kind: "fetch", level: 0, dataSpace: 1, words: [{ instance: 0, word: [3] }] });
  indices[0] = 1;
  observer.timeStep?.(1, indices);
  trace.end();
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    {
      schema: "tilewright/trace/1",
      levels: ["Buffer", "MainMemory"],
      dataSpaces: ["Weights", "Inputs", "Outputs"],
      loops: [
        { dimension: "P", bound: 16, kind: "temporal", level: "Buffer" },
        { dimension: "M", bound: 2, kind: "temporal", level: "Buffer" },
        { dimension: "R", bound: 3, kind: "temporal", level: "MainMemory" },
        { dimension: "M", bound: 16, kind: "temporal", level: "MainMemory" },
      ],
    },
    {
      cycle: 0,
      indices: [0, 0, 0, 0],
      transfers: [{ kind: "fetch", level: "Buffer", dataSpace: "Inputs", words: [{ instance: 0, word: [3] }] }],
    },
    { cycle: 1, indices: [1, 0, 0, 0] },
    { end: true, cycles: 2 },
  ]);
});
