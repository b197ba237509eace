/**
 * A gate (inverter, NAND2 or NAND3) of minimal size and inverters behind it that grow until they drive a load:
 *
 *        ┌────┐   ┌──┐   ┌────┐      load
 *   ─────┤gate├───┤>o├───┤ >o ├───────┤├
 *        └────┘   └──┘   └────┘
 *
 * Logical effort: with path effort F = g load / C_in there are ln F / ln 4 stages (even, two at least), each of effort
 * F^(1/stages). No transistor grows beyond the widest one; then the stages before it are sized anew for that one.
 * Source: Sutherland, Sproull, Harris, "Logical Effort", 1999; CACTI 5.1 (HPL-2008-20), section 4.3.
 */
import { inverterLeakage, type LeakageW, nandLeakage } from "./leakage.ts";
import { rampDelayS, rampOf } from "./switching-delay.ts";
import type { Technology } from "./technology.ts";
import { gateAreaUm2, gateCapacitanceF, gateDrainF, onResistanceOhm } from "./transistor.ts";

const STAGE_EFFORT = 4;
const MIN_STAGES = 2;

export interface GateChain {
  /** Inputs of the first gate: 1 for an inverter. */
  readonly inputs: number;
  /** Widths of the NMOS, stage by stage. */
  readonly nmosUm: readonly number[];
  readonly pmosUm: readonly number[];
}

export interface ChainSwitch {
  readonly delayS: number;
  readonly rampS: number;
  /** C V² of all stages. */
  readonly energyJ: number;
}

/** Widths of the first gate, which do not depend on the load. */
export function firstGate(tech: Technology, inputs: number): { readonly nmosUm: number; readonly pmosUm: number } {
  return { nmosUm: inputs * tech.minWidthUm, pmosUm: tech.pmosRatio * tech.minWidthUm };
}

export function firstGateF(tech: Technology, inputs: number): number {
  const { nmosUm, pmosUm } = firstGate(tech, inputs);
  return gateCapacitanceF(tech, nmosUm + pmosUm);
}

export function sizeChain(tech: Technology, inputs: number, loadF: number): GateChain {
  const ratio = tech.pmosRatio;
  const first = firstGate(tech, inputs);
  const gateEffort = inputs === 1 ? 1 : (inputs + ratio) / (1 + ratio);
  const inputF = firstGateF(tech, inputs);

  let effort = (gateEffort * loadF) / inputF;
  let stages = evenStages(Math.trunc(Math.log(effort) / Math.log(STAGE_EFFORT)));
  let stageEffort = effort ** (1 / stages);
  let lastUm = Math.max(loadF / stageEffort / (1 + ratio) / gateCapacitanceF(tech, 1), tech.minWidthUm);
  if (lastUm > tech.maxWidthUm) {
    effort = (gateEffort * gateCapacitanceF(tech, (1 + ratio) * tech.maxWidthUm)) / inputF;
    stages = evenStages(Math.trunc(Math.log(effort) / Math.log(STAGE_EFFORT)) + 1);
    stageEffort = effort ** (1 / (stages - 1));
    lastUm = tech.maxWidthUm;
  }

  const nmosUm = [lastUm];
  for (let left = stages - 2; left >= 1; left--) {
    lastUm = Math.max(lastUm / stageEffort, tech.minWidthUm);
    nmosUm.push(lastUm);
  }
  nmosUm.reverse();
  return {
    inputs,
    nmosUm: [first.nmosUm, ...nmosUm],
    pmosUm: [first.pmosUm, ...nmosUm.map((width) => ratio * width)],
  };
}

function evenStages(stages: number): number {
  return Math.max(stages + (stages % 2 === 0 ? 0 : 1), MIN_STAGES);
}

/**
 * Switches the chain once. `wireDelayS` is what the resistance of the load's wire adds to the last time constant;
 * `heightUm` is the height of the gates, at which they are folded. With `fromStage` the stages before it are left out.
 */
export function switchChain(
  tech: Technology,
  chain: GateChain,
  inputRampS: number,
  loadF: number,
  wireDelayS: number,
  heightUm: number,
  fromStage = 0,
): ChainSwitch {
  const { nmosUm, pmosUm } = chain;
  const last = nmosUm.length - 1;
  let rampS = inputRampS;
  let delayS = 0;
  let switchedF = 0;
  for (let stage = fromStage; stage <= last; stage++) {
    const inputs = stage === 0 ? chain.inputs : 1;
    const n = nmosUm[stage] ?? 0;
    const p = pmosUm[stage] ?? 0;
    const outputF =
      stage === last ? loadF : gateCapacitanceF(tech, (nmosUm[stage + 1] ?? 0) + (pmosUm[stage + 1] ?? 0));
    const drainF = inputs * gateDrainF(tech, "p", p, heightUm) + gateDrainF(tech, "n", n, heightUm, inputs);
    const tauS = onResistanceOhm(tech, "n", n, inputs) * (drainF + outputF) + (stage === last ? wireDelayS : 0);
    const stageS = rampDelayS(rampS, tauS);
    delayS += stageS;
    rampS = rampOf(stageS);
    switchedF += drainF + outputF;
  }
  return { delayS, rampS, energyJ: switchedF * tech.supplyV * tech.supplyV };
}

export function chainAreaUm2(tech: Technology, chain: GateChain, heightUm: number): number {
  return chain.nmosUm.reduce(
    (sum, n, stage) => sum + gateAreaUm2(tech, stage === 0 ? chain.inputs : 1, n, chain.pmosUm[stage] ?? 0, heightUm),
    0,
  );
}

/** Leakage of each stage; how they add up differs between blocks. */
export function stageLeakages(tech: Technology, chain: GateChain): LeakageW[] {
  return chain.nmosUm.map((n, stage) => {
    const p = chain.pmosUm[stage] ?? 0;
    return stage === 0 && chain.inputs > 1 ? nandLeakage(tech, chain.inputs, n, p) : inverterLeakage(tech, n, p);
  });
}
