/**
 * Tables for an evaluation whose input gives none: the levels of the architecture, and networks of a compound class, are
 * estimated. A level that gives its own figures keeps them (`vector_access_energy` of storage, `energy` of compute,
 * `cluster_area`, `area`). All levels or none: half a table would make an evaluation look complete that is not.
 */
import type { Architecture, ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { energyEstimated, energyNotEstimated } from "./errors.ts";
import { estimateChip, referenceTables } from "./estimate-documents.ts";
import type { Estimator } from "./estimator.ts";
import type { AreaReferenceTable, ComponentEnergies, EnergyReferenceTable } from "./reference-table.ts";
import { standardEstimators } from "./standard-estimators.ts";

/** As reports name the source of such energies. */
const SOURCE = "estimated";

export interface LevelTables {
  /** Absent where a level could not be estimated. */
  readonly ert?: EnergyReferenceTable;
  readonly art?: AreaReferenceTable;
  /** Notes only: an evaluation goes on without energies. */
  readonly diagnostics: readonly Diagnostic[];
}

let shared: readonly Estimator[] | undefined;

/** Estimates the levels of `architecture`, which was read from `documents`. */
export function estimateLevels(documents: readonly LocatedNode[], architecture: Architecture): LevelTables {
  shared ??= standardEstimators({ compat: false });
  const levels = [architecture.compute, ...architecture.storage.filter(({ virtual }) => !virtual)];
  const own = levels.flatMap((level) => ownEnergies(level) ?? []);
  const wanted = new Set(
    levels.map(({ name }) => name).filter((name) => !own.some(({ component }) => component === name)),
  );
  const networks = new Set(architecture.networks.map(({ name }) => name));
  const { chip, diagnostics } = estimateChip(documents, {
    compat: false,
    estimators: shared,
    only: (name, isCompound) => wanted.has(name) || (isCompound && networks.has(name)),
  });
  if (chip === undefined) {
    const first = diagnostics.find(({ severity }) => severity === "error");
    return { diagnostics: first === undefined ? [] : [energyNotEstimated(first)] };
  }
  const { ert, art } = referenceTables(chip.components, SOURCE);
  const withArea = new Set(levels.filter(hasOwnArea).map(({ name }) => name));
  const told = diagnostics.filter(({ code }) => code === "estimate-default" || code === "component-class-built-in");
  return {
    ert: { ...ert, components: [...own, ...ert.components] },
    art: { ...art, areas: art.areas.filter(({ component }) => !withArea.has(component)) },
    diagnostics: [energyEstimated(), ...told],
  };
}

/** What a level says itself of its energy. */
function ownEnergies(level: StorageLevel | ComputeLevel): ComponentEnergies | undefined {
  const given = level.attributes[level.kind === "storage" ? "vector_access_energy" : "energy"]?.value;
  if (typeof given !== "number") return undefined;
  const actionsPj =
    level.kind === "storage" ? { read: given, write: given, update: given, leak: 0 } : { compute: given, leak: 0 };
  return { component: level.name, actionsPj };
}

function hasOwnArea({ kind, attributes }: StorageLevel | ComputeLevel): boolean {
  return typeof attributes[kind === "storage" ? "cluster_area" : "area"]?.value === "number";
}
