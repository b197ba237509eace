/**
 * Energy of the actions that an evaluation counts, from a reference table.
 * Tables name actions in several ways; the first name present wins (Timeloop's order). Without any of them a storage
 * action costs as much as the dearest action of its component, and leakage costs nothing.
 */
import type { EnergyReferenceTable } from "./reference-table.ts";

const STORAGE_ACTION_NAMES = {
  read: ["random_read", "read"],
  fill: ["random_fill", "random_write", "fill", "write"],
  update: ["random_update", "random_write", "update", "write"],
} as const;

const COMPUTE_ACTION_NAMES = ["mac_random", "mult_random", "mac", "mult", "compute"] as const;

/** pJ of one vector access of one cluster. */
export interface StorageActionEnergies {
  readonly readPj: number;
  readonly fillPj: number;
  readonly updatePj: number;
  /** pJ of one instance in one cycle. */
  readonly leakPj: number;
  /** The dearest action, as Timeloop reports it. */
  readonly dearestPj: number;
}

export interface ComputeActionEnergies {
  readonly computePj: number;
  readonly leakPj: number;
}

export function storageActionEnergies(ert: EnergyReferenceTable | undefined, component: string): StorageActionEnergies {
  const actions = actionsOf(ert, component);
  const dearestPj = Math.max(0, ...Object.values(actions));
  const pick = (names: readonly string[]): number => firstOf(actions, names) ?? dearestPj;
  return {
    readPj: pick(STORAGE_ACTION_NAMES.read),
    fillPj: pick(STORAGE_ACTION_NAMES.fill),
    updatePj: pick(STORAGE_ACTION_NAMES.update),
    leakPj: firstOf(actions, ["leak"]) ?? 0,
    dearestPj,
  };
}

export function computeActionEnergies(ert: EnergyReferenceTable | undefined, component: string): ComputeActionEnergies {
  const actions = actionsOf(ert, component);
  return {
    computePj: firstOf(actions, COMPUTE_ACTION_NAMES) ?? Math.max(0, ...Object.values(actions)),
    leakPj: firstOf(actions, ["leak"]) ?? 0,
  };
}

function actionsOf(ert: EnergyReferenceTable | undefined, component: string): Readonly<Record<string, number>> {
  return ert?.components.find((entry) => entry.component === component)?.actionsPj ?? {};
}

function firstOf(actions: Readonly<Record<string, number>>, names: readonly string[]): number | undefined {
  for (const name of names) if (Object.hasOwn(actions, name)) return actions[name];
  return undefined;
}
