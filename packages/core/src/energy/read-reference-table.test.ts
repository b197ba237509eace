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

  test("an action listed more than once keeps each energy with its arguments", () => {
    const { ert, codes } = read(`ERT:
  tables:
  - name: a.net
    actions:
    - {name: transfer, arguments: {fan: 1, kind: wire}, energy: 1}
    - {name: transfer, arguments: {fan: 4, kind: wire}, energy: 9}
    - {name: transfer, arguments: null, energy: 2}
    - {name: idle, arguments: {fan: 1}, energy: 5}`);
    expect(codes).toEqual([]);
    expect(ert?.components[0]).toMatchObject({ actionsPj: { transfer: 9, idle: 5 } });
    expect(ert?.components[0]?.argumentEnergies).toEqual([
      { action: "transfer", arguments: { fan: 1, kind: "wire" }, energyPj: 1 },
      { action: "transfer", arguments: { fan: 4, kind: "wire" }, energyPj: 9 },
      { action: "transfer", arguments: {}, energyPj: 2 },
    ]);
  });

  test("in the 0.2 form too; without repetition there is nothing to keep", () => {
    const { ert } = read(
      "ERT: {tables: {a.net: {send: [{arguments: {fan: 2}, energy: 1}, {arguments: {fan: 4}, energy: 2}], idle: [{energy: 3}]}}}",
    );
    expect(ert?.components[0]?.argumentEnergies).toEqual([
      { action: "send", arguments: { fan: 2 }, energyPj: 1 },
      { action: "send", arguments: { fan: 4 }, energyPj: 2 },
    ]);
    expect(
      read("ERT: {tables: [{name: a.mac, actions: [{name: compute, energy: 1}]}]}").ert?.components[0],
    ).not.toHaveProperty("argumentEnergies");
  });

  test("arguments are a map of words and numbers", () => {
    const text = (args: string): string =>
      `ERT: {tables: [{name: a.net, actions: [{name: t, arguments: ${args}, energy: 1}]}]}`;
    expect(read(text("[4]")).codes).toEqual(["wrong-type"]);
    expect(read(text("{fan: [4]}")).codes).toEqual(["wrong-type"]);
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
