/**
 * Collects the comparison of one case field by field. A table of fields says, for each printed name, how the tool
 * prints it and how to read it from our result; a printed name without an entry counts as not compared.
 */
import type { FieldKind } from "./agreement.ts";
import { agrees } from "./agreement.ts";
import type { Printed } from "./model-case.ts";
import type { FieldDifference } from "./outcome.ts";

/** One printed field: how it is printed, and ours from a result of type `T`. */
export interface FieldReader<T> {
  readonly kind: FieldKind;
  readonly ours: (from: T) => number | string | undefined;
}

export type FieldTable<T> = Readonly<Record<string, FieldReader<T>>>;

export class Comparison {
  readonly differences: FieldDifference[] = [];
  readonly sideBySide: FieldDifference[] = [];
  readonly notCompared: Set<string> = new Set();
  compared = 0;

  /** Compares one field; `group` and `field` make the key of the histogram. */
  check(
    group: string,
    place: string,
    field: string,
    kind: FieldKind,
    printed: Printed,
    ours: number | string | undefined,
  ): void {
    const row: FieldDifference = { field: `${group}: ${field}`, place, printed, ours };
    this.compared += 1;
    this.sideBySide.push(row);
    if (!agrees(kind, printed, ours)) this.differences.push(row);
  }

  /** Something is there on one side only. */
  missing(group: string, place: string, printed: Printed | undefined, ours: number | string | undefined): void {
    const row: FieldDifference = { field: `${group}: is there`, place, printed, ours };
    this.compared += 1;
    this.sideBySide.push(row);
    this.differences.push(row);
  }

  /** Compares all printed fields of one thing (a level, a data space of a network) by a table. */
  checkAll<T>(group: string, place: string, printed: Readonly<Record<string, Printed>>, table: FieldTable<T>, from: T) {
    for (const [field, value] of Object.entries(printed)) {
      const reader = table[field];
      if (reader === undefined) this.notCompared.add(`${group}: ${field}`);
      else this.check(group, place, field, reader.kind, value, reader.ours(from));
    }
  }
}
