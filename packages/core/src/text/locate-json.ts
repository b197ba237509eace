/** Where in a JSON text a value stands. */

/**
 * Offset of the value at `path` (keys and indices); where the text has no such value, of the nearest one outside it.
 * @param text well-formed JSON
 */
export function locateJson(text: string, path: readonly (string | number)[]): number {
  let at = skipSpace(text, 0);
  for (const step of path) {
    const found = text[at] === (typeof step === "string" ? "{" : "[") ? findChild(text, at, step) : undefined;
    if (found === undefined) return at;
    at = found;
  }
  return at;
}

function findChild(text: string, container: number, wanted: string | number): number | undefined {
  let at = skipSpace(text, container + 1);
  for (let index = 0; text[at] !== "}" && text[at] !== "]" && at < text.length; index++) {
    let key: string | number = index;
    if (typeof wanted === "string") {
      const end = skipValue(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (key === wanted) return at;
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] as string)) at++;
  return at;
}

/** Behind the value that begins at `from`. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') {
      at++;
      while (text[at] !== '"' && at < text.length) at += text[at] === "\\" ? 2 : 1;
      if (depth === 0) return at + 1;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      // The end of the container, right behind a number or a word.
      if (depth < 0) return at;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (character === "," || " \t\r\n".includes(character))) return at;
  }
  return text.length;
}
