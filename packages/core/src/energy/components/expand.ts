/**
 * A component down to primitive ones. A compound component becomes
 *
 *     parts     its primitive subcomponents, at any depth, with their attributes, counts and scales: its area
 *     actions   each action with each combination of its arguments, as actions of parts, so many times: its energy
 *
 *     attributes of the component  ->  defaults of the class  ->  attributes of each subcomponent  ->  its defaults ...
 *
 * A subcomponent gets what its class definition writes, and technology, clock and n_instances from the compound. The rules
 * are Accelergy's (accelergy/compound_component.py at 6911d15), told from its behaviour.
 */
import { scalarText } from "../../spec/fields.ts";
import type { Report } from "../../text/diagnostic.ts";
import { nearestWord } from "../../text/nearest-word.ts";
import type { Span } from "../../text/source.ts";
import { normalizeKey } from "../../yaml/access.ts";
import type { LocatedMap } from "../../yaml/located.ts";
import {
  attributeRequired,
  classCycle,
  tooManyEntries,
  unknownCompoundAction,
  unknownSubcomponent,
} from "../errors.ts";
import type { QueryValues } from "../estimator.ts";
import type { CompoundAction, CompoundClass, Subcomponent, SubUse } from "./compound-class.ts";
import { evaluateBounds, evaluateMap, evaluateRange, evaluateScale } from "./evaluate-nodes.ts";
import type { ComponentInstance } from "./instance.ts";

/** One primitive subcomponent, or an array of equal ones. */
export interface PrimitivePart {
  /** Below the component, with ranges: `storage`, `storage.address_generators[0..1]`; empty for the component itself. */
  readonly path: string;
  readonly componentClass: string;
  readonly attributes: QueryValues;
  readonly count: number;
  readonly areaScale: number;
  readonly energyScale: number;
  readonly span?: Span;
}

/** An action of a part within an action of the component. */
export interface PrimitiveUse {
  readonly path: string;
  readonly part: PrimitivePart;
  readonly action: string;
  readonly arguments: QueryValues;
  /** How many of the array take part. */
  readonly count: number;
  /** `energy_scale` or `repeat`, along the way down. */
  readonly scale: number;
}

export interface ExpandedAction {
  readonly name: string;
  readonly arguments: QueryValues;
  readonly uses: readonly PrimitiveUse[];
}

export interface ExpandedCompound {
  readonly attributes: QueryValues;
  readonly parts: readonly PrimitivePart[];
  readonly actions: readonly ExpandedAction[];
}

/** Where classes are looked up: undefined for primitive ones. */
export type ClassLookup = (name: string, owner: string, span: Span | undefined) => CompoundClass | undefined;

const PROPAGATED = ["technology", "global_cycle_seconds", "cycle_seconds", "n_instances", "action_latency_cycles"];
const MAX_COMBINATIONS = 10_000;
const MUST_SPECIFY = "must_specify";

/** A subcomponent with its attributes, expanded itself where it is compound. */
interface Node {
  readonly base: string;
  readonly shown: string;
  readonly count: number;
  readonly part: PrimitivePart;
  /** Absent for primitive ones. */
  readonly compound?: CompoundNode;
}

interface CompoundNode {
  readonly definition: CompoundClass;
  readonly attributes: QueryValues;
  readonly children: readonly Node[];
}

interface Context {
  readonly lookup: ClassLookup;
  readonly report: Report;
  readonly place: Span | undefined;
}

/** Expands `instance`, whose class is `definition`. */
export function expandCompound(
  instance: ComponentInstance,
  definition: CompoundClass,
  lookup: ClassLookup,
  report: Report,
): ExpandedCompound {
  const context: Context = { lookup, report, place: instance.span };
  const attributes = withDefaults(definition, instance.attributes, instance.attributes, instance.path, context);
  const areaScale = evaluateScale(instance.areaScale, `area_scale of ${instance.name}`, attributes, report);
  const energyScale = evaluateScale(instance.energyScale, `energy_scale of ${instance.name}`, attributes, report);
  const scales = { count: 1, areaScale, energyScale };
  const root: CompoundNode = {
    definition,
    attributes,
    children: readChildren(definition, attributes, "", scales, [definition.name], context),
  };
  return { attributes, parts: partsOf(root.children), actions: readActions(root, instance, context) };
}

/** `given`, and the defaults of the class for what is missing; `scope` holds what expressions may name besides. */
export function withDefaults(
  definition: CompoundClass,
  given: QueryValues,
  scope: QueryValues,
  owner: string,
  { report, place }: Pick<Context, "report" | "place">,
): QueryValues {
  const missing = definition.defaults.filter(({ key }) => {
    const value = given[normalizeKey(key)];
    return value === undefined || value === null;
  });
  const wanted = missing.filter(({ value }) => value.kind === "scalar" && value.value === MUST_SPECIFY);
  for (const { key } of wanted) report(attributeRequired(definition.name, key, owner, place ?? definition.span));
  const entries = missing.filter((entry) => !wanted.includes(entry));
  const map: LocatedMap = { kind: "map", span: definition.span, entries };
  return { ...given, ...evaluateMap(map, owner, { ...scope, ...given }, report) };
}

interface Scales {
  readonly count: number;
  readonly areaScale: number;
  readonly energyScale: number;
}

function readChildren(
  definition: CompoundClass,
  attributes: QueryValues,
  path: string,
  above: Scales,
  chain: readonly string[],
  context: Context,
): readonly Node[] {
  return definition.subcomponents.map((sub) => readChild(sub, attributes, path, above, chain, context));
}

