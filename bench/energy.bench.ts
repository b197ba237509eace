/**
 * How long the tables of a whole chip take (the Eyeriss-like example with its compound components, from text on), and how
 * long one memory takes. Nothing is remembered between calls: a new set of estimators each time.
 */
import { readFileSync } from "node:fs";
import { estimateChip, estimateSram, readDocuments } from "@tilewright/core";
import { bench } from "./harness.ts";

const sources = ["arch.yaml", "components.yaml"].map((file) => {
  const name = `examples/eyeriss-energy/${file}`;
  return { name, text: readFileSync(name, "utf8") };
});
const { documents } = readDocuments(sources, {});

bench("read an Eyeriss-like chip", () => readDocuments(sources, {}).documents.length, { unit: "chip" });
bench("ERT and ART of an Eyeriss-like chip", () => estimateChip(documents, { compat: false }).components.length, {
  unit: "chip",
});

/** Sizes, ports, banks and technologies as designs have them; 28 and 40 nm lie between two nodes. */
const memories = [256, 1024, 8192, 65536].flatMap((depth) =>
  [16, 64, 256].flatMap((widthBits) =>
    [28, 40, 45, 65].map((technologyNm) => ({
      technologyNm,
      widthBits,
      depth,
      banks: depth > 1024 ? 4 : 1,
      readWritePorts: 1,
      kind: "ram" as const,
    })),
  ),
);
bench(
  "SRAM by circuits",
  () => memories.reduce((n, memory) => n + (estimateSram(memory).kind === "estimate" ? 1 : 0), 0),
  {
    unit: "memory",
    perCall: memories.length,
  },
);
