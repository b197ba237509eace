/**
 * One array (data or tags) in one organisation: its mats, the H-tree to them and the wires between banks.
 *
 * What organisations share (rows and columns; selects; output) is built once and kept: a model serves one search.
 * Source: CACTI 5.1 (HPL-2008-20), sections 2 and 6; CACTI 6.0 (HPL-2009-85).
 */
import { buildColumn, type Column } from "./column.ts";
import { buildComparator, type Comparator } from "./comparator.ts";
import { bankPath, bankSize, banksPath, banksSize, type TreeShape, type TreeSize } from "./htree.ts";
import { addLeakage, type LeakageW, noLeakage, scaleLeakage } from "./leakage.ts";
import { type MatParts, type MatSize, matLeakage, matSize } from "./mat.ts";
import { type ArraySpec, type Muxes, type Partition, portsOf, readPortsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import { buildOutputPath, type OutputPath } from "./output-path.ts";
import { type RepeatedWire, repeatedWireOf } from "./repeated-wire.ts";
import { buildRowPart, DECODER_HEIGHT_CELLS, type RowPart, selectLines } from "./row-part.ts";
import { buildSelect, type SelectPart } from "./select-part.ts";
import { buildCell, type Cell } from "./subarray.ts";
import type { Technology } from "./technology.ts";
import { inputBranch, outputBranch, type TreePath } from "./tree-branch.ts";
import { inputBranchFloor, outputBranchFloor } from "./tree-branch-floor.ts";

export interface Tree {
  readonly shape: TreeShape;
  readonly size: TreeSize;
}

/** The H-tree of a bank. */
export interface BankTree extends Tree {
  readonly input: TreePath;
  readonly output: TreePath;
}

/** The wires between banks. */
export interface Routing extends Tree {
  readonly path: TreePath;
  readonly leakage: LeakageW;
}

/** All of an array in one organisation, to add up as one likes. */
export interface ArrayParts extends MatParts {
  readonly partition: Partition;
  readonly mat: MatSize;
  readonly bank: BankTree;
  readonly routing: Routing;
}

export class ArrayModel {
  readonly spec: ArraySpec;
  readonly tech: Technology;
  readonly cell: Cell;
  readonly comparator: Comparator;
  readonly wire: RepeatedWire;
  /** The least delay of the gates at an H-tree's branch. */
  readonly leastBranch: { readonly inputS: number; readonly outputS: number };
  readonly #readPorts: number;
  readonly #rows = new Map<number, RowPart>();
  readonly #columns = new Map<number, Column>();
  readonly #selects = new Map<number, SelectPart>();
  readonly #outputs = new Map<number, OutputPath>();

  constructor(tech: Technology, spec: ArraySpec) {
    this.tech = tech;
    this.spec = spec;
    this.cell = buildCell(tech, spec.ports);
    this.wire = repeatedWireOf(tech);
    this.leastBranch = {
      inputS: inputBranchFloor(tech, this.wire, 0, 0, 0).delayS,
      outputS: outputBranchFloor(tech, this.wire, 0, 0, 0).delayS,
    };
    this.#readPorts = readPortsOf(spec.ports);
    this.comparator =
      spec.kind === "tag" ? buildComparator(tech, spec.tagBits, spec.ways) : { energyJ: 0, leakage: noLeakage };
  }

  rowPart({ rows, columns }: Partition): RowPart {
    return remember(this.#rows, rows * KEY + columns, () =>
      buildRowPart(this.tech, this.cell, this.spec.ports, rows, columns),
    );
  }

  matParts(partition: Partition, muxes: Muxes): MatParts {
    const { rows, columns } = partition;
    const { bitLineMux, senseAmpMux1, senseAmpMux2 } = muxes;
    const row = this.rowPart(partition);
    const column = remember(this.#columns, rows * KEY + bitLineMux, () =>
      buildColumn(this.tech, this.cell, row.subarray, bitLineMux, this.#readPorts),
    );
    const amplifiers = SUBARRAYS_PER_MAT * Math.floor(columns / bitLineMux);
    const selects: MatParts["selects"] = [
      this.#select(columns, bitLineMux, Math.floor((2 * SUBARRAYS_PER_MAT * columns) / bitLineMux)),
      this.#select(columns, senseAmpMux1, amplifiers / senseAmpMux1),
      this.#select(columns, senseAmpMux2, amplifiers / (senseAmpMux1 * senseAmpMux2)),
    ];
    const outputKey = ((columns * KEY_MUX + bitLineMux) * KEY_MUX + senseAmpMux1) * KEY_MUX + senseAmpMux2;
    const output = remember(this.#outputs, outputKey, () =>
      buildOutputPath(this.tech, this.wire, this.cell, muxes, this.#readPorts, row.subarray.widthUm),
    );
    return { muxes, row, column, selects, output };
  }

  matSize(partition: Partition, inside: MatParts): MatSize {
    return matSize(this.tech, this.wire, this.cell, this.spec.ports, partition, inside);
  }

  /** Bits and leaves of a bank's H-tree for mats of a given size. */
  bankShape(partition: Partition, leafWidthUm: number, leafHeightUm: number): TreeShape {
    const { ports, kind, ways, blockBytes, tagBits } = this.spec;
    const isTag = kind === "tag";
    return {
      across: partition.matsAcross,
      down: partition.matsDown,
      leafWidthUm,
      leafHeightUm,
      addressBits: (partition.addressBitsOfMat + partition.subbankBits) * portsOf(ports),
      dataBitsIn: (isTag ? tagBits : 8 * blockBytes + ways) * (ports.readWrite + ports.write),
      dataBitsOut: (isTag ? ways : 8 * blockBytes * ways) * this.#readPorts,
    };
  }

  complete(partition: Partition, inside: MatParts, mat: MatSize): ArrayParts {
    const { muxes, row, column, selects, output } = inside;
    const shape = this.bankShape(partition, mat.widthUm, mat.heightUm);
    const size = bankSize(this.tech, shape);
    const bank: BankTree = {
      shape,
      size,
      input: bankPath(this.tech, this.wire, size, shape, inputBranch),
      output: bankPath(this.tech, this.wire, size, shape, outputBranch),
    };
    return { muxes, row, column, selects, output, partition, mat, bank, routing: this.#routing(bank) };
  }

  /** Of one array of all banks' worth of wires but one bank's mats, as CACTI states it. */
  leakage(parts: ArrayParts): LeakageW {
    const { partition } = parts;
    const mat = matLeakage(this.tech, this.cell, this.spec.ports, partition, parts, this.comparator.leakage);
    return addLeakage(scaleLeakage(mat, partition.matsAcross * partition.matsDown), parts.routing.leakage);
  }

  #select(columns: number, ways: number, gates: number): SelectPart {
    const key = ways === 1 ? 0 : (columns * KEY_MUX + ways) * KEY_GATES + gates;
    return remember(this.#selects, key, () =>
      buildSelect(
        this.tech,
        selectLines(this.tech, this.cell, columns, ways, gates),
        DECODER_HEIGHT_CELLS * this.cell.heightUm,
      ),
    );
  }

  /** The outline of all banks. */
  outline(bank: Tree): Tree {
    const bits = Math.log2(this.spec.banks);
    const half = Math.floor(bits / 2);
    const isTall = bank.size.heightUm > bank.size.widthUm;
    const shape = this.banksShape(bank, 2 ** (isTall ? half : bits - half));
    return { shape, size: banksSize(this.tech, shape) };
  }

  #routing(bank: Tree): Routing {
    const { shape, size } = this.outline(bank);
    const { leakage, ...path } = banksPath(this.wire, size, shape);
    const allBits = shape.addressBits + shape.dataBitsIn + shape.dataBitsOut;
    return { shape, size, path, leakage: scaleLeakage(leakage, allBits) };
  }

  banksShape(bank: Tree, down: number): TreeShape {
    return {
      across: this.spec.banks / down,
      down,
      leafWidthUm: bank.size.widthUm,
      leafHeightUm: bank.size.heightUm,
      addressBits: bank.shape.addressBits,
      dataBitsIn: bank.shape.dataBitsIn,
      dataBitsOut: bank.shape.dataBitsOut,
    };
  }
}

/** Larger than what is added to it in a key. */
const KEY = 2 ** 20;
const KEY_MUX = 2 ** 9;
const KEY_GATES = 2 ** 22;

function remember<T>(known: Map<number, T>, key: number, build: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = build();
    known.set(key, value);
  }
  return value;
}
