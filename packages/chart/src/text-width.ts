/**
 * How wide a text will be, without a browser to ask: advance widths of DejaVu Sans (as of Verdana) by kinds of character,
 * in ems, rounded up. Good to some per cent, which is what margins and collisions need.
 */

const NARROW = /[ijl.,:;'|!()[\]/ft\- ]/;
const WIDE = /[mwMW@%∝→–]/;
const CAPITAL = /[A-Z]/;
const SUPERSCRIPT = /[⁰¹²³⁴-⁹⁻]/;

const BOLD = 1.12;

export function textWidth(text: string, fontPx: number, bold: boolean = false): number {
  let ems = 0;
  for (const character of text) {
    if (SUPERSCRIPT.test(character)) ems += 0.42;
    else if (NARROW.test(character)) ems += 0.37;
    else if (WIDE.test(character)) ems += 0.93;
    else if (CAPITAL.test(character)) ems += 0.71;
    else ems += 0.62;
  }
  return ems * fontPx * (bold ? BOLD : 1);
}

/** Breaks a text at spaces into lines no wider than `width`. */
export function breakLines(text: string, fontPx: number, width: number, bold: boolean = false): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, fontPx, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== "") lines.push(line);
  return lines;
}
