/**
 * Energy and area reference tables (ERT, ART): what one action of one component costs.
 * Keys of the maps are component names without path and instance range (`shared_glb`), as nest results use them.
 */
import type { Span } from "../text/source.ts";

/** One energy of an action that has several, by its arguments (the fan-out of a multicast, say). */
export interface ArgumentEnergy {
  readonly action: string;
  readonly arguments: Readonly<Record<string, number | string>>;
  readonly energyPj: number;
}

/** Energy in pJ of one action of one instance (a vector access for storage), by action name as given. */
export interface ComponentEnergies {
  readonly component: string;
  /** Of an action with several energies the largest. */
  readonly actionsPj: Readonly<Record<string, number>>;
  /** Each energy of every action that the table lists more than once. */
  readonly argumentEnergies?: readonly ArgumentEnergy[];
  readonly span?: Span;
}

export interface EnergyReferenceTable {
  /** Where the figures come from, for people: a file name or a named table. */
  readonly source: string;
  readonly components: readonly ComponentEnergies[];
}

export interface AreaReferenceTable {
  readonly source: string;
  readonly areas: readonly { readonly component: string; readonly areaUm2: number; readonly span?: Span }[];
}
