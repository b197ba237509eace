/** What can go wrong between a file name and its text: one message function each. */
import type { Diagnostic, Source } from "@tilewright/core";
import { nearestWord } from "@tilewright/core";

function error(code: string, message: string, hint?: string): Diagnostic {
  return { code, severity: "error", message, ...(hint === undefined ? {} : { hint }) };
}

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0)} MB`;
}

/** `siblings` are the names in the folder where the file was looked for; absent when that folder does not exist. */
export function fileNotFound(path: string, wanted: string, siblings: readonly string[] | undefined): Diagnostic {
  const message = `there is no file "${path}"`;
  if (siblings === undefined) return error("file-not-found", message, "the folder does not exist either");
  const nearest = nearestWord(wanted, siblings);
  if (nearest !== undefined) return error("file-not-found", message, `did you mean "${nearest}"?`);
  const yamlFiles = siblings.filter((name) => /\.ya?ml$/i.test(name));
  const hint =
    yamlFiles.length > 0
      ? `that folder has ${yamlFiles.slice(0, 6).join(", ")}${yamlFiles.length > 6 ? ", ..." : ""}`
      : "check the path; it is taken relative to the folder in which the command runs";
  return error("file-not-found", message, hint);
}

export function fileIsDirectory(path: string, yamlFiles: readonly string[]): Diagnostic {
  const hint =
    yamlFiles.length > 0 ? `name its files, e.g. ${path.replace(/\/+$/, "")}/*.yaml` : "name the files in it";
  return error("file-is-directory", `"${path}" is a folder, not a file`, hint);
}

export function fileUnreadable(path: string, reason: string): Diagnostic {
  return error("file-unreadable", `"${path}" cannot be read: ${reason}`, "check the permissions of the file");
}

export function fileUnwritable(path: string, reason: string): Diagnostic {
  return error("file-unwritable", `"${path}" cannot be written: ${reason}`, "check that the folder may be written to");
}

const SPECIFICATION = {
  noun: "a specification",
  hint: "is this the right file? a design with its problem and mapping is some kilobytes",
};

/**
 * `bytes` is absent where the input was given up before its end.
 * @param kind what the file should be
 */
export function inputTooLarge(
  name: string,
  bytes: number | undefined,
  limit: number,
  kind: { readonly noun: string; readonly hint: string } = SPECIFICATION,
): Diagnostic {
  const size = bytes === undefined ? `more than ${megabytes(limit)}` : megabytes(bytes);
  return error("input-too-large", `"${name}" has ${size}; ${kind.noun} may have ${megabytes(limit)}`, kind.hint);
}

/** `source` is the text with U+FFFD for each wrong byte, `offset` the first of them. */
export function invalidUtf8(source: Source, offset: number, byteOffset: number, looksUtf16: boolean): Diagnostic {
  return {
    code: "invalid-utf8",
    severity: "error",
    message: `"${source.name}" is not UTF-8 text: byte ${byteOffset} is wrong`,
    span: { source, from: offset, to: offset + 1 },
    hint: looksUtf16 ? "it looks like UTF-16: save it as UTF-8" : "save it as UTF-8; is it a text file at all?",
  };
}

export function standardInputTwice(): Diagnostic {
  return error("stdin-twice", 'standard input ("-") is given twice', "it can be read once: name it once");
}

export function includePatternWide(pattern: string): Diagnostic {
  return error(
    "include-pattern-wide",
    `"${pattern}" matches too many files, or looks through too many folders`,
    "name a folder that holds only the files to include",
  );
}

export function externalFailed(command: string, reason: string): Diagnostic {
  return error(
    "external-estimator-failed",
    `the estimator "${command}" failed: ${reason}`,
    "it must read questions from standard input, answer on standard output, and end with code 0",
  );
}

export function externalTimeout(command: string, seconds: number): Diagnostic {
  return error(
    "external-estimator-timeout",
    `the estimator "${command}" did not end within ${seconds} s`,
    "give it more time with --estimator-timeout; it must end when its standard input ends",
  );
}

export function externalAnswerBad(command: string, line: number, reason: string): Diagnostic {
  return error(
    "external-answer",
    `line ${line} of the answers of "${command}" cannot be read: ${reason}`,
    'answers are {"id": 1, "value": 12.5, "accuracy": 85} or {"id": 1, "decline": "why"}, one a line',
  );
}

export function tableFormatUnknown(path: string, endings: readonly string[]): Diagnostic {
  return error(
    "table-format-unknown",
    `"${path}" has no ending that names a format`,
    `end it in ${endings.join(", ")}`,
  );
}

export function cacheEntryDamaged(path: string): Diagnostic {
  return {
    code: "cache-entry-damaged",
    severity: "warning",
    message: `an entry of the cache is damaged and was not used: ${path}`,
    hint: "its result is computed again and kept instead; nothing to do",
  };
}

export function cacheUnusable(folder: string, reason: string): Diagnostic {
  return {
    code: "cache-unusable",
    severity: "warning",
    message: `the cache in ${folder} cannot be used: ${reason}`,
    hint: "name another folder by --cache DIR, or none by --no-cache",
  };
}
