import { describe, expect, test } from "vitest";
import type { ComponentFigures } from "./estimate-chip.ts";
import { referenceTables } from "./estimate-documents.ts";
import { chipOf } from "./testing/figures.ts";

const CLASSES = `
compound_components:
  version: 0.4
  classes:
    - name: buffer
      attributes: {technology: must_specify, width: must_specify, depth: 64, bits: ceil(log2(depth))}
      subcomponents:
        - {name: storage, class: SRAM, attributes: {width: width, depth: depth}, area_scale: 0.5}
        - {name: "counters[0..1]", class: counter, attributes: {width: bits}}
      actions:
        - name: read
          arguments: {data_delta: 0..1}
          subcomponents:
            - name: storage
              actions: [{name: read, arguments: {data_delta: data_delta}, energy_scale: 3}]
            - {name: "counters[0]", actions: [{name: count}]}
        - {name: leak, subcomponents: [{name: "counters[0..1]", actions: [{name: leak}]}]}
    - name: pair
      attributes: {width: 8}
      subcomponents:
        - {name: "buffers[1..n]", class: buffer, attributes: {width: width, n: 1}}
      actions:
        - {name: read, subcomponents: [{name: "buffers[1..n]", actions: [{name: read, arguments: {data_delta: 1}, repeat: 2}]}]}
`;

const NEW_FORM = `
architecture:
  version: 0.4
  nodes:
    - !Container {name: system, attributes: {technology: 45nm, global_cycle_seconds: 1e-9}}
    - !Component {name: glb, class: storage, subclass: buffer, attributes: {width: 8}}
    - !Container {name: PE, spatial: {meshX: 4}}
    - !Component {name: mac, class: intmac, attributes: {width: 8, n_instances: 2}, area_scale: 2, energy_scale: 0.5}
`;

const OLD_FORM = `
architecture:
  version: 0.3
  subtree:
    - name: system
      attributes: {technology: "45nm", global_cycle_seconds: 1e-9, count: 4}
      local:
        - {name: glb, class: buffer, attributes: {width: 8}}
      subtree:
        - name: PE[0..count-1]
          local:
            - {name: mac, class: intmac, attributes: {width: 8, n_instances: 2}, area_scale: 2, energy_scale: 0.5}
`;

function figures(components: readonly ComponentFigures[]): unknown {
  return components.map(({ name, count, actions, area }) => [
    name,
    count,
    actions.map(({ action, arguments: values, energyPj }) => [action, values, Number(energyPj.toPrecision(9))]),
    area.areaUm2,
  ]);
}

