/**
 * Messages about the form of a specification: sections, keys and the kinds of values, and the reference tables.
 * Every function returns one diagnostic; the readers of `workload/`, `architecture/` and `mapping/` share those that
 * are not about their own subject.
 */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

/** Joins words for a hint: `a, b, c`. Long lists are cut, since nobody reads a hundred keys. */
export function wordList(words: readonly string[], limit = 24): string {
  if (words.length === 0) return "(none)";
  const shown = words.slice(0, limit).join(", ");
  return words.length > limit ? `${shown}, ... (${words.length} in all)` : shown;
}

function guess(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `did you mean "${suggestion}"? `;
}

export function unknownSection(span: Span, key: string, suggestion: string | undefined): Diagnostic {
  return {
    code: "unknown-section",
    severity: "error",
    message: `"${key}" is not a section of a specification`,
    span,
    hint: `${guess(suggestion)}sections are: architecture, problem, mapping, variables, components, ERT, ART, mapper, constraints, globals, sparse_optimizations`,
  };
}

export function duplicateSection(span: Span, key: string, first: Span): Diagnostic {
  return {
    code: "duplicate-section",
    severity: "error",
    message: `a second "${key}" section`,
    span,
    related: [{ message: `the first "${key}" is here`, span: first }],
    hint: `give one "${key}" in all files together; leave out one of the two files`,
  };
}

export function missingSection(key: string, span: Span | undefined): Diagnostic {
  return {
    code: "missing-section",
    severity: "error",
    message: `no "${key}" section in the input`,
    ...(span && { span }),
    hint: `add a file whose top-level key is "${key}:"`,
  };
}

export function sectionIgnored(span: Span, key: string): Diagnostic {
  return {
    code: "section-ignored",
    severity: "note",
    message: `"${key}" is read and kept, but does not change how a given mapping is evaluated`,
    span,
    hint: `nothing to do; remove "${key}" to silence this note`,
  };
}

export function sparsityIgnored(span: Span, what: string): Diagnostic {
  return {
    code: "sparsity-ignored",
    severity: "note",
    message: `${what} is read and kept, but every word and every operation is counted as in dense data`,
    span,
    hint: "remove it to silence this note",
  };
}

export function energyTableOverrides(span: Span, source: string): Diagnostic {
  return {
    code: "energy-table-overrides",
    severity: "note",
    message: `the named energy table "${source}" is used instead of this ERT`,
    span,
    hint: "leave out one of the two",
  };
}

export function unknownKey(
  span: Span,
  key: string,
  owner: string,
  allowed: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "unknown-key",
    severity: "error",
    message: `${owner} has no key "${key}"`,
    span,
    hint: `${guess(suggestion)}keys are: ${wordList(allowed)}`,
  };
}

export function missingKey(span: Span, owner: string, ...keys: readonly string[]): Diagnostic {
  return {
    code: "missing-key",
    severity: "error",
    message: `${owner} needs ${keys.length === 1 ? "a key" : "keys"} ${keys.map((key) => `"${key}"`).join(", ")}`,
    span,
    hint: `add ${keys.map((key) => `"${key}: ..."`).join(" and ")} here`,
  };
}

export function wrongType(span: Span, owner: string, expected: string, seen: string): Diagnostic {
  return {
    code: "wrong-type",
    severity: "error",
    message: `${owner} should be ${expected}, not ${seen}`,
    span,
    hint: `write ${expected} here`,
  };
}

export function notANumber(span: Span, owner: string, seen: string, expected: string): Diagnostic {
  return {
    code: "not-a-number",
    severity: "error",
    message: `${owner} is ${seen}, not a number`,
    span,
    hint: `give ${expected}; a quoted text is taken literally, an unquoted one may be an expression`,
  };
}

export function numberOutOfRange(span: Span, owner: string, seen: string, expected: string): Diagnostic {
  return {
    code: "number-out-of-range",
    severity: "error",
    message: `${owner} is ${seen}, but must be ${expected}`,
    span,
    hint: `give ${expected}`,
  };
}

export function notAFlag(span: Span, owner: string, seen: string): Diagnostic {
  return {
    code: "not-a-flag",
    severity: "error",
    message: `${owner} is ${seen}, neither true nor false`,
    span,
    hint: "give true or false",
  };
}

export function badName(span: Span, owner: string, seen: string): Diagnostic {
  return {
    code: "bad-name",
    severity: "error",
    message: `${owner} cannot be called ${JSON.stringify(seen)}`,
    span,
    hint: "a name starts with a letter or _ and goes on with letters, digits or _",
  };
}

export function duplicateName(span: Span, owner: string, name: string, first: Span | undefined): Diagnostic {
  return {
    code: "duplicate-name",
    severity: "error",
    message: `a second ${owner} "${name}"`,
    span,
    ...(first && { related: [{ message: `the first "${name}" is here`, span: first }] }),
    hint: `each ${owner} needs a name of its own`,
  };
}

export function badEnergy(span: Span, owner: string, seen: string): Diagnostic {
  return {
    code: "bad-energy",
    severity: "error",
    message: `${owner} is ${seen}`,
    span,
    hint: "give a number of at least 0 (pJ for energies, um^2 for areas)",
  };
}

export function tableUnknownComponent(
  span: Span,
  table: string,
  name: string,
  components: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "table-unknown-component",
    severity: "warning",
    message: `the ${table} has figures for "${name}", which is not in the architecture`,
    span,
    hint: `${guess(suggestion)}components are: ${wordList(components)}`,
  };
}

export function tableMissingComponent(span: Span, table: string, names: readonly string[]): Diagnostic {
  return {
    code: "table-missing-component",
    severity: "warning",
    message: `the ${table} has no figures for ${wordList(names)}: ${names.length === 1 ? "it counts" : "they count"} as 0`,
    span,
    hint: `add a table for each, by its name in the architecture`,
  };
}
