/**
 * The messages of an ONNX file to an `OnnxModel`. Field numbers are those of onnx.proto (ONNX IR specification,
 * versions 3 to 13); fields that say nothing of shapes (documentation, metadata, training) are passed over.
 *
 * Weights are never touched: a tensor's bytes are skipped by their length. What a file may make us keep is counted
 * against `MAX_PARTS`, so that a hostile one cannot fill the memory.
 */
import type {
  OnnxAttribute,
  OnnxDimension,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from "./model.ts";
import { type ByteRange, WireFault, WireReader } from "./wire.ts";

/** Nodes, names, attributes and dimensions of one file; the largest real graphs have some hundred thousand. */
const MAX_PARTS = 1_000_000;
/** What an empty node costs in memory, in parts. */
const NODE_PARTS = 5;
/** Graphs within attributes of nodes of graphs. */
const MAX_DEPTH = 16;
/** Numbers of one attribute that are kept; shapes, axes and pads are far shorter. */
const MAX_NUMBERS = 4096;
/** Dimensions of a tensor. */
export const MAX_RANK = 64;
/** Inputs and outputs of a node; a Concat of parts has some dozens. */
const MAX_ENDS = 10_000;

/** More in the file than is kept. */
export class TooLarge extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TooLarge";
  }
}

interface Reading {
  readonly bytes: Uint8Array;
  parts: number;
}

function count(reading: Reading, parts = 1): void {
  reading.parts += parts;
  if (reading.parts > MAX_PARTS) throw new TooLarge(`the graph has more than ${MAX_PARTS} nodes, names and dimensions`);
}

/** Throws `WireFault` and `TooLarge`; the graph is absent where the file has none. */
export function readOnnxModel(bytes: Uint8Array): Omit<OnnxModel, "graph"> & { readonly graph: OnnxGraph | undefined } {
  const reading: Reading = { bytes, parts: 0 };
  const message = new WireReader(bytes);
  const opsets = new Map<string, number>();
  const functions = new Set<string>();
  let producer = "";
  let graph: OnnxGraph | undefined;
  while (message.next()) {
    count(reading);
    if (message.field === 2) producer = message.text("producer_name");
    else if (message.field === 7) graph = readGraph(reading, message.expectBytes("graph"), 0);
    else if (message.field === 8) readOpset(reading, message.expectBytes("opset_import"), opsets);
    else if (message.field === 25) functions.add(readFunctionName(reading, message.expectBytes("functions")));
  }
  return { opsets, producer, graph, functions };
}

function readOpset(reading: Reading, range: ByteRange, opsets: Map<string, number>): void {
  const message = new WireReader(reading.bytes, range);
  let domain = "";
  let version = 1;
  while (message.next()) {
    if (message.field === 1) domain = message.text("domain");
    else if (message.field === 2) version = message.integer("version");
  }
  opsets.set(plainDomain(domain), version);
}

/** ONNX's own domain has two spellings. */
function plainDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

function readFunctionName(reading: Reading, range: ByteRange): string {
  const message = new WireReader(reading.bytes, range);
  let name = "";
  let domain = "";
  while (message.next()) {
    if (message.field === 1) name = message.text("name");
    else if (message.field === 10) domain = message.text("domain");
  }
  return `${plainDomain(domain)}:${name}`;
}

function readGraph(reading: Reading, range: ByteRange, depth: number): OnnxGraph {
  if (depth > MAX_DEPTH) throw new TooLarge(`graphs stand in one another more than ${MAX_DEPTH} deep`);
  const message = new WireReader(reading.bytes, range);
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  const inputs: OnnxValueInfo[] = [];
  const outputs: OnnxValueInfo[] = [];
  const values: OnnxValueInfo[] = [];
  let name = "";
  while (message.next()) {
    count(reading);
    if (message.field === 1) nodes.push(readNode(reading, message.expectBytes("node"), message.fieldAt, depth));
    else if (message.field === 2) name = message.text("name");
    else if (message.field === 5) tensors.push(readTensor(reading, message.expectBytes("initializer")));
    else if (message.field === 11) inputs.push(readValueInfo(reading, message.expectBytes("input")));
    else if (message.field === 12) outputs.push(readValueInfo(reading, message.expectBytes("output")));
    else if (message.field === 13) values.push(readValueInfo(reading, message.expectBytes("value_info")));
    else if (message.field === 15) tensors.push(readSparseTensor(reading, message.expectBytes("sparse_initializer")));
  }
  return { name, nodes, tensors, inputs, outputs, values };
}

function readNode(reading: Reading, range: ByteRange, offset: number, depth: number): OnnxNode {
  count(reading, NODE_PARTS);
  const message = new WireReader(reading.bytes, range);
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let name = "";
  let operator = "";
  let domain = "";
  while (message.next()) {
    count(reading);
    if (message.field === 1) inputs.push(message.text("input"));
    else if (message.field === 2) outputs.push(message.text("output"));
    else if (message.field === 3) name = message.text("name");
    else if (message.field === 4) operator = message.text("op_type");
    else if (message.field === 7) domain = plainDomain(message.text("domain"));
    else if (message.field === 5) {
      const attribute = readAttribute(reading, message.expectBytes("attribute"), depth);
      attributes.set(attribute.name, attribute);
    }
  }
  if (inputs.length + outputs.length > MAX_ENDS) throw new TooLarge(`node "${name}" has more than ${MAX_ENDS} inputs`);
  return { name, operator, domain, inputs, outputs, attributes, offset };
}

