/**
 * The gates where an H-tree branches: sized like the repeaters beside them.
 * Source: CACTI 6.0 (HPL-2009-85), section 2; Ho, Mai, Horowitz, "Managing Wire Scaling", IITC 2003.
 */
import type { RepeatedWire } from "./repeated-wire.ts";
import { rampDelayS } from "./switching-delay.ts";
import type { Technology } from "./technology.ts";
import { gateCapacitanceF, gateDrainF, onResistanceOhm } from "./transistor.ts";

/** One bit's way from the root to a leaf or back. */
export interface TreePath {
  readonly delayS: number;
  readonly energyJ: number;
}

/** The gate at a branch; `before` and `behind` are sizes of repeaters, `lengthUm` the stretch before it. */
export type Branch = (
  tech: Technology,
  wire: RepeatedWire,
  before: number,
  behind: number,
  lengthUm: number,
) => TreePath;

/** A NAND of the signal and the select of its half. */
export function inputBranch(
  tech: Technology,
  wire: RepeatedWire,
  before: number,
  behind: number,
  lengthUm: number,
): TreePath {
  const { n, p, height, threshold, halfV2 } = branchFigures(tech);
  const ratio = tech.pmosRatio;
  const size = Math.max((before * (1 + ratio)) / (2 + ratio), 1);
  const loadF = 2 * gateCapacitanceF(tech, behind * (n + p));
  const drainF = gateDrainF(tech, "n", size * n, height);
  const tauS = 2 * onResistanceOhm(tech, "n", size * n) * (drainF * 2 + loadF);
  return {
    delayS: rampDelayS(wire.rampSPerUm * lengthUm, tauS, threshold),
    energyJ: halfV2 * (2 * gateDrainF(tech, "p", ratio * size * p, height) + drainF + loadF),
  };
}

/** A tristate buffer: inverter, NAND and NOR before two transistors that drive the repeater. */
export function outputBranch(
  tech: Technology,
  wire: RepeatedWire,
  before: number,
  behind: number,
  lengthUm: number,
): TreePath {
  const { n, p, height, threshold, halfV2 } = branchFigures(tech);
  const ratio = tech.pmosRatio;
  const repeaterF = gateCapacitanceF(tech, before * (n + p));
  const behindF = gateCapacitanceF(tech, behind * (n + p));
  const stageEffort = (behindF + wire.capacitanceFPerUm * lengthUm) / behindF;
  const driver = repeaterF / 2 / (stageEffort * gateCapacitanceF(tech, p));
  const size = Math.max((before * (1 + ratio)) / (2 + ratio + 1 + 2 * ratio), 1);

  const nDrainF = gateDrainF(tech, "n", size * n, height);
  const pDrainF = gateDrainF(tech, "p", size * p, height);
  const driverDrainsF = gateDrainF(tech, "p", driver * p, height) + gateDrainF(tech, "n", driver * n, height);
  const norOhm = 2 * onResistanceOhm(tech, "p", size * p);
  const driverOhm = onResistanceOhm(tech, "n", driver * n);
  const nandF = nDrainF + pDrainF * 2 + gateCapacitanceF(tech, driver * p);
  const outputF = 2 * driverDrainsF + repeaterF;
  const inverterF = pDrainF + nDrainF + gateCapacitanceF(tech, size * (n + p));
  const norF = pDrainF + 2 * nDrainF + gateCapacitanceF(tech, driver * (n + p));
  return {
    delayS: rampDelayS(wire.rampSPerUm * lengthUm, norOhm * nandF + (norOhm + driverOhm) * outputF, threshold),
    energyJ: halfV2 * (nandF + inverterF + norF + outputF),
  };
}

export function branchFigures(tech: Technology): {
  n: number;
  p: number;
  height: number;
  threshold: number;
  halfV2: number;
} {
  const n = tech.minWidthUm;
  return {
    n,
    p: tech.pmosRatio * n,
    height: tech.gateHeightUm,
    threshold: tech.transistor.thresholdV / tech.supplyV,
    halfV2: 0.5 * tech.supplyV * tech.supplyV,
  };
}
