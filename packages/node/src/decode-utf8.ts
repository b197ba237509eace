/**
 * UTF-8, strictly: a wrong byte is an error with its place, never a silent U+FFFD in the middle of a name.
 * A wrong byte is found by decoding leniently, encoding again and looking for the first difference.
 */
import type { Diagnostic } from "@tilewright/core";
import { invalidUtf8 } from "./errors.ts";

/** The text of `bytes`, or the diagnostic that says where they stop being UTF-8. A byte order mark is dropped. */
export function decodeUtf8(
  name: string,
  bytes: Uint8Array,
): { readonly text?: string; readonly diagnostic?: Diagnostic } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const again = new TextEncoder().encode(lenient);
    let at = 0;
    while (at < bytes.length && bytes[at] === again[at]) at += 1;
    const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, at));
    const looksUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    // The common prefix may end inside a character: step back to the U+FFFD itself.
    const offset = Math.max(0, lenient.indexOf("\ufffd", Math.max(0, before.length - 1)));
    return { diagnostic: invalidUtf8({ name, text: lenient }, offset, at, looksUtf16) };
  }
}
