/**
 * The last gates of a decoder: for each line (word line, column select) a NAND2 of two predecoded signals and a chain
 * that drives the line. Fewer than 16 lines need none: their predecoder drives them.
 * Source: CACTI 5.1 (HPL-2008-20), section 4.1.
 */
import { type ChainSwitch, chainAreaUm2, type GateChain, sizeChain, stageLeakages, switchChain } from "./gate-chain.ts";
import { addLeakage, type LeakageW, noLeakage } from "./leakage.ts";
import type { Technology } from "./technology.ts";

export interface DecodedLines {
  /** A power of two or the floor of it: the address bits that choose one. */
  readonly addressBits: number;
  readonly loadF: number;
  /** Resistance of the line's wire. */
  readonly ohm: number;
}

export interface Decoder extends DecodedLines {
  /** Absent where the predecoder drives the lines. */
  readonly chain?: GateChain;
  readonly areaUm2: number;
  /** One line's; only asked of what is chosen. */
  readonly leakage: () => LeakageW;
  readonly heightUm: number;
}

const MIN_BITS = 4;

/** `heightUm` is four cells: the gates of four rows lie side by side. */
export function sizeDecoder(tech: Technology, lines: DecodedLines, heightUm: number): Decoder {
  if (lines.addressBits < MIN_BITS) return { ...lines, areaUm2: 0, leakage: () => noLeakage, heightUm };
  const chain = sizeChain(tech, 2, lines.loadF);
  return {
    ...lines,
    chain,
    areaUm2: chainAreaUm2(tech, chain, heightUm),
    leakage: () => chainLeakage(tech, chain),
    heightUm,
  };
}

/** CACTI keeps the gate current of the last stage only. */
function chainLeakage(tech: Technology, chain: GateChain): LeakageW {
  const stages = stageLeakages(tech, chain);
  return { subthresholdW: addLeakage(...stages).subthresholdW, gateW: stages.at(-1)?.gateW ?? 0 };
}

export function switchDecoder(tech: Technology, decoder: Decoder, inputRampS: number): ChainSwitch {
  if (decoder.chain === undefined) return { delayS: 0, rampS: 0, energyJ: 0 };
  const { chain, loadF, ohm, heightUm } = decoder;
  return switchChain(tech, chain, inputRampS, loadF, (ohm * loadF) / 2, heightUm);
}
