/**
 * From the sense amplifier out of the subarray: two levels of pass transistors with a buffer between them, then a wire
 * with repeaters along the subarray.
 *
 *   amplifier ─┤ first mux ├─▷─▷─┤ second mux ├─▷── wire ──▷──
 *
 * Source: CACTI 5.1 (HPL-2008-20), section 4.6.
 */
import { addLeakage, inverterLeakage, type LeakageW, passLeakage, scaleLeakage } from "./leakage.ts";
import type { Muxes } from "./organisation.ts";
import type { RepeatedWire } from "./repeated-wire.ts";
import type { Cell } from "./subarray.ts";
import { rampDelayS, rampOf } from "./switching-delay.ts";
import type { Technology } from "./technology.ts";
import { drainCapacitanceF, gateCapacitanceF, gateDrainF, onResistanceOhm } from "./transistor.ts";

export interface OutputPath {
  /** Wire included. */
  readonly delayS: number;
  /** One bit's, with the wire's. */
  readonly energyJ: number;
  readonly leakage: () => LeakageW;
}

export function buildOutputPath(
  tech: Technology,
  wire: RepeatedWire,
  cell: Cell,
  mux: Muxes,
  readPorts: number,
  lengthUm: number,
): OutputPath {
  const passUm = tech.columnMuxUm;
  const passOhm = onResistanceOhm(tech, "n", passUm);
  const n = tech.minWidthUm;
  const p = tech.pmosRatio * n;
  const bufferOhm = onResistanceOhm(tech, "n", n);
  const bufferInputF = gateCapacitanceF(tech, n + p);
  const bufferOutputF = gateDrainF(tech, "n", n, tech.gateHeightUm) + gateDrainF(tech, "p", p, tech.gateHeightUm);
  const pitch1Um = (cell.widthUm * mux.bitLineMux) / readPorts;
  const firstPassF = drainCapacitanceF(tech, passUm, pitch1Um);
  const secondPassF = drainCapacitanceF(tech, passUm, pitch1Um * mux.senseAmpMux1);
  const repeaterUm = wire.repeaterSize * (lengthUm / wire.repeaterSpacingUm) * tech.minWidthUm * (1 + tech.pmosRatio);

  const steps: readonly (readonly [ohm: number, farad: number])[] = [
    [passOhm, mux.senseAmpMux1 * firstPassF + bufferInputF],
    [bufferOhm, bufferOutputF + bufferInputF],
    [bufferOhm, bufferOutputF + secondPassF],
    [passOhm, mux.senseAmpMux2 * secondPassF + gateCapacitanceF(tech, repeaterUm)],
  ];
  let delayS = 0;
  let rampS = 0;
  let switchedF = 0;
  for (const [ohm, farad] of steps) {
    const stepS = rampDelayS(rampS, ohm * farad);
    delayS += stepS;
    rampS = rampOf(stepS);
    switchedF += farad;
  }
  return {
    delayS: delayS + wire.delaySPerUm * lengthUm,
    energyJ: switchedF * 0.5 * tech.supplyV * tech.supplyV + wire.energyJPerUm * lengthUm,
    leakage: () => outputLeakage(tech, wire, lengthUm),
  };
}

/** Pass transistors leak through their gates only. */
function outputLeakage(tech: Technology, wire: RepeatedWire, lengthUm: number): LeakageW {
  const pass = { subthresholdW: 0, gateW: passLeakage(tech, tech.columnMuxUm).gateW };
  const buffer = inverterLeakage(tech, tech.minWidthUm, tech.pmosRatio * tech.minWidthUm);
  return addLeakage(scaleLeakage(pass, 2), scaleLeakage(buffer, 2), scaleLeakage(wire.leakagePerUm, lengthUm));
}
