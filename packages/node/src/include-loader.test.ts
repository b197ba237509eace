import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Source } from "@tilewright/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIncludeLoader } from "./include-loader.ts";

let folder = "";
const at = (...parts: readonly string[]): string => join(folder, ...parts);
const from = (name: string): Source => ({ name, text: "" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
  for (const sub of ["sub", "parts", "parts/deep", "parts/folder.yaml"]) mkdirSync(at(sub));
  writeFileSync(at("arch.yaml"), "architecture: {}\n");
  writeFileSync(at("problem.yaml"), "problem: {}\n");
  writeFileSync(at("sub", "shape.yaml"), "shape: 1\n");
  writeFileSync(at("latin1.yaml"), Buffer.from("a: 1\nname: caf\xe9\n", "latin1"));
  for (const name of ["b.yaml", "a.yaml", "a.txt", ".hidden.yaml", "deep/c.yaml"]) writeFileSync(at("parts", name), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("loadFile", () => {
  it("looks beside the including file first, then in the search paths", () => {
    const { loadFile } = createIncludeLoader([at("sub")], () => {});
    expect(loadFile("arch.yaml", from(at("problem.yaml")), [])?.name).toBe(at("arch.yaml"));
    expect(loadFile("shape.yaml", from(at("problem.yaml")), [])?.name).toBe(at("sub", "shape.yaml"));
    expect(loadFile("../arch.yaml", from(at("sub", "shape.yaml")), [])?.text).toBe("architecture: {}\n");
  });

  it("follows paths that a text adds, relative to that text", () => {
    const { loadFile } = createIncludeLoader([], () => {});
    expect(loadFile("shape.yaml", from(at("problem.yaml")), ["sub"])?.name).toBe(at("sub", "shape.yaml"));
    expect(loadFile("shape.yaml", from(at("problem.yaml")), [])).toBeUndefined();
  });

  it("knows a file by whichever path it is found", () => {
    const { loadFile } = createIncludeLoader([], () => {});
    const first = loadFile("arch.yaml", from(at("problem.yaml")), []);
    expect(loadFile("../arch.yaml", from(at("sub", "shape.yaml")), [])).toBe(first);
    expect(loadFile(relative(".", at("arch.yaml")), from("<stdin>"), [])).toBe(first);
  });

  it("reports a file that is there but cannot be read", () => {
    const reported: string[] = [];
    const { loadFile } = createIncludeLoader([], (diagnostic) => reported.push(diagnostic.code));
    expect(loadFile("latin1.yaml", from(at("problem.yaml")), [])).toBeUndefined();
    expect(reported).toEqual(["invalid-utf8"]);
  });
});

describe("listFiles", () => {
  const list = (pattern: string, searchPaths: readonly string[] = []): readonly string[] =>
    createIncludeLoader(searchPaths, () => {})
      .listFiles(pattern, from(at("arch.yaml")), [])
      .map((path) => relative(folder, path));

  it("gives the files that match, sorted: neither folders nor hidden files", () => {
    expect(list("parts/*.yaml")).toEqual(["parts/a.yaml", "parts/b.yaml"]);
    expect(list("parts/?.*")).toEqual(["parts/a.txt", "parts/a.yaml", "parts/b.yaml"]);
    expect(list("*/*/c.yaml")).toEqual(["parts/deep/c.yaml"]);
    expect(list("p*t*/*a*m*")).toEqual(["parts/a.yaml", "parts/b.yaml"]);
    expect(list("*ch.y*ml*")).toEqual(["arch.yaml"]);
    expect(list("parts/.h*")).toEqual(["parts/.hidden.yaml"]);
    expect(list(at("parts", "b*"))).toEqual(["parts/b.yaml"]);
    expect(list("nowhere/*.yaml")).toEqual([]);
  });

  it("takes other characters as they are", () => {
    expect(list("parts/[ab].y*")).toEqual([]);
    expect(list("parts/(a|b).y*")).toEqual([]);
    expect(list("parts/ayyaml*")).toEqual([]);
    expect(list("a*a.yaml")).toEqual([]);
  });

  it("gives each file once, though several folders lead to it", () => {
    expect(list("*.yaml", [at("parts"), at("parts", "deep", ".."), folder])).toEqual([
      "arch.yaml",
      "latin1.yaml",
      "problem.yaml",
      "parts/a.yaml",
      "parts/b.yaml",
    ]);
  });

  it("is answered by loadFile whatever lies beside the including file", () => {
    const { loadFile, listFiles } = createIncludeLoader([], () => {});
    const [first = ""] = listFiles("parts/*.yaml", from(at("arch.yaml")), []);
    expect(loadFile(first, from(at("sub", "shape.yaml")), [])?.name).toBe(first);
  });

  it("is bounded, and says so", () => {
    const reported: string[] = [];
    const report = ({ code }: { code: string }): void => void reported.push(code);
    const limited = (files: number, folders: number): readonly string[] =>
      createIncludeLoader([], report, { patternLimits: { files, folders } }).listFiles(
        "*/*.yaml",
        from(at("arch.yaml")),
        [],
      );
    expect(limited(2, 9)).toEqual([]);
    expect(limited(9, 2)).toEqual([]);
    expect(reported).toEqual(["include-pattern-wide", "include-pattern-wide"]);
  });
});
