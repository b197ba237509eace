/**
 * A mat: four subarrays around their predecoders, with sense amplifiers, multiplexers and output drivers between.
 *
 *   ┌────────┐┌─┐┌────────┐
 *   │subarray││d││subarray│   d: word-line decoders, predecoded wires
 *   ├────────┤│ │├────────┤   s: precharge, multiplexers, sense amplifiers, output drivers, wires to the mat
 *   │   s    ││ ││   s    │
 *   └────────┘└─┘└────────┘   and the same below
 *
 * Source: CACTI 5.1 (HPL-2008-20), sections 2.2 and 6.
 */
import type { Column } from "./column.ts";
import { addLeakage, type LeakageW, scaleLeakage } from "./leakage.ts";
import { type Layout, type Ports, portsOf, readPortsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import type { OutputPath } from "./output-path.ts";
import type { RepeatedWire } from "./repeated-wire.ts";
import { type RowPart, SUBARRAYS_PER_ROW } from "./row-part.ts";
import type { SelectPart } from "./select-part.ts";
import type { Cell } from "./subarray.ts";
import type { Technology } from "./technology.ts";
import { foldedHeightUm } from "./transistor.ts";

export interface MatParts {
  readonly row: RowPart;
  readonly column: Column;
  /** Selects of the bit-line multiplexer and of the two behind the sense amplifiers. */
  readonly selects: readonly [SelectPart, SelectPart, SelectPart];
  readonly output: OutputPath;
}

export interface MatSize {
  readonly widthUm: number;
  readonly heightUm: number;
  readonly subarraysUm2: number;
  readonly decoderStripUm2: number;
  readonly senseStripUm2: number;
  readonly centreUm2: number;
}

const SUBARRAY_ROWS = SUBARRAYS_PER_MAT / SUBARRAYS_PER_ROW;

export function matSize(
  tech: Technology,
  wire: RepeatedWire,
  cell: Cell,
  ports: Ports,
  layout: Layout,
  parts: MatParts,
): MatSize {
  const { subarray, decoderStripUm } = parts.row;
  const pitch = tech.semiGlobalWire.pitchUm;
  const readPorts = readPortsOf(ports);
  const { bitLineMux, senseAmpMux1, senseAmpMux2 } = layout;
  const drivers = Math.floor(layout.columns / (bitLineMux * senseAmpMux1 * senseAmpMux2));
  const driversUm = ((wire.areaUm2PerUm * subarray.widthUm * drivers) / subarray.widthUm) * readPorts;
  const selectWires =
    (bitLineMux > 1 ? bitLineMux : 0) + (senseAmpMux1 > 1 ? senseAmpMux1 : 0) + (senseAmpMux2 > 1 ? senseAmpMux2 : 0);
  const signalWires =
    layout.addressBitsOfMat + Math.floor((layout.bitsIntoMat + layout.bitsOutOfMat) / SUBARRAYS_PER_ROW);
  const senseStripUm =
    (columnHeightUm(tech, cell, readPorts, layout) + driversUm) * SUBARRAY_ROWS +
    signalWires * pitch * portsOf(ports) +
    selectWires * pitch * readPorts;

  const heightUm = SUBARRAY_ROWS * subarray.heightUm + senseStripUm;
  const outlineUm = SUBARRAYS_PER_ROW * subarray.widthUm + decoderStripUm;
  const gatesUm2 =
    (parts.row.predecoder.areaUm2 + parts.selects.reduce((sum, select) => sum + select.areaUm2, 0)) * portsOf(ports);
  return {
    widthUm: (heightUm * outlineUm + gatesUm2) / heightUm,
    heightUm,
    subarraysUm2: SUBARRAYS_PER_MAT * subarray.heightUm * subarray.widthUm,
    decoderStripUm2: decoderStripUm * SUBARRAY_ROWS * subarray.heightUm,
    senseStripUm2: senseStripUm * SUBARRAYS_PER_ROW * subarray.widthUm,
    centreUm2: senseStripUm * decoderStripUm + gatesUm2,
  };
}

/** Height of precharge, multiplexers and sense amplifier below the columns of a subarray. */
function columnHeightUm(tech: Technology, cell: Cell, readPorts: number, layout: Layout): number {
  const { bitLineMux, senseAmpMux1, senseAmpMux2 } = layout;
  const columnUm = cell.widthUm / readPorts;
  const amplifierUm = (cell.widthUm * bitLineMux) / readPorts;
  let height =
    foldedHeightUm(tech, tech.prechargeUm, cell.widthUm / (2 * readPorts)) +
    foldedHeightUm(tech, tech.equaliserUm, columnUm);
  if (bitLineMux > 1) height += foldedHeightUm(tech, tech.columnMuxUm, cell.widthUm / (2 * readPorts));
  height += senseAmplifierHeightUm(tech, amplifierUm);
  if (senseAmpMux1 > 1) height += foldedHeightUm(tech, tech.columnMuxUm, (cell.widthUm * senseAmpMux1) / readPorts);
  if (senseAmpMux2 > 1) {
    const bufferUm = (cell.widthUm * senseAmpMux2) / readPorts;
    height +=
      foldedHeightUm(tech, tech.columnMuxUm, (cell.widthUm * bitLineMux * senseAmpMux1) / readPorts) +
      2 * foldedHeightUm(tech, tech.pmosRatio * tech.minWidthUm, bufferUm) +
      2 * foldedHeightUm(tech, tech.minWidthUm, bufferUm);
  }
  return height;
}

function senseAmplifierHeightUm(tech: Technology, pitchUm: number): number {
  const pmos =
    foldedHeightUm(tech, tech.sensePmosUm, pitchUm) * 2 +
    foldedHeightUm(tech, tech.isolationUm, pitchUm) +
    2 * tech.gapSameUm;
  const nmos =
    foldedHeightUm(tech, tech.senseNmosUm, pitchUm) * 2 +
    foldedHeightUm(tech, tech.senseEnableUm, pitchUm) +
    2 * tech.gapSameUm;
  return pmos + nmos + tech.gapPnUm;
}

/** Of one mat; `comparator` is a tag's, for each way that the mat gives. */
export function matLeakage(
  tech: Technology,
  cell: Cell,
  ports: Ports,
  layout: Layout,
  parts: MatParts,
  comparator: LeakageW,
): LeakageW {
  const { row, output } = parts;
  const readPorts = readPortsOf(ports);
  const amplifiers = Math.floor(layout.columns / layout.bitLineMux);
  const drivers = Math.floor(amplifiers / (layout.senseAmpMux1 * layout.senseAmpMux2));
  const amplifierW = tech.senseEnableUm * tech.transistor.offCurrentAPerUm * tech.supplyV;
  return addLeakage(
    scaleLeakage(cell.leakage, layout.rows * layout.columns * SUBARRAYS_PER_MAT),
    scaleLeakage(row.prechargeLeakage, SUBARRAYS_PER_MAT),
    { subthresholdW: amplifierW * amplifiers * SUBARRAYS_PER_MAT * readPorts, gateW: 0 },
    scaleLeakage(output.leakage, drivers * SUBARRAYS_PER_MAT * readPorts),
    scaleLeakage(comparator, layout.bitsOutOfMat * readPorts),
    row.predecoder.leakage,
    scaleLeakage(row.decoder.leakage, layout.rows * SUBARRAYS_PER_MAT),
    ...parts.selects.map((select) => select.leakage),
  );
}
