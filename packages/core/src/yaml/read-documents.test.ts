import { describe, expect, it } from "vitest";
import { positionAt } from "../text/position.ts";
import { getEntry } from "./access.ts";
import type { LocatedMap, LocatedNode } from "./located.ts";
import { readDocuments } from "./read-documents.ts";
import { map, places, plain } from "./testing/plain.ts";

const read = (text: string) => readDocuments([{ name: "a.yaml", text }]);
const value = (text: string) => plain(read(text).documents[0]);

describe("readDocuments", () => {
  it("reads Timeloop's tags", () => {
    const text =
      "nodes:\n- !Container\n  name: PE\n- !Component {name: MAC}\n- !Parallel\n  nodes: []\n- !Pipelined\n- !Nothing {}";
    expect(value(text)).toEqual(
      map({
        nodes: [
          { "!Container": map({ name: "PE" }) },
          { "!Component": map({ name: "MAC" }) },
          { "!Parallel": map({ nodes: [] }) },
          { "!Pipelined": null },
          { "!Nothing": map({}) },
        ],
      }),
    );
    expect(read(text).diagnostics).toEqual([]);
  });

  it("reads several documents of several sources", () => {
    const { documents } = readDocuments([
      { name: "a", text: "a: 1\n---\nb: 2\n...\n" },
      { name: "empty", text: "# nothing\n" },
      { name: "c", text: "c: 3" },
    ]);
    expect(documents.map(plain)).toEqual([map({ a: 1 }), map({ b: 2 }), map({ c: 3 })]);
  });

  it("knows where keys and values are written", () => {
    const { documents } = read("a: 1\nb-c:\n  - 'x y'\n");
    const entry = getEntry(documents[0] as LocatedMap, "b_c");
    const [item] = entry?.value.kind === "list" ? entry.value.items : [];
    const place = (node: { readonly span: LocatedNode["span"] } | undefined) =>
      node && [node.span.source.text.slice(node.span.from, node.span.to), positionAt(node.span.source, node.span.from)];
    expect(entry && place({ span: entry.keySpan })).toEqual(["b-c", { line: 2, column: 1 }]);
    expect(place(item)).toEqual(["'x y'", { line: 3, column: 5 }]);
  });

  it("keeps how scalars are written", () => {
    const { documents } = read(
      "a: 45nm\nb: '45'\nc: 1e-9\nd: 0x10\ne: |\n  text\nf: !!str 7\ng: !!int '7'\nh: >-\n  x\n  y",
    );
    const entries = documents[0]?.kind === "map" ? documents[0].entries : [];
    expect(
      entries.map(({ value: node }) => (node.kind === "scalar" ? [node.value, node.raw, node.style] : [])),
    ).toEqual([
      ["45nm", "45nm", "plain"],
      ["45", "45", "quoted"],
      [1e-9, "1e-9", "plain"],
      [16, "0x10", "plain"],
      ["text\n", "text\n", "block"],
      ["7", "7", "quoted"],
      [7, "7", "plain"],
      ["x y", "x y", "block"],
    ]);
  });

  it("reads aliases as the value that they name, with its place", () => {
    const { documents } = read("a: &x [1, 2]\nb: *x\nc: *x\n");
    const entries = documents[0]?.kind === "map" ? documents[0].entries : [];
    expect(entries[1]?.value).toBe(entries[0]?.value);
    expect(value("a: &x 1\nb: &x 2\nc: *x")).toEqual(map({ a: 1, b: 2, c: 2 }));
    expect(value("&k key: 1\nother: *k")).toEqual(map({ key: 1, other: "key" }));
    expect(value("- &k key\n- *k : 1")).toEqual(["key", map({ key: 1 })]);
  });

  it("reads keys that are dangerous as property names like any others", () => {
    const { documents } = read("__proto__: {polluted: 1}\nconstructor: 2\ntoString: 3");
    const root = documents[0] as LocatedMap;
    expect(root.entries.map(({ key }) => key)).toEqual(["__proto__", "constructor", "toString"]);
    expect(getEntry(root, "__proto__")?.value.kind).toBe("map");
    expect(getEntry(root, "hasOwnProperty")).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("takes byte order marks and all line ends", () => {
    const { documents } = read("\ufeffa: 1\r\nb:\r\n  - 2\r\n");
    expect(documents.map(plain)).toEqual([map({ a: 1, b: [2] })]);
    expect(documents[0]?.kind === "map" && documents[0].entries[1]?.keySpan.from).toBe(7);
  });

  it.each([
    ["a: 1\nb: 2\na: 3", "duplicate-key", "a"],
    ["data-spaces: 1\ndata_spaces: 2", "duplicate-key", "data_spaces"],
    ["{a: 1, a: 2}", "duplicate-key", "a"],
    ["a: *nope", "unknown-alias", "*nope"],
    ["a: &x [*x]", "alias-cycle", "*x"],
    ["a: &x {b: {c: *x}}", "alias-cycle", "*x"],
    ["? [1, 2]\n: 3", "complex-key", "[1, 2]"],
    ["a: 9007199254740993", "inexact-integer", "9007199254740993"],
    ["a: !!int abc", "bad-tagged-value", "abc"],
    ['a: "abc\nb: 1', "yaml-syntax", '"'],
    ["a: 'abc\nb: 1", "yaml-syntax", "'"],
    ["a: [1, 2\nb: 3", "yaml-syntax", "["],
    ["a: b: c", "yaml-syntax", "b"],
    ["a: 1\n  b: 2", "yaml-syntax", "1"],
    ["a:\n - 1\n b: 2", "yaml-syntax", "b"],
    ["a: {x: [1\nb: 3", "yaml-syntax", "["],
    ["a: @x", "yaml-syntax", "@"],
    ["a:\n\tb: 1", "tab-indentation", "\t"],
    ["a: x\0y", "invalid-character", "\0"],
    ["\x7fELF\x01\x02", "invalid-character", "\x7f"],
  ])("%j is %s at %j", (text, code, place) => {
    const { diagnostics } = read(text);
    expect(diagnostics[0]?.code).toBe(code);
    expect(diagnostics[0]?.hint).toBeTruthy();
    const { source, from, to } = diagnostics[0]?.span ?? { source: { text: "" }, from: 0, to: 0 };
    expect(source.text.slice(from, to).startsWith(place)).toBe(true);
  });

  it("shows the first of two equal keys", () => {
    const { diagnostics } = read("a: 1\nb: 2\na: 3");
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.related?.[0]?.span).toMatchObject({ from: 0, to: 1 });
    expect(diagnostics[0]?.span).toMatchObject({ from: 10, to: 11 });
  });

  it("suggests the anchor that was meant", () => {
    expect(read("a: &base 1\nb: *bsae").diagnostics[0]?.hint).toContain("*base");
  });

  it("goes on after a mistake, and leaves out what cannot be read", () => {
    const { documents, diagnostics } = read("a: [1\n---\nb: 2\n---\nc: *x\n");
    expect(places(diagnostics).map(([code]) => code)).toEqual(["yaml-syntax", "unknown-alias"]);
    expect(documents.map(plain)).toEqual([map({ b: 2 }), map({ c: null })]);
  });
});
