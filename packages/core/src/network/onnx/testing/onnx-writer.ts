/**
 * Writes ONNX files for tests: as much of the format as networks need, written from its description and not from the
 * reader, so that the two cannot be wrong in the same way.
 */

export type Wire = readonly number[] | Uint8Array;

function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}

export function join(...parts: readonly Wire[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function numberField(field: number, value: number | bigint): Wire {
  return [...varint(field * 8), ...varint(value)];
}

export function bytesField(field: number, bytes: Wire): Wire {
  return join(varint(field * 8 + 2), varint(bytes.length), bytes);
}

export function textField(field: number, text: string): Wire {
  return bytesField(field, new TextEncoder().encode(text));
}

function floatField(field: number, value: number): Wire {
  return join(varint(field * 8 + 5), new Uint8Array(new Float32Array([value]).buffer));
}

/** A number, a name, or nothing said. */
export type Dimension = number | string | undefined;

export const FLOAT = 1;
export const INT64 = 7;

export interface TensorSource {
  readonly name?: string;
  readonly shape: readonly number[];
  readonly type?: number;
  /** Whole numbers of 64 bits; without them the tensor has a shape only, its bytes lying elsewhere. */
  readonly values?: readonly (number | bigint)[];
  readonly floats?: readonly number[];
  readonly raw?: Uint8Array;
}

export function tensor(source: TensorSource): Wire {
  const { name = "", shape, values, floats, raw } = source;
  const type = source.type ?? (values ? INT64 : FLOAT);
  return join(
    ...shape.map((size) => numberField(1, size)),
    numberField(2, type),
    ...(values ? [bytesField(7, values.flatMap(varint))] : []),
    ...(floats ? [bytesField(4, new Uint8Array(new Float32Array(floats).buffer))] : []),
    textField(8, name),
    ...(raw ? [bytesField(9, raw)] : []),
    ...(values || floats || raw
      ? []
      : [bytesField(13, join(textField(1, "location"), textField(2, "weights.bin"))), numberField(14, 1)]),
  );
}

export type AttributeSource =
  | number
  | string
  | readonly number[]
  | { readonly tensor: TensorSource }
  | { readonly graph: GraphSource }
  | { readonly float: number };

function attribute(name: string, value: AttributeSource): Wire {
  const own = textField(1, name);
  if (typeof value === "number") return join(own, numberField(3, value), numberField(20, 2));
  if (typeof value === "string") return join(own, textField(4, value), numberField(20, 3));
  if ("float" in value) return join(own, floatField(2, value.float), numberField(20, 1));
  if ("tensor" in value) return join(own, bytesField(5, tensor(value.tensor)), numberField(20, 4));
  if ("graph" in value) return join(own, bytesField(6, graph(value.graph)), numberField(20, 5));
  return join(own, bytesField(8, value.flatMap(varint)), numberField(20, 7));
}

export interface NodeSource {
  readonly operator: string;
  readonly name?: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSource>>;
}

/** A node in one line: `node("Conv", "x w", "y", {strides: [2, 2]})`; `-` is an input left out. */
export function node(
  operator: string,
  inputs: string,
  outputs: string,
  attributes: Readonly<Record<string, AttributeSource>> = {},
  more: { readonly name?: string; readonly domain?: string } = {},
): NodeSource {
  const names = (text: string): string[] =>
    text
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => (name === "-" ? "" : name));
  return { operator, inputs: names(inputs), outputs: names(outputs), attributes, ...more };
}

function nodeMessage(source: NodeSource): Wire {
  return join(
    ...source.inputs.map((name) => textField(1, name)),
    ...source.outputs.map((name) => textField(2, name)),
    ...(source.name === undefined ? [] : [textField(3, source.name)]),
    textField(4, source.operator),
    ...Object.entries(source.attributes ?? {}).map(([name, value]) => bytesField(5, attribute(name, value))),
    ...(source.domain === undefined ? [] : [textField(7, source.domain)]),
  );
}

function valueInfo(name: string, shape: readonly Dimension[], type: number): Wire {
  const dimensions = shape.map((size) =>
    bytesField(1, size === undefined ? [] : typeof size === "number" ? numberField(1, size) : textField(2, size)),
  );
  const tensorType = join(numberField(1, type), bytesField(2, join(...dimensions)));
  return join(textField(1, name), bytesField(2, bytesField(1, tensorType)));
}

export interface GraphSource {
  readonly nodes: readonly NodeSource[];
  /** Shapes by name. */
  readonly inputs?: Readonly<Record<string, readonly Dimension[]>>;
  readonly outputs?: readonly string[];
  readonly tensors?: Readonly<Record<string, TensorSource | readonly number[]>>;
  /** Shapes that the file states for values in between. */
  readonly stated?: Readonly<Record<string, readonly Dimension[]>>;
  readonly types?: Readonly<Record<string, number>>;
}

export function graph(source: GraphSource): Wire {
  const { inputs = {}, outputs = [], tensors = {}, stated = {}, types = {} } = source;
  return join(
    ...source.nodes.map((each) => bytesField(1, nodeMessage(each))),
    textField(2, "graph"),
    ...Object.entries(tensors).map(([name, given]) => {
      const own: TensorSource = Array.isArray(given) ? { shape: given } : (given as TensorSource);
      return bytesField(5, tensor({ ...own, name }));
    }),
    ...Object.entries(inputs).map(([name, shape]) => bytesField(11, valueInfo(name, shape, types[name] ?? FLOAT))),
    ...outputs.map((name) => bytesField(12, textField(1, name))),
    ...Object.entries(stated).map(([name, shape]) => bytesField(13, valueInfo(name, shape, FLOAT))),
  );
}

export interface ModelSource extends GraphSource {
  /** Version of ONNX's operators. */
  readonly opset?: number;
  /** Names of functions that the file defines. */
  readonly functions?: readonly string[];
}

/** A whole file. */
export function onnxModel(source: ModelSource): Uint8Array {
  return join(
    numberField(1, 8),
    textField(2, "test"),
    bytesField(8, join(textField(1, ""), numberField(2, source.opset ?? 17))),
    bytesField(7, graph(source)),
    ...(source.functions ?? []).map((name) => bytesField(25, textField(1, name))),
  );
}

/** A list of whole numbers as a tensor that the graph knows. */
export function numbers(...values: readonly (number | bigint)[]): TensorSource {
  return { shape: [values.length], values };
}
