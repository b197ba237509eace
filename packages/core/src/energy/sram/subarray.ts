/**
 * One subarray: cells, word lines and bit lines.
 *
 *   C_wordline = columns × (2 access gates + wire over a cell)       C_bitline = rows × (half a drain + wire over a cell)
 *
 * A cell grows by two tracks each way for a further port (one across for a single-ended read port); two neighbours
 * share a drain contact.
 * Source: Wilton & Jouppi 1996, sections 4.3, 4.4; CACTI 5.1 (HPL-2008-20), section 5.
 */
import {
  addLeakage,
  inverterLeakage,
  type LeakageW,
  passLeakage,
  scaleLeakage,
  stackedPassLeakage,
} from "./leakage.ts";
import type { Ports } from "./organisation.ts";
import type { Technology } from "./technology.ts";
import { drainCapacitanceF, gateCapacitanceF } from "./transistor.ts";

const CELLS_PER_STITCH = 16;

export interface Cell {
  readonly widthUm: number;
  readonly heightUm: number;
  /** What one cell adds to its word line and to its bit line. */
  readonly wordLineF: number;
  readonly bitLineF: number;
  readonly leakage: LeakageW;
}

export interface Subarray {
  readonly rows: number;
  readonly columns: number;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly wordLineF: number;
  readonly wordLineOhm: number;
  readonly bitLineF: number;
  readonly bitLineOhm: number;
}

export function buildCell(tech: Technology, ports: Ports): Cell {
  const pitch = tech.localWire.pitchUm;
  const further = ports.readWrite - 1 + ports.read + ports.write;
  const heightUm = tech.cellHeightUm + 2 * pitch * further;
  const widthUm = tech.cellWidthUm + 2 * pitch * (further - ports.singleEndedRead) + pitch * ports.singleEndedRead;
  return {
    widthUm,
    heightUm,
    wordLineF: gateCapacitanceF(tech, tech.cellAccessUm) * 2 + widthUm * tech.localWire.capacitanceFPerUm,
    bitLineF: drainCapacitanceF(tech, tech.cellAccessUm, widthUm) / 2 + heightUm * tech.localWire.capacitanceFPerUm,
    leakage: cellLeakage(tech, ports),
  };
}

/** Two inverters, of whose gate currents CACTI counts one, and the access transistors of all ports. */
function cellLeakage(tech: Technology, ports: Ports): LeakageW {
  const inverter = inverterLeakage(tech, tech.cellPullDownUm, tech.cellPullUpUm);
  const access = passLeakage(tech, tech.cellAccessUm);
  const readAccess = stackedPassLeakage(tech, tech.cellAccessUm);
  return addLeakage(
    { subthresholdW: 2 * inverter.subthresholdW, gateW: inverter.gateW },
    { subthresholdW: access.subthresholdW * (ports.readWrite + ports.write), gateW: 0 },
    scaleLeakage({ subthresholdW: readAccess.subthresholdW, gateW: access.gateW }, ports.read),
  );
}

export function buildSubarray(tech: Technology, cell: Cell, rows: number, columns: number): Subarray {
  return {
    rows,
    columns,
    widthUm: cell.widthUm * columns + Math.floor(columns / CELLS_PER_STITCH) * tech.stitchUm,
    heightUm: cell.heightUm * rows,
    wordLineF: cell.wordLineF * columns,
    wordLineOhm: columns * cell.widthUm * tech.localWire.resistanceOhmPerUm,
    bitLineF: rows * cell.bitLineF,
    bitLineOhm: rows * (cell.heightUm * tech.localWire.resistanceOhmPerUm),
  };
}
