/**
 * What actions and area of a level cost, and who says so.
 *
 *   energy   storage: the level's own `vector_access_energy` (every action, no leakage), else the energy table
 *            compute: the energy table, else the level's own `energy`
 *   area     the area table, else the level's own: `cluster_area / cluster_size` (storage), `area` (compute)
 *
 * The order is Timeloop's (NVlabs/timeloop at 4cf6d4c, src/model/buffer.cpp and arithmetic.cpp).
 */
import type { ComputeLevel, StorageLevel } from "../architecture/architecture.ts";
import {
  type ComputeActionEnergies,
  computeActionEnergies,
  type StorageActionEnergies,
  storageActionEnergies,
} from "../energy/action-energy.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "../energy/reference-table.ts";
import { numberAttribute } from "./attribute-value.ts";
import type { EnergySource } from "./evaluation.ts";

export interface StorageCosts {
  readonly actions: StorageActionEnergies;
  /** As reports give it: the dearest action, for one instance of a cluster. */
  readonly vectorAccessPj: number;
  readonly source: EnergySource;
}

/** Costs depend on the chip alone: searches and batches ask for those of the same levels again and again. */
const knownCosts = new WeakMap<
  StorageLevel,
  { readonly ert: EnergyReferenceTable | undefined; readonly costs: StorageCosts }
>();

export function storageCosts(level: StorageLevel, ert: EnergyReferenceTable | undefined): StorageCosts {
  const known = knownCosts.get(level);
  if (known !== undefined && known.ert === ert) return known.costs;
  const costs = findStorageCosts(level, ert);
  knownCosts.set(level, { ert, costs });
  return costs;
}

function findStorageCosts(level: StorageLevel, ert: EnergyReferenceTable | undefined): StorageCosts {
  const own = numberAttribute(level, "vector_access_energy");
  if (own !== undefined) {
    const actions = { readPj: own, fillPj: own, updatePj: own, leakPj: 0, dearestPj: own };
    return { actions, vectorAccessPj: own, source: "user" };
  }
  const actions = storageActionEnergies(ert, level.name);
  const source = hasEntry(ert, level.name) ? "ERT" : "none";
  return { actions, vectorAccessPj: actions.dearestPj / level.clusterSize, source };
}

export function computeCosts(level: ComputeLevel, ert: EnergyReferenceTable | undefined): ComputeActionEnergies {
  if (hasEntry(ert, level.name)) return computeActionEnergies(ert, level.name);
  return { computePj: numberAttribute(level, "energy") ?? 0, leakPj: 0 };
}

/** Area of one instance. */
export function areaPerInstanceUm2(level: StorageLevel | ComputeLevel, art: AreaReferenceTable | undefined): number {
  const entry = art?.areas.find((area) => area.component === level.name);
  if (entry !== undefined) return entry.areaUm2;
  if (level.kind === "compute") return numberAttribute(level, "area") ?? 0;
  return Math.max(0, numberAttribute(level, "cluster_area") ?? 0) / level.clusterSize;
}

function hasEntry(ert: EnergyReferenceTable | undefined, component: string): boolean {
  return ert?.components.some((entry) => entry.component === component) ?? false;
}
