import { describe, expect, it } from "vitest";
import { lineStarts, positionAt } from "./position.ts";

const source = (text: string) => ({ name: "a.yaml", text });

describe("positionAt", () => {
  it("counts lines and columns from one", () => {
    const abc = source("a: 1\nbc: 2\n");
    expect(positionAt(abc, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(abc, 4)).toEqual({ line: 1, column: 5 });
    expect(positionAt(abc, 5)).toEqual({ line: 2, column: 1 });
    expect(positionAt(abc, 9)).toEqual({ line: 2, column: 5 });
  });

  it("takes \\n, \\r\\n and \\r as line ends", () => {
    expect(lineStarts(source("a\nb\r\nc\rd"))).toEqual([0, 2, 5, 7]);
  });

  it("clamps offsets outside the text", () => {
    expect(positionAt(source("ab"), 99)).toEqual({ line: 1, column: 3 });
    expect(positionAt(source("ab"), -1)).toEqual({ line: 1, column: 1 });
    expect(positionAt(source(""), 0)).toEqual({ line: 1, column: 1 });
  });
});
