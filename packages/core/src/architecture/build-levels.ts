/**
 * Drafts -> storage levels and the compute level, with Timeloop's meaning of every attribute:
 *
 *     width = word bits * block size * cluster size      what is missing is computed; default 16 bits, block 1, cluster 1
 *     size  = entries | depth * block size | sizeKB * 8192 / word bits      in words; absent: unlimited
 *     effective size = floor(size / multiple buffering)
 */
import type { Report } from "../text/diagnostic.ts";
import type { Span } from "../text/source.ts";
import type { Attribute, Attributes, ComputeLevel, StorageLevel } from "./architecture.ts";
import { AttributeReader, type Given } from "./attribute-reader.ts";
import { COMPUTE_ATTRIBUTES, SHAPING_NAMES, STORAGE_ATTRIBUTES } from "./attribute-schema.ts";
import type { ComponentDraft } from "./component-draft.ts";
import {
  attributeConflict,
  bandwidthSplit,
  dramCluster,
  inheritedIgnored,
  minUtilizationUnlimited,
  widthMismatch,
  wordBitsDefault,
} from "./errors.ts";
import { readMesh } from "./mesh.ts";

/** Timeloop's word size where none is given. */
export const DEFAULT_WORD_BITS = 16;

/** The storage level of `draft`. */
export function buildStorage(draft: ComponentDraft, form: "subtree" | "nodes", report: Report): StorageLevel {
  const reader = new AttributeReader(draft.shaping, draft.name, draft.span, report);
  if (form === "subtree") warnInherited(draft, report);
  const virtual = draft.className === "dummy_storage";
  const mesh = readMesh(draft, reader, report);
  const shape = draft.fanoutOf === undefined ? readWords(draft, reader, form, report) : VIRTUAL_WORDS;
  const multipleBuffering = reader.number(STORAGE_ATTRIBUTES.multipleBuffering)?.value ?? 1;
  const minUtilization = reader.number(STORAGE_ATTRIBUTES.minUtilization);
  if (minUtilization && minUtilization.value > 0 && shape.sizeWords === undefined) {
    report(minUtilizationUnlimited(minUtilization.span ?? draft.span, draft.name));
  }
  const networks = {
    read: reader.text(STORAGE_ATTRIBUTES.networkRead),
    fill: reader.text(STORAGE_ATTRIBUTES.networkFill),
    update: reader.text(STORAGE_ATTRIBUTES.networkUpdate),
    drain: reader.text(STORAGE_ATTRIBUTES.networkDrain),
  };
  const technologyKind = isDram(draft) ? "DRAM" : "SRAM";
  if (technologyKind === "DRAM" && shape.clusterSize !== 1) report(dramCluster(draft.span, draft.name));
  const powerGatedAt = reader.text(STORAGE_ATTRIBUTES.powerGatedAt);
  return {
    kind: "storage",
    virtual,
    name: draft.name,
    path: draft.path,
    componentClass: draft.componentClass,
    ...mesh,
    attributes: withDefaults(draft, form, shape),
    span: draft.span,
    technologyKind,
    ...shape,
    multipleBuffering,
    ...(shape.sizeWords !== undefined && { effectiveSizeWords: Math.floor(shape.sizeWords / multipleBuffering) }),
    minUtilization: minUtilization?.value ?? 0,
    ...readBandwidths(draft, reader, report),
    bandwidthConsumptionScale: reader.numbersByName(STORAGE_ATTRIBUTES.bandwidthScale),
    banks: reader.number(STORAGE_ATTRIBUTES.banks)?.value ?? 2,
    ports: reader.number(STORAGE_ATTRIBUTES.ports)?.value ?? 2,
    reductionSupported: reader.flag(STORAGE_ATTRIBUTES.reductionSupported) ?? technologyKind !== "DRAM",
    allowOverbooking: reader.flag(STORAGE_ATTRIBUTES.allowOverbooking) ?? false,
    networkFillLatency: reader.number(STORAGE_ATTRIBUTES.networkFillLatency)?.value ?? 0,
    networkDrainLatency: reader.number(STORAGE_ATTRIBUTES.networkDrainLatency)?.value ?? 0,
    networks: Object.fromEntries(Object.entries(networks).filter(([, name]) => name !== undefined)),
    dataSpaceWordBits: reader.numbersByName(STORAGE_ATTRIBUTES.dataSpaceWordBits),
    ...(powerGatedAt !== undefined && powerGatedAt !== draft.name && { powerGatedAt }),
    ...(draft.fanoutOf !== undefined && { fanoutOf: draft.fanoutOf }),
  };
}

