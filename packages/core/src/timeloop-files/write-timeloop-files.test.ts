import { describe, expect, it } from "vitest";
import { chipText, smallChip, validChip } from "../evaluation/testing/small-chip.ts";
import { readTexts } from "../spec/testing/read-texts.ts";
import { CHIP_WITH_NETWORKS } from "./testing/chip-with-networks.ts";
import { STATS_HEAD, STATS_TAIL } from "./testing/chip-with-networks-stats.ts";
import { writeTimeloopFiles } from "./write-timeloop-files.ts";

const files = (chip: Parameters<typeof validChip>[0]): Record<string, string> =>
  writeTimeloopFiles(smallChip(chip), validChip(chip), "timeloop-model");

describe("the files that Timeloop leaves behind", () => {
  it("are named alike, with tables only where there are any", () => {
    expect(Object.keys(files({}))).toEqual([
      "timeloop-model.stats.txt",
      "timeloop-model.map.txt",
      "timeloop-model.map+stats.xml",
      "timeloop-model.map.tensella.txt",
      "timeloop-model.map.yaml",
      "timeloop-model.ERT.yaml",
      "timeloop-model.ERT_summary.yaml",
    ]);
    const withAreas = Object.keys(files(CHIP_WITH_NETWORKS));
    expect(withAreas.slice(-2)).toEqual(["timeloop-model.ART.yaml", "timeloop-model.ART_summary.yaml"]);
  });

  it("stats.txt has Timeloop's layout", () => {
    const stats = files(CHIP_WITH_NETWORKS)["timeloop-model.stats.txt"] ?? "";
    expect(stats.slice(0, STATS_HEAD.length)).toBe(STATS_HEAD);
    expect(stats.slice(stats.indexOf("Networks\n"))).toBe(STATS_TAIL);
  });

  it("stats.txt leaves out what nothing touches unless asked to keep it", () => {
    const chip = { bufferKeeps: "" };
    const hidden =
      writeTimeloopFiles(smallChip(chip), validChip(chip), "timeloop-model")["timeloop-model.stats.txt"] ?? "";
    expect(hidden).toContain("=== Buffer ===");
    const quiet = { ...chip, energies: { Buffer: { read: 0, write: 0, leak: 0 } } };
    const idle =
      writeTimeloopFiles(smallChip(quiet), validChip(quiet), "timeloop-model")["timeloop-model.stats.txt"] ?? "";
    expect(idle).not.toContain("=== Buffer ===\n\n    SPECS");
    expect(idle).not.toContain("<==>");
    const kept =
      writeTimeloopFiles(smallChip(quiet), validChip(quiet), "timeloop-model", { hideIdle: false })[
        "timeloop-model.stats.txt"
      ] ?? "";
    expect(kept).toContain("=== Buffer ===\n\n    SPECS");
    expect(kept).toContain("Network 2\n---------\nRegisters <==> Mac");
  });

  it("map.txt draws the nest", () => {
    expect(files({ bufferKeeps: "Inputs" })["timeloop-model.map.txt"]).toBe(
      [
        "MainMemory [ Weights:24 (24) Inputs:13 (13) Outputs:32 (32) ] ",
        "-------------------------------------------------------------",
        "| for M in [0:2)",
        "|   for P in [0:2)",
        "",
        "Buffer [ Inputs:9 (9) ] ",
        "-----------------------",
        "|     for R in [0:2) (Spatial-Y)",
        "|       for M in [0:2) (Spatial-X)",
        "",
        "Registers [ Weights:3 (3) Inputs:6 (6) Outputs:4 (4) ] ",
        "------------------------------------------------------",
        "|         for P in [0:4)",
        "|           for R in [0:3)",
        "|             << Compute >>",
        "",
      ].join("\n"),
    );
  });

  it("map.yaml reads back as the same mapping", () => {
    const chip = { bufferKeeps: "Inputs" };
    const text = chipText(chip);
    const mapYaml = files(chip)["timeloop-model.map.yaml"] ?? "";
    const others = text.slice(0, text.indexOf("mapping:")) + text.slice(text.indexOf("ERT:"));
    const again = readTexts({ "chip.yaml": others, "map.yaml": mapYaml }).spec?.mapping;
    const loops = (mapping: typeof again): unknown =>
      mapping?.levels.map(({ keep, ...level }) => {
        const running = (list: readonly { bound: number; residual: number; dimension: number }[]): unknown =>
          list.filter(({ bound }) => bound > 1).map(({ dimension, bound, residual }) => [dimension, bound, residual]);
        return [keep, running(level.temporal), running(level.spatialX), running(level.spatialY)];
      });
    expect(loops(again)).toEqual(loops(smallChip(chip).mapping));
    expect(mapYaml.split("\n").slice(0, 9)).toEqual([
      "mapping:",
      "  - target: Registers",
      "    type: datatype",
      "    keep:",
      "      - Weights",
      "      - Inputs",
      "      - Outputs",
      "    bypass:",
      "      []",
    ]);
    expect(mapYaml).toContain("type: spatial\n    factors: M2 R2 P1\n    permutation: MRP\n    split: 1\n");
    expect(mapYaml.endsWith("permutation: PMR")).toBe(true);
  });

  it("ERT.yaml and ART.yaml read back as the same tables", () => {
    const spec = smallChip(CHIP_WITH_NETWORKS);
    const written = files(CHIP_WITH_NETWORKS);
    const text = chipText(CHIP_WITH_NETWORKS);
    const again = readTexts({
      "chip.yaml": text.slice(0, text.indexOf("ERT:")),
      "ert.yaml": written["timeloop-model.ERT.yaml"] ?? "",
      "art.yaml": written["timeloop-model.ART.yaml"] ?? "",
    }).spec;
    const energies = (s: typeof again): unknown =>
      s?.ert?.components.map(({ component, actionsPj }) => [component, actionsPj]).sort();
    const areas = (s: typeof again): unknown =>
      s?.art?.areas.map(({ component, areaUm2 }) => [component, areaUm2]).sort();
    expect(energies(again)).toEqual(energies(spec));
    expect(areas(again)).toEqual(areas(spec));
    expect(written["timeloop-model.ERT.yaml"]).toContain(
      "      - name: chip.cell.Registers[1..4]\n        actions:\n          - name: read\n            arguments: {}\n            energy: 1.0\n",
    );
  });
});
