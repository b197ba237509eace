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
import { type Muxes, type Partition, type Ports, portsOf, readPortsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import type { OutputPath } from "./output-path.ts";
import type { RepeatedWire } from "./repeated-wire.ts";
import { type RowPart, SUBARRAYS_PER_ROW } from "./row-part.ts";
import type { SelectPart } from "./select-part.ts";
import type { Cell } from "./subarray.ts";
import type { Technology } from "./technology.ts";
import { foldedHeightUm } from "./transistor.ts";

export interface MatParts {
  readonly muxes: Muxes;
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

export const SUBARRAY_ROWS: number = SUBARRAYS_PER_MAT / SUBARRAYS_PER_ROW;

export function matSize(
  tech: Technology,
  wire: RepeatedWire,
  cell: Cell,
  ports: Ports,
  partition: Partition,
  parts: MatParts,
): MatSize {
  const { subarray, decoderStripUm } = parts.row;
  const pitch = tech.semiGlobalWire.pitchUm;
  const readPorts = readPortsOf(ports);
  const { bitLineMux, senseAmpMux1, senseAmpMux2 } = parts.muxes;
  const driversUm = wire.areaUm2PerUm * Math.floor(partition.columns / partition.columnsPerWire) * readPorts;
  const selectWires =
    (bitLineMux > 1 ? bitLineMux : 0) + (senseAmpMux1 > 1 ? senseAmpMux1 : 0) + (senseAmpMux2 > 1 ? senseAmpMux2 : 0);
  const senseStripUm =
    (columnHeightUm(tech, cell, readPorts, parts.muxes) + driversUm) * SUBARRAY_ROWS +
    signalTracksUm(tech, ports, partition) +
    selectWires * pitch * readPorts;

  const heightUm = SUBARRAY_ROWS * subarray.heightUm + senseStripUm;
  const outlineUm = SUBARRAYS_PER_ROW * subarray.widthUm + decoderStripUm;
  const [select1, select2, select3] = parts.selects;
  const gatesUm2 =
    (parts.row.predecoder.areaUm2 + select1.areaUm2 + select2.areaUm2 + select3.areaUm2) * portsOf(ports);
  return {
    widthUm: (heightUm * outlineUm + gatesUm2) / heightUm,
    heightUm,
    subarraysUm2: SUBARRAYS_PER_MAT * subarray.heightUm * subarray.widthUm,
    decoderStripUm2: decoderStripUm * SUBARRAY_ROWS * subarray.heightUm,
    senseStripUm2: senseStripUm * SUBARRAYS_PER_ROW * subarray.widthUm,
    centreUm2: senseStripUm * decoderStripUm + gatesUm2,
  };
}

/** Tracks for addresses and data across a mat. */
export function signalTracksUm(tech: Technology, ports: Ports, partition: Partition): number {
  const dataWires = Math.floor((partition.bitsIntoMat + partition.bitsOutOfMat) / SUBARRAYS_PER_ROW);
  return (partition.addressBitsOfMat + dataWires) * tech.semiGlobalWire.pitchUm * portsOf(ports);
}

/** Height of precharge, multiplexers and sense amplifier below the columns of a subarray. */
function columnHeightUm(tech: Technology, cell: Cell, readPorts: number, muxes: Muxes): number {
  const { bitLineMux, senseAmpMux1, senseAmpMux2 } = muxes;
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

/** The least that `columnHeightUm` can be for any multiplexer of so many columns. */
export function leastColumnHeightUm(tech: Technology, cell: Cell, readPorts: number, columnsPerWire: number): number {
  return (
    foldedHeightUm(tech, tech.prechargeUm, cell.widthUm / (2 * readPorts)) +
    foldedHeightUm(tech, tech.equaliserUm, cell.widthUm / readPorts) +
    senseAmplifierHeightUm(tech, (cell.widthUm * columnsPerWire) / readPorts)
  );
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
  partition: Partition,
  parts: MatParts,
  comparator: LeakageW,
): LeakageW {
  const { row, output } = parts;
  const readPorts = readPortsOf(ports);
  const { bitLineMux, senseAmpMux1, senseAmpMux2 } = parts.muxes;
  const amplifiers = Math.floor(partition.columns / bitLineMux);
  const drivers = Math.floor(amplifiers / (senseAmpMux1 * senseAmpMux2));
  const amplifierW = tech.senseEnableUm * tech.transistor.offCurrentAPerUm * tech.supplyV;
  return addLeakage(
    scaleLeakage(cell.leakage, partition.rows * partition.columns * SUBARRAYS_PER_MAT),
    scaleLeakage(row.prechargeLeakage(), SUBARRAYS_PER_MAT),
    { subthresholdW: amplifierW * amplifiers * SUBARRAYS_PER_MAT * readPorts, gateW: 0 },
    scaleLeakage(output.leakage(), drivers * SUBARRAYS_PER_MAT * readPorts),
    scaleLeakage(comparator, partition.bitsOutOfMat * readPorts),
    row.predecoder.leakage(),
    scaleLeakage(row.decoder.leakage(), partition.rows * SUBARRAYS_PER_MAT),
    ...parts.selects.map((select) => select.leakage()),
  );
}
