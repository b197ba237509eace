/**
 * What evaluations need of a chip whatever the mapping: its fan-outs and networks, what is wrong with it, what has to be said of its
 * energies. Searches and batches evaluate many mappings of one chip, so it is worked out once for each.
 */
import type { Architecture } from "../architecture/architecture.ts";
import { type Fanout, fanoutsOf } from "../architecture/mesh.ts";
import type { EnergyReferenceTable } from "../energy/reference-table.ts";
import type { Spec } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { componentWithoutEnergy, noEnergyTable, unknownPowerGate } from "./errors.ts";
import { connectNetworks, type NetworkConnections } from "./networks/connect-networks.ts";

export interface PreparedChip {
  /** Below each storage level, as built. */
  readonly fanouts: readonly Fanout[];
  readonly connections: NetworkConnections;
  /** Of networks and power gates; the chip cannot be evaluated if there are any. */
  readonly errors: readonly Diagnostic[];
  /** Which energies are missing. */
  readonly energyNotes: readonly Diagnostic[];
}

interface KnownChip {
  readonly ert: Spec["ert"];
  readonly art: Spec["art"];
  readonly chip: PreparedChip;
}

const knownChips = new WeakMap<Architecture, KnownChip>();

export function prepareChip({ architecture, ert, art }: Pick<Spec, "architecture" | "ert" | "art">): PreparedChip {
  const known = knownChips.get(architecture);
  if (known !== undefined && known.ert === ert && known.art === art) return known.chip;
  const connections = connectNetworks(architecture, ert, art);
  const chip = {
    fanouts: fanoutsOf(architecture),
    connections,
    errors: [...connections.errors, ...powerGateErrors(architecture)],
    energyNotes: ert === undefined ? [noEnergyTable()] : componentsWithoutEnergy(architecture, ert),
  };
  knownChips.set(architecture, { ert, art, chip });
  return chip;
}

function powerGateErrors(architecture: Architecture): Diagnostic[] {
  const names = architecture.storage.map(({ name }) => name);
  return architecture.storage.flatMap((level) => {
    const gate = level.powerGatedAt;
    if (gate === undefined || names.includes(gate)) return [];
    const span = level.attributes["power_gated_at"]?.span ?? level.span;
    return [unknownPowerGate(level.name, gate, names, span)];
  });
}

function componentsWithoutEnergy(architecture: Architecture, ert: EnergyReferenceTable): Diagnostic[] {
  const named = new Set(ert.components.map((entry) => entry.component));
  const components = [architecture.compute, ...architecture.storage.filter((level) => !level.virtual)];
  return components.filter(({ name }) => !named.has(name)).map(({ name }) => componentWithoutEnergy(name, ert.source));
}
