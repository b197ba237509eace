/**
 * ONNX files of 100 MB: ten layers of 10^7 weights of 8 bits, as raw bytes or as packed numbers (`int32_data`), which readers
 * that decode everything turn into a list of 10^8 numbers. The weights are a hole in the file where the disk allows one.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";

const LAYERS = 10;
const ROWS = 10_000;
const COLUMNS = 1000;

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

function field(number: number, bytes: readonly number[]): number[] {
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

const text = (number: number, value: string): number[] => field(number, [...new TextEncoder().encode(value)]);

/** A matrix product of 8-bit numbers, and the conversion of its result. */
function nodes(layer: number): number[] {
  const product = [
    ...text(1, `x${layer}`),
    ...text(1, `w${layer}`),
    ...text(2, `y${layer}`),
    ...text(4, "MatMulInteger"),
  ];
  const to = [...text(1, "to"), ...varint(3 * 8), 3];
  const cast = [...text(1, `y${layer}`), ...text(2, `x${layer + 1}`), ...text(4, "Cast"), ...field(5, to)];
  return [...field(1, product), ...field(1, cast)];
}

function valueInfo(name: string, sizes: readonly number[]): number[] {
  const dimensions = sizes.flatMap((size) => field(1, [8, ...varint(size)]));
  return [...text(1, name), ...field(2, field(1, [8, 3, ...field(2, dimensions)]))];
}

/** Weights as a tensor's field 9 (`raw_data`) or 5 (`int32_data`, packed; 0 takes a byte). */
export function writeBigOnnx(path: string, data: 5 | 9): void {
  const words = ROWS * COLUMNS;
  const heads = Array.from({ length: LAYERS }, (_, layer) => {
    const [rows, columns] = layer % 2 === 0 ? [ROWS, COLUMNS] : [COLUMNS, ROWS];
    const head = [
      8,
      ...varint(rows),
      8,
      ...varint(columns),
      16,
      3,
      ...text(8, `w${layer}`),
      data * 8 + 2,
      ...varint(words),
    ];
    return [...varint(5 * 8 + 2), ...varint(head.length + words), ...head];
  });
  const rest = [
    ...Array.from({ length: LAYERS }, (_, layer) => nodes(layer)).flat(),
    ...field(11, valueInfo("x0", [1, ROWS])),
    ...field(12, text(1, `x${LAYERS}`)),
  ];
  const length = rest.length + heads.reduce((sum, head) => sum + head.length + words, 0);
  const opset = field(8, [16, 13]);
  const descriptor = openSync(path, "w");
  let at = 0;
  const put = (bytes: readonly number[]): void => {
    at += writeSync(descriptor, Uint8Array.from(bytes), 0, bytes.length, at);
  };
  put([...opset, ...varint(7 * 8 + 2), ...varint(length), ...rest]);
  for (const head of heads) {
    put(head);
    at += words;
  }
  ftruncateSync(descriptor, at);
  closeSync(descriptor);
}
