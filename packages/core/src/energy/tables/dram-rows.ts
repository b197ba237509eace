/**
 * Energy of moving one bit to or from DRAM, device and interface together, by type.
 *
 * The first six are those of the public CACTI plug-in of Accelergy, which gives these sources.
 */

/**
 * Types for which only a maker's comparison with an older type was found are derived from that, and state less accuracy.
 * No figure with a source was found for HBM2E, HBM3, DDR4 and DDR5: attribute `pj_per_bit` takes the user's own.
 */

/** pJ per bit, and who says so. */
export interface DramRow {
  readonly type: string;
  readonly pjPerBit: number;
  readonly citation: string;
  readonly accuracy: number;
  /** False where the public plug-in does not know the type. */
  readonly inPlugIn: boolean;
}

const PLUG_IN = "as in the public CACTI plug-in of Accelergy";
const PLUG_IN_ACCURACY = 80;
const DERIVED_ACCURACY = 50;

function published(type: string, pjPerBit: number, source: string): DramRow {
  return { type, pjPerBit, citation: `${source}, ${PLUG_IN}`, accuracy: PLUG_IN_ACCURACY, inPlugIn: true };
}

function derived(type: string, pjPerBit: number, citation: string): DramRow {
  return { type, pjPerBit, citation, accuracy: DERIVED_ACCURACY, inPlugIn: false };
}

const MALLADI = 'K. T. Malladi et al., "Towards energy-proportional datacenter memory with mobile DRAM", ISCA 2012';
const O_CONNOR = 'M. O\'Connor et al., "Fine-grained DRAM", MICRO 2017';

export const DRAM_ROWS: readonly DramRow[] = [
  published("LPDDR4", 8, "public data"),
  published("LPDDR", 40, MALLADI),
  published("DDR3", 70, MALLADI),
  published("GDDR5", 14, O_CONNOR),
  published("HBM2", 3.9, O_CONNOR),
  published("HMC", 4.2, "doi 10.1145/3093336.3037702 (TETRIS, ASPLOS 2017)"),
  derived(
    "LPDDR5",
    5.6,
    "LPDDR4 less 30 %: Samsung on its first LPDDR5, July 2018, against LPDDR4X (a maker's best case)",
  ),
  derived("LPDDR5X", 4.48, "LPDDR5 less 20 %: Samsung on its first LPDDR5X, November 2021 (a maker's figure)"),
];
