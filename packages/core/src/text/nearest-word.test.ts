import { describe, expect, it } from "vitest";
import { nearestWord } from "./nearest-word.ts";

describe("nearestWord", () => {
  it.each([
    ["dimention", ["data_space", "dimension"], "dimension"],
    ["Depth", ["width", "depth"], "depth"],
    ["data-spaces", ["dimensions", "data_spaces"], "data_spaces"],
    ["permtuation", ["permutation"], "permutation"],
    ["widht", ["width", "weight"], "width"],
    ["xyz", ["depth", "width"], undefined],
    ["K", ["C", "M"], undefined],
    ["k", ["C", "K"], "K"],
    ["", ["a"], undefined],
    ["depth", [], undefined],
  ] as const)("for %s among %j says %s", (word, candidates, expected) => {
    expect(nearestWord(word, candidates)).toBe(expected);
  });

  it("does not search for absurdly long words", () => {
    expect(nearestWord("a".repeat(100_000), ["a"])).toBeUndefined();
  });
});
