import { describe, expect, it } from "vitest";
import type { AttributeInput } from "./resolve-attributes.ts";
import { resolveAttributes } from "./resolve-attributes.ts";
import type { ExpressionValue } from "./value.ts";

/** Attributes as lines `name: expression` of one file. */
function resolve(lines: readonly string[], outer: readonly (readonly [string, ExpressionValue])[] = []) {
  const source = { name: "arch.yaml", text: lines.join("\n") };
  let offset = 0;
  const attributes = new Map<string, AttributeInput>();
  for (const line of lines) {
    const [name = "", text = ""] = line.split(": ");
    const from = offset + name.length + 2;
    attributes.set(name, { text, span: { source, from, to: from + text.length } });
    offset += line.length + 1;
  }
  const { values, diagnostics } = resolveAttributes(attributes, new Map(outer));
  const at = diagnostics.map(({ code, span }) => [code, source.text.slice(span?.from, span?.to)]);
  return { values: Object.fromEntries(values), at, diagnostics };
}

describe("resolveAttributes", () => {
  it("uses earlier attributes and the outer scope", () => {
    expect(resolve(["width: 8 * n", "depth: width * 2"], [["n", 4]]).values).toEqual({ width: 32, depth: 64 });
  });

  it("takes a name inside its own expression from outside", () => {
    expect(resolve(["width: width * 2", "w: width"], [["width", 8]]).values).toEqual({ width: 16, w: 16 });
  });

  it("takes a later name from outside, as Accelergy does, and from below where there is none outside", () => {
    expect(resolve(["a: b", "b: 1"], [["b", 7]]).values).toEqual({ a: 7, b: 1 });
    expect(resolve(["a: b + 1", "b: c * 2", "c: 3"]).values).toEqual({ a: 7, b: 6, c: 3 });
  });

  it("keeps the order of writing and the values that are given", () => {
    const span = { source: { name: "a", text: "" }, from: 0, to: 0 };
    const attributes = new Map<string, AttributeInput>([
      ["a", { text: "b", span }],
      ["b", { value: "text", span }],
    ]);
    expect([...resolveAttributes(attributes, new Map()).values]).toEqual([
      ["a", "text"],
      ["b", "text"],
    ]);
  });

  it("reports a cycle once, at its beginning, with the others as related places", () => {
    const { at, diagnostics, values } = resolve(["a: b + 1", "b: c", "c: a", "d: a", "e: 5"]);
    expect(at).toEqual([["attribute-cycle", "b + 1"]]);
    expect(diagnostics[0]?.related).toHaveLength(2);
    expect(values).toEqual({ e: 5 });
  });

  it("reports an attribute that is only itself", () => {
    expect(resolve(["a: a + 1"]).at).toEqual([["attribute-cycle", "a + 1"]]);
  });

  it("reports a mistake once, not again for all that use it", () => {
    expect(resolve(["a: 1 / 0", "b: a", "c: b"]).at).toEqual([["division-by-zero", "1 / 0"]]);
  });

  it("points at the unknown name", () => {
    expect(resolve(["depth: 64", "size: dept * 2"]).at).toEqual([["unknown-name", "dept"]]);
  });

  it("stands long chains without recursing deep", () => {
    const forward = Array.from({ length: 1000 }, (_, i) => `a${i}: a${i + 1}`);
    expect(resolve([...forward, "a1000: 1"]).at[0]?.[0]).toBe("expression-too-large");
    const backward = Array.from({ length: 5000 }, (_, i) => (i === 0 ? "a0: 1" : `a${i}: a${i - 1} + 1`));
    expect(resolve(backward).values["a4999"]).toBe(5000);
  });
});
