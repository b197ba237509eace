import { describe, expect, it } from "vitest";
import { isca16Rows } from "./isca16.ts";
import { jssc17Rows } from "./jssc17.ts";

describe("Eyeriss's papers", () => {
  it("ISCA 2016, figure 10: energies of register files and units within 10 %", { timeout: 300_000 }, () => {
    // Few partial nests: the parts that are compared settle long before the proof.
    for (const { layer, ours, published } of isca16Rows(60_000)) {
      expect(Math.abs(ours.alu / published.alu - 1), `${layer}: ALU`).toBeLessThan(0.1);
      expect(Math.abs(ours.registerFile / published.registerFile - 1), `${layer}: register file`).toBeLessThan(0.1);
    }
  });

  it("JSSC 2017, table V: elements at work", () => {
    for (const { layer, mapped, published } of jssc17Rows()) expect(mapped, layer).toBe(published);
    expect(jssc17Rows().map(({ average }) => average)).toEqual([151, 135, 156, 156, 156]);
  });
});
