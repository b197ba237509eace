/**
 * Compound component classes as files define them, before any attribute has a value:
 *
 *     compound_components:            (0.4 also `components:`)
 *       version: 0.4
 *       classes:
 *         - name: buffer
 *           attributes: {width: must_specify, depth: 64}
 *           subcomponents:
 *             - {name: "storage", class: SRAM, attributes: {width: width, depth: depth}}
 *             - {name: "counters[0..1]", class: counter, attributes: {width: ceil(log2(depth))}}
 *           actions:
 *             - name: read
 *               arguments: {data_delta: 0..1}
 *               subcomponents:
 *                 - {name: storage, actions: [{name: read, arguments: {data_delta: data_delta}, energy_scale: 1}]}
 */
import { asList, asMap, asText, type Fields, readFields } from "../../spec/fields.ts";
import type { Report } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import { getValue, isNull } from "../../yaml/access.ts";
import type { LocatedEntry, LocatedMap, LocatedNode, LocatedScalar } from "../../yaml/located.ts";
import { classRedefined } from "../errors.ts";

/** An action of a subcomponent, as an action of the compound uses it. */
export interface SubAction {
  readonly name: string;
  readonly span: Span;
  readonly arguments: LocatedMap | undefined;
  /** `energy_scale`, or `repeat`, which means the same. */
  readonly scale: LocatedNode | undefined;
}

/** Actions that one action takes of one subcomponent, or of a range of them. */
export interface SubUse {
  /** With its range: `address_generators[0..1]`. */
  readonly name: LocatedScalar;
  readonly actions: readonly SubAction[];
}

export interface CompoundAction {
  readonly name: string;
  readonly span: Span;
  /** Ranges of values by name. */
  readonly arguments: readonly LocatedEntry[];
  readonly uses: readonly SubUse[];
}

export interface Subcomponent {
  /** With its range. */
  readonly name: LocatedScalar;
  readonly className: string;
  readonly attributes: LocatedMap | undefined;
  readonly areaScale: LocatedNode | undefined;
  readonly energyScale: LocatedNode | undefined;
}

export interface CompoundClass {
  readonly name: string;
  readonly span: Span;
  /** Attributes with their defaults. */
  readonly defaults: readonly LocatedEntry[];
  readonly subcomponents: readonly Subcomponent[];
  readonly actions: readonly CompoundAction[];
  /** The primitive class that stands for the whole, where one is named. */
  readonly primitiveType?: string;
}

const CLASS_KEYS = ["name", "attributes", "subcomponents", "actions", "primitive_type", "required_actions"];
const SUB_KEYS = ["name", "class", "attributes", "area_scale", "energy_scale", "area_share"];

/** All classes in `sections` (values of `compound_components` and `components`), by name. */
export function readCompoundClasses(
  sections: readonly LocatedNode[],
  report: Report,
): ReadonlyMap<string, CompoundClass> {
  const classes = new Map<string, CompoundClass>();
  for (const section of sections) {
    if (isNull(section)) continue;
    const map = asMap(section, "compound_components", report);
    if (!map) continue;
    const fields = readFields(map, { owner: "compound_components", allowed: ["version", "classes"] }, report);
    const list = fields.get("classes")?.value;
    for (const item of list && !isNull(list) ? (asList(list, "classes", report)?.items ?? []) : []) {
      const read = readClass(item, report);
      if (!read) continue;
      const first = classes.get(read.name);
      if (first) report(classRedefined(read.name, read.span, first.span));
      classes.set(read.name, read);
    }
  }
  return classes;
}

function readClass(node: LocatedNode, report: Report): CompoundClass | undefined {
  const map = asMap(node, "a component class", report);
  if (!map) return undefined;
  const fields = readFields(map, { owner: "a component class", allowed: CLASS_KEYS, required: ["name"] }, report);
  const nameNode = fields.get("name")?.value;
  const name = nameNode && asText(nameNode, "the name of a component class", report);
  if (nameNode === undefined || name === undefined) return undefined;
  const owner = `class "${name}"`;
  const primitive = fields.get("primitive_type")?.value;
  const primitiveType = primitive && asText(primitive, `primitive_type of ${owner}`, report);
  return {
    name,
    span: nameNode.span,
    defaults: optionalMap(fields, "attributes", owner, report)?.entries ?? [],
    subcomponents: items(fields.get("subcomponents")?.value, `subcomponents of ${owner}`, report).flatMap((item) => {
      return readSubcomponent(item, owner, report) ?? [];
    }),
    actions: items(fields.get("actions")?.value, `actions of ${owner}`, report).flatMap((item) => {
      return readAction(item, owner, report) ?? [];
    }),
    ...(primitiveType !== undefined && { primitiveType }),
  };
}

