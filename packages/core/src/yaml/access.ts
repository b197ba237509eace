/**
 * Reading located trees. Keys are compared through `normalizeKey`, so `data-spaces` finds `data_spaces`.
 * Entries are looked up in `Map`s, never as properties of an object: a key `__proto__` is a key like any other.
 */
import type { LocatedEntry, LocatedMap, LocatedNode, LocatedScalar } from "./located.ts";

/** The spelling under which keys are compared: hyphens become underscores. */
export function normalizeKey(key: string): string {
  return key.includes("-") ? key.replaceAll("-", "_") : key;
}

const indexOf = new WeakMap<LocatedMap, ReadonlyMap<string, LocatedEntry>>();

function indexEntries(map: LocatedMap): ReadonlyMap<string, LocatedEntry> {
  let index = indexOf.get(map);
  if (!index) {
    index = new Map(map.entries.map((entry) => [normalizeKey(entry.key), entry]));
    indexOf.set(map, index);
  }
  return index;
}

/** The entry of `key` in either spelling, or undefined. */
export function getEntry(map: LocatedMap, key: string): LocatedEntry | undefined {
  const wanted = normalizeKey(key);
  if (map.entries.length > 8) return indexEntries(map).get(wanted);
  return map.entries.find((entry) => normalizeKey(entry.key) === wanted);
}

/** The value of `key` in either spelling, or undefined. */
export function getValue(map: LocatedMap, key: string): LocatedNode | undefined {
  return getEntry(map, key)?.value;
}

/** True for a plain or quoted `null`, `~` or an empty value. */
export function isNull(node: LocatedNode): node is LocatedScalar & { readonly value: null } {
  return node.kind === "scalar" && node.value === null;
}

/**
 * A path as diagnostics show it.
 *
 * @example nodePath("problem", "shape", "dimensions", 2) // "problem.shape.dimensions[2]"
 */
export function nodePath(...steps: readonly (string | number)[]): string {
  let path = "";
  for (const step of steps) {
    if (typeof step === "number") path += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) path += path === "" ? step : `.${step}`;
    else path += path === "" ? step : `[${JSON.stringify(step)}]`;
  }
  return path;
}
