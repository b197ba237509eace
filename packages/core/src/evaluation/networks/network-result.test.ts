/** Figures of Timeloop (4cf6d4c) for the same inputs, where it can say them. */
import { describe, expect, it } from "vitest";
import type { DataSpaceCounters } from "../../nest/counters.ts";
import { AccessStats } from "../../nest/tile-accesses.ts";
import { smallChip, validChip } from "../testing/small-chip.ts";
import type { NetworkPlan } from "./network-plan.ts";
import { networkOutcomes } from "./network-result.ts";

const { workload } = smallChip();

const PLAN: NetworkPlan = {
  name: "net",
  kind: "legacy",
  inferred: false,
  connection: "both",
  boundary: 0,
  sinkReduces: true,
  attributes: {},
  wordBits: 8,
  dataSpaceWordBits: {},
  tileWidthUm: 500,
  routerPj: 0,
  ingressPj: 0,
  fillLatency: 0,
  drainLatency: 0,
};

/** Words to `multicast` receivers over so many hops in all. */
type Record = readonly [multicast: number, words: number, hops: number];

function counters(records: readonly Record[], more: Partial<DataSpaceCounters> = {}): DataSpaceCounters {
  const network = new AccessStats();
  for (const [multicast, words, hops] of records) network.add(multicast, 1, words, hops, hops);
  return {
    kept: true,
    tileSize: 4,
    partitionSize: 3,
    reads: 0,
    fills: 0,
    updates: 0,
    temporalReductions: 0,
    network,
    linkTransfers: 0,
    fanout: 4,
    utilizedInstances: 2,
    ...more,
  } as DataSpaceCounters;
}

function resultOf(
  plan: Partial<NetworkPlan>,
  outputs: DataSpaceCounters,
  semantics: "timeloop" | "exact" = "timeloop",
) {
  const idle = counters([]);
  const [outcome] = networkOutcomes([{ ...PLAN, ...plan }], [[idle, idle, outputs]], workload, semantics);
  return { result: outcome?.result, outputs: outcome?.result.dataSpaces["Outputs"], notes: outcome?.notes ?? [] };
}

const attributes = (values: { readonly [key: string]: number | string | boolean }): NetworkPlan["attributes"] =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, origin: "given" }]));

describe("legacy networks", () => {
  it("add up what is multicast outwards, and pay for hops, routers and ingresses", () => {
    const plan = { wirePjPerBitMm: 0.5, routerPj: 3, ingressPj: 0.25 };
    const { outputs } = resultOf(plan, counters([[4, 10, 25]], { linkTransfers: 6 }));
    // A hop: 8 bits x 0.5 mm x 0.5 pJ = 2 pJ; 2.5 hops touch 3 routers.
    expect(outputs).toMatchObject({
      ingresses: 10,
      multicastFactor: 4,
      spatialReductions: 30,
      hops: 2.5,
      energyPerHopPj: 2,
    });
    expect(outputs?.energyPerInstancePj).toBe(25 * 2 + 30 * 3 + 10 * 0.25);
    expect(outputs?.energyPj).toBe(2 * (50 + 90 + 2.5));
    expect(outputs?.linkTransferEnergyPj).toBe(2 * 6 * (2 + 2 * 3));
  });

  it("send sums down and up again where the level outside cannot reduce, but only on the way of results", () => {
    const traffic = counters([[1, 10, 0]]);
    expect(resultOf({ sinkReduces: false }, traffic).outputs?.ingresses).toBe(2 * 10 - 3);
    expect(resultOf({ sinkReduces: false, connection: "update-drain" }, traffic).outputs?.ingresses).toBe(17);
    expect(resultOf({ sinkReduces: false, connection: "read-fill" }, traffic).outputs?.ingresses).toBe(10);
    expect(resultOf({ connection: "read-fill" }, counters([[4, 10, 0]])).outputs?.spatialReductions).toBe(0);
  });

  it("take a given energy of a hop at its word", () => {
    const plan = { wirePjPerBitMm: 0.5, givenHopPj: 7 };
    expect(resultOf(plan, counters([[1, 2, 3]])).outputs?.energyPerInstancePj).toBe(21);
  });

  it("carry words of the width that the level outside keeps them in", () => {
    const plan = { wirePjPerBitMm: 0.5, dataSpaceWordBits: { Outputs: 24 } };
    expect(resultOf(plan, counters([[1, 1, 1]])).outputs?.energyPerHopPj).toBe(24 * 0.5 * 0.5);
  });
});

describe("multicast networks", () => {
  const energies = {
    component: "net",
    actionsPj: { transfer: 9 },
    argumentEnergies: [
      { action: "transfer", arguments: { fan: 1 }, energyPj: 1 },
      { action: "transfer", arguments: { fan: 4 }, energyPj: 9 },
    ],
  };
  const plan: Partial<NetworkPlan> = {
    kind: "simple-multicast",
    energies,
    attributes: attributes({ action_name: "transfer", multicast_factor_argument: "fan" }),
  };

  it("pay by fan-out: the last one as Timeloop does, all of them exactly", () => {
    const traffic = counters([
      [1, 10, 0],
      [4, 5, 0],
    ]);
    expect(resultOf(plan, traffic).outputs).toMatchObject({ multicastFactor: 4, ingresses: 15, energyPj: 2 * 45 });
    expect(resultOf(plan, traffic, "exact").outputs?.energyPj).toBe(2 * (10 + 45));
  });

  it("warn of a fan-out without an energy", () => {
    const { outputs, notes } = resultOf(plan, counters([[2, 10, 0]]));
    expect(outputs?.energyPj).toBe(0);
    expect(notes.map(({ code }) => code)).toEqual(["fanout-without-energy"]);
  });

  it("pay by data space where told to", () => {
    const byDataSpace: Partial<NetworkPlan> = {
      kind: "simple-multicast",
      energies: { component: "net", actionsPj: { transfer_Outputs: 2 } },
      attributes: attributes({ action_name: "transfer", per_datatype_ERT: true }),
    };
    expect(resultOf(byDataSpace, counters([[4, 5, 0]])).outputs?.energyPj).toBe(2 * 5 * 2);
  });
});

describe("reduction trees", () => {
  it("charge half a hop for each doubling and an adder for each sum; one tree as Timeloop does, exactly all", () => {
    const plan: Partial<NetworkPlan> = {
      kind: "reduction-tree",
      connection: "update-drain",
      wirePjPerBitMm: 0.5,
      attributes: attributes({ adder_energy: 0.25 }),
    };
    const traffic = counters([[8, 10, 99]]);
    const { outputs, result } = resultOf(plan, traffic);
    expect(outputs).toMatchObject({ spatialReductions: 70, hops: 1.5, energyPerInstancePj: 30 });
    expect(result?.energyPj).toBe(30 + 17.5);
    expect(resultOf(plan, traffic, "exact").result?.energyPj).toBe(2 * (30 + 17.5));
  });
});

it("a chip with networks of its own", () => {
  const evaluation = validChip({
    buffer: "network_read: net, network_update: tree",
    registers: "network_fill: net, network_drain: tree",
    networks: [
      "{name: net, class: SimpleMulticast, attributes: {action_name: transfer}}",
      "{name: tree, class: ReductionTree, attributes: {adder_energy: 0.375}}",
    ],
    energies: { net: { transfer: 0.75 } },
  });
  const energies = Object.fromEntries(evaluation.networks.map(({ name, energyPj }) => [name, energyPj]));
  expect(energies).toEqual({ "Registers <==> Mac": 0, net: 72, tree: 12, "MainMemory <==> Buffer": 0 });
});
