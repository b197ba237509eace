/** Messages of the nest analysis: what it cannot count. */
import type { Diagnostic } from "../text/diagnostic.ts";

export function simulationTooLarge(bytes: number, limit: number): Diagnostic {
  const gib = (n: number): string => `${(n / 2 ** 30).toFixed(1)} GiB`;
  return {
    code: "simulation-too-large",
    severity: "error",
    message: `walking this nest word by word would need ${gib(bytes)} of tables, more than ${gib(limit)}`,
    hint: "simulate a smaller problem, or use the closed form (tilewright model)",
  };
}

export function flattenedExact(): Diagnostic {
  return {
    code: "exact-flattened",
    severity: "error",
    message: "exact semantics do not cover flattened loop dimensions",
    hint: "use --semantics timeloop, or a problem shape without `flatten`",
  };
}

export function walkedInstead(): Diagnostic {
  return {
    code: "walked-instead",
    severity: "note",
    message:
      "this nest has no closed form under exact semantics (output words that several index tuples share, or outputs without multicast or reuse at an outer level): it was walked",
  };
}
