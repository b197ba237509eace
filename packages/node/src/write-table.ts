/** Writing tables and other files of results; the ending of the name decides the format of a table. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import type { Diagnostic } from "@tilewright/core";
import { tableFormatUnknown } from "./errors.ts";
import { csvText, jsonLinesText, parquetBytes, type Table } from "./table.ts";
import { describeWriteFailure, writeTextFile } from "./write-text.ts";

export const TABLE_ENDINGS: readonly string[] = [".csv", ".jsonl", ".parquet"];

/** Why no table can be written under this name; undefined where one can. */
export function checkTableName(path: string): Diagnostic | undefined {
  return TABLE_ENDINGS.includes(extname(path).toLowerCase()) ? undefined : tableFormatUnknown(path, TABLE_ENDINGS);
}

/** Writes bytes, making the folders above; the diagnostic says why not, where it failed. */
export function writeBytesFile(path: string, bytes: Uint8Array): Diagnostic | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return undefined;
  } catch (error) {
    return describeWriteFailure(path, error);
  }
}

export async function writeTable(path: string, table: Table): Promise<Diagnostic | undefined> {
  const unknown = checkTableName(path);
  if (unknown !== undefined) return unknown;
  const ending = extname(path).toLowerCase();
  if (ending === ".parquet") return writeBytesFile(path, await parquetBytes(table));
  return writeTextFile(path, ending === ".csv" ? csvText(table) : jsonLinesText(table));
}
