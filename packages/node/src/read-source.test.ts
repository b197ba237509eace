import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSourceFile, readSourceFiles } from "./read-source.ts";

let folder = "";
const at = (...parts: readonly string[]): string => join(folder, ...parts);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-"));
  mkdirSync(at("sub"));
  writeFileSync(at("arch.yaml"), "architecture: {}\n");
  writeFileSync(at("problem.yaml"), "\ufeffproblem: é\n");
  writeFileSync(at("sub", "shape.yaml"), "shape: 1\n");
  writeFileSync(at("latin1.yaml"), Buffer.from("a: 1\nname: caf\xe9\n", "latin1"));
  writeFileSync(at("utf16.yaml"), Buffer.from("\ufeffa: 1\n", "utf16le"));
  writeFileSync(at("huge.yaml"), "");
  truncateSync(at("huge.yaml"), 200 * 1024 * 1024);
});
afterAll(() => rmSync(folder, { recursive: true }));

function codes(path: string): readonly string[] {
  return readSourceFile(path).diagnostics.map((diagnostic) => diagnostic.code);
}

describe("readSourceFile", () => {
  it("reads UTF-8 and drops a byte order mark", () => {
    expect(readSourceFile(at("problem.yaml"))).toEqual({
      source: { name: at("problem.yaml"), text: "problem: é\n" },
      diagnostics: [],
    });
  });

  it("suggests the file that was meant", () => {
    const { diagnostics } = readSourceFile(at("arhc.yaml"));
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["file-not-found"]);
    expect(diagnostics[0]?.hint).toContain('"arch.yaml"');
  });

  it("says when the folder is missing too", () => {
    const { diagnostics } = readSourceFile(at("nowhere", "arch.yaml"));
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["file-not-found"]);
    expect(diagnostics[0]?.hint).toContain("folder");
  });

  it("refuses a folder", () => expect(codes(folder)).toEqual(["file-is-directory"]));

  it("refuses 200 MB without reading them", () => {
    const before = performance.now();
    expect(codes(at("huge.yaml"))).toEqual(["input-too-large"]);
    expect(performance.now() - before).toBeLessThan(100);
  });

  it("gives up a device that never ends", () => expect(codes("/dev/zero")).toEqual(["input-too-large"]));

  it("points at the first byte that is not UTF-8", () => {
    const [diagnostic] = readSourceFile(at("latin1.yaml")).diagnostics;
    expect(diagnostic?.code).toBe("invalid-utf8");
    expect(diagnostic?.span?.from).toBe("a: 1\nname: caf".length);
  });

  it("recognises UTF-16", () => {
    const [diagnostic] = readSourceFile(at("utf16.yaml")).diagnostics;
    expect(diagnostic?.code).toBe("invalid-utf8");
    expect(diagnostic?.hint).toContain("UTF-16");
  });
});

describe("readSourceFiles", () => {
  it("reports every file that fails and keeps the others", () => {
    const { sources, diagnostics } = readSourceFiles([at("no.yaml"), at("arch.yaml"), folder]);
    expect(sources.map((source) => source.name)).toEqual([at("arch.yaml")]);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["file-not-found", "file-is-directory"]);
  });
});
