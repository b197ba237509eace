/** Which levels keep which data spaces: what is fixed, and the free choices as the bits of one number. */
import type { Architecture } from "../architecture/architecture.ts";
import type { Workload } from "../workload/workload.ts";
import type { MapspaceLimits } from "./constraints.ts";

interface Cell {
  readonly level: number;
  readonly dataSpace: number;
}

export class KeepSpace {
  /** Number of choices, 2 to the number of free cells. */
  readonly count: number;
  /** By level and data space, free cells false. */
  readonly #fixed: readonly (readonly boolean[])[];
  readonly #free: readonly Cell[];

  constructor(architecture: Architecture, workload: Workload, limits: MapspaceLimits) {
    const outermost = architecture.storage.length - 1;
    const free: Cell[] = [];
    this.#fixed = limits.levels.map(({ level, keep }) =>
      workload.dataSpaces.map((_, dataSpace) => {
        if (architecture.storage[level]?.virtual) return false;
        const said = keep[dataSpace];
        // Nothing lies beyond the outermost level: it keeps what nobody says it need not.
        if (said === undefined && level === outermost) return true;
        if (said === undefined) free.push({ level, dataSpace });
        return said ?? false;
      }),
    );
    this.#free = free;
    this.count = 2 ** free.length;
  }

  /** By level and data space; bit i of `index` is set where free cell i is bypassed, so that 0 keeps everything. */
  keepsAt(index: number): readonly (readonly boolean[])[] {
    const keeps = this.#fixed.map((row) => [...row]);
    for (const [i, { level, dataSpace }] of this.#free.entries()) {
      const row = keeps[level];
      if (row) row[dataSpace] = Math.floor(index / 2 ** i) % 2 === 0;
    }
    return keeps;
  }

  /** The number of `keeps`, or undefined where they go against what is fixed. */
  indexOf(keeps: readonly (readonly boolean[])[]): number | undefined {
    let index = 0;
    for (const [i, { level, dataSpace }] of this.#free.entries()) if (!keeps[level]?.[dataSpace]) index += 2 ** i;
    const same = this.keepsAt(index).every((row, level) => row.every((kept, id) => kept === keeps[level]?.[id]));
    return same ? index : undefined;
  }
}
