/** Diagnostics on standard error: errors first seen first, then warnings and notes, and a count where they are many. */
import { type Diagnostic, type Evaluation, renderDiagnostic, type Source, type SpecResult } from "@tilewright/core";
import { formatPlural } from "./format-number.ts";
import { locateDiagnostic } from "./pipeline.ts";
import type { Terminal } from "./terminal.ts";
import { joinLines } from "./text-layout.ts";

const SEVERITIES = ["error", "warning", "note"] as const;

/** Prints all of them, but no notes where there are errors: those come first to be mended. */
export function printDiagnostics(terminal: Terminal, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter((each) => each.severity === "error").length;
  for (const severity of SEVERITIES) {
    if (severity === "note" && errors > 0) continue;
    for (const diagnostic of diagnostics.filter((each) => each.severity === severity)) {
      const frame = renderDiagnostic(diagnostic, { color: terminal.errorColor });
      terminal.error(frame.endsWith("\n") ? frame : `${frame}\n`);
    }
  }
  if (errors > 1) terminal.error(joinLines([formatPlural(errors, "error")]));
}

/** All that was said about one evaluation: by the readers (with spans) and by the evaluation itself. */
export function diagnosticsOf(
  result: SpecResult,
  evaluation: Evaluation,
  sources: readonly Source[],
): readonly Diagnostic[] {
  // The evaluation repeats the readers' diagnostics first, in order; its own come after them.
  const own = evaluation.diagnostics.slice(result.diagnostics.length);
  return [...result.diagnostics, ...own.map((json) => locateDiagnostic(json, sources))];
}
