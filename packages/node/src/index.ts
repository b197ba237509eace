/** The public surface of tilewright's Node adapters: reading, including and writing files, tables, pictures, journals. */
export { askExternalEstimator, type ExternalRun } from "./external-estimator.ts";
export { createIncludeLoader, type IncludeLoader } from "./include-loader.ts";
export { type JournalFile, type JournalOpening, openJournalFile } from "./journal-file.ts";
export {
  LAYER_THREAD,
  type LayerRun,
  type LayerThread,
  layerThread,
  runLayer,
  serveLayers,
} from "./layer-threads.ts";
export { type BinaryReadResult, type PathKind, pathKind, readBinaryFile, yamlFilesIn } from "./read-binary.ts";
export { type InputLine, readLines } from "./read-lines.ts";
export { type FileReadOptions, type FileReadResult, readSourceFile, readSourceFiles } from "./read-source.ts";
export { type PngOptions, renderPng } from "./render-png.ts";
export { openResultCache, type ResultCache, userCacheFolder } from "./result-cache.ts";
export { nodePlatform, nodeThreads, serveSearchThread, threadsWithin } from "./search-threads.ts";
export { type Cell, csvText, jsonLinesText, parquetBytes, type Table, type TableColumn } from "./table.ts";
export { checkTableName, TABLE_ENDINGS, writeBytesFile, writeTable } from "./write-table.ts";
export { describeWriteFailure, openTextSink, type TextSink, writeTextFile } from "./write-text.ts";
