/**
 * From the cell to the sense amplifier: bit lines, their multiplexer and the amplifier.
 *
 *   read      the cell pulls one of two lines down by Vsense:   E = 2 C Vsense Vdd for each column
 *   write     a driver swings both lines fully:                 E = 2 C Vdd² for each bit that is written
 *   delay     tau ln(Vdd / (Vdd - Vsense)), slower where the word line's ramp is slow
 *   amplifier C / gm ln(Vdd / Vsense)
 *
 * Source: Wilton & Jouppi 1996, sections 4.4, 4.5; Agarwal & Nassif's amplifier in CACTI 5.1, section 4.5.
 */
import type { Cell, Subarray } from "./subarray.ts";
import type { Technology } from "./technology.ts";
import { drainCapacitanceF, gateCapacitanceF, onResistanceOhm } from "./transistor.ts";

export interface Column {
  /** Time constant of a read on the bit line. */
  readonly bitLineTauS: number;
  /** Energy of one column that is read. */
  readonly readJ: number;
  /** Energy of one column that is written, if all columns were. */
  readonly writeJ: number;
  readonly senseDelayS: number;
  /** Energy of one sense amplifier. */
  readonly senseJ: number;
}

export function buildColumn(
  tech: Technology,
  cell: Cell,
  subarray: Subarray,
  bitLineMux: number,
  readPorts: number,
): Column {
  const amplifierPitchUm = (cell.widthUm * bitLineMux) / readPorts;
  const isolationF = drainCapacitanceF(tech, tech.isolationUm, amplifierPitchUm);
  const latchF =
    gateCapacitanceF(tech, tech.sensePmosUm + tech.senseNmosUm) +
    drainCapacitanceF(tech, tech.senseNmosUm, amplifierPitchUm) +
    drainCapacitanceF(tech, tech.sensePmosUm, amplifierPitchUm);
  const outputMuxF = drainCapacitanceF(tech, tech.columnMuxUm, amplifierPitchUm);
  const lineF = subarray.bitLineF;
  const lineOhm = subarray.bitLineOhm;
  const cellOhm = onResistanceOhm(tech, "n", tech.cellPullDownUm) + onResistanceOhm(tech, "n", tech.cellAccessUm);
  const isolationTauS = onResistanceOhm(tech, "p", tech.isolationUm) * (isolationF + latchF + outputMuxF);
  const swingV2 = 2 * tech.senseV * tech.supplyV;
  const fullV2 = tech.supplyV * tech.supplyV * 2;
  const behindMuxF = 2 * isolationF + latchF + outputMuxF;

  const senseF = latchF + isolationF + outputMuxF;
  const amplifier = {
    senseDelayS: (senseF / tech.senseAPerV) * Math.log(tech.supplyV / tech.senseV),
    senseJ: senseF * tech.supplyV * tech.supplyV,
  };
  if (bitLineMux === 1) {
    return {
      ...amplifier,
      bitLineTauS: cellOhm * (lineF + isolationF + latchF + outputMuxF) + (lineOhm * lineF) / 2 + isolationTauS,
      readJ: (lineF + behindMuxF) * swingV2,
      writeJ: lineF * fullV2,
    };
  }
  const muxF = drainCapacitanceF(tech, tech.columnMuxUm, cell.widthUm / (2 * readPorts));
  const muxOhm = onResistanceOhm(tech, "n", tech.columnMuxUm);
  return {
    ...amplifier,
    bitLineTauS:
      cellOhm * (lineF + 2 * muxF + behindMuxF) +
      lineOhm * (lineF / 2 + 2 * muxF + behindMuxF) +
      muxOhm * (muxF + behindMuxF) +
      isolationTauS,
    readJ: (lineF + 2 * muxF) * swingV2 + (behindMuxF * swingV2) / bitLineMux,
    writeJ: (lineF + 2 * muxF) * fullV2,
  };
}

/** Delay of the bit line after a word line that ramps. */
export function bitLineDelayS(tech: Technology, column: Column, wordLineRampS: number): number {
  return bitLineStepDelayS(tech, column.bitLineTauS, wordLineRampS);
}

/** The same for a time constant; grows with it. */
export function bitLineStepDelayS(tech: Technology, tauS: number, wordLineRampS: number): number {
  const stepS = tauS * Math.log(tech.supplyV / (tech.supplyV - tech.senseV));
  const beyondV = tech.supplyV - tech.transistor.thresholdV;
  const slope = tech.supplyV / wordLineRampS;
  return stepS <= (0.5 * beyondV) / slope ? Math.sqrt((2 * stepS * beyondV) / slope) : stepS + beyondV / (2 * slope);
}
