/** Messages of the evaluation: why a mapping is not valid on an architecture. */
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";

const at = (span: Span | undefined): { span?: Span } => (span === undefined ? {} : { span });

export function capacityExceeded(
  level: string,
  needed: number,
  available: number,
  parts: readonly { readonly name: string; readonly words: number }[],
  span?: Span,
): Diagnostic {
  const list = parts.map((part) => `${part.name} ${part.words}`).join(" + ");
  const largest = [...parts].sort((a, b) => b.words - a.words)[0];
  return {
    code: "capacity-exceeded",
    severity: "error",
    message: `the tiles of "${level}" need ${needed} words (${list}), it holds ${available}`,
    ...at(span),
    hint: `${largest === undefined ? "a data space" : `"${largest.name}"`} takes most: give the loops that span it smaller factors at this level or inside it, or bypass it here; ${needed - available} words too many`,
  };
}

export function utilizationTooLow(level: string, used: number, needed: number, span?: Span): Diagnostic {
  return {
    code: "utilization-too-low",
    severity: "error",
    message: `the tiles of "${level}" use ${used} words, its min_utilization asks for ${needed}`,
    ...at(span),
    hint: "larger factors at this level or inside it fill it more",
  };
}

export function fanoutExceeded(
  level: string,
  axis: "X" | "Y" | "total",
  needed: number,
  available: number,
  span?: Span,
): Diagnostic {
  const what = axis === "total" ? "instances" : `instances along ${axis}`;
  return {
    code: "fanout-exceeded",
    severity: "error",
    message: `the spatial loops need ${needed} ${what} of "${level}", there are ${available}`,
    ...at(span),
    hint:
      axis === "total"
        ? "smaller spatial factors fit"
        : `smaller spatial factors fit; "split" says how many loops of the permutation run along X, the others run along Y`,
  };
}

export function heldNowhere(dataSpace: string, span?: Span): Diagnostic {
  return {
    code: "data-space-held-nowhere",
    severity: "error",
    message: `every storage level bypasses "${dataSpace}"`,
    ...at(span),
    hint: "keep it at one level at least; the outermost one is usual",
  };
}

export function noEnergyTable(): Diagnostic {
  return {
    code: "no-energy-table",
    severity: "note",
    message: "no energy table was given: counts and cycles are complete, every energy is left at 0",
    hint: "give a file with an ERT, or --energy-table assignment",
  };
}

export function componentWithoutEnergy(component: string, source: string): Diagnostic {
  return {
    code: "component-without-energy",
    severity: "warning",
    message: `the energy table "${source}" has no entry for "${component}": its energy is left at 0`,
    hint: "name the component in the table as the architecture does",
  };
}

export function countTooLarge(what: string): Diagnostic {
  return {
    code: "count-too-large",
    severity: "error",
    message: `${what} is more than 2^53: the counts would not be exact`,
    hint: "evaluate a smaller problem, or a part of it",
  };
}
