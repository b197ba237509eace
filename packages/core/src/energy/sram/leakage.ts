/**
 * Leakage of idle gates, averaged over all states of their inputs: subthreshold current of what is off, gate current
 * of what is on. In a stack each further transistor that is off cuts the current to 0.43 of it.
 *
 *   inverter  (In + Ip) / 2             NAND of k, off   (k Ip + In Σ_j 0.43^(j-1) c(k, j)) / 2^k
 *
 * The number of states c(k, j) with j transistors off is the binomial coefficient, except that CACTI counts k + 1 and
 * not one state with all k off; we follow it, since its leakage is what we are compared with.
 * Source: Li, Chen, Ahn, Brockman, Jouppi, "CACTI-P", ICCAD 2011; McPAT, MICRO 2009, section 3.
 */
import type { Technology } from "./technology.ts";

const STACK_FACTOR = 0.43;

/** Currents in A for a given supply turn into power by the supply voltage. */
export interface LeakageW {
  readonly subthresholdW: number;
  readonly gateW: number;
}

export const noLeakage: LeakageW = { subthresholdW: 0, gateW: 0 };

export function addLeakage(...parts: readonly LeakageW[]): LeakageW {
  let subthresholdW = 0;
  let gateW = 0;
  for (const part of parts) {
    subthresholdW += part.subthresholdW;
    gateW += part.gateW;
  }
  return { subthresholdW, gateW };
}

export function scaleLeakage(leakage: LeakageW, times: number): LeakageW {
  return { subthresholdW: leakage.subthresholdW * times, gateW: leakage.gateW * times };
}

export function totalLeakageW(leakage: LeakageW): number {
  return leakage.subthresholdW + leakage.gateW;
}

export function inverterLeakage(tech: Technology, nmosUm: number, pmosUm: number): LeakageW {
  const halfUmV = ((nmosUm + pmosUm) / 2) * tech.supplyV;
  return {
    subthresholdW: tech.transistor.offCurrentAPerUm * halfUmV,
    gateW: tech.transistor.gateLeakageAPerUm * halfUmV,
  };
}

/** A lone NMOS pass transistor: half of the time on, half of the time off. */
export function passLeakage(tech: Technology, widthUm: number): LeakageW {
  return inverterLeakage(tech, widthUm, 0);
}

/** A NAND gate; with the widths exchanged a NOR gate. */
export function nandLeakage(tech: Technology, inputs: number, nmosUm: number, pmosUm: number): LeakageW {
  const states = 2 ** inputs;
  let off = inputs * pmosUm;
  let on = nmosUm * inputs;
  for (let count = 1; count <= inputs; count++) {
    off += nmosUm * STACK_FACTOR ** (count - 1) * ways(inputs, count);
    on += pmosUm * ways(inputs, count) * count;
    if (count < inputs) on += (nmosUm * ways(inputs, count) * count) / 2;
  }
  return {
    subthresholdW: ((tech.transistor.offCurrentAPerUm * off) / states) * tech.supplyV,
    gateW: ((tech.transistor.gateLeakageAPerUm * on) / states) * tech.supplyV,
  };
}

/** Two NMOS in series, as a read-only port has them. */
export function stackedPassLeakage(tech: Technology, widthUm: number): LeakageW {
  const off = (widthUm * (ways(2, 1) + STACK_FACTOR * ways(2, 2))) / 4;
  return { subthresholdW: tech.transistor.offCurrentAPerUm * off * tech.supplyV, gateW: 0 };
}

/** Ways to choose some of two or three inputs, all of them as the header says. */
function ways(inputs: number, chosen: number): number {
  return chosen === inputs ? inputs + 1 : inputs;
}
