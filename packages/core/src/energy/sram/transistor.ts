/**
 * Capacitances, resistance and layout of single transistors and gates.
 *
 *   gate      C = width × (channel + overlap + 3 fringe)            on-state    R = stack × R(1 um) / width
 *   drain     C = area × junction + perimeter × sidewall + gate edge × (2 overlap + 2 fringe)
 *
 * A transistor wider than its place is folded into fingers that share drains; an odd finger leaves one sidewall.
 * Source: CACTI 5.1 (HPL-2008-20), sections 3.1 and 5.1; Wilton & Jouppi, IEEE JSSC 31(5), 1996, appendix.
 */
import type { Technology } from "./technology.ts";

const SIDEWALL_F_PER_UM = 2.5e-16;

export type Channel = "n" | "p";

export function gateCapacitanceF(tech: Technology, widthUm: number): number {
  return tech.gateFPerUm * widthUm;
}

export function onResistanceOhm(tech: Technology, channel: Channel, widthUm: number, stack = 1): number {
  return (stack * (channel === "n" ? tech.nmosOhmUm : tech.pmosOhmUm)) / widthUm;
}

/** Drain capacitance of `stack` transistors in series, folded at `foldUm`. */
export function drainCapacitanceF(tech: Technology, widthUm: number, foldUm: number, stack = 1): number {
  const fingers = Math.ceil(widthUm / foldUm);
  const fingerUm = fingers < 2 ? widthUm : foldUm;
  let drainUm = tech.contactedPolyUm + (stack - 1) * tech.polySpacingUm;
  let edgeUm = fingerUm + 2 * fingerUm * (stack - 1);
  let sidewallUm = fingerUm;
  let strapF = 0;
  if (fingers > 1) {
    drainUm += (fingers - 2) * tech.contactedPolyUm + (fingers - 1) * ((stack - 1) * tech.polySpacingUm);
    if (fingers % 2 === 0) sidewallUm = 0;
    edgeUm *= fingers;
    strapF = tech.localWire.capacitanceFPerUm * drainUm;
  }
  const { junctionFPerUm2, fringeFPerUm, gateFPerUm } = tech.transistor;
  return (
    junctionFPerUm2 * drainUm * fingerUm +
    SIDEWALL_F_PER_UM * (sidewallUm + 2 * drainUm) +
    (2 * fringeFPerUm + 2 * (0.2 * gateFPerUm)) * edgeUm +
    strapF
  );
}

/** Drain capacitance of a transistor inside a logic gate of a given height, a third of which is for the NMOS. */
export function gateDrainF(tech: Technology, channel: Channel, widthUm: number, heightUm: number, stack = 1): number {
  const share = channel === "n" ? 1 - 2 / 3 : 2 / 3;
  return drainCapacitanceF(tech, widthUm, share * (heightUm - 2 * tech.railHeightUm - tech.gapPnUm), stack);
}

/** Layout height of a transistor that lies across cells with a pitch of `pitchUm`. */
export function foldedHeightUm(tech: Technology, widthUm: number, pitchUm: number): number {
  const fingers = Math.ceil(widthUm / pitchUm);
  return fingers * tech.featureUm + (fingers + 1) * tech.contactedPolyUm;
}

/** Area of an inverter (one input) or NAND gate of a given height. */
export function gateAreaUm2(
  tech: Technology,
  inputs: number,
  nmosUm: number,
  pmosUm: number,
  heightUm: number,
): number {
  if (nmosUm <= 0 || pmosUm <= 0) return 0;
  const shareP = pmosUm / (pmosUm + nmosUm);
  const activeUm = heightUm - 2 * tech.railHeightUm - tech.gapPnUm;
  const foldedN = activeUm * (1 - shareP);
  const fingersN = Math.ceil(nmosUm / foldedN);
  const fingersP = Math.ceil(pmosUm / (activeUm * shareP));
  const widthUm = Math.max(diffusionUm(tech, inputs, fingersN), diffusionUm(tech, 1, inputs * fingersP));
  const fits = foldedN > nmosUm;
  return widthUm * (fits ? nmosUm + pmosUm + tech.gapPnUm + 2 * tech.railHeightUm : heightUm);
}

function diffusionUm(tech: Technology, stacked: number, fingers: number): number {
  const stackUm = stacked * tech.featureUm + (stacked - 1) * tech.polySpacingUm;
  const one = 2 * tech.contactedPolyUm + stackUm;
  return fingers > 1 ? one + (fingers - 2) * 2 * tech.contactedPolyUm + (fingers - 1) * stackUm : one;
}
