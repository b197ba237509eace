import { describe, expect, it } from "vitest";
import { readDocuments } from "./read-documents.ts";
import type { Plain } from "./testing/plain.ts";
import { map, places, plain } from "./testing/plain.ts";

const BASES = `
one: &one {k1: a1, k2: a2, list: [d, e], fixed: [4, 5], sub: {s1: x1, s2: x2}}
two: &two {k2: b2, k3: b3, list: [f]}
`;

/** The map `m` of a text in which `one` and `two` are anchored. */
function merged(text: string): Plain {
  const { documents, diagnostics } = readDocuments([{ name: "a.yaml", text: `${BASES}m:\n${text}` }]);
  expect(diagnostics).toEqual([]);
  return (plain(documents[0]) as ReadonlyMap<string, Plain>).get("m") ?? null;
}

describe("<<", () => {
  it("gives what the map does not give itself", () => {
    expect(merged("  <<: *two\n  k2: own")).toEqual(map({ k2: "own", k3: "b3", list: ["f"] }));
  });

  it("takes the earlier of several maps", () => {
    const result = merged("  <<: [*two, *one]") as ReadonlyMap<string, Plain>;
    expect(result.get("k1")).toBe("a1");
    expect(result.get("k2")).toBe("b2");
    expect(result.get("list")).toEqual(["f"]);
  });

  it("replaces maps and lists as a whole", () => {
    const result = merged("  <<: *one\n  sub: {s1: own}\n  list: [a]") as ReadonlyMap<string, Plain>;
    expect(result.get("sub")).toEqual(map({ s1: "own" }));
    expect(result.get("list")).toEqual(["a"]);
  });

  it("is an ordinary key in quotes", () => {
    expect(merged('  "<<": 1')).toEqual(map({ "<<": 1 }));
  });
});

describe("<<<", () => {
  it("merges maps in maps and joins lists, own items first; !nomerge keeps a value as it is", () => {
    const text = "  <<<: *one\n  k1: own\n  sub: {s1: own}\n  list: [a]\n  fixed: !nomerge [1]";
    expect(merged(text)).toEqual(
      map({ k1: "own", sub: map({ s1: "own", s2: "x2" }), list: ["a", "d", "e"], fixed: [1], k2: "a2" }),
    );
  });

  it("merges several, the earlier winning, lists in order", () => {
    const result = merged("  <<<: [*one, *two]\n  list: [a]") as ReadonlyMap<string, Plain>;
    expect(result.get("list")).toEqual(["a", "d", "e", "f"]);
    expect(result.get("k2")).toBe("a2");
    expect(result.get("k3")).toBe("b3");
  });

  it("leaves the anchored map as it was", () => {
    const text = `${BASES}m: {<<<: *one, sub: {s3: y}}\nn: *one\n`;
    const { documents } = readDocuments([{ name: "a", text }]);
    const root = plain(documents[0]) as ReadonlyMap<string, ReadonlyMap<string, Plain>>;
    expect(root.get("n")?.get("sub")).toEqual(map({ s1: "x1", s2: "x2" }));
  });

  it("keeps the tag of the map that merges, and the places of what is merged", () => {
    const text = "base: &base {name: PE}\nnode: !Container\n  <<<: *base\n";
    const { documents } = readDocuments([{ name: "a", text }]);
    const node = documents[0]?.kind === "map" ? documents[0].entries[1]?.value : undefined;
    expect(node?.tag).toBe("!Container");
    const entry = node?.kind === "map" ? node.entries[0] : undefined;
    expect(text.slice(entry?.keySpan.from, entry?.keySpan.to)).toBe("name");
    expect(entry?.keySpan.from).toBe(13);
  });
});

it.each([
  ["a: {<<: 1}", "bad-merge", "<<"],
  ["a: {<<: [1]}", "bad-merge", "<<"],
  ["a: {<<<: text}", "bad-merge", "<<<"],
  ["b: &b {}\na:\n  <<: *b\n  <<: *b", "duplicate-key", "<<"],
])("%j is %s", (text, code, place) => {
  expect(places(readDocuments([{ name: "a", text }]).diagnostics)).toEqual([[code, place]]);
});
