/** The public surface of tilewright's core. */
export type * from "./architecture/architecture.ts";
export type * from "./energy/reference-table.ts";
export * from "./energy/named-tables.ts";
export * from "./evaluation/evaluate.ts";
export type * from "./evaluation/evaluation.ts";
export type * from "./mapping/mapping.ts";
export * from "./mapping/print-mapping.ts";
export { readSpec, type ReadSpecOptions } from "./spec/read-spec.ts";
export type * from "./spec/spec.ts";
export type * from "./text/diagnostic.ts";
export * from "./text/diagnostic-bag.ts";
export * from "./text/invariant.ts";
export type * from "./text/source.ts";
export type * from "./workload/workload.ts";
export type * from "./yaml/located.ts";
export { readDocuments, type ReadOptions, type ReadResult } from "./yaml/read-documents.ts";
