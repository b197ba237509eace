import { describe, expect, it } from "vitest";
import { isAxisChoicePossible } from "./axis-choice.ts";
import type { LevelLimits } from "./constraints.ts";

function spatial(
  split: number | undefined,
  innermost: number[] = [],
  outermost: number[] = [],
): LevelLimits["spatial"] {
  return { factors: [], innermost, outermost, maxRemainder: 0, split };
}

describe("a choice of axes", () => {
  it("is free where neither order nor split is given", () => {
    expect(isAxisChoicePossible(spatial(undefined), [1, 2, 0, 1])).toBe(true);
  });

  it("has at most so many dimensions along X as the split says, and the others along Y", () => {
    expect(isAxisChoicePossible(spatial(1), [1, 2, 0])).toBe(true);
    expect(isAxisChoicePossible(spatial(1), [1, 1, 0])).toBe(false);
    expect(isAxisChoicePossible(spatial(2), [2, 2, 0])).toBe(false);
    expect(isAxisChoicePossible(spatial(999), [1, 0, 2])).toBe(false);
  });

  it("follows the order from the innermost dimension outwards", () => {
    expect(isAxisChoicePossible(spatial(undefined, [2, 0]), [2, 0, 1])).toBe(true);
    expect(isAxisChoicePossible(spatial(undefined, [0, 2]), [2, 0, 1])).toBe(false);
    expect(isAxisChoicePossible(spatial(undefined, [], [1]), [2, 1, 0])).toBe(false);
  });
});
