/** The one place where the MODEL of a command becomes a network. */
import { type Diagnostic, type Network, residualNetwork } from "@tilewright/core";
import { readSourceFile } from "@tilewright/node";

export interface NetworkReading {
  /** Present unless there was an error. */
  readonly network?: Network;
  readonly diagnostics: readonly Diagnostic[];
}

/** @param model a file, or the name of a built-in network */
export function readNetwork(model: string): NetworkReading {
  if (model === "resnet32-cifar10") return { network: residualNetwork(), diagnostics: [] };
  return { diagnostics: readSourceFile(model).diagnostics };
}
