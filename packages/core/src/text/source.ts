/**
 * A text that came from somewhere (a file, standard input, a batch line) and places in it.
 * Positions are UTF-16 offsets until they are shown; lines and columns are computed on demand.
 */

/** One input text with the name under which the user knows it. */
export interface Source {
  /** As the user gave it, e.g. `mapping.yaml` or `<stdin>`. */
  readonly name: string;
  readonly text: string;
}

/** A half-open range `[from, to)` of UTF-16 offsets in a source. */
export interface Span {
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

/** One-based line and column, as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
