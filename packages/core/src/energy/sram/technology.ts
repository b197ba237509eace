/**
 * One technology node as the circuits see it: transistors, layout rules, wires and the six-transistor cell.
 *
 *   on-resistance of 1 um = effective resistance × Vdd / Ion            overlap capacitance = 0.2 × gate capacitance
 *   wire resistance       = scattering × rho / ((t - barrier) × (w - 2 barrier))
 *   wire capacitance      = 2 eps0 (eps_v w / d + 1.5 eps_h t / s) + fringe         w = s = pitch / 2, t = 2 w
 *
 * Lengths of the layout are multiples of the feature size F. The cell is 146 F² at a height of 1.46 times its width.
 * Sources: CACTI 5.1 (HPL-2008-20), sections 3.1, 3.2 and appendix; Wilton & Jouppi, IEEE JSSC 31(5), 1996 (device
 * widths, here scaled from 0.8 um).
 */
import { figuresOfNode, type NodeNm, type TransistorFigures, type WireFigures } from "./itrs-figures.ts";

const COPPER_OHM_UM = 0.022;
const VACUUM_F_PER_UM = 8.854e-18;
const LAYER_DIELECTRIC = 3.9;
const MILLER = 1.5;
const ASPECT_RATIO = 2;
export const WIRE_FRINGE_F_PER_UM = 1.15e-16;
/** The smallest difference of the two bit lines that a sense amplifier tells apart. */
const MIN_SENSE_V = 0.08;

export interface WireLayer {
  readonly pitchUm: number;
  readonly resistanceOhmPerUm: number;
  readonly capacitanceFPerUm: number;
}

export interface Technology {
  readonly nodeNm: NodeNm;
  readonly featureUm: number;
  readonly transistor: TransistorFigures;
  readonly wireFigures: WireFigures;

  readonly supplyV: number;
  /** Difference of the bit lines when the sense amplifier starts. */
  readonly senseV: number;
  readonly nmosOhmUm: number;
  readonly pmosOhmUm: number;
  /** All of the gate's capacitance, F per um of width. */
  readonly gateFPerUm: number;
  readonly pmosRatio: number;

  readonly minWidthUm: number;
  readonly maxWidthUm: number;
  readonly gateHeightUm: number;
  readonly railHeightUm: number;
  readonly gapPnUm: number;
  readonly gapSameUm: number;
  /** Width of a source or drain with its contact, from gate to gate. */
  readonly contactedPolyUm: number;
  readonly polySpacingUm: number;
  /** Extra width for every 16 cells, where the word line is stitched to its strap. */
  readonly stitchUm: number;

  readonly columnMuxUm: number;
  readonly prechargeUm: number;
  readonly equaliserUm: number;
  readonly isolationUm: number;
  readonly senseNmosUm: number;
  readonly sensePmosUm: number;
  readonly senseEnableUm: number;
  /** Transconductance of the sense amplifier's latch, A/V. */
  readonly senseAPerV: number;

  readonly cellAccessUm: number;
  readonly cellPullUpUm: number;
  readonly cellPullDownUm: number;
  readonly cellWidthUm: number;
  readonly cellHeightUm: number;

  /** Word lines, bit lines. */
  readonly localWire: WireLayer;
  /** All else: signals inside of mats and between them. */
  readonly semiGlobalWire: WireLayer;
}

export function technologyOf(nodeNm: NodeNm): Technology {
  const { transistor, wire } = figuresOfNode[nodeNm];
  const f = nodeNm / 1000;
  const ratio = transistor.pmosRatio;
  const minWidthUm = (3 * f) / 2;
  const nmosOhmUm = (transistor.effectiveResistance * transistor.supplyV) / transistor.onCurrentAPerUm;
  const overlap = 0.2 * transistor.gateFPerUm;
  const senseNmosUm = 3.75 * f;
  const nmosAPerV =
    (transistor.mobilityUm2PerVs / 2) *
    transistor.oxideFPerUm2 *
    (senseNmosUm / transistor.electricalLengthUm) *
    transistor.saturationV;
  const cellWidthUm = Math.sqrt((146 * (f * f)) / 1.46);

  return {
    nodeNm,
    featureUm: f,
    transistor,
    wireFigures: wire,
    supplyV: transistor.supplyV,
    senseV: Math.max(0.05 * transistor.supplyV, MIN_SENSE_V),
    nmosOhmUm,
    pmosOhmUm: ratio * nmosOhmUm,
    gateFPerUm: transistor.gateFPerUm + overlap + 3 * transistor.fringeFPerUm,
    pmosRatio: ratio,
    minWidthUm,
    maxWidthUm: 100 * f,
    gateHeightUm: 50 * f,
    railHeightUm: 2 * f,
    gapPnUm: 5 * f,
    gapSameUm: 1.5 * f,
    contactedPolyUm: 3 * f,
    polySpacingUm: 1.5 * f,
    stitchUm: 7.5 * f,
    columnMuxUm: 6 * minWidthUm,
    prechargeUm: 6 * ratio * minWidthUm,
    equaliserUm: ratio * minWidthUm,
    isolationUm: 12.5 * f,
    senseNmosUm,
    sensePmosUm: 7.5 * f,
    senseEnableUm: 5 * f,
    senseAPerV: nmosAPerV + transistor.pmosTransconductance * nmosAPerV,
    cellAccessUm: 1.31 * f,
    cellPullUpUm: 1.23 * f,
    cellPullDownUm: 2.08 * f,
    cellWidthUm,
    cellHeightUm: 1.46 * cellWidthUm,
    localWire: wireLayer(wire, 2.5 * f),
    semiGlobalWire: wireLayer(wire, 4 * f),
  };
}

function wireLayer(wire: WireFigures, pitchUm: number): WireLayer {
  const width = pitchUm / 2;
  const thickness = ASPECT_RATIO * width;
  const spacing = pitchUm - width;
  const layers = (2 * VACUUM_F_PER_UM * LAYER_DIELECTRIC * width) / wire.layerDistanceUm;
  const neighbours = (2 * VACUUM_F_PER_UM * MILLER * wire.sideDielectric * thickness) / spacing;
  return {
    pitchUm,
    resistanceOhmPerUm:
      (wire.scattering * COPPER_OHM_UM) / ((thickness - wire.barrierUm) * (width - 2 * wire.barrierUm)),
    capacitanceFPerUm: layers + neighbours + WIRE_FRINGE_F_PER_UM,
  };
}
