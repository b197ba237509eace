import { describe, expect, it } from "vitest";
import { codesOf, evaluateChip, smallChip, validChip } from "../testing/small-chip.ts";
import { connectNetworks } from "./connect-networks.ts";

const plansOf = (chip: Parameters<typeof smallChip>[0]) => {
  const { architecture, ert, art } = smallChip(chip);
  return connectNetworks(architecture, ert, art);
};

/** A network from the buffer to the registers, for words, results or both. */
const between = (name: string, both = true): { buffer: string; registers: string } => ({
  buffer: `network_read: ${name}${both ? `, network_update: ${name}` : ""}`,
  registers: `network_fill: ${name}${both ? `, network_drain: ${name}` : ""}`,
});

describe("networks that the architecture does not name", () => {
  it("are legacy networks that carry words and results, one for each pair of neighbours", () => {
    const { plans, errors, notes, latencyCycles } = plansOf({});
    expect(plans.map(({ name, kind, connection, inferred }) => [name, kind, connection, inferred])).toEqual([
      ["Registers <==> Mac", "legacy", "both", true],
      ["Buffer <==> Registers", "legacy", "both", true],
      ["MainMemory <==> Buffer", "legacy", "both", true],
    ]);
    expect([errors, notes, latencyCycles]).toEqual([[], [], 0]);
  });

  it("ask the level outside whether it can reduce: DRAM does only if it says so", () => {
    expect(plansOf({}).plans.map(({ sinkReduces }) => sinkReduces)).toEqual([true, true, false]);
    const said = plansOf({ mainMemory: "reduction_supported: true", buffer: "reduction_supported: false" });
    expect(said.plans.map(({ sinkReduces }) => sinkReduces)).toEqual([true, false, true]);
  });

  it("take the latencies of the level outside, and the run waits for all of them", () => {
    const chip = {
      buffer: "network_fill_latency: 5, network_drain_latency: 7",
      mainMemory: "network_fill_latency: 11",
    };
    expect(plansOf(chip).latencyCycles).toBe(23);
    expect(validChip(chip).cycles).toBe(validChip().cycles + 23);
  });

  it("pay for wires by an entry of the energy table", () => {
    const { plans } = plansOf({ buffer: "wire_energy: 9", energies: { wire: { transfer_random: 0.5 } } });
    expect(plans.map(({ wirePjPerBitMm }) => wirePjPerBitMm)).toEqual([0.5, 0.5, 0.5]);
  });

  it("cost what the level outside says of hops, routers and ingresses", () => {
    const { plans } = plansOf({ buffer: "energy_per_hop: 7, router_energy: 3, energy_per_ingress: 0.25" });
    const costs = plans.map(({ givenHopPj, routerPj, ingressPj }) => [givenHopPj, routerPj, ingressPj]);
    expect(costs).toEqual([
      [undefined, 0, 0],
      [7, 3, 0.25],
      [undefined, 0, 0],
    ]);
  });
});

describe("named networks", () => {
  it("carry words and results, or one of the two with a stand-in for the other", () => {
    const net = "{name: net, class: Legacy, attributes: {fill_latency: 3, drain_latency: 100}}";
    const shared = plansOf({ ...between("net"), networks: [net] });
    expect(shared.plans.map(({ name, connection }) => [name, connection])).toContainEqual(["net", "both"]);
    // Both ways take the fill latency.
    expect(shared.latencyCycles).toBe(6);
    const results = plansOf({
      buffer: "network_update: net",
      registers: "network_drain: net",
      networks: ["{name: net, class: ReductionTree}"],
    });
    expect(results.plans.map(({ name, connection }) => [name, connection])).toEqual([
      ["Registers <==> Mac", "both"],
      ["Buffer <==> Registers", "read-fill"],
      ["net", "update-drain"],
      ["MainMemory <==> Buffer", "both"],
    ]);
  });

  it("shared by several boundaries carry the traffic of the innermost", () => {
    const { plans } = plansOf({
      mac: "network_operand: net, network_result: net",
      registers: "network_read: net, network_update: net, network_fill: net, network_drain: net",
      buffer: "network_read: net, network_update: net",
      networks: ["{name: net, class: Legacy}"],
    });
    expect(plans.map(({ name, boundary }) => [name, boundary])).toEqual([
      ["net", 0],
      ["MainMemory <==> Buffer", 2],
    ]);
  });

  it("have words of 16 bits unless they say otherwise", () => {
    const bits = (attributes: string): number | undefined =>
      plansOf({ ...between("net"), networks: [`{name: net, class: Legacy, attributes: {${attributes}}}`] }).plans[1]
        ?.wordBits;
    expect([bits(""), bits("datawidth: 4"), bits("datawidth: 4, network_word_bits: 12")]).toEqual([16, 4, 12]);
  });
});

describe("what is wrong with networks", () => {
  it("is said with the place where the name stands", () => {
    const evaluation = evaluateChip({ ...between("nett"), networks: ["{name: net1, class: Legacy}"] });
    expect(evaluation.valid).toBe(false);
    expect(evaluation).toMatchObject({ reason: "spec" });
    expect(codesOf(evaluation.diagnostics)).toContain("unknown-network");
    const unknown = evaluation.diagnostics.find(({ code }) => code === "unknown-network");
    expect(unknown?.line).toBe(7);
    expect(unknown?.hint).toContain("net1");
  });

  it.each([
    ["network-ends-differ", { buffer: "network_read: net", networks: ["{name: net, class: Legacy}"] }],
    ["network-ends-differ", { registers: "network_fill: net", networks: ["{name: net, class: Legacy}"] }],
    [
      "network-ends-differ",
      { registers: "network_read: net", mac: "network_operand: nat", networks: ["{name: net, class: Legacy}"] },
    ],
    ["reduction-tree-inwards", { ...between("net"), networks: ["{name: net, class: ReductionTree}"] }],
    ["network-action-missing", { ...between("net"), networks: ["{name: net, class: SimpleMulticast}"] }],
  ])("is an error: %s", (code, chip) => {
    expect(codesOf(plansOf(chip).errors)).toContain(code);
    expect(evaluateChip(chip).valid).toBe(false);
  });

  it.each([
    ["network-unused", { networks: ["{name: net, class: Legacy}"] }],
    [
      "tile-width-unused",
      {
        buffer: "network_update: net",
        registers: "network_drain: net",
        networks: ["{name: net, class: ReductionTree, attributes: {tile_width: 3}}"],
      },
    ],
    ["distributed-multicast", { buffer: 'network_type: "M:N"' }],
  ])("or a warning: %s", (code, chip) => {
    const connections = plansOf(chip);
    expect(codesOf(connections.notes)).toEqual([code]);
    expect(connections.notes[0]?.span).toBeDefined();
    expect(codesOf(validChip(chip).diagnostics)).toContain(code);
  });
});
