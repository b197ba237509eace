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

/** @param died threads by number, and what is known of their ends */
export function searchThreadDied(died: readonly { readonly thread: number; readonly reason: string }[]): Diagnostic {
  const list = died.map(({ thread, reason }) => `thread ${thread} (${reason})`).join(", ");
  return {
    code: "search-thread-died",
    severity: "warning",
    message: `${list} died in the middle of the search; what it was at has been done again`,
    hint: "nothing of the result is lost; fewer threads (--threads) need less memory",
  };
}

export function threadsBeyondMemory(wanted: number, threads: number, memoryMb: number): Diagnostic {
  return {
    code: "threads-beyond-memory",
    severity: "note",
    message: `${memoryMb} MB have room for ${threads === 1 ? "one thread" : `${threads} threads`}, not for ${wanted}`,
    hint: "the result is the same; give --memory more, or --threads fewer",
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

/** @param what `component "glb"` */
export function whyUnknown(what: string, known: readonly string[], nearest: string | undefined): Diagnostic {
  const shown = known.slice(0, 20).join(", ");
  const list = `there is: ${shown}${known.length > 20 ? ", ..." : ""}`;
  return error(
    "energy-question-unknown",
    `there is no ${what} to ask about`,
    nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  );
}

const ENERGY_LINE = 'each line is an object such as {"class": "SRAM", "attributes": {"width": 64, "depth": 1024}}';

/** @param problem what is wrong: `the line is not JSON: ...` */
export function energyLine(problem: string): Diagnostic {
  return error("energy-batch-line", problem, ENERGY_LINE);
}

export function chartFormatUnknown(path: string, endings: readonly string[]): Diagnostic {
  return error(
    "chart-format-unknown",
    `"${path}" has no ending that names a format`,
    `end it in ${endings.join(" or ")}`,
  );
}

export function sweepActionUnknown(action: string, known: readonly string[]): Diagnostic {
  const nearest = nearestWord(action, known);
  const list = `there are ${known.join(", ")}`;
  return error(
    "sweep-action-unknown",
    `no point has an action "${action}"`,
    nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  );
}

export function sweepNothingToScale(): Diagnostic {
  return error(
    "sweep-nothing-to-plot",
    "no attribute takes several positive numbers, so there is no axis to draw along",
    "sweep a number, e.g. width=16..2048x2",
  );
}

export function resumeWithoutOutput(): Diagnostic {
  return error(
    "sweep-resume-nowhere",
    "--resume needs the output of an earlier run",
    "give -o DIR or --output FILE as before",
  );
}
