import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTextSink, writeTextFile } from "./write-text.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("writeTextFile", () => {
  it("makes the folders on the way", () => {
    expect(writeTextFile(join(folder, "a", "b.txt"), "text é")).toBeUndefined();
    expect(readFileSync(join(folder, "a", "b.txt"), "utf8")).toBe("text é");
  });

  it("says why it cannot write", () => {
    writeFileSync(join(folder, "file"), "");
    expect(writeTextFile(folder, "x")?.code).toBe("file-unwritable");
    expect(writeTextFile(join(folder, "file", "below"), "x")?.code).toBe("file-unwritable");
  });
});

describe("openTextSink", () => {
  it("keeps the order of many pieces", () => {
    const path = join(folder, "many.txt");
    const sink = openTextSink(path);
    const pieces = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    for (const piece of pieces) sink.write(piece);
    sink.close();
    expect(readFileSync(path, "utf8")).toBe(pieces.join(""));
  });
});
