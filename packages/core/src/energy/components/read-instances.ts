/**
 * `architecture` -> the components on the chip, in both forms. Unlike the nest analysis this needs no chain of levels: the
 * 0.3 form may have several trees side by side and `local` at its top, and any class of component counts.
 */
import type { Attributes } from "../../architecture/architecture.ts";
import { componentKind } from "../../architecture/component-class.ts";
import type { ComponentDraft } from "../../architecture/component-draft.ts";
import { architectureForm } from "../../architecture/errors.ts";
import { inheritAttributes, readOwnAttributes } from "../../architecture/read-attributes.ts";
import { readNodes } from "../../architecture/read-nodes.ts";
import { COMPONENT_KEYS } from "../../architecture/read-subtree.ts";
import { duplicateName } from "../../spec/errors.ts";
import type { Scope } from "../../spec/expressions.ts";
import { asFlag, asList, asMap, asText, readFields, startOf } from "../../spec/fields.ts";
import type { Report } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { getValue, isNull } from "../../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../../yaml/located.ts";
import { cycleDefault } from "../errors.ts";
import type { QueryValues } from "../estimator.ts";
import { parseSeconds } from "../query-reader.ts";
import { evaluateRange, valuesOf } from "./evaluate-nodes.ts";
import type { ComponentInstance } from "./instance.ts";

/** Accelergy's clock for 0.3 files that give none. */
const OLD_CYCLE_SECONDS = 1e-9;
const TREE_KEYS = ["version", "name", "attributes", "local", "subtree"];

/** All components in `node`, the value of `architecture`. `variables` are inherited by every one. */
export function readInstances(
  node: LocatedNode,
  scope: Scope,
  variables: Attributes,
  report: Report,
): readonly ComponentInstance[] {
  const map = asMap(node, "architecture", report);
  if (!map) return [];
  const nodes = getValue(map, "nodes");
  if (nodes) {
    return readNodes(nodes, scope, variables, report)
      .drafts.filter(({ fanoutOf }) => fanoutOf === undefined)
      .map(fromDraft);
  }
  if (!getValue(map, "subtree") && !getValue(map, "local")) {
    report(architectureForm(startOf(map.span)));
    return [];
  }
  const found: ComponentInstance[] = [];
  walkTree(map, { path: [], count: 1, inherited: inheritAttributes({}, variables), scope, found, report });
  checkPaths(found, report);
  return withClock(found, report);
}

function fromDraft(draft: ComponentDraft): ComponentInstance {
  const map = draft.node;
  return {
    path: `${draft.path}[1..${draft.count}]`,
    name: draft.name,
    componentClass: draft.componentClass,
    levelClass: draft.className,
    attributes: valuesOf(draft.attributes),
    count: draft.count,
    requiredActions: actionNames(map && getValue(map, "required_actions")),
    areaScale: map && getValue(map, "area_scale"),
    energyScale: map && getValue(map, "energy_scale"),
    span: draft.span,
  };
}

interface TreeState {
  readonly path: readonly string[];
  readonly count: number;
  readonly inherited: Attributes;
  readonly scope: Scope;
  readonly found: ComponentInstance[];
  readonly report: Report;
}

/** One tree: its attributes hold for everything below. The architecture itself is a tree without a name. */
function walkTree(map: LocatedMap, state: TreeState): void {
  const { report } = state;
  const fields = readFields(map, { owner: "a tree of the architecture", allowed: TREE_KEYS }, report);
  const nameNode = fields.get("name")?.value;
  const owner = nameNode?.kind === "scalar" ? nameNode.raw : "the architecture";
  const { scope } = state;
  const own = readOwnAttributes(fields.get("attributes")?.value, { owner, inherited: state.inherited, scope }, report);
  const inherited = inheritAttributes(own, state.inherited);
  let { path, count } = state;
  if (nameNode?.kind === "scalar" && nameNode.value !== null) {
    const ranged = evaluateRange(nameNode, { ...namesOf(scope), ...valuesOf(inherited) }, report);
    path = [...path, ranged.shown];
    count *= ranged.count;
  }
  const below = { ...state, path, count, inherited };
  for (const item of listed(fields.get("local")?.value, "local", report)) readLocal(item, below);
  for (const item of listed(fields.get("subtree")?.value, "subtree", report)) {
    const tree = asMap(item, "a tree of the architecture", report);
    if (tree) walkTree(tree, below);
  }
}

