import fc from "fast-check";
import { expect, it } from "vitest";
import { locateJson } from "./locate-json.ts";

type Path = readonly (string | number)[];

/** Every path into a value, the empty one first. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [[]];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    pathsOf(child).map((path): Path => [Array.isArray(value) ? Number(key) : key, ...path]),
  );
  return [[], ...inside];
}

it("finds every value of any document, however it is spaced", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, "\t"), fc.nat(), (value, indent, pick) => {
      const text = JSON.stringify(value, undefined, indent);
      const parsed: unknown = JSON.parse(text);
      const paths = pathsOf(parsed);
      const path = paths[pick % paths.length] as Path;
      const wanted = path.reduce((inside, step) => (inside as Record<string | number, unknown>)[step], parsed);
      expect(text.slice(locateJson(text, path)).startsWith(JSON.stringify(wanted, undefined, indent).slice(0, 1))).toBe(
        true,
      );
      if (typeof wanted !== "object" || wanted === null) {
        expect(text.slice(locateJson(text, path)).startsWith(JSON.stringify(wanted))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

it("stays at what is there where the path leads nowhere", () => {
  const text = '{"a": {"b": 1}, "c": [2]}';
  expect(locateJson(text, ["a", "x"])).toBe(6);
  expect(locateJson(text, ["c", 4])).toBe(21);
  expect(locateJson(text, ["x"])).toBe(0);
});
