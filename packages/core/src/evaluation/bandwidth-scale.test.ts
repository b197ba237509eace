/** `per_dataspace_bandwidth_consumption_scale`: how much of a bandwidth the words of one data space take. */
import { describe, expect, it } from "vitest";
import { readTexts } from "../spec/testing/read-texts.ts";
import { chipText, codesOf, storageOf, validChip } from "./testing/small-chip.ts";

const scaled = (scale: string): string => `read_bandwidth: 1, per_dataspace_bandwidth_consumption_scale: ${scale}`;

describe("bandwidth consumption scale", () => {
  it("a scale of 0 takes no bandwidth", () => {
    const full = storageOf(validChip({ registers: scaled("{}") }), "Registers");
    const free = storageOf(validChip({ registers: scaled("{Weights: 0, Inputs: 0, Outputs: 0}") }), "Registers");
    expect(full.throttling).toBeLessThan(1);
    expect(free).toMatchObject({ throttling: 1, dataSpaces: { Weights: { bandwidthConsumptionScale: 0 } } });
    expect(free.dataSpaces["Weights"]?.readWordsPerCycle).toBe(0);
    expect(free.dataSpaces["Weights"]?.reads).toBe(full.dataSpaces["Weights"]?.reads);
  });

  it("a scale is not negative, a word has bits", () => {
    const codes = (attributes: string): string[] =>
      codesOf(readTexts({ "chip.yaml": chipText({ registers: attributes }) }).diagnostics);
    expect(codes(scaled("{Weights: -1}"))).toEqual(["number-out-of-range"]);
    expect(codes("per_dataspace_word_bits: {Weights: 0}")).toEqual(["number-out-of-range"]);
  });
});
