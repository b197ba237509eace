/** The page of explanation as Markdown, and as one HTML file that needs nothing else and follows the reader's light or dark. */
import type { Block } from "./explanation.ts";

/** `width^1.24` with its exponent raised; both forms know `<sup>`. */
function raised(text: string): string {
  return text.replace(
    /\^(-?\d+(?:\.\d+)?|[a-z])/g,
    (_, exponent: string) => `<sup>${exponent.replace("-", "−")}</sup>`,
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function inlineHtml(text: string): string {
  return raised(escapeHtml(text))
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/`(.+?)`/g, "<code>$1</code>");
}

export interface Image {
  readonly light: string;
  /** Where there is one: shown to readers who prefer dark. */
  readonly dark?: string;
}

function markdownImage({ light, dark }: Image, caption: string): string {
  if (dark === undefined) return `![${caption}](${light})`;
  const alt = escapeHtml(caption);
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img src="${light}" alt="${alt}"></picture>`;
}

/** @param imageOf the files of a chart, relative to the page */
export function markdownPage(blocks: readonly Block[], imageOf: (id: string) => Image): string {
  const parts = blocks.map((block): string => {
    if (block.kind === "heading") return `${"#".repeat(block.level)} ${block.text}`;
    if (block.kind === "paragraph") return raised(block.text);
    if (block.kind === "list") return block.items.map((item) => `- ${raised(item)}`).join("\n");
    if (block.kind === "figure") {
      return `${markdownImage(imageOf(block.id), block.caption)}\n\n*${block.caption}*`;
    }
    const row = (cells: readonly string[]): string =>
      `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [
      row(block.header),
      row(block.header.map((_, i) => (i === 0 ? "---" : "---:"))),
      ...block.rows.map(row),
    ].join("\n");
  });
  return `${parts.join("\n\n")}\n`;
}

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #565e68; --background: #ffffff; --rule: #d9dde2; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8ecf1; --muted: #a5aeb9; --background: #14181d; --rule: #343c46; }
}
body { margin: 2rem auto; max-width: 74rem; padding: 0 1.25rem; background: var(--background); color: var(--text);
  font: 1rem/1.55 system-ui, "DejaVu Sans", Verdana, sans-serif; }
p, ul { max-width: 46rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; }
figure { margin: 1.25rem 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: var(--muted); font-size: 0.9rem; }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; margin: 1rem 0; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid var(--rule); text-align: right; }
th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; }
table.words th, table.words td { text-align: left; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; white-space: nowrap; }
sup { line-height: 0; }
`;

function htmlTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const words = rows.some((cells) => cells.slice(1).some((cell) => /[a-z]{3}/.test(cell)));
  const head = header.map((cell) => `<th scope="col">${inlineHtml(cell)}</th>`).join("");
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${inlineHtml(cell)}</td>`).join("")}</tr>`)
    .join("\n");
  return `<div class="scroll"><table${words ? ' class="words"' : ""}>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table></div>`;
}

/** @param svgOf the chart as the text of an SVG */
export function htmlPage(blocks: readonly Block[], svgOf: (id: string, theme: "light" | "dark") => string): string {
  const title = blocks.find((block) => block.kind === "heading")?.text ?? "";
  const parts = blocks.map((block): string => {
    if (block.kind === "heading") return `<h${block.level}>${inlineHtml(block.text)}</h${block.level}>`;
    if (block.kind === "paragraph") return `<p>${inlineHtml(block.text)}</p>`;
    if (block.kind === "list")
      return `<ul>\n${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("\n")}\n</ul>`;
    if (block.kind === "table") return htmlTable(block.header, block.rows);
    const drawings = (["light", "dark"] as const).map(
      (theme) => `<div class="${theme}">${svgOf(block.id, theme).trim()}</div>`,
    );
    return `<figure>\n${drawings.join("\n")}\n<figcaption>${inlineHtml(block.caption)}</figcaption>\n</figure>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join("\n")}
</body>
</html>
`;
}
