/** Rows and words of explanations. */

/** Rows of cells in columns as wide as their widest cell, `r` right-aligned. */
export function alignRows(rows: readonly (readonly string[])[], alignment: string): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows.map((row) =>
    row
      .map((cell, i) => (alignment[i] === "r" ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("")
      .trimEnd(),
  );
}

/** `A`, `A and B`, `A, B and C`. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1] ?? ""}`;
}

/** `1 word`, `2 words`. */
export function countWords(count: string | number, noun: string = "word"): string {
  return `${count} ${noun}${String(count) === "1" ? "" : "s"}`;
}
