/** How long the tables of a whole chip take: the Eyeriss-like example with its compound components, from text on. */
import { readFileSync } from "node:fs";
import { estimateChip, readDocuments, type SramModel } from "@tilewright/core";
import { bench } from "./harness.ts";

const sources = ["arch.yaml", "components.yaml"].map((file) => {
  const name = `examples/eyeriss-energy/${file}`;
  return { name, text: readFileSync(name, "utf8") };
});

/** A memory that costs no time: what is measured is everything else. */
const noMemory: SramModel = ({ widthBits, depth }) => ({
  kind: "estimate",
  readPj: widthBits,
  writePj: widthBits,
  leakageWatts: 1e-6,
  areaUm2: widthBits * depth,
  accessTimeNs: 1,
  randomCycleTimeNs: 1,
  nodes: [],
  readTerms: [],
  writeTerms: [],
  areaTerms: [],
});

bench(
  "ERT and ART of an Eyeriss-like chip",
  () => estimateChip(readDocuments(sources, {}).documents, { compat: false, sramModel: noMemory }).components.length,
  { unit: "chip" },
);
