import { expect, it } from "vitest";
import { smallChip } from "../evaluation/testing/small-chip.ts";
import { writeArtSummary, writeErt, writeErtSummary } from "./reference-table-yaml.ts";

const { architecture } = smallChip();

it("lists an action with arguments once for each", () => {
  const argumentEnergies = [1, 2].map((fanout) => ({
    action: "transfer",
    arguments: { fanout },
    energyPj: fanout / 4,
  }));
  const ert = { source: "x", components: [{ component: "net", actionsPj: { transfer: 0.5 }, argumentEnergies }] };
  expect(writeErt(ert, architecture).split("\n").slice(3, -1)).toEqual([
    "      - name: net[1..1]",
    "        actions:",
    "          - name: transfer",
    "            arguments:",
    "                fanout: 1",
    "            energy: 0.25",
    "          - name: transfer",
    "            arguments:",
    "                fanout: 2",
    "            energy: 0.5",
  ]);
});

it("summaries name the source, quoted where YAML needs it", () => {
  const ert = { source: "a: b", components: [{ component: "Mac", actionsPj: { compute: 0.5 } }] };
  expect(writeErtSummary(ert, architecture)).toContain('estimator: "a: b"');
  const art = { source: "table", areas: [{ component: "Registers", areaUm2: 95.68 }] };
  expect(writeArtSummary(art, architecture)).toContain("- name: chip.cell.Registers[1..4]\n        area: 95.68\n");
});

it("components stand in the order of the architecture, outermost first, others last", () => {
  const components = ["wire", "Mac", "Registers", "MainMemory"].map((component) => ({
    component,
    actionsPj: { read: 1 },
  }));
  const names = [...writeErt({ source: "x", components }, architecture).matchAll(/- name: (\S+)\[/g)].map((m) => m[1]);
  expect(names).toEqual(["chip.MainMemory", "chip.cell.Registers", "chip.cell.Mac", "wire"]);
});
