/** Messages about whole networks: what is said of many layers at once, and where activations may stay. */
import { wordList } from "../../spec/errors.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { BufferObstacle } from "./activation-buffer.ts";

/** What one layer's reading or search said. */
export interface LayerDiagnostics {
  readonly layer: string;
  readonly diagnostics: readonly Diagnostic[];
}

const NAMES_SHOWN = 4;

/** The same code at the same place once, with the layers that it holds for; what is said of all of them names none. */
export function groupByLayer(perLayer: readonly LayerDiagnostics[]): readonly Diagnostic[] {
  const groups = new Map<string, { readonly first: Diagnostic; readonly layers: Set<string> }>();
  for (const { layer, diagnostics } of perLayer) {
    for (const diagnostic of diagnostics) {
      const { code, span, message } = diagnostic;
      const place = span && !isOfProblem(span.source.name) ? `${span.source.name}@${span.from}` : message;
      const key = `${code} ${place}`;
      const known = groups.get(key);
      if (known) known.layers.add(layer);
      else groups.set(key, { first: diagnostic, layers: new Set([layer]) });
    }
  }
  return [...groups.values()].map(({ first, layers }) => {
    if (layers.size === perLayer.length && perLayer.length > 1) return first;
    const names = [...layers];
    const rest = names.length - NAMES_SHOWN;
    const list = names.slice(0, rest > 1 ? NAMES_SHOWN : names.length).join(", ");
    const more = rest > 1 ? ` and ${rest} more` : "";
    return { ...first, message: `${list}${more}: ${first.message}` };
  });
}

/** Name of the text that a layer's problem is read from, for diagnostics. */
export function problemName(layer: string): string {
  return `problem of ${layer}`;
}

function isOfProblem(source: string): boolean {
  return source.startsWith("problem of ");
}

const OBSTACLES: Readonly<Record<BufferObstacle, string>> = {
  outermost: "it is the outermost level: everything is there anyway",
  bypass: "constraints let Inputs or Outputs pass it by",
  instances: "it has several instances, each with tiles of its own",
  size: "its size is not limited, or tiles may exceed it",
  utilization: "its min_utilization asks for tiles of a least size",
};

/** @param allowed levels that could be chosen */
export function keepLevelUnsuitable(level: string, obstacle: BufferObstacle, allowed: readonly string[]): Diagnostic {
  return {
    code: "keep-level-unsuitable",
    severity: "error",
    message: `activations cannot stay in "${level}": ${OBSTACLES[obstacle]}`,
    hint:
      allowed.length > 0 ? `levels that can keep them: ${wordList(allowed)}` : "no level of this chip can keep them",
  };
}

export function keepLevelUnknown(level: string, known: readonly string[], nearest: string | undefined): Diagnostic {
  return {
    code: "keep-level-unknown",
    severity: "error",
    message: `there is no level "${level}" for activations to stay in`,
    hint: `${nearest === undefined ? "" : `did you mean "${nearest}"? `}levels are: ${wordList(known)}`,
  };
}

export function activationsStayNowhere(): Diagnostic {
  return {
    code: "activations-stay-nowhere",
    severity: "warning",
    message: "no level on the chip can keep activations between layers, so none stay",
    hint: "one is needed with a size and a single instance that may hold Inputs as well as Outputs",
  };
}

export function residencyReduced(leftOut: number, states: number): Diagnostic {
  return {
    code: "residency-reduced",
    severity: "note",
    message: `${leftOut} of the longest-lived activations were not considered to stay: more than ${states} sets of them could be on the chip at once`,
    hint: "the rest was chosen optimally; the network's total may be lower with them",
  };
}
