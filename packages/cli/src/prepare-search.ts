/** From a spec to a search ready to run: `mapper` section, constraints, mapspace, plan. */
import {
  accessedLevel,
  accessesOfNoLevel,
  type Diagnostic,
  explainEmptyMapspace,
  type MapperSettings,
  Mapspace,
  planSearch,
  readConstraints,
  readMapperSettings,
  type SearchPlan,
  type SearchRequest,
  type Spec,
} from "@tilewright/core";

export type PreparedSearch =
  | {
      readonly kind: "ready";
      readonly mapspace: Mapspace;
      readonly settings: MapperSettings;
      readonly plan: SearchPlan;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** `empty`: the constraints leave no mapping; `wrong`: the input is wrong. */
  | { readonly kind: "empty" | "wrong"; readonly diagnostics: readonly Diagnostic[] };

/** @param judge may take a complaint about the `mapper` section less seriously */
export function prepareSearch(
  spec: Spec,
  request: SearchRequest,
  judge: (diagnostic: Diagnostic) => Diagnostic = (diagnostic) => diagnostic,
): PreparedSearch {
  const mapper = readMapperSettings(spec);
  const constraints = readConstraints(spec);
  const diagnostics = [...mapper.diagnostics.map(judge), ...constraints.diagnostics];
  if (diagnostics.some(({ severity }) => severity === "error") || !constraints.limits) {
    return { kind: "wrong", diagnostics };
  }
  const impossible = explainEmptyMapspace(spec, constraints.limits);
  if (impossible.length > 0) return { kind: "empty", diagnostics: [...diagnostics, ...impossible] };
  const mapspace = new Mapspace(spec, constraints.limits);
  const { settings } = mapper;
  const plan = planSearch(mapspace, settings, request);
  const levels = spec.architecture.storage.map(({ name }) => name);
  const baseless = plan.objective.filter(
    (metric) => metric.startsWith("accesses-") && accessedLevel(metric, levels.length) === undefined,
  );
  if (baseless.length > 0) {
    return {
      kind: "wrong",
      diagnostics: [...diagnostics, ...baseless.map((metric) => accessesOfNoLevel(metric, levels))],
    };
  }
  return { kind: "ready", mapspace, settings, plan, diagnostics };
}
