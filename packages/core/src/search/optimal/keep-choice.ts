/**
 * Keep or bypass, chosen first: with it fixed, it is known who serves whom. A data space's holders form a chain
 *
 *     compute units -> holder -> holder -> ... -> outermost holder
 *
 * and every boundary of a level inside the outermost holder is a place where its tiles move. At the boundaries of holders
 * (and of the compute units) words are fetched for the next holder: `outer` says which level serves them. Boundaries
 * between levels whose words cost nothing in the objective are left out: nothing is known of them, since nothing is asked.
 */
import type { MapspaceLimits } from "../../mapspace/constraints.ts";

/** Boundaries of all data spaces, level -1 standing for the compute units. */
export interface KeepChoice {
  /** 1 kept, 0 bypassed: `level x data spaces + data space`. */
  readonly keep: Uint8Array;
  readonly boundaries: number;
  readonly dataSpace: Int32Array;
  readonly level: Int32Array;
  /** Level that serves what is fetched across the boundary; -1 where the level is bypassed and nothing is counted. */
  readonly outer: Int32Array;
}

/**
 * Every way to fill in what the limits leave free, except those that hold a data space nowhere.
 * @param matters by level: whether its words cost anything in the objective
 */
export function* keepChoices(
  limits: MapspaceLimits,
  dataSpaces: number,
  matters: readonly boolean[] = limits.levels.map(() => true),
): Generator<KeepChoice> {
  const levels = limits.levels.length;
  const keep = new Uint8Array(levels * dataSpaces);
  const free: number[] = [];
  limits.levels.forEach((level, l) => {
    for (let d = 0; d < dataSpaces; d++) {
      const fixed = level.keep[d];
      if (fixed === undefined) free.push(l * dataSpaces + d);
      keep[l * dataSpaces + d] = fixed === false ? 0 : 1;
    }
  });
  for (;;) {
    const choice = keepChoiceOf(keep.slice(), levels, dataSpaces, matters);
    if (choice !== undefined) yield choice;
    let at = 0;
    for (; at < free.length; at++) {
      const cell = free[at] as number;
      keep[cell] = 1 - (keep[cell] as number);
      if (keep[cell] === 0) break;
    }
    if (at === free.length) return;
  }
}

/**
 * The boundaries that a way to keep or bypass makes, of all data spaces or of one; undefined where a data space is held
 * nowhere.
 * @param keep 1 kept, 0 bypassed: `level x data spaces + data space`
 * @param matters by level: whether its words cost anything in the objective
 */
export function keepChoiceOf(
  keep: Uint8Array,
  levels: number,
  dataSpaces: number,
  matters: readonly boolean[],
  only?: number,
): KeepChoice | undefined {
  const rows: { dataSpace: number; level: number; outer: number }[] = [];
  for (let d = only ?? 0; d < (only === undefined ? dataSpaces : only + 1); d++) {
    let outermost = levels - 1;
    while (outermost >= 0 && keep[outermost * dataSpaces + d] === 0) outermost--;
    if (outermost < 0) return undefined;
    let isAsked = false;
    for (let level = -1; level < outermost; level++) {
      let outer = level + 1;
      while (keep[outer * dataSpaces + d] === 0) outer++;
      const counts = level === -1 || keep[level * dataSpaces + d] === 1;
      // A bypassed level's boundary belongs to that of the holder inside, whose words cross it.
      if (counts) isAsked = matters[outer] === true || matters[level] === true;
      if (!isAsked) continue;
      rows.push({ dataSpace: d, level, outer: counts ? outer : -1 });
    }
  }
  const column = (key: "dataSpace" | "level" | "outer"): Int32Array => Int32Array.from(rows, (row) => row[key]);
  return {
    keep,
    boundaries: rows.length,
    dataSpace: column("dataSpace"),
    level: column("level"),
    outer: column("outer"),
  };
}
