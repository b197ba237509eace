/** Lines of a stats file: a title padded to a column, a colon, a value. */

const INDENT = "    ";

/** `depth` indents of four blanks, the title padded to `width`, the value after the colon. */
export function titled(depth: number, width: number, title: string, value: string): string {
  return `${INDENT.repeat(depth)}${title.padEnd(width)}: ${value}`;
}

/** A heading with a rule of the same length under it. */
export function underlined(depth: number, title: string): string[] {
  return [`${INDENT.repeat(depth)}${title}`, `${INDENT.repeat(depth)}${"-".repeat(title.length)}`];
}

/** A value that may be missing; `-` then. */
export function optional(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? "-" : format(value);
}
