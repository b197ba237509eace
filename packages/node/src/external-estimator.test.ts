import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askExternalEstimator } from "./external-estimator.ts";

let folder = "";
const questions = [
  { id: 1, query: "energy" as const, class: "thing", attributes: { width: 8 }, action: "go", arguments: {} },
  { id: 2, query: "area" as const, class: "thing", attributes: { width: 8 } },
];

/** A program of these lines, with `line` for each question. */
function program(name: string, body: string): string {
  const file = join(folder, name);
  const reading =
    'let text = ""; process.stdin.on("data", (d) => { text += d; }); process.stdin.on("end", () => { const questions = text.trim().split("\\n").map((l) => JSON.parse(l));';
  writeFileSync(file, `${reading} ${body} });`);
  return `"${process.execPath}" '${file}'`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright estimator "));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("questions go in, answers come out", () => {
  const command = program(
    "good.cjs",
    'for (const q of questions) console.log(JSON.stringify(q.action ? { id: q.id, value: q.attributes.width, accuracy: 50 } : { id: q.id, decline: "no areas" }));',
  );
  const { answers, diagnostics } = askExternalEstimator(command, questions, 30);
  expect(diagnostics).toEqual([]);
  expect(answers).toEqual([
    { id: 1, value: 8, accuracy: 50 },
    { id: 2, decline: "no areas" },
  ]);
});

test.each([
  ["no JSON", 'console.log("hello");', "external-answer"],
  ["no value", 'console.log("{\\"id\\": 1}");', "external-answer"],
  ["a negative value", 'console.log("{\\"id\\": 1, \\"value\\": -1}");', "external-answer"],
  ["a wild accuracy", 'console.log("{\\"id\\": 1, \\"value\\": 1, \\"accuracy\\": 101}");', "external-answer"],
  ["a code that is not 0", "process.exit(3);", "external-estimator-failed"],
])("a program that writes %s", (name, body, code) => {
  const { diagnostics } = askExternalEstimator(program(`${name}.cjs`, body), questions, 30);
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
});

test("a program that does not end, or does not exist", () => {
  const endless = program("endless.cjs", "setInterval(() => {}, 1000);");
  expect(askExternalEstimator(endless, questions, 0.5).diagnostics[0]?.code).toBe("external-estimator-timeout");
  expect(askExternalEstimator("no-such-program-here", questions, 5).diagnostics[0]?.code).toBe(
    "external-estimator-failed",
  );
});
