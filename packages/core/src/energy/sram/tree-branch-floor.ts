/**
 * Lower bounds of the gates at an H-tree's branches that only fall when the tree shrinks, for `bounds.ts`.
 *
 * A drain's capacitance is at least its gate edge and half of its contacted area; a gate sized s behind a repeater b
 * has s = max(k b, 1), so that b / s is at least min(b, 1 / k); and what lies behind is never smaller than what lies
 * before, up to the full repeater.
 */
import type { RepeatedWire } from "./repeated-wire.ts";
import { rampDelayS } from "./switching-delay.ts";
import type { Technology } from "./technology.ts";
import { gateCapacitanceF, onResistanceOhm } from "./transistor.ts";
import { branchFigures, type TreePath } from "./tree-branch.ts";

export function inputBranchFloor(
  tech: Technology,
  wire: RepeatedWire,
  before: number,
  _behind: number,
  lengthUm: number,
): TreePath {
  const { n, p, threshold, halfV2 } = branchFigures(tech);
  const ratio = tech.pmosRatio;
  const least = Math.min(before, wire.repeaterSize);
  const share = (1 + ratio) / (2 + ratio);
  const drainF = leastDrainF(tech, n);
  const gatesF = gateCapacitanceF(tech, n + p);
  const tauS = 4 * onResistanceOhm(tech, "n", n) * (drainF + gatesF * Math.min(least, 1 / share));
  const size = Math.max(least * share, 1);
  return {
    delayS: rampDelayS(wire.rampSPerUm * lengthUm, tauS, threshold),
    energyJ: halfV2 * (size * (2 * ratio * leastDrainF(tech, p) + drainF) + 2 * gatesF * least),
  };
}

export function outputBranchFloor(
  tech: Technology,
  wire: RepeatedWire,
  before: number,
  _behind: number,
  lengthUm: number,
): TreePath {
  const { n, p, threshold, halfV2 } = branchFigures(tech);
  const least = Math.min(before, wire.repeaterSize);
  const share = 1 / 3;
  const nF = leastDrainF(tech, n);
  const pF = leastDrainF(tech, p);
  const gatesF = gateCapacitanceF(tech, n + p);
  const norOhm = 2 * onResistanceOhm(tech, "p", p);
  const driverOhm = onResistanceOhm(tech, "n", n);
  const tauS =
    norOhm * (nF + 2 * pF + gatesF * Math.min(least, 1 / share)) +
    driverOhm * (2 * (nF + pF) + 2 * gateCapacitanceF(tech, p));
  const size = Math.max(least * share, 1);
  return {
    delayS: rampDelayS(wire.rampSPerUm * lengthUm, tauS, threshold),
    energyJ: halfV2 * (size * (4 * nF + 4 * pF + gatesF) + gatesF * least),
  };
}

function leastDrainF(tech: Technology, widthUm: number): number {
  const { junctionFPerUm2, fringeFPerUm, gateFPerUm } = tech.transistor;
  return widthUm * (2 * fringeFPerUm + 0.4 * gateFPerUm + (junctionFPerUm2 * tech.contactedPolyUm) / 2);
}
