/** Networks by name. */
import { readDocuments } from "../../yaml/read-documents.ts";
import { type ParameterValues, readNetwork } from "../described/read-network.ts";
import type { NetworkReading } from "../network-reading.ts";
import { BUILT_IN_TEXTS, type BuiltInText } from "./texts.ts";

export function builtInNetworks(): readonly BuiltInText[] {
  return BUILT_IN_TEXTS;
}

/**
 * The network of that name, or undefined where there is none.
 *
 * @example builtInNetwork("bert-base", new Map([["tokens", 384]]))?.network
 */
export function builtInNetwork(name: string, parameters?: ParameterValues): NetworkReading | undefined {
  const found = BUILT_IN_TEXTS.find((each) => each.name === name);
  if (found === undefined) return undefined;
  const { documents, diagnostics } = readDocuments([{ name: `<${name}>`, text: found.text }]);
  return readNetwork(documents, { earlier: diagnostics, ...(parameters && { parameters }) });
}
