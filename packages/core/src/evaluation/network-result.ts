/**
 * The network between a storage level and what lies inside it, as inferred where the architecture names none.
 *
 *   ingresses           words that enter, by how many children each reaches (`multicast`)
 *   read-modify-write   a level that cannot reduce in place (DRAM) sends each partial sum down before it takes the new
 *                       one: 2 x words - first visits
 *   spatial reductions  (multicast - 1) for each output word: partial sums added on their way up
 *   energy              wire energy x hops + router energy x routers + ingress energy
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/network-legacy.cpp, restated. Its public build knows no wire
 * energy of its own: wires cost nothing unless the level says `wire_energy` or `energy_per_hop`.
 */
import type { StorageLevel } from "../architecture/architecture.ts";
import type { DataSpaceCounters } from "../nest/counters.ts";
import type { Workload } from "../workload/workload.ts";
import type { NetworkDataSpaceResult, NetworkResult } from "./evaluation.ts";
import { numberAttribute } from "./storage-result.ts";

/** @param tileWidthUm side of one child's area, the length of a hop */
export function networkResult(
  outer: StorageLevel,
  innerName: string,
  counters: readonly DataSpaceCounters[],
  workload: Workload,
  tileWidthUm: number,
): NetworkResult {
  const wordBits = numberAttribute(outer, "network_word_bits") ?? outer.wordBits;
  const widthUm = numberAttribute(outer, "tile_width") ?? tileWidthUm;
  const wirePjPerBitMm = numberAttribute(outer, "wire_energy") ?? 0;
  const hopPj = numberAttribute(outer, "energy_per_hop") ?? wordBits * (widthUm / 1000) * wirePjPerBitMm;
  const routerPj = numberAttribute(outer, "router_energy") ?? 0;
  const ingressPj = numberAttribute(outer, "energy_per_ingress") ?? 0;

  const dataSpaces: Record<string, NetworkDataSpaceResult> = Object.create(null) as Record<
    string,
    NetworkDataSpaceResult
  >;
  let energyPj = 0;
  counters.forEach((c, d) => {
    const dataSpace = workload.dataSpaces[d];
    if (dataSpace === undefined) return;
    const resends = dataSpace.readWrite && !outer.reductionSupported;
    let ingresses = 0;
    let wireHops = 0;
    let routers = 0;
    let multicastFactor = 0;
    let spatialReductions = 0;
    const bySignature = c.network.records().map((record) => {
      const words = resends ? 2 * record.accesses - c.partitionSize : record.accesses;
      ingresses += words;
      multicastFactor = Math.max(multicastFactor, record.multicast);
      if (dataSpace.readWrite) spatialReductions += Math.floor((record.multicast - 1) * words);
      if (words > 0) {
        const hops = record.hops / words;
        routers += (1 + Math.floor(hops)) * words;
        wireHops += record.hops;
      }
      return { multicast: record.multicast, scatter: record.scatter, ingresses: words };
    });
    const perInstancePj = wireHops * hopPj + routers * routerPj + ingressPj * ingresses;
    const linkPj = c.linkTransfers * (hopPj + 2 * routerPj);
    const result: NetworkDataSpaceResult = {
      fanout: c.fanout,
      multicastFactor,
      ingresses,
      linkTransfers: c.linkTransfers,
      spatialReductions,
      hops: ingresses > 0 ? wireHops / ingresses : 0,
      energyPj: perInstancePj * c.utilizedInstances,
      linkTransferEnergyPj: linkPj * c.utilizedInstances,
      spatialReductionEnergyPj: 0,
      bySignature,
    };
    energyPj += result.energyPj + result.linkTransferEnergyPj + result.spatialReductionEnergyPj;
    dataSpaces[dataSpace.name] = result;
  });
  return { name: `${outer.name} <==> ${innerName}`, type: "legacy", energyPj, dataSpaces };
}
