import { describe, expect, it } from "vitest";
import type { Source } from "../text/source.ts";
import { getEntry, getValue } from "./access.ts";
import type { LocatedMap } from "./located.ts";
import type { ReadOptions } from "./read-documents.ts";
import { readDocuments } from "./read-documents.ts";
import { map, places, plain } from "./testing/plain.ts";

/** Reads `main` with other files at hand: paths are names, looked up as they are and in the search paths. */
function read(main: string, files: Readonly<Record<string, string>> = {}, options: ReadOptions = {}) {
  const sources = new Map<string, Source>(Object.entries(files).map(([name, text]) => [name, { name, text }]));
  const beside = (from: Source, path: string): string =>
    from.name.includes("/") ? `${from.name.slice(0, from.name.lastIndexOf("/"))}/${path}` : path;
  return readDocuments([{ name: "main.yaml", text: main }], {
    loadFile: (path, from, searchPaths) => {
      const candidates = [path, beside(from, path), ...searchPaths.map((folder) => `${folder}/${path}`)];
      return candidates.map((name) => sources.get(name)).find((source) => source !== undefined);
    },
    listFiles: (pattern) => {
      const [head = "", tail = ""] = pattern.split("*");
      return [...sources.keys()].filter((name) => name.startsWith(head) && name.endsWith(tail)).sort();
    },
    ...options,
  });
}

function value(main: string, files: Readonly<Record<string, string>> = {}, options: ReadOptions = {}) {
  const { documents, diagnostics } = read(main, files, options);
  expect(diagnostics).toEqual([]);
  return plain(documents[0]);
}

