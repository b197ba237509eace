import { describe, expect, it } from "vitest";
import { readLines, splitLines } from "./read-lines.ts";

async function linesOf(
  chunks: readonly (string | Uint8Array)[],
  maxLineBytes: number = 100,
): Promise<readonly unknown[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
  }
  const lines: unknown[] = [];
  for await (const { number, text, diagnostic } of splitLines("in", stream(), maxLineBytes)) {
    lines.push([number, text ?? diagnostic?.code]);
  }
  return lines;
}

describe("splitLines", () => {
  it("joins lines across chunks and numbers them", async () => {
    expect(await linesOf(["a", "b\nc\n\n", "d"])).toEqual([
      [1, "ab"],
      [2, "c"],
      [3, ""],
      [4, "d"],
    ]);
  });

  it("takes carriage returns away and adds no line at the end", async () => {
    expect(await linesOf(["a\r\nb\r\n"])).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(await linesOf([])).toEqual([]);
  });

  it("keeps a character whose bytes arrive apart", async () => {
    expect(await linesOf([Uint8Array.of(0xc3), Uint8Array.of(0xa9, 0x0a)])).toEqual([[1, "é"]]);
  });

  it("lets a line that is not text, or too long, spoil only itself", async () => {
    expect(await linesOf([Uint8Array.of(0xff, 0x0a), "ok\n", "x".repeat(60), "x".repeat(60), "\nok"])).toEqual([
      [1, "invalid-utf8"],
      [2, "ok"],
      [3, "input-too-large"],
      [4, "ok"],
    ]);
  });
});

describe("readLines", () => {
  it("reports a missing file before any line", () => {
    const { lines, diagnostics } = readLines("/nowhere/in.jsonl");
    expect(lines).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["file-not-found"]);
  });
});
