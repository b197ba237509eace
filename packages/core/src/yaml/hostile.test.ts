import { describe, expect, it } from "vitest";
import { readDocuments } from "./read-documents.ts";

/** The first code for `text`; each test has a few seconds, in which all of these end many times over. */
function firstCode(text: string): string | undefined {
  const { diagnostics } = readDocuments([{ name: "hostile.yaml", text }]);
  expect(diagnostics.length).toBeLessThanOrEqual(101);
  return diagnostics[0]?.code;
}

describe("hostile input ends with a clear error", { timeout: 10_000 }, () => {
  it("alias bomb", () => {
    const levels = [..."bcdefghij"].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghi"[i]}`)}]`);
    expect(firstCode(`a: &a [x, x]\n${levels.join("\n")}`)).toBe("alias-expansion");
  });

  it("merge bomb", () => {
    const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1}\n  <<<: [*a${i}, *a${i}]`);
    expect(firstCode(`a0: &a0 {x: [1, 1]}\n${levels.join("\n")}`)).toBe("alias-expansion");
  });

  it("200 MB of text", () => {
    expect(firstCode("x".repeat(200 * 1024 * 1024))).toBe("input-too-large");
  });

  it.each([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{a: ".repeat(100_000)],
    ["dashes", "- ".repeat(100_000)],
    ["keys", "? ".repeat(100_000)],
    ["indentation", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ])("100,000 nested %s", (_, text) => {
    expect(firstCode(text)).toBe("nesting-too-deep");
  });

  it("takes nesting that a person might write", () => {
    const text = Array.from({ length: 90 }, (_, i) => `${"  ".repeat(i)}a:`).join("\n");
    expect(firstCode(text)).toBeUndefined();
    expect(firstCode(`a: ${"[".repeat(90)}${"]".repeat(90)}`)).toBeUndefined();
    expect(firstCode(`# ${"[".repeat(500)}\na: 1`)).toBeUndefined();
  });

  it.each([
    ["closing braces", "}", "yaml-syntax"],
    ["closing brackets", "]\n", "yaml-syntax"],
    ["aliases", "*a\n", "yaml-syntax"],
    ["escapes", '"\\x', "yaml-syntax"],
    ["directives", "%x\n", "input-too-large"],
    ["documents", "---\n", "input-too-large"],
    ["template tags", "{{ x }}", "template-limit"],
    ["open template tags", "{{", "template-syntax"],
  ])("megabytes of %s", (_, piece, code) => {
    expect(firstCode(piece.repeat(Math.floor((4 << 20) / piece.length)))).toBe(code);
  });

  it("many values", () => {
    const text = "a,".repeat(10_000);
    const { diagnostics } = readDocuments([{ name: "a", text: `[${text}]` }], { limits: { nodes: 1000 } });
    expect(diagnostics.map(({ code }) => code)).toEqual(["input-too-large"]);
  });

  it("many unknown aliases among many anchors", () => {
    const text = Array.from({ length: 3000 }, (_, i) => `- &anchor${i} 1\n- *anchro${i}`).join("\n");
    expect(firstCode(text)).toBe("unknown-alias");
  });

  it("many equal keys", () => {
    expect(firstCode("a: 1\n".repeat(20_000))).toBe("duplicate-key");
  });
});