describe("templates", () => {
  it("set, if, for, default and expressions", () => {
    const text = `
{% set width = 8 %}
{%set name = other | default('PE')%}
width: {{ width * 2 }}
name: {{name}}
{% if path_exists('missing.yaml') %}
missing: 1
{% elif flag|default(False) %}
flag: 1
{% else %}
neither: {{ name ~ '_' ~ width }}
{% endif %}
list:
{% for i in range(2) %}
  - {index: {{ i }}, last: {{ loop.last }}}
{% endfor %}
{# a comment with {{ braces }} #}
`;
    expect(value(text)).toEqual(
      map({
        width: 16,
        name: "PE",
        neither: "PE_8",
        list: [map({ index: 0, last: false }), map({ index: 1, last: true })],
      }),
    );
  });

  it("sees the variables that are given", () => {
    const options = { variables: { architecture: "eyeriss", flag: true, sizes: [1, 2] } };
    const text = "a: {{ architecture }}\nb: {{ flag }}\nc: {{ sizes[1] }}\nd: {{ x is defined }}";
    expect(value(text, {}, options)).toEqual(map({ a: "eyeriss", b: true, c: 2, d: false }));
  });

  it("keeps places exact through loops, conditions and white space control", () => {
    const text =
      "{% for i in range(3) %}\nk{{ i }}: {a: [1, 2], here: x}\n{% endfor %}\n{%- if true %}\nend: there\n{%- endif %}\n";
    const { documents } = read(text);
    const root = documents[0] as LocatedMap;
    expect(root.entries.map(({ key }) => key)).toEqual(["k0", "k1", "k2", "end"]);
    for (const key of ["k0", "k2"]) {
      const here = getEntry(getValue(root, key) as LocatedMap, "here");
      expect(text.slice(here?.keySpan.from, here?.keySpan.to)).toBe("here");
      expect(here?.value.span.from).toBe(text.indexOf("x}"));
    }
    const end = getEntry(root, "end");
    expect(text.slice(end?.value.span.from, end?.value.span.to)).toBe("there");
  });

  it("places the output of a tag at the tag", () => {
    const text = "{% set w = '[1, 1' %}a: 1\nb: {{ w }}\n";
    const { diagnostics } = read(text);
    expect(diagnostics[0]?.code).toBe("yaml-syntax");
    const inner = read("a: {{ 9007199254740993 }}x\nb: {{ 1 }}\nb: 2").diagnostics;
    expect(places(inner)).toEqual([["duplicate-key", "b"]]);
    const node = read("depth: {{ 8 * 8 }} # words").documents[0] as LocatedMap;
    const { span } = getValue(node, "depth") ?? {};
    expect(span?.source.text.slice(span.from, span.to)).toBe("{{ 8 * 8 }}");
  });

  it.each([
    ["a: {{ x }}", "template-unknown-name", "{{ x }}"],
    ["b: 1\n{% if y %}\n{% endif %}", "template-unknown-name", "{% if y %}"],
    ["{% set a = 1 %}\nb: {{ a.c }}", "template-unknown-name", "{{ a.c }}"],
    ["a: {{ 1 + }}", "template-syntax", "{{ 1 + }}"],
    ["a: {{ 1", "template-syntax", "{{"],
    ["a: 1 {# never", "template-syntax", "{#"],
    ["{% if 1 %}\na: 1", "template-syntax", "{% if 1 %}"],
    ["a: 1\n{% endfor %}", "template-syntax", "{% endfor %}"],
    ["{% if 1 %}{% endfor %}{% endif %}", "template-syntax", "{% endfor %}"],
    ["a: 1\n{% frob x %}", "template-syntax", "{% frob x %}"],
    ["a: {{ include_text('no.yaml') }}", "include-not-found", "{{ include_text('no.yaml') }}"],
    ["a: {{ include_text(5) }}", "template-failure", "{{ include_text(5) }}"],
    ["a: {{ find_path('no.yaml') }}", "include-not-found", "{{ find_path('no.yaml') }}"],
    ["a: {{ 'x' - 1 }}", "template-failure", "{{ 'x' - 1 }}"],
    ["{% for i in range(1000000000) %}x{% endfor %}", "template-limit", "{% for i in range(1000000000) %}"],
    ["{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "template-limit", "{{ f() }}"],
    ["a: !include no.yaml", "include-not-found", "no.yaml"],
  ])("%j is %s at %j", (text, code, place) => {
    const { diagnostics } = read(text);
    expect(places(diagnostics)).toEqual([[code, place]]);
    expect(diagnostics[0]?.hint).toBeTruthy();
  });

  it("ends loops in loops and values that double", () => {
    const loops = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}";
    const text = `{% set s = 'aaaaaaaa' %}${"{% set s = s ~ s %}".repeat(60)}{{ s }}`;
    const list = `{% set s = [1] %}${"{% set s = [s, s] %}".repeat(60)}{{ s }}`;
    for (const hostile of [loops, text, list]) {
      expect(read(hostile, {}, { limits: { templateSteps: 100_000 } }).diagnostics[0]?.code).toBe("template-limit");
    }
  });
});

