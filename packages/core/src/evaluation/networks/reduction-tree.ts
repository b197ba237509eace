/**
 * A tree of adders that results climb: each word passes half of log2(fan-in) hops and is added fan-in - 1 times.
 *
 *     hops per word      floor(log2(multicast)) / 2
 *     energy             hops x bits x mm x wire_energy + (multicast - 1) x words x adder_energy
 *
 * It carries read-write data spaces only, outwards only. Timeloop charges the tree of one instance however many there
 * are; `exact` charges all of them.
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/network-reduction-tree.cpp, restated; its public build's own
 * wires and adders cost nothing.
 */
import { numberAttribute } from "../attribute-value.ts";
import type { NetworkDataSpaceResult } from "../evaluation.ts";
import {
  hopEnergyPj,
  type NetworkOutcome,
  type NetworkPlan,
  type NetworkTraffic,
  networkResult,
} from "./network-plan.ts";

export function reductionTreeNetwork(plan: NetworkPlan, traffic: NetworkTraffic): NetworkOutcome {
  const adderPj = numberAttribute(plan, "adder_energy") ?? 0;
  const dataSpaces: [string, NetworkDataSpaceResult][] = [];
  let energyPj = 0;
  traffic.counters.forEach((c, d) => {
    const dataSpace = traffic.workload.dataSpaces[d];
    if (dataSpace === undefined) return;
    const hopPj = hopEnergyPj(plan, dataSpace.name);
    let ingresses = 0;
    let wireHops = 0;
    let spatialReductions = 0;
    const records = dataSpace.readWrite ? c.network.records() : [];
    for (const { multicast, accesses } of records) {
      ingresses += accesses;
      if (accesses > 0 && multicast > 0) wireHops += Math.floor(Math.log2(multicast)) * 0.5 * accesses;
      spatialReductions = Math.trunc(spatialReductions + (multicast - 1) * accesses);
    }
    const energyPerInstancePj = wireHops * hopPj;
    const trees = traffic.semantics === "exact" ? c.utilizedInstances : 1;
    const result: NetworkDataSpaceResult = {
      fanout: c.fanout,
      multicastFactor: Math.max(0, ...records.map((record) => record.multicast)),
      ingresses,
      linkTransfers: 0,
      spatialReductions,
      hops: ingresses > 0 ? wireHops / ingresses : 0,
      utilizedInstances: c.utilizedInstances,
      energyPerHopPj: dataSpace.readWrite ? hopPj : 0,
      energyPj: energyPerInstancePj * trees,
      energyPerInstancePj,
      linkTransferEnergyPj: 0,
      linkTransferEnergyPerInstancePj: 0,
      spatialReductionEnergyPj: spatialReductions * adderPj * trees,
      bySignature: records.map(({ multicast, scatter, accesses }) => ({ multicast, scatter, ingresses: accesses })),
    };
    energyPj += result.energyPj + result.spatialReductionEnergyPj;
    dataSpaces.push([dataSpace.name, result]);
  });
  return { result: networkResult(plan, energyPj, dataSpaces), notes: [] };
}
