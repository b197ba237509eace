/** What every reader of networks gives, and figures of a whole network. */
import type { Diagnostic } from "../text/diagnostic.ts";
import { macsOf, type Network } from "./network.ts";

export interface NetworkReading {
  /** Absent after an error. */
  readonly network?: Network;
  readonly diagnostics: readonly Diagnostic[];
}

/** Multiply-accumulates of all layers. */
export function networkMacs({ layers }: Network): number {
  return layers.reduce((sum, { work }) => sum + (work.kind === "product" ? macsOf(work.shape) : 0), 0);
}

/** Words of all weights: the parameters of the network. */
export function networkParameters({ tensors }: Network): number {
  return [...tensors.values()].reduce((sum, { kind, words }) => sum + (kind === "weight" ? words : 0), 0);
}
