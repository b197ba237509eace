import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { DiagnosticBag } from "./diagnostic-bag.ts";

const source = { name: "a.yaml", text: "abcdef" };
const at = (from: number, code = "x", severity: Diagnostic["severity"] = "error"): Diagnostic => ({
  code,
  severity,
  message: "m",
  span: { source, from, to: from + 1 },
});

describe("DiagnosticBag", () => {
  it("keeps one of the same code at the same place", () => {
    const bag = new DiagnosticBag();
    for (const diagnostic of [at(0), at(0), at(1), at(0, "y")]) bag.report(diagnostic);
    expect(bag.list().map(({ code, span }) => [code, span?.from])).toEqual([
      ["x", 0],
      ["x", 1],
      ["y", 0],
    ]);
  });

  it("tells errors from warnings", () => {
    const bag = new DiagnosticBag();
    bag.report(at(0, "w", "warning"));
    expect(bag.hasErrors).toBe(false);
    bag.report(at(0));
    expect(bag.hasErrors).toBe(true);
  });

  it("closes with a note when it is full, and remembers errors that it drops", () => {
    const bag = new DiagnosticBag(2);
    bag.report(at(0, "w", "warning"));
    bag.report(at(1, "w", "warning"));
    expect(bag.isFull).toBe(true);
    bag.report(at(2));
    expect(bag.hasErrors).toBe(true);
    expect(bag.list().map(({ code }) => code)).toEqual(["w", "w", "too-many-diagnostics"]);
    expect(bag.list().at(-1)?.severity).toBe("note");
  });

  it("tells two sources of one name apart", () => {
    const bag = new DiagnosticBag();
    bag.report(at(0));
    bag.report({ ...at(0), span: { source: { ...source }, from: 0, to: 1 } });
    expect(bag.list()).toHaveLength(2);
  });
});
