import { describe, expect, it } from "vitest";
import { displayWidth, printable, truncate } from "./display-width.ts";
import { bar, renderTable, tableWidth, wrapText } from "./text-layout.ts";

describe("renderTable", () => {
  it("aligns numbers under their headers and names to the left", () => {
    expect(
      renderTable(
        [
          { header: "level", align: "left" },
          { header: "reads", align: "right" },
        ],
        [["Buffer", "1 536"], "rule", ["DRAM", "9"]],
      ),
    ).toEqual(["level   reads", "─────────────", "Buffer  1 536", "─────────────", "DRAM        9"]);
  });

  it("puts group headings over their columns, however long", () => {
    const columns = [
      { header: "", align: "left" },
      { header: "r", align: "right", group: "Main" },
      { header: "w", align: "right", group: "Main" },
      { header: "n", align: "right", group: "Extraordinary" },
    ] as const;
    const lines = renderTable(columns, [["a", "1", "2", "3"]]);
    expect(lines).toEqual([
      "   Main  Extraordinary",
      "   r  w              n",
      "─".repeat(22),
      "a  1  2              3",
    ]);
    expect(tableWidth(columns, [["a", "1", "2", "3"]])).toBe(22);
  });

  it("measures styled and wide text by what shows", () => {
    expect(displayWidth("\u001b[31mred\u001b[39m")).toBe(3);
    expect(displayWidth("记忆")).toBe(4);
    const [, , styled, wide] = renderTable(
      [
        { header: "x", align: "left" },
        { header: "y", align: "right" },
      ],
      [
        ["\u001b[31mab\u001b[39m", "1"],
        ["记忆", "2"],
      ],
    );
    expect(displayWidth(styled ?? "")).toBe(displayWidth(wide ?? ""));
  });
});

describe("wrapText", () => {
  it("keeps lines within the width and never breaks a number", () => {
    const lines = wrapText("one two 1\u00a0536 words", 12, 2, 4);
    expect(lines).toEqual(["  one two", "    1\u00a0536", "    words"]);
  });

  it("gives a word that is too long its own line", () => {
    expect(wrapText("a abcdefghijkl b", 6)).toEqual(["a", "abcdefghijkl", "b"]);
  });
});

describe("small parts", () => {
  it("draws bars in eighths of a cell", () => {
    expect(bar(1, 4)).toBe("████");
    expect(bar(0, 4)).toBe("");
    expect(bar(0.5 + 1 / 32, 4)).toBe("██▏");
    expect(bar(7, 2)).toBe("██");
  });

  it("cuts names with an ellipsis", () => {
    expect(truncate("MainMemory", 20)).toBe("MainMemory");
    expect(truncate("MainMemory", 5)).toBe("Main…");
    expect(truncate("记忆记忆", 5)).toBe("记忆…");
  });

  it("shows control characters of names instead of obeying them", () => {
    expect(printable("a\u001b[2Jb\u202e")).toBe("a\\u001b[2Jb\\u202e");
  });
});