function readAttribute(reading: Reading, range: ByteRange, depth: number): OnnxAttribute {
  const message = new WireReader(reading.bytes, range);
  const floats: number[] = [];
  const integers: number[] = [];
  const found: {
    float?: number;
    integer?: number;
    text?: string;
    tensor?: OnnxTensor;
    graph?: OnnxGraph;
  } = {};
  let name = "";
  while (message.next()) {
    count(reading);
    if (message.field === 1) name = message.text("name");
    else if (message.field === 2) found.float = message.float32("f");
    else if (message.field === 3) found.integer = message.integer("i");
    else if (message.field === 4) found.text = message.text("s");
    else if (message.field === 5) found.tensor = readTensor(reading, message.expectBytes("t"));
    else if (message.field === 6) found.graph = readGraph(reading, message.expectBytes("g"), depth + 1);
    else if (message.field === 7) message.float32sInto(floats, MAX_NUMBERS, "floats");
    else if (message.field === 8) message.integersInto(integers, MAX_NUMBERS, "ints");
  }
  const isCut = floats.length >= MAX_NUMBERS || integers.length >= MAX_NUMBERS;
  return { name, floats, integers, isCut, ...found };
}

function readTensor(reading: Reading, range: ByteRange): OnnxTensor {
  const message = new WireReader(reading.bytes, range);
  const shape: number[] = [];
  let name = "";
  let type = 0;
  let isExternal = false;
  while (message.next()) {
    if (message.field === 1) message.integersInto(shape, MAX_RANK + 1, "dims");
    else if (message.field === 2) type = message.integer("data_type");
    else if (message.field === 8) name = message.text("name");
    else if (message.field === 14) isExternal = message.integer("data_location") === 1;
  }
  count(reading);
  if (shape.length > MAX_RANK) throw new TooLarge(`tensor "${name}" has more than ${MAX_RANK} dimensions`);
  const bad = shape.find((size) => !(size >= 0 && Number.isSafeInteger(size)));
  if (bad !== undefined) throw new WireFault(`tensor "${name}" has a dimension of size ${bad}`, range.from);
  return { name, shape, type, isExternal, bytes: reading.bytes, range };
}

/** A sparse tensor counts as the dense one that it stands for. */
function readSparseTensor(reading: Reading, range: ByteRange): OnnxTensor {
  const message = new WireReader(reading.bytes, range);
  const shape: number[] = [];
  let values: OnnxTensor | undefined;
  while (message.next()) {
    if (message.field === 1) values = readTensor(reading, message.expectBytes("values"));
    else if (message.field === 3) message.integersInto(shape, MAX_RANK, "dims");
  }
  if (values === undefined) throw new WireFault("a sparse tensor has no values", range.from);
  return { ...values, shape: shape.map((size) => Math.max(0, size)), isExternal: true };
}

function readValueInfo(reading: Reading, range: ByteRange): OnnxValueInfo {
  const message = new WireReader(reading.bytes, range);
  let name = "";
  let type: ReturnType<typeof readTensorType> | undefined;
  let isTensor = true;
  while (message.next()) {
    if (message.field === 1) name = message.text("name");
    else if (message.field === 2) {
      type = readType(reading, message.expectBytes("type"));
      isTensor = type !== undefined;
    }
  }
  count(reading);
  return { name, isTensor, offset: range.from, ...type };
}

/** The tensor type within a type; undefined for sequences and the like. */
function readType(reading: Reading, range: ByteRange): ReturnType<typeof readTensorType> | undefined {
  const message = new WireReader(reading.bytes, range);
  let type: ReturnType<typeof readTensorType> | undefined;
  while (message.next()) {
    const isTensor = message.field === 1 || message.field === 8;
    if (isTensor) type = readTensorType(reading, message.expectBytes("tensor_type"));
  }
  return type;
}

function readTensorType(
  reading: Reading,
  range: ByteRange,
): { readonly type?: number; readonly shape?: readonly OnnxDimension[] } {
  const message = new WireReader(reading.bytes, range);
  let type: number | undefined;
  let shape: OnnxDimension[] | undefined;
  while (message.next()) {
    if (message.field === 1) type = message.integer("elem_type");
    else if (message.field === 2) shape = readDimensions(reading, message.expectBytes("shape"));
  }
  return { ...(type !== undefined && { type }), ...(shape && { shape }) };
}

function readDimensions(reading: Reading, range: ByteRange): OnnxDimension[] {
  const message = new WireReader(reading.bytes, range);
  const shape: OnnxDimension[] = [];
  while (message.next()) {
    if (message.field !== 1) continue;
    count(reading);
    shape.push(readDimension(reading, message.expectBytes("dim")));
    if (shape.length > MAX_RANK) throw new TooLarge(`a shape has more than ${MAX_RANK} dimensions`);
  }
  return shape;
}

function readDimension(reading: Reading, range: ByteRange): OnnxDimension {
  const message = new WireReader(reading.bytes, range);
  let dimension: OnnxDimension;
  while (message.next()) {
    if (message.field === 1) dimension = message.integer("dim_value");
    else if (message.field === 2) dimension = message.text("dim_param");
  }
  if (typeof dimension === "string") return dimension === "" ? undefined : dimension;
  // Exporters write 0 and -1 for "not known"; an input of no words would be of no use.
  return dimension !== undefined && dimension > 0 && Number.isSafeInteger(dimension) ? dimension : undefined;
}
