/**
 * A network whose transfers cost what the energy table says for their fan-out.
 *
 *     ERT of the network:  {name: transfer, arguments: {fanout: 4}, energy: 1.2}, one entry for each fan-out
 *     its attributes:      action_name: transfer, multicast_factor_argument: fanout
 *                          per_datatype_ERT: the action is `transfer_Inputs`, `transfer_Weights`, ...
 *
 * A table with one energy for the action needs no argument. Where words leave with several fan-outs, Timeloop keeps the
 * energy of the last (the largest) only; `exact` adds them up.
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/network-simple-multicast.cpp, restated.
 */
import { hasAttribute, textAttribute } from "../attribute-value.ts";
import { fanoutWithoutEnergy } from "../errors.ts";
import type { NetworkDataSpaceResult } from "../evaluation.ts";
import { type NetworkOutcome, type NetworkPlan, type NetworkTraffic, networkResult } from "./network-plan.ts";

export function simpleMulticastNetwork(plan: NetworkPlan, traffic: NetworkTraffic): NetworkOutcome {
  const dataSpaces: [string, NetworkDataSpaceResult][] = [];
  const unpriced = new Set<number>();
  let energyPj = 0;
  traffic.counters.forEach((c, d) => {
    const name = traffic.workload.dataSpaces[d]?.name;
    if (name === undefined) return;
    const records = c.network.records();
    let ingresses = 0;
    let multicastFactor = 0;
    let energyPerInstancePj = 0;
    for (const { multicast, accesses } of records) {
      ingresses += accesses;
      if (accesses <= 0) continue;
      const transferPj = transferEnergyPj(plan, name, multicast);
      if (transferPj === undefined) unpriced.add(multicast);
      const wordsPj = (transferPj ?? 0) * accesses;
      energyPerInstancePj = traffic.semantics === "exact" ? energyPerInstancePj + wordsPj : wordsPj;
      multicastFactor = Math.max(multicastFactor, multicast);
    }
    const result: NetworkDataSpaceResult = {
      fanout: c.fanout,
      multicastFactor,
      ingresses,
      linkTransfers: 0,
      spatialReductions: 0,
      hops: 0,
      utilizedInstances: c.utilizedInstances,
      energyPerHopPj: 0,
      energyPj: energyPerInstancePj * c.utilizedInstances,
      energyPerInstancePj,
      linkTransferEnergyPj: 0,
      linkTransferEnergyPerInstancePj: 0,
      spatialReductionEnergyPj: 0,
      bySignature: records.map(({ multicast, scatter, accesses }) => ({ multicast, scatter, ingresses: accesses })),
    };
    dataSpaces.push([name, result]);
    energyPj += energyPerInstancePj * c.utilizedInstances;
  });
  const notes =
    plan.energies === undefined ? [] : [...unpriced].map((multicast) => fanoutWithoutEnergy(plan.name, multicast));
  return { result: networkResult(plan, energyPj, dataSpaces), notes };
}

/** The action that pays for one transfer of a data space. */
export function transferAction(plan: Pick<NetworkPlan, "attributes">, dataSpace: string): string {
  const action = textAttribute(plan, "action_name") ?? "";
  return hasAttribute(plan, "per_datatype_ERT") ? `${action}_${dataSpace}` : action;
}

function transferEnergyPj(plan: NetworkPlan, dataSpace: string, multicast: number): number | undefined {
  const { energies } = plan;
  const action = transferAction(plan, dataSpace);
  if (energies === undefined || !Object.hasOwn(energies.actionsPj, action)) return undefined;
  const variants = (energies.argumentEnergies ?? []).filter((variant) => variant.action === action);
  if (variants.length <= 1) return energies.actionsPj[action];
  const argument = textAttribute(plan, "multicast_factor_argument") ?? "";
  const matching = variants.filter(
    (variant) => Object.hasOwn(variant.arguments, argument) && Number(variant.arguments[argument]) === multicast,
  );
  return matching.at(-1)?.energyPj;
}