describe("includes", () => {
  it("include_text keeps the places of the included file", () => {
    const files = { "base.yaml": "base: &base\n  x: 1\n  bad: *nope\n" };
    const { diagnostics, documents } = read("{{include_text('base.yaml')}}\nuse:\n  <<<: *base\n  y: 2\n", files);
    expect(diagnostics[0]?.code).toBe("unknown-alias");
    expect(diagnostics[0]?.span?.source.name).toBe("base.yaml");
    expect(places(diagnostics)).toEqual([["unknown-alias", "*nope"]]);
    expect(getValue(documents[0] as LocatedMap, "use")).toMatchObject({ kind: "map" });
  });

  it("include_text evaluates the template of the included file, in which its own folder is cwd", () => {
    const files = { "sub/a.yaml": "a: {{ cwd() }}\n{{ include_text('b.yaml') }}", "sub/b.yaml": "b: {{ n }}" };
    expect(value("{{ include_text('sub/a.yaml') }}\nc: {{ cwd() }}", files, { variables: { n: 3 } })).toEqual(
      map({ a: "sub", b: 3, c: "." }),
    );
  });

  it("include takes a part of a tree, read on its own", () => {
    const files = { "arch.yaml": "x: &x 1\narchitecture:\n  nodes:\n  - !Component {name: A, v: *x}\n" };
    const text =
      "architecture: {{include('arch.yaml', 'architecture')}}\nfirst: {{ include('arch.yaml', 'architecture.nodes.0.name') }}";
    expect(value(text, files)).toEqual(
      map({ architecture: map({ nodes: [{ "!Component": map({ name: "A", v: 1 }) }] }), first: "A" }),
    );
    const { documents } = read(text, files);
    expect(getValue(documents[0] as LocatedMap, "architecture")?.span.source.name).toBe("arch.yaml");
  });

  it("include_all joins the lists of several files", () => {
    const files = { "c/1.yaml": "c: {classes: [a]}", "c/2.yaml": "c: {classes: [b, d]}" };
    expect(value("classes: {{include_all('c/*.yaml', 'c.classes')}}", files)).toEqual(
      map({ classes: ["a", "b", "d"] }),
    );
  });

  it("add_to_path adds folders to look in, for included files as well", () => {
    const files = { "lib/x.yaml": "{{ include_text('y.yaml') }}", "lib/y.yaml": "y: 1" };
    expect(value("{{add_to_path('lib')}}\n{{include_text('x.yaml')}}", files)).toEqual(map({ y: 1 }));
    expect(value("{{add_to_path('lib')}}\nf: {{find_path('x.yaml')}}", files)).toEqual(map({ f: "lib/x.yaml" }));
  });

  it("!include and !includedir read whole files", () => {
    const files = { "d/a.yaml": "a: 1", "d/b.yaml": "b: 2" };
    expect(value("x: !include d/a.yaml\ny: !includedir d", files)).toEqual(
      map({ x: map({ a: 1 }), y: [map({ a: 1 }), map({ b: 2 })] }),
    );
  });

  it("names the keys that are there", () => {
    const files = { "a.yaml": "architecture: {nodes: 1}" };
    const { diagnostics } = read("a: {{ include('a.yaml', 'architecture.node') }}", files);
    expect(places(diagnostics)[0]?.[0]).toBe("include-key");
    expect(diagnostics[0]?.hint).toContain('"nodes"');
  });

  it("reports cycles of every kind", () => {
    const codes = (main: string, files: Readonly<Record<string, string>>) =>
      read(main, files).diagnostics.map(({ code, span }) => [code, span?.source.name]);
    const a = "{{ include_text('b.yaml') }}";
    expect(codes(a, { "b.yaml": "{{ include_text('b.yaml') }}" })).toEqual([["include-cycle", "b.yaml"]]);
    expect(codes(a, { "b.yaml": "b: {{ include('c.yaml') }}", "c.yaml": "c: !include b.yaml" })).toEqual([
      ["include-cycle", "c.yaml"],
    ]);
    expect(codes("a: !include main.yaml", { "main.yaml": "a: 1" })).toEqual([["include-cycle", "main.yaml"]]);
  });

  it("bounds files in files and their number", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 80 }, (_, i) => [`f${i}`, `{{ include_text('f${i + 1}') }}`]),
    );
    expect(read("{{ include_text('f0') }}", chain).diagnostics[0]?.code).toBe("include-too-deep");
    const twice = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${i}`, `{{ include_text('f${i + 1}') }}{{ include_text('f${i + 1}') }}`]),
    );
    expect(read("{{ include_text('f0') }}", { ...twice, f40: "" }).diagnostics[0]?.code).toBe("include-too-deep");
  });

  it("says so where no files can be read", () => {
    const { diagnostics } = readDocuments([{ name: "a", text: "a: {{ include_text('b') }}" }]);
    expect(diagnostics[0]?.code).toBe("include-not-found");
  });
});
