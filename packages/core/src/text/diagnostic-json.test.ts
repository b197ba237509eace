import { expect, it } from "vitest";
import { diagnosticToJson } from "./diagnostic-json.ts";

it("turns the span into file, line and column, and leaves out what is absent", () => {
  const source = { name: "a.yaml", text: "a: 1\nb: 2\n" };
  const span = { source, from: 8, to: 9 };
  expect(diagnosticToJson({ code: "c", severity: "error", message: "m", span, hint: "h", path: "b" })).toEqual({
    code: "c",
    severity: "error",
    message: "m",
    file: "a.yaml",
    line: 2,
    column: 4,
    hint: "h",
    path: "b",
  });
  expect(diagnosticToJson({ code: "c", severity: "note", message: "m" })).toEqual({
    code: "c",
    severity: "note",
    message: "m",
  });
});
