/**
 * Components -> energies of their actions and areas, each with everything that was asked on the way.
 *
 *     component --expand--> parts and uses --ask--> estimates --sum--> figures
 *
 *     energy of an action = sum over its uses of   estimate x count x energy_scale's
 *     area of a component = sum over its parts of  estimate x count x area_scale's
 *
 * A table that gives a component (an ERT or ART of the input) goes before all estimators.
 */
import type { Report } from "../text/diagnostic.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Span } from "../text/source.ts";
import { type Choice, chooseEstimate } from "./choose-estimate.ts";
import { BUILT_IN_CLASS_NAMES, builtInClass } from "./components/built-in-classes.ts";
import type { CompoundClass } from "./components/compound-class.ts";
import { evaluateScale } from "./components/evaluate-nodes.ts";
import { type ClassLookup, type ExpandedAction, expandCompound, type PrimitivePart } from "./components/expand.ts";
import type { ComponentInstance } from "./components/instance.ts";
import { usualActions } from "./components/read-instances.ts";
import { classBuiltIn, estimateInvalid, estimateNote, notEstimated, unknownPrimitiveClass } from "./errors.ts";
import type { Estimate, EstimateQuery, Estimator, QueryValues, Refusal } from "./estimator.ts";
import { nearestClass, PRIMITIVE_CLASSES, primitiveClass } from "./primitive-classes.ts";
import type { AreaReferenceTable, EnergyReferenceTable } from "./reference-table.ts";

/** What one estimator said of one part, and how often it counts. */
export interface PartFigure {
  /** Below the component, with ranges; empty for a primitive component. */
  readonly part: string;
  readonly componentClass: string;
  /** Absent for an area. */
  readonly action?: string;
  readonly arguments: QueryValues;
  /** pJ or um^2 of one part. */
  readonly value: number;
  /** How many parts, and the product of all scales on the way. */
  readonly count: number;
  readonly scale: number;
  readonly accuracy: number;
  readonly provenance: Estimate["provenance"];
  /** Those who answered less well, or not. */
  readonly others: readonly (Estimate | Refusal)[];
}

export interface ActionFigure {
  readonly action: string;
  readonly arguments: QueryValues;
  readonly energyPj: number;
  readonly parts: readonly PartFigure[];
}

export interface AreaFigure {
  readonly areaUm2: number;
  readonly parts: readonly PartFigure[];
}

export interface ComponentFigures {
  readonly path: string;
  readonly name: string;
  readonly componentClass: string;
  readonly count: number;
  readonly attributes: QueryValues;
  readonly actions: readonly ActionFigure[];
  readonly area: AreaFigure;
  /** Primitive parts, for the flattened architecture; empty for a primitive component. */
  readonly parts: readonly PrimitivePart[];
  readonly span?: Span;
}

/** What estimating needs besides the components. */
export interface EstimateContext {
  readonly estimators: readonly Estimator[];
  readonly classes: ReadonlyMap<string, CompoundClass>;
  readonly compat: boolean;
  readonly ert?: EnergyReferenceTable;
  readonly art?: AreaReferenceTable;
}

/** Figures of all components; those that lack any are left out, and reported. */
export function estimateComponents(
  instances: readonly ComponentInstance[],
  context: EstimateContext,
  report: Report,
): readonly ComponentFigures[] {
  const asker = new Asker(context, report);
  return instances.flatMap((instance) => asker.figures(instance) ?? []);
}

class Asker {
  readonly #context: EstimateContext;
  readonly #report: Report;
  readonly #lookup: ClassLookup;
  readonly #known = new Map<string, Choice>();
  readonly #told = new Set<string>();
  #failed = false;

