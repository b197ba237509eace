/**
 * The 0.4 form: a list of nodes, outermost first.
 *
 *   !Container    attributes for everything after it; with `spatial`, a fan-out to everything after it
 *   !Component    storage, compute or network; with `spatial`, the fan-out lies before it
 *   !Parallel     its members are peers: each data space goes through one of them only
 *   !Hierarchical, !Pipelined   a list within the list
 *   !Nothing      a branch of !Parallel that holds nothing
 *
 * A fan-out of more than one becomes a virtual level `inter_<name>_spatial` with the mesh from before it, the same
 * name that Timeloop's front end gives to its stand-in, so that tables of both can be laid side by side.
 */
import { badName, notANumber, sparsityIgnored } from "../spec/errors.ts";
import { evaluateScalar, type Scope, toExpression } from "../spec/expressions.ts";
import { asFlag, asList, asMap, asText, describeNode, type Fields, readFields, scalarText } from "../spec/fields.ts";
import { readNumber } from "../spec/numbers.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { getEntry, isNull } from "../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../yaml/located.ts";
import type { Attributes } from "./architecture.ts";
import { componentKind } from "./component-class.ts";
import type { ComponentDraft, DraftTree, NodeConstraints, ParallelGroup, ParallelPlace } from "./component-draft.ts";
import { meshAttributeIgnored, missingTag, spatialInParallel, unknownTag } from "./errors.ts";
import { inheritAttributes, NO_ATTRIBUTES, readOwnAttributes } from "./read-attributes.ts";
import { COMPONENT_KEYS } from "./read-subtree.ts";

