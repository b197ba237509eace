import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runBatch } from "./commands/model-batch.ts";
import { recordingTerminal } from "./terminal.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("answers every line in order, the bad ones too", async () => {
  const path = join(folder, "in.jsonl");
  const lines = Array.from({ length: 50 }, (_, index) =>
    index % 3 === 0 ? "not JSON" : JSON.stringify({ id: `c${index}` }),
  );
  writeFileSync(path, `${lines.join("\n")}\n\n`);
  const terminal = recordingTerminal();
  expect(await runBatch(terminal, path, { semantics: "timeloop" })).toBe(0);
  const results = terminal.output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { id?: string; line?: number; valid: boolean });
  expect(results.map((result) => result.id ?? result.line)).toEqual(
    lines.map((_, index) => (index % 3 === 0 ? index + 1 : `c${index}`)),
  );
  expect(results.every((result) => !result.valid)).toBe(true);
  expect(terminal.errors).toContain("50");
});

it("says that there is no such file", async () => {
  const terminal = recordingTerminal();
  expect(await runBatch(terminal, join(folder, "no.jsonl"), { semantics: "timeloop" })).toBe(2);
  expect(terminal.output).toBe("");
});
