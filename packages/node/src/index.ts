/** The public surface of tilewright's Node adapters: reading, including and writing files. */
export { askExternalEstimator, type ExternalRun } from "./external-estimator.ts";
export { createIncludeLoader, type IncludeLoader } from "./include-loader.ts";
export { type InputLine, readLines } from "./read-lines.ts";
export { type FileReadOptions, type FileReadResult, readSourceFile, readSourceFiles } from "./read-source.ts";
export { describeWriteFailure, openTextSink, type TextSink, writeTextFile } from "./write-text.ts";
