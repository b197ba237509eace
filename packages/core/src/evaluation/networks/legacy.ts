/**
 * The mesh network with multicast; also what stands in where the architecture names no network.
 *
 *   ingresses           words that enter, by how many children each reaches (`multicast`)
 *   read-modify-write   a level that cannot reduce in place (DRAM) sends each partial sum down before it takes the new
 *                       one: 2 x words - first visits; only where results come back through this network
 *   spatial reductions  (multicast - 1) for each output word: partial sums added on their way up
 *   energy              hop energy x hops + router energy x routers + ingress energy x ingresses
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/network-legacy.cpp, restated. Its public build knows no wire
 * energy of its own: wires cost nothing unless `wire_energy`, `energy_per_hop` or a table's `wire` says so, and adders
 * in the network cost nothing.
 */
import type { DataSpaceCounters } from "../../nest/counters.ts";
import type { AccessRecord } from "../../nest/tile-accesses.ts";
import type { NetworkDataSpaceResult } from "../evaluation.ts";
import {
  hopEnergyPj,
  type NetworkOutcome,
  type NetworkPlan,
  type NetworkTraffic,
  networkResult,
} from "./network-plan.ts";

export function legacyNetwork(plan: NetworkPlan, traffic: NetworkTraffic): NetworkOutcome {
  const dataSpaces: [string, NetworkDataSpaceResult][] = [];
  let energyPj = 0;
  traffic.counters.forEach((counters, d) => {
    const dataSpace = traffic.workload.dataSpaces[d];
    if (dataSpace === undefined) return;
    const hopPj = plan.givenHopPj ?? hopEnergyPj(plan, dataSpace.name);
    const result = carry(plan, counters, hopPj, dataSpace.readWrite);
    energyPj += (result.linkTransferEnergyPerInstancePj + result.energyPerInstancePj) * counters.utilizedInstances;
    dataSpaces.push([dataSpace.name, result]);
  });
  return { result: networkResult(plan, energyPj, dataSpaces), notes: [] };
}

function carry(plan: NetworkPlan, c: DataSpaceCounters, hopPj: number, readWrite: boolean): NetworkDataSpaceResult {
  const { routerPj, ingressPj } = plan;
  const takesResults = plan.connection !== "read-fill";
  const resends = readWrite && takesResults && !plan.sinkReduces;
  let ingresses = 0;
  let wireHops = 0;
  let routers = 0;
  let multicastFactor = 0;
  let spatialReductions = 0;
  const bySignature = trafficOf(c, resends).map(({ record, words, summed }) => {
    ingresses += words;
    multicastFactor = Math.max(multicastFactor, record.multicast);
    if (readWrite && takesResults) spatialReductions += Math.trunc((record.multicast - 1) * summed);
    if (words > 0) {
      const hops = record.hops / words;
      routers = Math.trunc(routers + (1 + Math.floor(hops)) * words);
      wireHops += hops * words;
    }
    return { multicast: record.multicast, scatter: record.scatter, ingresses: words };
  });
  const linkTransferEnergyPerInstancePj = c.linkTransfers * (hopPj + 2 * routerPj);
  const energyPerInstancePj = wireHops * hopPj + routers * routerPj + ingressPj * ingresses;
  return {
    fanout: c.fanout,
    multicastFactor,
    ingresses,
    linkTransfers: c.linkTransfers,
    spatialReductions,
    hops: ingresses > 0 ? wireHops / ingresses : 0,
    utilizedInstances: c.utilizedInstances,
    energyPerHopPj: hopPj,
    energyPj: energyPerInstancePj * c.utilizedInstances,
    energyPerInstancePj,
    linkTransferEnergyPj: linkTransferEnergyPerInstancePj * c.utilizedInstances,
    linkTransferEnergyPerInstancePj,
    spatialReductionEnergyPj: 0,
    bySignature,
  };
}

interface Traffic {
  readonly record: AccessRecord;
  /** Words that enter the network. */
  readonly words: number;
  /** Words whose partial sums are added up on the way. */
  readonly summed: number;
}

/**
 * Words that enter, by signature. Partial sums sent back down are added where the outer level cannot reduce: counted one
 * by one under `exact`; Timeloop takes twice the words less the partition, of every record (never below nothing here),
 * and adds all of them up.
 */
function trafficOf(c: DataSpaceCounters, resends: boolean): Traffic[] {
  const plain = (record: AccessRecord): Traffic => ({ record, words: record.accesses, summed: record.accesses });
  if (!resends) return c.network.records().map(plain);
  if (c.resent === undefined) {
    return c.network.records().map((record) => {
      const words = Math.max(0, 2 * record.accesses - c.partitionSize);
      return { record, words, summed: words };
    });
  }
  const both = c.network.scaled(1);
  both.accumulate(c.resent);
  return both.records().map((record) => {
    const { multicast, scatter, accesses } = record;
    const up = c.network.records().find((r) => r.multicast === multicast && r.scatter === scatter);
    return { record, words: accesses, summed: up?.accesses ?? 0 };
  });
}