/** The compute level of `draft`. */
export function buildCompute(draft: ComponentDraft, report: Report): ComputeLevel {
  const reader = new AttributeReader(draft.shaping, draft.name, draft.span, report);
  return {
    kind: "compute",
    name: draft.name,
    path: draft.path,
    componentClass: draft.componentClass,
    ...readMesh(draft, reader, report),
    attributes: draft.attributes,
    span: draft.span,
    wordBits: reader.number(COMPUTE_ATTRIBUTES.wordBits)?.value ?? DEFAULT_WORD_BITS,
    cyclesPerOperation: reader.number(COMPUTE_ATTRIBUTES.cyclesPerOperation)?.value ?? 1,
  };
}

/** How a level's words are laid out. */
interface Words {
  readonly wordBits: number;
  readonly blockSize: number;
  readonly clusterSize: number;
  readonly sizeWords?: number;
}

const VIRTUAL_WORDS: Words = { wordBits: 1, blockSize: 1, clusterSize: 1, sizeWords: 1 };

function readWords(draft: ComponentDraft, reader: AttributeReader, form: "subtree" | "nodes", report: Report): Words {
  const bits = reader.number(STORAGE_ATTRIBUTES.wordBits);
  if (!bits && !reader.find(STORAGE_ATTRIBUTES.wordBits)) {
    report(wordBitsDefault(draft.span, draft.name, DEFAULT_WORD_BITS));
  }
  const wordBits = bits?.value ?? DEFAULT_WORD_BITS;
  const layout = readLayout(draft, reader, wordBits, bits?.span, form, report);
  const sizeWords = readSize(draft, reader, wordBits, layout.blockSize, report);
  return { wordBits, ...layout, ...(sizeWords !== undefined && { sizeWords }) };
}

/** In the 0.4 form a missing cluster size is 1 where a block size is given, in the 0.3 form it is what is left of the width. */
function readLayout(
  draft: ComponentDraft,
  reader: AttributeReader,
  wordBits: number,
  bitsSpan: Span | undefined,
  form: "subtree" | "nodes",
  report: Report,
): { blockSize: number; clusterSize: number } {
  const block = reader.number(STORAGE_ATTRIBUTES.blockSize);
  const cluster = reader.number(STORAGE_ATTRIBUTES.clusterSize);
  const width = reader.number(STORAGE_ATTRIBUTES.width);
  if (!width) return { blockSize: block?.value ?? 1, clusterSize: cluster?.value ?? 1 };
  const blockSize = block?.value;
  const clusterSize = cluster?.value ?? (form === "nodes" ? 1 : undefined);
  const mismatch = (parts: string, related: Span | undefined): { blockSize: number; clusterSize: number } => {
    report(widthMismatch(width.span ?? draft.span, draft.name, width.value, parts, related));
    return { blockSize: blockSize ?? 1, clusterSize: clusterSize ?? 1 };
  };
  const rest = width.value / (wordBits * (blockSize ?? 1) * (clusterSize ?? 1));
  if (!Number.isInteger(rest)) {
    const parts = [`word bits ${wordBits}`];
    if (blockSize !== undefined) parts.push(`block size ${blockSize}`);
    if (cluster) parts.push(`cluster size ${cluster.value}`);
    return mismatch(`a multiple of ${parts.join(" * ")}`, block?.span ?? cluster?.span ?? bitsSpan);
  }
  if (blockSize === undefined) return { blockSize: rest, clusterSize: clusterSize ?? 1 };
  if (clusterSize === undefined) return { blockSize, clusterSize: rest };
  if (rest !== 1) {
    return mismatch(`word bits ${wordBits} * block size ${blockSize} * cluster size ${clusterSize}`, block?.span);
  }
  return { blockSize, clusterSize };
}

