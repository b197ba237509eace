import { describe, expect, test } from "vitest";
import { readTexts, shortly } from "../spec/testing/read-texts.ts";
import { MAPPING, NODES_ARCHITECTURE, PROBLEM, SUBTREE_ARCHITECTURE } from "../spec/testing/small-specs.ts";
import type { Loop, Mapping } from "./mapping.ts";

function read(mapping: string, architecture: string = NODES_ARCHITECTURE): ReturnType<typeof readTexts> {
  return readTexts({ arch: architecture, prob: PROBLEM, map: mapping });
}

/** Loops as `M8`, innermost first, without those of bound 1. */
function loops(list: readonly Loop[] | undefined): readonly string[] {
  const name = (dimension: number): string => ["M", "R", "P"][dimension] ?? "?";
  return (list ?? [])
    .filter(({ bound }) => bound > 1)
    .map(({ dimension, bound, residual }) => `${name(dimension)}${bound}${residual === bound ? "" : `,${residual}`}`);
}

function levelOf(mapping: Mapping | undefined, level: number): Mapping["levels"][number] | undefined {
  return mapping?.levels[level];
}

describe("factors", () => {
  test.each([
    "factors: R=3 P=1 M=8",
    "factors: R=3,P=1,M=8",
    "factors: R=3, P=1, M=8",
    "factors: R3 P1 M8",
    "factors: R 3 P 1 M 8",
    "factors: R = 3 P = 1 M = 8",
    "factors: [R=3, P=1, M=8]",
    'factors: ["R=3", "P=1", M8]',
    "factors: R=3 M=8",
    "factors: R=3 M=8 # P=4",
    'factors: "R=3 M=8 # P=4"',
    "factors: R=0 P=1 M=8",
  ])("%s", (factors) => {
    const { spec } = read(MAPPING.replace("factors: R=3 P=1 M=8", factors));
    expect(loops(levelOf(spec?.mapping, 3)?.temporal)).toEqual(["R3", "M8"]);
  });

  test.each([
    ["factors: R=1 P=5,1 M=1", "P=5,1"],
    ["factors: [R=1, P=5,1, M=1]", "P=5,1 in a list"],
  ])("a shorter last iteration: %s", (factors) => {
    const { spec, diagnostics } = read(
      MAPPING.replace("factors: R=1 P=8 M=1", factors).replace("R=3 P=1 M=8", "R=3 P=2 M=8"),
    );
    // Outer P2, then P5,1 and a spatial P2: ((2-1)*5 + 0)*2 + 2 = 12, not 16.
    expect(spec).toBeUndefined();
    expect(diagnostics.map(({ message }) => message).join()).toContain("make 12");
  });

  test("reads a residual that fits", () => {
    // P: ((16,16)) at the outside as 6 steps of 3, the last of 1: 5 * 3 + 1 = 16.
    const mapping = MAPPING.replace("R=3 P=1 M=8", "R=3 P=6 M=8")
      .replace("R=1 P=8 M=1", "R=1 P=3,1 M=1")
      .replace("R=1 P=2 M=2", "R=1 P=1 M=2");
    const { spec, diagnostics } = read(mapping);
    expect(shortly(diagnostics)).toEqual([]);
    expect(loops(levelOf(spec?.mapping, 2)?.temporal)).toEqual(["P3,1"]);
  });

  test("says which factor would fit, and where", () => {
    const { diagnostics } = read(MAPPING.replace("R=1 P=8 M=1", "R=1 P=7 M=1"));
    const [diagnostic] = diagnostics.filter(({ code }) => code === "factor-product");
    expect(diagnostic?.hint).toContain("P=8 at Buffer");
  });
});

describe("permutations", () => {
  test.each(["RMP", "R M P", "R,M,P", '"R, M, P"', "[R, M, P]", "R MP", "[RM, P]", "RM"])("%s", (permutation) => {
    const { spec } = read(MAPPING.replace("permutation: RMP", `permutation: ${permutation}`));
    expect(levelOf(spec?.mapping, 3)?.temporal.map(({ dimension }) => dimension)).toEqual([1, 0, 2]);
  });

  test("names of several letters", () => {
    const rename = (text: string): string => text.replace(/\bR\b/g, "Row").replace(/\bP\b/g, "Col");
    const problem = rename(PROBLEM);
    const mapping = rename(MAPPING).replace("permutation: RMP", "permutation: [Row, M, Col]");
    const texts = { arch: NODES_ARCHITECTURE, prob: problem, map: mapping };
    const fixed = texts.map
      .replace("permutation: PMR", "permutation: ColMRow")
      .replace("permutation: RPM", "permutation: Row Col M");
    const { spec, diagnostics } = readTexts({ ...texts, map: fixed });
    expect(shortly(diagnostics)).toEqual([]);
    expect(levelOf(spec?.mapping, 2)?.temporal.map(({ dimension }) => dimension)).toEqual([2, 0, 1]);
  });
});

