/** Shows outcomes: a pass table by family, the fields that differ most, and one case side by side. */
import type { CaseOutcome, FieldDifference } from "./outcome.ts";

export interface FamilySummary {
  readonly family: string;
  readonly cases: number;
  readonly validAgreed: number;
  /** Cases in which every compared field agrees. */
  readonly equal: number;
  readonly fieldsCompared: number;
  readonly differences: number;
  readonly firstDifference?: string;
}

export function summarizeFamilies(outcomes: readonly CaseOutcome[]): FamilySummary[] {
  const families = [...new Set(outcomes.map((outcome) => outcome.family))];
  return families.map((family) =>
    summarize(
      family,
      outcomes.filter((outcome) => outcome.family === family),
    ),
  );
}

function summarize(family: string, outcomes: readonly CaseOutcome[]): FamilySummary {
  const total = (count: (outcome: CaseOutcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
  const first = outcomes.find((outcome) => outcome.differences.length > 0);
  const difference = first?.differences[0];
  return {
    family,
    cases: outcomes.length,
    validAgreed: total((outcome) => (outcome.validAgreed ? 1 : 0)),
    equal: total((outcome) => (outcome.validAgreed && outcome.differences.length === 0 ? 1 : 0)),
    fieldsCompared: total((outcome) => outcome.compared),
    differences: total((outcome) => outcome.differences.length),
    ...(first && difference ? { firstDifference: `${first.id} ${showDifference(difference)}` } : {}),
  };
}

export function showDifference({ field, place, printed, ours }: FieldDifference): string {
  return `${place} ${field}: printed ${show(printed)}, ours ${show(ours)}`;
}

/** Kinds of field by number of differences, most frequent first. */
export function histogram(outcomes: readonly CaseOutcome[]): [field: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { field } of outcomes.flatMap((outcome) => outcome.differences)) {
    counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

export function renderFamilies(families: readonly FamilySummary[]): string {
  const sum = (count: (family: FamilySummary) => number): number => families.reduce((total, f) => total + count(f), 0);
  const row = (f: FamilySummary): string[] => [
    f.family,
    String(f.cases),
    String(f.validAgreed),
    String(f.equal),
    f.cases === 0 ? "" : `${floorPercent(f.equal / f.cases)} %`,
    String(f.fieldsCompared),
    String(f.differences),
    shorten(f.firstDifference ?? "", 90),
  ];
  const total: FamilySummary = {
    family: "all",
    cases: sum((f) => f.cases),
    validAgreed: sum((f) => f.validAgreed),
    equal: sum((f) => f.equal),
    fieldsCompared: sum((f) => f.fieldsCompared),
    differences: sum((f) => f.differences),
  };
  const header = ["family", "cases", "valid agreed", "all equal", "", "fields", "differences", "first difference"];
  return renderColumns([header, ...families.map(row), row(total)]);
}

/** Rows of cells in aligned columns: numbers to the right, words to the left. */
export function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const right = rows.slice(1).every((other) => /^[\d.\s%-]*$/.test(other[column] ?? ""));
          return right ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** One case, all fields or only those that differ. */
export function renderSideBySide(outcome: CaseOutcome, everything: boolean): string {
  const differing = new Set(outcome.differences);
  const rows = outcome.sideBySide.filter((row) => everything || differing.has(row));
  const head = `${outcome.id}: ${outcome.compared} fields, ${outcome.differences.length} differences`;
  if (rows.length === 0) return head;
  const cells = rows.map((row) => [
    differing.has(row) ? "!=" : "",
    row.place,
    row.field,
    show(row.printed),
    show(row.ours),
  ]);
  return `${head}\n${renderColumns([["", "place", "field", "printed", "ours"], ...cells])}`;
}

function show(value: string | number | undefined): string {
  return value === undefined ? "(absent)" : String(value);
}

/** Never 100 for less than all. */
function floorPercent(ratio: number): string {
  return (Math.floor(ratio * 1000) / 10).toFixed(1);
}

function shorten(line: string, width: number): string {
  const flat = line.replace(/\s+/g, " ");
  return flat.length <= width ? flat : `${flat.slice(0, width - 1)}…`;
}
