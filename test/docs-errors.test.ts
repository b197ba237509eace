/** Every diagnostic code has a page in docs/errors/, with a bad and a good example, and stands in its index. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SOURCES = ["core", "chart", "node", "cli"].map((name) =>
  fileURLToPath(new URL(`../packages/${name}/src/`, import.meta.url)),
);
const PAGES = fileURLToPath(new URL("../docs/errors/", import.meta.url));

/** `code: "..."`, and in catalogues also the first argument of their shorthand `error("...")`. */
const CODE = /\bcode:\s*"([a-z][a-z0-9-]+)"/g;
const CATALOGUE_CODE = /(?:\bcode:|\b(?:error|warning|note)\()\s*"([a-z][a-z0-9-]+)"/g;

function codesInSources(): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const folder of SOURCES) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts") || file.includes("testing")) continue;
      const text = readFileSync(join(folder, file), "utf8");
      for (const [, code = ""] of text.matchAll(file.endsWith("errors.ts") ? CATALOGUE_CODE : CODE)) codes.add(code);
    }
  }
  return codes;
}

const codes = [...codesInSources()].sort();
const pages = readdirSync(PAGES).filter((file) => file !== "README.md");
const index = readFileSync(join(PAGES, "README.md"), "utf8");

test("there are codes", () => {
  expect(codes.length).toBeGreaterThan(100);
});

describe("each code has a page", () => {
  test.each(codes)("%s", (code) => {
    expect(pages, `write docs/errors/${code}.md`).toContain(`${code}.md`);
    const text = readFileSync(join(PAGES, `${code}.md`), "utf8");
    expect(text.startsWith(`# \`${code}\`\n`)).toBe(true);
    for (const heading of ["Bad", "Good"])
      expect(text).toMatch(new RegExp(`## ${heading}\n\n\`\`\`(?:yaml|json|sh)\n[\\s\\S]+?\n\`\`\``));
    expect(index, "name it in docs/errors/README.md").toContain(`(${code}.md)`);
  });
});

test("no page is left over", () => {
  expect(pages.filter((page) => !codes.includes(page.replace(".md", "")))).toEqual([]);
});
