/**
 * What one access of an array costs, in time and in energy.
 *
 *   access time = address to mat + max(row path, column selects) + output path + data to the edge
 *   read        = address tree + active mats × (predecode, word lines, bit lines, amplifiers, selects, output) + data tree
 *
 * Source: CACTI 5.1 (HPL-2008-20), sections 4 and 5.
 */
import type { ArrayModel, ArrayParts } from "./array-model.ts";
import { bitLineDelayS } from "./column.ts";
import type { MatParts } from "./mat.ts";
import { type Partition, SUBARRAYS_PER_MAT } from "./organisation.ts";
import type { Technology } from "./technology.ts";

export function accessTimeS(tech: Technology, parts: ArrayParts): number {
  const { bank, routing } = parts;
  return matTimeS(tech, parts) + bank.input.delayS + bank.output.delayS + 2 * routing.path.delayS;
}

/** From the address at the mat to the data at its edge. */
export function matTimeS(tech: Technology, parts: MatParts): number {
  const { row, column, selects, output } = parts;
  const rowPath =
    row.predecoder.delayS + row.decoderDelayS + bitLineDelayS(tech, column, row.wordLineRampS) + column.senseDelayS;
  const columnPath = Math.max(selects[0].delayS + column.senseDelayS, selects[1].delayS, selects[2].delayS);
  return Math.max(rowPath, columnPath) + output.delayS;
}

/** Time between two accesses of one mat: word line and bit lines back to rest, or the slowest predecoder. */
export function cycleTimeS(tech: Technology, parts: MatParts): number {
  const { row, column, selects } = parts;
  const inMat = row.decoderDelayS + bitLineDelayS(tech, column, row.wordLineRampS) + column.senseDelayS;
  return Math.max(
    inMat + row.wordLineResetS + row.prechargeDelayS,
    row.predecoder.delayS,
    ...selects.map((select) => select.predecoderDelayS),
  );
}

/** Energy of an access in the mats that are active. */
export interface MatEnergies {
  readonly predecoderJ: number;
  readonly wordLineJ: number;
  readonly prechargeJ: number;
  readonly bitLineJ: number;
  readonly senseAmplifierJ: number;
  readonly columnSelectJ: number;
  readonly outputDriverJ: number;
  readonly comparatorJ: number;
}

/** Energy of an access by where it goes. */
export interface AccessEnergies extends MatEnergies {
  readonly bankRoutingJ: number;
  readonly addressTreeJ: number;
  readonly dataTreeJ: number;
}

export function matEnergies(model: ArrayModel, partition: Partition, parts: MatParts): MatEnergies {
  const { row, column, selects, output } = parts;
  const mats = partition.activeMats;
  const columns = SUBARRAYS_PER_MAT * partition.columns * mats;
  const amplifiers = SUBARRAYS_PER_MAT * Math.floor(partition.columns / parts.muxes.bitLineMux) * mats;
  return {
    predecoderJ: row.predecoder.energyJ * mats,
    wordLineJ: row.decoderJ * SUBARRAYS_PER_MAT * mats,
    prechargeJ: row.prechargeJ * SUBARRAYS_PER_MAT * mats,
    bitLineJ: column.readJ * columns,
    senseAmplifierJ: column.senseJ * amplifiers,
    columnSelectJ: (selects[0].energyJ + selects[1].energyJ + selects[2].energyJ) * mats,
    outputDriverJ: output.energyJ * partition.bitsOutOfMat * mats,
    comparatorJ: model.comparator.energyJ * mats,
  };
}

export function totalOfMats(energies: MatEnergies): number {
  return (
    energies.predecoderJ +
    energies.wordLineJ +
    energies.prechargeJ +
    energies.bitLineJ +
    energies.senseAmplifierJ +
    energies.columnSelectJ +
    energies.outputDriverJ +
    energies.comparatorJ
  );
}

export function totalJ(energies: AccessEnergies): number {
  return totalOfMats(energies) + energies.bankRoutingJ + energies.addressTreeJ + energies.dataTreeJ;
}

/** The sum of `readEnergies`, which a search asks for often. */
export function readJ(model: ArrayModel, parts: ArrayParts): number {
  const { bank, routing } = parts;
  const { addressBits, dataBitsOut } = bank.shape;
  return (
    totalOfMats(matEnergies(model, parts.partition, parts)) +
    routing.path.energyJ * (addressBits + dataBitsOut) +
    bank.input.energyJ * addressBits +
    bank.output.energyJ * dataBitsOut
  );
}

export function readEnergies(model: ArrayModel, parts: ArrayParts): AccessEnergies {
  const { bank, routing } = parts;
  const { addressBits, dataBitsOut } = bank.shape;
  return {
    ...matEnergies(model, parts.partition, parts),
    bankRoutingJ: routing.path.energyJ * (addressBits + dataBitsOut),
    addressTreeJ: bank.input.energyJ * addressBits,
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
  const { partition, column, bank, routing } = parts;
  const mats = partition.activeMats;
  const columns = SUBARRAYS_PER_MAT * partition.columns * mats;
  const bitLineJ = (column.writeJ / partition.columnsPerWire) * columns * mats;
  if (model.spec.kind === "data") return { ...read, bitLineJ, senseAmplifierJ: 0 };
  const { addressBits, dataBitsIn } = bank.shape;
  return {
    ...read,
    bitLineJ,
    senseAmplifierJ: 0,
    bankRoutingJ: routing.path.energyJ * (addressBits + dataBitsIn),
    dataTreeJ: bank.input.energyJ * dataBitsIn,
  };
}
