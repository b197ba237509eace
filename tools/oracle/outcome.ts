/**
 * What running one recorded case yields, whatever tool recorded it. A suite is one file (or folder) of recorded
 * answers; the report knows suites only by these types, so that a further one is a further entry in suites.ts.
 */

/** One field where ours is not what the tool printed; `undefined` stands for "is not there at all". */
export interface FieldDifference {
  /** Kind of field, the same for all levels and data spaces: the key of the histogram. */
  readonly field: string;
  /** Where: `RF/Outputs`. */
  readonly place: string;
  readonly printed: string | number | undefined;
  readonly ours: string | number | undefined;
}

export interface CaseOutcome {
  readonly id: string;
  readonly family: string;
  readonly validAgreed: boolean;
  /** Number of fields compared. */
  readonly compared: number;
  readonly differences: readonly FieldDifference[];
  /** All compared fields, for a side-by-side view of one case. */
  readonly sideBySide: readonly FieldDifference[];
  /** Kinds of field that the tool prints and our result does not carry. */
  readonly notCompared: readonly string[];
  /** What our side said where it did not evaluate: reason, diagnostics, or the message of a crash. */
  readonly note?: string;
}

export interface CaseFilter {
  readonly families: readonly string[];
  readonly ids: readonly string[];
}

export interface Suite {
  readonly name: string;
  /** Path below the oracle's folder. */
  readonly path: string;
  /** Runs the cases that the filter lets through, one at a time. */
  readonly run: (path: string, filter: CaseFilter) => Iterable<CaseOutcome>;
}

/** True when a filter lets a case through; an empty list lets everything through. */
export function isWanted(filter: CaseFilter, id: string, family: string): boolean {
  const familyWanted = filter.families.length === 0 || filter.families.includes(family);
  return familyWanted && (filter.ids.length === 0 || filter.ids.includes(id));
}
