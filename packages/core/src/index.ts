/** The public surface of tilewright's core. */
export type * from "./architecture/architecture.ts";
export { CompiledPlan, type CompiledStatus } from "./compiled/compiled-plan.ts";
export { decodeMapping, encodeMapping, type MappingCodeLayout, mappingCodeLayout } from "./compiled/mapping-code.ts";
export * from "./energy/energy-json.ts";
export type { ActionFigure, AreaFigure, ComponentFigures, PartFigure } from "./energy/estimate-chip.ts";
export * from "./energy/estimate-documents.ts";
export { estimateLevels, type LevelTables } from "./energy/estimate-levels.ts";
export type * from "./energy/estimator.ts";
export * from "./energy/estimators/external.ts";
export { type Library, libraryEstimator } from "./energy/estimators/library.ts";
export type { SramModel } from "./energy/estimators/sram.ts";
export * from "./energy/named-tables.ts";
export type * from "./energy/reference-table.ts";
export type { SramRefusal } from "./energy/sram/errors.ts";
export type { SramOrganisation } from "./energy/sram/sram-at-node.ts";
export * from "./energy/sram/sram-estimate.ts";
export type { AreaTerm, EnergyTerm } from "./energy/sram/sram-terms.ts";
export { standardEstimators } from "./energy/standard-estimators.ts";
export { type LibraryRow, parseLibrary } from "./energy/tables/parse-library.ts";
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
export { Mapspace, type MapspacePart } from "./mapspace/mapspace.ts";
export { type LimitsReading, readConstraints } from "./mapspace/read-constraints.ts";
export { explainEmptyMapspace } from "./mapspace/why-not.ts";
export { buildLoopNest } from "./nest/loop-nest.ts";
export type { WalkObserver } from "./nest/walk-observer.ts";
export type * from "./platform.ts";
export { WALK_ALGORITHMS, type WalkAlgorithm } from "./search/candidate-walk.ts";
export { optimalNotPossible, unknownAlgorithm, unknownMetric } from "./search/errors.ts";
export { type LowerBound, simpleLowerBound } from "./search/lower-bound.ts";
export {
  ALGORITHMS,
  type Algorithm,
  findAlgorithm,
  type MapperReading,
  type MapperSettings,
  readMapperSettings,
} from "./search/mapper-settings.ts";
export {
  bestCosts,
  DEFAULT_LANES,
  EXHAUSTIVE_LIMIT,
  finishSearch,
  MappingSearch,
  openLane,
  planSearch,
  type SearchPlan,
  type SearchRequest,
} from "./search/mapping-search.ts";
export { costOf, METRICS, type Metric, readMetric } from "./search/objective.ts";
export type { BestMapping } from "./search/optimal/incumbent.ts";
export type { Objective, ObjectiveKey } from "./search/optimal/objective.ts";
export {
  OptimalSearch,
  type OptimalSearchOptions,
  type SearchStatus,
  unsupportedLimits,
} from "./search/optimal/optimal-search.ts";
export {
  optimalObstacle,
  optimalOutcome,
  type Proof,
  proofOf,
  provableObjective,
} from "./search/optimal-plan.ts";
export { RANDOM_ALGORITHM } from "./search/random-stream.ts";
export type { SearchLane } from "./search/search-lane.ts";
export type * from "./search/search-result.ts";
export { DividedLanes } from "./search/threads/divided-lanes.ts";
export { DividedProof } from "./search/threads/divided-proof.ts";
export type { DividedSearch } from "./search/threads/divided-search.ts";
export { type DriveOptions, type DriveReport, driveSearch } from "./search/threads/drive-search.ts";
export { serveSearch } from "./search/threads/serve-search.ts";
export type { DeadThread } from "./search/threads/thread-crew.ts";
export { webPlatform, webPort, webThreads } from "./search/threads/web-threads.ts";
export { explainFruitless } from "./search/why-none.ts";
export { type ReadSpecOptions, readSpec } from "./spec/read-spec.ts";
export type * from "./spec/spec.ts";
export * from "./sweep/analyze-scaling.ts";
export { attributeLabel, attributeUnit } from "./sweep/attribute-unit.ts";
export type * from "./sweep/component-estimate.ts";
export * from "./sweep/describe-scaling.ts";
export { pointEstimator } from "./sweep/estimate-point.ts";
export * from "./sweep/exponent-of-sum.ts";
export * from "./sweep/fit-exponents.ts";
export * from "./sweep/journal.ts";
export { parseAxes } from "./sweep/parse-axis.ts";
export { hashPoint, planSweep, type SweepAttributes, type SweepPlan, type SweepPoint } from "./sweep/plan-sweep.ts";
export * from "./sweep/run-sweep.ts";
export * from "./sweep/sweep-axis.ts";
export type * from "./text/diagnostic.ts";
export * from "./text/diagnostic-bag.ts";
export { type DiagnosticJson, diagnosticToJson } from "./text/diagnostic-json.ts";
export * from "./text/invariant.ts";
export { nearestWord } from "./text/nearest-word.ts";
export { lineStarts } from "./text/position.ts";
export { renderDiagnostic } from "./text/render.ts";
export type * from "./text/source.ts";
export { writeAccelergyFiles } from "./timeloop-files/accelergy-files.ts";
export type { StatsOptions } from "./timeloop-files/stats-text.ts";
export { writeTimeloopFiles } from "./timeloop-files/write-timeloop-files.ts";
export type * from "./workload/workload.ts";
export type * from "./yaml/located.ts";
export { type ReadOptions, type ReadResult, readDocuments } from "./yaml/read-documents.ts";
