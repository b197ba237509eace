import { describe, expect, it } from "vitest";
import { getEntry, getValue, isNull, nodePath, normalizeKey } from "./access.ts";
import type { LocatedMap } from "./located.ts";
import { readDocuments } from "./read-documents.ts";

const read = (text: string) => readDocuments([{ name: "a", text }]).documents[0] as LocatedMap;

describe("keys", () => {
  it("are equal in both spellings", () => {
    expect(normalizeKey("data-spaces")).toBe("data_spaces");
    expect(getEntry(read("data-spaces: 1"), "data_spaces")?.key).toBe("data-spaces");
    expect(getEntry(read("data_spaces: 1"), "data-spaces")?.key).toBe("data_spaces");
  });

  it("are found in large maps as in small ones", () => {
    const large = read(Array.from({ length: 50 }, (_, i) => `key-${i}: ${i}`).join("\n"));
    expect(getValue(large, "key_37")).toMatchObject({ value: 37 });
    expect(getValue(large, "key_50")).toBeUndefined();
  });

  it("with an empty value are null", () => {
    const value = getValue(read("a:\nb: x"), "a");
    expect(value && isNull(value)).toBe(true);
  });
});

it("nodePath writes paths as diagnostics show them", () => {
  expect(nodePath("problem", "shape", "dimensions", 2)).toBe("problem.shape.dimensions[2]");
  expect(nodePath("instance", "odd key")).toBe('instance["odd key"]');
  expect(nodePath()).toBe("");
});
