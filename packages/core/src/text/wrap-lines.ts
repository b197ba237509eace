/** Breaking a paragraph into lines of limited width. */

/**
 * Breaks `text` at ordinary spaces; the first line starts with `indent` spaces, the others with `hang`.
 * @param widthOf cells that a text takes; one for each UTF-16 unit where nothing else is said
 */
export function wrapLines(
  text: string,
  width: number,
  indent: number = 0,
  hang: number = indent,
  widthOf: (text: string) => number = ({ length }) => length,
): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let empty = true;
  for (const word of text.split(" ").filter((part) => part !== "")) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = " ".repeat(hang);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}
