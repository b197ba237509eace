/**
 * One array (data or tags) in one organisation: its access time, cycle time, energies, leakage and area.
 *
 *   access time = address to mat + max(row path, column selects) + output path + data to the edge
 *   read        = address tree + active mats × (predecode, word lines, bit lines, amplifiers, selects, output) + data tree
 *
 * The parts that organisations share (rows and columns; selects; output) are built once and kept.
 * Source: CACTI 5.1 (HPL-2008-20), sections 4 to 6; CACTI 6.0 (HPL-2009-85).
 */
import { bitLineDelayS, buildColumn, type Column } from "./column.ts";
import { buildComparator, type Comparator } from "./comparator.ts";
import {
  bankPath,
  bankSize,
  banksPath,
  banksSize,
  type TreePath,
  type TreeShape,
  type TreeSize,
} from "./htree.ts";
import { addLeakage, type LeakageW, noLeakage, scaleLeakage } from "./leakage.ts";
import { type MatParts, type MatSize, matLeakage, matSize } from "./mat.ts";
import { type ArraySpec, type Layout, portsOf, readPortsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import { buildOutputPath, type OutputPath } from "./output-path.ts";
import { type RepeatedWire, repeatedWireOf } from "./repeated-wire.ts";
import { buildRowPart, DECODER_HEIGHT_CELLS, type RowPart, selectLines } from "./row-part.ts";
import { buildSelect, type SelectPart } from "./select-part.ts";
import { buildCell, type Cell } from "./subarray.ts";
import type { Technology } from "./technology.ts";

/** Figures by which organisations are compared. */
export interface Measure {
  readonly accessTimeS: number;
  readonly readJ: number;
}

export interface BankTrees {
  readonly shape: TreeShape;
  readonly size: TreeSize;
  readonly input: TreePath;
  readonly output: TreePath;
}

export interface BankRouting extends BankTrees {
  readonly leakage: LeakageW;
}

/** All parts of an array in one organisation, to add up as one likes. */
export interface ArrayParts extends MatParts {
  readonly layout: Layout;
  readonly mat: MatSize;
  readonly bank: BankTrees;
  readonly routing: BankRouting;
}

export class ArrayModel {
  readonly spec: ArraySpec;
  readonly tech: Technology;
  readonly cell: Cell;
  readonly comparator: Comparator;
  readonly #wire: RepeatedWire;
  readonly #readPorts: number;
  readonly #rows = new Map<string, RowPart>();
  readonly #columns = new Map<string, Column>();
  readonly #selects = new Map<string, SelectPart>();
  readonly #outputs = new Map<string, OutputPath>();

  constructor(tech: Technology, spec: ArraySpec) {
    this.tech = tech;
    this.spec = spec;
    this.cell = buildCell(tech, spec.ports);
    this.#wire = repeatedWireOf(tech);
    this.#readPorts = readPortsOf(spec.ports);
    this.comparator =
      spec.kind === "tag" ? buildComparator(tech, spec.tagBits, spec.ways) : { energyJ: 0, leakage: noLeakage };
  }

  parts(layout: Layout): ArrayParts {
    const inside = this.#matParts(layout);
    const mat = matSize(this.tech, this.#wire, this.cell, this.spec.ports, layout, inside);
    const bank = this.#bank(layout, mat);
    return { ...inside, layout, mat, bank, routing: this.#routing(bank) };
  }

  measure(parts: ArrayParts): Measure {
    return { accessTimeS: accessTimeS(this.tech, parts), readJ: sum(readEnergies(this, parts)) };
  }

  leakage(parts: ArrayParts): LeakageW {
    const { layout } = parts;
    const mat = matLeakage(this.tech, this.cell, this.spec.ports, layout, parts, this.comparator.leakage);
    return addLeakage(scaleLeakage(mat, layout.matsAcross * layout.matsDown), parts.routing.leakage);
  }

  #matParts(layout: Layout): MatParts {
    const { rows, columns, bitLineMux, senseAmpMux1, senseAmpMux2 } = layout;
    const row = remember(this.#rows, `${rows} ${columns}`, () =>
      buildRowPart(this.tech, this.cell, this.spec.ports, rows, columns),
    );
    const column = remember(this.#columns, `${rows} ${bitLineMux}`, () =>
      buildColumn(this.tech, this.cell, row.subarray, bitLineMux, this.#readPorts),
    );
    const amplifiers = Math.floor(columns / bitLineMux);
    const selects: MatParts["selects"] = [
      this.#select(columns, bitLineMux, Math.floor((2 * SUBARRAYS_PER_MAT * columns) / bitLineMux)),
      this.#select(columns, senseAmpMux1, (SUBARRAYS_PER_MAT * amplifiers) / senseAmpMux1),
      this.#select(columns, senseAmpMux2, (SUBARRAYS_PER_MAT * amplifiers) / (senseAmpMux1 * senseAmpMux2)),
    ];
    const output = remember(this.#outputs, `${columns} ${bitLineMux} ${senseAmpMux1} ${senseAmpMux2}`, () =>
      buildOutputPath(this.tech, this.#wire, this.cell, layout, this.#readPorts, row.subarray.widthUm),
    );
    return { row, column, selects, output };
  }

  #select(columns: number, ways: number, gates: number): SelectPart {
    return remember(this.#selects, ways === 1 ? "1" : `${columns} ${ways} ${gates}`, () =>
      buildSelect(
        this.tech,
        selectLines(this.tech, this.cell, columns, ways, gates),
        DECODER_HEIGHT_CELLS * this.cell.heightUm,
      ),
    );
  }

  #bank(layout: Layout, mat: MatSize): BankTrees {
    const { ports, kind, ways, blockBytes, tagBits } = this.spec;
    const isTag = kind === "tag";
    const bitsIn = (isTag ? tagBits : 8 * blockBytes + ways) * (ports.readWrite + ports.write);
    const bitsOut = (isTag ? ways : 8 * blockBytes * ways) * this.#readPorts;
    const shape: TreeShape = {
      across: layout.matsAcross,
      down: layout.matsDown,
      leafWidthUm: mat.widthUm,
      leafHeightUm: mat.heightUm,
      addressBits: (layout.addressBitsOfMat + layout.subbankBits) * portsOf(ports),
      dataBitsIn: bitsIn,
      dataBitsOut: bitsOut,
    };
    const size = bankSize(this.tech, shape);
    return {
      shape,
      size,
      input: bankPath(this.tech, this.#wire, size, shape, "in"),
      output: bankPath(this.tech, this.#wire, size, shape, "out"),
    };
  }

  #routing(bank: BankTrees): BankRouting {
    const bits = Math.log2(this.spec.banks);
    const half = Math.floor(bits / 2);
    const isTall = bank.size.heightUm > bank.size.widthUm;
    const down = 2 ** (isTall ? half : bits - half);
    const shape: TreeShape = {
      ...bank.shape,
      across: this.spec.banks / down,
      down,
      leafWidthUm: bank.size.widthUm,
      leafHeightUm: bank.size.heightUm,
    };
    const size = banksSize(this.tech, shape);
    const path = banksPath(this.#wire, size, shape);
    const allBits = shape.addressBits + shape.dataBitsIn + shape.dataBitsOut;
    return { shape, size, input: path, output: path, leakage: scaleLeakage(path.leakage, allBits) };
  }
}

function remember<T>(known: Map<string, T>, key: string, build: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = build();
    known.set(key, value);
  }
  return value;
}

export function accessTimeS(tech: Technology, parts: ArrayParts): number {
  const { row, column, selects, output, bank, routing } = parts;
  const toMat = routing.input.delayS + bank.input.delayS;
  const rowPath =
    row.predecoder.delayS + row.decoderDelayS + bitLineDelayS(tech, column, row.wordLineRampS) + column.senseDelayS;
  const columnPath = Math.max(selects[0].delayS + column.senseDelayS, selects[1].delayS, selects[2].delayS);
  return toMat + Math.max(rowPath, columnPath) + output.delayS + bank.output.delayS + routing.output.delayS;
}

/** Time between two accesses of one mat: word line and bit lines back to rest, or the slowest predecoder. */
export function cycleTimeS(tech: Technology, parts: ArrayParts): number {
  const { row, column, selects } = parts;
  const inMat = row.decoderDelayS + bitLineDelayS(tech, column, row.wordLineRampS) + column.senseDelayS;
  return Math.max(
    inMat + row.wordLineResetS + row.prechargeDelayS,
    row.predecoder.delayS,
    ...selects.map((select) => select.predecoderDelayS),
  );
}

/** Energy of an access by where it goes; all of a read. */
export interface AccessEnergies {
  readonly addressTreeJ: number;
  readonly bankRoutingJ: number;
  readonly predecoderJ: number;
  readonly wordLineJ: number;
  readonly prechargeJ: number;
  readonly bitLineJ: number;
  readonly senseAmplifierJ: number;
  readonly columnSelectJ: number;
  readonly outputDriverJ: number;
  readonly comparatorJ: number;
  readonly dataTreeJ: number;
}

export function readEnergies(model: ArrayModel, parts: ArrayParts): AccessEnergies {
  const { layout, row, column, selects, output, bank, routing } = parts;
  const mats = layout.activeMats;
  const columns = SUBARRAYS_PER_MAT * layout.columns * mats;
  const amplifiers = SUBARRAYS_PER_MAT * Math.floor(layout.columns / layout.bitLineMux) * mats;
  const { addressBits, dataBitsOut } = bank.shape;
  return {
    bankRoutingJ: routing.input.energyJ * addressBits + routing.output.energyJ * dataBitsOut,
    addressTreeJ: bank.input.energyJ * addressBits,
    predecoderJ: row.predecoder.energyJ * mats,
    wordLineJ: row.decoderJ * SUBARRAYS_PER_MAT * mats,
    prechargeJ: row.prechargeJ * SUBARRAYS_PER_MAT * mats,
    bitLineJ: column.readJ * columns,
    senseAmplifierJ: column.senseJ * amplifiers,
    columnSelectJ: (selects[0].energyJ + selects[1].energyJ + selects[2].energyJ) * mats,
    outputDriverJ: output.energyJ * layout.bitsOutOfMat * mats,
    comparatorJ: model.comparator.energyJ * mats,
    dataTreeJ: bank.output.energyJ * dataBitsOut,
  };
}

/**
 * A write drives bit lines fully and senses nothing. CACTI's ledger otherwise is that of a read: the output drivers
 * stay in; data move on the output's H-tree unless the array is a cache's tags; and the bit lines' energy is multiplied
 * by the number of active mats twice.
 */
export function writeEnergies(model: ArrayModel, parts: ArrayParts): AccessEnergies {
  const read = readEnergies(model, parts);
  const { layout, column, bank, routing } = parts;
  const mats = layout.activeMats;
  const share = 1 / layout.bitLineMux / (layout.senseAmpMux1 * layout.senseAmpMux2);
  const bitLineJ = column.writeJ * share * mats * SUBARRAYS_PER_MAT * layout.columns * mats;
  if (model.spec.kind === "data") return { ...read, bitLineJ, senseAmplifierJ: 0 };
  const { addressBits, dataBitsIn } = bank.shape;
  return {
    ...read,
    bitLineJ,
    senseAmplifierJ: 0,
    bankRoutingJ: routing.input.energyJ * (addressBits + dataBitsIn),
    dataTreeJ: bank.input.energyJ * dataBitsIn,
  };
}

export function sum(energies: AccessEnergies): number {
  return (
    energies.addressTreeJ +
    energies.bankRoutingJ +
    energies.predecoderJ +
    energies.wordLineJ +
    energies.prechargeJ +
    energies.bitLineJ +
    energies.senseAmplifierJ +
    energies.columnSelectJ +
    energies.outputDriverJ +
    energies.comparatorJ +
    energies.dataTreeJ
  );
}
