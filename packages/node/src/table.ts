/**
 * Tables of results: named columns of one type each, in an order that does not change, and rows of cells. The same table
 * as CSV (RFC 4180), JSON lines or Parquet.
 */
export type Cell = number | string | boolean | null;

export interface TableColumn {
  readonly name: string;
  readonly type: "number" | "text" | "flag";
}

export interface Table {
  readonly columns: readonly TableColumn[];
  /** As many cells as columns; null where there is nothing to say. */
  readonly rows: readonly (readonly Cell[])[];
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Comma-separated values with one line of names; lines end in a newline. */
export function csvText({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows];
  return `${lines.map((line) => line.map(csvCell).join(",")).join("\n")}\n`;
}

/** One JSON object a line; empty cells are left out. */
export function jsonLinesText({ columns, rows }: Table): string {
  return rows
    .map((row) => {
      const entries = columns.flatMap(({ name }, i) => (row[i] === null ? [] : [[name, row[i]] as const]));
      return `${JSON.stringify(Object.fromEntries(entries))}\n`;
    })
    .join("");
}

const PARQUET_TYPES = { number: "DOUBLE", text: "STRING", flag: "BOOLEAN" } as const;

/** Parquet with one row group; columns may be null. The writer is loaded when first asked for. */
export async function parquetBytes({ columns, rows }: Table): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type }, i) => ({
      name,
      type: PARQUET_TYPES[type],
      nullable: true,
      data: rows.map((row) => row[i] ?? null),
    })),
  });
  return new Uint8Array(buffer);
}
