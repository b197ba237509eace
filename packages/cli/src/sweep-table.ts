/**
 * Finished points of a sweep as one table: the attributes, each action's energy, the area, and the circuit's terms.
 * Columns follow from what the records hold, in a fixed order, so that the same sweep always has the same columns.
 */
import { compareActions, isAnswered, isRefused, type SweepRecord, type SweepValue } from "@tilewright/core";
import type { Cell, Table, TableColumn } from "@tilewright/node";

/** `bit lines` is `bit_lines` in a name of a column. */
function slug(name: string): string {
  return name
    .trim()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
}

function columnType(values: readonly (SweepValue | undefined)[]): TableColumn["type"] {
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every((value) => typeof value === "boolean") ? "flag" : "text";
}

interface Field {
  readonly column: TableColumn;
  readonly cell: (record: SweepRecord) => Cell | undefined;
}

export function sweepTable(records: readonly SweepRecord[]): Table {
  const names = [...new Set(records.flatMap(({ attributes }) => Object.keys(attributes)))];
  const answered = records.filter(isAnswered);
  const actions = [...new Set(answered.flatMap(({ energyPj }) => Object.keys(energyPj)))].sort(compareActions);
  const terms = [...actions, "area"].flatMap((figure) => {
    const termNames = new Set(answered.flatMap((record) => record.terms?.[figure]?.map(({ name }) => name) ?? []));
    return [...termNames].map((name) => ({ figure, name }));
  });
  const number = (name: string, cell: Field["cell"]): Field => ({ column: { name, type: "number" }, cell });
  const text = (name: string, cell: Field["cell"]): Field => ({ column: { name, type: "text" }, cell });
  const fields: readonly Field[] = [
    text("class", ({ componentClass }) => componentClass),
    ...names.map((name): Field => {
      const type = columnType(records.map(({ attributes }) => attributes[name]));
      const cell: Field["cell"] = ({ attributes }) =>
        type === "text" && attributes[name] !== undefined ? String(attributes[name]) : attributes[name];
      return { column: { name, type }, cell };
    }),
    ...actions.map((action) =>
      number(`${slug(action)}_pJ`, (record) => (isRefused(record) ? undefined : record.energyPj[action])),
    ),
    number("area_um2", (record) => (isRefused(record) ? undefined : record.areaUm2)),
    ...terms.map(({ figure, name }) =>
      number(`${slug(figure)}_${slug(name)}_${figure === "area" ? "um2" : "pJ"}`, (record) =>
        isRefused(record) ? undefined : record.terms?.[figure]?.find((term) => term.name === name)?.value,
      ),
    ),
    text("source", (record) =>
      isRefused(record) ? undefined : [...new Set(record.sources.map(({ estimator }) => estimator))].join("; "),
    ),
    text("error", (record) =>
      isRefused(record) ? record.error.diagnostics.map(({ message }) => message).join("; ") : undefined,
    ),
  ];
  return {
    columns: fields.map(({ column }) => column),
    rows: records.map((record) => fields.map(({ cell }) => cell(record) ?? null)),
  };
}
