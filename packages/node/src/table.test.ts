import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { csvText, jsonLinesText, parquetBytes, type Table } from "./table.ts";

const table: Table = {
  columns: [
    { name: "width", type: "number" },
    { name: "note, with comma", type: "text" },
    { name: "gated", type: "flag" },
  ],
  rows: [
    [16, 'a "quoted" text', true],
    [1e-9, "two\nlines, and µ", false],
    [null, null, null],
    [0.1, " padded ", null],
  ],
};

describe("tables", () => {
  it("are CSV with quotes only where they are needed", () => {
    expect(csvText(table)).toBe(
      'width,"note, with comma",gated\n16,"a ""quoted"" text",true\n1e-9,"two\nlines, and µ",false\n,,\n0.1," padded ",\n',
    );
  });

  it("are JSON lines without empty cells", () => {
    expect(
      jsonLinesText(table)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { width: 16, "note, with comma": 'a "quoted" text', gated: true },
      { width: 1e-9, "note, with comma": "two\nlines, and µ", gated: false },
      {},
      { width: 0.1, "note, with comma": " padded " },
    ]);
  });

  it("are Parquet that a reader gives back", async () => {
    const bytes = await parquetBytes(table);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => Object.values(row).map((cell) => cell ?? null))).toEqual(table.rows);
  });

  it("may have no rows", async () => {
    const empty = { ...table, rows: [] };
    expect(csvText(empty)).toBe('width,"note, with comma",gated\n');
    expect(jsonLinesText(empty)).toBe("");
    expect((await parquetBytes(empty)).length).toBeGreaterThan(0);
  });
});
