/**
 * Which network joins which levels, as the architecture says or as inferred.
 *
 *     outer level   network_read ---> network_fill | network_operand   inner level     words going inwards
 *                   network_update <- network_drain | network_result                   results going outwards
 *
 *   1 connect   walk the boundaries inside out; both ends must name the same network. Where the outer end names none to
 *               read through, a legacy network with the outer level's own attributes stands in; where it names none for
 *               updates, results take the network that words came by.
 *   2 plan      one plan for each network in use, with the innermost of the boundaries that it serves: a network shared
 *               by several boundaries carries the traffic of that one only, as in Timeloop
 *   3 latency   fill and drain latency add up over the boundaries
 *
 * Source: Timeloop (NVlabs/timeloop at 4cf6d4c), src/model/topology.cpp, restated; its drain latency of a named network
 * is the fill latency.
 */
import type { Architecture, ComputeLevel, NetworkComponent, StorageLevel } from "../../architecture/architecture.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "../../energy/reference-table.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { hasAttribute, numberAttribute, textAttribute } from "../attribute-value.ts";
import {
  distributedMulticast,
  networkActionMissing,
  networkArgumentMissing,
  networkEndsDiffer,
  networkUnused,
  reductionTreeInwards,
  tileWidthUnused,
  unknownNetwork,
} from "../errors.ts";
import type { NetworkConnection, NetworkKind } from "../evaluation.ts";
import { tileWidthsUm } from "../floor-plan.ts";
import type { NetworkPlan } from "./network-plan.ts";

export interface NetworkConnections {
  /** One for each network in use, innermost boundary first; of one boundary the reading one first. */
  readonly plans: readonly NetworkPlan[];
  /** Indices of the plans in the order of their names, in which energies add up. */
  readonly byName: readonly number[];
  /** Cycles that filling and draining add to the run. */
  readonly latencyCycles: number;
  readonly errors: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
}

/** A network while its connections are found. */
interface Draft {
  readonly name: string;
  readonly component: NetworkComponent | StorageLevel;
  readonly kind: NetworkKind;
  readonly boundary: number;
  carriesReads: boolean;
  carriesUpdates: boolean;
  /** The level where what it carries arrives (outwards, if it does both). */
  sink: StorageLevel | ComputeLevel | undefined;
  fillLatency: number;
  drainLatency: number;
}

interface Ends {
  readonly outer: string | undefined;
  readonly inner: string | undefined;
  readonly outerKey: string;
  readonly innerKey: string;
}

