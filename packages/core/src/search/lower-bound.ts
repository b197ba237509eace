/**
 * What no mapping can do better than, cheaply: every operation runs on some unit, and every word that is not made on
 * the chip leaves the outermost level at least once while every result enters it once.
 *
 *     cycles >= operations * cycles per operation / compute units        utilization <= 1 / cycles per operation
 *     energy >= operations * energy of one + words of inputs * read of the outermost level + results * its update
 *     accesses of the outermost level >= words of inputs + results
 *
 * The optimal search has better bounds; this one keeps the others honest.
 */
import { computeCosts, storageCosts } from "../evaluation/level-costs.ts";
import { wordBitsOf } from "../evaluation/word-widths.ts";
import type { Spec } from "../spec/spec.ts";

export interface LowerBound {
  readonly energyPj: number;
  readonly cycles: number;
  readonly edpJouleCycles: number;
  /** The most. */
  readonly utilization: number;
  /** By storage level, innermost first; 0 where nothing is known. */
  readonly accesses: readonly number[];
}

export function simpleLowerBound(spec: Spec): LowerBound {
  const { architecture, workload, ert } = spec;
  const { compute, storage } = architecture;
  const operations = workload.dimensions.reduce((product, { size }) => product * size, 1);
  const cycles = Math.ceil((operations / compute.instances) * compute.cyclesPerOperation);
  let energyPj = operations * computeCosts(compute, ert).computePj;
  const outermost = storage.at(-1);
  const accesses = storage.map(() => 0);
  if (outermost) {
    const { readPj, updatePj } = storageCosts(outermost, ert).actions;
    for (const { name, ranks, readWrite } of workload.dataSpaces) {
      // Of a rank that is a sum some coordinates may never be touched, and ranks that share a dimension are not
      // independent: count one dimension of a rank, and one rank where they are entangled.
      const reaches = ranks.map((rank) =>
        Math.max(1, ...rank.map(({ dimension }) => workload.dimensions[dimension]?.size ?? 1)),
      );
      const uses = ranks.flatMap((rank) => [...new Set(rank.map(({ dimension }) => dimension))]);
      const entangled = new Set(uses).size < uses.length;
      const words = entangled ? Math.max(...reaches) : reaches.reduce((product, reach) => product * reach, 1);
      accesses[storage.length - 1] = (accesses[storage.length - 1] as number) + words;
      const perVector = (outermost.wordBits * outermost.blockSize) / wordBitsOf(outermost, name);
      energyPj += Math.floor(words / perVector) * (readWrite ? updatePj : readPj);
    }
  }
  const utilization = 1 / compute.cyclesPerOperation;
  return { energyPj, cycles, edpJouleCycles: (energyPj * cycles) / 1e12, utilization, accesses };
}
