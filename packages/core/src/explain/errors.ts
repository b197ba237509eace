/** Messages about questions that name something that is not there. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";

/** @param levels innermost first */
export function unknownLevel(name: string, levels: readonly string[]): Diagnostic {
  return {
    code: "unknown-target",
    severity: "error",
    message: `"${name}" is not a storage level of the architecture`,
    hint: `${guess(name, levels)}levels are, from the outside: ${[...levels].reverse().join(", ")}`,
  };
}

export function unknownDataSpace(name: string, dataSpaces: readonly string[]): Diagnostic {
  return {
    code: "unknown-data-space",
    severity: "error",
    message: `"${name}" is not a data space of the problem`,
    hint: `${guess(name, dataSpaces)}data spaces are: ${dataSpaces.join(", ")}`,
  };
}

function guess(name: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known);
  return nearest === undefined ? "" : `did you mean "${nearest}"? `;
}
