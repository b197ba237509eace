/**
 * `architecture` -> Architecture, in three phases:
 *
 *     1 walk     either form into drafts, outermost first        read-subtree.ts, read-nodes.ts
 *     2 levels   attributes into words, sizes, bandwidths        build-levels.ts
 *     3 checks   one compute level at the inside, meshes nest    here, mesh.ts
 */
import { duplicateName, wrongType } from "../spec/errors.ts";
import type { Scope } from "../spec/expressions.ts";
import { asMap, asText, describeNode, readFields, startOf } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { getValue } from "../yaml/access.ts";
import type { LocatedNode } from "../yaml/located.ts";
import type { Architecture, Attributes, NetworkComponent, StorageLevel } from "./architecture.ts";
import { buildCompute, buildStorage } from "./build-levels.ts";
import { CLASS_WORDS } from "./component-class.ts";
import type { ComponentDraft, DraftTree, NodeConstraints, ParallelGroup } from "./component-draft.ts";
import {
  architectureForm,
  computeNotInnermost,
  noCompute,
  noStorage,
  severalCompute,
  unknownClass,
  unsupportedVersion,
} from "./errors.ts";
import { checkNesting } from "./mesh.ts";
import { readNodes } from "./read-nodes.ts";
import { readSubtree } from "./read-subtree.ts";

/** An architecture with what its file says about mappings. */
export interface ArchitectureReading {
  readonly architecture: Architecture;
  readonly nodeConstraints: readonly NodeConstraints[];
  readonly parallelGroups: readonly ParallelGroup[];
  readonly containers: readonly string[];
}

const VERSION = /^0\.[1-9]\d*$/;

/** The architecture in `node`, or undefined after an error. `variables` are inherited by every component. */
export function readArchitecture(
  node: LocatedNode,
  scope: Scope,
  variables: Attributes,
  report: Report,
): ArchitectureReading | undefined {
  let failed = false;
  const reportHere: Report = (diagnostic) => {
    if (diagnostic.severity === "error") failed = true;
    report(diagnostic);
  };
  const map = asMap(node, "architecture", reportHere);
  if (!map) return undefined;
  const allowed = ["version", "nodes", "subtree", "attributes", "name"];
  const fields = readFields(map, { owner: "architecture", allowed }, reportHere);
  const versionNode = fields.get("version")?.value;
  let version = (versionNode && asText(versionNode, "architecture.version", reportHere)) ?? "";
  if (versionNode && version !== "" && !VERSION.test(version)) {
    reportHere(unsupportedVersion(versionNode.span, describeNode(versionNode)));
  }
  const nodes = getValue(map, "nodes");
  if (!nodes && !fields.has("subtree")) {
    reportHere(architectureForm(startOf(map.span)));
    return undefined;
  }
  if (nodes && fields.has("subtree")) reportHere(wrongType(nodes.span, "architecture", "of one form", "both"));
  const tree = nodes
    ? readNodes(nodes, scope, variables, reportHere)
    : readSubtree(map, fields, scope, variables, reportHere);
  if (version === "") version = nodes ? "0.4" : "0.3";

  const architecture = buildArchitecture(tree, version, map.span, reportHere);
  if (!architecture || failed) return undefined;
  const { nodeConstraints, parallelGroups, containers } = tree;
  return { architecture, nodeConstraints, parallelGroups, containers };
}

function buildArchitecture(
  tree: DraftTree,
  version: string,
  span: Architecture["span"],
  report: Report,
): Architecture | undefined {
  const storage: StorageLevel[] = [];
  const networks: NetworkComponent[] = [];
  const names = new Map<string, ComponentDraft>();
  let compute: ComponentDraft | undefined;
  for (const draft of tree.drafts) {
    const first = names.get(draft.name);
    if (first) report(duplicateName(draft.span, "component", draft.name, first.span));
    names.set(draft.name, draft);
    switch (draft.kind) {
      case "storage":
        if (compute && tree.form === "nodes") report(computeNotInnermost(draft.span, draft.name));
        storage.unshift(buildStorage(draft, tree.form, report));
        break;
      case "compute":
        if (compute) report(severalCompute(draft.span, draft.name, compute.span));
        compute = draft;
        break;
      case "network": {
        const { name, path, componentClass, attributes } = draft;
        networks.push({ name, path, componentClass, attributes, span: draft.span });
        break;
      }
      default:
        if (draft.className !== "nothing") {
          report(unknownClass(draft.span, draft.name, draft.className, CLASS_WORDS));
        }
    }
  }
  const place = span && startOf(span);
  if (!compute && place) report(noCompute(place));
  if (storage.length === 0 && place) report(noStorage(place));
  if (!compute) return undefined;
  const level = buildCompute(compute, report);
  checkNesting(storage, level, report);
  return {
    version,
    form: tree.form,
    compute: level,
    storage,
    networks,
    systemAttributes: tree.systemAttributes,
    ...(span && { span }),
  };
}
