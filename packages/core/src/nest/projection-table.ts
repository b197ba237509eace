/**
 * A workload's projections as flat tables, made once for each workload: what the closed form asks of them for every
 * mapping is then a few multiplications.
 *
 *     movement of rank r by one iteration of a loop   coefficient * stride of the loop
 *     extent of rank r in a box of indices            1 + sum over dimensions of reach * (extent - 1)
 *
 * They differ where a dimension stands twice in a sum: movements add up with their signs, the boxes of working-set.ts
 * take each term by itself.
 */
import type { Workload } from "../workload/workload.ts";
import { MAX_RANKS } from "./fetch-kernel.ts";

export interface ProjectionTable {
  /** Ranks of each data space. */
  readonly ranks: Int32Array;
  /** `(data space x dimensions + dimension) x MAX_RANKS + rank`. */
  readonly coefficient: Float64Array;
  readonly reach: Float64Array;
}

const known = new WeakMap<Workload, ProjectionTable | "too-many-ranks">();

/** The table, unless some data space has more than `MAX_RANKS` ranks. The workload must not use flattening. */
export function projectionTable(workload: Workload): ProjectionTable | undefined {
  let table = known.get(workload);
  if (table === undefined) {
    table = makeTable(workload);
    known.set(workload, table);
  }
  return table === "too-many-ranks" ? undefined : table;
}

/** Words of a data space that a box of indices touches, holes included. @param extent by dimension */
export function boxSize({ ranks, reach }: ProjectionTable, d: number, extent: readonly number[]): number {
  let size = 1;
  for (let r = 0; r < (ranks[d] as number); r++) {
    let sum = 1;
    for (let k = 0; k < extent.length; k++) {
      sum += (reach[(d * extent.length + k) * MAX_RANKS + r] as number) * ((extent[k] as number) - 1);
    }
    size *= sum;
  }
  return size;
}

function makeTable({ dataSpaces, dimensions }: Workload): ProjectionTable | "too-many-ranks" {
  if (dataSpaces.some(({ ranks }) => ranks.length > MAX_RANKS)) return "too-many-ranks";
  const cells = dataSpaces.length * dimensions.length * MAX_RANKS;
  const table = {
    ranks: Int32Array.from(dataSpaces, ({ ranks }) => ranks.length),
    coefficient: new Float64Array(cells),
    reach: new Float64Array(cells),
  };
  dataSpaces.forEach(({ ranks }, d) => {
    ranks.forEach((rank, r) => {
      for (const { dimension, coefficient } of rank) {
        const cell = (d * dimensions.length + dimension) * MAX_RANKS + r;
        table.coefficient[cell] = (table.coefficient[cell] as number) + coefficient;
        table.reach[cell] = (table.reach[cell] as number) + Math.abs(coefficient);
      }
    });
  });
  return table;
}
