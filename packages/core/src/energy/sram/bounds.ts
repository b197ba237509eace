/**
 * Lower bounds of access time and read energy, for the search to skip what cannot be best.
 *
 * Three, each closer and slower than the one before: of a partition with and without its tree's gates, and of a mat
 * whose multiplexers are known. Each leaves out or lessens terms of the true sums and is therefore never above them; a
 * billionth is taken off for rounding.
 */
import { matEnergies, matTimeS, totalOfMats } from "./access.ts";
import type { ArrayModel, Tree } from "./array-model.ts";
import { bitLineStepDelayS } from "./column.ts";
import { bankPath, bankSize, banksSize, branchCount, type TreeShape, treeLengthUm } from "./htree.ts";
import { leastColumnHeightUm, type MatParts, type MatSize, SUBARRAY_ROWS, signalTracksUm } from "./mat.ts";
import { floorLog2, type Partition, readPortsOf, SUBARRAYS_PER_MAT } from "./organisation.ts";
import { SUBARRAYS_PER_ROW } from "./row-part.ts";
import { gateCapacitanceF, onResistanceOhm } from "./transistor.ts";
import { inputBranchFloor, outputBranchFloor } from "./tree-branch-floor.ts";

/** Figures by which organisations are compared. */
export interface Measure {
  readonly accessTimeS: number;
  readonly readJ: number;
}

const ROUNDING = 1 - 1e-9;

/** The first bound, quick to say. */
export function roughBound(model: ArrayModel, partition: Partition): Measure {
  const { tech, wire } = model;
  const inside = leastInMats(model, partition);
  const shape = leastShape(model, partition);
  const size = bankSize(tech, shape);
  const lengthUm = treeLengthUm(size, shape) + routingLengthUm(model, { shape, size });
  const gates = branchCount(shape);
  const { inputS, outputS } = model.leastBranch;
  return {
    accessTimeS: (inside.accessTimeS + gates * (inputS + outputS) + 2 * lengthUm * wire.delaySPerUm) * ROUNDING,
    readJ: (inside.readJ + lengthUm * wire.energyJPerUm * (shape.addressBits + shape.dataBitsOut)) * ROUNDING,
  };
}

/** The second, with a floor of each gate at the tree's branches. */
export function boundOfPartition(model: ArrayModel, partition: Partition): Measure {
  return withTree(model, leastShape(model, partition), leastInMats(model, partition));
}

/** The third, of a mat whose multiplexers are known. */
export function boundOfMat(model: ArrayModel, partition: Partition, inside: MatParts, mat: MatSize): Measure {
  const shape = model.bankShape(partition, mat.widthUm, mat.heightUm);
  const readJ = totalOfMats(matEnergies(model, partition, inside));
  return withTree(model, shape, { accessTimeS: matTimeS(model.tech, inside), readJ });
}

/** Time and energy in mats: the row path without multiplexers, bit lines, amplifiers' latches, wires to the mat. */
function leastInMats(model: ArrayModel, partition: Partition): Measure {
  const { tech, wire } = model;
  const row = model.rowPart(partition);
  const { subarray } = row;
  const cellOhm = onResistanceOhm(tech, "n", tech.cellPullDownUm) + onResistanceOhm(tech, "n", tech.cellAccessUm);
  const bitLineTauS = (cellOhm + subarray.bitLineOhm / 2) * subarray.bitLineF;
  const accessTimeS =
    row.predecoder.delayS +
    row.decoderDelayS +
    bitLineStepDelayS(tech, bitLineTauS, row.wordLineRampS) +
    wire.delaySPerUm * subarray.widthUm;

  const perColumnJ = 2 * subarray.bitLineF * tech.senseV * tech.supplyV;
  const latchF = gateCapacitanceF(tech, tech.sensePmosUm + tech.senseNmosUm);
  const amplifiers = SUBARRAYS_PER_MAT * Math.floor(partition.columns / partition.columnsPerWire);
  const perMatJ =
    row.predecoder.energyJ +
    SUBARRAYS_PER_MAT * (row.decoderJ + row.prechargeJ + partition.columns * perColumnJ) +
    amplifiers * latchF * tech.supplyV * tech.supplyV +
    partition.bitsOutOfMat * wire.energyJPerUm * subarray.widthUm;
  return { accessTimeS, readJ: perMatJ * partition.activeMats };
}

/** An H-tree over mats that hold only subarrays, decoders, amplifiers and signal tracks. */
function leastShape(model: ArrayModel, partition: Partition): TreeShape {
  const { tech, spec, cell } = model;
  const { subarray, decoderStripUm } = model.rowPart(partition);
  const columnUm = leastColumnHeightUm(tech, cell, readPortsOf(spec.ports), partition.columnsPerWire);
  return model.bankShape(
    partition,
    SUBARRAYS_PER_ROW * subarray.widthUm + decoderStripUm,
    SUBARRAY_ROWS * (subarray.heightUm + columnUm) + signalTracksUm(tech, spec.ports, partition),
  );
}

function withTree(model: ArrayModel, shape: TreeShape, inside: Measure): Measure {
  const { wire, tech } = model;
  const size = bankSize(tech, shape);
  const input = bankPath(tech, wire, size, shape, inputBranchFloor);
  const output = bankPath(tech, wire, size, shape, outputBranchFloor);
  const routingUm = routingLengthUm(model, { shape, size });
  const routingJ = routingUm * wire.energyJPerUm;
  const treesJ = (input.energyJ + routingJ) * shape.addressBits + (output.energyJ + routingJ) * shape.dataBitsOut;
  const treesS = input.delayS + output.delayS + 2 * routingUm * wire.delaySPerUm;
  return { accessTimeS: (inside.accessTimeS + treesS) * ROUNDING, readJ: (inside.readJ + treesJ) * ROUNDING };
}

/** The shorter of the two ways to place banks: a higher bank than this lower bound may lie the other way. */
function routingLengthUm(model: ArrayModel, bank: Tree): number {
  const { banks } = model.spec;
  if (banks === 1) return 0;
  const bits = floorLog2(banks);
  const length = (down: number): number => {
    const shape = model.banksShape(bank, down);
    return treeLengthUm(banksSize(model.tech, shape), shape);
  };
  const half = bits >> 1;
  return Math.min(length(2 ** half), length(2 ** (bits - half)));
}
