/**
 * What a mat has of subarrays, word-line decoders and precharging: all that depends on rows and columns alone, not on
 * multiplexers, and is therefore shared by the many organisations with the same subarrays.
 *
 * Source: CACTI 5.1 (HPL-2008-20), sections 4.1, 4.4, 5.
 */
import { type Decoder, sizeDecoder, switchDecoder } from "./decoder.ts";
import { sizeChain, stageLeakages, switchChain } from "./gate-chain.ts";
import { addLeakage, type LeakageW } from "./leakage.ts";
import { floorLog2, type Ports, portsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import { buildPredecoder, type Predecoder } from "./predecoder.ts";
import { buildSubarray, type Cell, type Subarray } from "./subarray.ts";
import { rampDelayS } from "./switching-delay.ts";
import type { Technology } from "./technology.ts";
import { gateCapacitanceF, gateDrainF, onResistanceOhm } from "./transistor.ts";

/** A mat has two subarrays side by side, and two such rows. */
export const SUBARRAYS_PER_ROW = 2;
export const DECODER_HEIGHT_CELLS = 4;

export interface RowPart {
  readonly subarray: Subarray;
  readonly predecoder: Predecoder;
  readonly decoder: Decoder;
  readonly decoderDelayS: number;
  /** One word line's. */
  readonly decoderJ: number;
  readonly wordLineRampS: number;
  readonly wordLineResetS: number;
  readonly prechargeDelayS: number;
  /** One subarray's. */
  readonly prechargeJ: number;
  readonly prechargeLeakage: () => LeakageW;
  /** Width of all else than subarrays in a mat: decoders or the predecoded wires before them. */
  readonly decoderStripUm: number;
}

export function buildRowPart(tech: Technology, cell: Cell, ports: Ports, rows: number, columns: number): RowPart {
  const subarray = buildSubarray(tech, cell, rows, columns);
  const allPorts = portsOf(ports);
  const heightUm = DECODER_HEIGHT_CELLS * cell.heightUm;
  const lines = { addressBits: floorLog2(rows), loadF: subarray.wordLineF, ohm: subarray.wordLineOhm };
  const decoder = sizeDecoder(tech, lines, heightUm);
  const wireUm = SUBARRAYS_PER_ROW * rows * cell.heightUm;
  const predecoder = buildPredecoder(tech, decoder, {
    loadF: wireUm * tech.semiGlobalWire.capacitanceFPerUm,
    ohm: wireUm * tech.semiGlobalWire.resistanceOhmPerUm,
    decodersPerLine: SUBARRAYS_PER_MAT,
  });
  const switched = switchDecoder(tech, decoder, predecoder.rampS);
  const stripUm = (decoder.areaUm2 * rows * allPorts) / subarray.heightUm;
  return {
    subarray,
    predecoder,
    decoder,
    decoderDelayS: switched.delayS,
    decoderJ: switched.energyJ,
    wordLineRampS: switched.rampS,
    wordLineResetS: wordLineResetS(tech, decoder, heightUm),
    ...buildPrecharge(tech, cell, subarray),
    decoderStripUm: Math.max(predecoder.lines * tech.semiGlobalWire.pitchUm * allPorts, SUBARRAYS_PER_ROW * stripUm),
  };
}

function wordLineResetS(tech: Technology, decoder: Decoder, heightUm: number): number {
  const n = decoder.chain?.nmosUm.at(-1) ?? tech.minWidthUm;
  const drainF = gateDrainF(tech, "p", tech.pmosRatio * n, heightUm) + gateDrainF(tech, "n", n, heightUm);
  const tauS = onResistanceOhm(tech, "n", n) * (drainF + decoder.loadF) + (decoder.ohm * decoder.loadF) / 2;
  return rampDelayS(0, tauS);
}

/** The driver of all precharge and equaliser transistors of a subarray, and the time they need. */
function buildPrecharge(
  tech: Technology,
  cell: Cell,
  subarray: Subarray,
): Pick<RowPart, "prechargeDelayS" | "prechargeJ" | "prechargeLeakage"> {
  const gatesF = subarray.columns * gateCapacitanceF(tech, 2 * tech.prechargeUm + tech.equaliserUm);
  const lengthUm = subarray.columns * cell.widthUm;
  const wireF = lengthUm * tech.semiGlobalWire.capacitanceFPerUm;
  const wireDelayS = lengthUm * tech.semiGlobalWire.resistanceOhmPerUm * (wireF / 2 + gatesF);
  const chain = sizeChain(tech, 1, gatesF + wireF);
  const switched = switchChain(tech, chain, 0, gatesF + wireF, wireDelayS, tech.gateHeightUm);
  const restoreTauS =
    onResistanceOhm(tech, "p", tech.prechargeUm) * subarray.bitLineF + (subarray.bitLineOhm * subarray.bitLineF) / 2;
  const swing = Math.log((tech.supplyV - 0.1 * tech.senseV) / (tech.supplyV - tech.senseV));
  return {
    prechargeDelayS: switched.delayS + swing * restoreTauS,
    prechargeJ: switched.energyJ,
    prechargeLeakage: () => addLeakage(...stageLeakages(tech, chain)),
  };
}

/** Load of a column multiplexer's select wire: gates and the wire across a row of subarrays. */
export function selectLines(
  tech: Technology,
  cell: Cell,
  columns: number,
  ways: number,
  gates: number,
): { readonly addressBits: number; readonly loadF: number; readonly ohm: number } {
  if (ways === 1) return { addressBits: 0, loadF: 0, ohm: 0 };
  const wireUm = SUBARRAYS_PER_ROW * columns * cell.widthUm;
  return {
    addressBits: floorLog2(ways),
    loadF: gates * gateCapacitanceF(tech, tech.columnMuxUm) + wireUm * tech.semiGlobalWire.capacitanceFPerUm,
    // The wire is driven from its middle.
    ohm: (wireUm * tech.semiGlobalWire.resistanceOhmPerUm) / 2,
  };
}
