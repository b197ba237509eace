/**
 * Diagnostics are data: stages collect them and go on; only the edge (CLI, `orThrow`) turns them into a stop.
 */
import type { Span } from "./source.ts";

/** `error` stops the evaluation, `warning` and `note` do not; a note tells of a default that shapes a result. */
export type Severity = "error" | "warning" | "note";

/** A second place that belongs to the same problem, e.g. the first definition of a duplicate. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/** One thing to tell the user about an input. `code` is stable and documented in `docs/errors/<code>.md`. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span;
  /** Path of keys into the document, e.g. `problem.shape.dimensions[2]`. */
  readonly path?: string;
  readonly related?: readonly RelatedPlace[];
  readonly hint?: string;
}

/** Receives diagnostics as a stage finds them. */
export type Report = (diagnostic: Diagnostic) => void;
