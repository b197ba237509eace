import { expect, test } from "vitest";
import { chipOf } from "../energy/testing/figures.ts";
import { writeAccelergyFile, writeAccelergyFiles } from "./accelergy-files.ts";

const TEXTS = [
  `architecture:
  version: 0.3
  subtree:
    - name: chip
      attributes: {technology: 45nm, global_cycle_seconds: 1e-9}
      local:
        - {name: "mac[0..3]", class: intmac, attributes: {width: 8}}
        - {name: glb, class: buffer, attributes: {depth: 16}}
`,
  `compound_components:
  version: 0.3
  classes:
    - name: buffer
      attributes: {depth: 1}
      subcomponents:
        - {name: storage, class: SRAM, attributes: {width: 8, depth: depth}}
        - {name: "counters[0..1]", class: counter, attributes: {width: 4}}
      actions:
        - name: read
          arguments: {data_delta: 0..1}
          subcomponents:
            - {name: storage, actions: [{name: read, arguments: {data_delta: data_delta}}]}
`,
];

const { chip } = chipOf(TEXTS);
const files = chip === undefined ? {} : writeAccelergyFiles(chip);

test("ERT and ART have Accelergy's layout", () => {
  expect(files["ERT.yaml"]).toBe(`ERT:
    version: '0.3'
    tables:
      - name: chip.mac[0..3]
        actions:
          - name: compute
            arguments: {}
            energy: 0.845
          - name: leak
            arguments: {}
            energy: 0.005575
      - name: chip.glb
        actions:
          - name: read
            arguments:
                data_delta: 0
            energy: 2.4
          - name: read
            arguments:
                data_delta: 1
            energy: 8.0
`);
  expect(files["ART.yaml"]).toBe(`ART:
    version: '0.3'
    tables:
      - name: chip.mac[0..3]
        area: 466.375
      - name: chip.glb
        area: 251.875
`);
});

test("summaries say who answered, and the spread over arguments", () => {
  expect(files["ERT_summary.yaml"]).toContain(`      - name: chip.glb
        actions:
          - name: read
            average_energy: 5.2
            max_energy: 8.0
            min_energy: 2.4
        primitive_estimation(s):
          - name: storage
            estimator: CACTI model
`);
  expect(files["ART_summary.yaml"]).toContain(`      - name: chip.glb
        area: 251.875
        primitive_estimations:
          - name: storage
            estimator: CACTI model
          - name: counters[0..1]
            estimator: Aladdin tables
`);
});

test("the verbose flattened architecture has the primitive parts", () => {
  expect(files["flattened_architecture_verbose.yaml"]).toContain(`      - name: chip.glb
        class: buffer
        attributes:
            technology: "45nm"
            global_cycle_seconds: 1e-09
            depth: 16
        primitive_components:
          - name: storage
            class: SRAM
            attributes:
                technology: "45nm"
                global_cycle_seconds: 1e-09
                width: 8
                depth: 16
            area_scale: 1
            energy_scale: 1
`);
  expect(files["flattened_architecture_verbose.yaml"]).toContain(`            primitive_actions:
              - name: storage
                action: read
                arguments:
                    data_delta: 1
                energy_scale: 1
`);
});

test("the flattened architecture is an architecture again, with the same figures", () => {
  const again = chipOf([files["flattened_architecture.yaml"] ?? "", TEXTS[1] ?? ""]);
  expect(again.diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  const short = ({ components }: typeof again): unknown =>
    components.map(({ path, area, actions }) => [path, area.areaUm2, actions.map(({ energyPj }) => energyPj)]);
  expect(short(again)).toEqual(short(chipOf(TEXTS)));
});

test("one file at a time, verbose and with as many digits as are asked for", () => {
  if (chip === undefined) throw new Error("the chip cannot be estimated");
  const art = writeAccelergyFile("ART", chip, { digits: 3 });
  expect([art.name, art.text]).toEqual(["ART.yaml", expect.stringContaining("area: 466.0\n")]);
  const ert = writeAccelergyFile("ERT_summary", chip, { verbose: true });
  expect(ert.name).toBe("ERT_summary_verbose.yaml");
  expect(ert.text).toContain(`        primitive_estimation(s):
          - chip.mac[0..3]:
                estimator: Aladdin tables
`);
  expect(ert.text).toContain(`          - action_name: read
            arguments:
                data_delta: 1
            energy: 8.0
            subaction_estimations:
              - subcomponent_name: storage
                subaction_name: read
                arguments:
                    data_delta: 1
                energy: 8.0
                scale_energy_by: 1
                interpreted_energy: 8.0
                percentage: 100.0%
`);
  const areas = writeAccelergyFile("ART_summary", chip, { verbose: true });
  expect(areas.text).toContain("            area_scale: 1\n            total_component_area: ");
  expect(writeAccelergyFile("flattened_arch", chip).name).toBe("flattened_architecture.yaml");
});
