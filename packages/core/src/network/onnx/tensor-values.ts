/** The numbers in a small tensor: targets of reshapes, axes, scales. Large ones (weights) are left where they are. */
import { elementCount } from "../draft.ts";
import { BOOL, DOUBLE, type ElementType, FLOAT, INT8, INT32, INT64, type OnnxTensor, UINT8 } from "./model.ts";
import { WireReader } from "./wire.ts";

/** Elements of a tensor whose numbers are followed. */
export const MAX_VALUES = 4096;

const UINT16 = 4;
const INT16 = 5;
const UINT32 = 12;
const UINT64 = 13;

const BYTES_OF: ReadonlyMap<ElementType, number> = new Map([
  [UINT8, 1],
  [INT8, 1],
  [BOOL, 1],
  [UINT16, 2],
  [INT16, 2],
  [FLOAT, 4],
  [INT32, 4],
  [UINT32, 4],
  [DOUBLE, 8],
  [INT64, 8],
  [UINT64, 8],
]);

/**
 * Undefined where the tensor is large, lies in another file, or has numbers of a type that shapes are not made of. Numbers
 * beyond 2^53 are only near: they stand for "to the end" in slices.
 */
export function tensorValues(tensor: OnnxTensor): readonly number[] | undefined {
  const { shape, type, bytes, range, isExternal } = tensor;
  const size = elementCount(shape);
  if (isExternal || size > MAX_VALUES || !BYTES_OF.has(type)) return undefined;
  if (size === 0) return [];
  const numbers: number[] = [];
  const message = new WireReader(bytes, range);
  while (message.next()) {
    if (message.field === 9) {
      const raw = rawValues(bytes, message.expectBytes("raw_data"), type, size);
      if (raw !== undefined) return raw;
    } else if (message.field === 4) message.float32sInto(numbers, size, "float_data");
    else if (message.field === 5 || message.field === 7 || message.field === 11) {
      message.integersInto(numbers, size, "int_data");
    } else if (message.field === 10) doublesInto(message, numbers, size);
  }
  return numbers.length === size ? numbers : undefined;
}

function doublesInto(message: WireReader, into: number[], limit: number): void {
  const view = new DataView(message.bytes.buffer, message.bytes.byteOffset + message.from, message.to - message.from);
  for (let at = 0; at + 8 <= view.byteLength && into.length < limit; at += 8) into.push(view.getFloat64(at, true));
}

/** Little-endian numbers, as ONNX has them on every machine. */
function rawValues(
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
  type: ElementType,
  size: number,
): readonly number[] | undefined {
  const width = BYTES_OF.get(type) ?? 0;
  if (to - from !== width * size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, to - from);
  return Array.from({ length: size }, (_, index) => numberAt(view, index * width, type));
}

function numberAt(view: DataView, at: number, type: ElementType): number {
  switch (type) {
    case FLOAT:
      return view.getFloat32(at, true);
    case DOUBLE:
      return view.getFloat64(at, true);
    case INT8:
      return view.getInt8(at);
    case UINT16:
      return view.getUint16(at, true);
    case INT16:
      return view.getInt16(at, true);
    case INT32:
      return view.getInt32(at, true);
    case UINT32:
      return view.getUint32(at, true);
    case INT64:
      return view.getInt32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
    case UINT64:
      return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
    default:
      return view.getUint8(at);
  }
}