  constructor(context: EstimateContext, report: Report) {
    this.#context = context;
    this.#report = (diagnostic) => {
      if (diagnostic.severity === "error") this.#failed = true;
      report(diagnostic);
    };
    this.#lookup = (name, owner, span) => {
      const own = context.classes.get(name);
      if (own !== undefined || context.compat) return own;
      const builtIn = builtInClass(name);
      if (builtIn !== undefined && !this.#told.has(name)) {
        this.#told.add(name);
        report(classBuiltIn(name, owner, span));
      }
      return builtIn;
    };
  }

  figures(instance: ComponentInstance): ComponentFigures | undefined {
    this.#failed = false;
    const definition = this.#lookup(instance.componentClass, instance.path, instance.span);
    const expanded =
      definition === undefined || definition.primitiveType !== undefined
        ? this.#primitive(instance, definition)
        : expandCompound(instance, definition, this.#lookup, this.#report);
    if (this.#failed) return undefined;
    const actions = this.#givenActions(instance) ?? this.#actions(instance, expanded.actions);
    const area = this.#givenArea(instance) ?? this.#area(instance, expanded.parts);
    if (this.#failed) return undefined;
    const { path, name, componentClass, count, span } = instance;
    const isCompound = expanded.parts.some((part) => part.path !== "");
    return {
      path,
      name,
      componentClass,
      count,
      attributes: expanded.attributes,
      actions,
      area,
      parts: isCompound ? expanded.parts : [],
      ...(span === undefined ? {} : { span }),
    };
  }

  /** A primitive component is its own only part. */
  #primitive(
    instance: ComponentInstance,
    definition: CompoundClass | undefined,
  ): {
    readonly attributes: QueryValues;
    readonly parts: readonly PrimitivePart[];
    readonly actions: readonly ExpandedAction[];
  } {
    const { attributes, span } = instance;
    const componentClass = definition?.primitiveType ?? instance.componentClass;
    const part: PrimitivePart = {
      path: "",
      componentClass,
      attributes,
      count: 1,
      areaScale: evaluateScale(instance.areaScale, `area_scale of ${instance.name}`, attributes, this.#report),
      energyScale: evaluateScale(instance.energyScale, `energy_scale of ${instance.name}`, attributes, this.#report),
      ...(span === undefined ? {} : { span }),
    };
    const own = definition?.actions.map(({ name }) => name);
    const names = instance.onlyActions ?? own ?? this.#usualActions(instance);
    const actions = names.map((name): ExpandedAction => {
      return { name, arguments: {}, uses: [{ path: "", part, action: name, arguments: {}, count: 1, scale: 1 }] };
    });
    return { attributes, parts: [part], actions };
  }

  #usualActions(instance: ComponentInstance): readonly string[] {
    const { componentClass, requiredActions } = instance;
    const { estimators, compat } = this.#context;
    const folded = componentClass.toLowerCase();
    const known =
      primitiveClass(componentClass, compat) ??
      estimators.flatMap(({ knownClasses }) => knownClasses).find(({ name }) => name.toLowerCase() === folded);
    const usual = known === undefined ? usualActions(instance) : known.actions;
    return [...new Set([...usual, ...requiredActions])];
  }

  #actions(instance: ComponentInstance, actions: readonly ExpandedAction[]): readonly ActionFigure[] {
    const figures: ActionFigure[] = [];
    if (actions.length === 0) this.#reportUnknownClass(instance);
    for (const { name, arguments: values, uses } of actions) {
      const parts: PartFigure[] = [];
      for (const { path, part, action, arguments: own, count, scale } of uses) {
        const query = { componentClass: part.componentClass, attributes: part.attributes, action, arguments: own };
        const figure = this.#ask(query, instance, path === "" ? name : `${name}: ${path}.${action}`);
        // All is asked, so that outside programs hear every question.
        if (figure !== undefined) parts.push({ part: path, count, scale: scale * part.energyScale, ...figure });
      }
      figures.push({ action: name, arguments: values, energyPj: total(parts), parts });
    }
    return figures;
  }

  #area(instance: ComponentInstance, parts: readonly PrimitivePart[]): AreaFigure {
    const figures: PartFigure[] = [];
    for (const part of parts) {
      const query = { componentClass: part.componentClass, attributes: part.attributes };
      const figure = this.#ask(query, instance, part.path === "" ? "area" : `area: ${part.path}`);
      if (figure !== undefined) figures.push({ part: part.path, count: part.count, scale: part.areaScale, ...figure });
    }
    return { areaUm2: total(figures), parts: figures };
  }

  #ask(
    query: EstimateQuery,
    instance: ComponentInstance,
    what: string,
  ): Omit<PartFigure, "part" | "count" | "scale"> | undefined {
    const key = JSON.stringify(query);
    const choice = this.#known.get(key) ?? chooseEstimate(query, this.#context.estimators);
    this.#known.set(key, choice);
    const { componentClass, action } = query;
    const question = `${what} of "${instance.path}" (class ${componentClass})`;
    if (choice.kind === "nobody") {
      // One component, one complaint.
      if (this.#failed) return undefined;
      if (this.#isUnknown(componentClass)) this.#reportUnknownClass(instance, componentClass);
      else this.#report(notEstimated(question, choice.refusals, instance.span));
      return undefined;
    }
    const { value, accuracy, provenance } = choice.estimate;
    if (!(value >= 0 && Number.isFinite(value))) {
      this.#report(estimateInvalid(question, value, provenance.estimator, instance.span));
      return undefined;
    }
    for (const { name, value: taken, origin } of provenance.inputs) {
      if (origin !== "default") continue;
      const note = `${name} is not given, ${taken} is taken`;
      if (this.#told.has(`${instance.path} ${note}`)) continue;
      this.#told.add(`${instance.path} ${note}`);
      this.#report(estimateNote(instance.path, note, instance.span));
    }
    return {
      componentClass,
      ...(action === undefined ? {} : { action }),
      arguments: query.arguments ?? {},
      value,
      accuracy,
      provenance,
      others: choice.others,
    };
  }

  /** True where no estimator so much as knows the class. */
  #isUnknown(componentClass: string): boolean {
    const { estimators, compat } = this.#context;
    if (primitiveClass(componentClass, compat) !== undefined) return false;
    const folded = componentClass.toLowerCase();
    return !estimators.some(
      ({ knownClasses, isOpen }) => isOpen === true || knownClasses.some(({ name }) => name.toLowerCase() === folded),
    );
  }

  #reportUnknownClass(instance: ComponentInstance, componentClass: string = instance.componentClass): void {
    const { classes, estimators } = this.#context;
    const tables = estimators.flatMap(({ knownClasses }) => knownClasses.map(({ name }) => name));
    const own = [...classes.keys()];
    const known = [
      ...new Set([...own, ...PRIMITIVE_CLASSES.map(({ name }) => name), ...BUILT_IN_CLASS_NAMES, ...tables]),
    ];
    const near = nearestClass(componentClass, known) ?? nearestWord(componentClass, known);
    this.#report(unknownPrimitiveClass(componentClass, instance.path, known, near, instance.span));
  }

  #givenActions({ name }: ComponentInstance): readonly ActionFigure[] | undefined {
    const { ert } = this.#context;
    const entry = ert?.components.find(({ component }) => component === name);
    if (ert === undefined || entry === undefined) return undefined;
    const several = entry.argumentEnergies ?? [];
    return Object.entries(entry.actionsPj).flatMap(([action, energyPj]) => {
      const own = several.filter((each) => each.action === action);
      const energies = own.length > 0 ? own : [{ arguments: {}, energyPj }];
      return energies.map((each) => ({
        action,
        arguments: each.arguments,
        energyPj: each.energyPj,
        parts: [givenFigure(each.energyPj, ert.source, "ERT", action)],
      }));
    });
  }

  #givenArea({ name }: ComponentInstance): AreaFigure | undefined {
    const { art } = this.#context;
    const entry = art?.areas.find(({ component }) => component === name);
    if (art === undefined || entry === undefined) return undefined;
    return { areaUm2: entry.areaUm2, parts: [givenFigure(entry.areaUm2, art.source, "ART")] };
  }
}

function givenFigure(value: number, source: string, table: string, action?: string): PartFigure {
  return {
    part: "",
    componentClass: "",
    ...(action === undefined ? {} : { action }),
    arguments: {},
    value,
    count: 1,
    scale: 1,
    accuracy: 100,
    provenance: {
      estimator: source,
      inputs: [],
      equation: `the ${table} says so`,
      terms: [{ name: table, value, how: `given in ${source}` }],
      notes: [],
      citation: source,
    },
    others: [],
  };
}

function total(parts: readonly PartFigure[]): number {
  return parts.reduce((sum, { value, count, scale }) => sum + value * count * scale, 0);
}
