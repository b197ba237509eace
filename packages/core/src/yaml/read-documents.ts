/**
 * Reading: input texts to located documents, the one door between YAML files and the readers of `spec/`.
 *
 * Everything that can be wrong is a diagnostic; nothing is thrown for an input. See `reading.ts` for the way.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import type { Source } from "../text/source.ts";
import type { Files } from "./files.ts";
import type { ReadLimits } from "./limits.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { LocatedNode } from "./located.ts";
import { Reading } from "./reading.ts";

/** Options of `readDocuments`; without `loadFile`, files cannot include others. */
export interface ReadOptions extends Files {
  /** Variables that templates see (`jinja_parse_data` of Timeloop's front end). */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Changes to `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ReadLimits>;
}

export interface ReadResult {
  /** Every document of every source, in order; empty ones and those with errors are left out. */
  readonly documents: readonly LocatedNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every document of `sources`.
 *
 * @example
 * const { documents, diagnostics } = readDocuments([{ name: "arch.yaml", text: "depth: 64" }]);
 */
export function readDocuments(sources: readonly Source[], options: ReadOptions = {}): ReadResult {
  const bag = new DiagnosticBag();
  const limits: ReadLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const reading = new Reading(options, options.variables ?? {}, limits, bag.report);
  const documents = sources.flatMap((source) => reading.documents(source));
  return { documents, diagnostics: bag.list() };
}
