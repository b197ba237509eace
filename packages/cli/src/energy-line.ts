/** One line of `energy --batch`: `{class, attributes}` to its energies, area and sources, or to the reasons for none. */
import {
  type ComponentContext,
  componentToJson,
  type Diagnostic,
  diagnosticToJson,
  type Estimator,
  estimateComponent,
  type QueryValues,
} from "@tilewright/core";
import { energyLine } from "./errors.ts";

export interface EnergyLineOptions {
  readonly estimators: readonly Estimator[];
  readonly compat: boolean;
  readonly context: ComponentContext;
}

/** What a line asks, or why it cannot be read. */
export function answerEnergyLine(text: string, options: EnergyLineOptions): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "not JSON";
    return refusal({}, [energyLine(`the line is not JSON: ${reason}`)]);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return refusal({}, [energyLine("the line is JSON, but no object")]);
  }
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const id = fields.get("id");
  const componentClass = fields.get("class");
  const attributes = fields.get("attributes") ?? {};
  const echo = {
    ...(id === undefined ? {} : { id }),
    ...(componentClass === undefined ? {} : { class: componentClass }),
    ...(fields.has("attributes") ? { attributes } : {}),
  };
  if (typeof componentClass !== "string") return refusal(echo, [energyLine('field "class" is missing, or no text')]);
  if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) {
    return refusal(echo, [energyLine('field "attributes" is no object')]);
  }
  const actions = fields.get("actions");
  if (actions !== undefined && !(Array.isArray(actions) && actions.every((action) => typeof action === "string"))) {
    return refusal(echo, [energyLine('field "actions" is no list of texts')]);
  }
  const question = {
    componentClass,
    attributes: attributes as QueryValues,
    ...(actions === undefined ? {} : { actions: actions as readonly string[] }),
  };
  const { component, diagnostics } = estimateComponent(question, options.estimators, options.compat, options.context);
  if (component === undefined) return refusal(echo, diagnostics);
  const { energyPj, areaUm2, sources } = componentToJson(component);
  const notes = diagnostics.map(diagnosticToJson);
  return { ...echo, energyPj, areaUm2, sources, ...(notes.length > 0 && { diagnostics: notes }) };
}

function refusal(echo: object, diagnostics: readonly Diagnostic[]): Readonly<Record<string, unknown>> {
  return { ...echo, error: { diagnostics: diagnostics.map(diagnosticToJson) } };
}
