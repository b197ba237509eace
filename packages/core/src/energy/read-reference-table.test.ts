import { describe, expect, test } from "vitest";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { getValue } from "../yaml/access.ts";
import { readDocuments } from "../yaml/read-documents.ts";
import { componentName, readAreaTable, readEnergyTable } from "./read-reference-table.ts";

function read(text: string): { ert: ReturnType<typeof readEnergyTable> | undefined; codes: readonly string[] } {
  const bag = new DiagnosticBag();
  const [document] = readDocuments([{ name: "ert.yaml", text }]).documents;
  const node = document?.kind === "map" ? getValue(document, "ERT") : undefined;
  return { ert: node && readEnergyTable(node, bag.report), codes: bag.list().map(({ code }) => code) };
}

test.each([
  ["system.DRAM", "DRAM"],
  ["DRAM", "DRAM"],
  ["system_top_level.DRAM[1..1]", "DRAM"],
  ["system.PE[0..167].mac(1..168)", "mac"],
  ["system.PE[0..13].column[0..11].ifmap_spad", "ifmap_spad"],
])("the component of %s is %s", (path, name) => {
  expect(componentName(path)).toBe(name);
});

describe("energy tables", () => {
  test("0.3 and 0.4: a list of actions", () => {
    const { ert, codes } = read(
      "ERT: {version: 0.4, tables: [{name: a.mac, actions: [{name: compute, energy: 0.5, arguments: {}}, {name: leak, energy: 0}]}]}",
    );
    expect(codes).toEqual([]);
    expect(ert?.source).toBe("ert.yaml");
    expect(ert?.components).toMatchObject([{ component: "mac", actionsPj: { compute: 0.5, leak: 0 } }]);
  });

  test("0.2: maps of actions", () => {
    const { ert } = read("ERT: {version: 0.2, tables: {a.mac: {compute: [{energy: 0.5}, {energy: 0.75}], idle: 0.1}}}");
    expect(ert?.components).toMatchObject([{ component: "mac", actionsPj: { compute: 0.75, idle: 0.1 } }]);
  });

  test("of several energies of one action, the largest", () => {
    const { ert } = read(
      "ERT: {tables: [{name: a.ram, actions: [{name: read, energy: 1}, {name: read, energy: 3}, {name: read, energy: 2}]}]}",
    );
    expect(ert?.components[0]?.actionsPj).toEqual({ read: 3 });
  });
});

test("area tables", () => {
  const bag = new DiagnosticBag();
  const text = "ART: {version: 0.4, tables: [{name: 'a.mac[1..4]', area: 191.82}, {name: a.ram}]}";
  const [document] = readDocuments([{ name: "art.yaml", text }]).documents;
  const node = document?.kind === "map" ? getValue(document, "ART") : undefined;
  expect(node && readAreaTable(node, bag.report).areas).toMatchObject([{ component: "mac", areaUm2: 191.82 }]);
  expect(bag.list().map(({ code }) => code)).toEqual(["missing-key"]);
});
