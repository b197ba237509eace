/**
 * For tests: texts to a Spec, with the place of a mark. A `§` in a text is taken out, and its offset is where a
 * diagnostic is expected to begin.
 */
import type { Diagnostic } from "../../text/diagnostic.ts";
import { type ReadOptions, readDocuments } from "../../yaml/read-documents.ts";
import { type ReadSpecOptions, readSpec } from "../read-spec.ts";
import type { Spec } from "../spec.ts";

/** Stands before the place where a diagnostic is expected. */
export const MARK = "§";

/** What reading some texts gives. */
export interface ReadTexts {
  readonly spec: Spec | undefined;
  readonly invalidReason: "factors" | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** File and offset of the mark, where there is one. */
  readonly mark: { readonly file: string; readonly offset: number } | undefined;
}

/** Reads `texts`, by file name. */
export function readTexts(
  texts: Readonly<Record<string, string>>,
  options: ReadSpecOptions = {},
  readOptions: ReadOptions = {},
): ReadTexts {
  let mark: ReadTexts["mark"];
  const sources = Object.entries(texts).map(([name, text]) => {
    const offset = text.indexOf(MARK);
    if (offset >= 0) mark = { file: name, offset };
    return { name, text: text.replace(MARK, "") };
  });
  const documents = readDocuments(sources, readOptions);
  const result = readSpec(documents.documents, { ...options, earlier: documents.diagnostics });
  return {
    spec: result.spec,
    invalidReason: result.invalidReason,
    diagnostics: result.diagnostics,
    mark,
  };
}

/** `diagnostics` in short: `code@file:offset`. */
export function shortly(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, span }) => (span ? `${code}@${span.source.name}:${span.from}` : code));
}
