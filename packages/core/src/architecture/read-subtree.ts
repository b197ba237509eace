/**
 * The 0.3 form: a chain of `subtree`s, each with `local` components. Ranges of names multiply along the way down, so
 * that `PE[0..15]` holding `spad[0..1]` makes 32 spads; within one `local` list, earlier components are further out.
 */
import type { Scope } from "../spec/expressions.ts";
import { asFlag, asList, asMap, asScalar, type Fields, readFields, scalarText } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import type { LocatedMap, LocatedNode } from "../yaml/located.ts";
import type { Attributes } from "./architecture.ts";
import { componentKind } from "./component-class.ts";
import type { ComponentDraft, DraftTree } from "./component-draft.ts";
import { severalSubtrees } from "./errors.ts";
import { readRangedName } from "./instance-range.ts";
import { inheritAttributes, NO_ATTRIBUTES, readOwnAttributes } from "./read-attributes.ts";

const TREE_KEYS = ["name", "attributes", "local", "subtree"];

/** Keys of a component in both forms. */
export const COMPONENT_KEYS: readonly string[] = [
  "name",
  "class",
  "subclass",
  "attributes",
  "spatial",
  "constraints",
  "sparse_optimizations",
  "required_actions",
  "enabled",
  "area_scale",
  "energy_scale",
  "area_share",
];

/** Walks the tree below `root`, whose `subtree` key is known to exist. `variables` are inherited by everything. */
export function readSubtree(
  root: LocatedMap,
  fields: Fields,
  scope: Scope,
  variables: Attributes,
  report: Report,
): DraftTree {
  const drafts: ComponentDraft[] = [];
  let systemAttributes: Attributes = NO_ATTRIBUTES;
  let inherited = inheritAttributes(
    readOwnAttributes(fields.get("attributes")?.value, { owner: "architecture", inherited: variables, scope }, report),
    variables,
  );
  let path: string[] = [];
  let count = 1;
  let subtree: LocatedNode | undefined = fields.get("subtree")?.value ?? root;
  for (let depth = 0; subtree !== undefined; depth++) {
    const list = asList(subtree, "subtree", report);
    const [first, second] = list?.items ?? [];
    if (second) report(severalSubtrees(second.span));
    const map = first && asMap(first, "a tree of the architecture", report);
    if (!map) break;
    const rules = { owner: "a tree of the architecture", allowed: TREE_KEYS, required: ["name"] };
    const tree = readFields(map, rules, report);
    const { name, count: times } = readName(tree, report);
    count *= times;
    path = [...path, name];
    const own = readOwnAttributes(tree.get("attributes")?.value, { owner: name, inherited, scope }, report);
    inherited = inheritAttributes(own, inherited);
    if (depth === 0) systemAttributes = { ...inherited, ...own };
    const local = tree.get("local")?.value;
    for (const item of local ? (asList(local, `local of ${name}`, report)?.items ?? []) : []) {
      const draft = readLocal(item, { path, count, inherited, scope }, report);
      if (draft) drafts.push(draft);
    }
    subtree = tree.get("subtree")?.value;
  }
  return { form: "subtree", drafts, systemAttributes, nodeConstraints: [], parallelGroups: [], containers: [] };
}

interface Surroundings {
  readonly path: readonly string[];
  readonly count: number;
  readonly inherited: Attributes;
  readonly scope: Scope;
}

function readLocal(node: LocatedNode, around: Surroundings, report: Report): ComponentDraft | undefined {
  const map = asMap(node, "a component", report);
  if (!map) return undefined;
  const rules = { owner: "a component", allowed: COMPONENT_KEYS, required: ["name", "class"] };
  const fields = readFields(map, rules, report);
  const { name, count } = readName(fields, report);
  const classNode = fields.get("class")?.value;
  const classScalar = classNode && asScalar(classNode, `the class of ${name}`, report);
  const enabled = fields.get("enabled")?.value;
  if (enabled && asFlag(enabled, `enabled of ${name}`, report) === false) return undefined;
  if (!classScalar || !fields.has("name")) return undefined;
  const className = scalarText(classScalar);
  const subclass = fields.get("subclass")?.value;
  const own = readOwnAttributes(
    fields.get("attributes")?.value,
    { owner: name, inherited: around.inherited, scope: around.scope },
    report,
  );
  return {
    kind: componentKind(className),
    name,
    path: [...around.path, name].join("."),
    className,
    componentClass: subclass?.kind === "scalar" && subclass.value !== null ? scalarText(subclass) : className,
    attributes: inheritAttributes(own, around.inherited),
    shaping: own,
    count: around.count * count,
    parallel: [],
    span: fields.get("name")?.value.span ?? map.span,
  };
}

function readName(fields: Fields, report: Report): { name: string; count: number } {
  const node = fields.get("name")?.value;
  const scalar = node && asScalar(node, "the name of a component", report);
  return scalar ? readRangedName(scalarText(scalar), scalar, report) : { name: "?", count: 1 };
}
