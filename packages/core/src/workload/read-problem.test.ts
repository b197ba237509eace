import { describe, expect, test } from "vitest";
import { readTexts, shortly } from "../spec/testing/read-texts.ts";
import { NODES_ARCHITECTURE, PROBLEM } from "../spec/testing/small-specs.ts";
import type { Workload } from "./workload.ts";

function read(problem: string, more: Readonly<Record<string, string>> = {}): ReturnType<typeof readTexts> {
  return readTexts({ arch: NODES_ARCHITECTURE, prob: problem, ...more });
}

/** The ranks of a data space as formulas: `1*R + 2*P`. */
function formulas(workload: Workload | undefined, space: number): readonly string[] {
  const ranks = workload?.dataSpaces[space]?.ranks ?? [];
  return ranks.map((rank) =>
    rank.map(({ dimension, coefficient }) => `${coefficient}*${workload?.dimensions[dimension]?.name}`).join(" + "),
  );
}

describe("projections", () => {
  test.each([
    ["[[[R], [P, Stride]]]", ["1*R + 2*P"]],
    ["[[[R, 3], [Stride, P]]]", ["3*R + 2*P"]],
    ["['R + P * Stride']", ["1*R + 2*P"]],
    ["[R + P*Stride]", ["1*R + 2*P"]],
    ["[3*R - P*Stride]", ["3*R + -2*P"]],
    ["[[[R]], [[P, -1]]]", ["1*R", "-1*P"]],
    ["[R, P]", ["1*R", "1*P"]],
    ["[[R], [P]]", ["1*R", "1*P"]],
    ["[[R, P]]", ["1*R + 1*P"]],
    ["[[P, Stride]]", ["2*P"]],
    ["[[[P, Stride, 2]]]", ["4*P"]],
  ])("%s", (projection, expected) => {
    const problem = PROBLEM.replace(/projection:\n {6}- \[\[R\], \[P, Stride\]\]/, `projection: ${projection}`);
    const { spec } = read(problem.replace("P: 16", "P: 16\n    Stride: 2"));
    expect(formulas(spec?.workload, 1)).toEqual(expected);
  });

  test("coefficients keep their names and take their defaults", () => {
    const { spec } = read(PROBLEM);
    expect(spec?.workload.coefficients).toEqual({ Stride: 1 });
    expect(spec?.workload.dataSpaces[1]?.ranks[0]?.[1]).toMatchObject({ coefficient: 1, coefficientName: "Stride" });
  });
});

describe("shapes", () => {
  test("by name, in any spelling", () => {
    const { spec, diagnostics } = read(
      "problem: {shape: CNN-Layer, instance: {R: 3, S: 3, P: 8, Q: 8, C: 4, K: 4, N: 1, Wstride: 2}}",
    );
    expect(shortly(diagnostics)).toEqual([]);
    expect(formulas(spec?.workload, 1)).toEqual(["1*N", "1*C", "1*R + 2*P", "1*S + 1*Q"]);
  });

  test("Timeloop's default, with a note, and sizes beside the shape", () => {
    const { spec, diagnostics } = read("problem: {R: 3, S: 3, P: 8, Q: 8, C: 4, K: 4, N: 1}");
    expect(diagnostics.map(({ code }) => code)).toEqual(["shape-default"]);
    expect(spec?.workload.dimensions.map(({ size }) => size)).toEqual([3, 3, 8, 8, 4, 4, 1]);
  });

  test("from a file of its own", () => {
    const shape = PROBLEM.slice(PROBLEM.indexOf("  shape:"), PROBLEM.indexOf("  instance:")).replace(/^ {2}/gm, "");
    const { spec, diagnostics } = read("problem: {shape: Conv1D, instance: {M: 2, R: 3, P: 4}}", {
      "conv1d.yaml": shape,
    });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.workload.name).toBe("Conv1D");
  });

  test("hyphens in keys", () => {
    const { diagnostics } = read(PROBLEM.replace("data_spaces", "data-spaces").replace("read_write", "read-write"));
    expect(shortly(diagnostics)).toEqual([]);
  });
});

test("without flattening, loops run over the dimensions themselves", () => {
  const { spec } = read(PROBLEM);
  expect(spec?.workload).toMatchObject({
    usesFlattening: false,
    loopDimensions: [
      { name: "M", size: 32, parts: [0] },
      { name: "R", size: 3, parts: [1] },
      { name: "P", size: 16, parts: [2] },
    ],
  });
});

test("flattened dimensions come first, then the others", () => {
  const { spec } = read(PROBLEM.replace("[M, R, P]", "[M, R, P]\n    flatten: [{name: X, dimensions: [P, M]}]"));
  expect(spec?.workload.usesFlattening).toBe(true);
  expect(spec?.workload.loopDimensions).toEqual([
    { name: "X", size: 512, parts: [2, 0] },
    { name: "R", size: 3, parts: [1] },
  ]);
});

test("densities are kept, and said to be unused", () => {
  const densities = "P: 16\n    densities: {Weights: 0.5, Inputs: {distribution: banded, density: 1, band_width: 4}}";
  const { spec, diagnostics } = read(PROBLEM.replace("P: 16", densities));
  expect(diagnostics.map(({ code }) => code)).toEqual(["sparsity-ignored"]);
  expect(spec?.workload.dataSpaces[0]?.density).toMatchObject({ distribution: "fixed-structured", value: 0.5 });
  expect(spec?.workload.dataSpaces[1]?.density).toMatchObject({
    distribution: "banded",
    parameters: { band_width: 4 },
  });
});