function readSize(
  draft: ComponentDraft,
  reader: AttributeReader,
  wordBits: number,
  blockSize: number,
  report: Report,
): number | undefined {
  const entries = reader.number(STORAGE_ATTRIBUTES.entries);
  const depth = reader.number(STORAGE_ATTRIBUTES.depth);
  const kilobytes = reader.number(STORAGE_ATTRIBUTES.sizeKB);
  const given: Given<number>[] = [entries, depth, kilobytes].filter((size) => size !== undefined);
  const [first, second] = given;
  if (first && second) {
    report(attributeConflict(second.span ?? draft.span, draft.name, second.key, first.key, first.span));
  }
  if (entries) return entries.value;
  if (depth) return depth.value * blockSize;
  if (kilobytes) return Math.floor((kilobytes.value * 8192) / wordBits);
  return undefined;
}

function readBandwidths(
  draft: ComponentDraft,
  reader: AttributeReader,
  report: Report,
): Pick<StorageLevel, "readBandwidth" | "writeBandwidth" | "sharedBandwidth"> {
  const both = reader.number(STORAGE_ATTRIBUTES.bandwidth);
  if (both) report(bandwidthSplit(both.span ?? draft.span, draft.name));
  const half = both && both.value / 2;
  const read = reader.number(STORAGE_ATTRIBUTES.readBandwidth)?.value ?? half;
  const write = reader.number(STORAGE_ATTRIBUTES.writeBandwidth)?.value ?? half;
  const shared = reader.number(STORAGE_ATTRIBUTES.sharedBandwidth)?.value;
  return {
    ...(read !== undefined && { readBandwidth: read }),
    ...(write !== undefined && { writeBandwidth: write }),
    ...(shared !== undefined && { sharedBandwidth: shared }),
  };
}

function isDram(draft: ComponentDraft): boolean {
  return draft.className.includes("DRAM") || draft.attributes["technology"]?.value === "DRAM";
}

/** The 0.4 form has defaults of its own that estimators see; others are known from the level's fields. */
function withDefaults(draft: ComponentDraft, form: "subtree" | "nodes", words: Words): Attributes {
  if (draft.fanoutOf !== undefined) return draft.attributes;
  const has = (key: string): boolean => Object.hasOwn(draft.attributes, key);
  const extra: [string, Attribute][] = [];
  if (form === "nodes" && !has("n_banks") && !has("num_banks"))
    extra.push(["n_banks", { value: 2, origin: "default" }]);
  if (!has("block_size")) extra.push(["block_size", { value: words.blockSize, origin: "computed" }]);
  if (!has("cluster_size")) extra.push(["cluster_size", { value: words.clusterSize, origin: "computed" }]);
  if (!["word_bits", "word_width", "datawidth"].some(has)) {
    extra.push(["word_bits", { value: words.wordBits, origin: "default" }]);
  }
  return { ...draft.attributes, ...Object.fromEntries(extra) };
}

function warnInherited(draft: ComponentDraft, report: Report): void {
  for (const key of SHAPING_NAMES) {
    const attribute = Object.hasOwn(draft.attributes, key) ? draft.attributes[key] : undefined;
    if (attribute?.origin === "inherited" && attribute.span && attribute.value !== null) {
      report(inheritedIgnored(attribute.span, draft.name, key));
    }
  }
}
