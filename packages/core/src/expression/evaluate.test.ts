import { describe, expect, it } from "vitest";
import { evaluateExpression, namesIn } from "./evaluate.ts";
import { parseExpression } from "./parse.ts";
import type { Figure } from "./testing/python-figures.ts";
import { PYTHON_FIGURES } from "./testing/python-figures.ts";
import type { ExpressionValue } from "./value.ts";

const SCOPE: ReadonlyMap<string, ExpressionValue> = new Map<string, ExpressionValue>([
  ["depth", 64],
  ["f", 2.5],
  ["s", "abc"],
  ["a", [1, 2, 3]],
  ["d", new Map([["key1", 5]])],
]);

function evaluate(text: string) {
  const source = { name: "a.yaml", text: `x: ${text}` };
  const { expression, diagnostics } = parseExpression(text, { source, from: 3, to: 3 + text.length });
  return expression ? evaluateExpression(expression, SCOPE) : { diagnostics };
}

function same(ours: ExpressionValue | undefined, python: Figure): boolean {
  if (typeof ours === "number" && typeof python === "number") {
    return ours === python || Math.abs(ours - python) <= 1e-12 * Math.abs(python);
  }
  if (Array.isArray(ours) && Array.isArray(python)) {
    return ours.length === python.length && ours.every((item, i) => same(item, python[i] ?? null));
  }
  return ours === python;
}

describe("evaluateExpression", () => {
  it("gives the figures of Python", () => {
    expect(PYTHON_FIGURES.length).toBeGreaterThan(200);
    const wrong = PYTHON_FIGURES.filter(([text, figure]) => {
      const { value, diagnostics } = evaluate(text) as { value?: ExpressionValue; diagnostics: readonly unknown[] };
      return diagnostics.length > 0 || !same(value, figure);
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ["undefinedname", "unknown-name", "undefinedname"],
    ["1 + dept", "unknown-name", "dept"],
    ["2 * (1 / 0)", "division-by-zero", "(1 / 0)"],
    ["1 // 0", "division-by-zero", "1 // 0"],
    ["5 % 0.0", "division-by-zero", "5 % 0.0"],
    ["0 ** -1", "division-by-zero", "0 ** -1"],
    ["2 ** 64", "inexact-integer", "2 ** 64"],
    ["factorial(20)", "inexact-integer", "factorial(20)"],
    ["9 ** 9 ** 9", "expression-too-large", "9 ** 9 ** 9"],
    ["2 ** 4097", "expression-too-large", "2 ** 4097"],
    ["range(10**9)", "expression-too-large", "range(10**9)"],
    ["'ab' * 10**9", "expression-too-large", "'ab' * 10**9"],
    ["[0] * 10**9", "expression-too-large", "[0] * 10**9"],
    ["map(sum, [range(10**5)] * 100)", "expression-too-large", "map(sum, [range(10**5)] * 100)"],
    ["log(0)", "arithmetic-domain", "log(0)"],
    ["sqrt(-1)", "arithmetic-domain", "sqrt(-1)"],
    ["ceil(inf)", "arithmetic-domain", "ceil(inf)"],
    ["(-8) ** (1/3)", "arithmetic-domain", "(-8) ** (1/3)"],
    ["exp(1000)", "arithmetic-overflow", "exp(1000)"],
    ["10.0 ** 400", "arithmetic-overflow", "10.0 ** 400"],
    ["'a' + 1", "expression-type", "'a' + 1"],
    ["1 < 'a'", "expression-type", "1 < 'a'"],
    ["ceil('a')", "expression-type", "ceil('a')"],
    ["ceil", "expression-type", "ceil"],
    ["depth(1)", "expression-type", "depth"],
    ["a[1.5]", "expression-type", "a[1.5]"],
    ["a[5]", "index-out-of-range", "a[5]"],
    ["a[-4]", "index-out-of-range", "a[-4]"],
    ["d['key2']", "unknown-key", "d['key2']"],
    ["d.key2", "unknown-key", "d.key2"],
    ["cel(1)", "unknown-function", "cel"],
    ["ceil()", "wrong-arguments", "ceil()"],
    ["ceil(1, 2)", "wrong-arguments", "ceil(1, 2)"],
    ["s.upper()", "expression-unsupported", "s.upper"],
    ["__import__('os')", "unknown-function", "__import__"],
    ["().__class__", "expression-type", "().__class__"],
    ["constructor", "unknown-name", "constructor"],
  ])("%s is %s at %s", (text, code, place) => {
    const [diagnostic, ...others] = evaluate(text).diagnostics;
    expect(others).toEqual([]);
    expect(diagnostic?.code).toBe(code);
    expect(diagnostic?.hint).toBeTruthy();
    const { source, from, to } = diagnostic?.span ?? { source: { text: "" }, from: 0, to: 0 };
    expect(source.text.slice(from, to)).toBe(place);
  });

  it("suggests the nearest name and lists those that are there", () => {
    const [diagnostic] = evaluate("dept + 1").diagnostics;
    expect(diagnostic?.hint).toContain('"depth"');
    expect(diagnostic?.hint).toContain("f s a d");
  });

  it("does not look at the operand or branch that is not needed", () => {
    expect(evaluate("1 or 1 / 0")).toEqual({ value: 1, diagnostics: [] });
    expect(evaluate("0 and nobody")).toEqual({ value: 0, diagnostics: [] });
    expect(evaluate("1 if depth >= 1 else 1 / 0")).toEqual({ value: 1, diagnostics: [] });
  });

  it("reads the condition of the published designs", () => {
    const text = "max(1, ceil(log2(depth))) if depth >= 1 else 1";
    expect(evaluate(text)).toEqual({ value: 6, diagnostics: [] });
  });

  it("lets names of the scope go before constants", () => {
    const source = { name: "a", text: "e" };
    const { expression } = parseExpression("e", { source, from: 0, to: 1 });
    expect(expression && evaluateExpression(expression, new Map([["e", 7]]))).toEqual({ value: 7, diagnostics: [] });
  });

  it("takes a chain as long as the length allows", () => {
    expect(evaluate(`1${"+1".repeat(1900)}`)).toEqual({ value: 1901, diagnostics: [] });
  });
});

describe("namesIn", () => {
  it("finds what an expression needs", () => {
    const text = "ceil(x) + (y if z in [w] else {1: v}[u]) ** -t.n";
    const { expression } = parseExpression(text, { source: { name: "a", text }, from: 0, to: text.length });
    expect(expression && [...namesIn(expression)]).toEqual(["x", "z", "w", "y", "v", "u", "t"]);
  });
});
