import { describe, expect, test } from "vitest";
import type { Spec } from "./spec.ts";
import { readTexts, shortly } from "./testing/read-texts.ts";
import { ERT, MAPPING, NODES_ARCHITECTURE, PROBLEM, SUBTREE_ARCHITECTURE } from "./testing/small-specs.ts";

/** The parts of a spec that do not depend on the form in which it was written. */
function withoutForm(spec: Spec | undefined): unknown {
  const skip = new Set(["span", "path", "attributes", "systemAttributes", "form", "version", "fanoutOf"]);
  const { architecture, workload, mapping } = spec ?? {};
  return JSON.parse(
    JSON.stringify({ architecture, workload, mapping }, (key, value) => (skip.has(key) ? undefined : value)),
  );
}

describe("readSpec", () => {
  test("reads the 0.4 form", () => {
    const { spec, diagnostics } = readTexts({
      "arch.yaml": NODES_ARCHITECTURE,
      "prob.yaml": PROBLEM,
      "map.yaml": MAPPING,
      "ert.yaml": ERT,
    });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.architecture.storage.map(({ name }) => name)).toEqual([
      "Registers",
      "inter_Cell_spatial",
      "Buffer",
      "MainMemory",
    ]);
    expect(spec?.architecture.compute).toMatchObject({ name: "Mac", instances: 4, meshX: 2, meshY: 2, wordBits: 8 });
    expect(spec?.architecture.storage[1]).toMatchObject({ virtual: true, fanoutOf: "Cell", instances: 1, meshX: 1 });
    expect(spec?.architecture.storage[2]).toMatchObject({
      wordBits: 8,
      blockSize: 4,
      clusterSize: 1,
      sizeWords: 4096,
      effectiveSizeWords: 4096,
      readBandwidth: 4,
      multipleBuffering: 1,
    });
    expect(spec?.architecture.storage[3]).toMatchObject({ technologyKind: "DRAM", blockSize: 8 });
    expect(spec?.architecture.storage[3]).not.toHaveProperty("sizeWords");
    expect(spec?.architecture.compute.attributes["technology"]).toMatchObject({ value: 45, origin: "inherited" });
    expect(spec?.ert?.components.find(({ component }) => component === "Registers")?.actionsPj).toEqual({
      read: 0.5,
      write: 0.25,
    });
  });

  test("reads the 0.3 form of the same chip as the same spec", () => {
    const nodes = readTexts({ "arch.yaml": NODES_ARCHITECTURE, "prob.yaml": PROBLEM, "map.yaml": MAPPING });
    const mapping = MAPPING.replace("target: Cell", "target: inter_Cell_spatial").replace("dataspace", "bypass");
    const subtree = readTexts({ "arch.yaml": SUBTREE_ARCHITECTURE, "prob.yaml": PROBLEM, "map.yaml": mapping });
    expect(shortly(subtree.diagnostics)).toEqual([]);
    expect(withoutForm(subtree.spec)).toEqual(withoutForm(nodes.spec));
    expect(subtree.spec?.architecture.systemAttributes["technology"]?.value).toBe(45);
    expect(subtree.spec?.architecture.storage[0]?.path).toBe("System.Cell.Registers");
  });

  test("takes sections from any file in any order, several in one file", () => {
    const { spec, diagnostics } = readTexts({ "all.yaml": [MAPPING, ERT, PROBLEM, NODES_ARCHITECTURE].join("\n") });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.mapping?.levels).toHaveLength(4);
  });

  test("lets expressions use variables, siblings and inherited attributes", () => {
    const architecture = NODES_ARCHITECTURE.replace("depth: 1024", "depth: words * 4\n      words: 2 ** log2(side)")
      .replace("width: 32", "width: datawidth * 4")
      .replace("meshX: 2, meshY: 2", "meshX: side // 128, meshY: 2");
    const { spec, diagnostics } = readTexts({
      "arch.yaml": architecture,
      "prob.yaml": PROBLEM.replace("M: 32", "M: side // 8"),
      "vars.yaml": "variables:\n  version: 0.4\n  side: 256\n",
      "map.yaml": MAPPING,
    });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.architecture.storage[2]).toMatchObject({ sizeWords: 4096, blockSize: 4 });
    expect(spec?.workload.dimensions[0]?.size).toBe(32);
    expect(spec?.architecture.storage[2]?.attributes["side"]).toMatchObject({ value: 256, origin: "inherited" });
  });

  test.each(["45nm", '"45nm"', "45", "'45 nm'"])("technology: %s is 45 nm", (written) => {
    const architecture = NODES_ARCHITECTURE.replace('"45nm"', written);
    const { spec } = readTexts({ "arch.yaml": architecture, "prob.yaml": PROBLEM });
    expect(spec?.architecture.systemAttributes["technology"]?.value).toBe(45);
  });

  test("keeps bare words as texts", () => {
    const architecture = NODES_ARCHITECTURE.replace("width: 64\n", "width: 64\n      type: LPDDR4\n");
    const { spec, diagnostics } = readTexts({ "arch.yaml": architecture, "prob.yaml": PROBLEM });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.architecture.storage[3]?.attributes["type"]?.value).toBe("LPDDR4");
  });

  test("keeps sections for later stages", () => {
    const { spec, diagnostics } = readTexts({
      "all.yaml": `${NODES_ARCHITECTURE}${PROBLEM}mapper: {algorithm: random}\nmapspace_constraints: {targets: []}\n`,
      "components.yaml": "compound_components: {version: 0.3, classes: []}\n",
    });
    expect(shortly(diagnostics)).toEqual([]);
    expect(Object.keys(spec?.raw ?? {})).toEqual(["mapper", "mapspace_constraints"]);
    expect(spec?.components).toHaveLength(1);
  });

  test("tells wrong factors from other mistakes", () => {
    const texts = { "arch.yaml": NODES_ARCHITECTURE, "prob.yaml": PROBLEM };
    const wrongFactor = MAPPING.replace("M=8", "M=4");
    expect(readTexts({ ...texts, "map.yaml": wrongFactor })).toMatchObject({
      spec: undefined,
      invalidReason: "factors",
    });
    const otherMistake = wrongFactor.replace("target: Registers", "target: Register");
    expect(readTexts({ ...texts, "map.yaml": otherMistake }).invalidReason).toBeUndefined();
  });

  test("reports several mistakes of all sections in one go", () => {
    const { diagnostics } = readTexts({
      "arch.yaml": NODES_ARCHITECTURE.replace("depth: 1024", "depth: -1"),
      "prob.yaml": PROBLEM.replace("R: 3", "R: 0").replace("- [[R], [P, Stride]]", "- [[R], [P, Strid]]"),
      "map.yaml": MAPPING,
      "ert.yaml": ERT.replace("1.25", "-1"),
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["number-out-of-range", "bad-dimension-size", "bad-energy"]),
    );
  });

  test("needs no problem where none is required", () => {
    const { spec, diagnostics } = readTexts({ "arch.yaml": NODES_ARCHITECTURE }, { require: { problem: false } });
    expect(shortly(diagnostics)).toEqual([]);
    expect(spec?.workload.dimensions).toEqual([]);
  });

  test("puts a named energy table before an ERT, and says so", () => {
    const energyTable = { source: "assignment", components: [] };
    const texts = { "all.yaml": `${NODES_ARCHITECTURE}${PROBLEM}${ERT}` };
    const { spec, diagnostics } = readTexts(texts, { energyTable });
    expect(spec?.ert).toBe(energyTable);
    expect(diagnostics.map(({ code }) => code)).toEqual(["energy-table-overrides"]);
  });
});