function readLocal(node: LocatedNode, state: TreeState): void {
  const { report, scope } = state;
  const map = asMap(node, "a component", report);
  if (!map) return;
  const fields = readFields(
    map,
    { owner: "a component", allowed: COMPONENT_KEYS, required: ["name", "class"] },
    report,
  );
  const nameNode = fields.get("name")?.value;
  const classNode = fields.get("class")?.value;
  const className = classNode && asText(classNode, "the class of a component", report);
  const enabled = fields.get("enabled")?.value;
  if (enabled && asFlag(enabled, "enabled", report) === false) return;
  if (nameNode?.kind !== "scalar" || nameNode.value === null || className === undefined) return;
  const owner = nameNode.raw;
  const own = readOwnAttributes(fields.get("attributes")?.value, { owner, inherited: state.inherited, scope }, report);
  const attributes = valuesOf(inheritAttributes(own, state.inherited));
  const ranged = evaluateRange(nameNode, { ...namesOf(scope), ...attributes }, report);
  const subclass = fields.get("subclass")?.value;
  const subclassName = subclass && !isNull(subclass) ? asText(subclass, `the subclass of ${owner}`, report) : undefined;
  state.found.push({
    path: [...state.path, ranged.shown].join("."),
    name: ranged.base,
    componentClass: subclassName ?? className,
    levelClass: className,
    attributes,
    count: state.count * ranged.count,
    requiredActions: actionNames(fields.get("required_actions")?.value),
    areaScale: fields.get("area_scale")?.value,
    energyScale: fields.get("energy_scale")?.value,
    span: nameNode.span,
  });
}

function namesOf(scope: Scope): QueryValues {
  const plain = [...scope].filter(([, value]) => typeof value !== "object" || value === null);
  return Object.fromEntries(plain) as QueryValues;
}

function listed(node: LocatedNode | undefined, owner: string, report: Report): readonly LocatedNode[] {
  return node === undefined || isNull(node) ? [] : (asList(node, owner, report)?.items ?? []);
}

function actionNames(node: LocatedNode | undefined): readonly string[] {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => (item.kind === "scalar" && typeof item.value === "string" ? [item.value] : []));
}

function checkPaths(found: readonly ComponentInstance[], report: Report): void {
  const first = new Map<string, Span | undefined>();
  for (const { path, span } of found) {
    if (first.has(path) && span) report(duplicateName(span, "component", path, first.get(path)));
    else first.set(path, span);
  }
}

/** 0.3 files may give `latency: 5ns`, or nothing: then Accelergy takes 1 ns. */
function withClock(found: readonly ComponentInstance[], report: Report): readonly ComponentInstance[] {
  let told = false;
  return found.map((instance) => {
    if (
      instance.attributes["global_cycle_seconds"] !== undefined ||
      instance.attributes["cycle_seconds"] !== undefined
    ) {
      return instance;
    }
    const latency = instance.attributes["latency"];
    const seconds = latency === undefined ? undefined : parseSeconds(latency);
    if (seconds === undefined && !told) {
      told = true;
      report(cycleDefault(OLD_CYCLE_SECONDS, "as Accelergy takes it in version 0.3", instance.span));
    }
    return {
      ...instance,
      attributes: { ...instance.attributes, global_cycle_seconds: seconds ?? OLD_CYCLE_SECONDS },
    };
  });
}

/** Part of a component that has no class of its own: what the nest analysis will ask of it. */
export function usualActions(instance: ComponentInstance): readonly string[] {
  switch (componentKind(instance.levelClass)) {
    case "storage":
      return ["read", "write", "update", "leak"];
    case "compute":
      return ["compute", "leak"];
    default:
      return [];
  }
}
