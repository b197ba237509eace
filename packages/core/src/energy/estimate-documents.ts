/**
 * From documents to a chip's energies and areas, and from one class with attributes to its own.
 *
 *     documents -> sections -> variables, component classes, components, tables given   ->  figures, or why not
 *
 * Unlike an evaluation this needs neither problem nor mapping, and any tree of components will do.
 */
import type { AttributeValue } from "../architecture/architecture.ts";
import { missingSection } from "../spec/errors.ts";
import { startOf } from "../spec/fields.ts";
import { collectSections } from "../spec/sections.ts";
import { readVariables } from "../spec/variables.ts";
import type { Diagnostic, Report } from "../text/diagnostic.ts";
import { DiagnosticBag } from "../text/diagnostic-bag.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { LocatedNode } from "../yaml/located.ts";
import { type CompoundClass, readCompoundClasses } from "./components/compound-class.ts";
import type { ComponentInstance } from "./components/instance.ts";
import { readInstances } from "./components/read-instances.ts";
import { attributeUnused } from "./errors.ts";
import { type ComponentFigures, estimateComponents } from "./estimate-chip.ts";
import type { Estimator } from "./estimator.ts";
import { primitiveClass } from "./primitive-classes.ts";
import { readAreaTable, readEnergyTable } from "./read-reference-table.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "./reference-table.ts";
import { type EstimatorOptions, standardEstimators } from "./standard-estimators.ts";

/** A chip with its figures. */
export interface ChipEstimate {
  /** Of the architecture, as written. */
  readonly version: string;
  readonly compat: boolean;
  /** In the order of the file. */
  readonly components: readonly ComponentFigures[];
}

