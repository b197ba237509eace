/** Messages about results that are to be verified, where they cannot even be read. */

import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { SEARCH_SCHEMA } from "./search-document.ts";

const HOW = "verify reads what `tilewright map --json` prints, or the tilewright-map.json of its -o";

/** @param problem what the JSON parser says */
export function resultJson(span: Span, problem: string): Diagnostic {
  return {
    code: "result-json",
    severity: "error",
    message: `this is no whole JSON document: ${problem}`,
    span,
    hint: HOW,
  };
}

/** @param seen the schema's name, if there is one */
export function resultSchema(span: Span, seen: string | undefined): Diagnostic {
  const message =
    seen === undefined
      ? "this document names no schema"
      : `this document is ${JSON.stringify(seen)}, which is another one`;
  return {
    code: "result-schema",
    severity: "error",
    message,
    span,
    hint: `schema must be "${SEARCH_SCHEMA}"; ${HOW}`,
  };
}

/** @param path of the field @param allowed what it should be @param seen what it is */
export function resultField(span: Span, path: string, allowed: string, seen: string): Diagnostic {
  return {
    code: "result-field",
    severity: "error",
    message: `${path} must be ${allowed}, not ${seen}`,
    span,
    path,
    hint: HOW,
  };
}

export function resultWithoutSearch(span: Span): Diagnostic {
  return {
    code: "result-without-search",
    severity: "error",
    message: "no search ran for this document: its input was wrong or left no mapping",
    span,
    hint: "its diagnostics say why; run `tilewright map` again when they are mended",
  };
}