describe("a chip with compound components", () => {
  test("has the figures that its parts make", () => {
    const { chip, diagnostics } = chipOf([CLASSES, NEW_FORM]);
    expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    const counter = (0.25074 * 6) / 32;
    expect(figures(chip?.components ?? [])).toEqual([
      [
        "glb",
        1,
        [
          ["read", { data_delta: 0 }, Number((3 * 8 * 0.3 + counter).toPrecision(9))],
          ["read", { data_delta: 1 }, Number((3 * 8 + counter).toPrecision(9))],
          ["leak", {}, Number(((2 * 0.0003213 * 6) / 32).toPrecision(9))],
        ],
        8 * 64 * 0.5 + (2 * 495.5 * 6) / 32,
      ],
      [
        "mac",
        4,
        [
          ["compute", {}, 0.4225],
          ["leak", {}, 0.005575],
        ],
        466.375 * 2 * 2,
      ],
    ]);
  });

  test("is the same in both forms", () => {
    const [newer, older] = [chipOf([CLASSES, NEW_FORM]), chipOf([CLASSES, OLD_FORM])];
    expect(figures(older.components)).toEqual(figures(newer.components));
    expect(newer.components.map(({ path }) => path)).toEqual([
      "system_top_level.glb[1..1]",
      "system_top_level.mac[1..4]",
    ]);
    expect(older.components.map(({ path }) => path)).toEqual(["system.glb", "system.PE[0..3].mac"]);
  });

  test("expands compounds within compounds, arrays within arrays", () => {
    const architecture = `
architecture:
  version: 0.3
  local:
    - {name: two, class: pair, attributes: {technology: 45, global_cycle_seconds: 1e-9, n: 3, depth: 4}}
`;
    const { chip, diagnostics } = chipOf([CLASSES, architecture]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const [two] = chip?.components ?? [];
    expect(two?.parts.map(({ path, count }) => [path, count])).toEqual([
      ["buffers[1..3].storage", 3],
      ["buffers[1..3].counters[0..1]", 6],
    ]);
    // Three buffers, twice each, thrice the storage's energy for 8 bits; a counter each.
    expect(two?.actions[0]?.energyPj).toBeCloseTo(3 * 2 * (3 * 8 + (0.25074 * 6) / 32), 9);
  });

  test("gives tables that an evaluation can use", () => {
    const { ert, art } = referenceTables(chipOf([CLASSES, NEW_FORM]).components, "estimated");
    const [glb] = ert.components;
    expect(glb?.actionsPj["read"]).toBeCloseTo(24 + (0.25074 * 6) / 32, 9);
    expect(glb?.argumentEnergies?.map(({ arguments: values }) => values)).toEqual([
      { data_delta: 0 },
      { data_delta: 1 },
    ]);
    expect(art.areas.map(({ component }) => component)).toEqual(["glb", "mac"]);
  });

  test("takes what an ERT and an ART of the input say", () => {
    const tables = `
ERT: {version: 0.4, tables: [{name: "x.glb[1..1]", actions: [{name: read, energy: 5, arguments: {}}]}]}
ART: {version: 0.4, tables: [{name: "x.glb[1..1]", area: 7}]}
`;
    const [glb] = chipOf([CLASSES, NEW_FORM, tables]).components;
    expect(glb?.actions.map(({ action, energyPj }) => [action, energyPj])).toEqual([["read", 5]]);
    expect(glb?.area.areaUm2).toBe(7);
  });

  test("uses tilewright's own smart buffers where no file defines them, with a note", () => {
    const architecture = NEW_FORM.replace("subclass: buffer", "subclass: smartbuffer_SRAM").replace(
      "{width: 8}",
      "{width: 8, depth: 64}",
    );
    const { chip, diagnostics } = chipOf([architecture]);
    expect(diagnostics.map(({ code }) => code)).toContain("component-class-built-in");
    expect(chip?.components[0]?.actions.map(({ action }) => action)).toEqual(["read", "write", "update", "leak"]);
  });

  test.each(["smartbuffer_RF", "smartbuffer_metadata", "regfile_metadata"])("knows %s", (name) => {
    const attributes =
      "{width: 8, depth: 64, metadata_storage_width: 4, metadata_storage_depth: 16, metadata_counter_width: 4}";
    const { chip, diagnostics } = chipOf([
      NEW_FORM.replace("subclass: buffer, attributes: {width: 8}", `subclass: ${name}, attributes: ${attributes}`),
    ]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(chip?.components[0]?.area.areaUm2).toBeGreaterThan(0);
  });
});

describe("wrong input", () => {
  const codes = (...texts: string[]): readonly string[] =>
    chipOf(texts)
      .diagnostics.filter(({ severity }) => severity !== "note")
      .map(({ code }) => code);

  test.each([
    ["an unknown class", NEW_FORM.replace("subclass: buffer", "subclass: bufer"), "unknown-estimator-class"],
    ["an attribute that is required", NEW_FORM.replace("{width: 8}", "{}"), "attribute-required"],
    ["no technology", NEW_FORM.replace("technology: 45nm, ", ""), "attribute-required"],
    [
      "a required action that is not there",
      NEW_FORM.replace("{width: 8}}", "{width: 8}, required_actions: [fly]}"),
      "unknown-component-action",
    ],
    ["a width that is no number", NEW_FORM.replace("width: 8, n", "width: [8], n"), "not-estimated"],
    ["a negative scale", NEW_FORM.replace("area_scale: 2", "area_scale: -2"), "not-a-number"],
    ["no form at all", "architecture: {version: 0.4}", "architecture-form"],
    ["no architecture", "variables: {a: 1}", "missing-section"],
  ])("%s", (_, architecture, code) => {
    expect(codes(CLASSES, architecture)).toContain(code);
  });

  test.each([
    [
      "an unknown subcomponent",
      'counters[0]", actions: [{name: count}]',
      'counter[0]", actions: [{name: count}]',
      "unknown-subcomponent",
    ],
    [
      "an unknown action of a nested compound",
      "[{name: read, arguments: {data_delta: 1}",
      "[{name: raed, arguments: {data_delta: 1}",
      "unknown-component-action",
    ],
    ["a range that runs backwards", "data_delta: 0..1}", "data_delta: 1..0}", "bad-argument-range"],
    ["too many values", "data_delta: 0..1}", "data_delta: 0..99999}", "too-many-argument-values"],
    ["an unknown name", "width: bits", "width: bitz", "unknown-name"],
    ["a class within itself", "class: buffer, attributes", "class: pair, attributes", "component-class-cycle"],
  ])("%s", (_, from, to, code) => {
    const pair = "- !Component {name: two, class: storage, subclass: pair, attributes: {n: 2}}";
    const user = NEW_FORM.replace("- !Container {name: PE", `${pair}\n    - !Container {name: PE`);
    expect(codes(CLASSES.replace(from, to), user)).toContain(code);
  });

  test("a class defined twice", () => {
    expect(codes(CLASSES, CLASSES, NEW_FORM)).toEqual(["component-class-redefined", "component-class-redefined"]);
  });
});
