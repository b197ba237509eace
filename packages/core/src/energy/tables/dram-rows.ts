/**
 * Energy of moving one bit to or from DRAM, device and interface together, by type.
 *
 * The first six are those of the public CACTI plug-in of Accelergy, which gives these sources.
 */

/** pJ per bit, and who says so. */
export interface DramRow {
  readonly type: string;
  readonly pjPerBit: number;
  readonly citation: string;
  /** False where the public plug-in does not know the type. */
  readonly inPlugIn: boolean;
}

const PLUG_IN = "as in the public CACTI plug-in of Accelergy";

function row(type: string, pjPerBit: number, citation: string, inPlugIn: boolean): DramRow {
  return { type, pjPerBit, citation, inPlugIn };
}

export const DRAM_ROWS: readonly DramRow[] = [
  row("LPDDR4", 8, `public data, ${PLUG_IN}`, true),
  row(
    "LPDDR",
    40,
    `K. T. Malladi et al., "Towards energy-proportional datacenter memory with mobile DRAM", ISCA 2012, ${PLUG_IN}`,
    true,
  ),
  row("DDR3", 70, `K. T. Malladi et al., ISCA 2012, ${PLUG_IN}`, true),
  row("GDDR5", 14, `M. O'Connor et al., "Fine-grained DRAM", MICRO 2017, ${PLUG_IN}`, true),
  row("HBM2", 3.9, `M. O'Connor et al., "Fine-grained DRAM", MICRO 2017, ${PLUG_IN}`, true),
  row("HMC", 4.2, `doi 10.1145/3093336.3037702 (TETRIS, ASPLOS 2017), ${PLUG_IN}`, true),
];
