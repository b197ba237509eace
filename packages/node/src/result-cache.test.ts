import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openResultCache, userCacheFolder } from "./result-cache.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tilewright-cache-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (of: string): string[] =>
  readdirSync(of, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));

describe("results on disk", () => {
  it("come back for the same question and salt only", () => {
    const place = join(folder, "plain");
    const cache = openResultCache(place, "1");
    expect(cache.get("what?")).toBeUndefined();
    cache.set("what?", { answer: [1, "two", null] });
    expect(cache.get("what?")).toEqual({ answer: [1, "two", null] });
    expect(openResultCache(place, "1").get("what?")).toEqual({ answer: [1, "two", null] });
    expect(openResultCache(place, "2").get("what?")).toBeUndefined();
    expect(cache.get("why?")).toBeUndefined();
    expect(cache.diagnostics()).toEqual([]);
    // One file, nothing left over from writing it.
    expect(files(place)).toHaveLength(1);
    expect(readdirSync(place, { recursive: true })).toHaveLength(2);
  });

  it.each([
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["changed", (text: string) => text.replace('"answer":1', '"answer":2')],
    ["no object", () => "[]"],
    ["of another schema", (text: string) => text.replace("cache-entry/1", "cache-entry/9")],
  ])("are not believed where an entry is %s", (what, damage) => {
    const place = join(folder, what);
    openResultCache(place, "").set("what?", { answer: 1 });
    const [name = ""] = files(place);
    const path = join(place, name);
    writeFileSync(path, damage(readFileSync(path, "utf8")));
    const cache = openResultCache(place, "");
    expect(cache.get("what?")).toBeUndefined();
    expect(cache.diagnostics().map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning cache-entry-damaged",
    ]);
    cache.set("what?", { answer: 3 });
    expect(openResultCache(place, "").get("what?")).toEqual({ answer: 3 });
  });

  it("go to nobody where the folder cannot be one", () => {
    const place = join(folder, "a-file");
    writeFileSync(place, "");
    const cache = openResultCache(join(place, "cache"), "");
    cache.set("what?", 1);
    cache.set("why?", 2);
    expect(cache.get("what?")).toBeUndefined();
    expect(cache.diagnostics().map(({ code }) => code)).toEqual(["cache-unusable"]);
  });

  it("are not read from what is a folder", () => {
    const place = join(folder, "odd");
    openResultCache(place, "").set("what?", 1);
    const [name = ""] = files(place);
    rmSync(join(place, name));
    mkdirSync(join(place, name));
    const cache = openResultCache(place, "");
    expect(cache.get("what?")).toBeUndefined();
    expect(cache.diagnostics().map(({ code }) => code)).toEqual(["cache-unusable"]);
  });
});

describe("the user's cache folder", () => {
  it("follows the XDG specification", () => {
    expect(userCacheFolder({ XDG_CACHE_HOME: "/c", HOME: "/h" })).toBe("/c/tilewright");
    expect(userCacheFolder({ HOME: "/h" })).toBe("/h/.cache/tilewright");
    expect(userCacheFolder({ XDG_CACHE_HOME: "relative", HOME: "/h" })).toBe("/h/.cache/tilewright");
    expect(userCacheFolder({ XDG_CACHE_HOME: "", HOME: "/h" })).toBe("/h/.cache/tilewright");
  });
});
