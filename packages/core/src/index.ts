/** The public surface of tilewright's core. */
export type * from "./architecture/architecture.ts";
export { CompiledPlan, type CompiledStatus } from "./compiled/compiled-plan.ts";
export { decodeMapping, encodeMapping, type MappingCodeLayout, mappingCodeLayout } from "./compiled/mapping-code.ts";
export { type CountedComponent, readActionCounts } from "./energy/action-counts.ts";
export { type CountedEnergy, countedEnergy, type PricedComponent } from "./energy/counted-energy.ts";
export * from "./energy/energy-json.ts";
export type { ActionFigure, AreaFigure, ComponentFigures, PartFigure } from "./energy/estimate-chip.ts";
export * from "./energy/estimate-documents.ts";
export { estimateLevels, type LevelTables } from "./energy/estimate-levels.ts";
export type * from "./energy/estimator.ts";
export * from "./energy/estimators/external.ts";
export { type Library, libraryEstimator } from "./energy/estimators/library.ts";
export type { SramModel } from "./energy/estimators/sram.ts";
export * from "./energy/named-tables.ts";
export { type EnergyEntry, readEnergyEntries } from "./energy/read-reference-table.ts";
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
export * from "./mapping/reuse-options.ts";
export { brokenLimits } from "./mapspace/broken-limits.ts";
export type * from "./mapspace/constraints.ts";
export { Mapspace, type MapspacePart } from "./mapspace/mapspace.ts";
export { type LimitsReading, readConstraints } from "./mapspace/read-constraints.ts";
export { explainEmptyMapspace } from "./mapspace/why-not.ts";
export { buildLoopNest } from "./nest/loop-nest.ts";
export type { WalkObserver } from "./nest/walk-observer.ts";
export { builtInNetwork, builtInNetworks } from "./network/built-in/built-in.ts";
export type { BuiltInText } from "./network/built-in/texts.ts";
export * from "./network/cost/activation-buffer.ts";
export * from "./network/cost/activations.ts";
export * from "./network/cost/distinct-layers.ts";
export * from "./network/cost/errors.ts";
export { withInputSizes } from "./network/cost/input-sizes.ts";
export * from "./network/cost/layer-cost.ts";
export * from "./network/cost/layer-search.ts";
export * from "./network/cost/layer-specs.ts";
export * from "./network/cost/network-cost.ts";
export { planContent } from "./network/cost/plan-content.ts";
export * from "./network/cost/residency.ts";
export * from "./network/cost/residents.ts";
export * from "./network/cost/traffic-cost.ts";
export {
  type DescriptionOptions,
  describesNetwork,
  type ParameterValues,
  readNetwork,
} from "./network/described/read-network.ts";
export { type ExportOptions, exportLayers, type LayerExport } from "./network/export-layers.ts";
export { layerDimensions, layerProblemYaml } from "./network/layer-problem.ts";
export * from "./network/network.ts";
export { NetworkBuilder, productShape } from "./network/network-builder.ts";
export * from "./network/network-reading.ts";
export { onnxOperators } from "./network/onnx/operators/registry.ts";
export { type OnnxOptions, readOnnx } from "./network/onnx/read-onnx.ts";
export { type ProblemFile, readProblemLayers } from "./network/problems/read-problem-layers.ts";
export type * from "./platform.ts";
export { WALK_ALGORITHMS, type WalkAlgorithm } from "./search/candidate-walk.ts";
export { type ClaimedBound, claimedBound } from "./search/claimed-bound.ts";
export { accessesOfNoLevel, optimalNotPossible, unknownAlgorithm, unknownMetric } from "./search/errors.ts";
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
export {
  accessedLevel,
  costOf,
  figuresOf,
  METRIC_FIGURES,
  METRICS,
  type Metric,
  metricValue,
  readMetric,
} from "./search/objective.ts";
export type { BestMapping } from "./search/optimal/incumbent.ts";
export {
  OptimalSearch,
  type OptimalSearchOptions,
  type SearchStatus,
  unsupportedLimits,
} from "./search/optimal/optimal-search.ts";
export type { CostClaim, RefutationStatus } from "./search/optimal/refutation.ts";
export {
  optimalObstacle,
  optimalOutcome,
  type Proof,
  proofOf,
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
export { wrapLines } from "./text/wrap-lines.ts";
export {
  ACCELERGY_FILES,
  type AccelergyFile,
  type AccelergyFileOptions,
  writeAccelergyFile,
  writeAccelergyFiles,
} from "./timeloop-files/accelergy-files.ts";
export { compactMapping } from "./timeloop-files/compact-mapping.ts";
export { writeEnergyEstimation } from "./timeloop-files/energy-estimation.ts";
export { writeSpecsText } from "./timeloop-files/specs-text.ts";
export type { StatsOptions } from "./timeloop-files/stats-text.ts";
export {
  type TimeloopProgram,
  writeResultFiles,
  writeTimeloopFiles,
} from "./timeloop-files/write-timeloop-files.ts";
export * from "./verify/check.ts";
export { checkClaims, pointCosts } from "./verify/check-claims.ts";
export { type CheckedPoint, checkPoint, checksOfAll, type PrintedPoint } from "./verify/check-point.ts";
export { type DocumentReading, type ReadDocument, readSearchDocument } from "./verify/read-search-document.ts";
export * from "./verify/search-again.ts";
export * from "./verify/search-document.ts";
export type * from "./workload/workload.ts";
export type * from "./yaml/located.ts";
export { type ReadOptions, type ReadResult, readDocuments } from "./yaml/read-documents.ts";
