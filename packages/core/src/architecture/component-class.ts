/**
 * What part a component plays, told from its class name as Timeloop does: by the words that it contains.
 * `smartbuffer_RF` is storage, `intmac` computes, `XY_NoC` is a network, anything else is Accelergy's alone.
 */

/** Part of a component in the nest analysis. */
export type ComponentKind = "storage" | "compute" | "network" | "other";

const STORAGE_WORDS = ["DRAM", "SRAM", "regfile", "smartbuffer", "storage"];
const COMPUTE_WORDS = ["mac", "compute"];
const NETWORK_WORDS = ["XY_NoC", "Legacy", "ReductionTree", "SimpleMulticast"];

/** All words, for messages. */
export const CLASS_WORDS: readonly string[] = [...STORAGE_WORDS, "intmac", "fpmac", ...COMPUTE_WORDS, ...NETWORK_WORDS];

/** The part that class `name` plays; the first matching list wins, in Timeloop's order. */
export function componentKind(name: string): ComponentKind {
  if (STORAGE_WORDS.some((word) => name.includes(word))) return "storage";
  if (COMPUTE_WORDS.some((word) => name.includes(word))) return "compute";
  if (NETWORK_WORDS.some((word) => name.includes(word))) return "network";
  return "other";
}