/** Finds the networks of an architecture. @param ert table with energies of networks and of the `wire` */
export function connectNetworks(
  architecture: Architecture,
  ert: EnergyReferenceTable | undefined,
  art: AreaReferenceTable | undefined,
): NetworkConnections {
  const errors: Diagnostic[] = [];
  const drafts = new Map<string, Draft>();
  let latencyCycles = 0;

  const named = (
    level: StorageLevel | ComputeLevel,
    key: string,
    name: string,
    boundary: number,
  ): Draft | undefined => {
    const known = drafts.get(name);
    if (known !== undefined) return known;
    const component = architecture.networks.find((network) => network.name === name);
    if (component === undefined) {
      const names = architecture.networks.map((network) => network.name);
      errors.push(unknownNetwork(level.name, key, name, names, spanOf(level, key)));
      return undefined;
    }
    return startDraft(drafts, name, component, kindOf(component), boundary);
  };
  const checkEnds = (outer: StorageLevel, inner: StorageLevel | ComputeLevel, ends: Ends): void => {
    if (ends.outer === ends.inner) return;
    const level = ends.inner === undefined ? outer : inner;
    const span = spanOf(level, ends.inner === undefined ? ends.outerKey : ends.innerKey);
    errors.push(networkEndsDiffer(outer.name, ends.outerKey, ends.outer, inner.name, ends.innerKey, ends.inner, span));
  };

  // 1 connect
  architecture.storage.forEach((outer, i) => {
    const inner = i === 0 ? architecture.compute : (architecture.storage[i - 1] as StorageLevel);
    const ends = endsOf(outer, inner);
    checkEnds(outer, inner, ends.read);
    checkEnds(outer, inner, ends.update);
    let reads: Draft | undefined;
    if (ends.read.outer === undefined) {
      reads = startDraft(drafts, `${outer.name} <==> ${inner.name}`, outer, "legacy", i);
      reads.fillLatency = outer.networkFillLatency;
      latencyCycles += outer.networkFillLatency;
    } else {
      reads = named(outer, ends.read.outerKey, ends.read.outer, i);
      if (reads !== undefined) reads.fillLatency = numberAttribute(reads.component, "fill_latency") ?? 0;
      latencyCycles += reads?.fillLatency ?? 0;
    }
    let updates = reads;
    if (ends.update.outer === undefined) {
      if (updates !== undefined) updates.drainLatency = outer.networkDrainLatency;
      latencyCycles += outer.networkDrainLatency;
    } else {
      updates = named(outer, ends.update.outerKey, ends.update.outer, i);
      if (updates !== undefined) updates.drainLatency = numberAttribute(updates.component, "fill_latency") ?? 0;
      latencyCycles += updates?.drainLatency ?? 0;
    }
    if (reads !== undefined) reads.carriesReads = true;
    if (updates !== undefined) {
      updates.carriesUpdates = true;
      updates.sink = outer;
    }
    if (reads !== undefined && reads !== updates) reads.sink = inner;
  });

  // 2 plan
  const widths = tileWidthsUm(architecture, art);
  const notes: Diagnostic[] = [];
  const plans = [...drafts.values()].map((draft): NetworkPlan => {
    findMisuse(draft, ert, errors, notes);
    return planOf(draft, architecture, widths[draft.boundary] ?? 0, ert);
  });
  for (const network of architecture.networks) {
    if (!drafts.has(network.name)) notes.push(networkUnused(network.name, network.span));
  }
  const byName = plans.map((_, i) => i).sort((a, b) => ((plans[a]?.name ?? "") < (plans[b]?.name ?? "") ? -1 : 1));
  return { plans, byName, latencyCycles, errors, notes };
}

function startDraft(
  drafts: Map<string, Draft>,
  name: string,
  component: Draft["component"],
  kind: NetworkKind,
  boundary: number,
): Draft {
  const draft: Draft = {
    name,
    component,
    kind,
    boundary,
    carriesReads: false,
    carriesUpdates: false,
    sink: undefined,
    fillLatency: 0,
    drainLatency: 0,
  };
  drafts.set(name, draft);
  return draft;
}

function endsOf(outer: StorageLevel, inner: StorageLevel | ComputeLevel): { read: Ends; update: Ends } {
  const compute = inner.kind === "compute";
  return {
    read: {
      outer: outer.networks.read,
      inner: compute ? textAttribute(inner, "network_operand") : inner.networks.fill,
      outerKey: "network_read",
      innerKey: compute ? "network_operand" : "network_fill",
    },
    update: {
      outer: outer.networks.update,
      inner: compute ? textAttribute(inner, "network_result") : inner.networks.drain,
      outerKey: "network_update",
      innerKey: compute ? "network_result" : "network_drain",
    },
  };
}

function kindOf(component: NetworkComponent): NetworkKind {
  if (component.componentClass.includes("ReductionTree")) return "reduction-tree";
  if (component.componentClass.includes("SimpleMulticast")) return "simple-multicast";
  return "legacy";
}

