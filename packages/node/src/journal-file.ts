/**
 * The file of a sweep's journal: read back with its torn last line cut off, then appended to, one whole line a write, so
 * that a process which is killed loses at most the point it was writing.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { type Diagnostic, journalHeader, journalLine, readJournal, type SweepRecord } from "@tilewright/core";
import { describeWriteFailure } from "./write-text.ts";

export interface JournalFile {
  /** Finished points of earlier runs, by hash. */
  readonly finished: ReadonlyMap<string, SweepRecord>;
  append(record: SweepRecord): void;
  close(): void;
  /** Closes and deletes it: its points are kept elsewhere. */
  remove(): void;
}

export interface JournalOpening {
  readonly journal?: JournalFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens `path` for appending; without `resume` what is there is overwritten. */
export function openJournalFile(path: string, resume: boolean): JournalOpening {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const bytes = resume && existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const content = readJournal(path, bytes.toString("utf8"));
    if (content.diagnostics.some(({ severity }) => severity === "error")) return { diagnostics: content.diagnostics };
    const descriptor = openSync(path, resume ? "a" : "w");
    // Whole lines end at the same newline in bytes as in characters.
    const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
    if (wholeBytes < bytes.length) ftruncateSync(descriptor, wholeBytes);
    if (wholeBytes === 0) writeSync(descriptor, journalHeader());
    const journal: JournalFile = {
      finished: content.finished,
      append: (record) => {
        writeSync(descriptor, journalLine(record));
      },
      close: () => closeSync(descriptor),
      remove: () => {
        closeSync(descriptor);
        unlinkSync(path);
      },
    };
    return { journal, diagnostics: content.diagnostics };
  } catch (error) {
    return { diagnostics: [describeWriteFailure(path, error)] };
  }
}