/** `chip` is absent where any component could not be estimated. */
export interface ChipResult {
  readonly chip?: ChipEstimate;
  /** What could be estimated, complete or not. */
  readonly components: readonly ComponentFigures[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ChipOptions extends EstimatorOptions {
  /** What reading the documents found. */
  readonly earlier?: readonly Diagnostic[];
  /** Shared by many chips, so that memories are computed once; the standard ones unless told. */
  readonly estimators?: readonly Estimator[];
  /** Only these components, by name and class. */
  readonly only?: (name: string, isCompound: boolean) => boolean;
}

/** Estimates every component of the architecture in `documents`. */
export function estimateChip(documents: readonly LocatedNode[], options: ChipOptions): ChipResult {
  const bag = new DiagnosticBag();
  for (const diagnostic of options.earlier ?? []) bag.report(diagnostic);
  const allRead = !bag.hasErrors;
  const sections = collectSections(documents, bag.report);
  const variables = readVariables(sections.read.get("variables")?.value, bag.report);
  const architecture = sections.read.get("architecture");
  if (architecture === undefined) {
    const place = documents[0] && startOf(documents[0].span);
    if (allRead) bag.report(missingSection("architecture", place));
    return { components: [], diagnostics: bag.list() };
  }
  const classes = readCompoundClasses(sections.components, bag.report);
  const all = readInstances(architecture.value, variables.scope, variables.attributes, bag.report);
  const { only } = options;
  const instances = all.filter(({ name, componentClass }) => only?.(name, classes.has(componentClass)) ?? true);
  const ertEntry = sections.read.get("ERT");
  const artEntry = sections.read.get("ART");
  const ert = ertEntry && readEnergyTable(ertEntry.value, bag.report);
  const art = artEntry && readAreaTable(artEntry.value, bag.report);
  const estimators = options.estimators ?? standardEstimators(options);
  const components = estimateComponents(
    instances,
    { estimators, classes, compat: options.compat, ...(ert && { ert }), ...(art && { art }) },
    bag.report,
  );
  const diagnostics = bag.list();
  if (bag.hasErrors) return { components, diagnostics };
  return {
    chip: { version: versionOf(architecture.value), compat: options.compat, components },
    components,
    diagnostics,
  };
}

function versionOf(architecture: LocatedNode): string {
  if (architecture.kind !== "map") return "0.4";
  const node = architecture.entries.find(({ key }) => key === "version")?.value;
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : "0.4";
}

/** One component by its class, outside of any architecture. */
export interface ComponentQuestion {
  readonly componentClass: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** The usual ones of the class where none are asked for. */
  readonly actions?: readonly string[];
}

/** Documents may define component classes. */
export interface ComponentContext {
  readonly classes: ReadonlyMap<string, CompoundClass>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The component classes that `documents` define. */
export function readComponentContext(documents: readonly LocatedNode[]): ComponentContext {
  const bag = new DiagnosticBag();
  const sections = collectSections(documents, bag.report);
  return { classes: readCompoundClasses(sections.components, bag.report), diagnostics: bag.list() };
}

/** Estimators may be shared by many questions (`standardEstimators`): memories are computed once. */
export function estimateComponent(
  question: ComponentQuestion,
  estimators: ReturnType<typeof standardEstimators>,
  compat: boolean,
  context: ComponentContext = { classes: new Map(), diagnostics: [] },
): { readonly component?: ComponentFigures; readonly diagnostics: readonly Diagnostic[] } {
  const bag = new DiagnosticBag();
  const { componentClass, attributes, actions } = question;
  const instance: ComponentInstance = {
    path: componentClass,
    name: componentClass,
    componentClass,
    levelClass: componentClass,
    attributes,
    count: 1,
    requiredActions: [],
    areaScale: undefined,
    energyScale: undefined,
    ...(actions === undefined ? {} : { onlyActions: actions }),
  };
  const { classes } = context;
  const [component] = estimateComponents([instance], { estimators, classes, compat }, bag.report);
  if (component !== undefined && !classes.has(componentClass))
    reportUnused(component, attributes, estimators, bag.report);
  return { ...(component !== undefined && !bag.hasErrors && { component }), diagnostics: bag.list() };
}

/** Attributes of a question that are neither read nor known: probably slips. */
function reportUnused(
  { componentClass, actions, area, parts }: ComponentFigures,
  given: ComponentQuestion["attributes"],
  estimators: readonly Estimator[],
  report: Report,
): void {
  if (parts.length > 0 || estimators.some(({ isOpen }) => isOpen === true)) return;
  const figures = [...actions.flatMap((action) => action.parts), ...area.parts];
  const read = new Set(figures.flatMap(({ provenance }) => provenance.inputs.map(({ name }) => name)));
  const known = primitiveClass(componentClass);
  const names = known === undefined ? [...read] : [...known.required, ...known.optional];
  for (const name of Object.keys(given)) {
    if (read.has(name) || names.includes(name) || NEUTRAL_ATTRIBUTES.includes(name)) continue;
    report(attributeUnused(componentClass, name, names, nearestWord(name, names)));
  }
}

/** Known to shape nothing here, and common enough in files. */
const NEUTRAL_ATTRIBUTES = [
  "technology",
  "global_cycle_seconds",
  "cycle_seconds",
  "action_latency_cycles",
  "datawidth",
];

/** The chip's energies as a reference table, for evaluations. */
export function referenceTables(
  components: readonly ComponentFigures[],
  source: string,
): { readonly ert: EnergyReferenceTable; readonly art: AreaReferenceTable } {
  return {
    ert: { source, components: components.map(energiesOf) },
    art: {
      source,
      areas: components.map(({ name, area, span }) => {
        return { component: name, areaUm2: area.areaUm2, ...(span === undefined ? {} : { span }) };
      }),
    },
  };
}

/** Of an action with several energies the largest, and all of them by their arguments. */
function energiesOf({ name, actions, span }: ComponentFigures): EnergyReferenceTable["components"][number] {
  const largest = new Map<string, number>();
  for (const { action, energyPj } of actions) largest.set(action, Math.max(energyPj, largest.get(action) ?? 0));
  const several = actions.filter(({ action }) => actions.filter((other) => other.action === action).length > 1);
  const argumentEnergies = several.map(({ action, arguments: values, energyPj }) => {
    const entries = Object.entries(values).map(([key, value]): [string, number | string] => {
      return [key, typeof value === "number" ? value : String(value)];
    });
    return { action, arguments: Object.fromEntries(entries), energyPj };
  });
  return {
    component: name,
    actionsPj: Object.fromEntries(largest),
    ...(argumentEnergies.length > 0 && { argumentEnergies }),
    ...(span === undefined ? {} : { span }),
  };
}
