/**
 * Long wires with repeaters that save energy at the price of delay.
 *
 *   ──▷────────▷────────▷──     spacing L, size k:   tau = R0 (C0 + Cd) + R0 c L / k + r L Cd k + r c L² / 2
 *
 * The fastest wire has k = sqrt(R0 c / (r C0)) and L = sqrt(2 R0 (C0 + Cd) / (r c)). Of all sizes below and spacings of
 * up to four times that, taken on a grid, the one with the least sum of relative dynamic and leakage energy is used
 * whose delay is at most 30 % above the fastest ("Global_30").
 * Sources: Banerjee & Mehrotra, IEEE TED 49(11), 2002; Muralimanohar, Balasubramonian, Jouppi, "CACTI 6.0",
 * HPL-2009-85, section 2.3.
 */
import { inverterLeakage, type LeakageW, scaleLeakage } from "./leakage.ts";
import { type Technology, WIRE_FRINGE_F_PER_UM } from "./technology.ts";
import { gateAreaUm2, gateCapacitanceF, gateDrainF, onResistanceOhm } from "./transistor.ts";

const DELAY_ALLOWANCE = 0.3;
const SPACING_STEP_UM = 100;
const MAX_SPACINGS = 4;
const SHORT_CIRCUIT_A_PER_UM = 65e-6;
const LN_3 = 1.0986;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: ln 2 as the source rounds it
const LN_2 = 0.693;
const VACUUM_F_PER_M = 8.8542e-12;

/** The repeated wire of a technology, for each um of its length. */
export interface RepeatedWire {
  readonly delaySPerUm: number;
  readonly energyJPerUm: number;
  readonly leakagePerUm: LeakageW;
  readonly areaUm2PerUm: number;
  readonly repeaterSize: number;
  readonly repeaterSpacingUm: number;
  /** Ramp at the end of a stretch of so many um. */
  readonly rampSPerUm: number;
  /** Capacitance of the bare wire. */
  readonly capacitanceFPerUm: number;
}

interface Candidate {
  readonly size: number;
  readonly spacingM: number;
  readonly delaySPerM: number;
  readonly energyJPerM: number;
  readonly leakagePerM: LeakageW;
}

export function repeatedWireOf(tech: Technology): RepeatedWire {
  const bare = bareWire(tech);
  const driver = smallestInverter(tech);
  const fastestSize = Math.sqrt((driver.ohm * bare.faradPerM) / (bare.ohmPerM * driver.inputF));
  const fastestSpacingM = Math.sqrt(
    (2 * driver.ohm * (driver.outputF + driver.inputF)) / (bare.ohmPerM * bare.faradPerM),
  );

  const repeated = (spacingM: number, size: number): Candidate => {
    const switchingJ =
      (size * (driver.inputF + driver.outputF) + spacingM * bare.faradPerM) * tech.supplyV * tech.supplyV;
    const tauS =
      driver.ohm * (driver.inputF + driver.outputF) +
      (driver.ohm * bare.faradPerM * spacingM) / size +
      bare.ohmPerM * spacingM * driver.outputF * size +
      0.5 * bare.ohmPerM * bare.faradPerM * spacingM * spacingM;
    const shortCircuitJ = tech.supplyV * tech.minWidthUm * SHORT_CIRCUIT_A_PER_UM * LN_3 * size * tauS;
    const n = tech.minWidthUm * size;
    return {
      size,
      spacingM,
      delaySPerM: (LN_2 * tauS) / spacingM,
      energyJPerM: (switchingJ + shortCircuitJ) / spacingM,
      leakagePerM: scaleLeakage(inverterLeakage(tech, n, tech.pmosRatio * n), 1 / spacingM),
    };
  };

  const fastest = repeated(fastestSpacingM, fastestSize);
  const slowestSPerM = fastest.delaySPerM * (1 + DELAY_ALLOWANCE);
  const cost = (wire: Candidate): number =>
    wire.energyJPerM / fastest.energyJPerM + wire.leakagePerM.subthresholdW / fastest.leakagePerM.subthresholdW;
  let best = fastest;
  const fastestSpacingUm = fastestSpacingM * 1e6;
  for (let spacingUm = fastestSpacingUm; spacingUm < MAX_SPACINGS * fastestSpacingUm; spacingUm += SPACING_STEP_UM) {
    for (let size = fastestSize; size > 1; size--) {
      const wire = repeated(spacingUm * 1e-6, size);
      if (wire.delaySPerM <= slowestSPerM && cost(wire) < cost(best)) best = wire;
    }
  }
  const delaySPerUm = best.delaySPerM * 1e-6;
  const n = tech.minWidthUm * best.size;
  return {
    delaySPerUm,
    energyJPerUm: best.energyJPerM * 1e-6,
    leakagePerUm: scaleLeakage(best.leakagePerM, 1e-6),
    areaUm2PerUm: gateAreaUm2(tech, 1, n, tech.pmosRatio * n, tech.gateHeightUm) / (best.spacingM * 1e6),
    repeaterSize: best.size,
    repeaterSpacingUm: best.spacingM * 1e6,
    rampSPerUm: (delaySPerUm * best.spacingM) / tech.transistor.thresholdV,
    capacitanceFPerUm: bare.faradPerM * 1e-6,
  };
}

/** CACTI takes half of the half pitch as the width of a repeated wire and as its distance to the next. */
function bareWire(tech: Technology): { readonly ohmPerM: number; readonly faradPerM: number } {
  const widthM = (tech.semiGlobalWire.pitchUm / 2) * (1e-6 / 2);
  const heightM = widthM * 2;
  const { sideDielectric, layerDistanceUm } = tech.wireFigures;
  const neighbours = 1.5 * sideDielectric * (heightM / widthM) * VACUUM_F_PER_M;
  const layers = ((1.5 * 3.9 * widthM) / (layerDistanceUm * 1e-6)) * VACUUM_F_PER_M;
  return {
    ohmPerM: (1.05 * 0.022 * 1e-6) / (heightM * widthM),
    faradPerM: neighbours + layers + WIRE_FRINGE_F_PER_UM * 1e6,
  };
}

function smallestInverter(tech: Technology): {
  readonly ohm: number;
  readonly inputF: number;
  readonly outputF: number;
} {
  const n = tech.minWidthUm;
  const p = tech.pmosRatio * n;
  return {
    ohm: (onResistanceOhm(tech, "n", n) + onResistanceOhm(tech, "p", p)) / 2,
    inputF: gateCapacitanceF(tech, n + p),
    outputF: gateDrainF(tech, "p", p, tech.gateHeightUm) + gateDrainF(tech, "n", n, tech.gateHeightUm),
  };
}
