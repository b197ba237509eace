/**
 * "Networks" of a stats file, in the order of their names.
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/network-legacy.cpp, network-simple-multicast.cpp and
 * network-reduction-tree.cpp.
 */
import type { Architecture, Attributes } from "../architecture/architecture.ts";
import { numberAttribute, textAttribute } from "../evaluation/attribute-value.ts";
import type {
  NetworkConnection,
  NetworkDataSpaceResult,
  NetworkResult,
  ValidEvaluation,
} from "../evaluation/evaluation.ts";
import { fixed2, integer } from "./number-format.ts";
import { optional, titled, underlined } from "./text-lines.ts";

const CONNECTION_NUMBERS: Readonly<Record<NetworkConnection, string>> = {
  "read-fill": "1",
  "update-drain": "2",
  both: "3",
};

type Described = NetworkResult & { readonly attributes: Attributes };

/** @param hideIdle leave out networks that cost nothing and data spaces that do not pass, as Timeloop does */
export function networkLines(evaluation: ValidEvaluation, architecture: Architecture, hideIdle: boolean): string[] {
  const lines = underlined(0, "Networks");
  let id = 0;
  for (const network of networksByName(evaluation)) {
    if (hideIdle && network.energyPj === 0) continue;
    lines.push(`Network ${id}`, "---------", network.name, "");
    const described = { ...network, attributes: attributesOf(network, architecture) };
    if (network.type === "simple-multicast") lines.push(...multicastLines(described, hideIdle));
    else if (network.type === "reduction-tree") lines.push(...treeLines(described, hideIdle));
    else lines.push(...legacyLines(described));
    lines.push("");
    id++;
  }
  return lines;
}

/** Byte order, as a C++ map has it. */
export function networksByName(evaluation: ValidEvaluation): NetworkResult[] {
  return [...evaluation.networks].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export function attributesOf(network: NetworkResult, architecture: Architecture): Attributes {
  const component = network.inferred
    ? architecture.storage.find((level) => network.name.startsWith(`${level.name} <==> `))
    : architecture.networks.find((candidate) => candidate.name === network.name);
  return component?.attributes ?? {};
}

function legacyLines(network: Described): string[] {
  const spec = (title: string, value: string): string => titled(2, 16, title, value);
  const energy = (key: string): string => optional(numberAttribute(network, key), fixed2);
  const lines = [
    ...underlined(1, "SPECS"),
    spec("Type", "Legacy"),
    spec("Legacy sub-type", (textAttribute(network, "network_type") ?? "").replace(":", "_")),
    spec("ConnectionType", CONNECTION_NUMBERS[network.connection]),
    spec("Word bits", integer(network.wordBits)),
    spec("Router energy", `${energy("router_energy")} pJ`),
    spec("Wire energy", `${optional(network.wirePjPerBitMm, fixed2)} pJ/b/mm`),
    spec("Ingress energy", `${energy("energy_per_ingress")} pJ`),
    spec("Fill latency", integer(network.fillLatency)),
    spec("Drain latency", integer(network.drainLatency)),
    "",
    ...underlined(1, "STATS"),
  ];
  for (const [name, d] of Object.entries(network.dataSpaces)) {
    lines.push(`    ${name}:`, ...trafficLines(d));
    for (const { multicast, scatter, ingresses } of d.bySignature) {
      lines.push(`            @multicast ${multicast} @scatter ${scatter}: ${fixed2(ingresses)}`);
    }
    const reductionPj = d.utilizedInstances === 0 ? 0 : d.spatialReductionEnergyPj / d.utilizedInstances;
    lines.push(
      line("Link transfers", integer(d.linkTransfers)),
      line("Spatial reductions", integer(d.spatialReductions)),
      line("Average number of hops", fixed2(d.hops)),
      line("Energy (per-hop)", `${fixed2(d.energyPerHopPj * 1000)} fJ`),
      ...energyLines("Energy", d.energyPerInstancePj, d.utilizedInstances),
      ...energyLines("Link transfer energy", d.linkTransferEnergyPerInstancePj, d.utilizedInstances),
      ...energyLines("Spatial Reduction Energy", reductionPj, d.utilizedInstances),
    );
  }
  return lines;
}

function multicastLines(network: Described, hideIdle: boolean): string[] {
  const lines = [
    ...underlined(1, "SPECS"),
    titled(2, 16, "Type", "SimpleMulticast"),
    titled(2, 16, "ConnectionType", CONNECTION_NUMBERS[network.connection]),
    titled(2, 16, "Word bits", integer(network.wordBits)),
    titled(2, 18, "Action Name", textAttribute(network, "action_name") ?? ""),
    "",
    ...underlined(1, "STATS"),
  ];
  for (const [name, d] of Object.entries(network.dataSpaces)) {
    if (hideIdle && d.ingresses === 0) continue;
    lines.push(
      `    ${name}:`,
      ...trafficLines(d),
      ...energyLines("Energy", d.energyPerInstancePj, d.utilizedInstances),
    );
  }
  return lines;
}

function treeLines(network: Described, hideIdle: boolean): string[] {
  const adderPj = numberAttribute(network, "adder_energy") ?? 0;
  const lines = [
    ...underlined(1, "SPECS"),
    titled(2, 16, "Type", "ReductionTree"),
    titled(2, 16, "ConnectionType", CONNECTION_NUMBERS[network.connection]),
    titled(2, 16, "Word bits", integer(network.wordBits)),
  ];
  if (adderPj !== 0) lines.push(titled(2, 16, "Adder energy", `${fixed2(adderPj)} pJ`));
  const wirePj = network.wirePjPerBitMm ?? 0;
  if (wirePj !== 0) lines.push(titled(2, 16, "Wire energy", `${fixed2(wirePj)} pJ/b/mm`));
  lines.push(
    titled(2, 17, "Fill latency", integer(network.fillLatency)),
    titled(2, 18, "Drain latency", integer(network.drainLatency)),
    "",
    ...underlined(1, "STATS"),
  );
  for (const [name, d] of Object.entries(network.dataSpaces)) {
    if (hideIdle && d.spatialReductions === 0) continue;
    lines.push(
      `    ${name}:`,
      line("Spatial reductions", integer(d.spatialReductions)),
      line("Average number of hops", fixed2(d.hops)),
      line("Energy (per-hop)", `${fixed2(d.energyPerHopPj * 1000)} fJ`),
      ...energyLines("Energy", d.energyPerInstancePj, d.utilizedInstances),
      ...energyLines("Spatial Reduction Energy", d.spatialReductions * adderPj, d.utilizedInstances),
    );
  }
  return lines;
}

function trafficLines(d: NetworkDataSpaceResult): string[] {
  return [
    line("Fanout", integer(d.fanout)),
    line("Multicast factor", integer(d.multicastFactor)),
    line("Ingresses", fixed2(d.ingresses)),
  ];
}

function energyLines(title: string, perInstancePj: number, instances: number): string[] {
  return [
    line(`${title} (per-instance)`, `${fixed2(perInstancePj)} pJ`),
    line(`${title} (total)`, `${fixed2(perInstancePj * instances)} pJ`),
  ];
}

function line(title: string, value: string): string {
  return titled(2, 40, title, value);
}