function readChild(
  sub: Subcomponent,
  compound: QueryValues,
  path: string,
  above: Scales,
  chain: readonly string[],
  context: Context,
): Node {
  const { report } = context;
  const { base, shown, count } = evaluateRange(sub.name, compound, report);
  const childPath = path === "" ? shown : `${path}.${shown}`;
  const own = evaluateMap(sub.attributes, childPath, compound, report);
  const passed = PROPAGATED.flatMap((key) => {
    const value = compound[key];
    return value === undefined || own[key] !== undefined ? [] : [[key, value] as const];
  });
  const given: QueryValues = { ...Object.fromEntries(passed), ...own };
  const definition = context.lookup(sub.className, childPath, sub.name.span);
  const isCycle = definition !== undefined && chain.includes(definition.name);
  if (isCycle) report(classCycle([...chain, definition.name], sub.name.span));
  const attributes =
    definition === undefined || isCycle ? given : withDefaults(definition, given, compound, childPath, context);
  const scope = { ...compound, ...attributes };
  const scales: Scales = {
    count: above.count * count,
    areaScale: above.areaScale * evaluateScale(sub.areaScale, `area_scale of ${childPath}`, scope, report),
    energyScale: above.energyScale * evaluateScale(sub.energyScale, `energy_scale of ${childPath}`, scope, report),
  };
  const part: PrimitivePart = {
    path: childPath,
    componentClass: definition?.primitiveType ?? sub.className,
    attributes,
    ...scales,
    ...(context.place === undefined ? { span: sub.name.span } : { span: context.place }),
  };
  if (definition === undefined || isCycle || definition.primitiveType !== undefined)
    return { base, shown, count, part };
  const children = readChildren(definition, attributes, childPath, scales, [...chain, definition.name], context);
  return { base, shown, count, part, compound: { definition, attributes, children } };
}

function partsOf(nodes: readonly Node[]): readonly PrimitivePart[] {
  return nodes.flatMap((node) => (node.compound === undefined ? [node.part] : partsOf(node.compound.children)));
}

function readActions(root: CompoundNode, instance: ComponentInstance, context: Context): readonly ExpandedAction[] {
  const { definition } = root;
  const names = definition.actions.map(({ name }) => name);
  const { onlyActions } = instance;
  for (const action of [...instance.requiredActions, ...(onlyActions ?? [])]) {
    if (names.includes(action)) continue;
    const place = instance.span ?? definition.span;
    context.report(unknownCompoundAction(definition.name, action, names, nearestWord(action, names), place));
  }
  const wanted = definition.actions.filter(({ name }) => onlyActions?.includes(name) ?? true);
  return wanted.flatMap((action) => {
    const combinations = argumentCombinations(action, root.attributes, definition.name, context);
    return combinations.map((values): ExpandedAction => {
      const uses = usesOf(root, action, values, "", 1, 1, context);
      return { name: action.name, arguments: values, uses };
    });
  });
}

/** All combinations of argument values, the first argument changing fastest, as Accelergy lists them. */
function argumentCombinations(
  action: CompoundAction,
  attributes: QueryValues,
  owner: string,
  { report }: Context,
): readonly QueryValues[] {
  let combinations: readonly QueryValues[] = [{}];
  for (const { key, value, keySpan } of action.arguments) {
    const bounds = evaluateBounds(value, `argument ${key} of ${owner}.${action.name}`, attributes, report);
    if (bounds === undefined) return [];
    const [first, last] = bounds;
    if (combinations.length * (last - first + 1) > MAX_COMBINATIONS) {
      report(tooManyEntries(`${owner}.${action.name}`, keySpan));
      return [];
    }
    const values = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    combinations = values.flatMap((each) => combinations.map((others) => ({ ...others, [key]: each })));
  }
  return combinations;
}

function usesOf(
  node: CompoundNode,
  action: CompoundAction,
  values: QueryValues,
  path: string,
  count: number,
  scale: number,
  context: Context,
): readonly PrimitiveUse[] {
  const scope = { ...node.attributes, ...values };
  return action.uses.flatMap((use) => useOf(node, use, scope, action.name, path, count, scale, context));
}

function useOf(
  { definition, children }: CompoundNode,
  use: SubUse,
  scope: QueryValues,
  actionName: string,
  path: string,
  count: number,
  scale: number,
  context: Context,
): readonly PrimitiveUse[] {
  const { report } = context;
  const ranged = evaluateRange(use.name, scope, report);
  const child = children.find(({ base }) => base === ranged.base);
  if (child === undefined) {
    const bases = children.map(({ base }) => base);
    const near = nearestWord(ranged.base, bases);
    report(unknownSubcomponent(definition.name, scalarText(use.name), bases, near, use.name.span));
    return [];
  }
  const usePath = path === "" ? ranged.shown : `${path}.${ranged.shown}`;
  return use.actions.flatMap((sub) => {
    const owner = `${definition.name}.${actionName}`;
    const ownScale = evaluateScale(sub.scale, `energy_scale in ${owner}`, scope, report);
    const values = evaluateMap(sub.arguments, owner, scope, report);
    const times = { count: count * ranged.count, scale: scale * ownScale };
    if (child.compound === undefined) {
      return [{ path: usePath, part: child.part, action: sub.name, arguments: values, ...times }];
    }
    const inner = child.compound.definition;
    const next = inner.actions.find(({ name }) => name === sub.name);
    if (next === undefined) {
      const names = inner.actions.map(({ name }) => name);
      report(unknownCompoundAction(inner.name, sub.name, names, nearestWord(sub.name, names), sub.span));
      return [];
    }
    return usesOf(child.compound, next, values, usePath, times.count, times.scale, context);
  });
}