function readSubcomponent(node: LocatedNode, owner: string, report: Report): Subcomponent | undefined {
  const map = asMap(node, `a subcomponent of ${owner}`, report);
  if (!map) return undefined;
  const rules = { owner: `a subcomponent of ${owner}`, allowed: SUB_KEYS, required: ["name", "class"] };
  const fields = readFields(map, rules, report);
  const name = scalarOf(fields.get("name")?.value);
  const classNode = fields.get("class")?.value;
  const className = classNode && asText(classNode, `the class of a subcomponent of ${owner}`, report);
  if (name === undefined || className === undefined) return undefined;
  const attributes = optionalMap(fields, "attributes", `a subcomponent of ${owner}`, report);
  const scaleOf = (key: string): LocatedNode | undefined =>
    fields.get(key)?.value ?? (attributes && getValue(attributes, key));
  return {
    name,
    className,
    attributes,
    areaScale: scaleOf("area_scale") ?? fields.get("area_share")?.value,
    energyScale: scaleOf("energy_scale"),
  };
}

function readAction(node: LocatedNode, owner: string, report: Report): CompoundAction | undefined {
  const map = asMap(node, `an action of ${owner}`, report);
  if (!map) return undefined;
  const rules = { owner: `an action of ${owner}`, allowed: ["name", "arguments", "subcomponents"], required: ["name"] };
  const fields = readFields(map, rules, report);
  const nameNode = fields.get("name")?.value;
  const name = nameNode && asText(nameNode, `the name of an action of ${owner}`, report);
  if (nameNode === undefined || name === undefined) return undefined;
  const place = `action "${name}" of ${owner}`;
  return {
    name,
    span: nameNode.span,
    arguments: optionalMap(fields, "arguments", place, report)?.entries ?? [],
    uses: items(fields.get("subcomponents")?.value, `subcomponents of ${place}`, report).flatMap((item) => {
      return readUse(item, place, report) ?? [];
    }),
  };
}

function readUse(node: LocatedNode, place: string, report: Report): SubUse | undefined {
  const map = asMap(node, `a subcomponent of ${place}`, report);
  if (!map) return undefined;
  const rules = { owner: `a subcomponent of ${place}`, allowed: ["name", "actions"], required: ["name", "actions"] };
  const fields = readFields(map, rules, report);
  const name = scalarOf(fields.get("name")?.value);
  if (name === undefined) return undefined;
  const actions = items(fields.get("actions")?.value, `actions of ${place}`, report).flatMap((item) => {
    return readSubAction(item, place, report) ?? [];
  });
  return { name, actions };
}

function readSubAction(node: LocatedNode, place: string, report: Report): SubAction | undefined {
  const map = asMap(node, `an action in ${place}`, report);
  if (!map) return undefined;
  const allowed = ["name", "arguments", "energy_scale", "repeat", "action_share"];
  const fields = readFields(map, { owner: `an action in ${place}`, allowed, required: ["name"] }, report);
  const nameNode = fields.get("name")?.value;
  const name = nameNode && asText(nameNode, `the name of an action in ${place}`, report);
  if (nameNode === undefined || name === undefined) return undefined;
  return {
    name,
    span: nameNode.span,
    arguments: optionalMap(fields, "arguments", place, report),
    scale: (fields.get("energy_scale") ?? fields.get("repeat") ?? fields.get("action_share"))?.value,
  };
}

function items(node: LocatedNode | undefined, owner: string, report: Report): readonly LocatedNode[] {
  return node === undefined || isNull(node) ? [] : (asList(node, owner, report)?.items ?? []);
}

function optionalMap(fields: Fields, key: string, owner: string, report: Report): LocatedMap | undefined {
  const node = fields.get(key)?.value;
  return node === undefined || isNull(node) ? undefined : asMap(node, `${key} of ${owner}`, report);
}

function scalarOf(node: LocatedNode | undefined): LocatedScalar | undefined {
  return node?.kind === "scalar" && node.value !== null ? node : undefined;
}
