/**
 * Decoding of one column multiplexer: predecoder and decoder of the lines that choose a way through it.
 * Source: CACTI 5.1 (HPL-2008-20), section 4.1.
 */
import { type DecodedLines, sizeDecoder, switchDecoder } from "./decoder.ts";
import { addLeakage, type LeakageW, scaleLeakage } from "./leakage.ts";
import { buildPredecoder, noWire } from "./predecoder.ts";
import type { Technology } from "./technology.ts";

export interface SelectPart {
  readonly predecoderDelayS: number;
  readonly delayS: number;
  readonly energyJ: number;
  readonly leakage: () => LeakageW;
  readonly areaUm2: number;
}

export function buildSelect(tech: Technology, lines: DecodedLines, heightUm: number): SelectPart {
  const decoder = sizeDecoder(tech, lines, heightUm);
  const predecoder = buildPredecoder(tech, decoder, noWire);
  const switched = switchDecoder(tech, decoder, predecoder.rampS);
  return {
    predecoderDelayS: predecoder.delayS,
    delayS: predecoder.delayS + switched.delayS,
    energyJ: predecoder.energyJ + switched.energyJ,
    leakage: () => addLeakage(predecoder.leakage(), scaleLeakage(decoder.leakage(), 2 ** lines.addressBits)),
    areaUm2: predecoder.areaUm2 + decoder.areaUm2,
  };
}
