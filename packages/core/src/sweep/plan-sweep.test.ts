import { describe, expect, it } from "vitest";
import { parseAxes } from "./parse-axis.ts";
import { fnv1a64, hashPoint, planSweep } from "./plan-sweep.ts";

describe("planSweep", () => {
  it("lists the grid with the last axis running fastest", () => {
    const { plan } = planSweep("SRAM", parseAxes(["depth=1..4x2", "width=8,16"]).axes, "v1");
    expect(plan?.points.map(({ attributes }) => [attributes["depth"], attributes["width"]])).toEqual([
      [1, 8],
      [1, 16],
      [2, 8],
      [2, 16],
      [4, 8],
      [4, 16],
    ]);
    expect(new Set(plan?.points.map(({ hash }) => hash)).size).toBe(6);
    expect(Object.keys(plan?.points[0]?.attributes ?? {})).toEqual(["depth", "width"]);
  });

  it("has one point without axes", () => {
    expect(planSweep("SRAM", [], "").plan?.points).toHaveLength(1);
  });

  it("refuses a grid that is too large", () => {
    const { axes } = parseAxes(["a=1..1000+1", "b=1..1000+1"]);
    expect(planSweep("SRAM", axes, "")).toMatchObject({ diagnostics: [{ code: "sweep-too-large" }] });
  });
});

describe("hashes", () => {
  it("are FNV-1a of 64 bits", () => {
    // The published test vectors of the hash.
    expect(fnv1a64("")).toBe("cbf29ce484222325");
    expect(fnv1a64("a")).toBe("af63dc4c8601ec8c");
    expect(fnv1a64("foobar")).toBe("85944171f73967e8");
    expect(fnv1a64("µ")).toMatch(/^[0-9a-f]{16}$/);
  });

  it("do not depend on the order of attributes, but on everything else", () => {
    const hash = hashPoint("SRAM", { width: 16, depth: 64 }, "v1");
    expect(hashPoint("SRAM", { depth: 64, width: 16 }, "v1")).toBe(hash);
    expect(hashPoint("SRAM", { depth: 64, width: "16" }, "v1")).not.toBe(hash);
    expect(hashPoint("cache", { depth: 64, width: 16 }, "v1")).not.toBe(hash);
    expect(hashPoint("SRAM", { depth: 64, width: 16 }, "v2")).not.toBe(hash);
  });
});
