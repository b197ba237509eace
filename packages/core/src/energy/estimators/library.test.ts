import { describe, expect, test } from "vitest";
import { parseLibrary } from "../tables/parse-library.ts";
import { areaFactor, energyFactor } from "../tables/stillmaker-baas.ts";
import { answered, figuresOf } from "../testing/figures.ts";
import { libraryEstimator } from "./library.ts";

const TABLE = `technology, global_cycle_seconds, width|datawidth, depth, energy, area, action
# a buffer measured at 45 nm
45nm, 1e-9, 64, 256, 10, 1000, read|write|update
45nm, 1e-9, 64, 256, 0.5, 1000, leak
45nm, 1e-9, 128, 256, 30, 2500, read`;

const library = libraryEstimator(
  { name: "mine.csv", citation: "measured", rows: parseLibrary({ name: "dir/mine.csv", text: TABLE }).rows },
  { compat: false },
);
const own = { own: [library] };
const given = { technology: "45nm", global_cycle_seconds: 1e-9, width: 64, depth: 256 };

describe("a table of one's own", () => {
  test("answers from the row that fits best", () => {
    expect(answered("mine", given, own).energyPj).toEqual({ read: 10, write: 10, update: 10, leak: 0.5 });
    expect(answered("MINE", { ...given, width: 128 }, own).energyPj["read"]).toBe(30);
    expect(answered("mine", given, own).areaUm2).toBe(1000);
  });

  test("scales each attribute that differs", () => {
    expect(answered("mine", { ...given, width: 32 }, own).energyPj["read"]).toBe(5);
    expect(answered("mine", { ...given, datawidth: 32, width: 64 }, own).energyPj["read"]).toBe(10);
    expect(answered("mine", { ...given, depth: 512 }, own).energyPj["read"]).toBeCloseTo(10 * 2 ** 0.78, 9);
    expect(answered("mine", { ...given, depth: 512 }, own).areaUm2).toBe(2000);
    expect(answered("mine", { ...given, global_cycle_seconds: 2e-9 }, own).energyPj["leak"]).toBe(1);
    const there = answered("mine", { ...given, technology: 16 }, own);
    expect(there.energyPj["read"]).toBeCloseTo(10 * energyFactor(45, 16), 9);
    expect(there.areaUm2).toBeCloseTo(1000 * areaFactor(45, 16), 9);
  });

  test("refuses other actions and classes", () => {
    expect(figuresOf("mine", given, { ...own, actions: ["raed"] })).toEqual(["not-estimated"]);
    expect(figuresOf("mime", given, own)).toEqual(["unknown-estimator-class"]);
  });

  test("goes before less accurate estimators", () => {
    const text = "COMPONENT: intadder\nwidth, energy, area, action\n32, 7, 9, add|leak";
    const rows = parseLibrary({ name: "x.csv", text }).rows;
    const better = libraryEstimator({ name: "x.csv", citation: "", rows }, { compat: false });
    expect(answered("intadder", { ...given, width: 32 }, { own: [better] }).energyPj["add"]).toBe(7);
  });
});

describe("reading a table", () => {
  test.each([
    ["width, area, action\n1, 2, read", "library-column"],
    ["width, energy, area\n1, 2, 3", "library-column"],
    ["width, energy, area, action\n1, 2, 3", "library-cells"],
    ["width, energy, area, action\n1, 2pJ, 3, read", "library-figure"],
    ["# nothing", "library-empty"],
  ])("%j is %s", (text, code) => {
    expect(parseLibrary({ name: "x.csv", text }).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  test("knows several components in one file, wildcards and comments", () => {
    const text =
      "COMPONENT: a\nwidth, energy, area, action, comment\n*, 1, 2, read, why not\nCOMPONENT: b\nenergy, action\n3, x|y # or z";
    const { rows, diagnostics } = parseLibrary({ name: "x.csv", text });
    expect(diagnostics).toEqual([]);
    expect(rows.map(({ component, actions, energyPj, areaUm2 }) => [component, actions, energyPj, areaUm2])).toEqual([
      ["a", ["read"], 1, 2],
      ["b", ["x", "y"], 3, undefined],
    ]);
  });
});

test("the built-in library knows Aladdin's circuits by their published names", () => {
  const { energyPj } = answered("aladdin_adder", { technology: "40nm", global_cycle_seconds: 1e-9, width: 16 });
  expect(energyPj["add"]).toBeCloseTo(0.105, 12);
});
