import { describe, expect, it } from "vitest";
import type { Spec } from "../spec/spec.ts";
import { evaluate } from "./evaluate.ts";
import { evaluateChip, smallChip, storageOf, validChip } from "./testing/small-chip.ts";
import { levelWordsPerWord, occupiedLevelWords, vectorAccesses, wordBitsOf } from "./word-widths.ts";

// Words of 8 bits, 4 to a block.
const buffer = smallChip({ buffer: "per_dataspace_word_bits: {Outputs: 24, Weights: 4}" }).architecture.storage[1]!;

describe("words of other widths", () => {
  it("are the level's own where nothing else is said", () => {
    expect(["Weights", "Inputs", "Outputs", "toString"].map((name) => wordBitsOf(buffer, name))).toEqual([4, 8, 24, 8]);
    expect(levelWordsPerWord(buffer, "Outputs")).toBe(3);
  });

  it("are packed into vectors or span several", () => {
    expect(vectorAccesses(buffer, "Inputs", 9)).toBe(3);
    expect(vectorAccesses(buffer, "Weights", 9)).toBe(2);
    expect(vectorAccesses(buffer, "Outputs", 9)).toBe(7);
  });

  it("take their share of the capacity", () => {
    const tiles = [
      { name: "Weights", words: 3 },
      { name: "Outputs", words: 2 },
    ];
    expect(occupiedLevelWords(buffer, tiles)).toBe(7.5);
  });

  it("change energy, bandwidth and intensity, not the counters", () => {
    const [plain, wide] = [validChip(), validChip({ buffer: "per_dataspace_word_bits: {Outputs: 24}" })];
    const of = (evaluation: typeof plain) => storageOf(evaluation, "Buffer").dataSpaces["Outputs"]!;
    const counts = ({ reads, fills, updates, utilizedCapacity }: ReturnType<typeof of>) => [
      reads,
      fills,
      updates,
      utilizedCapacity,
    ];
    expect(counts(of(wide))).toEqual(counts(of(plain)));
    expect(of(wide).energyPj).toBe(Math.ceil((of(plain).updates * 24) / 32) * 6);
    expect(of(wide).writeWordsPerCycle).toBeCloseTo(3 * of(plain).writeWordsPerCycle, 12);
    expect(storageOf(wide, "Buffer").utilizedCapacity).toBe(12 + 9 + 3 * 8);
    const bytes = (evaluation: typeof plain) => evaluation.derived?.perLevel[1]?.bytes ?? 0;
    expect(bytes(wide) - bytes(plain)).toBe(2 * (of(plain).reads + of(plain).fills + of(plain).updates));
  });

  it("decide whether a tile fits, by the same rule", () => {
    const fits = (bufferDepth: number): boolean =>
      evaluateChip({ bufferDepth, buffer: "per_dataspace_word_bits: {Outputs: 24}" }).valid;
    // 12 + 9 + 3 x 8 words of 8 bits.
    expect([fits(12), fits(11)]).toEqual([true, false]);
  });
});

describe("tensors that stay in a level", () => {
  /** The chip with tensors that stay in its buffer of 64 rows of 4 words; the mapping's tiles are 12, 9 and 8 words. */
  function withResidents(words: number, dataSpaces: readonly string[]): Spec {
    const spec = smallChip();
    const storage = spec.architecture.storage.map((level) =>
      level.name === "Buffer" ? { ...level, residents: { words, dataSpaces } } : level,
    );
    return { ...spec, architecture: { ...spec.architecture, storage } };
  }
  const used = (words: number, dataSpaces: readonly string[]): number | string => {
    const evaluation = evaluate(withResidents(words, dataSpaces));
    return evaluation.valid ? storageOf(evaluation, "Buffer").utilizedCapacity : evaluation.reason;
  };

  it("take their room beside the tiles", () => {
    expect(used(0, [])).toBe(12 + 9 + 8);
    expect(used(227, [])).toBe(256);
    expect(used(228, [])).toBe("capacity");
  });

  it("take the room of their own tiles", () => {
    expect(used(30, ["Inputs"])).toBe(30 + 12 + 8);
    expect(used(236, ["Inputs"])).toBe(256);
    expect(used(237, ["Inputs"])).toBe("capacity");
    expect(used(256, ["Inputs", "Outputs", "Weights"])).toBe(256);
  });

  it("change nothing else", () => {
    const [plain, staying] = [evaluate(smallChip()), evaluate(withResidents(30, ["Inputs"]))];
    if (!plain.valid || !staying.valid) throw new Error("both fit");
    const levels = (evaluation: typeof plain) =>
      evaluation.levels.map((level) => ({ ...level, ...(level.kind === "storage" && { utilizedCapacity: 0 }) }));
    expect(levels(staying)).toEqual(levels(plain));
  });
});
