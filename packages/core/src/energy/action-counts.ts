/**
 * `action_counts` -> how often each component did what. Components are named by their paths, or nest as architectures do:
 *
 *     action_counts: {version, subtree: [{name: chip, local: [{name: glb, action_counts: [{name: read, counts: 50}]}]}]}
 *
 * As Accelergy reads them (6911d15, raw_inputs_2_dicts.py).
 */
import type { AttributeValue } from "../architecture/architecture.ts";
import { missingKey, notANumber } from "../spec/errors.ts";
import { asList, asMap, asText, describeNode, startOf } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import { getValue, isNull } from "../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../yaml/located.ts";

export interface CountedAction {
  readonly action: string;
  /** Absent where the input gives none: then any energy of the action will do. */
  readonly arguments?: Readonly<Record<string, AttributeValue>>;
  readonly count: number;
  readonly span: Span;
}

export interface CountedComponent {
  /** `chip.PE[3].buffer` */
  readonly path: string;
  readonly actions: readonly CountedAction[];
  readonly span: Span;
}

/** All components in `node`, the value of `action_counts`. */
export function readActionCounts(node: LocatedNode, report: Report): readonly CountedComponent[] {
  const map = asMap(node, "action_counts", report);
  if (!map) return [];
  if (!getValue(map, "subtree") && !getValue(map, "local")) {
    report(missingKey(startOf(map.span), "action_counts", "subtree", "local"));
  }
  return componentsOf(map, [], report);
}

function componentsOf(map: LocatedMap, path: readonly string[], report: Report): readonly CountedComponent[] {
  const named = (key: string): readonly { readonly name: string; readonly entry: LocatedMap }[] => {
    const list = getValue(map, key);
    const items = list && !isNull(list) ? (asList(list, `action_counts.${key}`, report)?.items ?? []) : [];
    return items.flatMap((item) => {
      const entry = asMap(item, "a component of action_counts", report);
      const nameNode = entry && getValue(entry, "name");
      if (entry && !nameNode) report(missingKey(startOf(entry.span), "a component of action_counts", "name"));
      const name = nameNode && asText(nameNode, "the name of a component", report);
      return entry && name !== undefined ? [{ name, entry }] : [];
    });
  };
  return [
    ...named("local").map(({ name, entry }): CountedComponent => {
      const full = [...path, name].join(".");
      return { path: full, actions: actionsOf(entry, full, report), span: entry.span };
    }),
    ...named("subtree").flatMap(({ name, entry }) => componentsOf(entry, [...path, name], report)),
  ];
}

function actionsOf(component: LocatedMap, path: string, report: Report): readonly CountedAction[] {
  const list = getValue(component, "action_counts");
  if (!list) {
    report(missingKey(startOf(component.span), path, "action_counts"));
    return [];
  }
  return (asList(list, `the actions of ${path}`, report)?.items ?? []).flatMap((item) => {
    const map = asMap(item, `an action of ${path}`, report);
    const nameNode = map && getValue(map, "name");
    const countNode = map && getValue(map, "counts");
    if (map && (!nameNode || !countNode))
      report(missingKey(startOf(map.span), `an action of ${path}`, "name", "counts"));
    const action = nameNode && asText(nameNode, "the name of an action", report);
    const count = countNode?.kind === "scalar" && typeof countNode.value === "number" ? countNode.value : undefined;
    if (countNode && count === undefined) {
      report(notANumber(countNode.span, `the counts of ${path}`, describeNode(countNode), "a number"));
    }
    if (!map || action === undefined || count === undefined) return [];
    const given = getValue(map, "arguments");
    const values = given && !isNull(given) ? asMap(given, `the arguments of ${path}.${action}`, report) : undefined;
    return [{ action, ...(values && { arguments: argumentsOf(values) }), count, span: map.span }];
  });
}

function argumentsOf(map: LocatedMap): Readonly<Record<string, AttributeValue>> {
  return Object.fromEntries(
    map.entries.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key, value.value] as const] : [])),
  );
}
