/**
 * The journal of a sweep: JSON lines, first one that names the schema, then one record for each finished point, only ever
 * appended. A run that ends in the middle of a write leaves a torn last line (no newline at its end): it is dropped, and
 * its point computed again. A damaged line elsewhere costs only its own point, and is told.
 *
 *     {"schema":"tilewright/sweep-journal/1"}
 *     {"hash":"...","componentClass":"SRAM","attributes":{"depth":8192,"width":16},"energyPj":{...},"areaUm2":...}
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { journalForeign, journalLineDamaged } from "./errors.ts";
import type { SweepRecord } from "./run-sweep.ts";

export const JOURNAL_SCHEMA = "tilewright/sweep-journal/1";

export function journalHeader(): string {
  return `${JSON.stringify({ schema: JOURNAL_SCHEMA })}\n`;
}

export function journalLine(record: SweepRecord): string {
  return `${JSON.stringify(record)}\n`;
}

export interface JournalContent {
  /** By hash; the last of several wins. */
  readonly finished: ReadonlyMap<string, SweepRecord>;
  /** Length in UTF-16 units of the whole lines: appending goes on from there. */
  readonly wholeLength: number;
  readonly diagnostics: readonly Diagnostic[];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRecord(value: unknown): value is SweepRecord {
  if (!isObject(value) || typeof value["hash"] !== "string" || typeof value["componentClass"] !== "string")
    return false;
  if (!isObject(value["attributes"])) return false;
  const { error, energyPj, areaUm2, sources } = value;
  if (isObject(error)) return Array.isArray(error["diagnostics"]);
  return isObject(energyPj) && typeof areaUm2 === "number" && Array.isArray(sources);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Reads a journal back; an empty text is an empty journal. */
export function readJournal(name: string, text: string): JournalContent {
  const wholeLength = text.lastIndexOf("\n") + 1;
  const lines = text.slice(0, wholeLength).split("\n").slice(0, -1);
  const finished = new Map<string, SweepRecord>();
  const diagnostics: Diagnostic[] = [];
  const [header, ...rest] = lines;
  const first = header === undefined ? undefined : parse(header);
  if (header !== undefined && !(isObject(first) && first["schema"] === JOURNAL_SCHEMA)) {
    return { finished, wholeLength, diagnostics: [journalForeign(name, JOURNAL_SCHEMA)] };
  }
  let from = (header?.length ?? 0) + 1;
  for (const line of rest) {
    const record = parse(line);
    if (isRecord(record)) finished.set(record.hash, record);
    else diagnostics.push(journalLineDamaged({ source: { name, text }, from, to: from + line.length }));
    from += line.length + 1;
  }
  return { finished, wholeLength, diagnostics };
}
