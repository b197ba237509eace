/** How a diagnostic looks in JSON output: the span becomes a file name and one-based line and column. */
import type { Diagnostic } from "./diagnostic.ts";
import { positionAt } from "./position.ts";

/** Diagnostic as JSON carries it; line and column are one-based. */
export interface DiagnosticJson {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
  readonly path?: string;
}

/** The JSON form of `diagnostic`; absent parts stay absent. Related places are for people and are left out. */
export function diagnosticToJson(diagnostic: Diagnostic): DiagnosticJson {
  const { code, severity, message, span, hint, path } = diagnostic;
  const place = span && { file: span.source.name, ...positionAt(span.source, span.from) };
  return {
    code,
    severity,
    message,
    ...(place ?? {}),
    ...(hint === undefined ? {} : { hint }),
    ...(path === undefined ? {} : { path }),
  };
}
