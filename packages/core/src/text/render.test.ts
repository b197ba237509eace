import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { renderDiagnostic } from "./render.ts";

function diagnostic(text: string, found: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const source = { name: "mapping.yaml", text };
  const from = text.indexOf(found);
  return { code: "c", severity: "error", message: "m", span: { source, from, to: from + found.length }, ...more };
}

describe("renderDiagnostic", () => {
  it("shows the frame of architecture.md", () => {
    const text = `${"#\n".repeat(11)}  factors: K=4 C=3\n`;
    const shown = renderDiagnostic(
      diagnostic(text, "K", {
        code: "unknown-dimension",
        message: 'dimension "K" is not in problem.shape.dimensions',
        hint: 'did you mean "M"? dimensions are: C M P Q R S N',
      }),
    );
    expect(shown).toBe(
      [
        'error[unknown-dimension]: dimension "K" is not in problem.shape.dimensions',
        "  --> mapping.yaml:12:12",
        "12 |   factors: K=4 C=3",
        "   |            ^",
        'hint: did you mean "M"? dimensions are: C M P Q R S N',
      ].join("\n"),
    );
  });

  it("shows related places with their own frames", () => {
    const base = diagnostic("a: 1\na: 2\n", "a: 2");
    const source = base.span?.source ?? { name: "", text: "" };
    const shown = renderDiagnostic({ ...base, related: [{ message: "first", span: { source, from: 0, to: 1 } }] });
    expect(shown.split("\n").slice(4)).toEqual(["note: first", "  --> mapping.yaml:1:1", "1 | a: 1", "  | ^"]);
  });

  it("cuts long lines around the span", () => {
    const shown = renderDiagnostic(diagnostic(`${"x ".repeat(500)}HERE${" y".repeat(500)}`, "HERE"));
    const [, , line = "", caret = ""] = shown.split("\n");
    expect(line.length).toBeLessThan(120);
    expect(line.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("HERE");
    expect(line).toContain("...");
  });

  it("keeps the caret under the span behind tabs, and leaves out carriage returns", () => {
    const [, , line = "", caret = ""] = renderDiagnostic(diagnostic("\ta:\tbad\r\nb: 1\r\n", "bad")).split("\n");
    expect(line).toBe("1 |   a:  bad");
    expect(caret.indexOf("^")).toBe(line.indexOf("bad"));
    expect(caret.lastIndexOf("^") - caret.indexOf("^")).toBe(2);
  });

  it("never sends control characters of the input to the terminal", () => {
    const shown = renderDiagnostic(diagnostic("a: \u001b[2Jb\u0007", "b", { message: "seen \u001b[31m" }));
    expect(shown).not.toContain("\u001b");
    expect(shown).not.toContain("\u0007");
  });

  it("marks one column where a span is empty or runs over its line", () => {
    const source = { name: "a", text: "ab\ncd" };
    const carets = (from: number, to: number): string =>
      renderDiagnostic({ code: "c", severity: "error", message: "m", span: { source, from, to } }).split("\n")[3] ?? "";
    expect(carets(1, 1)).toBe("  |  ^");
    expect(carets(1, 5)).toBe("  |  ^");
    expect(carets(0, 5)).toBe("  | ^^");
  });

  it("shows a path where there is no span, and colours when asked", () => {
    const plain: Diagnostic = { code: "c", severity: "warning", message: "m", path: "a.b" };
    expect(renderDiagnostic(plain)).toBe("warning[c]: m\n  --> a.b");
    expect(renderDiagnostic(plain, { color: true })).toContain("\u001b[1;33m");
  });
});
