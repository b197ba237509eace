/**
 * Keep or bypass, chosen first: with it fixed, it is known who serves whom. A data space's holders form a chain
 *
 *     compute units -> holder -> holder -> ... -> outermost holder
 *
 * and every boundary of a level inside the outermost holder is a place where its tiles move. At the boundaries of holders
 * (and of the compute units) words are fetched for the next holder: `outer` says which level serves them.
 */

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
 * The boundaries that a way to keep or bypass makes, of all data spaces or of one; undefined where a data space is held
 * nowhere.
 * @param keep 1 kept, 0 bypassed: `level x data spaces + data space`
 */
export function keepChoiceOf(
  keep: Uint8Array,
  levels: number,
  dataSpaces: number,
  only?: number,
): KeepChoice | undefined {
  const rows: { dataSpace: number; level: number; outer: number }[] = [];
  for (let d = only ?? 0; d < (only === undefined ? dataSpaces : only + 1); d++) {
    let outermost = levels - 1;
    while (outermost >= 0 && keep[outermost * dataSpaces + d] === 0) outermost--;
    if (outermost < 0) return undefined;
    for (let level = -1; level < outermost; level++) {
      let outer = level + 1;
      while (keep[outer * dataSpaces + d] === 0) outer++;
      const counts = level === -1 || keep[level * dataSpaces + d] === 1;
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
