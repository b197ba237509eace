/** The public surface of tilewright's core. */
export type * from "./architecture/architecture.ts";
export { CompiledPlan, type CompiledStatus } from "./compiled/compiled-plan.ts";
export { decodeMapping, encodeMapping, type MappingCodeLayout, mappingCodeLayout } from "./compiled/mapping-code.ts";
export * from "./energy/named-tables.ts";
export type * from "./energy/reference-table.ts";
export * from "./evaluation/evaluate.ts";
export type * from "./evaluation/evaluation.ts";
export { unknownDataSpace, unknownLevel } from "./explain/errors.ts";
export { createExplainer, type Explainer, explainCount, levelTitles } from "./explain/explain-count.ts";
export { explainInvalid } from "./explain/explain-invalid.ts";
export * from "./explain/explanation.ts";
export type * from "./explain/invalid-explanation.ts";
export { type Contributor, type ContributorFilter, explainMain } from "./explain/main-contributors.ts";
export { type RenderOptions, renderBriefly, renderExplanation } from "./explain/render-explanation.ts";
export { renderInvalid } from "./explain/render-invalid.ts";
export type * from "./mapping/mapping.ts";
export * from "./mapping/print-mapping.ts";
export type * from "./mapspace/constraints.ts";
export { buildLoopNest } from "./nest/loop-nest.ts";
export type { WalkObserver } from "./nest/walk-observer.ts";
export type { BestMapping } from "./search/optimal/incumbent.ts";
export type { Objective, ObjectiveKey } from "./search/optimal/objective.ts";
export {
  OptimalSearch,
  type OptimalSearchOptions,
  type SearchStatus,
  unsupportedLimits,
} from "./search/optimal/optimal-search.ts";
export { type ReadSpecOptions, readSpec } from "./spec/read-spec.ts";
export type * from "./spec/spec.ts";
export type * from "./text/diagnostic.ts";
export * from "./text/diagnostic-bag.ts";
export { diagnosticToJson } from "./text/diagnostic-json.ts";
export * from "./text/invariant.ts";
export { nearestWord } from "./text/nearest-word.ts";
export { lineStarts } from "./text/position.ts";
export { renderDiagnostic } from "./text/render.ts";
export type * from "./text/source.ts";
export type { StatsOptions } from "./timeloop-files/stats-text.ts";
export { writeTimeloopFiles } from "./timeloop-files/write-timeloop-files.ts";
export type * from "./workload/workload.ts";
export type * from "./yaml/located.ts";
export { type ReadOptions, type ReadResult, readDocuments } from "./yaml/read-documents.ts";
