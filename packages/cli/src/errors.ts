/** What the command line itself says about its input: energy tables by name, lines of a batch. */
import type { Diagnostic } from "@tilewright/core";
import { nearestWord } from "@tilewright/core";

function error(code: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint };
}

export function energyTableEmpty(file: string): Diagnostic {
  return error("energy-table-empty", `"${file}" has no energy reference table`, 'its top-level key must be "ERT"');
}

export function energyTableUnknown(name: string, known: readonly string[]): Diagnostic {
  const nearest = nearestWord(name, known);
  const list = `tables known by name: ${known.join(", ")}; or give a file with an ERT`;
  return error(
    "energy-table-unknown",
    `there is no energy table named "${name}", and no such file`,
    nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  );
}

/** @param reasons what the threads said, once each */
export function searchThreadDied(reasons: readonly string[]): Diagnostic {
  return {
    code: "search-thread-died",
    severity: "warning",
    message: `${reasons.length} of the threads of the search died: ${[...new Set(reasons)].join("; ")}`,
    hint: "the result is the best that all threads had told of; --threads 1 needs the least memory",
  };
}

const BATCH_LINE =
  'each line is an object such as {"id": "a", "architecture": "...", "problem": "...", "mapping": "..."}';

/** @param problem what is wrong: `the line is not JSON: ...` */
export function batchJson(problem: string): Diagnostic {
  return error("batch-json", problem, BATCH_LINE);
}

export function batchField(field: string): Diagnostic {
  return error("batch-field", `field "${field}" is no text`, "give the YAML text as a JSON string");
}
