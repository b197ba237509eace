/** Where energy and area of an array go, in words: terms that add up to the whole. */
import type { AccessEnergies } from "./access.ts";
import type { ArrayModel, ArrayParts } from "./array-model.ts";

export interface EnergyTerm {
  readonly name: string;
  readonly energyPj: number;
}

export interface AreaTerm {
  readonly name: string;
  readonly areaUm2: number;
}

const PJ_PER_J = 1e12;

/** `of` goes before each name: "tag " for a cache's tags. */
export function energyTerms(energies: AccessEnergies, of: string): EnergyTerm[] {
  const named: readonly (readonly [name: string, energyJ: number])[] = [
    ["bit lines", energies.bitLineJ],
    ["bit-line precharge", energies.prechargeJ],
    ["word lines", energies.wordLineJ],
    ["row decoder", energies.predecoderJ],
    ["sense amplifiers", energies.senseAmplifierJ],
    ["column select", energies.columnSelectJ],
    ["output drivers", energies.outputDriverJ],
    ["address H-tree", energies.addressTreeJ],
    ["data H-tree", energies.dataTreeJ],
    ["bank routing", energies.bankRoutingJ],
    ...(of === "" ? [] : ([["comparators", energies.comparatorJ]] as const)),
  ];
  return named.map(([name, energyJ]) => ({ name: of + name, energyPj: energyJ * PJ_PER_J }));
}

export function areaTerms(model: ArrayModel, parts: ArrayParts, of: string): AreaTerm[] {
  const { mat, partition, bank } = parts;
  const { banks } = model.spec;
  const mats = partition.matsAcross * partition.matsDown * banks;
  const bankUm2 = bank.size.widthUm * bank.size.heightUm * banks;
  const named: readonly (readonly [name: string, areaUm2: number])[] = [
    ["subarrays", mat.subarraysUm2 * mats],
    ["row decoders", mat.decoderStripUm2 * mats],
    ["sense amplifiers and drivers", mat.senseStripUm2 * mats],
    ["predecoders", mat.centreUm2 * mats],
    ["H-tree", bankUm2 - mat.widthUm * mat.heightUm * mats],
    ["bank routing", areaOf(parts) - bankUm2],
  ];
  return named.map(([name, areaUm2]) => ({ name: of + name, areaUm2 }));
}

export function areaOf({ routing }: ArrayParts): number {
  return routing.size.widthUm * routing.size.heightUm;
}
