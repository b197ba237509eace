/**
 * ERT and ART files, as Accelergy writes them, into tables by component name.
 *
 *     ERT: {version, tables: [{name: system.PE[0..167].mac[1..1], actions: [{name: compute, energy: 0.56, arguments: {}}]}]}
 *     ART: {version, tables: [{name: system.PE[0..167].mac[1..1], area: 332.5}]}
 *
 * The older form with maps (`tables: {system.mac: {compute: [{energy: 0.56}]}}`) is read too. Where an action has
 * several energies, by its arguments, the largest counts, as in Timeloop, and each is kept with its arguments: networks
 * that pay by fan-out look there.
 */
import { badEnergy, missingKey, tableMissingComponent, tableUnknownComponent } from "../spec/errors.ts";
import { asList, asMap, asScalar, asText, describeNode, readFields, scalarText, startOf } from "../spec/fields.ts";
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { getValue } from "../yaml/access.ts";
import type { LocatedMap, LocatedNode } from "../yaml/located.ts";
import type { AreaReferenceTable, ArgumentEnergy, ComponentEnergies, EnergyReferenceTable } from "./reference-table.ts";

/** One entry of `tables`: a component and what is said of it. */
interface TableEntry {
  readonly component: string;
  /** As written: with the names of all that it lies in, and ranges. */
  readonly path: string;
  readonly span: Span;
  readonly body: LocatedNode;
}

/** Components of an architecture: those that count, and those that are only allowed in a table. */
export interface TableNames {
  readonly needed: readonly string[];
  readonly allowed: readonly string[];
}

/** The name of a component without path and ranges: `system.PE[0..167].mac(1..168)` is `mac`. */
export function componentName(path: string): string {
  const bare = path.replace(/[[(][^\])]*[\])]/g, "").trim();
  return bare.slice(bare.lastIndexOf(".") + 1);
}

/** The energy table in `node`, the value of a key `ERT`. With `names`, components are checked against them. */
export function readEnergyTable(node: LocatedNode, report: Report, names?: TableNames): EnergyReferenceTable {
  const components = new Map<string, { energies: ArgumentEnergy[]; span: Span }>();
  for (const { component, span, body } of readTables(node, "ERT", report)) {
    const known = components.get(component) ?? { energies: [], span };
    components.set(component, known);
    known.energies.push(...readActions(body, component, report));
  }
  if (names) checkNames(components, "ERT", names, node.span, report);
  const list = [...components].map(([component, { energies, span }]) => componentEnergies(component, energies, span));
  return { source: node.span.source.name, components: list };
}

/** A component of an energy table with all energies of its actions, in the order of the table. */
export interface EnergyEntry {
  readonly path: string;
  readonly actions: readonly ArgumentEnergy[];
}

/** The energy table in `node`, component by component. */
export function readEnergyEntries(node: LocatedNode, report: Report): readonly EnergyEntry[] {
  return readTables(node, "ERT", report).map(({ path, component, body }) => {
    return { path, actions: readActions(body, component, report) };
  });
}

/** What a table says of one component: the largest energy of each action, and all of those listed more than once. */
function componentEnergies(component: string, energies: readonly ArgumentEnergy[], span: Span): ComponentEnergies {
  const actions = new Map<string, { energyPj: number; times: number }>();
  for (const { action, energyPj } of energies) {
    const known = actions.get(action) ?? { energyPj: 0, times: 0 };
    actions.set(action, { energyPj: Math.max(energyPj, known.energyPj), times: known.times + 1 });
  }
  const argumentEnergies = energies.filter(({ action }) => (actions.get(action)?.times ?? 0) > 1);
  return {
    component,
    actionsPj: Object.fromEntries([...actions].map(([action, { energyPj }]) => [action, energyPj])),
    ...(argumentEnergies.length > 0 && { argumentEnergies }),
    span,
  };
}

/** The area table in `node`, the value of a key `ART`. */
export function readAreaTable(node: LocatedNode, report: Report, names?: TableNames): AreaReferenceTable {
  const areas = new Map<string, { component: string; areaUm2: number; span: Span }>();
  for (const { component, span, body } of readTables(node, "ART", report)) {
    const map = asMap(body, `the area of ${component}`, report);
    const area = map && getValue(map, "area");
    if (map && !area) report(missingKey(startOf(map.span), `the table of ${component}`, "area"));
    const areaUm2 = area && readFigure(area, `the area of ${component}`, report);
    if (areaUm2 !== undefined) areas.set(component, { component, areaUm2, span });
  }
  if (names) checkNames(areas, "ART", names, node.span, report);
  return { source: node.span.source.name, areas: [...areas.values()] };
}

