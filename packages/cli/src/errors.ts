/** What the command line itself says about its input: energy tables by name, lines of a batch. */
import type { Diagnostic, Span } from "@tilewright/core";
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

/** @param died what the threads of layers said */
export function layerThreadDied(died: readonly string[]): Diagnostic {
  return {
    code: "layer-thread-died",
    severity: "warning",
    message: `${died.length === 1 ? "a thread" : `${died.length} threads`} died in the middle of a layer: ${died.join("; ")}`,
    hint: "the layers that they were at have no mapping here; fewer threads (--threads) need less memory",
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

export function resultInputsMissing(result: string): Diagnostic {
  return error(
    "result-inputs-missing",
    `"${result}" does not carry the files that it was made from`,
    "name them: tilewright verify RESULT arch.yaml problem.yaml ...",
  );
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

/** What Timeloop models and the stand-ins do not. */
export function standInUnsupported(span: Span, what: string, hint: string): Diagnostic {
  return { code: "stand-in-unsupported", severity: "error", message: what, span, hint };
}

/** A file of the name of a stand-in that tilewright has not written. */
export function shimInTheWay(path: string): Diagnostic {
  return error(
    "shim-in-the-way",
    `"${path}" is there already, and tilewright has not written it`,
    "choose another folder, or overwrite it with --force",
  );
}

/** @param known names of networks */
export function modelUnknown(model: string, known: readonly string[]): Diagnostic {
  const nearest = nearestWord(model, known);
  const list = `networks known by name: ${known.join(", ")}; or give an .onnx file, a network in YAML, a folder of problems`;
  return error(
    "model-unknown",
    `there is no network "${model}", and no such file`,
    nearest === undefined ? list : `did you mean "${nearest}"? ${list}`,
  );
}

export function modelOptionUnused(model: string, option: "shape" | "set"): Diagnostic {
  return error(
    "model-option-unused",
    `--${option} has nothing to change in "${model}"`,
    option === "shape"
      ? "--shape is for ONNX files; parameters of other networks are set by --set"
      : "--set is for networks in YAML or known by name; ONNX files take --shape",
  );
}

export function layersDescribed(model: string): Diagnostic {
  return error(
    "model-not-described",
    `"${model}" is no network known by name: there is no description of it to print`,
    "--describe prints those that --list lists",
  );
}

/** @param factor by which the MACs of all layers together are too many */
export function assignmentSizes(layers: readonly string[], factor: number): Diagnostic {
  const shown = layers.slice(0, 8).join(", ");
  return {
    code: "assignment-sizes",
    severity: "note",
    message:
      `${layers.length} layers are written with the size of their input as P and Q, which is not the size of their output: ` +
      `${shown}${layers.length > 8 ? ", ..." : ""}; together the files have ${factor.toFixed(2)} times the network's MACs`,
    hint: "that is what the assignment's generator writes; leave out --assignment-sizes for the layers as they are",
  };
}

export function networkSectionGiven(section: string, span: Span): Diagnostic {
  return {
    code: "network-section-given",
    severity: "error",
    message: `"${section}" is given, but the layers of the network are the problems, and their mappings are searched for`,
    span,
    hint: `leave out "${section}"; tilewright ${section === "problem" ? "map" : "model"} evaluates a single layer`,
  };
}
