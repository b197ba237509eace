import { expect, test } from "vitest";
import { answered, figuresOf } from "../testing/figures.ts";
import { externalEstimator, externalRecorder } from "./external.ts";

test("asks each question once, and answers from what came back", () => {
  const recorder = externalRecorder("prog");
  const attributes = { width: 8, technology: 45 };
  expect(figuresOf("thing", attributes, { own: [recorder.estimator], actions: ["go"] })).toEqual(["not-estimated"]);
  const questions = recorder.questions();
  expect(questions).toEqual([
    { id: 1, class: "thing", attributes, query: "energy", action: "go", arguments: {} },
    { id: 2, class: "thing", attributes, query: "area" },
  ]);
  const answers = [
    { id: 1, value: 3, citation: "a paper" },
    { id: 2, value: 40, accuracy: 50 },
  ];
  const estimator = externalEstimator("prog", questions, answers);
  const { energyPj, areaUm2 } = answered("thing", attributes, { own: [estimator], actions: ["go"] });
  expect([energyPj, areaUm2]).toEqual([{ go: 3 }, 40]);
});

test("a program may decline", () => {
  const attributes = { width: 8 };
  const questions = [{ id: 1, class: "thing", attributes, query: "energy" as const, action: "go", arguments: {} }];
  const estimator = externalEstimator("prog", questions, [{ id: 1, decline: "too small" }]);
  const query = { componentClass: "thing", attributes, action: "go", arguments: {} };
  expect(estimator.estimate(query)).toMatchObject({ kind: "refusal", reason: "too small" });
});
