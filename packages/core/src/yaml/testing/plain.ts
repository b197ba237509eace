/** Located trees as plain values, for tests that compare what was read. */
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { LocatedNode } from "../located.ts";

export type Plain = string | number | boolean | null | readonly Plain[] | ReadonlyMap<string, Plain> | Tagged;

interface Tagged {
  readonly [tag: `!${string}`]: Plain;
}

/** Maps become arrays of pairs in `Map`s, tags a wrapper `{ "!Tag": value }`. */
export function plain(node: LocatedNode | undefined): Plain {
  if (!node) return null;
  const value = untagged(node);
  return node.tag === undefined ? value : { [node.tag]: value };
}

function untagged(node: LocatedNode): Plain {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return new Map(node.entries.map(({ key, value }) => [key, plain(value)]));
}

/** `Map`s from objects, for the expected side. */
export function map(entries: Readonly<Record<string, Plain>>): ReadonlyMap<string, Plain> {
  return new Map(Object.entries(entries));
}

/** Codes with the characters that they point at and the file that these are in. */
export function places(diagnostics: readonly Diagnostic[]): readonly (readonly [string, string])[] {
  return diagnostics.map(({ code, span }) => [code, span ? span.source.text.slice(span.from, span.to) : "-"]);
}
