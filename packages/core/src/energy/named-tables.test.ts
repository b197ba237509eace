import { describe, expect, it } from "vitest";
import type { Architecture, StorageLevel } from "../architecture/architecture.ts";
import { energyTableByName, namedEnergyTables } from "./named-tables.ts";

function storage(name: string, componentClass: string, virtual: boolean = false): StorageLevel {
  return {
    kind: "storage",
    name,
    path: name,
    componentClass,
    instances: 1,
    meshX: 1,
    meshY: 1,
    attributes: {},
    virtual,
    technologyKind: "SRAM",
    wordBits: 8,
    blockSize: 1,
    clusterSize: 1,
    multipleBuffering: 1,
    minUtilization: 0,
    bandwidthConsumptionScale: {},
    banks: 2,
    ports: 2,
    reductionSupported: true,
    allowOverbooking: false,
    networkFillLatency: 0,
    networkDrainLatency: 0,
    networks: {},
    dataSpaceWordBits: {},
  };
}

function architecture(...levels: readonly StorageLevel[]): Architecture {
  return {
    version: "0.4",
    compute: {
      kind: "compute",
      name: "MACC",
      path: "MACC",
      componentClass: "intmac",
      instances: 1,
      meshX: 1,
      meshY: 1,
      attributes: {},
      wordBits: 8,
      cyclesPerOperation: 1,
    },
    storage: levels,
    networks: [],
    systemAttributes: {},
  };
}

describe("energyTableByName", () => {
  it("gives Table 1 of the assignment by component class", () => {
    const { ert, diagnostics } = energyTableByName(
      "assignment",
      architecture(storage("Buffer", "regfile"), storage("MainMemory", "SRAM")),
    );
    expect(diagnostics).toEqual([]);
    expect(ert).toEqual({
      source: "assignment",
      components: [
        { component: "MACC", actionsPj: { compute: 0.56, leak: 0 } },
        { component: "Buffer", actionsPj: { read: 0.42, write: 0.42, update: 0.42, leak: 0 } },
        { component: "MainMemory", actionsPj: { read: 7.95, write: 5.45, update: 5.45, leak: 0 } },
      ],
    });
  });

  it("refuses a class that the table does not know, naming class and component", () => {
    const { ert, diagnostics } = energyTableByName("assignment", architecture(storage("Memory", "DRAM")));
    expect(ert).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["energy-table-class"]);
    expect(diagnostics[0]?.message).toMatch(/DRAM.*Memory/);
    expect(diagnostics[0]?.hint).toContain("SRAM, regfile, intmac");
  });

  it("suggests the class that was meant", () => {
    const { diagnostics } = energyTableByName("assignment", architecture(storage("Memory", "sram")));
    expect(diagnostics[0]?.hint).toContain('"SRAM"');
  });

  it("asks nothing for levels that hold nothing", () => {
    const { ert } = energyTableByName("assignment", architecture(storage("Fanout", "nothing", true)));
    expect(ert?.components.map((entry) => entry.component)).toEqual(["MACC"]);
  });

  it("suggests the table that was meant", () => {
    const { diagnostics } = energyTableByName("asignment", architecture());
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["energy-table-unknown"]);
    expect(diagnostics[0]?.hint).toContain('"assignment"');
  });

  it("lists what is on offer", () => {
    expect(namedEnergyTables().map((table) => table.name)).toEqual(["assignment"]);
  });
});