function readTables(node: LocatedNode, table: "ERT" | "ART", report: Report): readonly TableEntry[] {
  const map = asMap(node, table, report);
  if (!map) return [];
  const fields = readFields(map, { owner: table, allowed: ["version", "tables"], required: ["tables"] }, report);
  const tables = fields.get("tables")?.value;
  if (!tables) return [];
  if (tables.kind === "map") {
    return tables.entries.map(({ key, keySpan, value }) => {
      return { component: componentName(key), path: key, span: keySpan, body: value };
    });
  }
  const entries: TableEntry[] = [];
  for (const item of asList(tables, `${table}.tables`, report)?.items ?? []) {
    const entry = asMap(item, `a table of the ${table}`, report);
    const nameNode = entry && getValue(entry, "name");
    if (!entry) continue;
    if (!nameNode) report(missingKey(startOf(entry.span), `a table of the ${table}`, "name"));
    const name = nameNode && asText(nameNode, "the name of a component", report);
    if (nameNode && name !== undefined) {
      entries.push({ component: componentName(name), path: name, span: nameNode.span, body: entry });
    }
  }
  return entries;
}

/** Actions with their energies; an action may come more than once. */
function readActions(body: LocatedNode, component: string, report: Report): readonly ArgumentEnergy[] {
  const map = asMap(body, `the table of ${component}`, report);
  if (!map) return [];
  const actions = getValue(map, "actions");
  if (!actions && getValue(map, "name")) {
    report(missingKey(startOf(map.span), `the table of ${component}`, "actions"));
    return [];
  }
  if (!actions) {
    // The older form: action names as keys.
    return map.entries.flatMap(({ key, value }) => readEnergies(value, key, component, report));
  }
  const energies: ArgumentEnergy[] = [];
  for (const item of asList(actions, `the actions of ${component}`, report)?.items ?? []) {
    const action = asMap(item, `an action of ${component}`, report);
    if (!action) continue;
    const nameNode = getValue(action, "name");
    if (!nameNode) report(missingKey(startOf(action.span), `an action of ${component}`, "name"));
    const name = nameNode && asText(nameNode, "the name of an action", report);
    if (name !== undefined) energies.push(...readEnergies(action, name, component, report));
  }
  return energies;
}

function readEnergies(node: LocatedNode, action: string, component: string, report: Report): readonly ArgumentEnergy[] {
  const owner = `the energy of ${component}.${action}`;
  const nodes: readonly LocatedNode[] = node.kind === "list" ? node.items : [node];
  return nodes.flatMap((item) => {
    const figure = item.kind === "map" ? energyOf(item, owner, report) : item;
    const energy = figure && readFigure(figure, owner, report);
    return energy === undefined ? [] : [{ action, arguments: readArguments(item, owner, report), energyPj: energy }];
  });
}

/** The `arguments` of one energy; none where it gives none. */
function readArguments(item: LocatedNode, owner: string, report: Report): ArgumentEnergy["arguments"] {
  const node = item.kind === "map" ? getValue(item, "arguments") : undefined;
  if (!node || (node.kind === "scalar" && node.value === null)) return {};
  const entries = asMap(node, `the arguments of ${owner}`, report)?.entries ?? [];
  return Object.fromEntries(
    entries.flatMap(({ key, value }) => {
      const scalar = asScalar(value, `argument ${key} of ${owner}`, report);
      if (!scalar) return [];
      return [[key, typeof scalar.value === "number" ? scalar.value : scalarText(scalar)] as const];
    }),
  );
}

function energyOf(map: LocatedMap, owner: string, report: Report): LocatedNode | undefined {
  const node = getValue(map, "energy");
  if (!node) report(missingKey(startOf(map.span), owner, "energy"));
  return node;
}

function readFigure(node: LocatedNode, owner: string, report: Report): number | undefined {
  let value: unknown = node.kind === "scalar" ? node.value : undefined;
  if (typeof value === "string" && value.trim() !== "") value = Number(value);
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  report(badEnergy(node.span, owner, describeNode(node)));
  return undefined;
}

function checkNames(
  found: ReadonlyMap<string, { readonly span?: Span }>,
  table: string,
  names: TableNames,
  place: Span,
  report: Report,
): void {
  const known = [...names.needed, ...names.allowed];
  const lacking = names.needed.filter((name) => !found.has(name));
  for (const [name, { span }] of found) {
    if (known.includes(name) || !span) continue;
    const suggestion = nearestWord(name, lacking);
    // Tables list more than the architecture's levels: address generators, wires. Only a likely slip is worth a word.
    if (suggestion !== undefined) report(tableUnknownComponent(span, table, name, known, suggestion));
  }
  if (lacking.length > 0 && table === "ERT") report(tableMissingComponent(startOf(place), table, lacking));
}