function findMisuse(
  draft: Draft,
  ert: EnergyReferenceTable | undefined,
  errors: Diagnostic[],
  notes: Diagnostic[],
): void {
  const { component, kind, name } = draft;
  if (kind === "reduction-tree" && draft.carriesReads) errors.push(reductionTreeInwards(name, component.span));
  if (kind === "simple-multicast") {
    const action = textAttribute(component, "action_name");
    if (action === undefined) errors.push(networkActionMissing(name, component.span));
    const entry = ert?.components.find((candidate) => candidate.component === name);
    const ambiguous = (entry?.argumentEnergies?.length ?? 0) > 1;
    if (ambiguous && textAttribute(component, "multicast_factor_argument") === undefined) {
      errors.push(networkArgumentMissing(name, component.span));
    }
  }
  if (kind !== "legacy" && hasAttribute(component, "tile_width")) {
    notes.push(tileWidthUnused(name, component.attributes["tile_width"]?.span ?? component.span));
  }
  if (kind === "legacy" && textAttribute(component, "network_type") === "M:N") {
    notes.push(distributedMulticast(name, component.attributes["network_type"]?.span ?? component.span));
  }
}

function planOf(
  draft: Draft,
  architecture: Architecture,
  childWidthUm: number,
  ert: EnergyReferenceTable | undefined,
): NetworkPlan {
  const { name, component, kind, boundary, fillLatency, drainLatency } = draft;
  const inferred = "kind" in component;
  const energies = inferred ? undefined : ert?.components.find((entry) => entry.component === name);
  const given = numberAttribute(component, "tile_width");
  const wirePjPerBitMm = (inferred ? wireTransferPj(ert) : undefined) ?? numberAttribute(component, "wire_energy");
  const givenHopPj = numberAttribute(component, "energy_per_hop");
  const tileWidthUm = kind === "legacy" ? (given ?? childWidthUm) : childWidthUm;
  return {
    name,
    kind,
    inferred,
    connection: connectionOf(draft),
    boundary,
    sinkReduces: draft.sink !== undefined && reduces(draft.sink),
    attributes: component.attributes,
    wordBits: networkWordBits(component),
    dataSpaceWordBits:
      hasAttribute(component, "network_word_bits") || !inferred
        ? {}
        : (architecture.storage[boundary]?.dataSpaceWordBits ?? {}),
    tileWidthUm,
    ...(wirePjPerBitMm !== undefined && { wirePjPerBitMm }),
    ...(givenHopPj !== undefined && { givenHopPj }),
    routerPj: numberAttribute(component, "router_energy") ?? 0,
    ingressPj: numberAttribute(component, "energy_per_ingress") ?? 0,
    fillLatency,
    drainLatency,
    ...(energies !== undefined && { energies }),
  };
}

function connectionOf(draft: Draft): NetworkConnection {
  if (!draft.carriesUpdates) return "read-fill";
  return draft.carriesReads ? "both" : "update-drain";
}

/** DRAM adds nothing to what it holds unless it says so; compute units never do. */
function reduces(level: StorageLevel | ComputeLevel): boolean {
  if (level.kind === "compute") return false;
  if (hasAttribute(level, "reduction_supported")) return level.reductionSupported;
  return level.reductionSupported && level.technologyKind !== "DRAM";
}

const DEFAULT_WORD_BITS = 16;

function networkWordBits(component: Draft["component"]): number {
  const own = numberAttribute(component, "network_word_bits");
  if (own !== undefined) return own;
  if ("kind" in component) return component.wordBits;
  for (const key of ["word_bits", "word_width", "datawidth"]) {
    const bits = numberAttribute(component, key);
    if (bits !== undefined) return bits;
  }
  return DEFAULT_WORD_BITS;
}

/** An entry `wire` of the table is the energy of a bit over a millimetre in every inferred network. */
function wireTransferPj(ert: EnergyReferenceTable | undefined): number | undefined {
  const wire = ert?.components.find(({ component }) => component === "wire" || component === "Wire");
  const transfer = wire !== undefined && Object.hasOwn(wire.actionsPj, "transfer_random") ? wire : undefined;
  const energyPj = transfer?.actionsPj["transfer_random"];
  // Timeloop keeps the figure in single precision.
  return energyPj === undefined || energyPj === 0 ? undefined : Math.fround(energyPj);
}

function spanOf(level: StorageLevel | ComputeLevel, key: string): Diagnostic["span"] {
  return (Object.hasOwn(level.attributes, key) ? level.attributes[key]?.span : undefined) ?? level.span;
}
