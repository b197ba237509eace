import { describe, expect, it } from "vitest";
import { parseExpression } from "./parse.ts";

/** Parses `text`, written inside a larger file, and gives the codes with the characters that they point at. */
function faults(text: string): readonly (readonly [string, string])[] {
  const source = { name: "a.yaml", text: `width: ${text} # bits` };
  const { diagnostics } = parseExpression(text, { source, from: 7, to: 7 + text.length });
  return diagnostics.map(({ code, span }) => [code, source.text.slice(span?.from, span?.to)]);
}

describe("parseExpression", () => {
  it.each([
    ["1 +", "expression-syntax", ""],
    ["", "expression-syntax", ""],
    ["(1", "expression-syntax", ""],
    ["[1, 2", "expression-syntax", ""],
    ["1 2", "expression-syntax", "2"],
    ["45nm", "expression-syntax", "45nm"],
    ["007", "expression-syntax", "007"],
    ["'abc", "expression-syntax", "'abc"],
    ["1 = 2", "expression-syntax", "="],
    ["a if b", "expression-syntax", ""],
    ["f(x=1)", "expression-syntax", "="],
    ["$x", "expression-syntax", "$"],
    ["{1 2}", "expression-syntax", "2"],
    ["some words here", "expression-syntax", "words"],
    ["lambda x: x", "expression-unsupported", "lambda"],
    ["[x for x in a]", "expression-unsupported", "for"],
    ["a[1:2]", "expression-unsupported", ":"],
    ["1 << 2", "expression-unsupported", "<<"],
    ["3j", "expression-unsupported", "3j"],
  ])("%s is %s at %j", (text, code, place) => {
    expect(faults(text)).toEqual([[code, place]]);
  });

  it("refuses nesting and length beyond reason, in no time", () => {
    expect(faults(`${"(".repeat(2000)}1`)[0]?.[0]).toBe("expression-too-large");
    expect(faults("-".repeat(3000))[0]?.[0]).toBe("expression-too-large");
    expect(faults(`not ${"not ".repeat(900)}1`)[0]?.[0]).toBe("expression-too-large");
    expect(faults("1+".repeat(100_000))[0]?.[0]).toBe("expression-too-large");
  });

  it("points into a quoted scalar", () => {
    const source = { name: "a.yaml", text: 'w: "1 + $"' };
    const { diagnostics } = parseExpression("1 + $", { source, from: 3, to: 10 });
    expect(diagnostics[0]?.span).toEqual({ source, from: 8, to: 9 });
  });

  it("points to the whole scalar where the file spells it otherwise", () => {
    const source = { name: "a.yaml", text: "w: 1 +\n  $\n" };
    const span = { source, from: 3, to: 10 };
    expect(parseExpression("1 + $", span).diagnostics[0]?.span).toEqual(span);
  });
});
