/**
 * Results kept on disk by what they were asked: a file a question, named by a hash of it, so that nothing needs an
 * index and several processes may share a folder. A file is written beside its place and then renamed, which is atomic:
 * readers see all of it or nothing. What is read back is believed only if its own checksum and its question agree.
 *
 *     FOLDER / first two digits / hash of (salt, question) .json     {"schema", "checksum", "question", "result"}
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Diagnostic } from "@tilewright/core";
import { cacheEntryDamaged, cacheUnusable } from "./errors.ts";
import { failureReason } from "./write-text.ts";

const SCHEMA = "tilewright/cache-entry/1";

export interface ResultCache {
  readonly folder: string;
  /** The result that was stored for a question; undefined where there is none, or none that can be believed. */
  get(question: string): unknown;
  /** Keeps a result of plain data. */
  set(question: string, result: unknown): void;
  /** What went wrong so far; each thing once. The cache goes on without. */
  diagnostics(): readonly Diagnostic[];
}

/** The folder of the user's caches by the XDG Base Directory Specification; undefined where nobody says which. */
export function userCacheFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const given = environment["XDG_CACHE_HOME"];
  // The specification: a path that is not absolute counts as none.
  if (given?.startsWith("/")) return join(given, "tilewright");
  const home = environment["HOME"] ?? homedir();
  return home === "" ? undefined : join(home, ".cache", "tilewright");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** @param salt what else decides on results: the version of the program */
export function openResultCache(folder: string, salt: string): ResultCache {
  const found: Diagnostic[] = [];
  let isWritable = true;
  const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), `${hash}.json`);
  const hashOf = (question: string): string => sha256(`${salt}\n${question}`);
  return {
    folder,
    get(question) {
      const hash = hashOf(question);
      let text: string;
      try {
        text = readFileSync(pathOf(hash), "utf8");
      } catch (error) {
        if (isAbsent(error)) return undefined;
        if (found.length === 0) found.push(cacheUnusable(folder, failureReason(error)));
        return undefined;
      }
      const result = believed(text, hash);
      if (result === undefined) found.push(cacheEntryDamaged(pathOf(hash)));
      return result;
    },
    set(question, result) {
      if (!isWritable) return;
      const hash = hashOf(question);
      const path = pathOf(hash);
      const own = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
      const checksum = sha256(JSON.stringify(result));
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(own, `${JSON.stringify({ schema: SCHEMA, question: hash, checksum, result })}\n`);
        renameSync(own, path);
      } catch (error) {
        isWritable = false;
        remove(own);
        found.push(cacheUnusable(folder, failureReason(error)));
      }
    },
    diagnostics: () => found,
  };
}

/** The result of an entry that is whole and answers the question. */
function believed(text: string, hash: string): unknown {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry !== "object" || entry === null || !("result" in entry && "checksum" in entry)) return undefined;
    const isSame = "schema" in entry && entry.schema === SCHEMA && "question" in entry && entry.question === hash;
    return isSame && sha256(JSON.stringify(entry.result)) === entry.checksum ? entry.result : undefined;
  } catch {
    return undefined;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never written.
  }
}
