import { describe, expect, it } from "vitest";
import { parseAxes } from "./parse-axis.ts";

const valuesOf = (text: string): unknown => parseAxes([text]).axes[0]?.values;

describe("parseAxes", () => {
  it.each([
    ["depth=8192", [8192]],
    ["width=16,32,64", [16, 32, 64]],
    ["width=16..128x2", [16, 32, 64, 128]],
    ["width=16..48+16", [16, 32, 48]],
    ["width=16..128*2", [16, 32, 64, 128]],
    ["width=16..64x2,96", [16, 32, 64, 96]],
    ["x=0.1..0.3+0.1", [0.1, 0.2, 0.3]],
    ["x=-1..1+1", [-1, 0, 1]],
    ["x=1e-9..1e-7x10", [1e-9, 1e-8, 1e-7]],
    ["x=1e+3..1e+5x10", [1000, 10000, 100000]],
    ["x=5..5x2", [5]],
    ["technology=45nm,32nm", ["45nm", "32nm"]],
    ["gated=true,false", [true, false]],
    ["type=LPDDR4", ["LPDDR4"]],
  ])("reads %s", (text, values) => {
    expect(parseAxes([text])).toMatchObject({ diagnostics: [] });
    expect(valuesOf(text)).toEqual(values);
  });

  it("hits the end of a long geometric range in spite of rounding", () => {
    const { axes, diagnostics } = parseAxes(["x=1..1048576x1.4142135623730951"]);
    expect(diagnostics).toEqual([]);
    expect(axes[0]?.values).toHaveLength(41);
    expect(axes[0]?.values.at(-1)).toBe(1048576);
  });

  it.each([
    ["depth", "sweep-axis-syntax", 0, 5],
    ["=5", "sweep-axis-syntax", 0, 2],
    ["2d=5", "sweep-axis-syntax", 0, 2],
    ["width=", "sweep-axis-syntax", 6, 7],
    ["width=16,,32", "sweep-axis-syntax", 9, 10],
    ["width=a..b", "sweep-axis-syntax", 6, 10],
    ["width=16..64/2", "sweep-axis-syntax", 12, 14],
    ["width=16..64x", "sweep-axis-syntax", 12, 13],
    ["width=16..64", "sweep-range-step", 6, 12],
    ["width=16..64x1", "sweep-range-step", 12, 14],
    ["width=16..64+0", "sweep-range-step", 12, 14],
    ["width=64..16x2", "sweep-range-order", 6, 14],
    ["width=0..16x2", "sweep-range-order", 6, 13],
    ["width=1..1e300+1", "sweep-too-large", 6, 16],
    ["width=16,32,16", "sweep-value-twice", 12, 14],
  ])("complains about %s", (text, code, from, to) => {
    const { axes, diagnostics } = parseAxes([text]);
    expect(diagnostics).toMatchObject([{ code, severity: "error", span: { from, to } }]);
    expect(diagnostics[0]?.hint).toBeDefined();
    expect(axes).toEqual([]);
  });

  it("tells of an end that no step hits, and goes on", () => {
    const { axes, diagnostics } = parseAxes(["width=16..100x2"]);
    expect(axes[0]?.values).toEqual([16, 32, 64]);
    expect(diagnostics).toMatchObject([{ code: "sweep-range-end", severity: "note", span: { from: 10, to: 13 } }]);
  });

  it("takes each attribute once", () => {
    expect(parseAxes(["width=1", "depth=2", "width=3"]).diagnostics).toMatchObject([
      { code: "sweep-axis-twice", related: [{ span: { from: 0, to: 5 } }] },
    ]);
  });
});
