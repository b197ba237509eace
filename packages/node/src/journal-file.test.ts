import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SweepRecord } from "@tilewright/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openJournalFile } from "./journal-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (hash: string): SweepRecord => ({
  hash,
  componentClass: "µ",
  attributes: { width: 16 },
  energyPj: { read: 1 },
  areaUm2: 2,
  sources: [],
});

it("goes on after a torn line, and starts anew without resume", () => {
  const path = join(folder, "deep/journal.jsonl");
  const first = openJournalFile(path, true);
  first.journal?.append(record("a"));
  first.journal?.append(record("b"));
  first.journal?.close();
  appendFileSync(path, '{"hash":"c","componentClass":"µ');
  const second = openJournalFile(path, true);
  expect(second.diagnostics).toEqual([]);
  expect([...(second.journal?.finished.keys() ?? [])]).toEqual(["a", "b"]);
  second.journal?.append(record("d"));
  second.journal?.close();
  expect([...(openJournalFile(path, true).journal?.finished.keys() ?? [])]).toEqual(["a", "b", "d"]);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(5);
  const fresh = openJournalFile(path, false);
  expect(fresh.journal?.finished.size).toBe(0);
  fresh.journal?.remove();
  expect(existsSync(path)).toBe(false);
});

it("leaves a foreign file alone and says what cannot be written", () => {
  const path = join(folder, "table.csv");
  writeFileSync(path, "a,b\n1,2\n");
  expect(openJournalFile(path, true)).toMatchObject({ diagnostics: [{ code: "sweep-journal-foreign" }] });
  expect(readFileSync(path, "utf8")).toBe("a,b\n1,2\n");
  expect(openJournalFile(folder, false)).toMatchObject({ diagnostics: [{ code: "file-unwritable" }] });
});
