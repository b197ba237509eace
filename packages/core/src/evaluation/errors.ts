/** Messages of the evaluation: why a mapping is not valid on an architecture. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
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

/** Of a mapping that a program has built; the reader says the same of one that it has read, at its factors. */
export function extentDiffers(dimension: string, extent: number, size: number, span?: Span): Diagnostic {
  return {
    code: "factor-product",
    severity: "error",
    message: `the loops over dimension "${dimension}" cover ${extent}, but its size is ${size}`,
    ...at(span),
    hint: "the factors of all levels, temporal and spatial, must make the size together",
  };
}

export function notAFactor(dimension: string, bound: number, residual: number, span?: Span): Diagnostic {
  const factor = residual === bound ? `${bound}` : `${bound},${residual}`;
  return {
    code: "bad-factor",
    severity: "error",
    message: `${dimension}=${factor} is not a factor`,
    ...at(span),
    hint: "a factor is a whole number; its last iteration is at least 1 and not longer than the others",
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

function named(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known);
  const list = known.length === 0 ? `the architecture has no ${what}` : `there is: ${known.join(", ")}`;
  return nearest === undefined ? list : `did you mean "${nearest}"? ${list}`;
}

export function unknownNetwork(
  level: string,
  key: string,
  name: string,
  known: readonly string[],
  span?: Span,
): Diagnostic {
  return {
    code: "unknown-network",
    severity: "error",
    message: `"${level}" names "${name}" as its ${key}, but the architecture has no such network`,
    ...at(span),
    hint: named("network component", name, known),
  };
}

export function networkEndsDiffer(
  outer: string,
  outerKey: string,
  outerName: string | undefined,
  inner: string,
  innerKey: string,
  innerName: string | undefined,
  span?: Span,
): Diagnostic {
  const says = (level: string, key: string, name: string | undefined): string =>
    name === undefined ? `"${level}" gives no ${key}` : `"${level}" says ${key}: ${name}`;
  const name = outerName ?? innerName ?? "";
  return {
    code: "network-ends-differ",
    severity: "error",
    message: `${says(outer, outerKey, outerName)}, but ${says(inner, innerKey, innerName)}: a network joins both ends`,
    ...at(span),
    hint: `write ${outerKey}: ${name} at "${outer}" and ${innerKey}: ${name} at "${inner}", or neither`,
  };
}

export function networkUnused(name: string, span?: Span): Diagnostic {
  return {
    code: "network-unused",
    severity: "warning",
    message: `no level names the network "${name}": nothing passes through it`,
    ...at(span),
    hint: "name it with network_read and network_update at the level outside, network_fill and network_drain inside",
  };
}

export function reductionTreeInwards(name: string, span?: Span): Diagnostic {
  return {
    code: "reduction-tree-inwards",
    severity: "error",
    message: `the reduction tree "${name}" is named for words going inwards, it can only carry results outwards`,
    ...at(span),
    hint: "name it with network_update and network_drain (network_result at the compute level) only",
  };
}

export function networkActionMissing(name: string, span?: Span): Diagnostic {
  return {
    code: "network-action-missing",
    severity: "error",
    message: `the multicast network "${name}" does not say which action of the energy table pays for a transfer`,
    ...at(span),
    hint: "give it action_name, the name of an action in its table",
  };
}

export function networkArgumentMissing(name: string, span?: Span): Diagnostic {
  return {
    code: "network-argument-missing",
    severity: "error",
    message: `the energy table lists transfers of "${name}" by arguments, but not which of them is the fan-out`,
    ...at(span),
    hint: "give the network multicast_factor_argument, the name of that argument",
  };
}

export function fanoutWithoutEnergy(name: string, multicast: number): Diagnostic {
  return {
    code: "fanout-without-energy",
    severity: "warning",
    message: `the energy table of "${name}" has no transfer to ${multicast} receivers: these transfers are left at 0`,
    hint: `add an entry for ${multicast} receivers to its action`,
  };
}

export function distributedMulticast(name: string, span?: Span): Diagnostic {
  return {
    code: "distributed-multicast",
    severity: "warning",
    message: `"${name}" asks for distributed multicast (M:N): it is counted as 1:N, each word from the instance that holds it`,
    ...at(span),
    hint: 'network_type "1:N" says the same',
  };
}

export function unknownPowerGate(level: string, gate: string, known: readonly string[], span?: Span): Diagnostic {
  return {
    code: "unknown-power-gate",
    severity: "error",
    message: `"${level}" is power-gated at "${gate}", which is no storage level`,
    ...at(span),
    hint: named("other storage level", gate, known),
  };
}

export function tileWidthUnused(name: string, span?: Span): Diagnostic {
  return {
    code: "tile-width-unused",
    severity: "warning",
    message: `tile_width of "${name}" is not used: its hops are as long as the areas of what lies inside make them`,
    ...at(span),
    hint: "only networks of class Legacy take a tile_width",
  };
}
