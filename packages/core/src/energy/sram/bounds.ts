/**
 * Lower bounds of access time and read energy, for the search to skip what cannot be best.
 *
 * Of a partition: row path without multiplexers, bit lines, and the bare wires of an H-tree over mats that hold only
 * subarrays, decoders and signal tracks. Of a mat whose multiplexers are known: all but the gates at the tree's
 * branches. Each leaves out or lessens terms of the true sums and is therefore never above them; a billionth is taken
 * off for rounding.
 */
import { matEnergies, matTimeS, totalOfMats } from "./access.ts";
import type { ArrayModel } from "./array-model.ts";
import { bitLineStepDelayS } from "./column.ts";
import { bankSize, type TreeShape, treeLengthUm } from "./htree.ts";
import { type MatParts, type MatSize, SUBARRAY_ROWS, signalTracksUm } from "./mat.ts";
import { type Partition, SUBARRAYS_PER_MAT } from "./organisation.ts";
import { SUBARRAYS_PER_ROW } from "./row-part.ts";
import { onResistanceOhm } from "./transistor.ts";

/** Figures by which organisations are compared. */
export interface Measure {
  readonly accessTimeS: number;
  readonly readJ: number;
}

const ROUNDING = 1 - 1e-9;

export function boundOfPartition(model: ArrayModel, partition: Partition): Measure {
  const { tech, wire } = model;
  const row = model.rowPart(partition);
  const { subarray } = row;
  const mats = partition.activeMats;

  const cellOhm = onResistanceOhm(tech, "n", tech.cellPullDownUm) + onResistanceOhm(tech, "n", tech.cellAccessUm);
  const bitLineTauS = (cellOhm + subarray.bitLineOhm / 2) * subarray.bitLineF;
  const timeS =
    row.predecoder.delayS +
    row.decoderDelayS +
    bitLineStepDelayS(tech, bitLineTauS, row.wordLineRampS) +
    wire.delaySPerUm * subarray.widthUm;

  const perColumnJ = 2 * subarray.bitLineF * tech.senseV * tech.supplyV;
  const perMatJ =
    row.predecoder.energyJ +
    SUBARRAYS_PER_MAT * (row.decoderJ + row.prechargeJ + partition.columns * perColumnJ) +
    partition.bitsOutOfMat * wire.energyJPerUm * subarray.widthUm;

  const shape = model.bankShape(
    partition,
    SUBARRAYS_PER_ROW * subarray.widthUm + row.decoderStripUm,
    SUBARRAY_ROWS * subarray.heightUm + signalTracksUm(tech, model.spec.ports, partition),
  );
  return withTree(model, shape, timeS, perMatJ * mats);
}

export function boundOfMat(model: ArrayModel, partition: Partition, inside: MatParts, mat: MatSize): Measure {
  const shape = model.bankShape(partition, mat.widthUm, mat.heightUm);
  const energies = matEnergies(model, partition, inside);
  return withTree(model, shape, matTimeS(model.tech, inside), totalOfMats(energies));
}

function withTree(model: ArrayModel, shape: TreeShape, timeS: number, energyJ: number): Measure {
  const lengthUm = treeLengthUm(bankSize(model.tech, shape), shape);
  const { wire } = model;
  return {
    accessTimeS: (timeS + 2 * lengthUm * wire.delaySPerUm) * ROUNDING,
    readJ: (energyJ + lengthUm * wire.energyJPerUm * (shape.addressBits + shape.dataBitsOut)) * ROUNDING,
  };
}
