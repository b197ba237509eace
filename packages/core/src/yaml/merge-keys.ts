/**
 * Merge keys.
 *
 *   <<:  *base            entries of base for keys that the map does not give itself (YAML 1.1)
 *   <<<: *base            the same, but deep: maps under one key are merged again, lists under one key are joined,
 *                         own items first; a value marked `!nomerge` stays as it is (Accelergy)
 *   <<:  [*first, *rest]  several, the earlier winning
 *
 * Nothing is changed in place, so an anchored map reads the same wherever it is merged.
 * Source of the semantics: the loader of Accelergy, whose files must read alike.
 */
import { normalizeKey } from "./access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode } from "./located.ts";

/** How to merge: `deep` for `<<<`; `isFixed` tells which values were marked `!nomerge`. */
export interface MergeRules {
  readonly deep: boolean;
  readonly isFixed: (node: LocatedNode) => boolean;
}

/** The maps that a merge key's value stands for, or undefined where it is neither a map nor a list of maps. */
export function mergeOperands(value: LocatedNode): readonly LocatedMap[] | undefined {
  if (value.kind === "map") return [value];
  if (value.kind !== "list") return undefined;
  const maps = value.items.filter((item) => item.kind === "map");
  return maps.length === value.items.length ? maps : undefined;
}

/** `own` with the entries of `operands` merged in, as `rules` say. */
export function mergeEntries(
  own: readonly LocatedEntry[],
  operands: readonly LocatedMap[],
  rules: MergeRules,
): readonly LocatedEntry[] {
  const merged = new Map<string, LocatedEntry>(own.map((entry) => [normalizeKey(entry.key), entry]));
  for (const operand of operands) {
    for (const entry of operand.entries) {
      const key = normalizeKey(entry.key);
      const present = merged.get(key);
      if (!present) merged.set(key, entry);
      else if (rules.deep) merged.set(key, { ...present, value: mergeValues(present.value, entry.value, rules) });
    }
  }
  return [...merged.values()];
}

function mergeValues(own: LocatedNode, other: LocatedNode, rules: MergeRules): LocatedNode {
  if (rules.isFixed(own)) return own;
  if (own.kind === "map" && other.kind === "map") {
    return { ...own, entries: mergeEntries(own.entries, [other], rules) };
  }
  if (own.kind === "list" && other.kind === "list") return { ...own, items: [...own.items, ...other.items] };
  return own;
}
