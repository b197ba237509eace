/**
 * Checks that the documentation hangs together: every relative link in a Markdown file leads to a file, every
 * `#anchor` to a heading, and every page of docs/errors is reached from its index and is named for a code that the
 * sources raise. (That every code has a page is the other half; a unit test beside the catalogues says so.)
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** @type {string[]} */
const problems = [];

const skipped = new Set(["node_modules", "dist", ".git", "coverage"]);

/**
 * Files below a folder, without what is installed or built.
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 * @returns {string[]}
 */
function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

/**
 * Text without code, where brackets and parentheses mean something else.
 * @param {string} markdown
 */
function withoutCode(markdown) {
  return markdown
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ""))
    .replace(/`[^`\n]*`/g, (code) => " ".repeat(code.length));
}

/**
 * The anchors that a Markdown page offers, spelled as code forges spell them.
 * @param {string} markdown
 */
function anchorsOf(markdown) {
  const headings = [...markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").matchAll(/^#{1,6}\s+(.+?)\s*$/gm)];
  const slugs = headings.map((heading) =>
    (heading[1] ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
  const explicit = [...markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)].map((anchor) => anchor[1] ?? "");
  return new Set([...slugs, ...explicit]);
}

/** @param {string} page */
function checkLinks(page) {
  const markdown = withoutCode(readFileSync(page, "utf8"));
  const inline = [...markdown.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const reference = [...markdown.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  for (const match of [...inline, ...reference]) {
    const target = match[1] ?? "";
    if (/^[a-z][a-z+.-]*:/i.test(target)) continue;
    const line = markdown.slice(0, match.index).split("\n").length;
    const [path = "", anchor] = decodeURI(target).split("#");
    const file = path === "" ? page : resolve(dirname(page), path);
    const place = `${relative(root, page)}:${line}`;
    if (!existsSync(file)) problems.push(`${place}: dead link ${target}`);
    else if (anchor !== undefined && statSync(file).isFile() && file.endsWith(".md")) {
      if (!anchorsOf(readFileSync(file, "utf8")).has(anchor)) problems.push(`${place}: no heading for ${target}`);
    }
  }
}

/** Pages of docs/errors: linked from the index, and named for a code that some source mentions. */
function checkErrorPages() {
  const folder = join(root, "docs/errors");
  const pages = filesBelow(folder, (name) => name.endsWith(".md")).filter((page) => basename(page) !== "README.md");
  if (pages.length === 0) return;
  const index = join(folder, "README.md");
  const listed = existsSync(index) ? readFileSync(index, "utf8") : "";
  if (listed === "") problems.push("docs/errors/README.md: the index of error pages is missing");
  const sources = filesBelow(join(root, "packages"), (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  for (const page of pages) {
    const code = basename(page, ".md");
    if (listed !== "" && !listed.includes(`(${code}.md)`)) problems.push(`${relative(root, page)}: not in the index`);
    if (!sources.includes(`"${code}"`)) problems.push(`${relative(root, page)}: no source raises "${code}"`);
  }
}

const pages = filesBelow(root, (name) => name.endsWith(".md"));
for (const page of pages) checkLinks(page);
checkErrorPages();
for (const problem of problems) console.error(problem);
console.log(`docs: ${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