const NODE_TAGS = ["!Container", "!Component", "!Parallel", "!Hierarchical", "!Pipelined", "!Nothing"];
const CONTAINER_KEYS = ["name", "attributes", "spatial", "constraints", "networks", "sparse_optimizations", "enabled"];
const BRANCH_KEYS = ["nodes", "name", "enabled"];
/** Enough of a name for a level; anything that a mapping can aim at. */
const LEVEL_NAME = /^[^\s[\](){},:.*#"']+$/;

type Branch = { levels: string[]; constraints: LocatedMap[]; span: Span };

/** Where the walk stands. Only the walk changes it. */
interface WalkState {
  readonly scope: Scope;
  readonly report: Report;
  readonly variables: Attributes;
  readonly drafts: ComponentDraft[];
  readonly nodeConstraints: NodeConstraints[];
  readonly groups: ParallelGroup[];
  readonly containerNames: string[];
  meshX: number;
  meshY: number;
  /** Attributes of the containers passed so far. */
  containers: Attributes;
  systemAttributes: Attributes;
  rootName: string;
  seenNode: boolean;
}

/** Walks the list `nodes`. `variables` are inherited by everything. */
export function readNodes(nodes: LocatedNode, scope: Scope, variables: Attributes, report: Report): DraftTree {
  const state: WalkState = {
    scope,
    report,
    variables,
    drafts: [],
    nodeConstraints: [],
    groups: [],
    containerNames: [],
    meshX: 1,
    meshY: 1,
    containers: NO_ATTRIBUTES,
    systemAttributes: variables,
    rootName: "top_level",
    seenNode: false,
  };
  walkList(nodes, [], [], state);
  const { drafts, systemAttributes, nodeConstraints, groups } = state;
  return {
    form: "nodes",
    drafts,
    systemAttributes,
    nodeConstraints,
    parallelGroups: groups,
    containers: state.containerNames,
  };
}

function walkList(
  nodes: LocatedNode,
  parallel: readonly ParallelPlace[],
  branches: readonly Branch[],
  state: WalkState,
): void {
  for (const node of asList(nodes, "nodes", state.report)?.items ?? [])
    walkNode(node, parallel, branches, false, state);
}

/** `isPeer`: the node is itself a member of a `!Parallel`. */
function walkNode(
  node: LocatedNode,
  parallel: readonly ParallelPlace[],
  branches: readonly Branch[],
  isPeer: boolean,
  state: WalkState,
): void {
  const { report } = state;
  if (node.tag === undefined) {
    report(missingTag(node.span, NODE_TAGS));
    return;
  }
  if (!NODE_TAGS.includes(node.tag)) {
    report(unknownTag(tagSpan(node, node.tag), node.tag, NODE_TAGS, nearestWord(node.tag, NODE_TAGS)));
    return;
  }
  if (node.tag === "!Nothing" && isNull(node)) return;
  const map = asMap(node, `a ${node.tag}`, report);
  if (!map || !isEnabled(map, state)) return;
  switch (node.tag) {
    case "!Container":
      walkContainer(map, isPeer, branches, state);
      return;
    case "!Component":
      walkComponent(map, parallel, isPeer, branches, state);
      return;
    case "!Nothing": {
      const fields = readFields(map, { owner: "a !Nothing", allowed: COMPONENT_KEYS }, report);
      const constraints = readConstraints(fields, "!Nothing", state);
      if (constraints) for (const branch of branches) branch.constraints.push(constraints);
      return;
    }
    case "!Parallel":
      walkParallel(map, parallel, branches, state);
      return;
    default: {
      const rules = { owner: `a ${node.tag}`, allowed: BRANCH_KEYS, required: ["nodes"] };
      const list = readFields(map, rules, report).get("nodes")?.value;
      if (list) walkList(list, parallel, branches, state);
    }
  }
}

/** The place of a tag, which stands before its node. */
function tagSpan(node: LocatedNode, tag: string): Span {
  const { source, from } = node.span;
  const at = source.text.lastIndexOf(tag, from);
  return at < 0 ? node.span : { source, from: at, to: at + tag.length };
}

function walkParallel(
  map: LocatedMap,
  parallel: readonly ParallelPlace[],
  outer: readonly Branch[],
  state: WalkState,
): void {
  const fields = readFields(map, { owner: "a !Parallel", allowed: BRANCH_KEYS, required: ["nodes"] }, state.report);
  const list = fields.get("nodes")?.value;
  const group = state.groups.length;
  const branches: Branch[] = [];
  // The place is taken now, so that groups inside get later numbers.
  const parent = parallel.at(-1);
  state.groups.push({ id: group, span: map.span, branches, ...(parent && { parent }) });
  for (const item of list ? (asList(list, "nodes", state.report)?.items ?? []) : []) {
    const branch: Branch = { levels: [], constraints: [], span: item.span };
    const place = { group, branch: branches.length };
    branches.push(branch);
    walkNode(item, [...parallel, place], [...outer, branch], true, state);
  }
}

function walkContainer(map: LocatedMap, isPeer: boolean, branches: readonly Branch[], state: WalkState): void {
  const { report } = state;
  const fields = readFields(map, { owner: "a !Container", allowed: CONTAINER_KEYS, required: ["name"] }, report);
  const name = readName(fields, state);
  state.containerNames.push(name);
  const inherited = inheritAttributes(state.containers, state.variables);
  const own = readOwnAttributes(
    fields.get("attributes")?.value,
    { owner: name, inherited, scope: state.scope },
    report,
  );
  if (isPeer && fields.has("spatial")) report(spatialInParallel(map.span, name));
  state.containers = inheritAttributes(own, state.containers);
  if (!state.seenNode) {
    state.rootName = `${name}_top_level`;
    state.systemAttributes = { ...state.variables, ...own };
  }
  state.seenNode = true;
  const networks = fields.get("networks")?.value;
  for (const item of networks ? (asList(networks, `networks of ${name}`, report)?.items ?? []) : []) {
    const network = asMap(item, "a network", report);
    if (network) walkComponent(network, [], false, [], state);
  }
  const constraints = readConstraints(fields, name, state);
  if (constraints) for (const branch of branches) branch.constraints.push(constraints);
  const fanout = readSpatial(fields, name, state);
  if (fanout) applyFanout(name, fanout, constraints, fields, map, state);
}

function walkComponent(
  map: LocatedMap,
  parallel: readonly ParallelPlace[],
  isPeer: boolean,
  branches: readonly Branch[],
  state: WalkState,
): void {
  const { report } = state;
  state.seenNode = true;
  const rules = { owner: "a !Component", allowed: COMPONENT_KEYS, required: ["name", "class"] };
  const fields = readFields(map, rules, report);
  const name = readName(fields, state);
  const classNode = fields.get("class")?.value;
  const className = classNode && asText(classNode, `the class of ${name}`, report);
  const constraints = readConstraints(fields, name, state);
  noteSparsity(fields, name, state);
  const fanout = readSpatial(fields, name, state);
  if (fanout) {
    if (isPeer) report(spatialInParallel(map.span, name));
    applyFanout(name, fanout, constraints, fields, map, state);
  }
  const inherited = inheritAttributes(state.containers, state.variables);
  const own = readOwnAttributes(
    fields.get("attributes")?.value,
    { owner: name, inherited, scope: state.scope },
    report,
  );
  for (const key of ["meshX", "meshY", "instances"]) {
    const attribute = own[key];
    if (attribute?.span) report(meshAttributeIgnored(attribute.span, name, key));
  }
  if (className === undefined) return;
  const subclass = fields.get("subclass")?.value;
  const kind = componentKind(className);
  state.drafts.push({
    kind,
    name,
    path: `${state.rootName}.${name}`,
    className,
    componentClass: subclass?.kind === "scalar" && subclass.value !== null ? scalarText(subclass) : className,
    attributes: inheritAttributes(own, inherited),
    shaping: inheritAttributes(own, state.containers),
    count: state.meshX * state.meshY,
    mesh: { x: state.meshX, y: state.meshY },
    parallel,
    ...(constraints && { constraints }),
    node: map,
    span: fields.get("name")?.value.span ?? map.span,
  });
  if (constraints) {
    for (const branch of branches) branch.constraints.push(constraints);
    state.nodeConstraints.push({ level: name, node: name, constraints });
  }
  if (kind === "storage") for (const branch of branches) branch.levels.push(name);
}

/** Puts the virtual level of a fan-out before what follows, and widens the mesh. */
function applyFanout(
  name: string,
  fanout: { readonly x: number; readonly y: number },
  constraints: LocatedMap | undefined,
  fields: Fields,
  map: LocatedMap,
  state: WalkState,
): void {
  if (fanout.x * fanout.y === 1) return;
  const level = `inter_${name}_spatial`;
  state.drafts.push({
    kind: "storage",
    name: level,
    path: `${state.rootName}.${level}`,
    className: "dummy_storage",
    componentClass: "dummy_storage",
    attributes: inheritAttributes(NO_ATTRIBUTES, inheritAttributes(state.containers, state.variables)),
    shaping: NO_ATTRIBUTES,
    count: state.meshX * state.meshY,
    mesh: { x: state.meshX, y: state.meshY },
    fanoutOf: name,
    parallel: [],
    span: fields.get("name")?.value.span ?? map.span,
  });
  if (constraints) state.nodeConstraints.push({ level, node: name, constraints });
  state.meshX *= fanout.x;
  state.meshY *= fanout.y;
}

function readSpatial(fields: Fields, name: string, state: WalkState): { x: number; y: number } | undefined {
  const node = fields.get("spatial")?.value;
  if (!node || isNull(node)) return undefined;
  const map = asMap(node, `spatial of ${name}`, state.report);
  if (!map) return undefined;
  const spatial = readFields(map, { owner: "spatial", allowed: ["meshX", "meshY"] }, state.report);
  const scope = scopeOf(state);
  const read = (key: "meshX" | "meshY"): number => {
    const value = spatial.get(key)?.value;
    return (value && readNumber(value, { owner: `${key} of ${name}`, kind: "count" }, scope, state.report)) ?? 1;
  };
  return { x: read("meshX"), y: read("meshY") };
}

/** Sparse hardware is kept with the file's nodes; the counts are dense. */
function noteSparsity(fields: Fields, name: string, state: WalkState): void {
  const entry = fields.get("sparse_optimizations");
  if (entry && !isNull(entry.value)) state.report(sparsityIgnored(entry.keySpan, `sparse_optimizations of ${name}`));
}

function readConstraints(fields: Fields, name: string, state: WalkState): LocatedMap | undefined {
  const node = fields.get("constraints")?.value;
  if (!node || isNull(node)) return undefined;
  return asMap(node, `constraints of ${name}`, state.report);
}

function readName(fields: Fields, state: WalkState): string {
  const node = fields.get("name")?.value;
  const name = node && asText(node, "the name of a node", state.report);
  if (node && name !== undefined && !LEVEL_NAME.test(name)) state.report(badName(node.span, "a node", name));
  return name ?? "?";
}

function isEnabled(map: LocatedMap, state: WalkState): boolean {
  const node = getEntry(map, "enabled")?.value;
  if (!node || isNull(node)) return true;
  if (node.kind === "scalar" && typeof node.value === "string" && node.style === "plain") {
    const value = evaluateScalar(node, scopeOf(state), state.report);
    if (typeof value === "boolean" || typeof value === "number") return Boolean(value);
    if (value !== undefined) state.report(notANumber(node.span, "enabled", describeNode(node), "true or false"));
    return true;
  }
  return asFlag(node, "enabled", state.report) ?? true;
}

function scopeOf(state: WalkState): Scope {
  const scope = new Map(state.scope);
  for (const [key, { value }] of Object.entries(state.containers)) scope.set(key, toExpression(value));
  return scope;
}
