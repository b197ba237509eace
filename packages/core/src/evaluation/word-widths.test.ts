import { describe, expect, it } from "vitest";
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