describe("spatial loops", () => {
  test("split sends the inner dimensions to X and the others to Y", () => {
    const { spec } = read(MAPPING);
    expect(loops(levelOf(spec?.mapping, 1)?.spatialX)).toEqual(["P2"]);
    expect(loops(levelOf(spec?.mapping, 1)?.spatialY)).toEqual(["M2"]);
  });

  test("without split everything goes to X", () => {
    const { spec } = read(MAPPING.replace("  split: 2\n", ""));
    expect(loops(levelOf(spec?.mapping, 1)?.spatialX)).toEqual(["P2", "M2"]);
    expect(levelOf(spec?.mapping, 1)?.spatialY).toEqual([]);
  });

  test("levels without fan-out have none", () => {
    expect(levelOf(read(MAPPING).spec?.mapping, 0)?.spatialX).toEqual([]);
  });

  test("a container without fan-out may say that its factors are 1", () => {
    const architecture = NODES_ARCHITECTURE.replace(
      "- !Component\n    name: Mac",
      "- !Container\n    name: Lane\n    spatial: {meshX: 1}\n  - !Component\n    name: Mac",
    );
    const lane = (factor: number): string => `${MAPPING}- target: Lane\n  type: spatial\n  factors: M=${factor}\n`;
    expect(shortly(read(lane(1), architecture).diagnostics)).toEqual([]);
    expect(read(lane(2), architecture).diagnostics.map(({ code }) => code)).toContain("no-fanout");
  });

  test("a component's own fan-out lies above it", () => {
    const architecture = NODES_ARCHITECTURE.replace(/ {2}- !Container\n {4}name: Cell\n.*\n/, "").replace(
      "class: regfile",
      "class: regfile\n    spatial: {meshX: 2, meshY: 2}",
    );
    const { spec, diagnostics } = read(MAPPING.replace("target: Cell", "target: Registers"), architecture);
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.architecture.storage[1]).toMatchObject({ name: "inter_Registers_spatial", fanoutOf: "Registers" });
    expect(loops(levelOf(spec?.mapping, 1)?.spatialX)).toEqual(["P2"]);
    expect(spec?.architecture.storage[0]?.instances).toBe(4);
  });
});

describe("keep and bypass", () => {
  test("everything is kept but what is bypassed, and fan-outs keep nothing", () => {
    const keeps = read(MAPPING).spec?.mapping?.levels.map(({ keep }) => keep);
    expect(keeps).toEqual([
      [true, true, true],
      [false, false, false],
      [false, true, true],
      [true, true, true],
    ]);
  });

  test("constraints at a node hold where the mapping says nothing", () => {
    const architecture = NODES_ARCHITECTURE.replace(
      "read_bandwidth: 4",
      "read_bandwidth: 4\n    constraints: {dataspace: {keep_only: [Outputs]}}",
    );
    const silent = MAPPING.replace(/- target: Buffer\n {2}type: dataspace[\s\S]*$/, "");
    expect(levelOf(read(silent, architecture).spec?.mapping, 2)?.keep).toEqual([false, false, true]);
    expect(read(MAPPING, architecture).diagnostics.map(({ code }) => code)).toContain("against-constraint");
  });

  test("a constraint beyond the dimension is left out with a warning", () => {
    const architecture = NODES_ARCHITECTURE.replace(
      "read_bandwidth: 4",
      "read_bandwidth: 4\n    constraints: {temporal: {factors: R=16}}",
    );
    const { diagnostics } = read(MAPPING, architecture);
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning limit-beyond-dimension"]);
  });

  test("* is every data space", () => {
    const mapping = MAPPING.replace("keep: [Inputs, Outputs]\n  bypass: [Weights]", "bypass: ['*']");
    expect(levelOf(read(mapping).spec?.mapping, 2)?.keep).toEqual([false, false, false]);
  });
});

test("flags that switch reuse off", () => {
  const mapping = MAPPING.replace(
    "permutation: PMR",
    "permutation: PMR\n  no_temporal_reuse: [Inputs]\n  rmw-first-update: [Outputs]",
  )
    .replace("split: 2", "split: 2\n  no_reuse: [Weights]\n  no_link_transfer: [Inputs]")
    .replace("bypass: [Weights]", "bypass: [Weights]\n  no_coalesce: [Outputs]");
  const { spec, diagnostics } = read(mapping);
  expect(shortly(diagnostics)).toEqual([]);
  expect(levelOf(spec?.mapping, 2)?.reuse).toEqual({
    noTemporalReuse: [false, true, false],
    noMulticast: [false, false, false],
    noLinkTransfer: [false, false, false],
    rmwFirstUpdate: [false, false, true],
    noCoalesce: [false, false, true],
  });
  expect(levelOf(spec?.mapping, 1)?.reuse).toMatchObject({
    noMulticast: [true, false, false],
    noLinkTransfer: [false, true, false],
  });
});

test("targets by number count from the inside", () => {
  const mapping = MAPPING.replace("target: Registers", "target: 0").replace("target: MainMemory", "target: 3");
  expect(shortly(read(mapping).diagnostics)).toEqual([]);
});

test("levels that a mapping leaves out are told of once", () => {
  const short = "mapping:\n- {target: MainMemory, type: temporal, factors: R=3 P=16 M=32, permutation: RPM}\n";
  const { spec, diagnostics } = read(short, SUBTREE_ARCHITECTURE);
  expect(diagnostics.map(({ code }) => code)).toEqual(["mapping-level-missing"]);
  expect(spec?.mapping?.levels).toHaveLength(4);
});
